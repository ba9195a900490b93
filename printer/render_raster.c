#define LOG_MODULE "printer"
#include <stdlib.h>

#include "log.h"
#include "printer/layout.h"
#include "printer/paint.h"
#include "printer/raster.h"
#include "printer/sheet.h"

/* A sheet's side is painted here, again and again. */
static cairo_surface_t *make_paper(const struct badge_paper *paper, int dpi)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, layout_dots(paper->width_um, dpi), layout_dots(paper->height_um, dpi));
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("no memory for a sheet at %d dpi", dpi);
        cairo_surface_destroy(surface);
        return NULL;
    }
    return surface;
}

static bool paint_side(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                       const struct badge_template *template, int dpi, bool back,
                       cairo_surface_t *surface, struct badge_faults *faults)
{
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, dpi / 72.0, dpi / 72.0);
    const struct sheet sheet = {renderer, template, dpi, cr, faults};
    bool ok = sheet_paint(&sheet, badges, count, back);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    return ok;
}

bool badge_render_raster(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                         const struct badge_template *template, int dpi, enum raster_format format,
                         enum raster_ink ink, struct bytes *out, struct badge_faults *faults)
{
    const struct badge_paper *paper = &template->paper;
    size_t on_sheet = (size_t)paper->badges;
    int sides = paper->two_sided ? 2 : 1, pages = (int)((count + on_sheet - 1) / on_sheet) * sides;
    struct badge_faults none = {0};
    struct sink sink = {0};
    *out = (struct bytes){0};
    if (count == 0 || dpi <= 0 || (format == RASTER_URF && ink == RASTER_BLACK_1)) {
        LOG_ERROR("no badge to render, or nothing that URF has");
        return false;
    }
    cairo_surface_t *surface = make_paper(paper, dpi);
    if (!surface) {
        return false;
    }
    renderer->black_only = ink == RASTER_BLACK_1;
    bool ok = raster_begin(&sink, format, pages);
    for (int page = 0; ok && page < pages; page++) {
        size_t first = (size_t)(page / sides) * on_sheet;
        size_t some = count - first < on_sheet ? count - first : on_sheet;
        const struct raster_page dots = {
            .pixels = (const void *)cairo_image_surface_get_data(surface),
            .stride = (size_t)cairo_image_surface_get_stride(surface) / 4,
            .width = cairo_image_surface_get_width(surface),
            .height = cairo_image_surface_get_height(surface),
            .dpi = dpi,
            .pages = pages,
            .two_sided = paper->two_sided,
            .media = paper->media,
        };
        ok = paint_side(renderer, badges + first, some, template, dpi, page % sides == 1, surface,
                        faults ? faults : &none) &&
             raster_page(&sink, format, ink, &dots);
    }
    renderer->black_only = false;
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    return ok;
}
