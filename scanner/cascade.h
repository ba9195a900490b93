/*
 * Cascade: the ways to read one candidate code, cheapest first. A step is a map of the grid and a
 * way to tell dark from light; the QR reader gets the modules as a small clean picture. Only what
 * the cheap steps leave unread is tried with the dearer ones.
 */
#ifndef SCANNER_CASCADE_H
#define SCANNER_CASCADE_H

#include "scanner/module_grid.h"
#include "scanner/qr_reader.h"

/* A place where a code may be. */
struct candidate {
    struct straightener straightener;
    float scale;              /* pixels of the frame a pixel of the straightener's plane */
    struct scan_point origin; /* of that plane, in pixels of the frame */
    float rank;               /* among those kept for later; the smallest first */
};

/* Where a map puts the code's corners, in pixels of the frame. */
void candidate_corners(const struct candidate *candidate, const struct grid_map *map,
                       struct scan_point corners[4]);

enum cascade_depth {
    CASCADE_QUICK, /* what reads nearly all codes, a tenth of a millisecond */
    CASCADE_DEEP,  /* the rest, some milliseconds */
};

struct cascade;
struct cascade *cascade_create(struct qr_reader *reader); /* NULL: no memory; borrows the reader */
void cascade_destroy(struct cascade *cascade);

/*
 * Reads the candidate with the steps of one depth, until time_monotonic_us() passes `deadline_us`
 * (0: no limit). True: *code is filled, and *method names the step (static text). Counts what it
 * tried in the steps of `result`.
 */
bool cascade_read(struct cascade *cascade, const struct candidate *candidate,
                  enum cascade_depth depth, int64_t deadline_us, struct scan_result *result,
                  struct scan_code *code, const char **method);

#endif
