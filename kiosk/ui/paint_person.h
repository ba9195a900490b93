/* Paint, the person: photo or initials. */
#ifndef LANYARD_UI_PAINT_PERSON_H
#define LANYARD_UI_PAINT_PERSON_H

#include "kiosk/ui/paint.h"

void paint_person_photo(struct scene *scene, struct canvas *canvas, const struct widget *widget);
/* The designed placeholder for a photo: initials on the category's colour. */
void paint_initials(struct scene *scene, struct canvas *canvas, const struct box *box,
                    double radius, uint32_t rgb);

/* The first letters of the first and the last word of a name, at most two; UTF-8. Pure. */
void person_initials(const char *name, char out[16]);

/* A picture as a surface. NULL: no memory, or not a picture. */
cairo_surface_t *surface_of_picture(const struct picture *picture);
void surface_forget(cairo_surface_t **surface); /* wipes and frees; NULL-safe */

#endif
