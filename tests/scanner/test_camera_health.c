/* Frozen, black and silent cameras, and how often they are started anew.
 * link: scanner/camera_health.c scanner/frame.c kiosk/log.c tests/scanner/fixture.c */
#include "scanner/camera_health.h"
#include "tests/scanner/fixture.h"

#define S(seconds) ((int64_t)((seconds)*1e6))

/* What the camera shows from `at_s` on, at 30 fps, and the trouble found at the end of it. */
struct scene {
    double until_s;
    enum { LIVE, STILL, DARK, DARK_NOISE, DARK_WITH_LAMP } shows;
    enum camera_trouble then;
};

static void paint(struct frame *frame, int shows, uint32_t turn)
{
    for (int i = 0; i < frame->width * frame->height; i++) {
        uint32_t noise = (uint32_t)i * 2654435761u + turn * 40503u;
        noise ^= noise >> 15;
        static const uint8_t base[] = {
            [LIVE] = 100, [STILL] = 100, [DARK] = 16, [DARK_NOISE] = 14, [DARK_WITH_LAMP] = 16};
        bool noisy = shows == LIVE || shows == DARK_NOISE;
        frame->luma[i] = (uint8_t)(base[shows] + (noisy ? noise % 12 : 0));
    }
    if (shows == DARK_WITH_LAMP) {
        for (int y = 0; y < 40; y++) {
            memset(frame->luma + y * frame->stride, 200 + (int)(turn % 2), 40);
        }
    }
}

static void play(const struct scene *scenes, size_t count)
{
    struct camera_health health = {0};
    struct frame frame = {0};
    fixture_grey(&frame, 321, 241, 0); /* no multiple of 8 */
    int64_t now = 0;
    uint32_t turn = 0;
    camera_health_begin(&health, now);
    for (size_t i = 0; i < count; i++) {
        enum camera_trouble trouble = CAMERA_WELL;
        for (; now < S(scenes[i].until_s); now += 33333) {
            paint(&frame, scenes[i].shows, turn += scenes[i].shows != STILL);
            frame.captured_us = now;
            trouble = camera_health_frame(&health, &frame);
        }
        if (trouble != scenes[i].then) {
            fail_msg("at %.1f s: trouble %d instead of %d", scenes[i].until_s, trouble,
                     scenes[i].then);
        }
    }
    frame_finish(&frame);
}

static void finds_trouble_within_two_seconds(void **state)
{
    (void)state;
    static const struct scene scenes[] = {
        {5, LIVE, CAMERA_WELL},      {6.6, STILL, CAMERA_WELL},
        {6.9, STILL, CAMERA_FROZEN}, {20, STILL, CAMERA_FROZEN},
        {20.1, LIVE, CAMERA_WELL},   {21.7, DARK, CAMERA_WELL},
        {22, DARK, CAMERA_BLACK},    {25, DARK_NOISE, CAMERA_BLACK},
        {25.1, LIVE, CAMERA_WELL},   {30, DARK_WITH_LAMP, CAMERA_WELL},
    };
    play(scenes, sizeof scenes / sizeof scenes[0]);
}

static void one_changed_pixel_row_is_life(void **state)
{
    (void)state;
    struct camera_health health = {0};
    struct frame frame = {0};
    fixture_grey(&frame, 64, 64, 90);
    camera_health_begin(&health, 0);
    for (int64_t now = 0; now < S(10); now += 33333) {
        frame.captured_us = now;
        frame.luma[8 * frame.stride + 63] ^= 1; /* the last pixel of a row that is looked at */
        assert_int_equal(camera_health_frame(&health, &frame), CAMERA_WELL);
    }
    frame_finish(&frame);
}

static void notices_silence(void **state)
{
    (void)state;
    struct camera_health health = {0};
    struct frame frame = {.captured_us = S(1)};
    fixture_grey(&frame, 16, 16, 90);
    camera_health_begin(&health, 0);
    assert_int_equal(camera_health_wait(&health, S(1.6)), CAMERA_WELL);
    assert_int_equal(camera_health_frame(&health, &frame), CAMERA_WELL);
    assert_int_equal(camera_health_wait(&health, S(2.6)), CAMERA_WELL);
    assert_int_equal(camera_health_wait(&health, S(2.9)), CAMERA_SILENT);
    assert_true(strlen(camera_trouble_string(CAMERA_SILENT)) > 0);
    assert_string_equal(camera_trouble_string(CAMERA_WELL), "");
    frame_finish(&frame);
}

static void restarts_less_and_less_often(void **state)
{
    (void)state;
    static const struct {
        double at_s;
        bool due;
    } rows[] = {{100, true},  {101, false}, {103.9, false}, {104, true}, {111, false},
                {112, true},  {127, false}, {128, true},    {160, true}, {223, false},
                {224, true},  {287, false}, {288, true},    {600, true}, /* long well in between */
                {603, false}, {604, true}};
    struct camera_health health = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (camera_health_restart_is_due(&health, S(rows[i].at_s)) != rows[i].due) {
            fail_msg("at %.1f s", rows[i].at_s);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_trouble_within_two_seconds),
        cmocka_unit_test(one_changed_pixel_row_is_life),
        cmocka_unit_test(notices_silence),
        cmocka_unit_test(restarts_less_and_less_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
