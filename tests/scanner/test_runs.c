/*
 * Runs through a point: what reads sixty-four pixels at a time finds what walking pixel by pixel
 * finds, on random pictures, at borders and with runs longer than a word.
 * link: scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/plane.c kiosk/log.c
 */
#include "scanner/runs.h"
#include "tests/test.h"

#include <stdlib.h>

enum { WIDTH = 300, HEIGHT = 210 };
static uint8_t pixels[WIDTH * HEIGHT];
static const struct plane plane = {pixels, WIDTH, HEIGHT, WIDTH};
static struct threshold threshold;
static unsigned state_random = 7;

static unsigned random_below(unsigned limit)
{
    state_random = state_random * 1664525u + 1013904223u;
    return (state_random >> 8) % limit;
}

static bool is_inside(int x, int y)
{
    return x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT;
}

static bool is_dark(int x, int y)
{
    return threshold_row_bits(&threshold, y)[x / 64] >> (x % 64) & 1;
}

/* The three runs from a point on, by the words of runs.h. */
static bool half_by_steps(int x, int y, int dx, int dy, bool dark, int width, int runs[3])
{
    for (int i = 0; i < 3; i++) {
        bool want = i == 1 ? !dark : dark;
        for (runs[i] = 0; is_inside(x, y) && is_dark(x, y) == want; runs[i]++) {
            x += dx;
            y += dy;
        }
        if (runs[i] == 0 || runs[i] > (i == 0 ? width + 2 : width / 2 + 2) ||
            (i < 2 && !is_inside(x, y))) {
            return false;
        }
    }
    return true;
}

static bool across_by_steps(const struct runs_aim *aim, float *shift, int *total)
{
    int a[3], b[3], x = aim->x, y = aim->y, dx = aim->dx, dy = aim->dy;
    if (!is_inside(x, y) || !is_inside(x - dx, y - dy) ||
        !half_by_steps(x, y, dx, dy, aim->dark, aim->width, a) || a[2] > 3 * a[1] + 2 ||
        a[1] > 3 * a[2] + 2 || !half_by_steps(x - dx, y - dy, -dx, -dy, aim->dark, aim->width, b)) {
        return false;
    }
    const int runs[RUNS] = {b[2], b[1], b[0] + a[0], a[1], a[2]};
    *total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    *shift = 0.25f * (float)(2 * a[0] + a[1] + a[2] - 2 * b[0] - b[1] - b[2]);
    return runs_fit(runs, aim->slack);
}

/* Rings of random size, near and over the borders, on noise. */
static void draw_rings(int module)
{
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        pixels[i] = (uint8_t)(random_below(4) ? 200 : 40);
    }
    for (int n = 0; n < 12; n++) {
        int left = (int)random_below(WIDTH) - 3 * module,
            top = (int)random_below(HEIGHT) - 3 * module;
        for (int y = 0; y < 7 * module; y++) {
            for (int x = 0; x < 7 * module; x++) {
                int u = x / module, v = y / module;
                bool ring = u == 0 || u == 6 || v == 0 || v == 6;
                bool middle = u >= 2 && u <= 4 && v >= 2 && v <= 4;
                if (is_inside(left + x, top + y)) {
                    pixels[(top + y) * WIDTH + left + x] = ring || middle ? 30 : 220;
                }
            }
        }
    }
}

static void finds_what_steps_find(void **state)
{
    (void)state;
    static const int ways[4][2] = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    static const int modules[] = {1, 2, 3, 5, 9, 14, 25};
    int fitting = 0;
    for (size_t size = 0; size < sizeof modules / sizeof modules[0]; size++) {
        draw_rings(modules[size]);
        assert_true(threshold_compute(&threshold, &plane));
        for (int n = 0; n < 40000; n++) {
            const int *way = ways[n % 4];
            const struct runs_aim aim = {.x = (int)random_below(WIDTH + 4) - 2,
                                         .y = (int)random_below(HEIGHT + 4) - 2,
                                         .dx = way[0],
                                         .dy = way[1],
                                         .dark = random_below(2),
                                         .width = 7 * modules[size],
                                         .slack = 20};
            float shift = 0, shift_steps = 0;
            int total = 0, total_steps = 0;
            bool fits = runs_across(&threshold, &plane, &aim, &shift, &total);
            assert_int_equal(fits, across_by_steps(&aim, &shift_steps, &total_steps));
            if (fits) {
                fitting++;
                assert_int_equal(total, total_steps);
                assert_true(shift == shift_steps);
            }
        }
    }
    assert_true(fitting > 500);
    threshold_finish(&threshold);
}

static void fits_follow_the_table(void **state)
{
    (void)state;
    static const struct {
        int runs[RUNS];
        bool fits;
    } rows[] = {
        {{1, 1, 3, 1, 1}, true},       {{10, 10, 30, 10, 10}, true},  {{7, 13, 27, 13, 7}, true},
        {{10, 10, 10, 10, 10}, false}, {{20, 10, 30, 10, 10}, false}, {{10, 40, 30, 40, 10}, false},
        {{0, 10, 30, 10, 10}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (runs_fit(rows[i].runs, 16) != rows[i].fits) {
            fail_msg("row %zu", i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_steps_find),
        cmocka_unit_test(fits_follow_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
