/*
 * Threshold: tells dark from light by the mean of the surroundings, in blocks of 8x8 pixels. A
 * block whose neighbourhood is flat (a wall, blurred background) counts as light throughout, so
 * that noise there makes no edges.
 */
#ifndef SCANNER_THRESHOLD_H
#define SCANNER_THRESHOLD_H

#include "scanner/plane.h"

#define THRESHOLD_BLOCK 8 /* pixels a side */

struct threshold {
    int columns;      /* from one row of blocks to the next */
    uint8_t *cuts;    /* owned; a pixel below its block's cut is dark */
    uint8_t *scratch; /* owned */
    size_t capacity, scratch_size;
};

/* Computes the cuts of `plane`, whose sides are at least THRESHOLD_BLOCK. False: no memory. */
bool threshold_compute(struct threshold *threshold, const struct plane *plane);

/* NULL-safe. */
void threshold_finish(struct threshold *threshold);

/*
 * Sets bit x % 64 of bits[x / 64] where pixel x of row y is dark. Bits past the width are 0.
 * `bits` has room for width / 64 + 1 words.
 */
void threshold_row(const struct threshold *threshold, const struct plane *plane, int y,
                   uint64_t *bits);

/* The cut at a pixel inside the plane. */
static inline int threshold_cut(const struct threshold *threshold, int x, int y)
{
    unsigned column = (unsigned)x / THRESHOLD_BLOCK, row = (unsigned)y / THRESHOLD_BLOCK;
    return threshold->cuts[row * (unsigned)threshold->columns + column];
}

/* Mean and mean absolute deviation (times 4, capped) of each block in one row of blocks. */
void threshold_measure(const struct plane *plane, int row, uint8_t *means, uint8_t *deviations);

/* The plain twins of what runs on SIMD; equal results, for the tests and other processors. */
void threshold_measure_plain(const struct plane *plane, int row, uint8_t *means,
                             uint8_t *deviations);
void threshold_row_plain(const struct threshold *threshold, const struct plane *plane, int y,
                         uint64_t *bits);

#endif
