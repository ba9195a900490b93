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
    int columns;    /* from one row of blocks to the next */
    uint8_t *cuts;  /* owned; a pixel below its block's cut is dark */
    uint64_t *bits; /* owned; each row as threshold_row writes it, and a word that may be read */
    uint64_t *column_bits; /* the same of each column; in the memory of `bits` */
    uint8_t *turned;       /* whether a block's column_bits are made; in the memory of `bits` */
    int row_words, column_words;
    uint8_t *scratch; /* owned */
    size_t capacity, bits_size, scratch_size;
};

/* Computes the cuts and bits of `plane`, whose sides are at least THRESHOLD_BLOCK. False: no
 * memory. */
bool threshold_compute(struct threshold *threshold, const struct plane *plane);

/* NULL-safe. */
void threshold_finish(struct threshold *threshold);

/* A row's bits: bit x % 64 of word x / 64 where pixel x is dark. Those past the width are 0. */
static inline const uint64_t *threshold_row_bits(const struct threshold *threshold, int y)
{
    return threshold->bits + (size_t)y * (size_t)threshold->row_words;
}

/* Part of the next one: makes the columns of a block of 64x64 pixels. */
void threshold_turn_block(struct threshold *threshold, const struct plane *plane, int column,
                          int row);

/* A column's bits, bit y % 64 of word y / 64; those of `y`'s word and of the words beside it are
 * there. They are made when they are first asked for. */
static inline const uint64_t *threshold_column_bits(struct threshold *threshold,
                                                    const struct plane *plane, int x, int y)
{
    int column = x / 64, last = (plane->height - 1) / 64;
    uint8_t *turned = threshold->turned + column * threshold->column_words;
    for (int row = y / 64 > 0 ? y / 64 - 1 : 0; row <= y / 64 + 1 && row <= last; row++) {
        if (!turned[row]) {
            threshold_turn_block(threshold, plane, column, row);
        }
    }
    return threshold->column_bits + (size_t)x * (size_t)threshold->column_words;
}

/* Part of threshold_compute: fills the rows' bits once there are cuts. */
void threshold_fill_bits(struct threshold *threshold, const struct plane *plane);

/* Mean and mean absolute deviation (times 4, capped) of each block in one row of blocks. */
void threshold_measure(const struct plane *plane, int row, uint8_t *means, uint8_t *deviations);

/* The plain twins of what runs on SIMD; equal results, for the tests and other processors. */
void threshold_measure_plain(const struct plane *plane, int row, uint8_t *means,
                             uint8_t *deviations);
void threshold_row_plain(const struct threshold *threshold, const struct plane *plane, int y,
                         uint64_t *bits);

#endif
