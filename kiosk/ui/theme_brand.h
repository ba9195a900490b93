/*
 * Theme, the event's colours: chosen ones take the place of the defaults, the others follow from
 * them, and every text stays readable: a colour that carries or bears text is moved until each pair
 * has 4.5:1. Pure.
 */
#ifndef LANYARD_UI_THEME_BRAND_H
#define LANYARD_UI_THEME_BRAND_H

#include "brand.h"
#include "kiosk/ui/theme.h"

/* After theme_init, before theme_contrast. `told` (may be NULL) is told each colour that had to be
 * moved, as a sentence with the line of the file. False: no way to make it readable, and the
 * theme's colours are the defaults. */
bool theme_brand(struct theme *theme, const struct brand *brand,
                 void (*told)(const char *line, void *userdata), void *userdata);

#endif
