/* The report as A4 pages. Lengths are millimetres; each page is an SVG drawing. */
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/markup.h"
#include "kiosk/commands/report.h"
#include "page.h"

#define LOG_MODULE "report"
#include "log.h"

#define MARGIN 18.0
#define INNER (PAGE_WIDTH_MM - 2 * MARGIN)
#define RIGHT (PAGE_WIDTH_MM - MARGIN)
#define FLOOR (PAGE_HEIGHT_MM - 20.0)
#define PAGES_MAX 64
#define ROW_HEIGHT 6.2
#define TITLE_HEIGHT 17.0
#define CHART_HEIGHT 58.0

struct sheets {
    const struct report *report;
    struct bytes pages[PAGES_MAX]; /* owned */
    size_t count;
    char *text; /* owned; the page being written */
    size_t size;
    FILE *out; /* NULL: none is open */
    double y;  /* where the next thing stands */
    bool broken;
};

static void write_text(FILE *out, double x, double y, double size, const char *attributes,
                       const char *text)
{
    fprintf(out, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\" %s>", x, y, size, attributes);
    markup_text(out, text);
    fputs("</text>\n", out);
}

static void close_page(struct sheets *sheets)
{
    char number[32];
    if (!sheets->out) {
        return;
    }
    snprintf(number, sizeof number, "%zu", sheets->count + 1);
    write_text(sheets->out, RIGHT, PAGE_HEIGHT_MM - 11, 3.2,
               "fill=\"" REPORT_SOFT_COLOUR "\" text-anchor=\"end\"", number);
    fputs("</svg>\n", sheets->out);
    sheets->broken |= fclose(sheets->out) != 0;
    sheets->out = NULL;
    sheets->pages[sheets->count++] =
        (struct bytes){.data = (uint8_t *)sheets->text, .size = sheets->size};
}

/* False: no room for more pages, or no memory. */
static bool open_page(struct sheets *sheets)
{
    close_page(sheets);
    sheets->out = sheets->count < PAGES_MAX ? open_memstream(&sheets->text, &sheets->size) : NULL;
    if (!sheets->out) {
        sheets->broken = true;
        return false;
    }
    fprintf(sheets->out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%dmm\" height=\"%dmm\" "
            "viewBox=\"0 0 %d %d\" font-family=\"Noto Sans\">\n",
            PAGE_WIDTH_MM, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, PAGE_HEIGHT_MM);
    write_text(sheets->out, MARGIN, PAGE_HEIGHT_MM - 11, 3.2, "fill=\"" REPORT_SOFT_COLOUR "\"",
               sheets->report->event.name);
    sheets->y = MARGIN;
    return true;
}

/* Makes sure that a thing of this height fits below. */
static bool need(struct sheets *sheets, double height)
{
    return sheets->y + height <= FLOOR || open_page(sheets);
}

/* What lets the event's name fit on its line: letters are 0.62 of their size wide, in the mean. */
static double title_size(const char *name)
{
    size_t letters = 1;
    for (const char *at = name; *at; at++) {
        letters += ((unsigned char)*at & 0xC0) != 0x80;
    }
    double size = INNER / (0.62 * (double)letters);
    return size < 8 ? size : 8;
}

static void write_head(struct sheets *sheets)
{
    char dates[128], made[TIME_TEXT_SIZE], line[256];
    const struct report *report = sheets->report;
    fprintf(sheets->out, "<path fill=\"" REPORT_PEOPLE_COLOUR "\" d=\"M0 0H%dV46H0z\"/>\n",
            PAGE_WIDTH_MM);
    write_text(sheets->out, MARGIN, 22, title_size(report->event.name),
               "fill=\"#fff\" font-weight=\"700\"", report->event.name);
    station_event_dates(&report->event, dates, sizeof dates);
    snprintf(line, sizeof line, "%s · arrivals as of %s", dates, report_made(report, made));
    write_text(sheets->out, MARGIN, 33, 4.6, "fill=\"#fff\"", line);
    sheets->y = 58;
}

static void write_tiles(struct sheets *sheets)
{
    const struct report_count *total = &sheets->report->total;
    const struct {
        int64_t value;
        const char *unit, *what;
    } tiles[] = {{total->people, "", "arrived"},
                 {report_share(total), " %", "of those expected"},
                 {total->expected, "", "expected"},
                 {total->events[COUNT_ADMISSION], "", "through doors"},
                 {total->events[COUNT_REFUSAL], "", "turned away"}};
    size_t count = sizeof tiles / sizeof tiles[0];
    for (size_t i = 0; i < count; i++) {
        char value[32];
        double x = MARGIN + (double)i * INNER / (double)count;
        snprintf(value, sizeof value, "%lld%s", (long long)tiles[i].value, tiles[i].unit);
        write_text(sheets->out, x, sheets->y + 6, 9,
                   "fill=\"" REPORT_PEOPLE_COLOUR "\" font-weight=\"700\"", value);
        write_text(sheets->out, x, sheets->y + 12, 3.6, "fill=\"" REPORT_SOFT_COLOUR "\"",
                   tiles[i].what);
    }
    sheets->y += 24;
}

static void write_title(struct sheets *sheets, const char *title)
{
    write_text(sheets->out, MARGIN, sheets->y + 6, 5.4,
               "fill=\"" REPORT_INK_COLOUR "\" font-weight=\"700\"", title);
    sheets->y += 11;
}

static void write_legend(struct sheets *sheets)
{
    fprintf(sheets->out,
            "<path fill=\"" REPORT_PEOPLE_COLOUR "\" d=\"M%.2f %.2fh3v3h-3z\"/>"
            "<path fill=\"" REPORT_DOORS_COLOUR "\" d=\"M%.2f %.2fh3v3h-3z\"/>\n",
            RIGHT - 62, sheets->y - 8.1, RIGHT - 38, sheets->y - 8.1);
    write_text(sheets->out, RIGHT - 57.5, sheets->y - 5.4, 3.4, "fill=\"" REPORT_SOFT_COLOUR "\"",
               "arrived");
    write_text(sheets->out, RIGHT - 33.5, sheets->y - 5.4, 3.4, "fill=\"" REPORT_SOFT_COLOUR "\"",
               "let through doors");
}

static void write_days(struct sheets *sheets)
{
    const struct report *report = sheets->report;
    const struct report_chart chart = {.width = INNER, .height = CHART_HEIGHT, .size = 3};
    char day[64];
    size_t end;
    for (size_t first = 0; first < report->hour_count; first = end) {
        end = report_day_end(report, first);
        if (!need(sheets, CHART_HEIGHT + TITLE_HEIGHT)) {
            return;
        }
        write_title(sheets, report_day(report->hours[first].starts_ms, day));
        write_legend(sheets);
        fprintf(sheets->out, "<g transform=\"translate(%.2f %.2f)\">\n", MARGIN, sheets->y);
        report_draw_hours(report, first, end, &chart, sheets->out);
        fputs("</g>\n", sheets->out);
        sheets->y += CHART_HEIGHT + 8;
    }
}

static void write_rule(struct sheets *sheets, const char *colour, double width)
{
    fprintf(sheets->out, "<path stroke=\"%s\" stroke-width=\"%.2f\" d=\"M%.2f %.2fH%.2f\"/>\n",
            colour, width, MARGIN, sheets->y, RIGHT);
}

struct column {
    const char *title;
    double right; /* from the margin */
    int64_t (*value)(const struct report_count *count);
};

static int64_t people(const struct report_count *count)
{
    return count->people;
}
static int64_t expected(const struct report_count *count)
{
    return count->expected;
}
static int64_t admissions(const struct report_count *count)
{
    return count->events[COUNT_ADMISSION];
}
static int64_t exits(const struct report_count *count)
{
    return count->events[COUNT_EXIT];
}
static int64_t refusals(const struct report_count *count)
{
    return count->events[COUNT_REFUSAL];
}

static const struct column share_columns[] = {{"Arrived", 94, people}, {"Expected", 112, expected}};
static const struct column door_columns[] = {{"First arrivals", 98, people},
                                             {"Let through", 124, admissions},
                                             {"Left", 146, exits},
                                             {"Turned away", INNER, refusals}};

static void write_columns(struct sheets *sheets, const struct column *columns, size_t count,
                          const struct report_count *values)
{
    const char *style = values ? "fill=\"" REPORT_INK_COLOUR "\" text-anchor=\"end\""
                               : "fill=\"" REPORT_SOFT_COLOUR "\" text-anchor=\"end\"";
    for (size_t i = 0; i < count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", values ? (long long)columns[i].value(values) : 0LL);
        write_text(sheets->out, MARGIN + columns[i].right, sheets->y + 4.3, 3.4, style,
                   values ? number : columns[i].title);
    }
}

static void write_share(struct sheets *sheets, const struct report_count *count)
{
    char text[16];
    double x = MARGIN + 120, width = INNER - 120 - 14, y = sheets->y + 1.9;
    int share = report_share(count);
    fprintf(sheets->out,
            "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"2.6\" rx=\"1.3\" "
            "fill=\"#ece7db\"/>\n",
            x, y, width);
    if (share > 0) {
        fprintf(sheets->out,
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"2.6\" rx=\"1.3\" "
                "fill=\"" REPORT_PEOPLE_COLOUR "\"/>\n",
                x, y, width * share / 100 > 2.6 ? width * share / 100 : 2.6);
    }
    snprintf(text, sizeof text, "%d %%", share);
    write_text(sheets->out, RIGHT, sheets->y + 4.3, 3.4,
               "fill=\"" REPORT_INK_COLOUR "\" text-anchor=\"end\"", text);
}

/* The name, or as much of it as `size` has room for before "…". */
static char *shorten(const char *name, char *out, size_t size)
{
    size_t length = strlen(name);
    if (length < size) {
        memcpy(out, name, length + 1);
        return out;
    }
    size_t end = size - sizeof "…";
    while (end > 0 && ((unsigned char)name[end] & 0xC0) == 0x80) {
        end--;
    }
    memcpy(out, name, end);
    memcpy(out + end, "…", sizeof "…");
    return out;
}

static void write_table_head(struct sheets *sheets, const struct column *columns, size_t count)
{
    write_columns(sheets, columns, count, NULL);
    sheets->y += ROW_HEIGHT;
    write_rule(sheets, REPORT_PEOPLE_COLOUR, 0.4);
}

static void write_table(struct sheets *sheets, const char *title, const struct report_list *list,
                        const struct column *columns, size_t count, bool shares)
{
    char name[48];
    if (!need(sheets, TITLE_HEIGHT + 4 * ROW_HEIGHT)) {
        return;
    }
    write_title(sheets, title);
    write_table_head(sheets, columns, count);
    for (size_t i = 0; i < list->count; i++) {
        const struct report_line *line = &list->lines[i];
        if (sheets->y + ROW_HEIGHT > FLOOR) {
            if (!open_page(sheets)) {
                return;
            }
            write_table_head(sheets, columns, count);
        }
        write_text(sheets->out, MARGIN, sheets->y + 4.3, 3.4, "fill=\"" REPORT_INK_COLOUR "\"",
                   shorten(line->name, name, sizeof name));
        write_columns(sheets, columns, count, &line->count);
        if (shares) {
            write_share(sheets, &line->count);
        }
        sheets->y += ROW_HEIGHT;
        write_rule(sheets, REPORT_RULE_COLOUR, 0.15);
    }
    sheets->y += 9;
}

bool report_write_pdf(const struct report *report, const char *path)
{
    struct bytes pdf = {0};
    struct sheets *sheets = calloc(1, sizeof *sheets);
    if (!sheets) {
        LOG_ERROR("no memory for the report");
        return false;
    }
    sheets->report = report;
    if (open_page(sheets)) {
        write_head(sheets);
        write_tiles(sheets);
        write_days(sheets);
        write_table(sheets, "Checkpoints", &report->checkpoints, door_columns, 4, false);
        write_table(sheets, "Categories", &report->categories, share_columns, 2, true);
        write_table(sheets, "Delegations", &report->delegations, share_columns, 2, true);
    }
    close_page(sheets);
    if (sheets->broken) {
        LOG_ERROR("%s: no memory, or more than %d pages", path, PAGES_MAX);
    }
    bool ok = !sheets->broken &&
              pages_render_pdf(sheets->pages, sheets->count, report->event.name, &pdf) &&
              bytes_write_file(&pdf, path);
    for (size_t i = 0; i < sheets->count; i++) {
        free(sheets->pages[i].data);
    }
    free(pdf.data);
    free(sheets);
    return ok;
}
