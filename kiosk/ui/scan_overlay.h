/*
 * Scan overlay: what the scanner tried and found, over the live picture. For whoever sets a station
 * up; off by default. Main thread.
 */
#ifndef LANYARD_UI_SCAN_OVERLAY_H
#define LANYARD_UI_SCAN_OVERLAY_H

#include "kiosk/ui/camera_view.h"

/* Draws the view's overlay into the box of its picture, whose corners have `radius`. */
void scan_overlay_paint(const struct camera_view *view, struct canvas *canvas,
                        const struct box *box, int radius);

#endif
