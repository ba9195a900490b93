/*
 * Colour: what is legible on what. Pure; any thread.
 */
#ifndef LANYARD_PRINTER_COLOUR_H
#define LANYARD_PRINTER_COLOUR_H

#include <stdint.h>

struct colour {
    double red, green, blue; /* sRGB, 0..1 */
};

struct colour colour_of(uint32_t rgb); /* 0xRRGGBB */

/* `share` of `b`, the rest of `a`. */
struct colour colour_mix(struct colour a, struct colour b, double share);

/* WCAG 2 contrast ratio, 1..21. */
double colour_contrast(struct colour a, struct colour b);

/* Black or white, whichever is the more legible on `ground`: always 4.5:1 or better. */
struct colour colour_on(struct colour ground);

#endif
