/*
 * Planes, thresholds, sharpening: SIMD equals its plain twin on all sizes; flat blocks are light;
 * halving and sampling.
 *
 * link: scanner/threshold.c scanner/threshold_bits.c scanner/plane.c scanner/sharpen.c kiosk/log.c
 */
#include "scanner/sharpen.h"
#include "scanner/threshold.h"
#include "tests/test.h"

#include <math.h>

static unsigned random_state = 1;

static uint8_t random_byte(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (uint8_t)(random_state >> 24);
}

/* Exactly as large as the plane, so that the sanitizer sees each byte read too many. */
static uint8_t *random_pixels(int width, int height, int stride)
{
    size_t size = (size_t)stride * (size_t)(height - 1) + (size_t)width;
    uint8_t *pixels = malloc(size);
    assert_non_null(pixels);
    for (size_t i = 0; i < size; i++) {
        pixels[i] = random_byte();
    }
    return pixels;
}

static const struct {
    int width, height, padding;
} sizes[] = {{8, 8, 0},   {9, 8, 0},    {15, 17, 3},  {16, 16, 0},  {17, 33, 1},
             {63, 40, 0}, {64, 41, 5},  {65, 8, 0},   {127, 24, 0}, {128, 25, 7},
             {129, 9, 2}, {640, 48, 0}, {641, 50, 11}};
#define SIZES (sizeof sizes / sizeof sizes[0])

static void test_measure_twin(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        int stride = sizes[i].width + sizes[i].padding;
        uint8_t *pixels = random_pixels(sizes[i].width, sizes[i].height, stride);
        struct plane plane = {pixels, sizes[i].width, sizes[i].height, stride};
        int columns = (plane.width + 7) / 8, rows = (plane.height + 7) / 8;
        uint8_t fast[2][128], plain[2][128];
        for (int row = 0; row < rows; row++) {
            threshold_measure(&plane, row, fast[0], fast[1]);
            threshold_measure_plain(&plane, row, plain[0], plain[1]);
            assert_memory_equal(fast[0], plain[0], (size_t)columns);
            assert_memory_equal(fast[1], plain[1], (size_t)columns);
        }
        free(pixels);
    }
}

static void test_row_twin(void **state)
{
    (void)state;
    struct threshold threshold = {0};
    for (size_t i = 0; i < SIZES; i++) {
        int stride = sizes[i].width + sizes[i].padding;
        uint8_t *pixels = random_pixels(sizes[i].width, sizes[i].height, stride);
        struct plane plane = {pixels, sizes[i].width, sizes[i].height, stride};
        assert_true(threshold_compute(&threshold, &plane));
        for (int y = 0; y < plane.height; y++) {
            const uint64_t *fast = threshold_row_bits(&threshold, y);
            uint64_t plain[12];
            threshold_row_plain(&threshold, &plane, y, plain);
            assert_memory_equal(fast, plain, ((size_t)plane.width / 64 + 1) * 8);
            for (int x = 0; x < plane.width; x++) {
                int cut =
                    threshold.cuts[y / THRESHOLD_BLOCK * threshold.columns + x / THRESHOLD_BLOCK];
                bool dark = pixels[y * stride + x] < cut;
                assert_int_equal(dark, fast[x / 64] >> (x % 64) & 1);
                const uint64_t *column = threshold_column_bits(&threshold, &plane, x, y);
                assert_int_equal(dark, column[y / 64] >> (y % 64) & 1);
            }
        }
        free(pixels);
    }
    threshold_finish(&threshold);
}

static void test_halve_twin(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        int stride = sizes[i].width + sizes[i].padding;
        uint8_t *pixels = random_pixels(sizes[i].width, sizes[i].height, stride);
        struct plane plane = {pixels, sizes[i].width, sizes[i].height, stride};
        size_t half = (size_t)(plane.width / 2) * (size_t)(plane.height / 2);
        uint8_t *fast = malloc(half), *plain = malloc(half);
        plane_halve(&plane, fast);
        plane_halve_plain(&plane, plain);
        assert_memory_equal(fast, plain, half);
        free(fast);
        free(plain);
        free(pixels);
    }
}

static void test_sharpen_twin(void **state)
{
    (void)state;
    struct sharpened fast = {.size = 0}, plain = {.size = 0};
    for (size_t i = 0; i < SIZES; i++) {
        int stride = sizes[i].width + sizes[i].padding;
        uint8_t *pixels = random_pixels(sizes[i].width, sizes[i].height, stride);
        struct plane plane = {pixels, sizes[i].width, sizes[i].height, stride};
        assert_true(sharpen_plane(&fast, &plane) && sharpen_plane_plain(&plain, &plane));
        assert_int_equal(fast.plane.stride, plane.width);
        assert_memory_equal(fast.pixels, plain.pixels, (size_t)plane.width * (size_t)plane.height);
        free(pixels);
    }
    sharpen_finish(&fast);
    sharpen_finish(&plain);
}

/* A step gets steeper, an even area stays as it was. */
static void test_sharpen_step(void **state)
{
    (void)state;
    static uint8_t pixels[32 * 32];
    for (int i = 0; i < 32 * 32; i++) {
        pixels[i] = i % 32 < 16 ? 100 : 140;
    }
    struct sharpened sharpened = {.size = 0};
    assert_true(sharpen_plane(&sharpened, &(struct plane){pixels, 32, 32, 32}));
    const uint8_t *row = sharpened.pixels + 16 * 32;
    assert_int_equal(row[0], 100);
    assert_int_equal(row[31], 140);
    assert_true(row[15] < 75 && row[16] > 165);
    sharpen_finish(&sharpened);
}

/* A dark square on a noisy wall: its inside is dark, the wall has no edges. */
static void test_flat_is_light(void **state)
{
    (void)state;
    enum { SIDE = 128 };
    static uint8_t pixels[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            bool square = x >= 60 && x < 68 && y >= 60 && y < 68;
            pixels[y * SIDE + x] = (uint8_t)((square ? 40 : 180) + random_byte() % 5);
        }
    }
    struct plane plane = {pixels, SIDE, SIDE, SIDE};
    struct threshold threshold = {0};
    assert_true(threshold_compute(&threshold, &plane));
    for (int y = 0; y < SIDE; y++) {
        const uint64_t *bits = threshold_row_bits(&threshold, y);
        bool inside = y >= 60 && y < 68;
        assert_int_equal(bits[0], inside ? 0xf000000000000000u : 0);
        assert_int_equal(bits[1], inside ? 0xf : 0);
    }
    threshold_finish(&threshold);
}

static void test_pyramid_and_sample(void **state)
{
    (void)state;
    enum { WIDTH = 400, HEIGHT = 210 };
    static uint8_t pixels[WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        pixels[i] = (uint8_t)(i % WIDTH / 2);
    }
    struct pyramid pyramid = {.count = 0};
    assert_true(pyramid_build(&pyramid, &(struct plane){pixels, WIDTH, HEIGHT, WIDTH}));
    assert_int_equal(pyramid.count, 3); /* 52 pixels high; its half would be less than the least */
    assert_int_equal(pyramid.levels[2].width, 100);
    assert_int_equal(pyramid.levels[2].height, 52);
    const struct plane *base = &pyramid.levels[0];
    assert_true(plane_sample(base, 100.5f, 50, -1) == 50);
    assert_true(plane_sample(base, 102, 50, -1) == 50.5f);
    assert_true(plane_sample(base, -0.5f, 50, -1) == -1);
    assert_true(plane_sample(base, 100, HEIGHT + 0.1f, -1) == -1);
    assert_true(plane_sample(base, (float)NAN, 50, -1) == -1);
    assert_true(plane_sample(base, 0, 0, -1) == 0);
    assert_true(plane_sample(base, WIDTH - 0.01f, HEIGHT - 0.01f, -1) == 199);
    pyramid_finish(&pyramid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measure_twin),       cmocka_unit_test(test_row_twin),
        cmocka_unit_test(test_halve_twin),         cmocka_unit_test(test_sharpen_twin),
        cmocka_unit_test(test_sharpen_step),       cmocka_unit_test(test_flat_is_light),
        cmocka_unit_test(test_pyramid_and_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
