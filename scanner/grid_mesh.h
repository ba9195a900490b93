/*
 * Grid mesh: small shifts on top of a grid map, for codes on cloth, bent paper or bottles, whose
 * modules no projective map meets. Grows from the finder patterns inwards.
 */
#ifndef SCANNER_GRID_MESH_H
#define SCANNER_GRID_MESH_H

#include "scanner/straighten.h"

#define GRID_MESH_NODES 16 /* a side, at most */

struct grid_mesh {
    int step, nodes; /* modules between nodes; nodes a side */
    struct scan_point shifts[GRID_MESH_NODES * GRID_MESH_NODES]; /* modules */
};

/* Moves each node to where the modules around it stand out most. */
void grid_mesh_fit(struct grid_mesh *mesh, const struct straightener *straightener,
                   const struct grid_map *map);

/* The shift at a place of the grid, between those of the nodes around. NULL-safe: no shift. */
struct scan_point grid_mesh_shift(const struct grid_mesh *mesh, float column, float row);

/*
 * Moves the fourth corner of the map, and bends it, to where all modules stand out most.
 */
void grid_mesh_refine_map(const struct straightener *straightener, struct grid_map *map);

#endif
