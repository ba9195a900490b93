/* Sounds: which screen has which, their length, loudness and pitch; a player on SDL's dummy device,
 * and one without a device.
 * link: kiosk/ui/sound.c kiosk/log.c */
#include "kiosk/ui/sound.h"

#include <math.h>
#include <string.h>

#include "log.h"
#include "tests/test.h"
#include "tests/ui/models.h"

static int16_t samples[SOUND_RATE];

static int peak(size_t count)
{
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        most = abs(samples[i]) > most ? abs(samples[i]) : most;
    }
    return most;
}

/* By the crossings of zero, upwards. */
static double hertz(size_t from, size_t to)
{
    int crossings = 0;
    for (size_t i = from + 1; i < to; i++) {
        crossings += samples[i - 1] < 0 && samples[i] >= 0;
    }
    return crossings * (double)SOUND_RATE / (double)(to - from);
}

static void each_sound_has_its_melody(void **state)
{
    (void)state;
    static const struct {
        enum sound_id sound;
        int ms;
        double first, last; /* hertz */
    } rows[] = {
        {SOUND_ADMIT, 260, 659, 988},
        {SOUND_NOTE, 280, 740, 740},
        {SOUND_REFUSE, 580, 311, 208},
        {SOUND_ASK, 400, 523, 523},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t count = sound_render(rows[i].sound, samples, SOUND_RATE);
        size_t part = SOUND_RATE * 80 / 1000;
        assert_int_equal(count, rows[i].ms * SOUND_RATE / 1000);
        assert_true(fabs(hertz(0, part) - rows[i].first) < 20);
        assert_true(fabs(hertz(count - part, count) - rows[i].last) < 20);
        assert_true(peak(count) > 5000 && peak(count) < INT16_MAX);
        assert_true(abs(samples[0]) < 100 && abs(samples[count - 1]) < 400);
    }
}

static void a_refusal_is_the_loudest(void **state)
{
    (void)state;
    int refuse = peak(sound_render(SOUND_REFUSE, samples, SOUND_RATE));
    for (int sound = 1; sound < SOUND_COUNT; sound++) {
        int other = peak(sound_render((enum sound_id)sound, samples, SOUND_RATE));
        assert_true(sound == SOUND_REFUSE || other < refuse);
    }
    assert_int_equal(sound_render(SOUND_NONE, samples, SOUND_RATE), 0);
    assert_true(sound_render(SOUND_ADMIT, samples, 3) > 3);
}

static void screens_have_their_sounds(void **state)
{
    (void)state;
    static const enum sound_id guards[GUARD_STATE_COUNT] = {
        [GUARD_READY] = SOUND_NONE,    [GUARD_ADMIT] = SOUND_ADMIT, [GUARD_NOTE] = SOUND_NOTE,
        [GUARD_REFUSE] = SOUND_REFUSE, [GUARD_REFER] = SOUND_NONE, /* silently */
    };
    for (int guard = 0; guard < GUARD_STATE_COUNT; guard++) {
        struct ui_model model = model_make_guard((enum guard_state)guard, REASON_OK);
        assert_int_equal(sound_of(&model), guards[guard]);
    }
    struct ui_model model = model_make_sheet(VISIT_SHEET_TIME);
    assert_int_equal(sound_of(&model), SOUND_ASK);
    model = model_make(VISIT_DESK);
    assert_int_equal(sound_of(&model), SOUND_NONE);
    model = model_make(VISIT_COLLECT);
    assert_int_equal(sound_of(&model), SOUND_ADMIT);
    model.sheet = VISIT_SHEET_LANGUAGE;
    assert_int_equal(sound_of(&model), SOUND_NONE);
}

static int lines;

static void count_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level;
    (void)module;
    (void)line;
    (void)userdata;
    lines++;
}

static void plays_where_there_is_a_device(void **state)
{
    (void)state;
    static const struct {
        const char *driver;
        int lines;
    } rows[] = {{"dummy", 0}, {"no-such-driver", 1}};
    log_set_sink(count_line, NULL);
    for (size_t i = 0; i < 2; i++) {
        setenv("SDL_AUDIODRIVER", rows[i].driver, 1);
        struct sound_player *player = sound_player_create();
        lines = 0;
        sound_play(player, SOUND_NONE);
        sound_play(player, SOUND_REFUSE);
        sound_play(player, SOUND_ADMIT);
        sound_player_destroy(player);
        assert_int_equal(lines, rows[i].lines);
    }
    log_set_sink(NULL, NULL);
    sound_play(NULL, SOUND_ADMIT);
    sound_player_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sound_has_its_melody),
        cmocka_unit_test(a_refusal_is_the_loudest),
        cmocka_unit_test(screens_have_their_sounds),
        cmocka_unit_test(plays_where_there_is_a_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
