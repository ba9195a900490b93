/* The composition root: joins store, scanner, printer and screen, and runs the main loop. */
#define LOG_MODULE "kiosk"
#include "kiosk/kiosk.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kiosk/desk.h"
#include "kiosk/print_flow.h"
#include "log.h"
#include "timebase.h"

#define WAIT_MS 250       /* the countdown moves by whole seconds */
#define SETTLED_US 350000 /* a transition is over by then */
#define LARGE_BYTES (256 * 1024)
#define CACHE_KIB (16 * 1024)
#define GROWN_BYTES (12 * 1024 * 1024) /* of letters: some hundred visits */
#define HANGS_MS 20000                 /* nothing the main thread does takes so long */
#define SCRIPT_WAIT_MS 10              /* a script looks again this often */

/* Set by a signal; there is no other way to tell the loop. */
static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

void kiosk_take_code(struct kiosk *kiosk, const char *data, size_t size)
{
    if (!kiosk_staff_code(kiosk, data, size)) {
        kiosk->face->code(kiosk, data, size);
    }
}

static void handle_posted(struct kiosk *kiosk, struct posted *posted)
{
    switch (posted->kind) {
    case POSTED_CODE:
        kiosk_take_code(kiosk, posted->code.data, posted->code.size);
        break;
    case POSTED_SCANNER:
        kiosk_camera_state(kiosk, posted->scanner);
        break;
    case POSTED_PRINT:
        kiosk_print_news(kiosk, &posted->print);
        break;
    case POSTED_FRAME:
        kiosk_camera_frame(kiosk);
        break;
    case POSTED_SYNC:
        kiosk_sync_report(kiosk, &posted->sync);
        break;
    case POSTED_GATE:
        kiosk_gate_news(kiosk, &posted->gate);
        break;
    }
    free(posted);
}

const char *kiosk_screen(const struct kiosk *kiosk)
{
    static const char *const steps[UI_STAFF_STEPS] = {[UI_STAFF_NONE] = "",
                                                      [UI_STAFF_REASON] = "staff-reason",
                                                      [UI_STAFF_NAME] = "staff-name",
                                                      [UI_STAFF_PIN] = "staff-pin",
                                                      [UI_STAFF_LEAVE] = "staff-leave"};
    return kiosk_staff_is_open(kiosk) ? steps[kiosk->model.staff.step] : kiosk->face->screen(kiosk);
}

static void show(struct kiosk *kiosk)
{
    if (!kiosk->dirty) {
        return;
    }
    const char *screen = kiosk_screen(kiosk);
    bool entered = strcmp(screen, kiosk->shown_screen) != 0;
    kiosk->dirty = false;
    ui_show(kiosk->ui, &kiosk->model);
    snprintf(kiosk->shown_screen, sizeof kiosk->shown_screen, "%s", screen);
    if (entered && kiosk->options->shots) {
        kiosk->shot_due_us = time_monotonic_us() + SETTLED_US;
    }
}

/* Each screen once it has come to rest, numbered in order of appearance. */
static void take_due_shot(struct kiosk *kiosk)
{
    char name[64];
    if (kiosk->shot_due_us && time_monotonic_us() >= kiosk->shot_due_us) {
        kiosk->shot_due_us = 0;
        snprintf(name, sizeof name, "%02d-%s", ++kiosk->shot_count, kiosk->shown_screen);
        kiosk_shot(kiosk, name);
    }
}

static void loop(struct kiosk *kiosk)
{
    struct ui_event event;
    while (!kiosk->ended && !asked_to_stop) {
        watchdog_beat(kiosk->watchdog);
        show(kiosk);
        ui_next(kiosk->ui, kiosk->options->script ? SCRIPT_WAIT_MS : WAIT_MS, &event);
        if (event.kind == UI_EVENT_POSTED) {
            handle_posted(kiosk, event.posted);
        } else if (event.kind == UI_EVENT_ACTION) {
            kiosk->ended |= event.action == UI_ACTION_QUIT;
            if (event.action == UI_ACTION_CAMERA_OVERLAY) {
                kiosk_camera_overlay(kiosk);
            }
            if (!kiosk_staff_action(kiosk, &event)) {
                kiosk->face->action(kiosk, &event);
            }
        } else if (event.kind == UI_EVENT_CODE) {
            kiosk->face->code(kiosk, event.text, strlen(event.text));
        }
        kiosk_refresh_keys(kiosk);
        kiosk_sync_tick(kiosk);
        kiosk->face->tick(kiosk);
        station_idle(kiosk->station);
        kiosk_staff_tick(kiosk);
        kiosk_camera_start(kiosk);
        show(kiosk);
        take_due_shot(kiosk);
        if (kiosk->options->script) {
            kiosk_script_step(kiosk);
        }
    }
}

/* Takes what the threads still had to say; they have ended. */
static void drain(struct kiosk *kiosk)
{
    struct ui_event event;
    for (ui_next(kiosk->ui, 0, &event); event.kind != UI_EVENT_NONE;
         ui_next(kiosk->ui, 0, &event)) {
        if (event.kind == UI_EVENT_POSTED) {
            struct posted *posted = event.posted;
            if (posted->kind == POSTED_PRINT || posted->kind == POSTED_GATE) {
                handle_posted(kiosk, posted);
            } else {
                free(posted);
            }
        }
    }
}

static bool make_shots_folder(const char *folder)
{
    if (folder && mkdir(folder, 0755) != 0 && errno != EEXIST) {
        LOG_ERRNO("%s: cannot make the folder for screenshots", folder);
        return false;
    }
    return true;
}

/* The event's first door, for a guard who named none. */
static bool find_door(struct kiosk *kiosk)
{
    struct checkpoint checkpoints[64];
    int count = store_checkpoints(kiosk->station->store, checkpoints, 64);
    for (int i = 0; i < count; i++) {
        if (checkpoints[i].kind == CHECKPOINT_DOOR) {
            kiosk->checkpoint = checkpoints[i];
            return true;
        }
    }
    return false;
}

static bool find_checkpoint(struct kiosk *kiosk)
{
    const char *code = kiosk->options->checkpoint;
    if (!code && kiosk->options->mode == KIOSK_VERIFY && find_door(kiosk)) {
        return true;
    }
    if (store_checkpoint(kiosk->station->store, code, &kiosk->checkpoint) == STORE_FOUND) {
        return true;
    }
    LOG_ERROR("this event has no %s%s", code ? "checkpoint called " : "registration checkpoint",
              code ? code : "");
    return false;
}

static enum kiosk_end start(struct kiosk *kiosk, const struct kiosk_options *options)
{
    const struct ui_config config = {
        .windowed = options->windowed,
        .width = options->width,
        .height = options->height,
        .dark = options->dark,
        .still = options->still,
        .silent = options->silent,
        .speech = options->speech,
        .brand = &kiosk->brand,
    };
    if (!station_brand(kiosk->station->directory, &kiosk->brand)) {
        LOG_WARN("what is faulty in " BRAND_FILE " is left out of the screens");
    }
    if ((options->script && !script_load(options->script, &kiosk->script)) ||
        !make_shots_folder(options->shots)) {
        return KIOSK_BAD_SCRIPT;
    }
    if (!find_checkpoint(kiosk) ||
        !station_printers(kiosk->station, options->printer, &kiosk->printers) ||
        (options->mode == KIOSK_DESK && !desk_create(kiosk))) {
        return KIOSK_BAD_SCRIPT;
    }
    kiosk->ui = ui_create(&config);
    if (!kiosk->ui) {
        return KIOSK_NO_SCREEN;
    }
    kiosk_model_init(kiosk);
    kiosk->model.can_speak = ui_can_speak(kiosk->ui);
    kiosk->face->start(kiosk);
    kiosk->dirty = true;
    show(kiosk);
    return KIOSK_CLOSED;
}

static void run(struct kiosk *kiosk)
{
    int unknown = print_flow_recover(kiosk->station);
    if (unknown > 0) {
        LOG_WARN("of %d badges nobody knows whether they came out: 'lanyard jobs --open'", unknown);
    }
    kiosk_sync_start(kiosk);
    kiosk_reader_start(kiosk);
    kiosk_gate_start(kiosk);
    if (kiosk->options->mode != KIOSK_VERIFY && !kiosk_printer_start(kiosk)) {
        LOG_WARN("no badge can be printed until the printer is there");
    }
    const struct watchdog_config watched = {.period_ms = 1000, .patience = HANGS_MS / 1000};
    kiosk->watchdog = watchdog_start(&watched);
    loop(kiosk);
    watchdog_stop(kiosk->watchdog);
    watchdog_notify("STOPPING=1");
}

static void finish(struct kiosk *kiosk)
{
    scanner_stop(kiosk->scanner);
    code_reader_stop(kiosk->reader);
    kiosk_gate_stop(kiosk);
    print_pool_stop(kiosk->pool);
    kiosk_sync_stop(kiosk);
    if (kiosk->ui) {
        drain(kiosk);
    }
    print_pool_destroy(kiosk->pool);
    desk_destroy(kiosk);
    picture_finish(&kiosk->photo);
    picture_finish(&kiosk->badge_picture);
    badge_renderer_destroy(kiosk->renderer);
    template_shelf_destroy(kiosk->shelf);
    ui_destroy(kiosk->ui);
    frame_finish(&kiosk->preview.frame);
    frame_finish(&kiosk->shown);
    pthread_mutex_destroy(&kiosk->preview.lock);
    script_finish(&kiosk->script);
}

static const struct kiosk_face *const faces[] = {
    [KIOSK_SELF] = &kiosk_face_self,
    [KIOSK_VERIFY] = &kiosk_face_verify,
    [KIOSK_DESK] = &kiosk_face_desk,
};

#ifdef __GLIBC__
static size_t memory_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    LOG_DEBUG("%zu kB in use of %zu kB, and %zu kB in large pieces", info.uordblks / 1024,
              info.arena / 1024, info.hblkhd / 1024);
    return info.uordblks;
}
#endif

void kiosk_memory_trim(struct kiosk *kiosk)
{
#ifdef __GLIBC__
    size_t used = memory_in_use();
    if (kiosk->memory_floor && used > kiosk->memory_floor + GROWN_BYTES) {
        badge_renderer_destroy(kiosk->renderer);
        kiosk->renderer = NULL; /* the next preview makes one */
        ui_forget_letters(kiosk->ui);
        used = kiosk->memory_floor = memory_in_use();
    }
    kiosk->memory_floor = kiosk->memory_floor ? kiosk->memory_floor : used;
    malloc_trim(0);
#else
    (void)kiosk;
#endif
}

/* A kiosk runs for days: pictures go back to the system when they are freed, threads share their
 * memory. */
static void keep_memory_small(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
    mallopt(M_ARENA_MAX, 1);
#endif
}

enum kiosk_end kiosk_run(struct station *station, const struct kiosk_options *options)
{
    int64_t began_us = time_monotonic_us();
    struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    if (!kiosk) {
        LOG_ERROR("no memory");
        return KIOSK_NO_SCREEN;
    }
    keep_memory_small();
    if (options->mode != KIOSK_DESK) { /* one person at a time is looked up, none searched for */
        store_limit_cache(station->store, CACHE_KIB);
    }
    kiosk->options = options;
    kiosk->station = station;
    kiosk->face = faces[options->mode];
    pthread_mutex_init(&kiosk->preview.lock, NULL);
    kiosk->preview.wants_overlay = options->camera_overlay;
    enum kiosk_end end = start(kiosk, options);
    if (end == KIOSK_CLOSED) {
        const struct sigaction action = {.sa_handler = on_signal};
        sigaction(SIGINT, &action, NULL);
        sigaction(SIGTERM, &action, NULL);
        LOG_INFO("first screen after %.0f ms", (double)(time_monotonic_us() - began_us) / 1000);
        run(kiosk);
        end = kiosk->end;
    }
    finish(kiosk);
    explicit_bzero(kiosk, sizeof *kiosk);
    free(kiosk);
    return end;
}
