#define LOG_MODULE "printer"
#include "printer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "printer/follow.h"

struct printer {
    struct follow follow;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* on the monotonic clock */
    /* guarded by lock */
    bool busy, stopping, cancelling;
    bool held; /* the job is prepared only */
    char intent[37];
    struct badge badge;              /* of the job in flight; owned */
    struct badge_template *template; /* a reference */
    int dpi;
    /* the thread's own */
    struct printer_status status; /* as it was last told */
};

/* Waits for at most `ms` (less than 0: for ever) until something is asked of the thread. */
static void wait_locked(struct printer *printer, int ms)
{
    if (ms < 0) {
        pthread_cond_wait(&printer->changed, &printer->lock);
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&printer->changed, &printer->lock, &until);
}

/* follow's pause: between two looks at the job. */
static enum follow_order pause_thread(void *userdata, int ms)
{
    struct printer *printer = userdata;
    pthread_mutex_lock(&printer->lock);
    if (!printer->stopping && !printer->cancelling && ms > 0) {
        wait_locked(printer, ms);
    }
    while (!printer->stopping && !printer->cancelling && printer->held) {
        wait_locked(printer, -1);
    }
    enum follow_order order = printer->stopping     ? FOLLOW_LEAVE
                              : printer->cancelling ? FOLLOW_CANCEL
                                                    : FOLLOW_ON;
    printer->cancelling = false;
    pthread_mutex_unlock(&printer->lock);
    return order;
}

/* follow's report: the slot is free before the last report is out, so that its receiver can submit
 * the next badge. */
static void report(void *userdata, const struct print_report *what, bool last)
{
    struct printer *printer = userdata;
    if (last) {
        pthread_mutex_lock(&printer->lock);
        badge_finish(&printer->badge);
        badge_template_unref(printer->template);
        printer->template = NULL;
        printer->busy = false;
        pthread_mutex_unlock(&printer->lock);
    }
    if (printer->follow.config.on_report) {
        printer->follow.config.on_report(what, printer->follow.config.userdata);
    }
}

enum wake { WAKE_JOB, WAKE_IDLE, WAKE_STOP };

/* Waits for a job, and takes its data for this thread alone; not for ever, when the printer is
 * looked at. */
static enum wake wait_for_job(struct printer *printer)
{
    bool looks = printer->follow.config.on_status != NULL;
    pthread_mutex_lock(&printer->lock);
    do {
        if (!printer->busy && !printer->stopping) {
            wait_locked(printer, looks ? printer->follow.config.idle_ms : -1);
        }
    } while (!looks && !printer->busy && !printer->stopping);
    enum wake wake = printer->stopping ? WAKE_STOP : printer->busy ? WAKE_JOB : WAKE_IDLE;
    pthread_mutex_unlock(&printer->lock);
    return wake;
}

static bool is_same(const struct printer_status *a, const struct printer_status *b)
{
    return a->state == b->state && a->reasons == b->reasons && a->accepting == b->accepting &&
           strcmp(a->name, b->name) == 0;
}

static void look(struct printer *printer, bool first)
{
    const struct printer_config *config = &printer->follow.config;
    struct printer_status now;
    follow_look(&printer->follow, &now);
    if (config->on_status && (first || !is_same(&now, &printer->status))) {
        config->on_status(&now, config->userdata);
    }
    printer->status = now;
}

static void *run_thread(void *userdata)
{
    struct printer *printer = userdata;
    look(printer, true);
    for (enum wake wake; (wake = wait_for_job(printer)) != WAKE_STOP;) {
        if (wake == WAKE_JOB) {
            /* While busy is set nobody else touches the job's fields. */
            follow_job(&printer->follow, printer->intent, &printer->badge, printer->template,
                       printer->dpi);
        }
        if (wake == WAKE_IDLE || printer->follow.config.on_status) {
            look(printer, wake == WAKE_JOB); /* a job's reports may have told otherwise */
        }
    }
    return NULL;
}

static bool init_lock(struct printer *printer)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) {
        return false;
    }
    bool ok = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
              pthread_cond_init(&printer->changed, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    if (ok && pthread_mutex_init(&printer->lock, NULL) != 0) {
        pthread_cond_destroy(&printer->changed);
        ok = false;
    }
    return ok;
}

struct printer *printer_start(const struct printer_config *config)
{
    struct printer *printer = calloc(1, sizeof *printer);
    if (!printer) {
        LOG_ERROR("no memory for the printer %s", config->device_spec);
        return NULL;
    }
    if (!follow_init(&printer->follow, config)) {
        goto free_printer;
    }
    printer->follow.pause = pause_thread;
    printer->follow.report = report;
    printer->follow.userdata = printer;
    if (!init_lock(printer)) {
        LOG_ERROR("no resources for the printer %s", config->device_spec);
        goto finish_follow;
    }
    if (pthread_create(&printer->thread, NULL, run_thread, printer) != 0) {
        LOG_ERROR("cannot start a thread for the printer %s", config->device_spec);
        goto destroy_lock;
    }
    return printer;

destroy_lock:
    pthread_cond_destroy(&printer->changed);
    pthread_mutex_destroy(&printer->lock);
finish_follow:
    follow_finish(&printer->follow);
free_printer:
    free(printer);
    return NULL;
}

static bool take_job(struct printer *printer, const char intent[37], struct badge *badge,
                     struct badge_template *template, int dpi, bool held)
{
    pthread_mutex_lock(&printer->lock);
    bool taken = !printer->busy && !printer->stopping;
    if (taken) {
        snprintf(printer->intent, sizeof printer->intent, "%s", intent);
        printer->badge = *badge;
        printer->template = badge_template_ref(template);
        printer->dpi = dpi;
        printer->busy = true;
        printer->cancelling = false;
        printer->held = held;
        *badge = (struct badge){0};
        pthread_cond_signal(&printer->changed);
    }
    pthread_mutex_unlock(&printer->lock);
    return taken;
}

bool printer_submit(struct printer *printer, const char intent[37], struct badge *badge,
                    struct badge_template *template, int dpi)
{
    return take_job(printer, intent, badge, template, dpi, false);
}

bool printer_prepare(struct printer *printer, const char intent[37], struct badge *badge,
                     struct badge_template *template, int dpi)
{
    return take_job(printer, intent, badge, template, dpi, true);
}

void printer_release(struct printer *printer, bool send)
{
    pthread_mutex_lock(&printer->lock);
    printer->held = false;
    printer->cancelling |= printer->busy && !send;
    pthread_cond_signal(&printer->changed);
    pthread_mutex_unlock(&printer->lock);
}

void printer_cancel(struct printer *printer)
{
    pthread_mutex_lock(&printer->lock);
    printer->cancelling = printer->busy;
    pthread_cond_signal(&printer->changed);
    pthread_mutex_unlock(&printer->lock);
}

void printer_stop(struct printer *printer)
{
    if (!printer) {
        return;
    }
    pthread_mutex_lock(&printer->lock);
    printer->stopping = true;
    pthread_cond_signal(&printer->changed);
    pthread_mutex_unlock(&printer->lock);
    pthread_join(printer->thread, NULL);
    badge_finish(&printer->badge);
    badge_template_unref(printer->template);
    pthread_cond_destroy(&printer->changed);
    pthread_mutex_destroy(&printer->lock);
    follow_finish(&printer->follow);
    free(printer);
}
