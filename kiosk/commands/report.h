/*
 * Report: what came of the event, as values, and the ways it is written. Times are grouped by the
 * hours of the event's time zone. Main thread.
 */
#ifndef LANYARD_REPORT_H
#define LANYARD_REPORT_H

#include "kiosk/commands/command.h"
#include "store_count.h"
#include "timebase.h"

struct report_count {
    int64_t expected;            /* approved or pending; of delegations, categories, the total */
    int64_t people;              /* who arrived */
    int64_t events[COUNT_KINDS]; /* passages; of hours, checkpoints, the total */
};

struct report_line {
    char code[32];
    char name[ATTENDEE_TEXT_SIZE];
    struct report_count count;
};

struct report_hour {
    int64_t starts_ms;
    struct report_count count;
};

struct report_list {
    struct report_line *lines; /* owned */
    size_t count;
};

struct report {
    struct event_info event;
    int64_t now_ms;
    struct report_count total;
    /* Each day's hours from the first with anything in it to the last; owned. */
    struct report_hour *hours;
    size_t hour_count;
    struct report_list delegations; /* most expected first */
    struct report_list categories;  /* most expected first */
    struct report_list checkpoints; /* registrations first, by code */
};

/* False: logged. The caller finishes the report in either case. */
bool report_collect(struct station *station, int64_t now_ms, struct report *out);
void report_finish(struct report *report);

/* Where the hours of the day that `first` stands in end. */
size_t report_day_end(const struct report *report, size_t first);
/* "Monday 18 May 2026" of the day that holds the moment, in the event's time zone. Returns out. */
char *report_day(int64_t at_ms, char out[64]);
/* "2026-05-18 09:30": when the report was made. Returns out. */
char *report_made(const struct report *report, char out[TIME_TEXT_SIZE]);
int report_hour_of(int64_t at_ms); /* 0..23 */

/* Percent of the expected who arrived, 0..100. */
int report_share(const struct report_count *count);

/* One page without anything from elsewhere. */
bool report_write_html(const struct report *report, FILE *out);
bool report_write_csv(const struct report *report, FILE *out);
/* A4 pages as one PDF file. False: logged. */
bool report_write_pdf(const struct report *report, const char *path);

/* A chart of the hours [first, end), `width` by `height` in the units of the drawing around it, its
 * text `size` high, as the inside of an SVG element. */
struct report_chart {
    double width, height, size;
};
void report_draw_hours(const struct report *report, size_t first, size_t end,
                       const struct report_chart *chart, FILE *out);

#define REPORT_PEOPLE_COLOUR "#0f4c5c"
#define REPORT_DOORS_COLOUR "#c9962c"
#define REPORT_INK_COLOUR "#15202b"
#define REPORT_SOFT_COLOUR "#51606e"
#define REPORT_RULE_COLOUR "#e0dbcf"

#endif
