#define LOG_MODULE "printer"
#include "printer/follow.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "timebase.h"

#define POLL_MS 250
#define GIVE_UP_MS 120000
/* How long a device may not answer, and a cancelled job may take to end, before the job counts as
 * lost from sight. */
#define SILENCE_MS 5000
#define CANCEL_MS 5000
#define NAME_PREFIX "lanyard-"

/* One job under way. */
struct run {
    struct follow *follow;
    struct print_report report;
    int64_t started_us, heard_us;
    int64_t cancelled_us; /* 0: not cancelled */
    bool blocked;         /* at the last look but one, while the job was waiting for somebody */
    const char *cause;    /* why it was cancelled */
    bool resumed;         /* the queue was started again, which is tried once */
};

bool follow_init(struct follow *follow, const struct printer_config *config)
{
    *follow = (struct follow){.config = *config};
    follow->config.poll_ms = config->poll_ms > 0 ? config->poll_ms : POLL_MS;
    follow->config.give_up_ms = config->give_up_ms > 0 ? config->give_up_ms : GIVE_UP_MS;
    follow->config.device_spec = strdup(config->device_spec);
    follow->device = follow->config.device_spec ? print_device_open(config->device_spec) : NULL;
    if (!follow->device) {
        follow_finish(follow);
        return false;
    }
    return true;
}

void follow_finish(struct follow *follow)
{
    badge_renderer_destroy(follow->renderer);
    frame_finish(&follow->code);
    print_device_destroy(follow->device);
    free((char *)follow->config.device_spec);
    *follow = (struct follow){0};
}

bool follow_warm_up(struct follow *follow)
{
    if (!follow->renderer) {
        follow->renderer = badge_renderer_create();
    }
    return follow->renderer != NULL;
}

__attribute__((format(printf, 3, 4))) static void tell(struct run *run, enum print_report_kind kind,
                                                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(run->report.detail, sizeof run->report.detail, format, args);
    va_end(args);
    run->report.kind = kind;
    bool last = kind != PRINT_REPORT_SUBMITTED && kind != PRINT_REPORT_PROGRESS;
    run->follow->report(run->follow->userdata, &run->report, last);
}

/* The printer's reasons in words, "" for none. */
static void write_reasons(uint32_t reasons, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t bit = 1; bit <= PRINTER_OTHER; bit <<= 1) {
        if (reasons & bit && used < size) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                                     printer_reason_string((enum printer_reason)bit));
        }
    }
}

static void tell_progress(struct run *run)
{
    char reasons[160];
    write_reasons(run->report.printer_reasons, reasons, sizeof reasons);
    tell(run, PRINT_REPORT_PROGRESS, "job %d is %s%s%s%s%.60s", run->report.job_id,
         job_state_string(run->report.job.state), reasons[0] ? "; the printer reports " : "",
         reasons, run->report.job.message[0] ? ": " : "", run->report.job.message);
}

static bool has_ended(enum job_state state)
{
    return state == JOB_COMPLETED || state == JOB_CANCELED || state == JOB_ABORTED;
}

/* What keeps paper from moving as long as it lasts. A printer that is out of sight may print. */
#define HOLDING (PRINTER_BLOCKING & ~PRINTER_OFFLINE)

/*
 * The last report. An ended job has certainly left no paper only if it never started, if the printer
 * itself never had it, or if the printer was waiting for somebody (no stock, open cover, …) when it
 * was last seen before and still is: one that went on in between may have printed.
 */
static void tell_end(struct run *run, bool was_blocked)
{
    const struct job_status *job = &run->report.job;
    if (job->forgotten) {
        tell(run, PRINT_REPORT_UNKNOWN, "the printer was switched off and on with job %d in it",
             job->id);
        return;
    }
    if (job->state == JOB_COMPLETED) {
        run->report.counted = job->impressions >= 1;
        tell(run, PRINT_REPORT_COMPLETED, "job %d is completed%s", job->id,
             run->report.counted ? "" : "; the printer counts no sheets");
        return;
    }
    bool blocked = was_blocked && job->printer_reasons & HOLDING;
    bool clean = !job->may_print && job->impressions <= 0 &&
                 (!job->started || job->never_arrived || blocked);
    tell(run, clean ? PRINT_REPORT_FAILED : PRINT_REPORT_UNKNOWN, "job %d was %s%s%s%s%.80s",
         job->id, job_state_string(job->state), run->cause ? ": " : "",
         run->cause ? run->cause : "", job->message[0] ? ": " : "", job->message);
}

static bool is_same(const struct job_status *a, const struct job_status *b)
{
    return a->state == b->state && a->printer_reasons == b->printer_reasons &&
           a->impressions == b->impressions && strcmp(a->message, b->message) == 0;
}

/* Starts a queue that somebody has paused, once. */
static void resume_once(struct run *run)
{
    struct print_device *device = run->follow->device;
    if (!run->resumed && device->ops->resume) {
        run->resumed = true;
        LOG_WARN("%s is paused; starting it again", run->follow->config.device_spec);
        (void)device->ops->resume(device);
    }
}

/* Takes in what was seen. True: that was the end. */
static bool note(struct run *run, const struct job_status *seen)
{
    bool was_blocked = run->blocked;
    if (has_ended(seen->state) && seen->printer_reasons & PRINTER_PAUSED) {
        resume_once(run); /* for the next badge: this one is over */
    }
    bool same = is_same(&run->report.job, seen);
    run->heard_us = time_monotonic_us();
    run->report.job = *seen;
    run->report.printer_reasons = seen->printer_reasons;
    run->blocked = (seen->printer_reasons & HOLDING) != 0;
    if (has_ended(seen->state)) {
        tell_end(run, was_blocked);
        return true;
    }
    if (!same) {
        tell_progress(run);
    }
    return false;
}

static int64_t ms_since(int64_t start_us)
{
    return (time_monotonic_us() - start_us) / 1000;
}

static void cancel_once(struct run *run, const char *cause)
{
    if (run->cancelled_us == 0) {
        run->cancelled_us = time_monotonic_us();
        run->cause = cause;
        (void)run->follow->device->ops->cancel(run->follow->device, run->report.job_id);
    }
}

/* True: nothing more will be heard of the job, and that has been reported. */
static bool is_lost(struct run *run, enum job_found found)
{
    if (found == JOB_NOT_FOUND) {
        tell(run, PRINT_REPORT_UNKNOWN, "the printer has forgotten job %d", run->report.job_id);
        return true;
    }
    if (found == JOB_LOOKUP_FAILED && ms_since(run->heard_us) >= SILENCE_MS) {
        tell(run, PRINT_REPORT_UNKNOWN, "the printer does not answer about job %d",
             run->report.job_id);
        return true;
    }
    if (run->cancelled_us && ms_since(run->cancelled_us) >= CANCEL_MS) {
        tell(run, PRINT_REPORT_UNKNOWN, "job %d was cancelled, but has not ended",
             run->report.job_id);
        return true;
    }
    return false;
}

/*
 * A queue that stops under a job: a job that was never processed is let go on. One that was would
 * be printed again from its beginning, so it is cancelled, and the queue is started for the next.
 */
static void mind_pause(struct run *run)
{
    const struct job_status *job = &run->report.job;
    if (!(job->printer_reasons & PRINTER_PAUSED) || run->resumed) {
        return;
    }
    if (job->started) {
        cancel_once(run, "its queue was paused");
    } else {
        resume_once(run);
    }
}

/* A queue that stands paused before a job is handed over is started. */
static void wake(struct run *run)
{
    struct print_device *device = run->follow->device;
    struct printer_status status;
    if (device->ops->status(device, &status) && status.reasons & PRINTER_PAUSED) {
        resume_once(run);
    }
}

static void follow_to_end(struct run *run)
{
    struct print_device *device = run->follow->device;
    run->heard_us = time_monotonic_us();
    for (;;) {
        struct job_status seen = {0};
        enum job_found found = device->ops->job(device, run->report.job_id, &seen);
        if (found == JOB_FOUND && note(run, &seen)) {
            return;
        }
        if (is_lost(run, found)) {
            return;
        }
        mind_pause(run);
        if (ms_since(run->started_us) >= run->follow->config.give_up_ms) {
            cancel_once(run, "it took too long");
        }
        enum follow_order order =
            run->follow->pause(run->follow->userdata, run->follow->config.poll_ms);
        if (order == FOLLOW_LEAVE) {
            return;
        }
        if (order == FOLLOW_CANCEL) {
            cancel_once(run, "cancelled here");
        }
    }
}

/* After a broken handing over: whether the job is there all the same, by its name. */
static bool find_again(struct run *run, const char *name, const char *why)
{
    struct print_device *device = run->follow->device;
    int64_t start_us = time_monotonic_us();
    enum job_found found = JOB_LOOKUP_FAILED;
    struct job_status seen;
    while (found == JOB_LOOKUP_FAILED && ms_since(start_us) < SILENCE_MS) {
        found = device->ops->find(device, name, &seen);
        if (found == JOB_LOOKUP_FAILED &&
            run->follow->pause(run->follow->userdata, run->follow->config.poll_ms) ==
                FOLLOW_LEAVE) {
            return false;
        }
    }
    if (found != JOB_FOUND) {
        tell(run, PRINT_REPORT_UNKNOWN, "the printer was lost while the badge was handed over: %s",
             why);
        return false;
    }
    run->report.job_id = seen.id;
    return true;
}

/* Hands the badge over. False: that was the end, and it has been reported. */
static bool hand_over(struct run *run, const struct bytes *pdf, const struct badge_paper *paper)
{
    struct print_device *device = run->follow->device;
    char name[sizeof NAME_PREFIX + 37], why[256] = "";
    snprintf(name, sizeof name, NAME_PREFIX "%s", run->report.intent);
    struct print_job job = {.name = name,
                            .pdf = pdf->data,
                            .pdf_size = pdf->size,
                            .pwg_media = paper->media,
                            .width_um = paper->width_um,
                            .height_um = paper->height_um,
                            .two_sided = paper->two_sided};
    enum print_submit_status status = device->ops->submit(device, &job, &run->report.job_id, why);
    run->report.sent_us = device->sent_us;
    if (status == PRINT_REFUSED) {
        tell(run, PRINT_REPORT_FAILED, "%s", why);
        return false;
    }
    if (status == PRINT_UNCERTAIN && !find_again(run, name, why)) {
        return false;
    }
    tell(run, PRINT_REPORT_SUBMITTED, "job %d", run->report.job_id);
    return true;
}

/* Whether a camera could read the code as it will be printed. True also when nobody asks. */
static bool reads_back(struct follow *follow, const struct badge *badge,
                       const struct badge_template *template, int dpi)
{
    if (!follow->config.check) {
        return true;
    }
    if (!badge_render_code(follow->renderer, badge, template, dpi, &follow->code)) {
        return false;
    }
    bool read = follow->config.check(&follow->code, badge->qr_text, follow->config.userdata);
    if (!read) {
        LOG_ERROR("the code of badge %" PRIu32
                  " cannot be read back at %d dpi: look at template %s",
                  badge->serial, dpi, badge_template_name(template));
    }
    return read;
}

void follow_job(struct follow *follow, const char intent[37], const struct badge *badge,
                const struct badge_template *template, int dpi)
{
    struct run run = {.follow = follow, .started_us = time_monotonic_us()};
    struct bytes pdf = {0};
    snprintf(run.report.intent, sizeof run.report.intent, "%s", intent);
    if (!follow_warm_up(follow) ||
        !badge_render_pdf(follow->renderer, badge, 1, template, dpi, &pdf, NULL)) {
        tell(&run, PRINT_REPORT_FAILED, "the badge cannot be rendered; the log says why");
        return;
    }
    if (!reads_back(follow, badge, template, dpi)) {
        tell(&run, PRINT_REPORT_FAILED, "the badge's code would not be readable");
    } else if (follow->pause(follow->userdata, 0) != FOLLOW_ON) {
        tell(&run, PRINT_REPORT_FAILED, "cancelled before it was handed over");
    } else {
        wake(&run);
        if (hand_over(&run, &pdf, badge_template_paper(template))) {
            follow_to_end(&run);
        }
    }
    bytes_finish(&pdf);
}

/* ---- without a thread ---- */

static enum follow_order pause_here(void *userdata, int ms)
{
    (void)userdata;
    struct timespec wait = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&wait, NULL);
    return FOLLOW_ON;
}

struct caller {
    const struct printer_config *config;
    struct print_report *last;
};

static void report_here(void *userdata, const struct print_report *report, bool last)
{
    struct caller *caller = userdata;
    (void)last;
    *caller->last = *report;
    if (caller->config->on_report) {
        caller->config->on_report(report, caller->config->userdata);
    }
}

bool printer_run(const struct printer_config *config, const char intent[37],
                 const struct badge *badge, const struct badge_template *template, int dpi,
                 struct print_report *last)
{
    struct caller caller = {config, last};
    struct follow follow;
    *last = (struct print_report){.kind = PRINT_REPORT_FAILED};
    if (!follow_init(&follow, config)) {
        return false;
    }
    follow.pause = pause_here;
    follow.report = report_here;
    follow.userdata = &caller;
    follow_job(&follow, intent, badge, template, dpi);
    follow_finish(&follow);
    return true;
}
