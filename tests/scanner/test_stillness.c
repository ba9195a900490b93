/* When nothing changes before the camera.
 * link: scanner/stillness.c */
#include "scanner/stillness.h"
#include "tests/test.h"

enum { WIDTH = 160, HEIGHT = 90 };
static uint8_t pixels[WIDTH * HEIGHT];
static const struct plane plane = {pixels, WIDTH, HEIGHT, WIDTH};

/* A wall with noise, and a square of another grey on it. */
static void paint(int wall, int square_x, int side, unsigned noise)
{
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int x = i % WIDTH, y = i / WIDTH;
        noise = noise * 1664525u + 1013904223u;
        bool inside = x >= square_x && x < square_x + side && y >= 20 && y < 20 + side;
        pixels[i] = (uint8_t)((inside ? 40 : wall) + (int)(noise >> 24) % 7);
    }
}

static void follows_the_table(void **state)
{
    (void)state;
    static const struct {
        int wall, x, side;
        bool still;
    } rows[] = {
        {150, 10, 30, false}, {150, 10, 30, true},
        {150, 10, 30, true},  {150, 13, 30, false}, /* somebody moves */
        {150, 13, 30, true},  {150, 13, 0, false},  /* and goes */
        {150, 13, 0, true},   {150, 80, 3, true},   /* a fly */
        {150, 80, 8, false},  {180, 80, 8, false},  /* the sun comes out */
        {180, 80, 8, true},
    };
    static struct stillness stillness;
    unsigned frames = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        paint(rows[i].wall, rows[i].x, rows[i].side, (unsigned)i + 1);
        frames = rows[i].still ? frames + 1 : 0;
        if (stillness_look(&stillness, &plane) != frames) {
            fail_msg("row %zu", i);
        }
    }
    assert_int_equal(stillness_look(&stillness, &(struct plane){pixels, 80, 45, 80}), 0);
}

static void slow_changes_add_up(void **state)
{
    (void)state;
    static struct stillness stillness;
    int changes = 0;
    for (int wall = 60; wall < 160; wall++) {
        paint(wall, 10, 20, (unsigned)wall);
        changes += stillness_look(&stillness, &plane) == 0;
    }
    assert_in_range(changes, 5, 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_table),
        cmocka_unit_test(slow_changes_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
