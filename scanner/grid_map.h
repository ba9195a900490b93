/*
 * Grid map: from the modules of a QR code to pixels. A projective map, with a bend on top for codes
 * that are not flat. The unit is the module; (0, 0) is the code's own top left.
 */
#ifndef SCANNER_GRID_MAP_H
#define SCANNER_GRID_MAP_H

#include "scanner.h"

struct grid_map {
    float m[9];             /* rows; homogeneous */
    struct scan_point bend; /* pixels that the middle of the top and bottom sides is moved by */
    struct scan_point sag;  /* the same for the left and right sides */
    int dimension;          /* modules a side */
};

/* The map that takes four points of the grid to four pixels. False: three of them on a line. */
bool grid_map_init(struct grid_map *map, int dimension, const struct scan_point grid[4],
                   const struct scan_point pixels[4]);

struct scan_point grid_map_point(const struct grid_map *map, float column, float row);

/* Whether the four corners make a convex quadrilateral of sensible size. */
bool grid_map_is_sane(const struct grid_map *map);

#endif
