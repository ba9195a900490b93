#define LOG_MODULE "printer"
#include "badge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>

#include "log.h"
#include "printer/layout.h"
#include "printer/paint.h"
#include "printer/script.h"
#include "printer/sink.h"

/* A preview shows the badge as this printer would place it. */
#define PREVIEW_LAYOUT_DPI 300

void badge_finish(struct badge *badge)
{
    if (badge) {
        free(badge->photo.rgb);
        free(badge->photo.jpeg);
        *badge = (struct badge){0};
    }
}

struct badge_renderer *badge_renderer_create(void)
{
    struct badge_renderer *renderer = calloc(1, sizeof *renderer);
    if (!renderer) {
        LOG_ERROR("no memory for the badge renderer");
        return NULL;
    }
    renderer->fonts = text_fonts_create();
    renderer->flags = flag_cache_create();
    if (!renderer->fonts || !renderer->flags) {
        badge_renderer_destroy(renderer);
        return NULL;
    }
    return renderer;
}

void badge_renderer_destroy(struct badge_renderer *renderer)
{
    if (renderer) {
        flag_cache_destroy(renderer->flags);
        text_fonts_destroy(renderer->fonts);
        qr_finish(&renderer->qr);
        free(renderer);
    }
}

static bool keep_qr(struct badge_renderer *renderer, const char *text)
{
    if (renderer->qr.side > 0 && strcmp(renderer->qr_text, text) == 0) {
        return true;
    }
    struct qr made;
    if (!qr_encode(text, &made)) {
        return false;
    }
    qr_finish(&renderer->qr);
    renderer->qr = made;
    snprintf(renderer->qr_text, sizeof renderer->qr_text, "%s", text);
    return true;
}

/* Paints one badge on a context in points. False: one log line. */
static bool paint(struct badge_renderer *renderer, const struct badge *badge,
                  const struct badge_stock *stock, int dpi, cairo_t *cr,
                  struct badge_faults *faults)
{
    struct badge_layout layout;
    if (!keep_qr(renderer, badge->qr_text)) {
        return false;
    }
    if (!badge_layout_compute(badge, stock, dpi, renderer->qr.side, &layout)) {
        LOG_ERROR("a QR code of %d modules is not readable on %s at %d dpi: use larger stock or a "
                  "finer printer",
                  renderer->qr.side, stock->name, dpi);
        return false;
    }
    struct canvas canvas = {.cr = cr,
                            .fonts = renderer->fonts,
                            .flags = renderer->flags,
                            .badge = badge,
                            .stock = stock,
                            .layout = &layout,
                            .qr = &renderer->qr,
                            .faults = faults};
    paint_badge(&canvas);
    if (cairo_status(cr) != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("cannot paint the badge of %s: %s", badge->family_name,
                  cairo_status_to_string(cairo_status(cr)));
        return false;
    }
    return true;
}

static void describe(cairo_surface_t *surface, const struct badge *badges, size_t count)
{
    char title[BADGE_TEXT_SIZE * 3 + 8];
    if (count == 1) {
        snprintf(title, sizeof title, "%s%s%s \u2013 %s", badges->given_name,
                 badges->given_name[0] && badges->family_name[0] ? " " : "", badges->family_name,
                 badges->event_name);
    } else {
        snprintf(title, sizeof title, "%zu badges \u2013 %s", count, badges->event_name);
    }
    char clean[SCRIPT_TEXT_SIZE];
    script_clean(title, clean);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, clean);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard");
}

bool badge_render_pdf(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                      const struct badge_stock *stock, int dpi, struct bytes *out,
                      struct badge_faults *faults)
{
    struct badge_faults none = {0};
    struct sink sink = {0};
    double dot = 72.0 / dpi;
    *out = (struct bytes){0};
    if (count == 0 || dpi <= 0) {
        LOG_ERROR("no badge to render");
        return false;
    }
    /* The page is a whole number of dots, so that dots align from whichever corner is counted. */
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        sink_write, &sink, layout_dots(stock->width_um, dpi) * dot,
        layout_dots(stock->height_um, dpi) * dot);
    describe(surface, badges, count);
    cairo_t *cr = cairo_create(surface);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = paint(renderer, &badges[i], stock, dpi, cr, faults ? faults : &none);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    return ok;
}

/* The badge as pixels at `dpi`, laid out for a printer of `layout_dpi`. NULL: one log line. */
static cairo_surface_t *render_pixels(struct badge_renderer *renderer, const struct badge *badge,
                                      const struct badge_stock *stock, int dpi, int layout_dpi,
                                      struct badge_faults *faults)
{
    struct badge_faults none = {0};
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, layout_dots(stock->width_um, dpi), layout_dots(stock->height_um, dpi));
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, dpi / 72.0, dpi / 72.0);
    bool ok = paint(renderer, badge, stock, layout_dpi, cr, faults ? faults : &none);
    cairo_destroy(cr);
    if (!ok) {
        cairo_surface_destroy(surface);
        return NULL;
    }
    cairo_surface_flush(surface);
    return surface;
}

bool badge_render_png(struct badge_renderer *renderer, const struct badge *badge,
                      const struct badge_stock *stock, int dpi, struct bytes *out,
                      struct badge_faults *faults)
{
    struct sink sink = {0};
    *out = (struct bytes){0};
    cairo_surface_t *surface = render_pixels(renderer, badge, stock, dpi, dpi, faults);
    if (!surface) {
        return false;
    }
    bool ok = cairo_surface_write_to_png_stream(surface, sink_write, &sink) == CAIRO_STATUS_SUCCESS;
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    return ok;
}

bool badge_render_picture(struct badge_renderer *renderer, const struct badge *badge,
                          const struct badge_stock *stock, int dpi, struct picture *out)
{
    int layout_dpi = dpi < PREVIEW_LAYOUT_DPI ? PREVIEW_LAYOUT_DPI : dpi;
    cairo_surface_t *surface = render_pixels(renderer, badge, stock, dpi, layout_dpi, NULL);
    if (!surface) {
        return false;
    }
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    uint8_t *rgb = malloc((size_t)width * (size_t)height * 3);
    if (!rgb) {
        LOG_ERROR("no memory for a badge of %dx%d pixels", width, height);
        cairo_surface_destroy(surface);
        return false;
    }
    uint8_t *to = rgb;
    for (int y = 0; y < height; y++) {
        const uint32_t *row = (const void *)(data + (size_t)y * stride);
        for (int x = 0; x < width; x++) {
            *to++ = (uint8_t)(row[x] >> 16);
            *to++ = (uint8_t)(row[x] >> 8);
            *to++ = (uint8_t)row[x];
        }
    }
    cairo_surface_destroy(surface);
    *out = (struct picture){.rgb = rgb, .width = width, .height = height};
    return true;
}
