/*
 * Runs: the five of 1:1:3:1:1 that a line through a finder pattern crosses.
 */
#ifndef SCANNER_RUNS_H
#define SCANNER_RUNS_H

#include "scanner/threshold.h"

#define RUNS 5

/*
 * Whether five runs are near 1:1:3:1:1. Pairs of neighbours are measured tightly, since blur and
 * glare move both edges of a dark run but not the distance between edges of the same kind; the
 * single runs loosely. `slack` is the tolerance in 32nds of a module; one pixel of it is for the
 * pixel grid.
 */
bool runs_fit(const int runs[RUNS], int slack);

/* A line through a point that may lie in the middle of a pattern. */
struct runs_aim {
    int x, y;   /* anywhere */
    int dx, dy; /* its direction, -1, 0 or 1 each */
    bool dark;  /* the pattern's middle */
    int width;  /* of the pattern, as far as known: no run is longer than that allows */
    int slack;  /* see runs_fit */
};

/* True when the runs through the point fit; then *shift is how far their middle lies from it, in
 * steps, and *total their length in steps. */
bool runs_across(struct threshold *threshold, const struct plane *plane, const struct runs_aim *aim,
                 float *shift, int *total);

#endif
