/*
 * Canvas: what paint.c draws with. Shapes and texts go through Cairo onto an image surface; icons
 * and verdict shapes are here too. Boxes are pixels, colours 0xRRGGBB. Main thread.
 */
#ifndef LANYARD_UI_CANVAS_H
#define LANYARD_UI_CANVAS_H

#include <cairo.h>

#include "kiosk/ui/icon.h"
#include "kiosk/ui/text.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/widget.h"

struct canvas {
    cairo_surface_t *surface; /* an image of CAIRO_FORMAT_RGB24; lent */
    cairo_t *cairo;           /* owned; clipped to what is drawn anew */
    const struct theme *theme;
    struct text_cache *texts;
};

void canvas_init(struct canvas *canvas, cairo_surface_t *surface, const struct theme *theme,
                 struct text_cache *texts);
void canvas_finish(struct canvas *canvas);

void canvas_clip(struct canvas *canvas, const struct box *box);
void canvas_color(struct canvas *canvas, uint32_t rgb, double alpha);

/* Leaves a rectangle with round corners as the path. */
void canvas_round_path(struct canvas *canvas, const struct box *box, double radius);
void canvas_round(struct canvas *canvas, const struct box *box, double radius, uint32_t rgb);
void canvas_outline(struct canvas *canvas, const struct box *box, double radius, double thickness,
                    uint32_t rgb);

/* A surface scaled to cover the box, its corners round. */
void canvas_picture(struct canvas *canvas, cairo_surface_t *picture, const struct box *box,
                    double radius);

/* A surface scaled to lie within the box, in its middle. */
void canvas_fit(struct canvas *canvas, cairo_surface_t *picture, const struct box *box);

/* An icon centred in the box. */
void canvas_icon(struct canvas *canvas, enum icon_id icon, const struct box *box, uint32_t rgb);

/* A verdict's shape in a square box, `part` 0…1 of it drawn already. */
void canvas_mark(struct canvas *canvas, enum mark_id mark, const struct box *box, uint32_t rgb,
                 double part);

#endif
