/* The findings as one HTML page without anything from elsewhere, to print or to send. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/preflight.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Preflight</title>\n<style>\n"
    "body{font:16px/1.45 'Noto Sans',system-ui,sans-serif;color:#15202b;background:#f6f4ef;"
    "margin:0;padding:2.5rem 1.5rem}\n"
    "main{max-width:60rem;margin:auto}\n"
    "h1{font-size:1.9rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}\n"
    "p{color:#51606e;margin:.2rem 0}\n"
    "table{width:100%;border-collapse:collapse;background:#fff;border-radius:.7rem;"
    "overflow:hidden;box-shadow:0 1px 3px #15202b22}\n"
    "td,th{text-align:start;vertical-align:top;padding:.55rem .9rem;border-top:1px solid #e6e2d8}\n"
    "th{border:0;background:#0f4c5c;color:#fff;font-weight:600}\n"
    "td:first-child{width:34%;font-weight:600}\n"
    ".error td:nth-child(2){border-inline-start:.3rem solid #a31621}\n"
    ".warning td:nth-child(2){border-inline-start:.3rem solid #8a5a00}\n"
    ".counts{display:flex;gap:1rem;margin-top:1.2rem;flex-wrap:wrap}\n"
    ".counts div{background:#fff;border-radius:.7rem;padding:.8rem 1.2rem;"
    "box-shadow:0 1px 3px #15202b22}\n"
    ".counts b{display:block;font-size:1.7rem}\n"
    "@media print{body{background:#fff;padding:0}h2{break-after:avoid}tr{break-inside:avoid}"
    "table,.counts div{box-shadow:none;border:1px solid #e6e2d8}}\n"
    "</style>\n<main>\n";

static void write_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

static int compare(const void *a, const void *b)
{
    const struct finding *left = *(const struct finding *const *)a;
    const struct finding *right = *(const struct finding *const *)b;
    int order = (left->holder != 0) - (right->holder != 0);
    order = order ? order : strcmp(left->delegation, right->delegation);
    order = order ? order : strcmp(left->name, right->name);
    order = order ? order : (left->severity > right->severity) - (left->severity < right->severity);
    return order ? order : strcmp(left->check, right->check);
}

static bool same_group(const struct finding *a, const struct finding *b)
{
    return (a->holder != 0) == (b->holder != 0) && strcmp(a->delegation, b->delegation) == 0;
}

static void write_group(struct preflight *preflight, FILE *out, const struct finding *finding)
{
    struct delegation delegation;
    struct focal_point focal = {.name = ""};
    struct store *store = preflight->station->store;
    const char *title = finding->holder ? "Without a delegation" : "The event";
    if (finding->delegation[0]) {
        bool known = store_delegation(store, finding->delegation, &delegation) == STORE_FOUND;
        title = known ? delegation.name : finding->delegation;
        store_focal_point(store, finding->delegation, &focal);
    }
    fputs("<h2>", out);
    write_escaped(out, title);
    fputs("</h2>\n", out);
    if (focal.name[0] || focal.email[0]) {
        fputs("<p>Focal point: ", out);
        write_escaped(out, focal.name);
        fputc(' ', out);
        write_escaped(out, focal.email);
        fputs("</p>\n", out);
    }
    fputs("<table>\n<tr><th>Who<th>What to mend\n", out);
}

static void write_finding(FILE *out, const struct finding *finding, bool named)
{
    fprintf(out, "<tr class=\"%s\"><td>", severity_string(finding->severity));
    write_escaped(out, named ? finding->name : "");
    fputs("<td>", out);
    write_escaped(out, finding->detail);
    fputc('\n', out);
}

static void write_head(const struct preflight *preflight, FILE *out, size_t errors)
{
    const struct event_info *event = &preflight->station->event;
    char dates[128];
    fputs(head, out);
    fputs("<h1>", out);
    write_escaped(out, event->name);
    fputs("</h1>\n<p>", out);
    write_escaped(out, station_event_dates(event, dates, sizeof dates));
    fputs(" · what to mend before the doors open</p>\n", out);
    fprintf(out,
            "<div class=\"counts\"><div><b>%lld</b>people</div><div><b>%zu</b>must be mended</div>"
            "<div><b>%zu</b>should be looked at</div></div>\n",
            (long long)preflight->people, errors, preflight->findings->count - errors);
}

static void write_page(struct preflight *preflight, FILE *out, const struct finding *const *sorted)
{
    size_t count = preflight->findings->count, errors = 0;
    for (size_t i = 0; i < count; i++) {
        errors += sorted[i]->severity == SEVERITY_ERROR;
    }
    write_head(preflight, out, errors);
    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || !same_group(sorted[i - 1], sorted[i]);
        if (first) {
            fputs(i > 0 ? "</table>\n" : "", out);
            write_group(preflight, out, sorted[i]);
        }
        write_finding(out, sorted[i], first || sorted[i - 1]->holder != sorted[i]->holder);
    }
    fputs(count > 0 ? "</table>\n" : "<h2>Nothing to mend.</h2>\n", out);
    fputs("</main>\n</html>\n", out);
}

bool preflight_page(struct preflight *preflight, const char *path)
{
    const struct findings *findings = preflight->findings;
    const struct finding **sorted = calloc(findings->count + 1, sizeof *sorted);
    FILE *out = sorted ? fopen(path, "we") : NULL;
    if (out) {
        for (size_t i = 0; i < findings->count; i++) {
            sorted[i] = &findings->items[i];
        }
        qsort(sorted, findings->count, sizeof *sorted, compare);
        write_page(preflight, out, sorted);
    }
    bool written = out && !ferror(out);
    written &= out && fclose(out) == 0;
    if (!written) {
        fprintf(stderr, "lanyard preflight: --html: %s: %s\n", path, strerror(errno));
    }
    free(sorted);
    return written;
}
