/* Picture files: what each codec reads, and what it refuses with which words.
 * link: scanner/image.c scanner/image_file.c scanner/image_jpeg.c scanner/image_png.c
 * link: scanner/image_pgm.c scanner/exif.c scanner/frame.c scanner/picture.c scanner/fault.c
 * link: kiosk/log.c tests/scanner/fixture.c */
#include "log.h"
#include "scanner.h"
#include "scanner/image.h"
#include "tests/scanner/fixture.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    fixture_folder_create(folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    fixture_folder_remove(folder);
    return 0;
}

static bool load(const void *data, size_t size, struct frame *out, struct fault *error)
{
    const struct image_codec *codec = image_codec_find(data, size);
    return codec ? codec->luma(data, size, out, error) : fault_set(error, "no codec");
}

#define PGM(text)             \
    {                         \
        text, sizeof text - 1 \
    }

static void reads_pgm(void **state)
{
    (void)state;
    static const struct {
        struct {
            const char *data;
            size_t size;
        } file;
        int width, height;
        uint8_t luma[6];
    } rows[] = {
        {PGM("P5\n3 2\n255\n\0\1\2\375\376\377"), 3, 2, {0, 1, 2, 253, 254, 255}},
        {PGM("P5 # made by hand\n2 1 # size\n255 \x10\x20"), 2, 1, {16, 32}},
        {PGM("P5\n2 2\n1\n\0\1\1\0"), 2, 2, {0, 255, 255, 0}},
        {PGM("P5\n3 1\n1023\n\0\0\2\0\3\377"), 3, 1, {0, 128, 255}},
        {PGM("P5\n2 1\n15\n\17\20"), 2, 1, {255, 255}},
        {PGM("P2\n# plain\n3 2\n255\n0 1 2\n253 254 255\n"), 3, 2, {0, 1, 2, 253, 254, 255}},
        {PGM("P2 2 1 4 2 9"), 2, 1, {128, 255}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct frame frame = {0};
        struct fault error = {""};
        assert_true(load(rows[i].file.data, rows[i].file.size, &frame, &error));
        assert_int_equal(frame.width, rows[i].width);
        assert_int_equal(frame.height, rows[i].height);
        assert_memory_equal(frame.luma, rows[i].luma, (size_t)frame.width * (size_t)frame.height);
        frame_finish(&frame);
    }
}

static void refuses_bad_pgm(void **state)
{
    (void)state;
    static const struct {
        struct {
            const char *data;
            size_t size;
        } file;
        const char *why;
    } rows[] = {
        {PGM("P5\n3 2\n255\n\0\1\2\375\376"), "cut off"},
        {PGM("P5\n3 2\n255"), "cut off"},
        {PGM("P5\n3 2\n1023\n\0\1\2\375\376\377"), "cut off"},
        {PGM("P5\n3 2\n0\n\0\1\2\375\376\377"), "malformed"},
        {PGM("P5\n3 2\n65536\n"), "malformed"},
        {PGM("P5\n-3 2\n255\n"), "malformed"},
        {PGM("P5\n99999999999999999999 2\n255\n"), "malformed"},
        {PGM("P5\n0 2\n255\n\0"), "no pixels"},
        {PGM("P5\n16384 16384\n255\n"), "too many"},
        {PGM("P5\n16385 1\n255\n"), "too many"},
        {PGM("P5\n8192 8192\n255\n"), "cut off"},
        {PGM("P2\n3 2\n255\n0 1 2 3 4"), "cut off"},
        {PGM("P2\n3 2\n255\n0 1 2 3 4 x 6 7"), "bad number"},
        {PGM("P5\n"), "malformed"},
        {PGM("P5#"), "malformed"},
        {PGM("P6\n1 1\n255\n\0\0\0"), "no codec"},
        {PGM("GIF89a"), "no codec"},
        {PGM(""), "no codec"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct frame frame = {0};
        struct fault error = {""};
        assert_false(load(rows[i].file.data, rows[i].file.size, &frame, &error));
        assert_non_null(strstr(error.text, rows[i].why));
        frame_finish(&frame);
    }
}

static const uint8_t black[3] = {0, 0, 0}, white[3] = {255, 255, 255}, red[3] = {255, 0, 0};

/* 16x16 squares of one colour each, `columns` x `rows` of them. */
static uint8_t *make_squares(const uint8_t *const *colours, int columns, int rows)
{
    int width = columns * 16;
    uint8_t *pixels = malloc((size_t)(width * rows * 16 * 3));
    for (int y = 0; y < rows * 16; y++) {
        for (int x = 0; x < width; x++) {
            memcpy(pixels + (y * width + x) * 3, colours[y / 16 * columns + x / 16], 3);
        }
    }
    return pixels;
}

static void check_near(int value, int expected)
{
    if (value < expected - 3 || value > expected + 3) {
        print_error("%d is not near %d\n", value, expected);
    }
    assert_in_range(value, expected > 3 ? expected - 3 : 0, expected + 3);
}

static void reads_jpeg_and_png_as_luma(void **state)
{
    (void)state;
    const uint8_t *colours[] = {black, white, red, white, black, white};
    static const int luma[] = {0, 255, 76, 255, 0, 255};
    uint8_t *pixels = make_squares(colours, 3, 2);
    struct fixture_bytes files[] = {
        fixture_jpeg(pixels, 48, 32, 3, 0),
        fixture_jpeg(pixels, 48, 32, 3, 6), /* corners are in the file's own pixels */
        fixture_png(pixels, 48, 32, 3, false),
        fixture_png(pixels, 48, 32, 3, true),
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct frame frame = {0};
        struct fault error = {""};
        assert_true(load(files[i].data, files[i].size, &frame, &error));
        assert_int_equal(frame.width, 48);
        assert_int_equal(frame.height, 32);
        for (int square = 0; square < 6; square++) {
            int x = square % 3 * 16 + 8, y = square / 3 * 16 + 8;
            check_near(frame.luma[y * frame.stride + x], luma[square]);
        }
        frame_finish(&frame);
        free(files[i].data);
    }
    free(pixels);
}

static void shows_transparency_on_white(void **state)
{
    (void)state;
    static const uint8_t rgba[] = {0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 128};
    static const uint8_t grey[] = {0, 255, 0, 0, 99, 255, 200, 0};
    struct fixture_bytes files[] = {fixture_png(rgba, 4, 1, 4, false),
                                    fixture_png(grey, 4, 1, 2, false)};
    static const uint8_t expected[][4] = {{0, 255, 255, 127}, {0, 255, 99, 255}};
    for (size_t i = 0; i < 2; i++) {
        struct frame frame = {0};
        struct fault error = {""};
        assert_true(load(files[i].data, files[i].size, &frame, &error));
        for (int x = 0; x < 4; x++) {
            check_near(frame.luma[x], expected[i][x]);
        }
        frame_finish(&frame);
        free(files[i].data);
    }
}

static void refuses_cut_files_at_every_length(void **state)
{
    (void)state;
    const uint8_t *colours[] = {black, white, red, white};
    uint8_t *pixels = make_squares(colours, 2, 2);
    struct fixture_bytes files[] = {fixture_jpeg(pixels, 32, 32, 3, 3),
                                    fixture_png(pixels, 32, 32, 3, false)};
    for (size_t i = 0; i < 2; i++) {
        for (size_t size = 0; size + 2 < files[i].size; size++) {
            struct frame frame = {0};
            struct fault error = {""};
            uint8_t *cut = malloc(size + 1); /* exact, so that the sanitizer sees its end */
            memcpy(cut, files[i].data, size);
            assert_false(load(cut, size, &frame, &error));
            assert_true(error.text[0] != '\0');
            free(cut);
            frame_finish(&frame);
        }
        free(files[i].data);
    }
    free(pixels);
}

/* Writes another size into the header and leaves the rest. */
static void refuses_huge_sizes_before_allocating(void **state)
{
    (void)state;
    struct fixture_bytes png = fixture_png(white, 1, 1, 3, false);
    struct fixture_bytes jpeg = fixture_jpeg(white, 1, 1, 3, 0);
    static const uint8_t huge_png[] = {0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff};
    memcpy(png.data + 16, huge_png, 8);
    for (size_t i = 0; i + 8 < jpeg.size; i++) {
        if (jpeg.data[i] == 0xff && jpeg.data[i + 1] == 0xc0) {
            memset(jpeg.data + i + 5, 0xfd, 4);
        }
    }
    struct frame frame = {0};
    struct fault error = {""};
    assert_false(load(jpeg.data, jpeg.size, &frame, &error));
    assert_non_null(strstr(error.text, "too many"));
    assert_false(load(png.data, png.size, &frame, &error));
    assert_null(frame.luma);
    free(png.data);
    free(jpeg.data);
}

static void survives_any_flipped_byte(void **state)
{
    (void)state;
    const uint8_t *colours[] = {black, white, red, white};
    uint8_t *pixels = make_squares(colours, 2, 2);
    struct fixture_bytes files[] = {fixture_jpeg(pixels, 32, 32, 3, 3),
                                    fixture_png(pixels, 32, 32, 3, true)};
    int refused = 0;
    for (size_t i = 0; i < 2; i++) {
        for (size_t at = 0; at < files[i].size; at++) {
            struct frame frame = {0};
            struct fault error = {""};
            files[i].data[at] ^= 0xff;
            refused += !load(files[i].data, files[i].size, &frame, &error);
            files[i].data[at] ^= 0xff;
            frame_finish(&frame);
        }
        free(files[i].data);
    }
    assert_true(refused > 50);
    free(pixels);
}

static void frame_load_names_the_file_and_keeps_the_frame(void **state)
{
    (void)state;
    struct frame frame = {0};
    fixture_grey(&frame, 4, 4, 7);
    fixture_write(folder, "bad.png", "\x89PNG\r\n\x1a\nxxxx", 12);
    fixture_write(folder, "text.jpg", "hello", 5);
    fixture_write(folder, "empty.pgm", "", 0);
    static const struct {
        const char *name, *why;
    } rows[] = {{"bad.png", "cut off"},
                {"text.jpg", "not a picture"},
                {"empty.pgm", "not a picture"},
                {"absent.pgm", "No such file"},
                {".", "not a file"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_log_start();
        assert_false(frame_load(fixture_path(folder, rows[i].name), &frame));
        assert_int_equal(fixture_log_count(), 1);
        assert_true(fixture_log_has(rows[i].name) && fixture_log_has(rows[i].why));
        fixture_log_stop();
        assert_int_equal(frame.width, 4);
        assert_int_equal(frame.luma[15], 7);
    }
    fixture_write(folder, "png-by-content.jpg", "P5 1 1 255 \x2a", 12);
    assert_true(frame_load(fixture_path(folder, "png-by-content.jpg"), &frame));
    assert_int_equal(frame.luma[0], 42);
    frame_finish(&frame);
}

static void knows_picture_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool picture;
    } rows[] = {{"a.png", true},  {"a.JPG", true},   {"a.jpeg", true}, {"b.c.Pgm", true},
                {"a.gif", false}, {"png", false},    {".png", false},  {"a.png~", false},
                {"", false},      {"a.jpgx", false}, {"a.pgm", true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(frame_name_is_picture(rows[i].name), rows[i].picture);
    }
}

/* A photo of 3x2 squares, all different, stored under each orientation. */
static void turns_photos_upright(void **state)
{
    (void)state;
    static const uint8_t shade[6][3] = {{250, 0, 0},   {0, 250, 0},  {0, 0, 250},
                                        {250, 250, 0}, {20, 20, 20}, {250, 250, 250}};
    /* upright order of the stored squares, row by row */
    static const struct {
        int columns;
        int order[6];
    } upright[] = {
        [1] = {3, {0, 1, 2, 3, 4, 5}}, [2] = {3, {2, 1, 0, 5, 4, 3}}, [3] = {3, {5, 4, 3, 2, 1, 0}},
        [4] = {3, {3, 4, 5, 0, 1, 2}}, [5] = {2, {0, 3, 1, 4, 2, 5}}, [6] = {2, {3, 0, 4, 1, 5, 2}},
        [7] = {2, {5, 2, 4, 1, 3, 0}}, [8] = {2, {2, 5, 1, 4, 0, 3}},
    };
    const uint8_t *colours[] = {shade[0], shade[1], shade[2], shade[3], shade[4], shade[5]};
    uint8_t *pixels = make_squares(colours, 3, 2);
    for (int orientation = 0; orientation <= 9; orientation++) {
        int means = orientation >= 1 && orientation <= 8 ? orientation : 1;
        struct fixture_bytes jpeg = fixture_jpeg(pixels, 48, 32, 3, orientation);
        fixture_write(folder, "photo.jpg", jpeg.data, jpeg.size);
        struct picture picture = {0};
        assert_true(picture_load(fixture_path(folder, "photo.jpg"), 48, &picture));
        assert_int_equal(picture.width, upright[means].columns * 16);
        assert_int_equal(picture.height, 6 / upright[means].columns * 16);
        for (int square = 0; square < 6; square++) {
            int x = square % upright[means].columns * 16 + 8;
            int y = square / upright[means].columns * 16 + 8;
            for (int c = 0; c < 3; c++) {
                check_near(picture.rgb[(y * picture.width + x) * 3 + c],
                           shade[upright[means].order[square]][c]);
            }
        }
        if (means == 1) {
            assert_int_equal(picture.jpeg_size, jpeg.size);
            assert_memory_equal(picture.jpeg, jpeg.data, jpeg.size);
        } else {
            assert_null(picture.jpeg);
        }
        picture_finish(&picture);
        free(jpeg.data);
    }
    free(pixels);
}

static void scales_photos_down(void **state)
{
    (void)state;
    static const struct {
        int width, height, max_side, to_width, to_height;
    } rows[] = {{64, 32, 64, 64, 32},  {64, 32, 100, 64, 32}, {64, 32, 16, 16, 8},
                {100, 60, 33, 33, 19}, {3, 900, 100, 1, 100}, {500, 700, 7, 5, 7}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t size = (size_t)(rows[i].width * rows[i].height) * 3;
        uint8_t *pixels = malloc(size);
        memset(pixels, 130, size);
        struct fixture_bytes files[] = {
            fixture_jpeg(pixels, rows[i].width, rows[i].height, 3, 0),
            fixture_png(pixels, rows[i].width, rows[i].height, 3, false)};
        for (size_t f = 0; f < 2; f++) {
            struct picture picture = {0};
            fixture_write(folder, "photo", files[f].data, files[f].size);
            assert_true(picture_load(fixture_path(folder, "photo"), rows[i].max_side, &picture));
            assert_int_equal(picture.width, rows[i].to_width);
            assert_int_equal(picture.height, rows[i].to_height);
            for (int n = 0; n < picture.width * picture.height * 3; n++) {
                check_near(picture.rgb[n], 130);
            }
            assert_int_equal(picture.jpeg != NULL, f == 0);
            picture_finish(&picture);
            free(files[f].data);
        }
        free(pixels);
    }
}

static void averages_when_scaling(void **state)
{
    (void)state;
    uint8_t pixels[4 * 4 * 3] = {0};
    memset(pixels, 255, 4 * 2 * 3); /* the upper half is white */
    struct fixture_bytes png = fixture_png(pixels, 4, 4, 3, false);
    struct picture picture = {0};
    fixture_write(folder, "photo.png", png.data, png.size);
    assert_true(picture_load(fixture_path(folder, "photo.png"), 3, &picture));
    static const uint8_t expected[] = {255, 128, 0};
    for (int y = 0; y < 3; y++) {
        assert_int_equal(picture.rgb[y * 9], expected[y]);
    }
    picture_finish(&picture);
    assert_true(picture_load(fixture_path(folder, "photo.png"), 1, &picture));
    assert_int_equal(picture.rgb[0], 128);
    picture_finish(&picture);
    free(png.data);
}

static void reads_grey_and_cmyk_photos(void **state)
{
    (void)state;
    uint8_t grey[16 * 16], ink[16 * 16 * 4];
    memset(grey, 90, sizeof grey);
    for (int i = 0; i < 256; i++) { /* full magenta and yellow: red */
        memcpy(ink + i * 4, (uint8_t[]){0, 255, 255, 0}, 4);
    }
    struct fixture_bytes files[] = {fixture_jpeg(grey, 16, 16, 1, 0),
                                    fixture_jpeg(ink, 16, 16, 4, 0)};
    static const uint8_t expected[][3] = {{90, 90, 90}, {255, 0, 0}};
    for (size_t i = 0; i < 2; i++) {
        struct picture picture = {0};
        struct frame frame = {0};
        struct fault error = {""};
        fixture_write(folder, "photo.jpg", files[i].data, files[i].size);
        assert_true(picture_load(fixture_path(folder, "photo.jpg"), 16, &picture));
        for (int c = 0; c < 3; c++) {
            check_near(picture.rgb[c], expected[i][c]);
        }
        assert_int_equal(picture.jpeg != NULL, i == 0); /* viewers disagree about CMYK */
        assert_true(load(files[i].data, files[i].size, &frame, &error));
        check_near(frame.luma[0], i == 0 ? 90 : 76);
        frame_finish(&frame);
        picture_finish(&picture);
        free(files[i].data);
    }
}

static void refuses_bad_photos(void **state)
{
    (void)state;
    uint8_t noise[64 * 64 * 3];
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (uint8_t)(i * 2654435761u >> 13);
    }
    struct fixture_bytes jpeg = fixture_jpeg(noise, 64, 64, 3, 0);
    fixture_write(folder, "cut.jpg", jpeg.data, jpeg.size / 2);
    memset(jpeg.data + jpeg.size / 2, 0xaa, 300);
    jpeg.data[jpeg.size / 2] = 0xff; /* a marker in the middle */
    jpeg.data[jpeg.size / 2 + 1] = 0xd9;
    fixture_write(folder, "torn.jpg", jpeg.data, jpeg.size);
    fixture_write(folder, "grey.pgm", "P5 1 1 255 a", 12);
    static const char *const names[] = {"cut.jpg", "torn.jpg", "grey.pgm", "absent.jpg"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct picture picture = {.width = 99};
        fixture_log_start();
        assert_false(picture_load(fixture_path(folder, names[i]), 64, &picture));
        assert_int_equal(fixture_log_count(), 1);
        assert_true(fixture_log_has(names[i]));
        fixture_log_stop();
        assert_int_equal(picture.width, 99);
        assert_null(picture.rgb);
    }
    free(jpeg.data);
}

static void frames_have_bounds(void **state)
{
    (void)state;
    struct frame frame = {0}, copy = {0};
    static const int bad[][2] = {{0, 1}, {1, 0}, {-1, 5}, {16385, 1}, {1, 16385}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(frame_resize(&frame, bad[i][0], bad[i][1]));
        assert_null(frame.luma);
    }
    assert_true(frame_resize(&frame, 10, 10));
    uint8_t *before = frame.luma;
    assert_true(frame_resize(&frame, 5, 4)); /* smaller: the memory stays */
    assert_ptr_equal(frame.luma, before);
    frame.stride = 10;
    frame.sequence = 3;
    for (int i = 0; i < 40; i++) {
        frame.luma[i] = (uint8_t)i;
    }
    assert_true(frame_copy(&copy, &frame));
    assert_int_equal(copy.stride, 5);
    assert_int_equal(copy.luma[3 * 5 + 4], 34);
    assert_int_equal(copy.sequence, 3);
    frame_finish(&frame);
    frame_finish(&copy);
    frame_finish(NULL);
    picture_finish(NULL);
    assert_null(frame.luma);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_pgm),
        cmocka_unit_test(refuses_bad_pgm),
        cmocka_unit_test(reads_jpeg_and_png_as_luma),
        cmocka_unit_test(shows_transparency_on_white),
        cmocka_unit_test(refuses_cut_files_at_every_length),
        cmocka_unit_test(refuses_huge_sizes_before_allocating),
        cmocka_unit_test(survives_any_flipped_byte),
        cmocka_unit_test(frame_load_names_the_file_and_keeps_the_frame),
        cmocka_unit_test(knows_picture_names),
        cmocka_unit_test(turns_photos_upright),
        cmocka_unit_test(scales_photos_down),
        cmocka_unit_test(averages_when_scaling),
        cmocka_unit_test(reads_grey_and_cmyk_photos),
        cmocka_unit_test(refuses_bad_photos),
        cmocka_unit_test(frames_have_bounds),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
