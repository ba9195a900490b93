/*
 * Keyboard: the one on the screen, in the script at hand. Rows are tables; a strip above the
 * letters has what the script's other languages need, or the letters with marks that go with the
 * letter before the caret. Keys stay where a real keyboard has them, in right-to-left too.
 */
#ifndef LANYARD_UI_KEYBOARD_H
#define LANYARD_UI_KEYBOARD_H

#include "kiosk/ui/widget.h"

/* The whole keyboard, into the open column. `ends`: with a key that ends the writing. */
void keyboard_add(struct widget_tree *tree, const struct desk_view *desk, bool ends);

/* Figures for a PIN: nine, then erase, nought, enter. */
#define KEYPAD_UNITS 48.0f /* its width */
void keypad_add(struct widget_tree *tree);

#endif
