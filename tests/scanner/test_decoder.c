/*
 * The decoder as its callers see it: all codes, the first alone, nothing; every way a code can be
 * held; tracking; rows with padding.
 *
 * link: scanner/decoder.c scanner/stillness.c scanner/search.c scanner/cascade.c scanner/locator.c
 * link: scanner/finder.c scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/sharpen.c scanner/plane.c
 * link: scanner/pattern.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c scanner/qr_reader.c kiosk/log.c kiosk/timebase.c
 * link: tests/scanner/qr_scene.c
 */
#include "tests/scanner/qr_scene.h"
#include "tests/test.h"

#include <math.h>

static struct scan_result result;

static int setup(void **state)
{
    *state = decoder_create();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    decoder_destroy(*state);
    return 0;
}

static void add(struct frame *frame, const char *text, float x, float y, float side, float degrees)
{
    struct qr_scene_code code = {
        .text = text, .level = QR_LEVEL_M, .dark = 40, .light = 210, .quiet = 4};
    qr_scene_square(x, y, side, degrees, code.corners);
    assert_true(qr_scene_draw(frame, &code));
}

static bool found(const char *text)
{
    for (size_t i = 0; i < result.count; i++) {
        if (strcmp((char *)result.codes[i].data, text) == 0) {
            return true;
        }
    }
    return false;
}

static void test_all_and_first(void **state)
{
    struct frame frame;
    qr_scene_init(&frame, 640, 480, 128);
    add(&frame, "one", 60, 60, 120, 10);
    add(&frame, "two", 400, 80, 150, 100);
    add(&frame, "three", 220, 280, 130, 200);
    struct decode_options options = {0};
    assert_int_equal(decoder_decode(*state, &frame, &options, &result), 3);
    assert_true(found("one") && found("two") && found("three"));
    assert_true(result.method[0] != '\0');
    assert_true(result.elapsed_us >= 0);
    options.first_only = true;
    assert_int_equal(decoder_decode(*state, &frame, &options, &result), 1);
    assert_true(found("one") || found("two") || found("three"));
    qr_scene_finish(&frame);
}

static void test_nothing(void **state)
{
    static const struct {
        int width, height;
    } rows[] = {{1, 1}, {1, 100}, {100, 1}, {7, 7}, {64, 64}, {640, 480}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct frame frame;
        qr_scene_init(&frame, rows[i].width, rows[i].height, 90);
        struct decode_options options = {0};
        assert_int_equal(decoder_decode(*state, &frame, &options, &result), 0);
        assert_int_equal(result.count, 0);
        assert_string_equal(result.method, "");
        qr_scene_finish(&frame);
    }
    struct frame empty = {0};
    struct decode_options options = {0};
    assert_int_equal(decoder_decode(*state, &empty, &options, &result), 0);
}

/* Each way a code may be shown, one at a time: read, with its corners where they were drawn. */
static void test_shown(void **state)
{
    static const struct {
        const char *name;
        float module, degrees, bend;
        bool inverted, mirrored, credential;
    } rows[] = {
        {"small", 1.7f, 12, 0, false, false, false},
        {"large", 16, 5, 0, false, false, false},
        {"credential", 3, 0, 0, false, false, true},
        {"credential turned", 3.4f, 40, 0, false, false, true},
        {"inverted", 4, 190, 0, true, false, false},
        {"inverted credential", 3, 7, 0, true, false, true},
        {"mirrored", 4, 20, 0, false, true, false},
        {"bent", 5, 0, 0.05f, false, false, false},
        {"bent the other way", 5, 100, -0.05f, false, false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct frame frame;
        char credential[155];
        qr_scene_init(&frame, 640, 480, 128);
        qr_scene_credential((unsigned)i, credential);
        struct qr_scene_code code = {.text =
                                         rows[i].credential ? credential : "https://example.org",
                                     .version = rows[i].credential ? 8 : 2,
                                     .level = rows[i].credential ? QR_LEVEL_Q : QR_LEVEL_M,
                                     .dark = rows[i].inverted ? 230 : 30,
                                     .light = rows[i].inverted ? 30 : 230,
                                     .quiet = 2,
                                     .mirrored = rows[i].mirrored,
                                     .bend = rows[i].bend};
        float side = rows[i].module * (rows[i].credential ? 49 : 25);
        qr_scene_square(320 - side / 2, 240 - side / 2, side, rows[i].degrees, code.corners);
        assert_true(qr_scene_draw(&frame, &code));
        struct decode_options options = {0};
        if (decoder_decode(*state, &frame, &options, &result) != 1) {
            fail_msg("not read: %s", rows[i].name);
        }
        assert_string_equal((char *)result.codes[0].data, code.text);
        for (int k = 0; k < 4 && rows[i].bend == 0; k++) {
            assert_true(fabsf(result.codes[0].corners[k].x - code.corners[k].x) < 4);
            assert_true(fabsf(result.codes[0].corners[k].y - code.corners[k].y) < 4);
        }
        qr_scene_finish(&frame);
    }
}

/* Single pixels a module, and no quiet zone at all. */
static void test_tiny(void **state)
{
    struct frame frame;
    qr_scene_init(&frame, 33, 33, 255);
    struct qr_scene_code code = {.text = "one pixel a module", .version = 4, .light = 255};
    qr_scene_square(0, 0, 33, 0, code.corners);
    assert_true(qr_scene_draw(&frame, &code));
    struct decode_options options = {0};
    assert_int_equal(decoder_decode(*state, &frame, &options, &result), 1);
    assert_string_equal((char *)result.codes[0].data, "one pixel a module");
    qr_scene_finish(&frame);
}

/* The same code twice in view is two codes; the marks tell what was read. */
static void test_twins_and_marks(void **state)
{
    struct frame frame;
    qr_scene_init(&frame, 640, 480, 128);
    add(&frame, "twin", 60, 100, 150, 0);
    add(&frame, "twin", 380, 100, 150, 30);
    struct decode_options options = {0};
    assert_int_equal(decoder_decode(*state, &frame, &options, &result), 2);
    int counts[3] = {0};
    for (size_t i = 0; i < result.mark_count; i++) {
        counts[result.marks[i].kind]++;
    }
    assert_int_equal(counts[SCAN_MARK_READ], 2);
    assert_true(counts[SCAN_MARK_FINDER] >= 6);
    assert_string_equal(scan_mark_string(SCAN_MARK_CANDIDATE), "candidate");
    qr_scene_finish(&frame);
}

/* Tracking looks where the code was, and finds another one elsewhere just as well. */
static void test_tracking(void **state)
{
    struct decode_options options = {.first_only = true, .track = true};
    for (int step = 0; step < 40; step++) {
        struct frame frame;
        qr_scene_init(&frame, 640, 480, 128);
        bool left = step < 20;
        add(&frame, left ? "left" : "right", left ? 60 + (float)step * 3 : 440, 150, 110, 0);
        assert_int_equal(decoder_decode(*state, &frame, &options, &result), 1);
        assert_string_equal((char *)result.codes[0].data, left ? "left" : "right");
        float x = result.codes[0].corners[0].x;
        assert_true(fabsf(x - (left ? 60 + (float)step * 3 : 440)) < 3);
        qr_scene_finish(&frame);
    }
    struct frame empty;
    qr_scene_init(&empty, 640, 480, 128);
    for (int step = 0; step < 35; step++) { /* past the frame that is searched whole */
        assert_int_equal(decoder_decode(*state, &empty, &options, &result), 0);
    }
    qr_scene_finish(&empty);
}

/* The whole picture is searched by zbar only when asked. Its result counts like any other. */
static void test_thorough(void **state)
{
    struct frame frame;
    qr_scene_init(&frame, 640, 480, 128);
    struct decode_options options = {.thorough = true};
    assert_int_equal(decoder_decode(*state, &frame, &options, &result), 0);
    add(&frame, "thorough", 200, 150, 150, 0);
    assert_int_equal(decoder_decode(*state, &frame, &options, &result), 1);
    assert_string_equal((char *)result.codes[0].data, "thorough");
    qr_scene_finish(&frame);
}

/* Rows further apart than the width, as a camera's buffer has them. */
static void test_stride(void **state)
{
    struct frame frame;
    qr_scene_init(&frame, 640, 480, 128);
    add(&frame, "in the right half", 380, 150, 150, 10);
    struct frame half = frame;
    half.luma = frame.luma + 320;
    half.width = 320;
    struct decode_options options = {0};
    assert_int_equal(decoder_decode(*state, &half, &options, &result), 1);
    assert_string_equal((char *)result.codes[0].data, "in the right half");
    half.luma = frame.luma;
    assert_int_equal(decoder_decode(*state, &half, &options, &result), 0);
    qr_scene_finish(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_and_first, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tiny, setup, teardown),
        cmocka_unit_test_setup_teardown(test_twins_and_marks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tracking, setup, teardown),
        cmocka_unit_test_setup_teardown(test_thorough, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stride, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
