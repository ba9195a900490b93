/* The camera path on a real kernel driver, in the test's virtual machine.
 * link: scanner/ kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c tests/scanner/qr_scene.c
 * link: tests/camera-qemu/vivid.c */
#include <pthread.h>
#include <time.h>

#include "log.h"
#include "scanner.h"
#include "scanner/camera_device.h"
#include "tests/camera-qemu/vivid.h"
#include "tests/scanner/fixture.h"
#include "tests/scanner/qr_scene.h"
#include "timebase.h"

#define PATIENCE_S 60 /* an emulated processor is slow */

/* ---- what the scanner tells ---- */

struct seen {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum scanner_state state;
    char description[256], text[200];
    int codes, frames;
};

static struct seen seen = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, SCANNER_STARTING, "", "", 0, 0};

static void see_code(const struct scan_code *code, const struct frame *frame, void *userdata)
{
    (void)frame, (void)userdata;
    pthread_mutex_lock(&seen.lock);
    snprintf(seen.text, sizeof seen.text, "%.199s", (const char *)code->data);
    seen.codes++;
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
}

static void see_frame(const struct frame *frame, void *userdata)
{
    (void)frame, (void)userdata;
    pthread_mutex_lock(&seen.lock);
    seen.frames++;
    pthread_mutex_unlock(&seen.lock);
}

static void see_state(enum scanner_state state, const char *description, void *userdata)
{
    (void)userdata;
    static const char *const names[] = {"starting", "running", "lost", "ended"};
    pthread_mutex_lock(&seen.lock);
    seen.state = state;
    snprintf(seen.description, sizeof seen.description, "%s", description);
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
    printf("# %s: %s\n", names[state], description);
}

static bool is_running(const void *unused)
{
    (void)unused;
    return seen.state == SCANNER_RUNNING;
}

static bool is_lost(const void *why)
{
    return seen.state == SCANNER_LOST && strstr(seen.description, why);
}

static bool has_text(const void *text)
{
    return strcmp(seen.text, text) == 0;
}

/* Fails the test when it does not come true in PATIENCE_S. */
static void wait_until(bool (*is_so)(const void *what), const void *what)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    int failure = 0;
    pthread_mutex_lock(&seen.lock);
    while (!is_so(what) && failure == 0) {
        failure = pthread_cond_timedwait(&seen.changed, &seen.lock, &until);
    }
    pthread_mutex_unlock(&seen.lock);
    if (failure) {
        fail_msg("waited in vain for %s; state %d %s, text %s", (const char *)what, seen.state,
                 seen.description, seen.text);
    }
}

/* ---- the stage ---- */

static struct frame picture;

/* A picture with the code `text`. */
static const struct frame *draw(const char *text)
{
    struct qr_scene_code code = {
        .text = text, .level = QR_LEVEL_M, .dark = 40, .light = 210, .quiet = 4};
    qr_scene_finish(&picture);
    qr_scene_init(&picture, 1280, 720, 120);
    qr_scene_square(450, 200, 300, 10, code.corners);
    assert_true(qr_scene_draw(&picture, &code));
    return &picture;
}

static void find_capture(char path[VIVID_PATH_SIZE])
{
    assert_true(vivid_find(false, path));
}

/* The output is looped to the capture node, which must be idle. */
static void connect_loop(void)
{
    char capture[VIVID_PATH_SIZE], output[VIVID_PATH_SIZE];
    find_capture(capture);
    assert_true(vivid_find(true, output));
    assert_true(vivid_set_input(capture, VIVID_LOOP));
    assert_true(vivid_set_timings(capture) && vivid_set_timings(output));
    assert_true(vivid_set(capture, "Loop Video", 1));
}

static struct scanner *start_scanner(const char *spec)
{
    struct scanner_config config = {
        .source_spec = spec, .on_code = see_code, .on_frame = see_frame, .on_state = see_state};
    seen.state = SCANNER_STARTING;
    seen.text[0] = '\0';
    struct scanner *scanner = scanner_start(&config);
    assert_non_null(scanner);
    return scanner;
}

/* ---- tests ---- */

static void finds_the_camera_and_chooses_its_mode(void **state)
{
    (void)state;
    char path[VIVID_PATH_SIZE];
    find_capture(path);
    assert_true(vivid_set_input(path, VIVID_WEBCAM)); /* a webcam, with lists of sizes and rates */
    struct frame_source *camera = frame_source_open("auto", NULL);
    assert_non_null(camera);
    const char *description = camera->ops->describe(camera);
    printf("# %s\n", description);
    assert_non_null(strstr(description, path));
    /* this driver's webcam offers 1280x720 at 12.5 frames a second and 640x480 at 25 */
    assert_non_null(strstr(description, "640x480"));
    assert_non_null(strstr(description, " 25 fps"));
    struct frame frame = {0};
    for (uint64_t i = 1; i <= 5; i++) {
        assert_int_equal(camera->ops->next(camera, PATIENCE_S * 1000, &frame), FRAME_READY);
        assert_int_equal(frame.sequence, i);
        assert_int_equal(frame.width, 640);
        assert_int_equal(frame.height, 480);
        assert_in_range(time_monotonic_us() - frame.captured_us, 0, PATIENCE_S * 1000000);
    }
    frame_finish(&frame);
    frame_source_destroy(camera);
}

static void reads_each_layout(void **state)
{
    (void)state;
    static const enum luma_layout layouts[] = {LUMA_GREY, LUMA_NV12, LUMA_YUYV, LUMA_UYVY};
    char path[VIVID_PATH_SIZE];
    static struct scan_result result;
    connect_loop();
    find_capture(path);
    struct decoder *decoder = decoder_create();
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        const struct camera_wish wish = {1280, 720, 30, 1u << layouts[i]};
        const char *name = luma_layout_string(layouts[i]);
        struct fault fault = {""};
        struct frame frame = {0};
        struct feeder *feeder = feeder_start(layouts[i], draw(name));
        struct camera_device *camera = camera_device_open(path, &wish, &fault);
        assert_string_equal(fault.text, "");
        assert_non_null(strstr(camera_device_describe(camera), name));
        bool found = false;
        int64_t deadline_us = time_monotonic_us() + (int64_t)PATIENCE_S * 1000000;
        while (!found && time_monotonic_us() < deadline_us) {
            if (camera_device_read(camera, 1000, &frame, &fault) == CAMERA_FRAME) {
                decoder_decode(decoder, &frame, &(struct decode_options){0}, &result);
                found = result.count == 1 && strcmp((char *)result.codes[0].data, name) == 0;
            }
        }
        if (!found) {
            fail_msg("no code in %s", name);
        }
        printf("# %s\n", camera_device_describe(camera));
        camera_device_close(camera);
        feeder_stop(feeder);
        frame_finish(&frame);
    }
    decoder_destroy(decoder);
}

static void survives_unplugging(void **state)
{
    (void)state;
    char path[VIVID_PATH_SIZE];
    connect_loop();
    struct feeder *feeder = feeder_start(LUMA_GREY, draw("first"));
    struct scanner *scanner = start_scanner("auto");
    wait_until(has_text, "first");
    feeder_show(feeder, draw("second"));
    wait_until(has_text, "second");
    for (int round = 0; round < 2; round++) {
        assert_true(vivid_unplug());
        wait_until(is_lost, "unplugged");
        feeder_stop(feeder);
        assert_true(vivid_plug());
        find_capture(path);
        assert_true(vivid_set(path, "Loop Video", 1));
        feeder = feeder_start(LUMA_GREY, draw(round ? "fourth" : "third"));
        wait_until(has_text, round ? "fourth" : "third");
        assert_int_equal(seen.state, SCANNER_RUNNING);
    }
    struct scanner_stats stats;
    scanner_stats(scanner, &stats);
    printf("# %llu frames, %llu decoded, %llu dropped\n", (unsigned long long)stats.frames,
           (unsigned long long)stats.decoded, (unsigned long long)stats.dropped);
    scanner_stop(scanner);
    feeder_stop(feeder);
}

static void survives_errors_of_the_driver(void **state)
{
    (void)state;
    char path[VIVID_PATH_SIZE];
    find_capture(path);
    connect_loop();
    struct feeder *feeder = feeder_start(LUMA_GREY, draw("before"));
    struct scanner *scanner = start_scanner(path);
    wait_until(has_text, "before");
    assert_true(vivid_set(path, "Inject V4L2_BUF_FLAG_ERROR", 1));
    feeder_show(feeder, draw("after a bad frame"));
    wait_until(has_text, "after a bad frame");
    assert_true(vivid_set(path, "Inject Fatal Streaming Error", 1));
    wait_until(is_lost, "stopped");
    wait_until(is_running, "running");
    feeder_stop(feeder); /* the error stopped the output too */
    feeder = feeder_start(LUMA_GREY, draw("after a fatal error"));
    wait_until(has_text, "after a fatal error");
    scanner_stop(scanner);
    feeder_stop(feeder);
}

static void notices_frozen_and_black_pictures(void **state)
{
    (void)state;
    char path[VIVID_PATH_SIZE];
    find_capture(path);
    assert_true(vivid_set_input(path, VIVID_WEBCAM));
    struct scanner *scanner = start_scanner(path);
    wait_until(is_running, "running");
    assert_true(vivid_set(path, "OSD Text Mode", 2)); /* no counter: each frame is the same */
    wait_until(is_lost, "frozen");
    assert_true(vivid_set(path, "OSD Text Mode", 0));
    wait_until(is_running, "running");
    assert_true(vivid_set(path, "Test Pattern", 5)); /* black */
    assert_true(vivid_set(path, "OSD Text Mode", 2));
    wait_until(is_lost, "black");
    assert_true(vivid_set(path, "Test Pattern", 0));
    assert_true(vivid_set(path, "OSD Text Mode", 0));
    wait_until(is_running, "running");
    scanner_stop(scanner);
}

static void says_why_a_camera_does_not_open(void **state)
{
    (void)state;
    char path[VIVID_PATH_SIZE], output[VIVID_PATH_SIZE];
    find_capture(path);
    assert_true(vivid_find(true, output));
    assert_true(vivid_set_input(path, VIVID_WEBCAM));
    struct frame_source *first = frame_source_open(path, NULL);
    assert_non_null(first);
    const struct {
        const char *spec, *why;
    } rows[] = {{path, "in use by another program"},
                {"auto", "in use by another program"},
                {output, "does not capture"},
                {"/dev/null", "not a camera"},
                {"/dev/video77", "not plugged in"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_log_start();
        assert_null(frame_source_open(rows[i].spec, NULL));
        assert_int_equal(fixture_log_count(), 1);
        assert_true(fixture_log_has(rows[i].why));
        fixture_log_stop();
    }
    frame_source_destroy(first);
    assert_true(vivid_unplug());
    fixture_log_start();
    assert_null(frame_source_open("auto", NULL));
    assert_true(fixture_log_has("none found: plug one in"));
    fixture_log_stop();
    assert_true(vivid_plug());
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    log_set_level(LOG_LEVEL_INFO);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_camera_and_chooses_its_mode),
        cmocka_unit_test(reads_each_layout),
        cmocka_unit_test(survives_unplugging),
        cmocka_unit_test(survives_errors_of_the_driver),
        cmocka_unit_test(notices_frozen_and_black_pictures),
        cmocka_unit_test(says_why_a_camera_does_not_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
