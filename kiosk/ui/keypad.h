/*
 * Keypad: ten digits for a PIN, under dots that say how many were typed. The digits themselves are
 * the caller's; the screen never has them. Keys report UI_ACTION_KEY: '0' to '9', '\b', '\r'.
 */
#ifndef LANYARD_UI_KEYPAD_H
#define LANYARD_UI_KEYPAD_H

#include "kiosk/ui/parts.h"

/* `typed`: how many digits there are; enter can be touched from `least` on. On a plain tone. */
void part_keypad(struct widget_tree *tree, int typed, int least);

#endif
