/* From pictures in a folder to texts: the whole scanner with its real decoder.
 * link: scanner/ kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c tests/scanner/qr_scene.c */
#include <pthread.h>

#include "scanner.h"
#include "tests/scanner/fixture.h"
#include "tests/scanner/qr_scene.h"

struct seen {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
    bool ended;
    char texts[16][200];
    struct scan_point corners[16][4];
};

static void see_code(const struct scan_code *code, const struct frame *frame, void *userdata)
{
    struct seen *seen = userdata;
    pthread_mutex_lock(&seen->lock);
    assert_true(seen->count < 16 && frame->width == 1280 && frame->height == 720);
    snprintf(seen->texts[seen->count], sizeof seen->texts[0], "%.199s", (const char *)code->data);
    memcpy(seen->corners[seen->count++], code->corners, sizeof code->corners);
    pthread_cond_broadcast(&seen->changed);
    pthread_mutex_unlock(&seen->lock);
}

static void see_state(enum scanner_state state, const char *description, void *userdata)
{
    (void)description;
    struct seen *seen = userdata;
    pthread_mutex_lock(&seen->lock);
    seen->ended |= state == SCANNER_ENDED;
    pthread_cond_broadcast(&seen->changed);
    pthread_mutex_unlock(&seen->lock);
}

static void wait_for_codes(struct seen *seen, int count)
{
    pthread_mutex_lock(&seen->lock);
    while (seen->count < count) {
        pthread_cond_wait(&seen->changed, &seen->lock);
    }
    pthread_mutex_unlock(&seen->lock);
}

static char folder[64];
static char credentials[3][155];

static void add_code(struct frame *frame, const char *text, float x, float y, float side)
{
    struct qr_scene_code code = {
        .text = text, .level = QR_LEVEL_Q, .dark = 30, .light = 220, .quiet = 4};
    qr_scene_square(x, y, side, 12, code.corners);
    assert_true(qr_scene_draw(frame, &code));
}

/* one.pgm holds credential 0; two.pgm holds 1 and 2; none.pgm none. */
static int draw_pictures(void **state)
{
    (void)state;
    struct frame frame;
    fixture_folder_create(folder);
    for (unsigned i = 0; i < 3; i++) {
        qr_scene_credential(i + 1, credentials[i]);
    }
    qr_scene_init(&frame, 1280, 720, 140);
    fixture_write_pgm(folder, "none.pgm", &frame);
    add_code(&frame, credentials[0], 400, 150, 330);
    fixture_write_pgm(folder, "one.pgm", &frame);
    qr_scene_finish(&frame);
    qr_scene_init(&frame, 1280, 720, 140);
    add_code(&frame, credentials[1], 120, 150, 330);
    add_code(&frame, credentials[2], 780, 200, 300);
    fixture_write_pgm(folder, "two.pgm", &frame);
    qr_scene_finish(&frame);
    return 0;
}

static int remove_pictures(void **state)
{
    (void)state;
    fixture_folder_remove(folder);
    return 0;
}

static bool has(const struct seen *seen, const char *text)
{
    for (int i = 0; i < seen->count; i++) {
        if (strcmp(seen->texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static struct scanner_config watch(struct seen *seen)
{
    memset(seen, 0, sizeof *seen);
    pthread_mutex_init(&seen->lock, NULL);
    pthread_cond_init(&seen->changed, NULL);
    return (struct scanner_config){
        .on_code = see_code, .on_state = see_state, .userdata = seen, .source_spec = folder};
}

static void reads_what_is_held_before_it(void **state)
{
    (void)state;
    struct seen seen;
    struct scanner_config config = watch(&seen);
    config.source_options.hold = true;
    struct scanner *scanner = scanner_start(&config);
    assert_non_null(scanner);
    assert_true(scanner_hold(scanner, "one.pgm"));
    wait_for_codes(&seen, 1);
    assert_true(scanner_hold(scanner, "none.pgm"));
    assert_true(scanner_hold(scanner, "two.pgm"));
    wait_for_codes(&seen, 3);
    scanner_stop(scanner);
    assert_int_equal(seen.count, 3);
    assert_string_equal(seen.texts[0], credentials[0]);
    assert_true(has(&seen, credentials[1]) && has(&seen, credentials[2]));
    assert_in_range((int)seen.corners[0][0].x, 380, 500);
    assert_in_range((int)seen.corners[0][2].x, 650, 780);
}

static void plays_a_folder_to_its_end(void **state)
{
    (void)state;
    struct seen seen;
    struct scanner_config config = watch(&seen);
    config.source_options.want_fps = 1; /* time enough for the slowest machine */
    struct scanner *scanner = scanner_start(&config);
    assert_non_null(scanner);
    pthread_mutex_lock(&seen.lock);
    while (!seen.ended) {
        pthread_cond_wait(&seen.changed, &seen.lock);
    }
    pthread_mutex_unlock(&seen.lock);
    struct scanner_stats stats;
    scanner_stats(scanner, &stats);
    scanner_stop(scanner);
    assert_int_equal(stats.frames, 3);
    assert_int_equal(stats.decoded, 3);
    assert_int_equal(stats.codes, 3);
    for (int i = 0; i < 3; i++) {
        assert_true(has(&seen, credentials[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_held_before_it),
        cmocka_unit_test(plays_a_folder_to_its_end),
    };
    return cmocka_run_group_tests(tests, draw_pictures, remove_pictures);
}
