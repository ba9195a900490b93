/* The report as one HTML page, to look at, to print or to send. */
#include <string.h>

#include "asset.h"
#include "kiosk/commands/markup.h"
#include "kiosk/commands/report.h"

static void write_head(const struct report *report, FILE *out)
{
    char dates[128], made[TIME_TEXT_SIZE];
    size_t size;
    const char *style = asset_find("report/report.css", &size);
    fputs("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Report: ",
          out);
    markup_text(out, report->event.name);
    fprintf(out, "</title>\n<style>\n%s</style>\n<main>\n<header><h1>", style ? style : "");
    markup_text(out, report->event.name);
    fputs("</h1>\n<p>", out);
    markup_text(out, station_event_dates(&report->event, dates, sizeof dates));
    fprintf(out, " · as of <time>%s</time></p></header>\n", report_made(report, made));
}

static void write_tile(FILE *out, int64_t value, const char *unit, const char *what)
{
    fprintf(out, "<div><b>%lld%s</b>%s</div>", (long long)value, unit, what);
}

static void write_tiles(const struct report *report, FILE *out)
{
    const struct report_count *total = &report->total;
    fputs("<section class=\"tiles\">", out);
    write_tile(out, total->people, "", "arrived");
    write_tile(out, report_share(total), " %", "of those expected");
    write_tile(out, total->expected, "", "expected");
    write_tile(out, total->events[COUNT_ADMISSION], "", "let through doors");
    write_tile(out, total->events[COUNT_REFUSAL], "", "turned away or referred");
    fputs("</section>\n", out);
}

static void write_hours(const struct report *report, size_t first, size_t end, FILE *out)
{
    fputs("<details><summary>As a table</summary>\n<table><thead><tr><th>From<th>Arrived"
          "<th>Through doors<th>Left<th>Turned away<tbody>\n",
          out);
    for (size_t i = first; i < end; i++) {
        const struct report_count *count = &report->hours[i].count;
        fprintf(out, "<tr><td>%02d:00<td>%lld<td>%lld<td>%lld<td>%lld\n",
                report_hour_of(report->hours[i].starts_ms), (long long)count->people,
                (long long)count->events[COUNT_ADMISSION], (long long)count->events[COUNT_EXIT],
                (long long)count->events[COUNT_REFUSAL]);
    }
    fputs("</table></details>\n", out);
}

static void write_days(const struct report *report, FILE *out)
{
    const struct report_chart chart = {.width = 960, .height = 300, .size = 14};
    char day[64];
    size_t end;
    for (size_t first = 0; first < report->hour_count; first = end) {
        end = report_day_end(report, first);
        fprintf(out,
                "<section class=\"card\"><h2>%s</h2>\n<p class=\"legend\"><i class=\"people\"></i>"
                "arrived <i class=\"doors\"></i>let through doors, by the hour</p>\n"
                "<svg viewBox=\"0 0 960 300\" role=\"img\" aria-label=\"Arrivals by the hour\">\n",
                report_day(report->hours[first].starts_ms, day));
        report_draw_hours(report, first, end, &chart, out);
        fputs("</svg>\n", out);
        write_hours(report, first, end, out);
        fputs("</section>\n", out);
    }
    if (report->hour_count == 0) {
        fputs("<section class=\"card\"><p>Nobody has come yet.</p></section>\n", out);
    }
}

static void write_shares(const struct report_list *list, const char *title, const char *column,
                         FILE *out)
{
    fprintf(out,
            "<section class=\"card\"><h2>%s</h2>\n<table class=\"shares\"><thead><tr><th>%s"
            "<th>Arrived<th>Expected<th>Share<tbody>\n",
            title, column);
    for (size_t i = 0; i < list->count; i++) {
        const struct report_line *line = &list->lines[i];
        int share = report_share(&line->count);
        fputs("<tr><td>", out);
        markup_text(out, line->name);
        fprintf(out,
                "<td>%lld<td>%lld<td><span class=\"bar\"><span style=\"width:%d%%\"></span></span>"
                "<span class=\"share\">%d %%</span>\n",
                (long long)line->count.people, (long long)line->count.expected, share, share);
    }
    fputs("</table></section>\n", out);
}

static void write_checkpoints(const struct report *report, FILE *out)
{
    fputs("<section class=\"card\"><h2>Checkpoints</h2>\n<table><thead><tr><th>Checkpoint"
          "<th>First arrivals<th>Let through<th>Left<th>Turned away<tbody>\n",
          out);
    for (size_t i = 0; i < report->checkpoints.count; i++) {
        const struct report_line *line = &report->checkpoints.lines[i];
        fputs("<tr><td>", out);
        markup_text(out, line->name);
        fprintf(out, "<td>%lld<td>%lld<td>%lld<td>%lld\n", (long long)line->count.people,
                (long long)line->count.events[COUNT_ADMISSION],
                (long long)line->count.events[COUNT_EXIT],
                (long long)line->count.events[COUNT_REFUSAL]);
    }
    fputs("</table></section>\n", out);
}

bool report_write_html(const struct report *report, FILE *out)
{
    write_head(report, out);
    write_tiles(report, out);
    write_days(report, out);
    write_shares(&report->delegations, "Delegations", "Delegation", out);
    write_shares(&report->categories, "Categories", "Category", out);
    write_checkpoints(report, out);
    fputs("</main>\n</html>\n", out);
    return !ferror(out);
}
