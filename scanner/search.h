/*
 * Search: finds and reads the codes in one area of a picture, from the coarsest level of its
 * pyramid to the full picture, quick steps everywhere before dear ones anywhere.
 */
#ifndef SCANNER_SEARCH_H
#define SCANNER_SEARCH_H

#include "scanner/plane.h"
#include "scanner/qr_reader.h"

#define SEARCH_SIDE_MIN 24 /* pixels; no code fits in less, with its quiet zone */

/* A plane, and where it lies in the frame. */
struct search_area {
    struct plane plane;
    struct scan_point origin; /* of the plane's top left, in pixels of the frame */
    float unit;               /* pixels of the frame a pixel of the plane */
    const char *stage;        /* its name in the result's stages; static text */
};

struct search_job {
    struct scan_result *result; /* added to */
    bool first_only;
    int64_t deadline_us; /* of time_monotonic_us(); 0: none */
};

struct search;
struct search *search_create(struct qr_reader *reader); /* NULL: no memory; borrows the reader */
void search_destroy(struct search *search);

/* Adds the codes found in `area` that the result does not have yet, and a stage. */
void search_run(struct search *search, struct search_job *job, const struct search_area *area);

/* Adds a stage to the result, to be filled in. Never NULL: the last one is used again when full. */
struct scan_stage *search_stage(struct scan_result *result, const char *name);

/* A level of the pyramid of the last area, or NULL: it has no such level. Until the next run. */
const struct plane *search_level(const struct search *search, int level);

/* The coarsest level of the last area, or NULL. Until the next run. */
const struct plane *search_coarsest(const struct search *search);

/* Whether the time is over. */
bool search_is_late(const struct search_job *job);

/* Whether there is nothing left to do: late, or enough codes found. */
bool search_is_done(const struct search_job *job);

#endif
