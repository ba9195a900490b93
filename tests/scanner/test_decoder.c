/*
 * The decoder as its callers see it: all codes, the first alone, nothing.
 * link: scanner/decoder.c scanner/cascade.c scanner/locator.c scanner/finder.c scanner/threshold.c
 * link: scanner/plane.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c scanner/qr_reader.c kiosk/log.c kiosk/timebase.c
 * link: tests/scanner/qr_scene.c
 */
#include "tests/scanner/qr_scene.h"
#include "tests/test.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_and_first, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
