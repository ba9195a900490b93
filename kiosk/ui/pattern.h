/*
 * Pattern: the eight-fold star lattice (khatam) and the star that serves as the event's mark, drawn
 * by code. Main thread.
 */
#ifndef LANYARD_UI_PATTERN_H
#define LANYARD_UI_PATTERN_H

#include "kiosk/ui/canvas.h"

/* Lines of the lattice within the box (corners round), in `rgb` with `alpha`; `cell` is the
 * distance from star to star in pixels. */
void pattern_lattice(struct canvas *canvas, const struct box *box, double radius, double cell,
                     uint32_t rgb, double alpha);

/* An eight-pointed star filling the square box. */
void pattern_star(struct canvas *canvas, const struct box *box, uint32_t rgb, uint32_t core);

#endif
