/* What the store counted, put together by hour, delegation, category and checkpoint. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/commands/report.h"

#define LOG_MODULE "report"
#include "log.h"

#define HOUR_MS INT64_C(3600000)
#define LINES_MAX 4096 /* delegations, checkpoints: far more than any event has */

static struct tm local_time(int64_t at_ms)
{
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm tm;
    localtime_r(&seconds, &tm);
    return tm;
}

int report_hour_of(int64_t at_ms)
{
    return local_time(at_ms).tm_hour;
}

char *report_day(int64_t at_ms, char out[64])
{
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct tm tm = local_time(at_ms);
    snprintf(out, 64, "%s %d %s %d", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
             tm.tm_year + 1900);
    return out;
}

char *report_made(const struct report *report, char out[TIME_TEXT_SIZE])
{
    time_format_iso(report->now_ms, out);
    out[10] = ' ';
    out[16] = '\0';
    return out;
}

static bool same_day(int64_t a_ms, int64_t b_ms)
{
    struct tm a = local_time(a_ms), b = local_time(b_ms);
    return a.tm_year == b.tm_year && a.tm_yday == b.tm_yday;
}

size_t report_day_end(const struct report *report, size_t first)
{
    size_t end = first;
    while (end < report->hour_count &&
           same_day(report->hours[first].starts_ms, report->hours[end].starts_ms)) {
        end++;
    }
    return end;
}

int report_share(const struct report_count *count)
{
    int64_t share = count->expected > 0 ? count->people * 100 / count->expected : 0;
    return share > 100 ? 100 : (int)share;
}

/* The line with this code, made when it is new. NULL: no memory. */
static struct report_line *line_of(struct report_list *list, const char *code, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->lines[i].code, code) == 0) {
            return &list->lines[i];
        }
    }
    if (list->count == LINES_MAX) {
        return NULL;
    }
    if (!list->lines && !(list->lines = calloc(LINES_MAX, sizeof *list->lines))) {
        LOG_ERROR("no memory for the report");
        return NULL;
    }
    struct report_line *line = &list->lines[list->count++];
    snprintf(line->code, sizeof line->code, "%s", code);
    snprintf(line->name, sizeof line->name, "%s", name[0] ? name : code);
    return line;
}

static struct report_hour *known_hour(struct report *report, int64_t starts_ms)
{
    for (size_t i = report->hour_count; i > 0; i--) {
        if (report->hours[i - 1].starts_ms == starts_ms) {
            return &report->hours[i - 1];
        }
    }
    return NULL;
}

static struct report_hour *append_hour(struct report *report, int64_t starts_ms)
{
    size_t count = report->hour_count;
    if ((count & (count - 1)) == 0) {
        struct report_hour *hours = realloc(report->hours, (count ? 2 * count : 1) * sizeof *hours);
        if (!hours) {
            LOG_ERROR("no memory for the report");
            return NULL;
        }
        report->hours = hours;
    }
    report->hour_count++;
    report->hours[count] = (struct report_hour){.starts_ms = starts_ms};
    return &report->hours[count];
}

/* The hour that holds the quarter; a new one is made together with those between it and the last on
 * the same day. New ones come in order of time. */
static struct report_hour *hour_of(struct report *report, int64_t quarter_ms)
{
    struct tm tm = local_time(quarter_ms);
    int64_t starts_ms = quarter_ms - (tm.tm_min * 60 + tm.tm_sec) * INT64_C(1000);
    struct report_hour *hour = known_hour(report, starts_ms);
    if (hour) {
        return hour;
    }
    int64_t last_ms = report->hour_count ? report->hours[report->hour_count - 1].starts_ms : 0;
    int64_t next_ms = last_ms && same_day(last_ms, starts_ms) ? last_ms + HOUR_MS : starts_ms;
    for (; next_ms <= starts_ms; next_ms += HOUR_MS) {
        hour = append_hour(report, next_ms);
        if (!hour) {
            return NULL;
        }
    }
    return hour;
}

struct collecting {
    struct station *station;
    struct report *report;
    bool failed;
};

static struct report_line *delegation_line(struct collecting *collecting, const char *code)
{
    struct delegation delegation = {.name = ""};
    if (code[0]) {
        store_delegation(collecting->station->store, code, &delegation);
    }
    return line_of(&collecting->report->delegations, code,
                   code[0] ? delegation.name : "Without a delegation");
}

static struct report_line *category_line(struct collecting *collecting, uint8_t code)
{
    struct category category = {.name = ""};
    char text[16];
    snprintf(text, sizeof text, "%u", code);
    store_category(collecting->station->store, code, &category);
    return line_of(&collecting->report->categories, category.letter[0] ? category.letter : text,
                   category.name);
}

static struct report_line *checkpoint_line(struct collecting *collecting, const char *code)
{
    struct checkpoint checkpoint = {.name = ""};
    store_checkpoint(collecting->station->store, code, &checkpoint);
    return line_of(&collecting->report->checkpoints, code, checkpoint.name);
}

static bool add_expected(const struct count_expected *row, void *userdata)
{
    struct collecting *collecting = userdata;
    struct report_line *delegation = delegation_line(collecting, row->delegation);
    struct report_line *category = category_line(collecting, row->category);
    collecting->failed = !delegation || !category;
    if (!collecting->failed) {
        delegation->count.expected += row->people;
        category->count.expected += row->people;
        collecting->report->total.expected += row->people;
    }
    return !collecting->failed;
}

static bool add_arrival(const struct count_arrival *row, void *userdata)
{
    struct collecting *collecting = userdata;
    struct report_line *delegation = delegation_line(collecting, row->delegation);
    struct report_line *category = category_line(collecting, row->category);
    struct report_line *checkpoint = checkpoint_line(collecting, row->checkpoint);
    struct report_hour *hour = hour_of(collecting->report, row->quarter_ms);
    collecting->failed = !delegation || !category || !checkpoint || !hour;
    if (!collecting->failed) {
        delegation->count.people += row->people;
        category->count.people += row->people;
        checkpoint->count.people += row->people;
        hour->count.people += row->people;
        collecting->report->total.people += row->people;
    }
    return !collecting->failed;
}

static bool add_passage(const struct count_passage *row, void *userdata)
{
    struct collecting *collecting = userdata;
    struct report_line *checkpoint = checkpoint_line(collecting, row->checkpoint);
    struct report_hour *hour = hour_of(collecting->report, row->quarter_ms);
    collecting->failed = !checkpoint || !hour;
    if (!collecting->failed) {
        checkpoint->count.events[row->kind] += row->events;
        hour->count.events[row->kind] += row->events;
        collecting->report->total.events[row->kind] += row->events;
    }
    return !collecting->failed;
}

static int by_expected(const void *a, const void *b)
{
    const struct report_line *left = a, *right = b;
    int order = (left->count.expected < right->count.expected) -
                (left->count.expected > right->count.expected);
    return order ? order : strcmp(left->name, right->name);
}

/* Checkpoints in their order, also those where nobody has passed. */
static bool add_checkpoints(struct collecting *collecting)
{
    struct checkpoint checkpoints[64];
    int count = store_checkpoints(collecting->station->store, checkpoints, 64);
    for (int i = 0; i < count; i++) {
        if (!line_of(&collecting->report->checkpoints, checkpoints[i].code, checkpoints[i].name)) {
            return false;
        }
    }
    return count >= 0;
}

static void sort_list(struct report_list *list)
{
    if (list->count > 1) {
        qsort(list->lines, list->count, sizeof *list->lines, by_expected);
    }
}

bool report_collect(struct station *station, int64_t now_ms, struct report *out)
{
    struct store *store = station->store;
    struct collecting collecting = {.station = station, .report = out};
    *out = (struct report){.event = station->event, .now_ms = now_ms};
    if (!add_checkpoints(&collecting) || !store_count_expected(store, add_expected, &collecting) ||
        !store_count_passages(store, add_passage, &collecting) ||
        !store_count_arrivals(store, add_arrival, &collecting) || collecting.failed) {
        return false;
    }
    sort_list(&out->delegations);
    sort_list(&out->categories);
    return true;
}

void report_finish(struct report *report)
{
    free(report->hours);
    free(report->delegations.lines);
    free(report->categories.lines);
    free(report->checkpoints.lines);
    *report = (struct report){0};
}
