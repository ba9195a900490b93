#define LOG_MODULE "kiosk"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "kiosk/print_means.h"
#include "log.h"
#include "timebase.h"

#define PREVIEW_DPI 150

/* Printer thread. */
static void on_report(const struct print_report *report, void *userdata)
{
    struct posted *posted = calloc(1, sizeof *posted);
    if (posted) {
        posted->kind = POSTED_PRINT;
        posted->print = *report;
        if (!kiosk_post(userdata, posted)) {
            free(posted);
        }
    }
}

/* Printer thread. */
static bool check_code(const struct frame *code, const char *text, void *userdata)
{
    const struct kiosk *kiosk = userdata;
    return print_code_check(code, text, kiosk->checker);
}

bool kiosk_printer_start(struct kiosk *kiosk)
{
    if (!kiosk->printer) {
        if (!kiosk->checker) {
            kiosk->checker = decoder_create();
        }
        const struct printer_config config = {.device_spec = kiosk->options->printer,
                                              .on_report = on_report,
                                              .check = kiosk->checker ? check_code : NULL,
                                              .userdata = kiosk};
        kiosk->printer = printer_start(&config);
    }
    return kiosk->printer != NULL;
}

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

bool kiosk_print(struct kiosk *kiosk)
{
    struct intent *intent = &kiosk->outcome.badge;
    struct badge badge;
    snprintf(kiosk->visit_intent, sizeof kiosk->visit_intent, "%s", intent->uuid);
    if (kiosk->printing[0] || !kiosk_printer_start(kiosk) ||
        !station_badge(kiosk->station, intent, &badge)) {
        return false;
    }
    struct badge_template *template = find_template(kiosk);
    if (!template) {
        badge_finish(&badge);
        return false;
    }
    show_preview(kiosk, &badge, template);
    bool sent = print_flow_move(kiosk->station, intent->uuid, INTENT_IN_SUBMIT,
                                kiosk->options->printer, 0, "", intent);
    if (sent && !printer_submit(kiosk->printer, intent->uuid, &badge, template, BADGE_DPI)) {
        print_flow_move(kiosk->station, intent->uuid, INTENT_IN_REFUSED, kiosk->options->printer, 0,
                        "the printer is busy", intent);
        sent = false;
    }
    if (sent) {
        snprintf(kiosk->printing, sizeof kiosk->printing, "%s", intent->uuid);
    }
    badge_template_unref(template);
    badge_finish(&badge);
    return sent;
}

/* How far the printer says it is. */
static int progress_of(const struct print_report *report)
{
    return report->kind == PRINT_REPORT_COMPLETED   ? 100
           : report->job.state == JOB_PROCESSING    ? 65
           : report->kind == PRINT_REPORT_SUBMITTED ? 30
                                                    : 40;
}

void kiosk_print_report(struct kiosk *kiosk, const struct print_report *report)
{
    struct intent intent = {0};
    bool ours = strcmp(report->intent, kiosk->visit_intent) == 0;
    bool over = report->kind == PRINT_REPORT_COMPLETED || report->kind == PRINT_REPORT_FAILED ||
                report->kind == PRINT_REPORT_UNKNOWN;
    bool stored = print_flow_report(kiosk->station, report, &intent);
    LOG_INFO("badge %" PRIu32 ": %s, job %d, %s", intent.serial, intent_state_string(intent.state),
             report->job_id, report->detail);
    kiosk_staff_line(kiosk, report->printer_reasons);
    if (!over && (report->printer_reasons & PRINTER_BLOCKING)) {
        printer_cancel(kiosk->printer); /* nothing stale may come out after a refill */
    }
    if (over) {
        kiosk->printing[0] = '\0';
    }
    if (!ours) {
        return;
    }
    if (stored) {
        kiosk->outcome.badge = intent;
    }
    kiosk->model.progress_percent = progress_of(report);
    kiosk->dirty = true;
    if (over) {
        bool done = stored && report->kind == PRINT_REPORT_COMPLETED;
        if (!done) {
            LOG_WARN("badge %" PRIu32 " was not printed: %s", intent.serial, report->detail);
        }
        kiosk->face->printed(kiosk, done);
    }
}

void kiosk_badge_collected(struct kiosk *kiosk)
{
    struct intent intent;
    if (store_intent(kiosk->station->store, kiosk->visit_intent, &intent) == STORE_FOUND &&
        (intent.state == INTENT_PRINTING || intent.state == INTENT_UNKNOWN)) {
        print_flow_move(kiosk->station, intent.uuid, INTENT_IN_SEEN, intent.printer, intent.job_id,
                        "\"I have my badge\"", &intent);
    }
}
