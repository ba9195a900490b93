#define LOG_MODULE "kiosk"
#include <stdio.h>
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

/* ---- the overlay ---- */

static void describe_stages(const struct scan_result *result, struct ui_overlay *overlay)
{
    int line = 1;
    for (size_t i = 0; i < result->stage_count && line < UI_OVERLAY_LINES - 1; i++, line++) {
        const struct scan_stage *stage = &result->stages[i];
        snprintf(overlay->lines[line], sizeof overlay->lines[line],
                 "%-10s %5.2f ms %3d finders %2d likely %2d read", stage->name,
                 (double)stage->elapsed_us / 1000, stage->finders, stage->candidates, stage->read);
    }
    char *text = overlay->lines[line];
    size_t size = sizeof overlay->lines[line], used = 0;
    for (size_t i = 0; i < result->step_count && used < size; i++) {
        const struct scan_step *step = &result->steps[i];
        used += (size_t)snprintf(text + used, size - used, "%s%s %d/%d", i ? " " : "", step->name,
                                 step->read, step->tries);
    }
}

static void describe(const struct scan_result *result, const struct frame *frame,
                     struct ui_overlay *overlay)
{
    static const enum ui_mark kinds[] = {[SCAN_MARK_FINDER] = UI_MARK_FINDER,
                                         [SCAN_MARK_CANDIDATE] = UI_MARK_CANDIDATE,
                                         [SCAN_MARK_READ] = UI_MARK_READ};
    memset(overlay, 0, sizeof *overlay);
    for (size_t i = 0; i < result->mark_count && i < UI_OVERLAY_MARKS; i++) {
        overlay->marks[i].kind = kinds[result->marks[i].kind];
        for (int k = 0; k < 4; k++) {
            overlay->marks[i].corners[2 * k] = result->marks[i].corners[k].x;
            overlay->marks[i].corners[2 * k + 1] = result->marks[i].corners[k].y;
        }
        overlay->mark_count++;
    }
    snprintf(overlay->lines[0], sizeof overlay->lines[0], "%dx%d %.2f ms %s%s", frame->width,
             frame->height, (double)result->elapsed_us / 1000,
             result->count ? "read by " : "nothing read", result->method);
    describe_stages(result, overlay);
}

/* Whoever has started the kiosk in a window, by a script, or with the option sets it up. A keyboard
 * put to a kiosk that fills the screen gets nothing. */
bool kiosk_camera_overlay(struct kiosk *kiosk)
{
    const struct kiosk_options *options = kiosk->options;
    bool may = options->camera_overlay || options->windowed || options->script;
    if (may) {
        pthread_mutex_lock(&kiosk->preview.lock);
        bool wanted = kiosk->preview.wants_overlay = !kiosk->preview.wants_overlay;
        pthread_mutex_unlock(&kiosk->preview.lock);
        if (!wanted) {
            ui_camera_overlay(kiosk->ui, NULL);
        }
    }
    return may;
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
    if (preview->wants_overlay) {
        describe(result, frame, &preview->overlay);
    }
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
    if (preview->wants_overlay) {
        ui_camera_overlay(kiosk->ui, &preview->overlay);
    }
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
