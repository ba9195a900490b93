/*
 * Camera view: the live picture on the screen, mirrored like a mirror, in two tones of the theme,
 * with round corners and the corners of a found code. Main thread.
 */
#ifndef LANYARD_UI_CAMERA_VIEW_H
#define LANYARD_UI_CAMERA_VIEW_H

#include "kiosk/ui/canvas.h"
#include "picture.h"
#include "ui.h"

struct camera_view {
    uint8_t *luma; /* owned; the newest frame, width bytes a row */
    size_t capacity;
    int width, height; /* 0: no frame yet */
    float corners[8];  /* of the code found, pixels of the frame */
    bool has_corners;
    bool has_overlay;
    struct ui_overlay overlay;
    uint32_t tones[256];     /* grey to screen colour */
    uint8_t *rows;           /* owned; two resampled rows */
    int *columns;            /* owned; where each screen column reads, 24.8 fixed point */
    int room;                /* screen columns that rows and columns have room for */
    cairo_surface_t *art[2]; /* owned; the phone and the paper that show how; NULL: not drawn yet */
};

void camera_view_init(struct camera_view *view);
void camera_view_finish(struct camera_view *view); /* wipes the picture */

/* Copies the frame. False: nothing was taken (no memory, or not a frame). */
bool camera_view_store(struct camera_view *view, const struct frame *frame, const float corners[8]);
void camera_view_forget(struct camera_view *view); /* wipes the picture */

/* The part of a frame that covers a box of another shape, centred; pure. */
struct box camera_crop(int frame_width, int frame_height, int box_width, int box_height);

/* Draws the frame over the whole box; does nothing without a frame. */
void camera_view_draw(struct camera_view *view, struct canvas *canvas, const struct box *box,
                      int radius);

/* Maps the code's corners to the screen. False: there is no code. */
bool camera_view_corners(const struct camera_view *view, const struct box *box, double out[8]);

#endif
