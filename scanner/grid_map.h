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

struct scan_point grid_map_point(const struct grid_map *map, float column, float row);

/* How far bend and sag move a point; nothing at the finder centres. */
struct scan_point grid_map_bent(const struct grid_map *map, float column, float row);

/* Whether the four corners make a convex quadrilateral of sensible size. */
bool grid_map_is_sane(const struct grid_map *map);

#endif
