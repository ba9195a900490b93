/*
 * Wedge: the keys of a scanner that poses as a keyboard, as the bytes it means. Keys are Linux's
 * codes, which name positions and not letters: read as a US keyboard's they do not depend on the
 * desktop's layout. Control characters arrive as Ctrl and a letter; a scanner in ALT mode types the
 * decimal code of each character on the keypad while it holds Alt. Pure.
 */
#ifndef SCANNER_WEDGE_H
#define SCANNER_WEDGE_H

#include <stdbool.h>
#include <stdint.h>

struct wedge {         /* starts as zeroes */
    unsigned held;     /* modifiers, a bit for each key */
    bool caps;         /* Caps Lock, as far as the scanner itself pressed it */
    unsigned alt_code; /* of ALT mode, so far */
    bool alt_digits;   /* there were any */
};

/* What a key event (code from linux/input-event-codes.h) types. False: nothing. */
bool wedge_key(struct wedge *wedge, unsigned code, bool pressed, uint8_t *byte);

#endif
