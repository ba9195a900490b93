/* Paint, the badge: its preview or a drawn one, and how it comes out of the printer. */
#ifndef LANYARD_UI_PAINT_BADGE_H
#define LANYARD_UI_PAINT_BADGE_H

#include "kiosk/ui/paint.h"

void paint_badge_preview(struct scene *scene, struct canvas *canvas, const struct widget *widget);
void paint_printer(struct scene *scene, struct canvas *canvas, const struct widget *widget);

#endif
