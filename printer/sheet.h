/*
 * Sheet: the badges of one side of one sheet, with cut and fold marks. One thread at a time per
 * renderer.
 */
#ifndef LANYARD_PRINTER_SHEET_H
#define LANYARD_PRINTER_SHEET_H

#include <cairo.h>

#include "badge.h"

struct sheet { /* all lent */
    struct badge_renderer *renderer;
    const struct badge_template *template;
    int dpi;
    cairo_t *cr; /* in points, the sheet's top left corner at its origin */
    struct badge_faults *faults;
};

/* `count` is at most what the sheet holds. False: one log line. */
bool sheet_paint(const struct sheet *sheet, const struct badge *badges, size_t count, bool back);

#endif
