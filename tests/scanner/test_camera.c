/* The camera as a frame source: loss and return, on a device that the test plays.
 * link: scanner/camera.c scanner/camera_care.c scanner/device_node.c scanner/fault.c
 * link: scanner/frame.c kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c */
#include "scanner/camera.h"

#include <grp.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "scanner/camera_care.h"
#include "scanner/camera_device.h"
#include "scanner/device_node.h"
#include "tests/scanner/fixture.h"
#include "timebase.h"

/* ---- the device, in place of camera_v4l2.c ---- */

struct camera_device {
    int unused;
};

static const char *plugged_reason; /* why it does not open; NULL: it does */
static enum camera_status next_read;
static int opens, closes, torch;
static uint8_t grey = 50;
static int64_t now_us;

struct camera_device *camera_device_open(const char *path, const struct camera_wish *wish,
                                         struct fault *fault)
{
    (void)path;
    assert_int_equal(wish->width, 1280);
    assert_int_equal(wish->fps, 30);
    if (plugged_reason) {
        fault_set(fault, "%s", plugged_reason);
        return NULL;
    }
    opens++;
    return calloc(1, sizeof(struct camera_device));
}

enum camera_status camera_device_read(struct camera_device *device, int timeout_ms,
                                      struct frame *out, struct fault *fault)
{
    (void)device, (void)timeout_ms;
    fixture_grey(out, 64, 36, grey);
    out->captured_us = now_us;
    fault_set(fault, "unplugged");
    return next_read;
}

bool camera_device_set(struct camera_device *device, uint32_t control, int value)
{
    (void)device;
    torch = control == camera_torch_on.control ? value : torch;
    return false;
}

const char *camera_device_describe(const struct camera_device *device)
{
    (void)device;
    return "played camera";
}

void camera_device_close(struct camera_device *device)
{
    closes += device != NULL;
    free(device);
}

/* ---- tests ---- */

static const struct frame_source_options options = {
    .want_width = 1280, .want_height = 720, .want_fps = 30};

static void survives_unplugging(void **state)
{
    (void)state;
    struct frame frame = {0};
    opens = closes = 0;
    plugged_reason = NULL;
    next_read = CAMERA_FRAME;
    fixture_log_start();
    struct frame_source *camera = camera_open("/dev/played", &options);
    assert_non_null(camera);
    assert_true(camera->ops->live);
    assert_int_equal(camera->ops->next(camera, 10, &frame), FRAME_READY);
    assert_int_equal(frame.sequence, 1);
    next_read = CAMERA_NONE;
    assert_int_equal(camera->ops->next(camera, 10, &frame), FRAME_TIMEOUT);
    next_read = CAMERA_GONE;
    plugged_reason = "not plugged in";
    assert_int_equal(camera->ops->next(camera, 10, &frame), FRAME_LOST);
    assert_int_equal(closes, 1);
    assert_true(fixture_log_has("played camera: unplugged"));
    assert_non_null(strstr(camera->ops->describe(camera), "unplugged"));
    int64_t lost_us = time_monotonic_us();
    for (int i = 0; i < 4; i++) { /* not plugged in is what follows: told once in all */
        assert_int_equal(camera->ops->next(camera, 300, &frame), FRAME_LOST);
    }
    assert_true(time_monotonic_us() - lost_us >= 1000 * 1000); /* it waits, it does not spin */
    assert_int_equal(fixture_log_count(), 2);
    plugged_reason = "no permission";
    for (int i = 0; i < 4; i++) {
        assert_int_equal(camera->ops->next(camera, 300, &frame), FRAME_LOST);
    }
    assert_int_equal(fixture_log_count(), 3);
    plugged_reason = NULL;
    next_read = CAMERA_FRAME;
    enum frame_status status = FRAME_LOST;
    for (int i = 0; i < 10 && status == FRAME_LOST; i++) {
        status = camera->ops->next(camera, 300, &frame);
    }
    assert_int_equal(status, FRAME_READY);
    assert_int_equal(frame.sequence, 2); /* goes on counting */
    assert_true(fixture_log_has("is back"));
    assert_int_equal(fixture_log_count(), 4);
    assert_int_equal(opens, 2);
    fixture_log_stop();
    camera->ops->destroy(camera);
    assert_int_equal(closes, 2);
    frame_finish(&frame);
}

static void restarts(void **state)
{
    (void)state;
    struct frame frame = {0};
    opens = closes = 0;
    plugged_reason = NULL;
    next_read = CAMERA_FRAME;
    struct frame_source *camera = camera_open("/dev/played", &options);
    camera->ops->restart(camera);
    assert_int_equal(opens, 2);
    assert_int_equal(closes, 1);
    assert_int_equal(camera->ops->next(camera, 10, &frame), FRAME_READY);
    plugged_reason = "not plugged in";
    camera->ops->restart(camera);
    assert_int_equal(camera->ops->next(camera, 10, &frame), FRAME_LOST);
    camera->ops->destroy(camera);
    assert_int_equal(opens, closes);
    frame_finish(&frame);
}

static void lights_the_dark(void **state)
{
    (void)state;
    static const struct {
        double at_s;
        uint8_t grey;
        bool lit;
    } rows[] = {
        {10, 90, false},   {11, 20, false},   {11.9, 20, false}, {12, 90, false}, /* a shadow */
        {13, 20, false},   {14.1, 20, true},  {15, 90, true},    {74, 90, true},
        {74.2, 90, false}, {74.3, 20, false}, {75.4, 20, true}, /* still dark: longer */
        {190, 90, true},   {196, 90, false},  {197, 90, false},  {260, 90, false}, /* light again */
        {261, 20, false},  {262.1, 20, true}, {321, 90, true},   {322.2, 90, false},
    };
    struct frame frame = {0};
    plugged_reason = NULL;
    next_read = CAMERA_FRAME;
    torch = camera_torch_off.value;
    struct frame_source *camera = camera_open("/dev/played", &options);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        grey = rows[i].grey;
        now_us = (int64_t)(rows[i].at_s * 1e6);
        assert_int_equal(camera->ops->next(camera, 10, &frame), FRAME_READY);
        if (torch != (rows[i].lit ? camera_torch_on.value : camera_torch_off.value)) {
            fail_msg("at %.1f s", rows[i].at_s);
        }
    }
    grey = 20;
    for (now_us += 1; torch == camera_torch_off.value; now_us += 500 * 1000) {
        camera->ops->next(camera, 10, &frame);
    }
    camera->ops->destroy(camera); /* leaves no light on */
    assert_int_equal(torch, camera_torch_off.value);
    grey = 50;
    frame_finish(&frame);
}

static void says_how_to_mend(void **state)
{
    (void)state;
    plugged_reason = "no permission: add the user to the group 'video'";
    fixture_log_start();
    assert_null(camera_open("/dev/played", &options));
    assert_int_equal(fixture_log_count(), 1);
    assert_true(fixture_log_has("/dev/played: no permission: add the user to the group 'video'"));
    assert_true(fixture_log_has("--camera DIR"));
    fixture_log_stop();
}

static void waits_when_told_to(void **state)
{
    (void)state;
    struct frame frame = {0};
    struct frame_source_options waiting = options;
    waiting.wait = true;
    plugged_reason = "not plugged in";
    next_read = CAMERA_FRAME;
    fixture_log_start();
    struct frame_source *camera = camera_open("/dev/played", &waiting);
    assert_non_null(camera);
    assert_string_equal(camera->ops->describe(camera), "/dev/played: not plugged in");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(camera->ops->next(camera, 300, &frame), FRAME_LOST);
    }
    assert_int_equal(fixture_log_count(), 1);
    plugged_reason = NULL;
    enum frame_status status = FRAME_LOST;
    for (int i = 0; i < 10 && status == FRAME_LOST; i++) {
        status = camera->ops->next(camera, 300, &frame);
    }
    assert_int_equal(status, FRAME_READY);
    fixture_log_stop();
    camera->ops->destroy(camera);
    frame_finish(&frame);
}

/* ---- device nodes ---- */

static void lists_nodes_by_number(void **state)
{
    (void)state;
    char folder[64], paths[4][DEVICE_PATH_SIZE];
    static const char *const names[] = {"video10", "video2", "video",  "video3a",
                                        "vide4",   "video0", "xvideo1"};
    fixture_folder_create(folder);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        fixture_write(folder, names[i], "", 0);
    }
    assert_int_equal(device_node_list(folder, "video", paths, 4), 3);
    assert_string_equal(paths[0] + strlen(folder), "/video0");
    assert_string_equal(paths[1] + strlen(folder), "/video2");
    assert_string_equal(paths[2] + strlen(folder), "/video10");
    assert_int_equal(device_node_list(folder, "video", paths, 1), 1);
    fixture_folder_remove(folder);
    assert_int_equal(device_node_list(folder, "video", paths, 4), 0);
}

static void explains_nodes_that_do_not_open(void **state)
{
    (void)state;
    struct fault fault;
    assert_int_equal(device_node_open("/nonexistent/video0", &fault), -1);
    assert_string_equal(fault.text, "not plugged in");
    char folder[64];
    fixture_folder_create(folder);
    fixture_write(folder, "video0", "", 0);
    assert_int_equal(device_node_open(fixture_path(folder, "video0"), &fault), -1);
    assert_string_equal(fault.text, "not a device");
    fixture_folder_remove(folder);
}

static void names_the_group_that_may(void **state)
{
    (void)state;
    char folder[64];
    struct fault fault = {""};
    const struct group *group = getgrgid(44); /* video, on Debian */
    fixture_folder_create(folder);
    const char *path = fixture_path(folder, "video0");
    if (geteuid() != 0 || !group || chmod(folder, 0755) != 0 ||
        mknod(path, S_IFCHR, makedev(1, 3)) != 0 || chmod(path, 0660) != 0 ||
        chown(path, 0, group->gr_gid) != 0) {
        fixture_folder_remove(folder);
        print_message("skip: needs root, a group and device nodes\n");
        skip();
    }
    assert_int_equal(seteuid(65534), 0);
    int fd = device_node_open(path, &fault);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(fd, -1);
    assert_non_null(strstr(fault.text, group->gr_name));
    assert_non_null(strstr(fault.text, "usermod"));
    fixture_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_unplugging),
        cmocka_unit_test(restarts),
        cmocka_unit_test(lights_the_dark),
        cmocka_unit_test(says_how_to_mend),
        cmocka_unit_test(waits_when_told_to),
        cmocka_unit_test(lists_nodes_by_number),
        cmocka_unit_test(explains_nodes_that_do_not_open),
        cmocka_unit_test(names_the_group_that_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
