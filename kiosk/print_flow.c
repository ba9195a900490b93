#define LOG_MODULE "print"
#include "kiosk/print_flow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

/* Takes a badge in hand for this program. */
static bool lock(struct station *station, const char *uuid)
{
    struct intent intent;
    if (store_intent(station->store, uuid, &intent) == STORE_FOUND &&
        !station_lock_badge(station, intent.serial)) {
        LOG_ERROR("badge %" PRIu32 " is being printed by another program just now", intent.serial);
        return false;
    }
    return true; /* what is not there is said by the next step */
}

bool print_flow_move(struct station *station, const char *uuid, enum intent_input input,
                     const char *printer, int job_id, const char *detail, struct intent *out)
{
    struct intent moved;
    if (input == INTENT_IN_SUBMIT && !lock(station, uuid)) {
        return false;
    }
    if (!store_begin(station->store)) {
        return false;
    }
    if (store_append_intent_input(station->store, uuid, input, printer, job_id, detail, &moved) &&
        store_commit(station->store)) {
        *out = moved;
        if (!intent_is_open(moved.state)) {
            station_unlock_badge(station, moved.serial);
        }
        return true;
    }
    store_rollback(station->store);
    return false;
}

/* The input that a report stands for; false when it changes nothing. */
static bool report_input(const struct print_report *report, enum intent_state state,
                         enum intent_input *out)
{
    switch (report->kind) {
    case PRINT_REPORT_SUBMITTED:
        *out = INTENT_IN_ACCEPTED;
        return state == INTENT_SUBMITTING;
    case PRINT_REPORT_PROGRESS:
        *out = INTENT_IN_PRINTING;
        return state == INTENT_SUBMITTED && report->job.state == JOB_PROCESSING;
    case PRINT_REPORT_COMPLETED:
        *out = report->counted ? INTENT_IN_COMPLETED_COUNTED : INTENT_IN_COMPLETED;
        return true;
    case PRINT_REPORT_FAILED:
        *out = state == INTENT_SUBMITTING ? INTENT_IN_REFUSED : INTENT_IN_ENDED;
        return true;
    case PRINT_REPORT_UNKNOWN:
        *out = state == INTENT_SUBMITTING ? INTENT_IN_UNCERTAIN : INTENT_IN_VANISHED;
        return true;
    }
    return false;
}

bool print_flow_report(struct station *station, const struct print_report *report,
                       struct intent *out)
{
    enum intent_input input;
    if (store_intent(station->store, report->intent, out) != STORE_FOUND) {
        LOG_ERROR("the printer reports on %s, which is no badge of ours", report->intent);
        return false;
    }
    if (report->kind == PRINT_REPORT_COMPLETED && out->state == INTENT_SUBMITTED &&
        !print_flow_move(station, report->intent, INTENT_IN_PRINTING, out->printer, report->job_id,
                         "", out)) {
        return false;
    }
    return !report_input(report, out->state, &input) ||
           print_flow_move(station, report->intent, input, out->printer, report->job_id,
                           report->detail, out);
}

struct run {
    struct station *station;
    const struct print_target *target;
    struct intent *intent;
    bool stored; /* every report so far is in the store */
};

static bool check(const struct frame *code, const char *text, void *userdata)
{
    const struct run *run = userdata;
    return !run->target->check || run->target->check(code, text, run->target->check_data);
}

static void on_report(const struct print_report *report, void *userdata)
{
    struct run *run = userdata;
    LOG_INFO("badge %" PRIu32 ": job %d %s %s", run->intent->serial, report->job_id,
             job_state_string(report->job.state), report->detail);
    run->stored = print_flow_report(run->station, report, run->intent) && run->stored;
}

struct printer_config print_flow_printer(const struct station *station,
                                         const struct printer_profile *profile, char *lock,
                                         size_t lock_size)
{
    return (struct printer_config){
        .device_spec = profile->device,
        .lock_path = station_printer_lock(station, profile, lock, lock_size),
        .distrust_count = profile->confirm != PRINT_CONFIRM_COUNT,
        .options = profile->options[0] ? profile->options : NULL,
    };
}

bool print_flow_run(struct station *station, const struct print_target *target,
                    struct intent *intent)
{
    struct badge badge;
    struct print_report last = {0};
    struct printer_book book;
    char lock[sizeof station->directory + 160];
    struct run run = {station, target, intent, true};
    if (!station_printers(station, target->printer, &book) ||
        !station_badge(station, intent, &badge)) {
        return false;
    }
    const struct printer_profile *profile = &book.printers[0];
    struct printer_config config = print_flow_printer(station, profile, lock, sizeof lock);
    config.on_report = on_report;
    config.check = check;
    config.userdata = &run;
    /* A device that cannot be opened must not cost the intent: look before the first commit. */
    struct print_device *device = print_device_open(profile->device);
    bool ran = device && print_flow_move(station, intent->uuid, INTENT_IN_SUBMIT, profile->device,
                                         0, "", intent);
    print_device_destroy(device);
    ran = ran && printer_run(&config, intent->uuid, &badge, target->template, BADGE_DPI, &last);
    badge_finish(&badge);
    if (ran && last.kind != PRINT_REPORT_COMPLETED) {
        LOG_ERROR("badge %" PRIu32 " on %s: %s", intent->serial, profile->name, last.detail);
    }
    return ran && run.stored && last.kind == PRINT_REPORT_COMPLETED;
}

/* ---- after a restart ---- */

struct open_intents {
    const struct station *station;
    struct intent *intents; /* owned */
    size_t count, room;
    bool failed;
};

static bool make_room(struct open_intents *open)
{
    if (open->count < open->room) {
        return true;
    }
    size_t room = open->room ? 2 * open->room : 64;
    struct intent *grown = realloc(open->intents, room * sizeof *grown);
    if (!grown) {
        LOG_ERROR("no memory for the open badges; close other programs");
        open->failed = true;
        return false;
    }
    open->intents = grown;
    open->room = room;
    return true;
}

static bool collect(const struct intent *intent, void *userdata)
{
    struct open_intents *open = userdata;
    /* What was not sent just waits; what is in a document waits to be handed over; what another
     * station has in hand is its own to look up. */
    if (intent->state != INTENT_PENDING &&
        strncmp(intent->printer, PRINT_BATCH_PREFIX, sizeof PRINT_BATCH_PREFIX - 1) != 0 &&
        strcmp(intent->station, open->station->key.station) == 0 && make_room(open)) {
        open->intents[open->count++] = *intent;
    }
    return !open->failed;
}

/* What the device says about an open intent, as a report. False: it cannot be asked now. */
static bool look_up(const struct intent *intent, struct print_report *out)
{
    char name[64];
    struct print_device *device = print_device_open(intent->printer);
    if (!device) {
        return false;
    }
    memset(out, 0, sizeof *out);
    memcpy(out->intent, intent->uuid, sizeof out->intent);
    snprintf(name, sizeof name, "lanyard-%s", intent->uuid);
    enum job_found found = device->ops->find(device, name, &out->job);
    print_device_destroy(device);
    out->job_id = out->job.id;
    snprintf(out->detail, sizeof out->detail, "found at the start: %s",
             found == JOB_FOUND ? job_state_string(out->job.state) : "no such job");
    if (found == JOB_NOT_FOUND) {
        out->kind = PRINT_REPORT_UNKNOWN;
    } else if (out->job.state == JOB_COMPLETED) {
        out->kind = PRINT_REPORT_COMPLETED;
        out->counted = out->job.impressions > 0;
    } else if (out->job.state >= JOB_CANCELED) {
        out->kind = PRINT_REPORT_UNKNOWN; /* it may have printed before it ended */
    } else {
        out->kind = PRINT_REPORT_PROGRESS;
    }
    return found != JOB_LOOKUP_FAILED;
}

/* Moves one to what is true now. False: store fault. */
static bool recover(struct station *station, struct intent *intent)
{
    struct print_report report;
    if (!look_up(intent, &report)) {
        LOG_WARN("badge %" PRIu32 ": %s cannot be asked what became of it", intent->serial,
                 intent->printer);
        return true;
    }
    if (intent->state == INTENT_SUBMITTING && report.kind != PRINT_REPORT_UNKNOWN &&
        !print_flow_move(station, intent->uuid, INTENT_IN_ACCEPTED, intent->printer, report.job_id,
                         report.detail, intent)) {
        return false;
    }
    return print_flow_report(station, &report, intent);
}

int print_flow_recover(struct station *station)
{
    struct open_intents open = {.station = station};
    bool good = store_intents(station->store, true, 0, collect, &open) && !open.failed;
    int unknown = 0;
    for (size_t i = 0; good && i < open.count; i++) {
        struct intent *intent = &open.intents[i];
        if (!station_lock_badge(station, intent->serial)) {
            LOG_INFO("badge %" PRIu32 " is being printed by another program: left alone",
                     intent->serial);
            continue;
        }
        /* it may have moved before the lock was ours */
        good = store_intent(station->store, intent->uuid, intent) == STORE_FOUND &&
               (!intent_is_open(intent->state) || recover(station, intent));
        station_unlock_badge(station, intent->serial);
        unknown += good && intent->state == INTENT_UNKNOWN;
    }
    free(open.intents);
    return good ? unknown : -1;
}
