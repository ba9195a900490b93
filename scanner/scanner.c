#define LOG_MODULE "scanner"
#include "scanner.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "log.h"
#include "scanner/camera_health.h"
#include "scanner/debounce.h"
#include "scanner/scanner_source.h"
#include "scanner/slot.h"
#include "timebase.h"

#define DEBOUNCE_MS 1500
#define WAIT_MS 100         /* how long a stop may have to wait for the source */
#define DECODE_BUDGET_MS 50 /* for the hardest frame; the newest wins meanwhile */

struct scanner {
    struct scanner_config config;
    struct frame_source *source; /* owned */
    struct slot slot;
    pthread_t capture_thread, decode_thread;
    atomic_bool stopping, ended, rearm;

    /* capture thread */
    enum scanner_state state;
    struct camera_health health;
    enum camera_trouble trouble;

    /* decode thread */
    struct decoder *decoder; /* owned */
    struct debounce debounce;
    struct scan_result result;

    pthread_mutex_t stats_lock; /* of the next member */
    struct scanner_stats stats;
};

/* ---- capture thread ---- */

static void report_state(struct scanner *scanner, enum scanner_state state, const char *problem)
{
    char text[512];
    const char *source = scanner->source->ops->describe(scanner->source);
    snprintf(text, sizeof text, "%s%s%s", source, *problem ? ": " : "", problem);
    scanner->state = state;
    if (scanner->config.on_state) {
        scanner->config.on_state(state, text, scanner->config.userdata);
    }
}

static void set_state(struct scanner *scanner, enum scanner_state state)
{
    if (state != scanner->state) {
        report_state(scanner, state, "");
    }
}

/* Notes what is wrong with a live source, tells about each change once, and starts it anew. True:
 * all is well. */
static bool care(struct scanner *scanner, enum camera_trouble trouble, int64_t now_us)
{
    struct frame_source *source = scanner->source;
    trouble = source->ops->live ? trouble : CAMERA_WELL;
    if (trouble == CAMERA_WELL) {
        scanner->trouble = CAMERA_WELL;
        return true;
    }
    if (trouble != scanner->trouble) {
        scanner->trouble = trouble;
        LOG_WARN("%s: %s", source->ops->describe(source), camera_trouble_string(trouble));
        report_state(scanner, SCANNER_LOST, camera_trouble_string(trouble));
    }
    if (source->ops->restart && camera_health_restart_is_due(&scanner->health, now_us)) {
        source->ops->restart(source);
    }
    return false;
}

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
}

static void accept_frame(struct scanner *scanner, struct frame *frame)
{
    if (care(scanner, camera_health_frame(&scanner->health, frame), frame->captured_us)) {
        set_state(scanner, SCANNER_RUNNING);
    }
    /* Counted before anybody can have seen it, so that the sums hold at every moment. */
    pthread_mutex_lock(&scanner->stats_lock);
    scanner->stats.frames++;
    pthread_mutex_unlock(&scanner->stats_lock);
    if (scanner->config.on_frame) {
        scanner->config.on_frame(frame, scanner->config.userdata);
    }
    if (slot_put(&scanner->slot, frame)) {
        pthread_mutex_lock(&scanner->stats_lock);
        scanner->stats.dropped++;
        pthread_mutex_unlock(&scanner->stats_lock);
    }
}

static void miss_frame(struct scanner *scanner)
{
    int64_t now_us = time_monotonic_us();
    enum camera_trouble trouble = camera_health_wait(&scanner->health, now_us);
    if (trouble != CAMERA_WELL) {
        care(scanner, trouble, now_us);
    }
}

/* The source itself logs why, and looks for the device. */
static void lose_source(struct scanner *scanner)
{
    camera_health_begin(&scanner->health, time_monotonic_us());
    scanner->trouble = CAMERA_WELL;
    set_state(scanner, SCANNER_LOST);
    nap(); /* a source that fails at once must not spin */
}

static void *run_capture(void *userdata)
{
    struct scanner *scanner = userdata;
    struct frame frame = {0};
    camera_health_begin(&scanner->health, time_monotonic_us());
    while (!atomic_load(&scanner->stopping) && !atomic_load(&scanner->ended)) {
        switch (scanner->source->ops->next(scanner->source, WAIT_MS, &frame)) {
        case FRAME_READY:
            accept_frame(scanner, &frame);
            break;
        case FRAME_TIMEOUT:
            miss_frame(scanner);
            break;
        case FRAME_LOST:
            lose_source(scanner);
            break;
        case FRAME_ENDED:
            atomic_store(&scanner->ended, true);
            break;
        }
    }
    frame_finish(&frame);
    slot_close(&scanner->slot);
    return NULL;
}

/* ---- decode thread ---- */

static void report_code(struct scanner *scanner, const struct scan_code *code,
                        const struct frame *frame)
{
    pthread_mutex_lock(&scanner->stats_lock);
    scanner->stats.codes++;
    pthread_mutex_unlock(&scanner->stats_lock);
    if (scanner->config.on_code) {
        scanner->config.on_code(code, frame, scanner->config.userdata);
    }
}

static void count_decode(struct scanner *scanner, int64_t elapsed_us)
{
    pthread_mutex_lock(&scanner->stats_lock);
    scanner->stats.decoded++;
    scanner->stats.decode_us_total += elapsed_us;
    if (elapsed_us > scanner->stats.decode_us_max) {
        scanner->stats.decode_us_max = elapsed_us;
    }
    pthread_mutex_unlock(&scanner->stats_lock);
}

static void decode_frame(struct scanner *scanner, const struct frame *frame)
{
    static const struct decode_options options = {.budget_ms = DECODE_BUDGET_MS, .track = true};
    int64_t started_us = time_monotonic_us();
    decoder_decode(scanner->decoder, frame, &options, &scanner->result);
    count_decode(scanner, time_monotonic_us() - started_us);
    if (scanner->config.on_result) {
        scanner->config.on_result(&scanner->result, frame, scanner->config.userdata);
    }
    if (atomic_exchange(&scanner->rearm, false)) {
        debounce_clear(&scanner->debounce);
    }
    for (size_t i = 0; i < scanner->result.count; i++) {
        const struct scan_code *code = &scanner->result.codes[i];
        bool proven =
            !scanner->config.is_proven || scanner->config.is_proven(code, scanner->config.userdata);
        if (debounce_is_new(&scanner->debounce, code->data, code->size, proven,
                            frame->captured_us)) {
            report_code(scanner, code, frame);
        }
    }
}

static void *run_decode(void *userdata)
{
    struct scanner *scanner = userdata;
    struct frame frame = {0};
    while (slot_take(&scanner->slot, &frame) && !atomic_load(&scanner->stopping)) {
        decode_frame(scanner, &frame);
    }
    frame_finish(&frame);
    /* here and not where capture ends, so that no code comes after the end */
    if (atomic_load(&scanner->ended) && !atomic_load(&scanner->stopping)) {
        set_state(scanner, SCANNER_ENDED);
    }
    return NULL;
}

/* ---- any thread ---- */

/* Signals stay with the main thread. */
static bool start_thread(pthread_t *thread, const char *name, void *(*run)(void *),
                         struct scanner *scanner)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failure = pthread_create(thread, NULL, run, scanner);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failure != 0) {
        LOG_ERROR("cannot start the %s thread: the system is out of threads or memory", name);
        return false;
    }
    pthread_setname_np(*thread, name);
    return true;
}

static bool start_threads(struct scanner *scanner)
{
    if (!start_thread(&scanner->decode_thread, "decoder", run_decode, scanner)) {
        return false;
    }
    if (!start_thread(&scanner->capture_thread, "camera", run_capture, scanner)) {
        slot_close(&scanner->slot);
        pthread_join(scanner->decode_thread, NULL);
        return false;
    }
    return true;
}

struct scanner *scanner_start_with_source(struct frame_source *source,
                                          const struct scanner_config *config)
{
    struct scanner *scanner = calloc(1, sizeof *scanner);
    struct decoder *decoder = decoder_create();
    if (!scanner || !decoder) {
        LOG_ERROR("no memory for the scanner");
        goto free_parts;
    }
    scanner->config = *config;
    scanner->config.source_spec = NULL;
    scanner->source = source;
    scanner->decoder = decoder;
    debounce_init(&scanner->debounce, config->debounce_ms > 0 ? config->debounce_ms : DEBOUNCE_MS);
    if (pthread_mutex_init(&scanner->stats_lock, NULL) != 0) {
        goto free_parts;
    }
    if (!slot_init(&scanner->slot)) {
        goto finish_lock;
    }
    if (!start_threads(scanner)) {
        goto finish_slot;
    }
    return scanner;
finish_slot:
    slot_finish(&scanner->slot);
finish_lock:
    pthread_mutex_destroy(&scanner->stats_lock);
free_parts:
    decoder_destroy(decoder);
    free(scanner);
    frame_source_destroy(source);
    return NULL;
}

struct scanner *scanner_start(const struct scanner_config *config)
{
    struct frame_source *source = frame_source_open(config->source_spec, &config->source_options);
    return source ? scanner_start_with_source(source, config) : NULL;
}

bool scanner_hold(struct scanner *scanner, const char *name)
{
    return frame_source_hold(scanner->source, name);
}

void scanner_rearm(struct scanner *scanner)
{
    atomic_store(&scanner->rearm, true);
}

void scanner_stats(struct scanner *scanner, struct scanner_stats *out)
{
    pthread_mutex_lock(&scanner->stats_lock);
    *out = scanner->stats;
    pthread_mutex_unlock(&scanner->stats_lock);
}

void scanner_stop(struct scanner *scanner)
{
    if (!scanner) {
        return;
    }
    atomic_store(&scanner->stopping, true);
    pthread_join(scanner->capture_thread, NULL); /* closes the slot, which ends the other */
    pthread_join(scanner->decode_thread, NULL);
    slot_finish(&scanner->slot);
    pthread_mutex_destroy(&scanner->stats_lock);
    decoder_destroy(scanner->decoder);
    frame_source_destroy(scanner->source);
    free(scanner);
}
