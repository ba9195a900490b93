/* Paint, the camera: live picture, corner brackets, found code, and the code that shows how. */
#ifndef LANYARD_UI_PAINT_CAMERA_H
#define LANYARD_UI_PAINT_CAMERA_H

#include "kiosk/ui/paint.h"

void paint_camera(struct scene *scene, struct canvas *canvas, const struct widget *widget);

/* Microseconds until the picture over the camera moves, -1 for never; whether it has moved since
 * the last picture. */
int64_t paint_camera_next(struct scene *scene, const struct widget *widget, bool *moved);

#endif
