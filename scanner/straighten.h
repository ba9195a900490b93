/*
 * Straighten: from three finder patterns to maps of the whole grid. Measures the patterns along the
 * code's own axes to a fraction of a pixel, estimates the dimension and the fourth corner, and
 * ranks the guesses by how well the timing and alignment patterns show through them.
 */
#ifndef SCANNER_STRAIGHTEN_H
#define SCANNER_STRAIGHTEN_H

#include "scanner/grid_map.h"
#include "scanner/pattern.h"

#define STRAIGHTEN_MAPS_MAX 6

struct straight_map {
    struct grid_map map;
    float fit; /* -1..1: how well the fixed patterns are seen */
};

struct straightener {
    struct pattern_view view;
    struct pattern corner, right, bottom;
    float columns, rows;             /* modules a side, as the patterns' sizes and distances tell */
    float cut, cut_across, cut_down; /* at the corner pattern, and its change a module each way */
    struct straight_map maps[STRAIGHTEN_MAPS_MAX]; /* best first */
    int count;
};

enum straighten_outcome {
    STRAIGHTEN_NO,     /* the three do not look like one code */
    STRAIGHTEN_BENT,   /* they do, but nothing shows between them: perhaps the code is bent */
    STRAIGHTEN_MAPPED, /* `maps` has at least one */
};

/* Measures the three patterns, given roughly by `centres` (corner, right, bottom) and `modules`,
 * the pixels of a module in each, and fills `maps` as for a flat code. */
enum straighten_outcome straighten(struct straightener *out, const struct plane *plane,
                                   bool inverted, const struct scan_point centres[3],
                                   const float modules[3]);

/* After STRAIGHTEN_BENT: searches for the bend, some hundred times as dear. False: no map. */
bool straighten_bent(struct straightener *straightener);

/* How far the measures are from those of any code, in modules: 0 for a perfect one. */
float straighten_oddness(const struct straightener *straightener);

/* The grey between dark and light at a module, between the three patterns' cuts. */
static inline float straighten_cut(const struct straightener *straightener, float column, float row)
{
    return straightener->cut + (column - 3) * straightener->cut_across +
           (row - 3) * straightener->cut_down;
}

/* How dark the picture is at the middle of a module (fractions allowed), from the cut: above 0
 * dark, also of an inverted code. Outside the picture it is light. */
static inline float straighten_darkness(const struct straightener *straightener,
                                        const struct grid_map *map, float column, float row)
{
    struct scan_point at = grid_map_point(map, column + 0.5f, row + 0.5f);
    float above =
        plane_sample(straightener->view.plane, at.x, at.y, straightener->view.inverted ? 0 : 255) -
        straighten_cut(straightener, column, row);
    return straightener->view.inverted ? above : -above;
}

/* How well the fixed patterns show through a map, -1..1. */
float straighten_fit(const struct straightener *straightener, const struct grid_map *map);

#endif
