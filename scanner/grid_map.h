/*
 * Grid map: from the modules of a QR code to pixels. A projective map, with a bend on top for codes
 * that are not flat. The unit is the module; (0, 0) is the code's own top left.
 */
#ifndef SCANNER_GRID_MAP_H
#define SCANNER_GRID_MAP_H

#include "scanner.h"

struct grid_map {
    float m[9]; /* rows; homogeneous */
    /* pixels that the line between two finder centres is pushed by in its middle: the top and
     * bottom one, and the left and right one */
    struct scan_point bend, sag;
    int dimension; /* modules a side */
};

/* The map that takes four points of the grid to four pixels. False: three of them on a line. */
bool grid_map_init(struct grid_map *map, int dimension, const struct scan_point grid[4],
                   const struct scan_point pixels[4]);

/* How far bend and sag move a point; nothing at the finder centres. */
static inline struct scan_point grid_map_bent(const struct grid_map *map, float column, float row)
{
    float first = 3.5f, last = (float)map->dimension - 3.5f;
    float scale = 4 / ((last - first) * (last - first));
    float across = (column - first) * (last - column) * scale;
    float down = (row - first) * (last - row) * scale;
    return (struct scan_point){map->bend.x * across + map->sag.x * down,
                               map->bend.y * across + map->sag.y * down};
}

static inline struct scan_point grid_map_point(const struct grid_map *map, float column, float row)
{
    const float *m = map->m;
    float scale = 1.0f / (m[6] * column + m[7] * row + m[8]);
    struct scan_point at = {(m[0] * column + m[1] * row + m[2]) * scale,
                            (m[3] * column + m[4] * row + m[5]) * scale};
    if (map->bend.x != 0 || map->bend.y != 0 || map->sag.x != 0 || map->sag.y != 0) {
        struct scan_point shift = grid_map_bent(map, column, row);
        at.x += shift.x;
        at.y += shift.y;
    }
    return at;
}

/* Whether the four corners make a convex quadrilateral of sensible size. */
bool grid_map_is_sane(const struct grid_map *map);

#endif
