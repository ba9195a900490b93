/* Paint, the person: photo or initials, and the badge coming out of the printer. */
#ifndef LANYARD_UI_PAINT_PERSON_H
#define LANYARD_UI_PAINT_PERSON_H

#include "kiosk/ui/paint.h"

void paint_photo(struct scene *scene, struct canvas *canvas, const struct widget *widget);
void paint_badge(struct scene *scene, struct canvas *canvas, const struct widget *widget);

/* The first letters of the first and the last word of a name, at most two; UTF-8. Pure. */
void person_initials(const char *name, char out[16]);

/* A picture as a surface. NULL: no memory, or not a picture. */
cairo_surface_t *surface_of_picture(const struct picture *picture);
void surface_forget(cairo_surface_t **surface); /* wipes and frees; NULL-safe */

#endif
