/* The replay of a folder as a frame source: order, loop, holding, pace, bad pictures.
 * link: scanner/camera.c scanner/camera_v4l2.c scanner/camera_format.c scanner/device_node.c
 * link: scanner/luma.c scanner/fault.c scanner/camera_care.c
 * link: scanner/frame_source.c scanner/replay.c scanner/image.c scanner/image_file.c
 * link: scanner/image_jpeg.c scanner/image_png.c scanner/image_pgm.c scanner/exif.c
 * link: scanner/frame.c kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c */
#include "frame_source.h"
#include "tests/scanner/fixture.h"
#include "timebase.h"

#define FAST 1000 /* fps, so that no test waits */

static char folder[64];
static struct frame frame;

static void add_picture(const char *name, uint8_t grey)
{
    struct frame picture = {0};
    fixture_grey(&picture, 8, 6, grey);
    fixture_write_pgm(folder, name, &picture);
    frame_finish(&picture);
}

static int make_folder(void **state)
{
    (void)state;
    fixture_folder_create(folder);
    add_picture("b.pgm", 20);
    add_picture("a10.pgm", 11);
    add_picture("a1.PGM", 10);
    add_picture("c.pgm", 30);
    add_picture(".hidden.pgm", 99);
    fixture_write(folder, "bb.jpg", "not a picture", 13);
    fixture_write(folder, "readme.txt", "not a picture", 13);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    fixture_folder_remove(folder);
    frame_finish(&frame);
    return 0;
}

static enum frame_status next(struct frame_source *source)
{
    return source->ops->next(source, 10000, &frame);
}

static void delivers_in_name_order_once(void **state)
{
    (void)state;
    static const uint8_t order[] = {10, 11, 20, 30};
    fixture_log_start();
    struct frame_source *source =
        frame_source_open(folder, &(struct frame_source_options){.want_fps = FAST});
    assert_non_null(source);
    assert_string_equal(source->ops->kind, "replay");
    assert_non_null(strstr(source->ops->describe(source), folder));
    for (size_t i = 0; i < sizeof order; i++) {
        assert_int_equal(next(source), FRAME_READY);
        assert_int_equal(frame.luma[0], order[i]);
        assert_int_equal(frame.sequence, i + 1);
        assert_true(frame.captured_us <= time_monotonic_us());
    }
    assert_int_equal(next(source), FRAME_ENDED);
    assert_int_equal(next(source), FRAME_ENDED);
    assert_int_equal(fixture_log_count(), 1);
    assert_true(fixture_log_has("bb.jpg"));
    fixture_log_stop();
    frame_source_destroy(source);
}

static void loops_and_warns_once(void **state)
{
    (void)state;
    static const uint8_t order[] = {10, 11, 20, 30};
    fixture_log_start();
    struct frame_source *source =
        frame_source_open(folder, &(struct frame_source_options){.want_fps = FAST, .loop = true});
    for (size_t i = 0; i < 3 * sizeof order; i++) {
        assert_int_equal(next(source), FRAME_READY);
        assert_int_equal(frame.luma[0], order[i % sizeof order]);
        assert_int_equal(frame.sequence, i + 1);
    }
    assert_int_equal(fixture_log_count(), 1);
    fixture_log_stop();
    frame_source_destroy(source);
}

static void plays_one_picture(void **state)
{
    (void)state;
    struct frame_source *source = frame_source_open(
        fixture_path(folder, "c.pgm"), &(struct frame_source_options){.want_fps = FAST});
    assert_int_equal(next(source), FRAME_READY);
    assert_int_equal(frame.luma[0], 30);
    assert_int_equal(next(source), FRAME_ENDED);
    frame_source_destroy(source);
}

static void keeps_the_pace(void **state)
{
    (void)state;
    struct frame_source *source =
        frame_source_open(folder, &(struct frame_source_options){.want_fps = 1});
    assert_int_equal(next(source), FRAME_READY); /* the first comes at once */
    assert_int_equal(source->ops->next(source, 0, &frame), FRAME_TIMEOUT);
    assert_int_equal(source->ops->next(source, 5, &frame), FRAME_TIMEOUT);
    int64_t first = frame.captured_us;
    assert_int_equal(next(source), FRAME_READY);
    assert_true(frame.captured_us - first >= 999000); /* never faster than asked */
    frame_source_destroy(source);
}

static void holds_what_it_is_told(void **state)
{
    (void)state;
    const struct frame_source_options options = {
        .want_fps = FAST, .want_width = 32, .want_height = 24, .hold = true};
    struct frame_source *source = frame_source_open(folder, &options);
    assert_int_equal(next(source), FRAME_READY);
    assert_int_equal(frame.width, 32); /* an empty grey frame at first */
    assert_int_equal(frame.luma[31], 128);
    assert_true(frame_source_hold(source, "b.pgm"));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(next(source), FRAME_READY);
        assert_int_equal(frame.width, 8);
        assert_int_equal(frame.luma[0], 20);
    }
    static const char *const bad[] = {"bb.jpg", "absent.pgm", "../b.pgm", "/etc/passwd", ""};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        fixture_log_start();
        assert_false(frame_source_hold(source, bad[i]));
        assert_int_equal(fixture_log_count(), 1);
        fixture_log_stop();
        assert_int_equal(next(source), FRAME_READY);
        assert_int_equal(frame.luma[0], 20);
    }
    add_picture("late.pgm", 77); /* after the folder was opened */
    assert_true(frame_source_hold(source, "late.pgm"));
    assert_int_equal(next(source), FRAME_READY);
    assert_int_equal(frame.luma[0], 77);
    assert_int_equal(remove(fixture_path(folder, "late.pgm")), 0);
    assert_true(frame_source_hold(source, NULL));
    assert_int_equal(next(source), FRAME_READY);
    assert_int_equal(frame.luma[0], 128);
    assert_int_equal(frame.sequence, 11);
    frame_source_destroy(source);
}

static void reads_again_what_did_not_fit_into_memory(void **state)
{
    (void)state;
    char large[64];
    struct frame picture = {0};
    fixture_folder_create(large);
    for (uint8_t i = 0; i < 3; i++) { /* 3 x 40 MB where 64 MB are kept */
        char name[8];
        snprintf(name, sizeof name, "%d.pgm", i);
        fixture_grey(&picture, 8000, 5000, i);
        fixture_write_pgm(large, name, &picture);
    }
    struct frame_source *source =
        frame_source_open(large, &(struct frame_source_options){.want_fps = FAST, .loop = true});
    for (int i = 0; i < 7; i++) {
        assert_int_equal(next(source), FRAME_READY);
        assert_int_equal(frame.luma[0], i % 3);
        assert_int_equal(frame.width, 8000);
    }
    frame_source_destroy(source);
    frame_finish(&picture);
    fixture_folder_remove(large);
}

static void says_why_it_cannot_open(void **state)
{
    (void)state;
    char empty[64];
    fixture_folder_create(empty);
    const struct {
        const char *spec, *why;
    } rows[] = {{empty, "no pictures in"}, {"/nonexistent/folder", "/nonexistent/folder"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_log_start();
        assert_null(frame_source_open(rows[i].spec, NULL));
        assert_int_equal(fixture_log_count(), 1);
        assert_true(fixture_log_has(rows[i].why));
        fixture_log_stop();
    }
    struct frame_source *source =
        frame_source_open(empty, &(struct frame_source_options){.hold = true});
    assert_non_null(source);
    frame_source_destroy(source);
    fixture_folder_remove(empty);
    frame_source_destroy(NULL);
}

static void ends_when_nothing_is_readable(void **state)
{
    (void)state;
    char bad[64];
    fixture_folder_create(bad);
    fixture_write(bad, "1.png", "x", 1);
    fixture_write(bad, "2.png", "x", 1);
    fixture_log_start();
    struct frame_source *source =
        frame_source_open(bad, &(struct frame_source_options){.want_fps = FAST, .loop = true});
    assert_int_equal(next(source), FRAME_ENDED);
    assert_int_equal(next(source), FRAME_ENDED);
    assert_int_equal(fixture_log_count(), 2);
    fixture_log_stop();
    frame_source_destroy(source);
    fixture_folder_remove(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delivers_in_name_order_once),
        cmocka_unit_test(loops_and_warns_once),
        cmocka_unit_test(plays_one_picture),
        cmocka_unit_test(keeps_the_pace),
        cmocka_unit_test(holds_what_it_is_told),
        cmocka_unit_test(reads_again_what_did_not_fit_into_memory),
        cmocka_unit_test(says_why_it_cannot_open),
        cmocka_unit_test(ends_when_nothing_is_readable),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
