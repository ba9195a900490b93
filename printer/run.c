#define LOG_MODULE "printer"
#include "printer/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "timebase.h"

/* How long a cancelled job may take to end before it counts as lost from sight. */
#define CANCEL_MS 5000
#define HINTS_A_POLL 5

void run_tell(struct run *run, enum print_report_kind kind, const char *format, ...)
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
    run_tell(run, PRINT_REPORT_PROGRESS, "job %d is %s%s%s%s%.60s", run->report.job_id,
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
        run_tell(run, PRINT_REPORT_UNKNOWN, "the printer was switched off and on with job %d in it",
                 job->id);
        return;
    }
    if (job->state == JOB_COMPLETED) {
        run->report.counted = job->impressions >= 1 && !run->follow->config.distrust_count;
        run_tell(run, PRINT_REPORT_COMPLETED, "job %d is completed%s", job->id,
                 run->report.counted ? "" : "; the printer counts no sheets");
        return;
    }
    bool blocked = was_blocked && job->printer_reasons & HOLDING;
    bool clean = !job->may_print && job->impressions <= 0 &&
                 (!job->started || job->never_arrived || blocked);
    run_tell(run, clean ? PRINT_REPORT_FAILED : PRINT_REPORT_UNKNOWN, "job %d was %s%s%s%s%.80s",
             job->id, job_state_string(job->state), run->cause ? ": " : "",
             run->cause ? run->cause : "", job->message[0] ? ": " : "", job->message);
}

static bool is_same(const struct job_status *a, const struct job_status *b)
{
    return a->state == b->state && a->printer_reasons == b->printer_reasons &&
           a->impressions == b->impressions && strcmp(a->message, b->message) == 0;
}

void run_resume_once(struct run *run)
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
        run_resume_once(run); /* for the next badge: this one is over */
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

int64_t run_ms_since(int64_t start_us)
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

/* A server that comes back may begin the job anew: it is looked for then. */
void run_lose(struct run *run)
{
    snprintf(run->follow->lost, sizeof run->follow->lost, JOB_NAME_PREFIX "%s", run->report.intent);
}

/* True: nothing more will be heard of the job, and that has been reported. */
static bool is_lost(struct run *run, enum job_found found)
{
    if (found == JOB_NOT_FOUND) {
        run_tell(run, PRINT_REPORT_UNKNOWN, "the printer has forgotten job %d", run->report.job_id);
        return true;
    }
    if (found == JOB_LOOKUP_FAILED && run_ms_since(run->heard_us) >= SILENCE_MS) {
        run_lose(run);
        run_tell(run, PRINT_REPORT_UNKNOWN, "the printer does not answer about job %d",
                 run->report.job_id);
        return true;
    }
    if (run->cancelled_us && run_ms_since(run->cancelled_us) >= CANCEL_MS) {
        run_tell(run, PRINT_REPORT_UNKNOWN, "job %d was cancelled, but has not ended",
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
        run_resume_once(run);
    }
}

/* Until the next look: the poll's time, or less when the device hints at news. */
static enum follow_order wait_for_news(struct run *run)
{
    struct follow *follow = run->follow;
    struct print_device *device = follow->device;
    int parts = device->ops->changed ? HINTS_A_POLL : 1;
    enum follow_order order = FOLLOW_ON;
    for (int i = 0; i < parts && order == FOLLOW_ON; i++) {
        order = follow->pause(follow->userdata, (follow->config.poll_ms + parts - 1) / parts);
        if (order == FOLLOW_ON && i + 1 < parts &&
            device->ops->changed(device, run->report.job_id)) {
            break;
        }
    }
    return order;
}

void run_follow(struct run *run)
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
        if (run_ms_since(run->started_us) >= run->follow->config.give_up_ms) {
            cancel_once(run, "it took too long");
        }
        enum follow_order order = wait_for_news(run);
        if (order == FOLLOW_LEAVE) {
            return;
        }
        if (order == FOLLOW_CANCEL) {
            cancel_once(run, "cancelled here");
        }
    }
}
