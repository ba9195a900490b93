/*
 * Paint: draws the widgets of a screen onto a canvas, and says which of them move. Main thread.
 */
#ifndef LANYARD_UI_PAINT_H
#define LANYARD_UI_PAINT_H

#include "brand.h"
#include "kiosk/ui/camera_view.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/damage.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/widget.h"

/* Everything that a picture of the screen depends on. Lent. */
struct scene {
    struct widget_tree *tree;
    const struct ui_model *model;
    const struct theme *theme;
    struct text_cache *texts;
    struct camera_view *camera;
    cairo_surface_t *photo, *badge;     /* NULL: none */
    cairo_surface_t *logo;              /* NULL: the star */
    cairo_surface_t *thumbs[DESK_ROWS]; /* NULL: none */
    const struct brand *brand;
    bool still;               /* no motion: everything is at its end */
    uint8_t pressed, focused; /* widgets; WIDGET_NONE */
    double progress;          /* shown percent, on its way to the model's */
    int64_t entered_us;       /* when the screen came */
    int64_t now_us;
    int64_t painted_us; /* now_us of the last picture */
};

/* Measures texts for layout_run. */
struct layout_measure scene_measure(struct scene *scene);

/* Draws what lies in `clip`. The camera's picture is drawn whole or not at all: a clip that touches
 * it must hold it (scene_widen). */
void scene_paint(struct scene *scene, cairo_surface_t *surface, const struct box *clip);

/* Makes a box hold what can only be drawn whole. */
struct box scene_widen(const struct scene *scene, const struct box *box);

/* Adds what has moved since the last picture to `damage`. Returns microseconds until something
 * moves again, -1 for never. */
int64_t scene_animate(struct scene *scene, struct damage *damage);

#endif
