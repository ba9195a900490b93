/* Fonts: where the screen's texts get their letters, and letting go of those that were drawn. */
#ifndef LANYARD_KIOSK_UI_FONTS_H
#define LANYARD_KIOSK_UI_FONTS_H

#include <pango/pangocairo.h>

/* A context with a font map of its own. The caller unrefs it. */
PangoContext *fonts_open(void);

/* Frees the letters of all fonts that nobody uses any more, whichever room drew with them. */
void fonts_forget_letters(void);

#endif
