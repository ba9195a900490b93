/*
 * Render: one side of one badge onto a context in points, for documents and pictures.
 */
#ifndef LANYARD_PRINTER_RENDER_H
#define LANYARD_PRINTER_RENDER_H

#include "printer/paint.h"

/* Paints the side with its top left corner at the origin. False: one log line. */
bool render_side(struct badge_renderer *renderer, const struct badge *badge,
                 const struct badge_template *template, int dpi, bool back, cairo_t *cr,
                 struct badge_faults *faults);

#endif
