/* The scanner's threads, on scripted sources and a decoder that reads a frame's first row.
 * link: scanner/camera.c scanner/camera_v4l2.c scanner/camera_format.c scanner/device_node.c
 * link: scanner/luma.c scanner/fault.c scanner/camera_care.c
 * link: scanner/scanner.c scanner/slot.c scanner/debounce.c scanner/camera_health.c
 * link: scanner/frame_source.c scanner/replay.c scanner/image.c scanner/image_file.c
 * link: scanner/image_jpeg.c scanner/image_png.c scanner/image_pgm.c scanner/exif.c
 * link: scanner/frame.c kiosk/log.c kiosk/timebase.c
 * link: tests/scanner/fixture.c tests/scanner/fake_decoder.c
 * tsan: yes */
#include "scanner.h"

#include <pthread.h>
#include <time.h>

#include "scanner/scanner_source.h"
#include "tests/scanner/fake_decoder.h"
#include "tests/scanner/fixture.h"
#include "timebase.h"

/* ---- a source that plays a script ---- */

struct step {
    enum frame_status status;
    const char *codes; /* of a ready frame */
    double at_s;       /* its time; 0: a little later than the one before */
    enum { NOISE, SAME, BLACK } picture;
};

struct script {
    struct frame_source port;
    const struct step *steps;
    size_t count, at;
    int64_t start_us, now_us;
    bool last_step_repeats;
    bool destroyed;
    int restarts;
    int decodes; /* of frames before the script's first, and of the script's so far */
};

/* So that the newest frame replaces none of a script's. One without end is stopped at any moment:
 * then its last frame is never decoded. */
static void wait_for_decoder(const struct script *script)
{
    while (!script->last_step_repeats && fake_decoder_count() < script->decodes) {
        nanosleep(&(struct timespec){.tv_nsec = 100 * 1000}, NULL);
    }
}

static enum frame_status script_next(struct frame_source *source, int timeout_ms, struct frame *out)
{
    (void)timeout_ms;
    struct script *script = (struct script *)source;
    if (script->at == script->count && script->last_step_repeats) {
        script->at--;
    }
    if (script->at == script->count) {
        return FRAME_ENDED;
    }
    const struct step *step = &script->steps[script->at++];
    script->now_us =
        step->at_s > 0 ? script->start_us + (int64_t)(step->at_s * 1e6) : script->now_us + 33333;
    if (step->status == FRAME_READY) {
        fixture_grey(out, 64, 48, step->picture == BLACK ? 16 : 100);
        out->luma[40 * 64] = step->picture == NOISE ? (uint8_t)(script->at + 100) : 17;
        fake_codes_draw(out, step->codes ? step->codes : "");
        if (step->picture == BLACK) {
            memset(out->luma, 16, 64);
        }
        out->captured_us = script->now_us;
        out->sequence++;
        wait_for_decoder(script);
        script->decodes++;
    }
    return step->status;
}

static const char *script_describe(struct frame_source *source)
{
    (void)source;
    return "script";
}

static void script_restart(struct frame_source *source)
{
    ((struct script *)source)->restarts++;
}

static void script_destroy(struct frame_source *source)
{
    ((struct script *)source)->destroyed = true;
}

static const struct frame_source_ops script_ops = {
    .kind = "script",
    .live = true,
    .next = script_next,
    .describe = script_describe,
    .restart = script_restart,
    .destroy = script_destroy,
};

/* ---- what the scanner told ---- */

struct witness {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char codes[64][32];
    int code_count, frame_count;
    enum scanner_state states[32];
    char descriptions[32][128];
    int state_count;
};

static void see_code(const struct scan_code *code, const struct frame *frame, void *userdata)
{
    struct witness *witness = userdata;
    assert_true(frame->width > 0);
    pthread_mutex_lock(&witness->lock);
    snprintf(witness->codes[witness->code_count++ % 64], 32, "%.31s", (const char *)code->data);
    pthread_cond_broadcast(&witness->changed);
    pthread_mutex_unlock(&witness->lock);
}

static void see_frame(const struct frame *frame, void *userdata)
{
    struct witness *witness = userdata;
    assert_true(frame->luma != NULL);
    pthread_mutex_lock(&witness->lock);
    witness->frame_count++;
    pthread_cond_broadcast(&witness->changed);
    pthread_mutex_unlock(&witness->lock);
}

static void see_state(enum scanner_state state, const char *description, void *userdata)
{
    struct witness *witness = userdata;
    pthread_mutex_lock(&witness->lock);
    snprintf(witness->descriptions[witness->state_count % 32], 128, "%s", description);
    witness->states[witness->state_count++ % 32] = state;
    pthread_cond_broadcast(&witness->changed);
    pthread_mutex_unlock(&witness->lock);
}

static struct scanner_config watch(struct witness *witness)
{
    memset(witness, 0, sizeof *witness);
    pthread_mutex_init(&witness->lock, NULL);
    pthread_cond_init(&witness->changed, NULL);
    return (struct scanner_config){
        .on_code = see_code, .on_frame = see_frame, .on_state = see_state, .userdata = witness};
}

/* Waits until *counter reaches `count`; the test's own time limit ends what never comes. */
static void wait_for(struct witness *witness, const int *counter, int count)
{
    pthread_mutex_lock(&witness->lock);
    while (*counter < count) {
        pthread_cond_wait(&witness->changed, &witness->lock);
    }
    pthread_mutex_unlock(&witness->lock);
}

static void wait_for_end(struct witness *witness)
{
    pthread_mutex_lock(&witness->lock);
    while (witness->state_count == 0 ||
           witness->states[witness->state_count - 1] != SCANNER_ENDED) {
        pthread_cond_wait(&witness->changed, &witness->lock);
    }
    pthread_mutex_unlock(&witness->lock);
}

static bool is_signed(const struct scan_code *code, void *userdata)
{
    assert_non_null(userdata);
    return code->data[0] == '*';
}

static void play(struct script *script, const struct step *steps, size_t count,
                 struct witness *witness,
                 bool (*is_proven)(const struct scan_code *code, void *userdata))
{
    *script = (struct script){.port.ops = &script_ops,
                              .steps = steps,
                              .count = count,
                              .start_us = time_monotonic_us(),
                              .decodes = fake_decoder_count()};
    struct scanner_config config = watch(witness);
    config.is_proven = is_proven;
    struct scanner *scanner = scanner_start_with_source(&script->port, &config);
    assert_non_null(scanner);
    wait_for_end(witness);
    scanner_stop(scanner);
    assert_true(script->destroyed);
}

static void check_states(const struct witness *witness, const enum scanner_state *states, int count)
{
    assert_int_equal(witness->state_count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(witness->states[i], states[i]);
    }
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void reports_each_code_once(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {FRAME_READY, "", 10, NOISE},       {FRAME_READY, "A", 0, NOISE},
        {FRAME_READY, "A", 0, NOISE},       {FRAME_READY, "A\nB", 0, NOISE},
        {FRAME_TIMEOUT, NULL, 0, NOISE},    {FRAME_READY, "B\nA", 0, NOISE},
        {FRAME_READY, "", 11, NOISE},       {FRAME_READY, "A", 11.4, NOISE},
        {FRAME_READY, "A", 12.8, NOISE},    {FRAME_READY, "A\nB", 14.4, NOISE},
        {FRAME_READY, "last", 14.5, NOISE},
    };
    struct script script;
    struct witness witness;
    fixture_log_start();
    play(&script, steps, COUNT(steps), &witness, NULL);
    fixture_log_stop();
    static const char *const expected[] = {"A", "B", "A", "B", "last"};
    assert_int_equal(witness.code_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_string_equal(witness.codes[i], expected[i]);
    }
    assert_int_equal(witness.frame_count, 10);
    check_states(&witness, (enum scanner_state[]){SCANNER_RUNNING, SCANNER_ENDED}, 2);
}

static void believes_an_unsigned_code_when_two_frames_agree(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {FRAME_READY, "*S\nF", 10, NOISE}, {FRAME_READY, "misread", 0, NOISE},
        {FRAME_READY, "F\n*S", 0, NOISE},  {FRAME_READY, "G\nG", 20, NOISE},
        {FRAME_READY, "G", 22, NOISE},     {FRAME_READY, "", 0, NOISE},
        {FRAME_READY, "G", 0, NOISE},      {FRAME_READY, "G", 0, NOISE},
        {FRAME_READY, "*T", 0, NOISE},
    };
    struct script script;
    struct witness witness;
    fixture_log_start();
    play(&script, steps, COUNT(steps), &witness, is_signed);
    fixture_log_stop();
    static const char *const expected[] = {"*S", "F", "G", "*T"};
    assert_int_equal(witness.code_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_string_equal(witness.codes[i], expected[i]);
    }
}

static void survives_unplugging(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {FRAME_READY, "A", 1, NOISE},  {FRAME_LOST, NULL, 0, NOISE}, {FRAME_LOST, NULL, 0, NOISE},
        {FRAME_LOST, NULL, 0, NOISE},  {FRAME_READY, "B", 5, NOISE}, {FRAME_LOST, NULL, 0, NOISE},
        {FRAME_READY, "C", 60, NOISE},
    };
    struct script script;
    struct witness witness;
    play(&script, steps, COUNT(steps), &witness, NULL);
    check_states(&witness,
                 (enum scanner_state[]){SCANNER_RUNNING, SCANNER_LOST, SCANNER_RUNNING,
                                        SCANNER_LOST, SCANNER_RUNNING, SCANNER_ENDED},
                 6);
    assert_int_equal(witness.code_count, 3);
    assert_int_equal(script.restarts, 0);
}

static void notices_a_frozen_and_a_black_picture(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {FRAME_READY, NULL, 100, NOISE},  {FRAME_READY, NULL, 101, SAME},
        {FRAME_READY, NULL, 102, SAME},   {FRAME_READY, NULL, 103.1, SAME},
        {FRAME_READY, NULL, 103.2, SAME}, {FRAME_READY, NULL, 103.3, NOISE},
        {FRAME_READY, NULL, 104, BLACK},  {FRAME_READY, NULL, 105.5, BLACK},
        {FRAME_READY, NULL, 108, BLACK},  {FRAME_READY, NULL, 108.1, NOISE},
    };
    struct script script;
    struct witness witness;
    fixture_log_start();
    play(&script, steps, COUNT(steps), &witness, NULL);
    assert_int_equal(fixture_log_count(), 2);
    assert_true(fixture_log_has("script: picture is frozen"));
    assert_true(fixture_log_has("picture is black"));
    fixture_log_stop();
    check_states(&witness,
                 (enum scanner_state[]){SCANNER_RUNNING, SCANNER_LOST, SCANNER_RUNNING,
                                        SCANNER_LOST, SCANNER_RUNNING, SCANNER_ENDED},
                 6);
    assert_non_null(strstr(witness.descriptions[1], "frozen"));
    assert_non_null(strstr(witness.descriptions[3], "uncover the lens"));
    assert_int_equal(script.restarts, 2);
}

static void a_replay_that_stands_still_is_well(void **state)
{
    (void)state;
    char folder[64];
    struct frame frame = {0};
    struct witness witness;
    fixture_folder_create(folder);
    fixture_grey(&frame, 64, 48, 16);
    fake_codes_draw(&frame, "held");
    fixture_write_pgm(folder, "held.pgm", &frame);
    struct scanner_config config = watch(&witness);
    config.source_spec = folder;
    config.source_options = (struct frame_source_options){.want_fps = 200, .hold = true};
    struct scanner *scanner = scanner_start(&config);
    assert_non_null(scanner);
    wait_for(&witness, &witness.frame_count, 3);
    assert_true(scanner_hold(scanner, "held.pgm"));
    wait_for(&witness, &witness.code_count, 1);
    wait_for(&witness, &witness.frame_count, 500); /* black and frozen for long */
    scanner_rearm(scanner);
    wait_for(&witness, &witness.code_count, 2);
    fixture_log_start();
    assert_false(scanner_hold(scanner, "absent.pgm"));
    fixture_log_stop();
    assert_true(scanner_hold(scanner, NULL));
    struct scanner_stats stats;
    scanner_stats(scanner, &stats);
    assert_int_equal(stats.codes, 2);
    assert_true(stats.frames >= 500 && stats.decoded + stats.dropped <= stats.frames + 1);
    assert_true(stats.decode_us_max <= stats.decode_us_total);
    scanner_stop(scanner);
    assert_int_equal(witness.code_count, 2);
    check_states(&witness, (enum scanner_state[]){SCANNER_RUNNING}, 1);
    frame_finish(&frame);
    fixture_folder_remove(folder);
}

static void stops_at_any_moment(void **state)
{
    (void)state;
    static const struct step forever[] = {{FRAME_READY, "A", 0, NOISE}};
    static const struct step lost[] = {{FRAME_LOST, NULL, 0, NOISE}};
    fixture_log_start(); /* a script of one picture is frozen */
    for (int round = 0; round < 40; round++) {
        struct script script = {.port.ops = &script_ops,
                                .steps = round % 4 == 3 ? lost : forever,
                                .count = 1,
                                .last_step_repeats = true,
                                .start_us = time_monotonic_us(),
                                .decodes = fake_decoder_count()};
        struct witness witness;
        struct scanner_config config = watch(&witness);
        if (round % 2) { /* nobody listens */
            config = (struct scanner_config){0};
        }
        struct scanner *scanner = scanner_start_with_source(&script.port, &config);
        assert_non_null(scanner);
        if (round % 2 == 0) {
            wait_for(&witness, &witness.frame_count, round / 2);
        }
        scanner_stop(scanner);
        int told = witness.frame_count;
        assert_true(script.destroyed);
        nanosleep(&(struct timespec){.tv_nsec = 1000 * 1000}, NULL);
        assert_int_equal(witness.frame_count, told);
    }
    fixture_log_stop();
    scanner_stop(NULL);
}

static void says_when_there_is_no_source(void **state)
{
    (void)state;
    fixture_log_start();
    assert_null(scanner_start(&(struct scanner_config){.source_spec = "/nonexistent"}));
    assert_int_equal(fixture_log_count(), 1);
    fixture_log_stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_each_code_once),
        cmocka_unit_test(believes_an_unsigned_code_when_two_frames_agree),
        cmocka_unit_test(survives_unplugging),
        cmocka_unit_test(notices_a_frozen_and_a_black_picture),
        cmocka_unit_test(a_replay_that_stands_still_is_well),
        cmocka_unit_test(stops_at_any_moment),
        cmocka_unit_test(says_when_there_is_no_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
