/*
 * Stationery: what the A4 pages that are no badges (invitations, manifests) have in common: the
 * sheet, its colours, filled boxes. Lengths are µm.
 */
#ifndef LANYARD_PRINTER_STATIONERY_H
#define LANYARD_PRINTER_STATIONERY_H

#include "printer/paint.h"

#define SHEET_WIDTH 210000
#define SHEET_HEIGHT 297000
#define SHEET_PRIMARY 0x0F4C5C
#define SHEET_INK 0x15202B
#define SHEET_SOFT 0x51606E

/* A box with round corners, filled with 0xRRGGBB. */
void stationery_fill(cairo_t *cr, const struct rect_um *box, uint32_t rgb, int32_t radius_um);

/* A band in the primary colour, with the lattice over it at this pitch. */
void stationery_band(cairo_t *cr, const struct rect_um *box, int32_t pitch_um);

#endif
