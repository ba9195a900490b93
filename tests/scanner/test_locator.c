/*
 * Finder patterns and their grouping: all of a code's three are found, in any turn and size, and
 * make the best triple.
 * link: scanner/locator.c scanner/finder.c scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/plane.c kiosk/log.c
 * link: tests/scanner/qr_scene.c
 */
#include "scanner/locator.h"
#include "tests/scanner/qr_scene.h"
#include "tests/test.h"

#include <math.h>

static struct finder_list finders;
static struct triple_list triples;

static void locate(const struct frame *frame)
{
    struct plane plane = {frame->luma, frame->width, frame->height, frame->stride};
    struct pyramid pyramid = {.count = 0};
    struct threshold threshold = {0};
    finders.count = 0;
    assert_true(pyramid_build(&pyramid, &plane));
    for (int level = pyramid.count - 1; level >= 0; level--) {
        assert_true(threshold_compute(&threshold, &pyramid.levels[level]));
        finder_scan(&pyramid.levels[level], &threshold, level, &finders);
    }
    locator_group(&finders, LOCATOR_ANY, &triples);
    threshold_finish(&threshold);
    pyramid_finish(&pyramid);
}

/* The centre of one of the code's three patterns, straight from how it was drawn. */
static struct scan_point pattern_centre(const struct qr_scene_code *code, int modules, int which)
{
    float near = 3.5f / (float)modules, far = 1 - near;
    float u = which == 1 ? far : near, v = which == 2 ? far : near;
    const struct scan_point *c = code->corners;
    return (struct scan_point){c[0].x + u * (c[1].x - c[0].x) + v * (c[3].x - c[0].x),
                               c[0].y + u * (c[1].y - c[0].y) + v * (c[3].y - c[0].y)};
}

static void assert_near(const struct finder *finder, struct scan_point at, float module)
{
    assert_true(hypotf(finder->x - at.x, finder->y - at.y) < 1.2f * module);
    assert_true(finder->module > 0.7f * module && finder->module < 1.7f * module);
}

static void test_turns_and_sizes(void **state)
{
    (void)state;
    static const float modules[] = {1.6f, 2.3f, 4, 7, 12, 22};
    for (size_t size = 0; size < sizeof modules / sizeof modules[0]; size++) {
        for (int turn = 0; turn < 360; turn += 30) {
            struct frame frame;
            int side = (int)(45 * modules[size]) + 40;
            qr_scene_init(&frame, side, side, 200);
            struct qr_scene_code code = {.text = "locator",
                                         .version = 2,
                                         .level = QR_LEVEL_M,
                                         .dark = 30,
                                         .light = 215,
                                         .quiet = 4};
            float length = 25 * modules[size];
            qr_scene_square(((float)side - length) / 2, ((float)side - length) / 2, length,
                            (float)turn, code.corners);
            assert_true(qr_scene_draw(&frame, &code));
            locate(&frame);
            assert_true(triples.count > 0);
            const struct triple *best = &triples.items[0];
            assert_near(&finders.items[best->corner], pattern_centre(&code, 25, 0), modules[size]);
            assert_near(&finders.items[best->right], pattern_centre(&code, 25, 1), modules[size]);
            assert_near(&finders.items[best->bottom], pattern_centre(&code, 25, 2), modules[size]);
            qr_scene_finish(&frame);
        }
    }
}

static void test_inverted(void **state)
{
    (void)state;
    struct frame frame;
    qr_scene_init(&frame, 300, 300, 60);
    struct qr_scene_code code = {
        .text = "dark mode", .version = 2, .dark = 220, .light = 20, .quiet = 4};
    qr_scene_square(80, 80, 120, 15, code.corners);
    assert_true(qr_scene_draw(&frame, &code));
    locate(&frame);
    assert_true(triples.count > 0);
    assert_true(finders.items[triples.items[0].corner].inverted);
    qr_scene_finish(&frame);
}

/* Grouping alone: the square is preferred to what else could be made of five patterns. */
static void test_group(void **state)
{
    (void)state;
    struct finder_list list = {.count = 5};
    static const float places[5][2] = {{100, 100}, {200, 102}, {98, 201}, {330, 120}, {150, 420}};
    for (int i = 0; i < 5; i++) {
        list.items[i] = (struct finder){
            .x = places[i][0], .y = places[i][1], .module = 4, .hits = 4, .contrast = 100};
    }
    locator_group(&list, LOCATOR_ANY, &triples);
    assert_true(triples.count >= 1);
    assert_int_equal(triples.items[0].corner, 0);
    assert_int_equal(triples.items[0].right, 1);
    assert_int_equal(triples.items[0].bottom, 2);
    for (int i = 1; i < triples.count; i++) {
        assert_true(triples.items[i].penalty >= triples.items[i - 1].penalty);
    }
    list.items[1].inverted = true; /* dark and light do not mix */
    locator_group(&list, LOCATOR_ANY, &triples);
    for (int i = 0; i < triples.count; i++) {
        assert_int_not_equal(triples.items[i].corner, 1);
        assert_int_not_equal(triples.items[i].right, 1);
        assert_int_not_equal(triples.items[i].bottom, 1);
    }
}

/* Full lists keep the strongest, and never grow past their room. */
static void test_crowd(void **state)
{
    (void)state;
    struct frame frame;
    qr_scene_init(&frame, 640, 480, 200);
    unsigned random = 7;
    for (size_t i = 0; i < frame.capacity; i++) {
        random = random * 1664525u + 1013904223u;
        frame.luma[i] = random >> 31 ? 150 : 100;
    }
    struct qr_scene_code code = {
        .text = "in the crowd", .version = 2, .dark = 0, .light = 255, .quiet = 4};
    qr_scene_square(300, 200, 110, 0, code.corners);
    assert_true(qr_scene_draw(&frame, &code));
    locate(&frame);
    assert_in_range(finders.count, 3, FINDERS_MAX);
    int found = 0;
    for (int which = 0; which < 3; which++) {
        struct scan_point at = pattern_centre(&code, 25, which);
        for (int i = 0; i < finders.count; i++) {
            found += hypotf(finders.items[i].x - at.x, finders.items[i].y - at.y) < 4;
        }
    }
    assert_true(found >= 3);
    qr_scene_finish(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_turns_and_sizes),
        cmocka_unit_test(test_inverted),
        cmocka_unit_test(test_group),
        cmocka_unit_test(test_crowd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
