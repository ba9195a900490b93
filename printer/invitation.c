#define LOG_MODULE "printer"
#include "invitation.h"

#include <cairo-pdf.h>

#include "log.h"
#include "printer/layout.h"
#include "printer/paint.h"
#include "printer/script.h"
#include "printer/sink.h"
#include "printer/stationery.h"

#define CARD 0xF6F4EF
/* The code's modules are whole dots of an office printer. */
#define CODE_DPI 600

/* Where things stand on the page, in µm. */
static const struct rect_um band = {0, 0, SHEET_WIDTH, 66000};
static const struct rect_um event_box = {25000, 14000, 160000, 32000};
static const struct rect_um dates_box = {25000, 49000, 160000, 8000};
static const struct rect_um name_box = {25000, 86000, 160000, 15000};
static const struct rect_um native_box = {25000, 103000, 160000, 12000};
static const struct rect_um delegation_box = {25000, 119000, 160000, 8000};
static const struct rect_um card = {25000, 144000, 160000, 103000};
static const struct rect_um code_box = {33000, 152000, 87000, 87000}; /* with its quiet zone */
static const struct rect_um words_box = {129000, 156000, 48000, 79000};
static const struct rect_um edge = {0, 292000, SHEET_WIDTH, 5000};
#define PARAGRAPH_GAP 6000

static const struct text_style event_style = {
    .weight = TEXT_BOLD, .size_um = 10500, .floor_um = 4000, .max_lines = 3};
static const struct text_style dates_style = {
    .weight = TEXT_REGULAR, .size_um = 5600, .floor_um = 3000, .max_lines = 1};
static const struct text_style name_style = {
    .weight = TEXT_BOLD, .size_um = 11500, .floor_um = 4000, .max_lines = 2};
static const struct text_style native_style = {
    .weight = TEXT_REGULAR, .size_um = 8000, .floor_um = 3500, .max_lines = 2};
static const struct text_style delegation_style = {
    .weight = TEXT_REGULAR, .size_um = 5600, .floor_um = 3000, .max_lines = 2};
static const struct text_style place_style = {
    .weight = TEXT_BOLD, .size_um = 4800, .floor_um = 2500, .max_lines = 4};
static const struct text_style how_style = {
    .weight = TEXT_REGULAR, .size_um = 4400, .floor_um = 2500, .max_lines = 9};

bool invitation_render_png(const struct invitation *invitation, int module_px, struct bytes *out)
{
    struct qr qr;
    struct sink sink = {0};
    *out = (struct bytes){0};
    if (module_px < 1 || !qr_encode(invitation->qr_text, QR_LEVEL_Q, &qr)) {
        return false;
    }
    int quiet = LAYOUT_QUIET_MODULES * module_px, side = qr.side * module_px + 2 * quiet;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_translate(cr, quiet, quiet);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(cr, 0, 0, 0);
    paint_qr_path(cr, &qr, module_px, 0);
    cairo_fill(cr);
    bool ok = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    ok =
        ok && cairo_surface_write_to_png_stream(surface, sink_write, &sink) == CAIRO_STATUS_SUCCESS;
    if (!ok) {
        LOG_ERROR("cannot draw a code of %d pixels a module", module_px);
    }
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    qr_finish(&qr);
    return ok;
}

/* The height that the text takes, in µm. */
static int32_t put(cairo_t *cr, struct badge_renderer *renderer, const char *string, uint32_t rgb,
                   const struct text_style *style, const struct rect_um *box, enum text_side down)
{
    struct badge_faults faults = {0};
    struct text text;
    if (!text_fit(renderer->fonts, string, "", style, box, &faults, &text)) {
        return 0;
    }
    paint_source(cr, colour_of(rgb));
    text_paint(cr, &text, box, TEXT_START, down);
    int32_t height = (int32_t)(text.height / POINTS_PER_UM);
    text_finish(&text);
    return height;
}

/* The place, and below it what to do there. */
static void put_words(cairo_t *cr, struct badge_renderer *renderer,
                      const struct invitation *invitation)
{
    struct rect_um place = words_box, how = words_box;
    place.height /= 3;
    int32_t used =
        put(cr, renderer, invitation->place, SHEET_PRIMARY, &place_style, &place, TEXT_START);
    used += used > 0 ? PARAGRAPH_GAP : 0;
    how.y += used;
    how.height -= used;
    (void)put(cr, renderer, invitation->how_to, SHEET_INK, &how_style, &how, TEXT_START);
}

/* As large as whole dots allow in its box, in the middle. */
static void put_code(cairo_t *cr, const struct qr *qr)
{
    const double dot = 72.0 / CODE_DPI;
    int modules = qr->side + 2 * LAYOUT_QUIET_MODULES;
    int dots = layout_dots(code_box.width, CODE_DPI) / modules;
    int spare = layout_dots(code_box.width, CODE_DPI) - dots * modules;
    int inset = dots * LAYOUT_QUIET_MODULES + spare / 2;
    cairo_save(cr);
    cairo_translate(cr, (layout_dots(code_box.x, CODE_DPI) + inset) * dot,
                    (layout_dots(code_box.y, CODE_DPI) + inset) * dot);
    cairo_set_source_rgb(cr, 0, 0, 0);
    paint_qr_path(cr, qr, dots * dot, PAINT_QR_INSET_DOTS * dot);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void paint_page(cairo_t *cr, struct badge_renderer *renderer,
                       const struct invitation *invitation, const struct qr *qr)
{
    stationery_band(cr, &band, 16500);
    const struct {
        const char *string;
        uint32_t rgb;
        const struct text_style *style;
        const struct rect_um *box;
        enum text_side down;
    } lines[] = {
        {invitation->event_name, 0xFFFFFF, &event_style, &event_box, TEXT_END},
        {invitation->event_dates, 0xFFFFFF, &dates_style, &dates_box, TEXT_START},
        {invitation->name, SHEET_INK, &name_style, &name_box, TEXT_END},
        {invitation->native_name, SHEET_SOFT, &native_style, &native_box, TEXT_MIDDLE},
        {invitation->delegation, SHEET_INK, &delegation_style, &delegation_box, TEXT_START},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        (void)put(cr, renderer, lines[i].string, lines[i].rgb, lines[i].style, lines[i].box,
                  lines[i].down);
    }
    stationery_fill(cr, &card, CARD, 4000);
    stationery_fill(cr, &code_box, 0xFFFFFF, 2500);
    put_code(cr, qr);
    put_words(cr, renderer, invitation);
    stationery_fill(cr, &edge, SHEET_PRIMARY, 0);
}

bool invitation_render_pdf(struct badge_renderer *renderer, const struct invitation *invitation,
                           struct bytes *out)
{
    struct qr qr;
    struct sink sink = {0};
    *out = (struct bytes){0};
    if (!qr_encode(invitation->qr_text, QR_LEVEL_Q, &qr)) {
        return false;
    }
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        sink_write, &sink, SHEET_WIDTH * POINTS_PER_UM, SHEET_HEIGHT * POINTS_PER_UM);
    char title[SCRIPT_TEXT_SIZE];
    script_clean(invitation->event_name, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard");
    cairo_t *cr = cairo_create(surface);
    paint_page(cr, renderer, invitation, &qr);
    cairo_show_page(cr);
    bool ok = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    if (!ok) {
        LOG_ERROR("cannot paint the invitation of %s: %s", invitation->name,
                  cairo_status_to_string(cairo_status(cr)));
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    qr_finish(&qr);
    return ok;
}
