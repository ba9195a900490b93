#define LOG_MODULE "printer"
#include "manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>

#include "log.h"
#include "printer/paint.h"
#include "printer/script.h"
#include "printer/sink.h"
#include "printer/stationery.h"

#define HAIR 0xC9D1D8
#define LEFT 18000
#define WIDTH (SHEET_WIDTH - 2 * LEFT)
#define ROWS_TOP 76000
#define ROW_HEIGHT 12000
#define ROWS 12 /* on a page: below them is room for the signatures */
#define SIGN_TOP 238000

/* Where a row's columns begin, from its left, and how wide they are. */
enum column { NUMBER, NAME, CATEGORY, SERIAL, RECEIVED, COLUMN_COUNT };
static const struct {
    int32_t x, width;
    const char *title;
} columns[COLUMN_COUNT] = {
    [NUMBER] = {0, 9000, "No."},
    [NAME] = {11000, 82000, "Name and position"},
    [CATEGORY] = {96000, 40000, "Category"},
    [SERIAL] = {138000, 19000, "Badge"},
    [RECEIVED] = {159000, 15000, "Received"},
};

static const struct text_style event_style = {
    .weight = TEXT_BOLD, .size_um = 4600, .floor_um = 2500, .max_lines = 2};
static const struct text_style party_style = {
    .weight = TEXT_BOLD, .size_um = 8000, .floor_um = 3500, .max_lines = 2};
static const struct text_style name_style = {
    .weight = TEXT_BOLD, .size_um = 4000, .floor_um = 2000, .max_lines = 1};
static const struct text_style small_style = {
    .weight = TEXT_REGULAR, .size_um = 3200, .floor_um = 1800, .max_lines = 1};
static const struct text_style letter_style = {
    .weight = TEXT_BOLD, .size_um = 4400, .floor_um = 2000, .max_lines = 1};

struct manifest {
    struct badge_renderer *renderer; /* lent */
    char event_name[BADGE_TEXT_SIZE], event_dates[64];
    char *path; /* owned */
    struct sink sink;
    cairo_surface_t *surface; /* owned */
    cairo_t *cr;              /* owned */
    struct manifest_party party;
    struct manifest_row *rows; /* owned; of the party */
    size_t count, capacity;
    bool broken;
};

static int32_t put(struct manifest *manifest, const char *string, uint32_t rgb,
                   const struct text_style *style, const struct rect_um *box, enum text_side across,
                   enum text_side down)
{
    struct badge_faults faults = {0};
    struct text text;
    if (!text_fit(manifest->renderer->fonts, string, manifest->party.country, style, box, &faults,
                  &text)) {
        return 0;
    }
    paint_source(manifest->cr, colour_of(rgb));
    text_paint(manifest->cr, &text, box, across, down);
    int32_t width = (int32_t)(text.width / POINTS_PER_UM);
    text_finish(&text);
    return width;
}

static void rule(struct manifest *manifest, int32_t x, int32_t y, int32_t width, uint32_t rgb)
{
    const struct rect_um line = {x, y, width, 200};
    stationery_fill(manifest->cr, &line, rgb, 0);
}

/* ---- a page ---- */

static void paint_head(struct manifest *manifest)
{
    const struct rect_um band = {0, 0, SHEET_WIDTH, 26000};
    const struct rect_um event = {LEFT, 6000, 122000, 14000};
    const struct rect_um dates = {LEFT + 124000, 6000, WIDTH - 124000, 14000};
    stationery_band(manifest->cr, &band, 13000);
    put(manifest, manifest->event_name, 0xFFFFFF, &event_style, &event, TEXT_START, TEXT_MIDDLE);
    put(manifest, manifest->event_dates, 0xFFFFFF, &small_style, &dates, TEXT_END, TEXT_MIDDLE);
}

static void paint_party(struct manifest *manifest)
{
    const struct manifest_party *party = &manifest->party;
    bool cloth = false;
    cairo_surface_t *flag =
        flag_find(manifest->renderer->flags, manifest->renderer->fonts, party->country, &cloth);
    const struct rect_um room = {LEFT, 34000, 21000, 15000};
    int32_t x = LEFT + (flag ? 26000 : 0);
    const struct rect_um name = {x, 33000, LEFT + WIDTH - x, 12000};
    const struct rect_um line = {x, 46000, LEFT + WIDTH - x, 5000};
    char text[BADGE_TEXT_SIZE + 64];
    if (flag) {
        paint_flag_picture(manifest->cr, flag, cloth, &room, colour_of(HAIR));
    }
    put(manifest, party->name[0] ? party->name : "No delegation", SHEET_INK, &party_style, &name,
        TEXT_START, TEXT_MIDDLE);
    snprintf(text, sizeof text, "%zu %s, to be handed over to %s", manifest->count,
             manifest->count == 1 ? "badge" : "badges",
             party->focal_point[0] ? party->focal_point : "the focal point");
    put(manifest, text, SHEET_SOFT, &small_style, &line, TEXT_START, TEXT_MIDDLE);
}

static struct rect_um cell(enum column column, int32_t top, int32_t height)
{
    return (struct rect_um){LEFT + columns[column].x, top, columns[column].width, height};
}

static void paint_titles(struct manifest *manifest)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        struct rect_um box = cell((enum column)i, ROWS_TOP - 8000, 6000);
        put(manifest, columns[i].title, SHEET_SOFT, &small_style, &box,
            i == RECEIVED ? TEXT_MIDDLE : TEXT_START, TEXT_MIDDLE);
    }
    rule(manifest, LEFT, ROWS_TOP - 1000, WIDTH, SHEET_PRIMARY);
}

static void paint_name(struct manifest *manifest, const struct manifest_row *row, int32_t top)
{
    struct rect_um upper = cell(NAME, top + 1200, 5200), lower = cell(NAME, top + 6300, 4200);
    int32_t used =
        put(manifest, row->name, SHEET_INK, &name_style, &upper, TEXT_START, TEXT_MIDDLE) + 3000;
    if (row->native_name[0] && row->position[0]) {
        /* beside the Latin name where there is room for it */
        struct rect_um beside = {upper.x + used, upper.y + 500, upper.width - used, upper.height};
        if (beside.width > 15000) {
            put(manifest, row->native_name, SHEET_SOFT, &small_style, &beside, TEXT_START,
                TEXT_MIDDLE);
        }
    }
    put(manifest, row->position[0] ? row->position : row->native_name, SHEET_SOFT, &small_style,
        &lower, TEXT_START, TEXT_MIDDLE);
}

static void paint_category(struct manifest *manifest, const struct manifest_row *row, int32_t top)
{
    struct rect_um box = cell(CATEGORY, top + 2400, 7200), word = box;
    box.width = box.height;
    word.x += box.width + 2000;
    word.width -= box.width + 2000;
    stationery_fill(manifest->cr, &box, row->category_rgb, 1000);
    struct colour on = colour_on(colour_of(row->category_rgb));
    put(manifest, row->category_letter, on.red > 0.5 ? 0xFFFFFF : 0, &letter_style, &box,
        TEXT_MIDDLE, TEXT_MIDDLE);
    put(manifest, row->category_name, SHEET_INK, &small_style, &word, TEXT_START, TEXT_MIDDLE);
}

static void paint_row(struct manifest *manifest, size_t index, int32_t top)
{
    const struct manifest_row *row = &manifest->rows[index];
    char text[32];
    struct rect_um number = cell(NUMBER, top, ROW_HEIGHT), serial = cell(SERIAL, top, ROW_HEIGHT);
    snprintf(text, sizeof text, "%zu", index + 1);
    put(manifest, text, SHEET_SOFT, &small_style, &number, TEXT_START, TEXT_MIDDLE);
    paint_name(manifest, row, top);
    paint_category(manifest, row, top);
    snprintf(text, sizeof text, row->issue > 1 ? "%" PRIu32 "  R%d" : "%" PRIu32, row->serial,
             row->issue);
    put(manifest, text, SHEET_INK, &small_style, &serial, TEXT_START, TEXT_MIDDLE);
    struct rect_um tick = cell(RECEIVED, top + 3000, 6000);
    tick.x += (tick.width - tick.height) / 2;
    tick.width = tick.height;
    paint_box(manifest->cr, &tick, 800);
    paint_source(manifest->cr, colour_of(SHEET_SOFT));
    cairo_set_line_width(manifest->cr, 350 * POINTS_PER_UM);
    cairo_stroke(manifest->cr);
    rule(manifest, LEFT, top + ROW_HEIGHT - 100, WIDTH, HAIR);
}

/* Where both sides sign, on the party's last page. */
static void paint_signatures(struct manifest *manifest)
{
    static const char *const titles[] = {"Handed over by", "Received by", "Date and time"};
    int32_t gap = 7000, width = (WIDTH - 2 * gap) / 3;
    const struct rect_um words = {LEFT, SIGN_TOP - 8000, WIDTH, 6000};
    put(manifest, "A badge admits nobody before it has been scanned at its handing over.",
        SHEET_INK, &small_style, &words, TEXT_START, TEXT_MIDDLE);
    for (int i = 0; i < 3; i++) {
        int32_t x = LEFT + i * (width + gap);
        const struct rect_um title = {x, SIGN_TOP + 24000, width, 5000};
        rule(manifest, x, SIGN_TOP + 22000, width, SHEET_INK);
        put(manifest, titles[i], SHEET_SOFT, &small_style, &title, TEXT_START, TEXT_MIDDLE);
    }
}

static void paint_page(struct manifest *manifest, size_t page, size_t pages)
{
    const struct rect_um foot = {LEFT, 281000, WIDTH, 5000};
    char text[64];
    paint_head(manifest);
    paint_party(manifest);
    paint_titles(manifest);
    for (size_t i = page * ROWS; i < manifest->count && i < (page + 1) * ROWS; i++) {
        paint_row(manifest, i, ROWS_TOP + (int32_t)(i - page * ROWS) * ROW_HEIGHT);
    }
    if (page + 1 == pages) {
        paint_signatures(manifest);
    }
    snprintf(text, sizeof text, "Page %zu of %zu", page + 1, pages);
    put(manifest, text, SHEET_SOFT, &small_style, &foot, TEXT_END, TEXT_MIDDLE);
    cairo_show_page(manifest->cr);
}

static void flush(struct manifest *manifest)
{
    size_t pages = (manifest->count + ROWS - 1) / ROWS;
    for (size_t i = 0; i < pages; i++) {
        paint_page(manifest, i, pages);
    }
    manifest->count = 0;
}

/* ---- the document ---- */

struct manifest *manifest_open(struct badge_renderer *renderer, const char *event_name,
                               const char *event_dates, const char *path)
{
    struct manifest *manifest = calloc(1, sizeof *manifest);
    char title[SCRIPT_TEXT_SIZE];
    if (!manifest || !(manifest->path = strdup(path))) {
        LOG_ERROR("no memory for %s", path);
        free(manifest);
        return NULL;
    }
    manifest->renderer = renderer;
    snprintf(manifest->event_name, sizeof manifest->event_name, "%s", event_name);
    snprintf(manifest->event_dates, sizeof manifest->event_dates, "%s", event_dates);
    manifest->surface = cairo_pdf_surface_create_for_stream(
        sink_write, &manifest->sink, SHEET_WIDTH * POINTS_PER_UM, SHEET_HEIGHT * POINTS_PER_UM);
    script_clean(event_name, title);
    cairo_pdf_surface_set_metadata(manifest->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(manifest->surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard");
    manifest->cr = cairo_create(manifest->surface);
    return manifest;
}

bool manifest_add(struct manifest *manifest, const struct manifest_party *party,
                  const struct manifest_row *row)
{
    if (manifest->count > 0 && strcmp(manifest->party.name, party->name) != 0) {
        flush(manifest);
    }
    if (manifest->count == manifest->capacity) {
        size_t capacity = manifest->capacity ? manifest->capacity * 2 : 64;
        struct manifest_row *grown = realloc(manifest->rows, capacity * sizeof *grown);
        if (!grown) {
            LOG_ERROR("no memory for the manifest of %s", party->name);
            manifest->broken = true;
            return false;
        }
        manifest->rows = grown;
        manifest->capacity = capacity;
    }
    manifest->party = *party;
    manifest->rows[manifest->count++] = *row;
    return true;
}

bool manifest_close(struct manifest *manifest)
{
    struct bytes bytes = {0};
    if (!manifest) {
        return false;
    }
    if (!manifest->broken) {
        flush(manifest);
    }
    bool ok = !manifest->broken && cairo_status(manifest->cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(manifest->cr);
    cairo_surface_finish(manifest->surface);
    ok = sink_take(&manifest->sink, manifest->surface, ok, &bytes) &&
         bytes_write_file(&bytes, manifest->path);
    bytes_finish(&bytes);
    cairo_surface_destroy(manifest->surface);
    free(manifest->rows);
    free(manifest->path);
    free(manifest);
    return ok;
}

void manifest_drop(struct manifest *manifest)
{
    if (manifest) {
        manifest->broken = true;
        (void)manifest_close(manifest);
    }
}
