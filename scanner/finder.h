/*
 * Finder patterns: the three squares of a QR code, found by the run lengths 1:1:3:1:1 along rows
 * and confirmed along the column and a diagonal. Dark on light and light on dark in one pass.
 */
#ifndef SCANNER_FINDER_H
#define SCANNER_FINDER_H

#include "scanner/threshold.h"

#define FINDER_ROW_STEP 3
#define FINDERS_MAX 96

struct finder {
    float x, y;    /* centre, pixels of the full picture */
    float module;  /* pixels of the full picture a module, along the row and column */
    int level;     /* of the pyramid, where it was seen */
    int hits;      /* rows that saw it */
    int contrast;  /* grey levels between its dark and its light */
    bool inverted; /* light on dark */
};

struct finder_list {
    struct finder items[FINDERS_MAX]; /* the weakest make way when there are more */
    int count;
};

/* Adds the finder patterns of one pyramid level to the list; one that is already there (from a
 * coarser level or another row) only gains a hit. */
void finder_scan(const struct plane *plane, struct threshold *threshold, int level,
                 struct finder_list *list);

#endif
