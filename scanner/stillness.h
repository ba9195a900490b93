/*
 * Stillness: whether anything has changed before the camera, from a small copy of its picture. Pure.
 */
#ifndef SCANNER_STILLNESS_H
#define SCANNER_STILLNESS_H

#include "scanner/plane.h"

#define STILLNESS_PIXELS_MAX 20000 /* a larger picture is never still */

struct stillness {                        /* starts as zeroes */
    uint8_t pixels[STILLNESS_PIXELS_MAX]; /* of the picture that changed something */
    int width, height;
    unsigned frames; /* since then */
};

/* Looks at a frame's small copy. Returns for how many frames nothing has changed, 0 when this one
 * did. */
unsigned stillness_look(struct stillness *stillness, const struct plane *small);

#endif
