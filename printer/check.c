/* What would have to give way on a badge, without making a page of it. */
#define LOG_MODULE "printer"
#include <cairo.h>

#include "badge.h"
#include "printer/paint.h"
#include "printer/render.h"

bool badge_check(struct badge_renderer *renderer, const struct badge *badge,
                 const struct badge_template *template, int dpi, struct badge_faults *faults)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(surface);
    cairo_rectangle(cr, 0, 0, 0, 0); /* nothing is within: texts are measured, not drawn */
    cairo_clip(cr);
    bool ok =
        render_side(renderer, badge, template, dpi, false, cr, faults) &&
        (!template->has_back || render_side(renderer, badge, template, dpi, true, cr, faults));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return ok;
}
