/*
 * Sketches: drawings of the things that a visit is about, at any size: a phone and a sheet of paper
 * with a code, a badge. The code is none that could be read.
 */
#ifndef LANYARD_UI_SKETCH_H
#define LANYARD_UI_SKETCH_H

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/damage.h"

/* Both take `side` by 1.5 `side` pixels from the canvas's corner. */
void sketch_phone(struct canvas *canvas, double side);
void sketch_paper(struct canvas *canvas, double side);

/* What looks like a code, in a square. */
void sketch_code(struct canvas *canvas, double x, double y, double side, uint32_t rgb);

/* The soft shadow under a sheet. */
void sketch_shadow(struct canvas *canvas, const struct box *box, double radius, double reach);

#endif
