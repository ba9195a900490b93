#define LOG_MODULE "kiosk"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "kiosk/print_means.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

#define PREVIEW_DPI 150

/* A printer's thread. */
static void on_news(const struct pool_news *news, void *userdata)
{
    struct posted *posted = calloc(1, sizeof *posted);
    if (posted) {
        posted->kind = POSTED_PRINT;
        posted->print = *news;
        if (!kiosk_post(userdata, posted)) {
            free(posted);
        }
    }
}

bool kiosk_printer_start(struct kiosk *kiosk)
{
    if (!kiosk->pool) {
        const struct print_pool_config config = {.station = kiosk->station,
                                                 .book = &kiosk->printers,
                                                 .read_back = true,
                                                 .on_news = on_news,
                                                 .userdata = kiosk};
        kiosk->pool = print_pool_create(&config);
    }
    return kiosk->pool != NULL;
}

/* ---- what staff read ---- */

static void write_advice(struct kiosk *kiosk, const struct printer_overview *printer)
{
    char count[16], minutes[16];
    snprintf(count, sizeof count, "%d", printer->stock.remaining);
    snprintf(minutes, sizeof minutes, "%d", printer->stock.minutes_left);
    const struct message_value values[] = {
        {"printer", printer->name}, {"count", count}, {"minutes", minutes}};
    message_format(kiosk->model.language, printer->advice, values, 3, kiosk->model.staff_line,
                   sizeof kiosk->model.staff_line);
}

/* The printer that needs somebody most; NULL: none does. */
static const struct printer_overview *worst_of(const struct printer_overview *all, int count)
{
    const struct printer_overview *worst = NULL;
    for (int i = 0; i < count; i++) {
        if (all[i].advice[0] && (!worst || all[i].health > worst->health)) {
            worst = &all[i];
        }
    }
    return worst;
}

void kiosk_staff_line(struct kiosk *kiosk)
{
    struct printer_overview all[PRINTERS_MAX];
    int count = kiosk->pool ? print_pool_overview(kiosk->pool, all, PRINTERS_MAX) : 0;
    const struct printer_overview *worst = worst_of(all, count);
    snprintf(kiosk->model.staff_line, sizeof kiosk->model.staff_line, "%s · %s",
             kiosk->station->key.station, kiosk->checkpoint.name);
    kiosk->model.fault[0] = '\0';
    for (uint32_t bit = 1; worst && bit <= PRINTER_OTHER && !kiosk->model.fault[0]; bit <<= 1) {
        if (worst->reasons & bit) {
            snprintf(kiosk->model.fault, sizeof kiosk->model.fault, "%s",
                     printer_reason_string((enum printer_reason)bit));
        }
    }
    if (worst) {
        write_advice(kiosk, worst);
    }
    kiosk->dirty = true;
}

/* ---- a visit's badge ---- */

/* The preview carries no code that admits anybody: it can be photographed over a shoulder. */
static void show_preview(struct kiosk *kiosk, const struct badge *badge,
                         const struct badge_template *template)
{
    struct badge specimen = *badge; /* its photo stays the badge's */
    snprintf(specimen.qr_text, sizeof specimen.qr_text, "SPECIMEN %.200s", badge->event_name);
    if (!kiosk->renderer) {
        kiosk->renderer = badge_renderer_create();
    }
    picture_finish(&kiosk->badge_picture);
    if (kiosk->renderer) {
        badge_render_picture(kiosk->renderer, &specimen, template, PREVIEW_DPI,
                             &kiosk->badge_picture);
    }
    kiosk->model.badge = kiosk->badge_picture.rgb ? &kiosk->badge_picture : NULL;
    kiosk->dirty = true;
}

/* The event's template, as its file is now; a bad file leaves the last good one in use. */
static struct badge_template *find_template(struct kiosk *kiosk)
{
    if (!kiosk->shelf) {
        kiosk->shelf = print_shelf_open(kiosk->station);
    }
    return kiosk->shelf ? print_template_find(kiosk->station, kiosk->shelf, NULL) : NULL;
}

/* Where the preview comes from: read anew, since the badge that is printed has been given away. */
static void preview(struct kiosk *kiosk, const struct intent *intent,
                    const struct badge_template *template)
{
    struct badge badge;
    if (station_badge(kiosk->station, intent, &badge)) {
        show_preview(kiosk, &badge, template);
        badge_finish(&badge);
    }
}

/* The person on the screen may be another one by now. */
static void share_job(struct kiosk *kiosk)
{
    if (kiosk->outcome.known && kiosk->outcome.attendee.holder == kiosk->job.holder) {
        kiosk->outcome.badge = kiosk->job;
    }
}

/* Sends the visit's badge to whichever printer takes it, or lets it wait for a busy one. */
static bool send(struct kiosk *kiosk)
{
    struct intent *intent = &kiosk->job;
    enum route_answer why;
    struct badge_template *template = find_template(kiosk);
    if (!template) {
        return false;
    }
    int printer = print_pool_choose(kiosk->pool, kiosk->job_category, template, kiosk->tried, &why);
    kiosk->badge_waits = printer < 0 && why == ROUTE_BUSY;
    bool sent = printer >= 0 && print_pool_submit(kiosk->pool, printer, template, intent);
    if (sent) {
        preview(kiosk, intent, template);
    } else if (!kiosk->badge_waits) {
        LOG_WARN("badge %" PRIu32 " has no printer: each one %s", intent->serial,
                 route_answer_string(why));
    }
    badge_template_unref(template);
    share_job(kiosk);
    return sent || kiosk->badge_waits;
}

bool kiosk_print(struct kiosk *kiosk)
{
    kiosk->job = kiosk->outcome.badge;
    kiosk->job_category = kiosk->outcome.attendee.category;
    snprintf(kiosk->visit_intent, sizeof kiosk->visit_intent, "%s", kiosk->job.uuid);
    kiosk->tried = 0;
    return kiosk_printer_start(kiosk) && send(kiosk);
}

/* A badge of which it is certain that it never came out: a new one goes to another printer. */
static bool reroute(struct kiosk *kiosk, int from)
{
    struct intent fresh;
    enum route_answer why;
    struct badge_template *template = find_template(kiosk);
    kiosk->tried |= 1u << from;
    bool other = template && print_pool_choose(kiosk->pool, kiosk->job_category, template,
                                               kiosk->tried, &why) >= 0;
    badge_template_unref(template);
    if (!other || !station_issue_badge(kiosk->station, kiosk->job.holder, NULL, &fresh)) {
        return false;
    }
    LOG_WARN("badge %" PRIu32 " never came out of %s; badge %" PRIu32 " is printed elsewhere",
             kiosk->job.serial, print_pool_profile(kiosk->pool, from)->name, fresh.serial);
    kiosk->job = fresh;
    snprintf(kiosk->visit_intent, sizeof kiosk->visit_intent, "%s", fresh.uuid);
    kiosk->model.progress_percent = -1;
    return send(kiosk);
}

/* How far the printer says it is: its job-state, and the impressions that it counts. */
static int progress_of(const struct print_report *report)
{
    return report->kind == PRINT_REPORT_COMPLETED || report->job.impressions > 0 ? 100
           : report->job.state == JOB_PROCESSING                                 ? 65
           : report->kind == PRINT_REPORT_SUBMITTED                              ? 30
                                                                                 : 40;
}

/* Whether somebody still stands there for the badge. */
static bool is_awaited(const struct kiosk *kiosk)
{
    return kiosk->options->mode == KIOSK_DESK || kiosk->visit.state == VISIT_PRINTING;
}

static void end_badge(struct kiosk *kiosk, const struct pool_news *news, bool stored)
{
    const struct print_report *report = &news->report;
    bool done = stored && report->kind == PRINT_REPORT_COMPLETED;
    if (!done && stored && report->kind == PRINT_REPORT_FAILED && is_awaited(kiosk) &&
        reroute(kiosk, news->printer)) {
        return;
    }
    if (!done) {
        LOG_WARN("badge %" PRIu32 " was not printed: %s", kiosk->job.serial, report->detail);
    }
    kiosk->face->printed(kiosk, kiosk->job.holder, done);
}

static void take_report(struct kiosk *kiosk, const struct pool_news *news,
                        const struct intent *intent, bool stored)
{
    const struct print_report *report = &news->report;
    bool last = print_report_is_last(report);
    LOG_INFO("badge %" PRIu32 ": %s, job %d, %s", intent->serial,
             intent_state_string(intent->state), report->job_id, report->detail);
    if (report->kind == PRINT_REPORT_SUBMITTED && report->sent_us && kiosk->asked_us) {
        LOG_INFO("badge %" PRIu32 ": first byte to the printer %.1f ms after the yes",
                 intent->serial, (double)(report->sent_us - kiosk->asked_us) / 1000);
    }
    if (!last && (report->printer_reasons & PRINTER_BLOCKING)) {
        print_pool_cancel(kiosk->pool, news->printer); /* nothing stale may come out later */
    }
    if (strcmp(report->intent, kiosk->visit_intent) != 0) {
        if (last && stored && kiosk->options->mode == KIOSK_DESK) { /* of somebody before */
            kiosk->face->printed(kiosk, intent->holder, report->kind == PRINT_REPORT_COMPLETED);
        }
        return;
    }
    if (stored) {
        kiosk->job = *intent;
        share_job(kiosk);
    }
    kiosk->model.progress_percent = progress_of(report);
    kiosk->dirty = true;
    if (last) {
        end_badge(kiosk, news, stored);
    }
}

void kiosk_print_news(struct kiosk *kiosk, const struct pool_news *news)
{
    struct intent intent;
    if (!kiosk->pool) {
        return; /* it is ending */
    }
    bool stored = print_pool_take(kiosk->pool, news, &intent);
    kiosk_staff_line(kiosk);
    if (news->is_report) {
        take_report(kiosk, news, &intent, stored);
    }
    if (kiosk->badge_waits && is_awaited(kiosk) && !send(kiosk)) {
        kiosk->face->printed(kiosk, kiosk->job.holder, false);
    }
}

bool kiosk_badge_seen(const struct kiosk *kiosk, const char *data, size_t size)
{
    const struct intent *badge = &kiosk->outcome.badge;
    return (kiosk->visit.state == VISIT_PRINTING || kiosk->visit.state == VISIT_COLLECT) &&
           kiosk->visit_intent[0] && strcmp(badge->uuid, kiosk->visit_intent) == 0 &&
           strlen(badge->credential) == size && memcmp(badge->credential, data, size) == 0;
}

void kiosk_badge_collected(struct kiosk *kiosk)
{
    struct intent intent;
    if (store_intent(kiosk->station->store, kiosk->visit_intent, &intent) == STORE_FOUND &&
        (intent.state == INTENT_PRINTING || intent.state == INTENT_UNKNOWN)) {
        print_flow_move(kiosk->station, intent.uuid, INTENT_IN_SEEN, intent.printer, intent.job_id,
                        kiosk->badge_read ? "its printed code was read" : "\"I have my badge\"",
                        &intent);
    }
}
