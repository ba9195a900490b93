#include "kiosk/commands/preflight.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "kiosk/print_means.h"
#include "log.h"

const char *severity_string(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : "warning";
}

void findings_add(struct findings *findings, enum severity severity,
                  const struct attendee *attendee, const char *check, const char *format, ...)
{
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity ? 2 * findings->capacity : 64;
        struct finding *items = realloc(findings->items, capacity * sizeof *items);
        if (!items) {
            findings->failed = true;
            return;
        }
        findings->items = items;
        findings->capacity = capacity;
    }
    struct finding *finding = &findings->items[findings->count++];
    *finding = (struct finding){.severity = severity, .check = check};
    va_list values;
    va_start(values, format);
    vsnprintf(finding->detail, sizeof finding->detail, format, values);
    va_end(values);
    if (attendee) {
        finding->holder = attendee->holder;
        attendee_latin_name(attendee, finding->name, sizeof finding->name);
        memcpy(finding->delegation, attendee->delegation, sizeof finding->delegation);
        memcpy(finding->external_id, attendee->external_id, sizeof finding->external_id);
    }
}

void findings_finish(struct findings *findings)
{
    free(findings->items);
    *findings = (struct findings){0};
}

static void show(const struct common *common, const struct finding *finding)
{
    char plain[2][1024];
    if (common->json) {
        struct json_row *row = row_start();
        row_text(row, "severity", severity_string(finding->severity));
        row_holder(row, "holder", finding->holder);
        row_text(row, "check", finding->check);
        row_text(row, "detail", finding->detail);
        row_text(row, "name", finding->holder ? finding->name : NULL);
        row_text(row, "delegation", finding->delegation[0] ? finding->delegation : NULL);
        row_print(row);
        return;
    }
    printf("%-8s %s%s%s\n", severity_string(finding->severity),
           plain_text(finding->name, plain[0], sizeof plain[0]), finding->name[0] ? ": " : "",
           plain_text(finding->detail, plain[1], sizeof plain[1]));
}

static size_t show_all(const struct preflight *preflight, const struct common *common)
{
    const struct findings *findings = preflight->findings;
    size_t errors = 0;
    for (size_t i = 0; i < findings->count; i++) {
        show(common, &findings->items[i]);
        errors += findings->items[i].severity == SEVERITY_ERROR;
    }
    fprintf(stderr, "%lld people: %zu to mend, %zu to look at\n", (long long)preflight->people,
            errors, findings->count - errors);
    return errors;
}

/* A photo that cannot be read is a finding, and needs no line of its own. */
static void swallow(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)line, (void)userdata;
}

static enum exit_status check(struct preflight *preflight, const struct common *common,
                              const char *page)
{
    log_set_sink(swallow, NULL);
    bool checked = preflight_event(preflight) && preflight_people(preflight);
    log_set_sink(NULL, NULL);
    if (!checked || preflight->findings->failed) {
        fputs("lanyard preflight: the checks could not be made to their end; see 'lanyard audit "
              "verify'\n",
              stderr);
        return EXIT_DEVICE;
    }
    size_t errors = show_all(preflight, common);
    if (page && !preflight_page(preflight, page)) {
        return EXIT_DEVICE;
    }
    return errors > 0 ? EXIT_NO : EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *template = NULL, *page = NULL;
    struct common common;
    struct findings findings = {0};
    struct preflight preflight = {.findings = &findings, .dpi = BADGE_DPI};
    const struct arg table[] = {
        {"html", ARG_TEXT, &page},
        {"printer", ARG_TEXT, &preflight.printer},
        {"template", ARG_TEXT, &template},
        {"dpi", ARG_INT, &preflight.dpi},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_preflight, argc, argv, table, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    if (preflight.dpi < 100 || preflight.dpi > 2400) {
        fputs("lanyard preflight: --dpi is 100 to 2400\n", stderr);
        return EXIT_USAGE;
    }
    preflight.station = command_station(&common, STORE_READ_WRITE); /* a test badge is signed */
    if (!preflight.station) {
        return EXIT_USAGE;
    }
    struct print_means means;
    enum exit_status status = EXIT_USAGE;
    if (print_means_init(&means, preflight.station, template)) {
        preflight.template = means.template;
        preflight.renderer = badge_renderer_create();
        status = preflight.renderer ? check(&preflight, &common, page) : EXIT_DEVICE;
        badge_renderer_destroy(preflight.renderer);
        print_means_finish(&means);
    }
    station_close(preflight.station);
    findings_finish(&findings);
    return status;
}

const struct command command_preflight = {
    .name = "preflight",
    .usage = "[--html FILE] [--printer NAME] [--template T] [--dpi N]",
    .summary = "Tells before the day what would fail",
    .options =
        "  --html FILE     also as a page to hand to the focal points; a folder gets one page\n"
        "                  for each delegation\n"
        "  --printer NAME  the printer to ask; default the event's\n"
        "  --template T    the badge's template (default the event's, a6)\n"
        "  --dpi N         the printer's resolution (default 300)\n",
    .run = run,
};
