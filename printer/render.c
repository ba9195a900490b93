#define LOG_MODULE "printer"
#include "badge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>

#include "log.h"
#include "printer/layout.h"
#include "printer/paint.h"
#include "printer/pixels.h"
#include "printer/render.h"
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
        cairo_surface_destroy(renderer->pixels);
        free(renderer);
    }
}

/* Makes the renderer's code be of this text and level. */
static bool keep_qr(struct badge_renderer *renderer, const char *text, enum qr_level level)
{
    if (renderer->qr.side > 0 && renderer->qr_level == level &&
        strcmp(renderer->qr_text, text) == 0) {
        return true;
    }
    struct qr made;
    if (!qr_encode(text, level, &made)) {
        return false;
    }
    qr_finish(&renderer->qr);
    renderer->qr = made;
    renderer->qr_level = level;
    snprintf(renderer->qr_text, sizeof renderer->qr_text, "%s", text);
    return true;
}

/* The highest error correction whose modules are of a good size; where none is, the highest whose
 * modules can be read at all. */
static bool lay_out(struct badge_renderer *renderer, const struct badge *badge,
                    const struct badge_template *template, int dpi, struct badge_layout *out)
{
    static const int32_t least[] = {LAYOUT_MODULE_GOOD, LAYOUT_MODULE_MIN};
    for (size_t i = 0; i < sizeof least / sizeof least[0]; i++) {
        for (int level = 0; level < QR_LEVEL_COUNT; level++) {
            if (!keep_qr(renderer, badge->qr_text, (enum qr_level)level)) {
                return false;
            }
            if (badge_layout_compute(badge, template, dpi, renderer->qr.side, least[i], out)) {
                return true;
            }
        }
    }
    LOG_ERROR("a QR code of %d modules is not readable on %s at %d dpi: use another template or a "
              "finer printer",
              renderer->qr.side, template->name, dpi);
    return false;
}

/* `only`: see struct canvas. */
static bool paint_side(struct badge_renderer *renderer, const struct badge *badge,
                       const struct badge_template *template, const struct badge_layout *layout,
                       bool back, const struct rect_um *only, cairo_t *cr,
                       struct badge_faults *faults)
{
    struct canvas canvas = {.cr = cr,
                            .fonts = renderer->fonts,
                            .flags = renderer->flags,
                            .badge = badge,
                            .template = template,
                            .layout = layout,
                            .qr = &renderer->qr,
                            .only = only,
                            .black_only = renderer->black_only,
                            .faults = faults};
    paint_badge(&canvas, back);
    if (cairo_status(cr) != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("cannot paint the badge of %s: %s", badge->family_name,
                  cairo_status_to_string(cairo_status(cr)));
        return false;
    }
    return true;
}

bool render_side(struct badge_renderer *renderer, const struct badge *badge,
                 const struct badge_template *template, int dpi, bool back, cairo_t *cr,
                 struct badge_faults *faults)
{
    struct badge_layout layout;
    return lay_out(renderer, badge, template, dpi, &layout) &&
           paint_side(renderer, badge, template, &layout, back, NULL, cr, faults);
}

/* A reference to a surface of that size: fresh memory costs as much as a third of the painting. */
static cairo_surface_t *take_surface(struct badge_renderer *renderer, int width, int height)
{
    cairo_surface_t *kept = renderer->pixels;
    if (!kept || cairo_image_surface_get_width(kept) != width ||
        cairo_image_surface_get_height(kept) != height) {
        cairo_surface_destroy(kept);
        kept = renderer->pixels = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    }
    return cairo_surface_reference(kept);
}

/* The front as pixels at `dpi`, laid out for a printer of `layout_dpi`. NULL: one log line. */
static cairo_surface_t *render_pixels(struct badge_renderer *renderer, const struct badge *badge,
                                      const struct badge_template *template, int dpi,
                                      int layout_dpi, struct badge_faults *faults)
{
    struct badge_faults none = {0};
    cairo_surface_t *surface = take_surface(renderer, layout_dots(template->width_um, dpi),
                                            layout_dots(template->height_um, dpi));
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, dpi / 72.0, dpi / 72.0);
    bool ok =
        render_side(renderer, badge, template, layout_dpi, false, cr, faults ? faults : &none);
    cairo_destroy(cr);
    if (!ok) {
        cairo_surface_destroy(surface);
        return NULL;
    }
    cairo_surface_flush(surface);
    return surface;
}

bool badge_render_png(struct badge_renderer *renderer, const struct badge *badge,
                      const struct badge_template *template, int dpi, struct bytes *out,
                      struct badge_faults *faults)
{
    struct sink sink = {0};
    *out = (struct bytes){0};
    cairo_surface_t *surface = render_pixels(renderer, badge, template, dpi, dpi, faults);
    if (!surface) {
        return false;
    }
    bool ok = cairo_surface_write_to_png_stream(surface, sink_write, &sink) == CAIRO_STATUS_SUCCESS;
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    return ok;
}

bool badge_render_picture(struct badge_renderer *renderer, const struct badge *badge,
                          const struct badge_template *template, int dpi, struct picture *out)
{
    int layout_dpi = dpi < PREVIEW_LAYOUT_DPI ? PREVIEW_LAYOUT_DPI : dpi;
    cairo_surface_t *surface = render_pixels(renderer, badge, template, dpi, layout_dpi, NULL);
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
    for (int y = 0; y < height; y++) {
        pixels_to_rgb((const void *)(data + (size_t)y * stride), width,
                      rgb + (size_t)y * (size_t)width * 3);
    }
    cairo_surface_destroy(surface);
    *out = (struct picture){.rgb = rgb, .width = width, .height = height};
    return true;
}

/* Where the first code of the front stands, with its quiet zone, in dots. */
static struct rect_um code_dots(const struct badge_layout *layout)
{
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_part *part = &layout->parts[i];
        if (part->element->kind == ELEMENT_QR && !part->element->back) {
            int32_t quiet = LAYOUT_QUIET_MODULES * part->qr_dots;
            int32_t side = layout->qr_modules * part->qr_dots + 2 * quiet;
            return (struct rect_um){layout_dots(part->box.x, layout->dpi) - quiet,
                                    layout_dots(part->box.y, layout->dpi) - quiet, side, side};
        }
    }
    return (struct rect_um){0};
}

bool badge_render_code(struct badge_renderer *renderer, const struct badge *badge,
                       const struct badge_template *template, int dpi, struct frame *out)
{
    struct badge_layout layout;
    struct badge_faults faults = {0};
    if (!lay_out(renderer, badge, template, dpi, &layout)) {
        return false;
    }
    struct rect_um dots = code_dots(&layout);
    if (!frame_resize(out, dots.width, dots.height)) {
        LOG_ERROR("no memory to read a code of %d dots back", (int)dots.width);
        return false;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots.width, dots.height);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_translate(cr, -dots.x, -dots.y);
    cairo_scale(cr, dpi / 72.0, dpi / 72.0);
    const struct rect_um around = {layout_um(dots.x, dpi), layout_um(dots.y, dpi),
                                   layout_um(dots.width, dpi), layout_um(dots.height, dpi)};
    bool ok = paint_side(renderer, badge, template, &layout, false, &around, cr, &faults);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; ok && y < dots.height; y++) {
        pixels_to_grey((const void *)(data + (size_t)y * stride), dots.width,
                       out->luma + (size_t)y * (size_t)out->stride);
    }
    cairo_surface_destroy(surface);
    return ok;
}
