/*
 * The findings as HTML without anything from elsewhere, to print or to send: one page with a part
 * for each delegation, or in a folder one page for each, to be handed to its focal point.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "asset.h"
#include "kiosk/commands/markup.h"
#include "kiosk/commands/preflight.h"
#include "kiosk/commands/preflight_words.h"
#include "timebase.h"

#define PATH_SIZE 4352

/* Findings of one delegation, or of the event: a run of the sorted ones. */
struct part {
    const struct finding *const *findings; /* lent */
    size_t count, errors;
    char title[ATTENDEE_TEXT_SIZE], code[16];
    struct focal_point focal;
};

struct page {
    struct preflight *preflight;
    const struct finding **sorted; /* owned */
    struct part *parts;            /* owned */
    size_t part_count;
    char made[TIME_TEXT_SIZE];
};

/* ---- sorting ---- */

static int compare(const void *a, const void *b)
{
    const struct finding *left = *(const struct finding *const *)a;
    const struct finding *right = *(const struct finding *const *)b;
    int order = (left->holder != 0) - (right->holder != 0);
    order = order ? order : strcmp(left->delegation, right->delegation);
    order = order ? order : (left->severity > right->severity) - (left->severity < right->severity);
    size_t l = check_order(left->check), r = check_order(right->check);
    order = order ? order : (l > r) - (l < r);
    order = order ? order : strcmp(left->check, right->check);
    return order ? order : strcmp(left->name, right->name);
}

static int by_title(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    bool event = !left->findings[0]->holder || !right->findings[0]->holder;
    return event ? (left->findings[0]->holder != 0) - (right->findings[0]->holder != 0)
                 : strcmp(left->title, right->title);
}

static bool same_part(const struct finding *a, const struct finding *b)
{
    return (a->holder != 0) == (b->holder != 0) && strcmp(a->delegation, b->delegation) == 0;
}

static void name_part(struct preflight *preflight, struct part *part)
{
    const struct finding *first = part->findings[0];
    struct delegation delegation;
    struct store *store = preflight->station->store;
    snprintf(part->code, sizeof part->code, "%s", first->delegation);
    snprintf(part->title, sizeof part->title, "%s",
             !first->holder          ? "The event"
             : !first->delegation[0] ? "Without a delegation"
                                     : first->delegation);
    if (first->delegation[0] &&
        store_delegation(store, first->delegation, &delegation) == STORE_FOUND) {
        snprintf(part->title, sizeof part->title, "%s", delegation.name);
        store_focal_point(store, first->delegation, &part->focal);
    }
}

static bool page_init(struct page *page, struct preflight *preflight)
{
    const struct findings *findings = preflight->findings;
    *page = (struct page){.preflight = preflight};
    page->sorted = calloc(findings->count + 1, sizeof *page->sorted);
    page->parts = calloc(findings->count + 1, sizeof *page->parts);
    if (!page->sorted || !page->parts) {
        return false;
    }
    time_format_iso(time_realtime_ms(), page->made);
    page->made[10] = ' ';
    page->made[16] = '\0'; /* to the minute */
    for (size_t i = 0; i < findings->count; i++) {
        page->sorted[i] = &findings->items[i];
    }
    qsort(page->sorted, findings->count, sizeof *page->sorted, compare);
    for (size_t i = 0; i < findings->count; i++) {
        if (i == 0 || !same_part(page->sorted[i - 1], page->sorted[i])) {
            page->parts[page->part_count++].findings = &page->sorted[i];
        }
        struct part *part = &page->parts[page->part_count - 1];
        part->count++;
        part->errors += page->sorted[i]->severity == SEVERITY_ERROR;
    }
    for (size_t i = 0; i < page->part_count; i++) {
        name_part(preflight, &page->parts[i]);
    }
    qsort(page->parts, page->part_count, sizeof *page->parts, by_title);
    return true;
}

static void page_finish(struct page *page)
{
    free(page->sorted);
    free(page->parts);
}

/* ---- one part ---- */

static void write_person(FILE *out, const struct finding *finding)
{
    markup_text(out, finding->name[0] ? finding->name : "–");
    if (finding->external_id[0]) {
        fputs(" <span class=\"id\">", out);
        markup_text(out, finding->external_id);
        fputs("</span>", out);
    }
}

/* Names alone where the same words would stand behind each. */
static void write_names(FILE *out, const struct finding *const *findings, size_t count)
{
    fputs("<ul class=\"people\">\n", out);
    for (size_t i = 0; i < count; i++) {
        fputs("<li>", out);
        write_person(out, findings[i]);
        fputc('\n', out);
    }
    fputs("</ul>\n", out);
}

static void write_table(FILE *out, const struct finding *const *findings, size_t count)
{
    fputs("<table>\n", out);
    for (size_t i = 0; i < count; i++) {
        fputs("<tr>", out);
        if (findings[i]->holder) {
            fputs("<td>", out);
            write_person(out, findings[i]);
        }
        fputs("<td>", out);
        markup_text(out, findings[i]->detail);
        fputc('\n', out);
    }
    fputs("</table>\n", out);
}

/* The findings of one check, all of one severity. */
static void write_check(FILE *out, const struct finding *const *findings, size_t count)
{
    struct check_words words = check_words(findings[0]->check);
    bool error = findings[0]->severity == SEVERITY_ERROR, same = findings[0]->holder != 0;
    for (size_t i = 1; i < count; i++) {
        same &= strcmp(findings[i]->detail, findings[0]->detail) == 0;
    }
    fprintf(out,
            "<section class=\"check %s\"><h3><span class=\"tag\">%s</span>%s · %zu</h3>\n"
            "<p class=\"why\">%s</p>\n",
            severity_string(findings[0]->severity), error ? "Must be mended" : "To look at",
            words.title, count, words.remedy);
    if (same && (check_says_all(words.check) || count > 1)) {
        write_names(out, findings, count);
    } else {
        write_table(out, findings, count);
    }
    fputs("</section>\n", out);
}

static void write_focal(FILE *out, const struct focal_point *focal)
{
    const char *const texts[] = {focal->name, focal->email, focal->phone};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (texts[i][0]) {
            fputs(any ? " · " : "<p class=\"focal\">Focal point: ", out);
            markup_text(out, texts[i]);
            any = true;
        }
    }
    if (any) {
        fputs("</p>\n", out);
    }
}

/* `own`: on a sheet of its own when printed. */
static void write_part(FILE *out, const struct part *part, bool own)
{
    fprintf(out, "<section class=\"part%s\" id=\"", own ? " own" : "");
    markup_text(out, part->code[0] ? part->code : part->findings[0]->holder ? "none" : "event");
    fputs("\">\n<div class=\"top\"><h2>", out);
    markup_text(out, part->title);
    fputs("</h2><span class=\"code\">", out);
    markup_text(out, part->code);
    fputs("</span>\n", out);
    write_focal(out, &part->focal);
    fputs("</div>\n", out);
    for (size_t i = 0, end; i < part->count; i = end) {
        const struct finding *first = part->findings[i];
        end = i + 1;
        while (end < part->count && strcmp(part->findings[end]->check, first->check) == 0 &&
               part->findings[end]->severity == first->severity) {
            end++;
        }
        write_check(out, part->findings + i, end - i);
    }
    fputs("</section>\n", out);
}

/* ---- whole pages ---- */

static void write_head(const struct page *page, FILE *out, const char *title)
{
    const struct event_info *event = &page->preflight->station->event;
    char dates[128];
    size_t size;
    const char *style = asset_find("preflight/preflight.css", &size);
    fputs("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
          out);
    markup_text(out, title);
    fprintf(out, "</title>\n<style>\n%s</style>\n<main>\n<header><h1>", style ? style : "");
    markup_text(out, event->name);
    fputs("</h1>\n<p>", out);
    markup_text(out, station_event_dates(event, dates, sizeof dates));
    fputs(event->place[0] ? " · " : "", out);
    markup_text(out, event->place);
    fputs("</p>\n<p><strong>What to mend before the doors open</strong></p></header>\n", out);
}

static void write_tiles(FILE *out, int64_t people, size_t errors, size_t warnings)
{
    fputs("<section class=\"tiles\">", out);
    if (people >= 0) {
        fprintf(out, "<div><b>%lld</b>people looked at</div>", (long long)people);
    }
    fprintf(out,
            "<div class=\"%s\"><b>%zu</b>must be mended</div>"
            "<div class=\"%s\"><b>%zu</b>to look at</div></section>\n",
            errors ? "error" : "", errors, warnings ? "warning" : "", warnings);
}

static void write_index(const struct page *page, FILE *out, const char *prefix, const char *suffix)
{
    fputs("<section class=\"part\"><div class=\"index\"><table><thead><tr><th>Delegation"
          "<th>Focal point<th class=\"num\">Must be mended<th class=\"num\">To look at<tbody>\n",
          out);
    for (size_t i = 0; i < page->part_count; i++) {
        const struct part *part = &page->parts[i];
        if (!part->findings[0]->holder) {
            continue;
        }
        fprintf(out, "<tr><td><a href=\"%s", prefix);
        markup_text(out, part->code[0] ? part->code : "none");
        fprintf(out, "%s\">", suffix);
        markup_text(out, part->title);
        fputs("</a><td>", out);
        markup_text(out, part->focal.name[0] ? part->focal.name : "–");
        fprintf(out, "<td class=\"num\">%zu<td class=\"num\">%zu\n", part->errors,
                part->count - part->errors);
    }
    fputs("</table></div></section>\n", out);
}

static void write_foot(const struct page *page, FILE *out)
{
    fputs("<footer>As of ", out);
    markup_text(out, page->made);
    fputs(". What is corrected in the organiser's list is gone from the next page.</footer>\n"
          "</main>\n</html>\n",
          out);
}

static void write_whole(const struct page *page, FILE *out, bool apart)
{
    size_t count = page->preflight->findings->count, errors = 0;
    for (size_t i = 0; i < page->part_count; i++) {
        errors += page->parts[i].errors;
    }
    write_head(page, out, "Preflight");
    write_tiles(out, page->preflight->people, errors, count - errors);
    if (count == 0) {
        fputs("<p class=\"good\">Nothing to mend.</p>\n", out);
    }
    bool event = page->part_count > 0 && !page->parts[0].findings[0]->holder;
    if (event) {
        write_part(out, &page->parts[0], false);
    }
    if (page->part_count > (event ? 1U : 0U)) {
        write_index(page, out, apart ? "" : "#", apart ? ".html" : "");
    }
    for (size_t i = event; !apart && i < page->part_count; i++) {
        write_part(out, &page->parts[i], true);
    }
    write_foot(page, out);
}

/* ---- files ---- */

static FILE *open_page(const char *path)
{
    FILE *out = fopen(path, "we");
    if (!out) {
        fprintf(stderr, "lanyard preflight: --html: %s: %s\n", path, strerror(errno));
    }
    return out;
}

static bool close_page(FILE *out, const char *path)
{
    bool written = !ferror(out);
    written &= fclose(out) == 0;
    if (!written) {
        fprintf(stderr, "lanyard preflight: --html: %s: %s\n", path, strerror(errno));
    }
    return written;
}

static bool write_file(const struct page *page, const char *path, const struct part *part,
                       bool apart)
{
    FILE *out = open_page(path);
    if (!out) {
        return false;
    }
    if (part) {
        write_head(page, out, part->title);
        write_tiles(out, -1, part->errors, part->count - part->errors);
        write_part(out, part, false);
        write_foot(page, out);
    } else {
        write_whole(page, out, apart);
    }
    return close_page(out, path);
}

static bool write_folder(const struct page *page, const char *folder)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/index.html", folder);
    bool ok = write_file(page, path, NULL, true);
    for (size_t i = 0; ok && i < page->part_count; i++) {
        const struct part *part = &page->parts[i];
        if (part->findings[0]->holder && !strchr(part->code, '/')) {
            snprintf(path, sizeof path, "%s/%s.html", folder, part->code[0] ? part->code : "none");
            ok = write_file(page, path, part, false);
        }
    }
    return ok;
}

bool preflight_page(struct preflight *preflight, const char *path)
{
    struct page page;
    struct stat status;
    bool ok = page_init(&page, preflight);
    if (!ok) {
        fputs("lanyard preflight: --html: no memory\n", stderr);
    } else {
        bool folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
        ok = folder ? write_folder(&page, path) : write_file(&page, path, NULL, false);
    }
    page_finish(&page);
    return ok;
}
