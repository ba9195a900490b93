/*
 * Sharpen: lifts blurred and noisy codes out of their surroundings by taking the mean of a window
 * away from each pixel.
 */
#ifndef SCANNER_SHARPEN_H
#define SCANNER_SHARPEN_H

#include "scanner/plane.h"

#define SHARPEN_REACH 3 /* pixels to each side in the mean */

/* A sharpened copy, its memory kept from picture to picture. */
struct sharpened {
    struct plane plane; /* borrows `pixels` */
    uint8_t *pixels;    /* owned */
    size_t size;
    uint16_t *sums; /* owned; one a column, and the reach on both sides */
    int columns;
};

/* Sharpens `from` into the copy: three times the pixel less twice the mean. False: no memory. */
bool sharpen_plane(struct sharpened *sharpened, const struct plane *from);

/* The same without SIMD. */
bool sharpen_plane_plain(struct sharpened *sharpened, const struct plane *from);

/* NULL-safe. */
void sharpen_finish(struct sharpened *sharpened);

#endif
