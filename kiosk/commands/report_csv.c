/* The report as one flat table for a spreadsheet. */
#include "kiosk/commands/report.h"
#include "roster.h"

#define CELL_SIZE (2 * ATTENDEE_TEXT_SIZE + 8)

static void write_line(FILE *out, const char *by, const char *code, const char *name,
                       const struct report_count *count)
{
    const char *const texts[] = {by, code, name};
    for (size_t i = 0; i < 3; i++) {
        char cell[CELL_SIZE];
        roster_csv_cell(texts[i], cell, sizeof cell);
        fprintf(out, "%s,", cell);
    }
    fprintf(out, "%lld,%lld,%lld,%lld,%lld\r\n", (long long)count->expected,
            (long long)count->people, (long long)count->events[COUNT_ADMISSION],
            (long long)count->events[COUNT_EXIT], (long long)count->events[COUNT_REFUSAL]);
}

static void write_list(FILE *out, const char *by, const struct report_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        write_line(out, by, list->lines[i].code, list->lines[i].name, &list->lines[i].count);
    }
}

bool report_write_csv(const struct report *report, FILE *out)
{
    fputs("by,code,name,expected,arrived,admissions,exits,refusals\r\n", out);
    write_line(out, "total", "", report->event.name, &report->total);
    for (size_t i = 0; i < report->hour_count; i++) {
        char time[TIME_TEXT_SIZE];
        time_format_iso(report->hours[i].starts_ms, time);
        write_line(out, "hour", time, "", &report->hours[i].count);
    }
    write_list(out, "delegation", &report->delegations);
    write_list(out, "category", &report->categories);
    write_list(out, "checkpoint", &report->checkpoints);
    return !ferror(out);
}
