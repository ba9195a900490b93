#define LOG_MODULE "print"
#include "kiosk/print_share.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "timebase.h"

#define MAIL_MAX 256
#define FIRST_LOOK_US 8000000 /* for a printer to say how it stands */
#define PATIENCE_US 120000000 /* for somebody to see to one */

/* What the printers' threads have to say, in order. */
struct mail {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct pool_news news[MAIL_MAX];
    int count;
};

struct job {
    struct intent intent;
    uint8_t category;
    uint32_t tried;
    char why[256]; /* it was not printed, in words */
};

struct run {
    const struct print_share *share;
    struct print_pool *pool;
    struct mail mail;
    struct job in[PRINTERS_MAX]; /* in each printer, if any */
    bool busy[PRINTERS_MAX];
    bool told[PRINTERS_MAX]; /* how it stands */
    struct job waiting;      /* for a printer */
    bool waits, over;
    int64_t waits_since_us;
};

/* A printer's thread. What does not fit is a status that comes again, or waits. */
static void post(const struct pool_news *news, void *userdata)
{
    struct mail *mail = userdata;
    pthread_mutex_lock(&mail->lock);
    while (mail->count == MAIL_MAX) {
        pthread_cond_wait(&mail->changed, &mail->lock);
    }
    mail->news[mail->count++] = *news;
    pthread_cond_broadcast(&mail->changed);
    pthread_mutex_unlock(&mail->lock);
}

/* Waits for news, at most half a second. */
static bool receive(struct mail *mail, struct pool_news *out)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 500000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&mail->lock);
    int error = 0;
    while (mail->count == 0 && !error) {
        error = pthread_cond_timedwait(&mail->changed, &mail->lock, &until);
    }
    bool any = mail->count > 0;
    if (any) {
        *out = mail->news[0];
        memmove(mail->news, mail->news + 1, (size_t)--mail->count * sizeof mail->news[0]);
        pthread_cond_broadcast(&mail->changed);
    }
    pthread_mutex_unlock(&mail->lock);
    return any;
}

static void end_job(struct run *run, const struct job *job, bool printed)
{
    run->over |= !run->share->ended(run->share->userdata, &job->intent, printed, job->why);
}

static void wait_for_printer(struct run *run, const struct job *job)
{
    run->waiting = *job;
    run->waits = true;
    run->waits_since_us = time_monotonic_us();
}

/* Fetches the next badge, unless one waits. False: there is none. */
static bool fetch(struct run *run)
{
    struct job job = {0};
    struct attendee attendee;
    if (run->waits) {
        return true;
    }
    if (run->over || !run->share->next(run->share->userdata, &job.intent)) {
        run->over = true;
        return false;
    }
    if (store_attendee(run->share->station->store, job.intent.holder, &attendee) == STORE_FOUND) {
        job.category = attendee.category;
    }
    wait_for_printer(run, &job);
    return true;
}

static bool any_is_busy(const struct run *run)
{
    for (int i = 0; i < run->share->book->count; i++) {
        if (run->busy[i]) {
            return true;
        }
    }
    return false;
}

/* The badge that waits has no printer now. It waits on while one works, or somebody may come. */
static void give_up_in_time(struct run *run, enum route_answer why)
{
    bool hopeless = why > ROUTE_BLOCKED;
    if (!any_is_busy(run) &&
        (hopeless || time_monotonic_us() - run->waits_since_us > PATIENCE_US)) {
        run->waits = false;
        if (!run->waiting.why[0]) {
            snprintf(run->waiting.why, sizeof run->waiting.why, "no printer: each one %s",
                     route_answer_string(why));
        }
        end_job(run, &run->waiting, false);
    }
}

/* Gives waiting badges to free printers. */
static void place(struct run *run)
{
    while (fetch(run)) {
        enum route_answer why;
        struct job *job = &run->waiting;
        int printer =
            print_pool_choose(run->pool, job->category, run->share->template, job->tried, &why);
        if (printer < 0) {
            give_up_in_time(run, why);
            return;
        }
        run->waits = false;
        if (print_pool_submit(run->pool, printer, run->share->template, &job->intent)) {
            run->in[printer] = *job;
            run->busy[printer] = true;
        } else {
            snprintf(job->why, sizeof job->why, "it could not be sent; the log says why");
            end_job(run, job, false);
        }
    }
}

/* Whether another printer could still take the badge of this one. */
static bool has_other(struct run *run, int printer, enum route_answer worst)
{
    const struct job *job = &run->in[printer];
    enum route_answer why;
    return print_pool_choose(run->pool, job->category, run->share->template,
                             job->tried | 1u << printer, &why) >= 0 ||
           why <= worst;
}

/* A badge of which it is certain that it never came out: a new one, for another printer. */
static bool reroute(struct run *run, int printer)
{
    struct job *job = &run->in[printer];
    struct intent fresh;
    if (run->waits || !has_other(run, printer, ROUTE_BUSY) ||
        !station_issue_badge(run->share->station, job->intent.holder, NULL, &fresh)) {
        return false;
    }
    LOG_WARN("badge %" PRIu32 " never came out of %s; badge %" PRIu32 " is printed elsewhere",
             job->intent.serial, print_pool_profile(run->pool, printer)->name, fresh.serial);
    job->intent = fresh;
    job->tried |= 1u << printer;
    wait_for_printer(run, job);
    return true;
}

static void take_report(struct run *run, int printer, const struct print_report *report,
                        const struct intent *intent, bool stored)
{
    struct job *job = &run->in[printer];
    LOG_INFO("badge %" PRIu32 ": job %d %s %s", intent->serial, report->job_id,
             job_state_string(report->job.state), report->detail);
    job->intent = stored ? *intent : job->intent;
    if (!print_report_is_last(report)) {
        if (report->printer_reasons & PRINTER_BLOCKING && has_other(run, printer, ROUTE_BUSY)) {
            print_pool_cancel(run->pool, printer);
        }
        return;
    }
    run->busy[printer] = false;
    snprintf(job->why, sizeof job->why, "%s", report->detail);
    if (!stored || report->kind != PRINT_REPORT_FAILED || !reroute(run, printer)) {
        end_job(run, job, stored && report->kind == PRINT_REPORT_COMPLETED);
    }
}

static void take_news(struct run *run)
{
    struct pool_news news;
    struct intent intent;
    if (!receive(&run->mail, &news)) {
        return;
    }
    bool stored = print_pool_take(run->pool, &news, &intent);
    run->told[news.printer] |= !news.is_report;
    if (news.is_report) {
        take_report(run, news.printer, &news.report, &intent, stored);
    }
}

/* Until each printer has said how it stands: a quick one must not get everything. */
static void look_first(struct run *run)
{
    int64_t start_us = time_monotonic_us();
    for (int i = 0; i < run->share->book->count;) {
        if (run->told[i] || time_monotonic_us() - start_us > FIRST_LOOK_US) {
            i++;
        } else {
            take_news(run);
        }
    }
}

bool print_share_run(const struct print_share *share)
{
    struct run *run = calloc(1, sizeof *run);
    if (!run) {
        LOG_ERROR("no memory for the printers");
        return false;
    }
    run->share = share;
    pthread_mutex_init(&run->mail.lock, NULL);
    pthread_cond_init(&run->mail.changed, NULL);
    const struct print_pool_config config = {.station = share->station,
                                             .book = share->book,
                                             .read_back = true,
                                             .on_news = post,
                                             .userdata = &run->mail};
    run->pool = print_pool_create(&config);
    bool ok = run->pool != NULL;
    if (ok) {
        look_first(run);
        for (place(run); run->waits || any_is_busy(run); place(run)) {
            take_news(run);
        }
    }
    print_pool_destroy(run->pool);
    pthread_cond_destroy(&run->mail.changed);
    pthread_mutex_destroy(&run->mail.lock);
    free(run);
    return ok;
}
