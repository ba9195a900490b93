/* A badge for trying a printer: marked TEST, for nobody, with a code that is no credential. */
#include <stdio.h>
#include <string.h>

#include "audit.h"
#include "kiosk/commands/command.h"
#include "kiosk/commands/printers.h"
#include "kiosk/print_means.h"
#include "timebase.h"

static void fill(struct station *station, const struct printer_profile *profile, struct badge *out)
{
    struct category category;
    *out = (struct badge){.test = true, .issue = 1};
    snprintf(out->event_name, sizeof out->event_name, "%s", station->event.name);
    station_event_dates(&station->event, out->event_dates, sizeof out->event_dates);
    if (store_categories(station->store, &category, 1) == 1) {
        snprintf(out->category_letter, sizeof out->category_letter, "%s", category.letter);
        snprintf(out->category_name, sizeof out->category_name, "%s", category.name);
        out->category_rgb = category.rgb;
    }
    snprintf(out->family_name, sizeof out->family_name, "Test");
    snprintf(out->given_name, sizeof out->given_name, "Printer");
    snprintf(out->native_name, sizeof out->native_name, "%s", profile->name);
    snprintf(out->position, sizeof out->position, "This badge admits nobody");
    snprintf(out->qr_text, sizeof out->qr_text, "LANYARD TEST %.100s", profile->name);
}

static void tell(const struct common *common, const struct printer_profile *profile,
                 const struct print_report *last, double ms)
{
    static const char *const states[] = {[PRINT_REPORT_SUBMITTED] = "submitted",
                                         [PRINT_REPORT_PROGRESS] = "printing",
                                         [PRINT_REPORT_COMPLETED] = "completed",
                                         [PRINT_REPORT_FAILED] = "failed",
                                         [PRINT_REPORT_UNKNOWN] = "unknown"};
    if (!common->json) {
        print_line("%s: %s (%s), %.1f s", profile->name, states[last->kind], last->detail,
                   ms / 1000);
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "printer", profile->name);
    row_text(row, "state", states[last->kind]);
    row_bool(row, "counted", last->counted);
    row_text(row, "detail", last->detail);
    row_int(row, "ms", (int64_t)ms);
    row_print(row);
}

enum exit_status printers_test(struct station *station, const struct common *common,
                               const struct printer_profile *profile, const char *template)
{
    struct print_means means;
    struct print_report last = {.kind = PRINT_REPORT_FAILED};
    struct badge badge;
    char lock[sizeof station->directory + 160], uuid[UUID_TEXT_SIZE];
    uint8_t bytes[16];
    if (!print_means_init(&means, station, template)) {
        return EXIT_USAGE;
    }
    struct printer_config config = print_flow_printer(station, profile, lock, sizeof lock);
    config.check = print_code_check;
    config.userdata = means.decoder;
    fill(station, profile, &badge);
    uuid_make(bytes);
    int64_t start_us = time_monotonic_us();
    bool ran =
        printer_run(&config, uuid_format(bytes, uuid), &badge, means.template, BADGE_DPI, &last);
    if (ran) {
        tell(common, profile, &last, (double)(time_monotonic_us() - start_us) / 1000);
    }
    badge_finish(&badge);
    print_means_finish(&means);
    return ran && last.kind == PRINT_REPORT_COMPLETED ? EXIT_DONE : EXIT_DEVICE;
}
