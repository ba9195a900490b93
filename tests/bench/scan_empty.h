/*
 * Frames without a code for the bench, made of real pictures: what a camera sees all day. 1280x720.
 */
#ifndef BENCH_SCAN_EMPTY_H
#define BENCH_SCAN_EMPTY_H

#include "scanner.h"

/* A picture again and again, edge to edge. False: no memory. */
bool scan_empty_tile(const struct frame *picture, struct frame *out);

/* A picture drawn out to the whole frame. */
bool scan_empty_stretch(const struct frame *picture, struct frame *out);

/* A picture with the codes of `result` painted over in the grey around each. */
bool scan_empty_paint(const struct frame *picture, const struct scan_result *result,
                      struct frame *out);

#endif
