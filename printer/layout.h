/*
 * Layout: where things stand on a badge, in micrometres. Pure arithmetic, no fonts, any thread.
 * badge_layout_compute() of badge.h places the parts; the functions here divide the parts that hold
 * more than one thing, so that painting decides no geometry.
 */
#ifndef LANYARD_PRINTER_LAYOUT_H
#define LANYARD_PRINTER_LAYOUT_H

#include "badge.h"

#define LAYOUT_QUIET_MODULES 4 /* white on each side of a QR code (ISO/IEC 18004) */

/* Lengths nearest to whole printer dots. */
int32_t layout_dots(int32_t um, int dpi);
int32_t layout_um(int32_t dots, int dpi);

/* A length drawn for A6, on this stock. */
int32_t layout_scale(const struct badge_stock *stock, int32_t a6_um);

/* The numbered box of zone `index` of `count`, and the room for its label beside it (width 0: there
 * is none, the numbers stand alone). */
void layout_zone(const struct rect_um *zones, size_t count, size_t index, struct rect_um *box,
                 struct rect_um *label);

/* The mark of day `index` of `count`. */
struct rect_um layout_day(const struct rect_um *days, size_t count, size_t index);

/* The pill of mark `index` of `count`, stacked from the middle of the part. */
struct rect_um layout_mark(const struct rect_um *marks, size_t count, size_t index);

/* Within the band: the square of the letter, and the room for the word. */
void layout_band(const struct badge_layout *layout, struct rect_um *letter, struct rect_um *word);

/* Within the event's part: the name above, the dates below. */
void layout_event(const struct rect_um *event, struct rect_um *name, struct rect_um *dates);

/* Within the delegation's part: the emblem (flag or roundel), and the name beside it. */
void layout_delegation(const struct rect_um *delegation, struct rect_um *emblem,
                       struct rect_um *name);

#endif
