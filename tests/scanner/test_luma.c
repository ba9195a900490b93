/* A camera's frames as grey: golden bytes of each layout, padding, short buffers.
 * link: scanner/luma.c scanner/image.c scanner/image_file.c scanner/image_jpeg.c
 * link: scanner/image_png.c scanner/image_pgm.c scanner/exif.c scanner/frame.c scanner/fault.c
 * link: kiosk/log.c tests/scanner/fixture.c */
#include "scanner/luma.h"

#include "tests/scanner/fixture.h"

static void converts_golden_bytes(void **state)
{
    (void)state;
    static const struct {
        enum luma_layout layout;
        size_t stride, size;
        uint8_t data[40];
    } rows[] = {
        /* 4x2; luma 1..8, all else 99 */
        {LUMA_GREY, 0, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
        {LUMA_GREY, 4, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
        {LUMA_GREY, 6, 10, {1, 2, 3, 4, 99, 99, 5, 6, 7, 8}}, /* no padding after the last row */
        {LUMA_NV12, 4, 12, {1, 2, 3, 4, 5, 6, 7, 8, 99, 99, 99, 99}},
        {LUMA_NV12, 5, 15, {1, 2, 3, 4, 99, 5, 6, 7, 8, 99, 99, 99, 99, 99, 99}},
        {LUMA_YUYV, 8, 16, {1, 99, 2, 99, 3, 99, 4, 99, 5, 99, 6, 99, 7, 99, 8, 99}},
        {LUMA_YUYV, 0, 16, {1, 99, 2, 99, 3, 99, 4, 99, 5, 99, 6, 99, 7, 99, 8, 99}},
        {LUMA_YUYV, 10, 20, {1, 99, 2, 99, 3, 99, 4, 99, 99, 99,
                             5, 99, 6, 99, 7, 99, 8, 99, 99, 99}},
        {LUMA_UYVY, 8, 16, {99, 1, 99, 2, 99, 3, 99, 4, 99, 5, 99, 6, 99, 7, 99, 8}},
    };
    static const uint8_t expected[] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct frame frame = {0};
    struct fault fault = {""};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t *exact = malloc(rows[i].size); /* so that the sanitizer sees its end */
        memcpy(exact, rows[i].data, rows[i].size);
        struct luma_image image = {rows[i].layout, 4, 2, rows[i].stride, exact, rows[i].size};
        assert_true(luma_convert(&image, &frame, &fault));
        assert_int_equal(frame.width, 4);
        assert_int_equal(frame.height, 2);
        assert_memory_equal(frame.luma, expected, 8);
        size_t row = rows[i].layout == LUMA_GREY || rows[i].layout == LUMA_NV12 ? 4 : 8;
        image.size = (rows[i].stride ? rows[i].stride : row) + row - 1;
        assert_false(luma_convert(&image, &frame, &fault));
        assert_non_null(strstr(fault.text, luma_layout_string(rows[i].layout)));
        free(exact);
    }
    frame_finish(&frame);
}

static void converts_any_width(void **state)
{
    (void)state;
    for (int width = 1; width <= 70; width++) {
        for (int layout = LUMA_YUYV; layout <= LUMA_UYVY; layout++) {
            size_t size = (size_t)width * 2 * 3;
            uint8_t *data = malloc(size); /* exact, so that the sanitizer sees its end */
            struct luma_image image = {(enum luma_layout)layout, width, 3, 0, data, size};
            struct frame frame = {0};
            struct fault fault;
            for (size_t i = 0; i < size; i++) {
                data[i] = i % 2 == (layout == LUMA_UYVY) ? (uint8_t)(i / 2 * 7) : 99;
            }
            assert_true(luma_convert(&image, &frame, &fault));
            for (int i = 0; i < width * 3; i++) {
                assert_int_equal(frame.luma[i], (uint8_t)(i * 7));
            }
            free(data);
            frame_finish(&frame);
        }
    }
}

static void refuses_senseless_sizes(void **state)
{
    (void)state;
    static const uint8_t data[64];
    static const struct {
        int width, height;
        size_t stride;
    } rows[] = {{0, 4, 0},     {4, 0, 0}, {-4, 4, 0}, {4, -4, 0},
                {20000, 1, 0}, {8, 2, 7}, {8, 2, 15}, {16384, 16384, 0}};
    struct frame frame = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct luma_image image = {LUMA_YUYV,      rows[i].width, rows[i].height,
                                   rows[i].stride, data,          sizeof data};
        struct fault fault = {""};
        assert_false(luma_convert(&image, &frame, &fault));
        assert_true(fault.text[0] != '\0');
    }
    frame_finish(&frame);
}

static void reads_motion_jpeg(void **state)
{
    (void)state;
    uint8_t pixels[32 * 16];
    memset(pixels, 200, sizeof pixels);
    struct fixture_bytes jpeg = fixture_jpeg(pixels, 32, 16, 1, 0);
    struct luma_image image = {LUMA_MJPEG, 32, 16, 0, jpeg.data, jpeg.size};
    struct frame frame = {0};
    struct fault fault = {""};
    assert_true(luma_convert(&image, &frame, &fault));
    assert_in_range(frame.luma[0], 198, 202);
    image.size = jpeg.size - 2; /* cameras forget the end marker: the picture is whole */
    assert_true(luma_convert(&image, &frame, &fault));
    image.size = jpeg.size / 2;
    assert_false(luma_convert(&image, &frame, &fault));
    image.size = 0;
    assert_false(luma_convert(&image, &frame, &fault));
    image.size = jpeg.size;
    image.width = 16; /* the driver said otherwise */
    assert_false(luma_convert(&image, &frame, &fault));
    assert_non_null(strstr(fault.text, "agreed"));
    free(jpeg.data);
    frame_finish(&frame);
}

/* Cameras leave out the Huffman tables, which are always the same. */
static void reads_motion_jpeg_without_tables(void **state)
{
    (void)state;
    uint8_t pixels[32 * 16];
    for (size_t i = 0; i < sizeof pixels; i++) {
        pixels[i] = (uint8_t)(i % 32 * 8);
    }
    struct fixture_bytes jpeg = fixture_jpeg(pixels, 32, 16, 1, 0);
    size_t size = jpeg.size;
    for (size_t at = 2; at + 4 < size && jpeg.data[at + 1] != 0xda;) {
        size_t length = 2 + (size_t)(jpeg.data[at + 2] << 8 | jpeg.data[at + 3]);
        if (jpeg.data[at + 1] == 0xc4) {
            memmove(jpeg.data + at, jpeg.data + at + length, size - at - length);
            size -= length;
        } else {
            at += length;
        }
    }
    assert_true(size < jpeg.size);
    struct luma_image image = {LUMA_MJPEG, 32, 16, 0, jpeg.data, size};
    struct frame frame = {0};
    struct fault fault = {""};
    assert_true(luma_convert(&image, &frame, &fault));
    for (int x = 0; x < 32; x++) {
        assert_in_range(frame.luma[x] + 5, pixels[x], pixels[x] + 10);
    }
    free(jpeg.data);
    frame_finish(&frame);
}

static void knows_its_codes(void **state)
{
    (void)state;
    for (int i = 0; i < LUMA_LAYOUT_COUNT; i++) {
        enum luma_layout layout;
        assert_true(luma_layout_find(luma_layout_fourcc((enum luma_layout)i), &layout));
        assert_int_equal(layout, i);
    }
    assert_int_equal(luma_layout_fourcc(LUMA_YUYV), 0x56595559);
    enum luma_layout layout = LUMA_YUYV;
    assert_false(luma_layout_find(0x34363248, &layout)); /* H264 */
    assert_int_equal(layout, LUMA_YUYV);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(converts_golden_bytes),
        cmocka_unit_test(converts_any_width),
        cmocka_unit_test(refuses_senseless_sizes),
        cmocka_unit_test(reads_motion_jpeg),
        cmocka_unit_test(reads_motion_jpeg_without_tables),
        cmocka_unit_test(knows_its_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
