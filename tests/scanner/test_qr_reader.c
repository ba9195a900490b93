/*
 * The zbar wrapper: bytes as coded, corners in order, marks stripped, rows with padding.
 * link: scanner/qr_reader.c kiosk/log.c kiosk/timebase.c tests/scanner/qr_scene.c
 */
#include "scanner/qr_reader.h"
#include "tests/scanner/qr_scene.h"
#include "tests/test.h"

#include <math.h>

static struct scan_code codes[4];

static int setup(void **state)
{
    *state = qr_reader_create();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    qr_reader_destroy(*state);
    return 0;
}

static void test_strip(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t size;
        const char *out;
    } rows[] = {
        {"abc", 3, "abc"},
        {"", 0, ""},
        {"\r\n", 2, ""},
        {"abc\r\n", 5, "abc"},
        {"\\000026abc", 10, "abc"},
        {"\\000003\\000026abc\\000026\n", 25, "abc"},
        {"abc\0\0", 5, "abc"},
        {"\x1d"
         "abc\x1d",
         5, "abc"},
        {"a\r\nb", 4, "a\r\nb"},
        {"\\00002", 6, "\\00002"},
        {"\\00002x", 7, "\\00002x"},
        {"x\\000026", 8, "x"},
        {" abc ", 5, " abc "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t data[64];
        memcpy(data, rows[i].in, rows[i].size + 1);
        assert_int_equal(qr_reader_strip(data, rows[i].size), strlen(rows[i].out));
        assert_string_equal((char *)data, rows[i].out);
    }
}

/* All four directions: the corners start at the code's own top left. */
static void test_corners(void **state)
{
    for (int quarter = 0; quarter < 4; quarter++) {
        struct frame frame;
        qr_scene_init(&frame, 200, 180, 230);
        struct qr_scene_code code = {
            .text = "corners", .level = QR_LEVEL_M, .dark = 20, .light = 235, .quiet = 4};
        qr_scene_square(40, 40, 105, 90.0f * (float)quarter, code.corners);
        assert_true(qr_scene_draw(&frame, &code));
        size_t count = qr_reader_read(*state, frame.luma, frame.width, frame.height, frame.stride,
                                      1, codes, 4);
        assert_int_equal(count, 1);
        assert_string_equal((char *)codes[0].data, "corners");
        for (int i = 0; i < 4; i++) {
            assert_true(hypotf(codes[0].corners[i].x - code.corners[i].x,
                               codes[0].corners[i].y - code.corners[i].y) < 8);
        }
        qr_scene_finish(&frame);
    }
}

/* Bytes above 127 arrive as coded: no character set is guessed. */
static void test_bytes(void **state)
{
    static const char text[] = "Душанбе 杜尚别 \xff\xfe caf\xe9";
    struct frame frame;
    qr_scene_init(&frame, 220, 220, 240);
    struct qr_scene_code code = {
        .text = text, .level = QR_LEVEL_L, .dark = 0, .light = 240, .quiet = 4};
    qr_scene_square(30, 30, 160, 0, code.corners);
    assert_true(qr_scene_draw(&frame, &code));
    assert_int_equal(qr_reader_read(*state, frame.luma, 220, 220, 220, 1, codes, 4), 1);
    assert_int_equal(codes[0].size, sizeof text - 1);
    assert_memory_equal(codes[0].data, text, sizeof text);
    qr_scene_finish(&frame);
}

/* A part of a wider picture is read in place; a room for one code takes one. */
static void test_stride_and_max(void **state)
{
    struct frame frame;
    qr_scene_init(&frame, 400, 200, 220);
    struct qr_scene_code code = {.text = "left", .dark = 30, .light = 220, .quiet = 4};
    qr_scene_square(50, 50, 100, 0, code.corners);
    assert_true(qr_scene_draw(&frame, &code));
    code.text = "right";
    qr_scene_square(250, 50, 100, 0, code.corners);
    assert_true(qr_scene_draw(&frame, &code));
    assert_int_equal(qr_reader_read(*state, frame.luma + 200, 200, 200, 400, 1, codes, 4), 1);
    assert_string_equal((char *)codes[0].data, "right");
    assert_int_equal(qr_reader_read(*state, frame.luma, 400, 200, 400, 1, codes, 4), 2);
    assert_int_equal(qr_reader_read(*state, frame.luma, 400, 200, 400, 1, codes, 1), 1);
    assert_int_equal(qr_reader_read(*state, frame.luma, 5, 3, 400, 1, codes, 4), 0);
    qr_scene_finish(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strip),
        cmocka_unit_test_setup_teardown(test_corners, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stride_and_max, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
