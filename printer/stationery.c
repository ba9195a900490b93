#include "printer/stationery.h"

void stationery_fill(cairo_t *cr, const struct rect_um *box, uint32_t rgb, int32_t radius_um)
{
    paint_source(cr, colour_of(rgb));
    paint_box(cr, box, radius_um);
    cairo_fill(cr);
}

void stationery_band(cairo_t *cr, const struct rect_um *box, int32_t pitch_um)
{
    stationery_fill(cr, box, SHEET_PRIMARY, 0);
    cairo_save(cr);
    paint_box(cr, box, 0);
    cairo_clip(cr);
    paint_lattice(cr, box, colour_of(SHEET_PRIMARY), pitch_um);
    cairo_restore(cr);
}
