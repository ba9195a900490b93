#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/print_file.h"
#include "kiosk/commands/report.h"

static void show_line(const struct common *common, const char *by, const char *code,
                      const char *name, const struct report_count *count)
{
    if (!common->json) {
        char expected[32] = "";
        if (count->expected > 0) {
            snprintf(expected, sizeof expected, " of %lld", (long long)count->expected);
        }
        print_line("%-10s %6lld%-9s %6lld in %6lld out %6lld refused  %s", by,
                   (long long)count->people, expected, (long long)count->events[COUNT_ADMISSION],
                   (long long)count->events[COUNT_EXIT], (long long)count->events[COUNT_REFUSAL],
                   name[0] ? name : code);
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "by", by);
    row_text(row, "code", code);
    row_text(row, "name", name);
    row_int(row, "expected", count->expected);
    row_int(row, "arrived", count->people);
    row_int(row, "admissions", count->events[COUNT_ADMISSION]);
    row_int(row, "exits", count->events[COUNT_EXIT]);
    row_int(row, "refusals", count->events[COUNT_REFUSAL]);
    row_print(row);
}

static void show_list(const struct common *common, const char *by, const struct report_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        show_line(common, by, list->lines[i].code, list->lines[i].name, &list->lines[i].count);
    }
}

static void show(const struct common *common, const struct report *report)
{
    for (size_t i = 0; i < report->hour_count; i++) {
        char time[TIME_TEXT_SIZE];
        time_format_iso(report->hours[i].starts_ms, time);
        show_line(common, "hour", time, "", &report->hours[i].count);
    }
    show_list(common, "delegation", &report->delegations);
    show_list(common, "category", &report->categories);
    show_list(common, "checkpoint", &report->checkpoints);
    show_line(common, "total", "", report->event.name, &report->total);
}

static enum exit_status write_stream(const struct report *report, const char *path,
                                     bool (*write)(const struct report *report, FILE *out))
{
    FILE *out = fopen(path, "we");
    bool written = out && write(report, out);
    if (out) {
        written = fclose(out) == 0 && written;
    }
    if (!written) {
        fprintf(stderr, "lanyard report: %s: %s\n", path, strerror(errno));
        if (out) {
            unlink(path); /* half a report misleads */
        }
    }
    return written ? EXIT_DONE : out ? EXIT_DEVICE : EXIT_USAGE;
}

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path), least = strlen(ending);
    return length > least && strcmp(path + length - least, ending) == 0;
}

static enum exit_status write_file(const struct report *report, const char *path)
{
    if (ends_in(path, ".html")) {
        return write_stream(report, path, report_write_html);
    }
    if (ends_in(path, ".csv")) {
        return write_stream(report, path, report_write_csv);
    }
    return !print_file_path_is_good(path)   ? EXIT_USAGE
           : report_write_pdf(report, path) ? EXIT_DONE
                                            : EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *path = NULL;
    struct common common;
    struct report report = {0};
    const struct arg table[] = {{"out", ARG_TEXT, &path}, {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_report, argc, argv, table, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    if (path && !ends_in(path, ".html") && !ends_in(path, ".csv") && !ends_in(path, ".pdf")) {
        fprintf(stderr, "lanyard report: --out %s: the file's name ends in .html, .csv or .pdf\n",
                path);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = EXIT_DEVICE;
    if (report_collect(station, time_realtime_ms(), &report)) {
        status = path ? write_file(&report, path) : EXIT_DONE;
        if (!path || common.json) {
            show(&common, &report);
        }
    }
    report_finish(&report);
    station_close(station);
    return status;
}

const struct command command_report = {
    .name = "report",
    .usage = "[--out FILE.html|FILE.csv|FILE.pdf]",
    .summary = "Counts who came: by hour, delegation, category and checkpoint, with charts",
    .options = "  --out FILE   write a page, a table or a document, by the name's ending\n",
    .run = run,
};
