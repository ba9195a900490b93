/* The camera of this machine, where it has one. (make test-camera always has one.)
 * link: scanner/camera.c scanner/camera_care.c scanner/camera_v4l2.c scanner/camera_format.c
 * link: scanner/device_node.c scanner/luma.c scanner/fault.c scanner/frame_source.c
 * link: scanner/replay.c scanner/image.c scanner/image_file.c scanner/image_jpeg.c
 * link: scanner/image_png.c scanner/image_pgm.c scanner/exif.c scanner/frame.c
 * link: kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c */
#include <unistd.h>

#include "frame_source.h"
#include "tests/scanner/fixture.h"

static void delivers_frames(void **state)
{
    (void)state;
    fixture_log_start();
    struct frame_source *camera = frame_source_open("auto", NULL);
    fixture_log_stop();
    if (!camera) {
        print_message("skip: no usable camera here\n");
        skip();
    }
    struct frame frame = {0};
    int frames = 0;
    for (int tries = 0; tries < 100 && frames < 10; tries++) {
        frames += camera->ops->next(camera, 200, &frame) == FRAME_READY;
    }
    print_message("%s: %d frames\n", camera->ops->describe(camera), frames);
    assert_int_equal(frames, 10);
    assert_int_equal(frame.sequence, 10);
    frame_finish(&frame);
    frame_source_destroy(camera);
}

static void says_how_to_go_on_without_a_camera(void **state)
{
    (void)state;
    if (access("/dev/video0", F_OK) == 0) {
        skip();
    }
    fixture_log_start();
    assert_null(frame_source_open("auto", NULL));
    assert_int_equal(fixture_log_count(), 1);
    assert_true(fixture_log_has("plug one in") && fixture_log_has("--camera DIR"));
    fixture_log_start();
    assert_null(frame_source_open("/dev/video0", NULL));
    assert_int_equal(fixture_log_count(), 1);
    assert_true(fixture_log_has("/dev/video0: not plugged in"));
    fixture_log_stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delivers_frames),
        cmocka_unit_test(says_how_to_go_on_without_a_camera),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
