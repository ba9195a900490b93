/*
 * Pattern: one finder pattern measured along the code's own axes, to a fraction of a pixel.
 */
#ifndef SCANNER_PATTERN_H
#define SCANNER_PATTERN_H

#include "scanner.h"
#include "scanner/plane.h"

struct pattern_view {
    const struct plane *plane;
    bool inverted; /* light on dark */
};

/* In pixels of the plane. */
struct pattern {
    struct scan_point centre;
    float module_across, module_down; /* along the code's rows and columns */
    float cut;                        /* grey between its dark and its light */
};

/* Measures a pattern whose `centre` is known roughly, and a module of it, `guess` pixels. `across`
 * and `down` are the axes' directions, of length 1. False: there is no pattern. */
bool pattern_measure(const struct pattern_view *view, struct scan_point across,
                     struct scan_point down, float guess, struct pattern *pattern);

/* The code's far corner, where the right side of one pattern meets the lower side of the other. */
bool pattern_far_corner(const struct pattern_view *view, const struct pattern *right,
                        const struct pattern *bottom, struct scan_point across,
                        struct scan_point down, struct scan_point *out);

static inline struct scan_point point_add(struct scan_point a, struct scan_point b, float scale)
{
    return (struct scan_point){a.x + b.x * scale, a.y + b.y * scale};
}

#endif
