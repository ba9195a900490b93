#define LOG_MODULE "kiosk"
#include <stdlib.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "timebase.h"

#define RETRY_US 3000000
#define CORNERS_SHOWN_US 400000

bool kiosk_post(struct kiosk *kiosk, struct posted *posted)
{
    return ui_post(kiosk->ui, posted);
}

static void post_code(struct kiosk *kiosk, const uint8_t *data, size_t size)
{
    struct posted *posted = calloc(1, sizeof *posted);
    if (posted) {
        posted->kind = POSTED_CODE;
        posted->code.size = size < SCAN_DATA_MAX ? size : SCAN_DATA_MAX;
        memcpy(posted->code.data, data, posted->code.size);
        if (!kiosk_post(kiosk, posted)) {
            free(posted);
        }
    }
}

/* Decoder thread. A ticket of ours is believed at once: its signature is checked next. */
static bool is_proven(const struct scan_code *code, void *userdata)
{
    (void)userdata;
    return guidance_is_ticket(code);
}

/* Decoder thread. */
static void on_code(const struct scan_code *code, const struct frame *frame, void *userdata)
{
    struct kiosk *kiosk = userdata;
    (void)frame;
    pthread_mutex_lock(&kiosk->preview.lock);
    for (int i = 0; i < 4; i++) {
        kiosk->preview.corners[2 * i] = code->corners[i].x;
        kiosk->preview.corners[2 * i + 1] = code->corners[i].y;
    }
    kiosk->preview.corners_us = time_monotonic_us();
    bool taken = guidance_takes(code, kiosk->preview.tickets);
    kiosk->preview.passed_over |= !taken;
    pthread_mutex_unlock(&kiosk->preview.lock);
    if (taken) {
        post_code(kiosk, code->data, code->size);
    }
}

/* Decoder thread. */
static void on_result(const struct scan_result *result, const struct frame *frame, void *userdata)
{
    struct kiosk *kiosk = userdata;
    struct preview *preview = &kiosk->preview;
    preview->tickets = guidance_tickets(result);
    enum ui_guidance advice =
        guidance_step(&preview->guidance, guidance_of(result, frame), time_monotonic_us());
    pthread_mutex_lock(&preview->lock);
    preview->advice = advice;
    pthread_mutex_unlock(&preview->lock);
}

/* Capture thread. The picture waits in one slot; one wake-up at a time is under way. */
static void on_frame(const struct frame *frame, void *userdata)
{
    struct kiosk *kiosk = userdata;
    pthread_mutex_lock(&kiosk->preview.lock);
    bool wake = frame_copy(&kiosk->preview.frame, frame) && !kiosk->preview.waiting;
    kiosk->preview.waiting = kiosk->preview.waiting || wake;
    pthread_mutex_unlock(&kiosk->preview.lock);
    struct posted *posted = wake ? calloc(1, sizeof *posted) : NULL;
    if (posted) {
        posted->kind = POSTED_FRAME;
    }
    if (wake && (!posted || !kiosk_post(kiosk, posted))) {
        free(posted);
        pthread_mutex_lock(&kiosk->preview.lock);
        kiosk->preview.waiting = false;
        pthread_mutex_unlock(&kiosk->preview.lock);
    }
}

/* Either of the scanner's threads. */
static void on_state(enum scanner_state state, const char *description, void *userdata)
{
    struct kiosk *kiosk = userdata;
    struct posted *posted = calloc(1, sizeof *posted);
    LOG_INFO("camera: %s", description);
    if (posted) {
        posted->kind = POSTED_SCANNER;
        posted->scanner = state;
        if (!kiosk_post(kiosk, posted)) {
            free(posted);
        }
    }
}

void kiosk_camera_frame(struct kiosk *kiosk)
{
    struct preview *preview = &kiosk->preview;
    float corners[8];
    pthread_mutex_lock(&preview->lock);
    struct frame newest = preview->frame; /* swap: no copy on this thread */
    preview->frame = kiosk->shown;
    kiosk->shown = newest;
    preview->waiting = false;
    bool found =
        preview->corners_us && time_monotonic_us() - preview->corners_us < CORNERS_SHOWN_US;
    memcpy(corners, preview->corners, sizeof corners);
    enum ui_guidance advice = preview->advice;
    bool again = preview->passed_over && advice != UI_GUIDE_ONE;
    preview->passed_over &= !again;
    pthread_mutex_unlock(&preview->lock);
    if (again && kiosk->scanner) {
        scanner_rearm(kiosk->scanner);
    }
    if (advice != kiosk->model.guidance) {
        kiosk->model.guidance = advice;
        kiosk->dirty = true;
    }
    if (kiosk->shown.luma) {
        ui_camera_frame(kiosk->ui, &kiosk->shown, found ? corners : NULL);
    }
}

void kiosk_camera_state(struct kiosk *kiosk, enum scanner_state state)
{
    kiosk->model.camera = state == SCANNER_LOST    ? UI_CAMERA_LOST
                          : state == SCANNER_ENDED ? UI_CAMERA_NONE
                                                   : UI_CAMERA_RUNNING;
    kiosk->dirty = true;
}

/* Reader thread. */
static void on_text(const uint8_t *data, size_t size, const char *device, void *userdata)
{
    LOG_DEBUG("a code from %s", device);
    post_code(userdata, data, size);
}

void kiosk_reader_start(struct kiosk *kiosk)
{
    const struct code_reader_config config = {
        .spec = kiosk->options->reader, .on_text = on_text, .userdata = kiosk};
    if (kiosk->options->reader) {
        kiosk->reader = code_reader_start(&config);
    }
}

void kiosk_camera_start(struct kiosk *kiosk)
{
    int64_t now = time_monotonic_us();
    if (kiosk->scanner || now < kiosk->scanner_retry_us) {
        return;
    }
    const struct scanner_config config = {
        .source_spec = kiosk->options->camera,
        .source_options = {.loop = true, .hold = kiosk->options->script != NULL, .wait = true},
        .is_proven = is_proven,
        .on_code = on_code,
        .on_result = on_result,
        .on_frame = on_frame,
        .on_state = on_state,
        .userdata = kiosk,
    };
    kiosk->scanner = scanner_start(&config);
    kiosk->scanner_retry_us = now + RETRY_US;
    kiosk->model.camera = kiosk->scanner ? UI_CAMERA_RUNNING : UI_CAMERA_NONE;
    kiosk->dirty = true;
}
