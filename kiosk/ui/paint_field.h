/* Paint, what is written: keys, and the text being written with its caret. */
#ifndef LANYARD_UI_PAINT_FIELD_H
#define LANYARD_UI_PAINT_FIELD_H

#include "kiosk/ui/paint.h"

void paint_key(struct scene *scene, struct canvas *canvas, const struct widget *widget);
void paint_field(struct scene *scene, struct canvas *canvas, const struct widget *widget);

#endif
