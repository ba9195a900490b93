/* Which mode of a camera is used. The lists are those of real cameras, shortened.
 * link: scanner/camera_format.c */
#include "scanner/camera_format.h"

#include "tests/test.h"

#define Y LUMA_YUYV
#define M LUMA_MJPEG
#define G LUMA_GREY
#define N LUMA_NV12

static void chooses_from_what_cameras_offer(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct camera_mode modes[8]; /* up to the first without width */
        int expected;
    } rows[] = {
        {"the only one", {{Y, 640, 480, 30}}, 0},
        {"USB 2 webcam: raw is slow at this size, MJPEG is not",
         {{Y, 640, 480, 30}, {Y, 1280, 720, 10}, {M, 1920, 1080, 30}, {M, 1280, 720, 30}},
         3},
        {"raw at the full rate beats MJPEG", {{M, 1280, 720, 30}, {Y, 1280, 720, 30}}, 1},
        {"and the first listed is looked at too", {{Y, 1280, 720, 30}, {M, 1280, 720, 30}}, 0},
        {"the last too",
         {{M, 320, 240, 30}, {M, 1920, 1080, 30}, {M, 640, 480, 30}, {M, 1280, 720, 30}},
         3},
        {"never larger than needed", {{Y, 1920, 1080, 30}, {Y, 1280, 720, 30}}, 1},
        {"never larger than needed, 4:3",
         {{Y, 2592, 1944, 30}, {Y, 1280, 960, 30}, {Y, 1600, 1200, 30}},
         1},
        {"never faster than needed", {{M, 1280, 720, 60}, {M, 1280, 720, 30}}, 1},
        {"raw and faster beats MJPEG", {{M, 1280, 720, 30}, {Y, 1280, 720, 60}}, 1},
        {"fast enough where nothing is exact", {{M, 1280, 720, 60}, {M, 1280, 720, 15}}, 0},
        {"25 frames of PAL are enough", {{Y, 1280, 720, 25}, {M, 1280, 720, 30}}, 0},
        {"15 raw are not", {{Y, 1280, 720, 15}, {M, 1280, 720, 30}}, 1},
        {"a small fast picture beats a slide show", {{Y, 1280, 720, 5}, {Y, 640, 480, 30}}, 1},
        {"a bearable rate at the size beats a small picture",
         {{Y, 640, 480, 30}, {Y, 1280, 720, 15}},
         1},
        {"but 12 are not bearable", {{Y, 1280, 720, 12}, {Y, 640, 480, 25}}, 1},
        {"the largest where all are small", {{Y, 320, 240, 30}, {Y, 352, 288, 30}}, 1},
        {"the fastest where all are slow",
         {{Y, 1280, 720, 5}, {Y, 1280, 720, 10}, {Y, 1280, 720, 7}},
         1},
        {"a rate that is not told is trusted half", {{Y, 1280, 720, 0}, {M, 1280, 720, 30}}, 1},
        {"but is better than a slow one", {{Y, 1280, 720, 5}, {Y, 1280, 720, 0}}, 1},
        {"the least bytes where all else is equal",
         {{Y, 1280, 720, 30}, {N, 1280, 720, 30}, {G, 1280, 720, 30}},
         2},
        {"infrared twin of a laptop camera", {{G, 640, 360, 15}, {G, 340, 340, 30}}, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t count = 0;
        while (count < 8 && rows[i].modes[count].width > 0) {
            count++;
        }
        const struct camera_mode *best = camera_mode_choose(rows[i].modes, count, 1280, 720, 30);
        if (best != &rows[i].modes[rows[i].expected]) {
            fail_msg("%s: %dx%d %d fps", rows[i].what, best->width, best->height, best->fps);
        }
    }
    assert_null(camera_mode_choose(NULL, 0, 1280, 720, 30));
}

static void the_order_of_the_list_does_not_matter(void **state)
{
    (void)state;
    static const struct camera_mode modes[] = {{Y, 640, 480, 30},  {M, 1280, 720, 30},
                                               {Y, 1280, 720, 10}, {M, 1920, 1080, 30},
                                               {Y, 320, 240, 30},  {M, 1280, 720, 60}};
    size_t count = sizeof modes / sizeof modes[0];
    for (size_t turn = 0; turn < count; turn++) {
        struct camera_mode turned[sizeof modes / sizeof modes[0]];
        for (size_t i = 0; i < count; i++) {
            turned[i] = modes[(i + turn) % count];
        }
        const struct camera_mode *best = camera_mode_choose(turned, count, 1280, 720, 30);
        assert_memory_equal(best, &modes[1], sizeof *best);
    }
}

static void finds_sizes_within_limits(void **state)
{
    (void)state;
    static const struct {
        int want, least, most, step, expected;
    } rows[] = {
        {1280, 16, 4096, 16, 1280}, {1281, 16, 4096, 16, 1296}, {10, 16, 4096, 16, 16},
        {9000, 16, 4096, 16, 4096}, {9000, 16, 4090, 16, 4080}, {720, 32, 1080, 0, 720},
        {720, 32, 1080, 1, 720},    {720, 720, 720, 0, 720},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(
            camera_size_within(rows[i].want, rows[i].least, rows[i].most, rows[i].step),
            rows[i].expected);
    }
}

static void rounds_rates(void **state)
{
    (void)state;
    static const struct {
        uint32_t numerator, denominator;
        int fps;
    } rows[] = {{1, 30, 30}, {1001, 30000, 30}, {333333, 10000000, 30}, {1, 0, 0}, {0, 30, 0},
                {2, 15, 8},  {10, 1, 0},        {1, 4000000000u, 0},    {4, 30, 8}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(camera_fps(rows[i].numerator, rows[i].denominator), rows[i].fps);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_from_what_cameras_offer),
        cmocka_unit_test(the_order_of_the_list_does_not_matter),
        cmocka_unit_test(finds_sizes_within_limits),
        cmocka_unit_test(rounds_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
