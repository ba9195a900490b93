/*
 * Module grid: the dark and light modules of one code, read through a map and drawn again as a
 * small clean picture for the QR reader. What every code must contain (finder, timing and alignment
 * patterns, format and version) is drawn as it should be, however damaged it was.
 */
#ifndef SCANNER_MODULE_GRID_H
#define SCANNER_MODULE_GRID_H

#include "scanner/grid_mesh.h"

#define MODULES_MAX 177
#define MODULE_GRID_PIXELS 2 /* a module, as drawn; the least the reader takes */
#define MODULE_GRID_MARGIN 1 /* modules around */
#define MODULE_GRID_SIDE_MAX ((MODULES_MAX + 2 * MODULE_GRID_MARGIN) * MODULE_GRID_PIXELS)

struct module_grid {
    int dimension;
    bool mirrored;                           /* rows and columns exchanged in the picture */
    int format;                              /* the 15 bits as placed in the code */
    float format_match;                      /* -1..1: how clearly the format was seen */
    float values[MODULES_MAX * MODULES_MAX]; /* above 0 dark; grey levels from the cut */
    uint8_t dark[MODULES_MAX * MODULES_MAX]; /* 0 or 1 */
    float sharp[MODULES_MAX * MODULES_MAX];  /* values with the blur taken back */
    float scratch[MODULES_MAX * MODULES_MAX];
};

/* Reads the modules through `map`, shifted by `mesh` (may be NULL), and finds the format. */
void module_grid_sample(struct module_grid *grid, const struct straightener *straightener,
                        const struct grid_map *map, const struct grid_mesh *mesh);

/* Decides dark and light, against the surroundings (`local`) or by the cut alone. `rounds` of
 * taking back the blur come first: 0 for a sharp picture, about 2 for a soft one, 8 for a blurred
 * one. */
void module_grid_decide(struct module_grid *grid, int rounds, bool local);

/* Draws into `out` (MODULE_GRID_SIDE_MAX squared bytes is always enough); returns the side. */
int module_grid_draw(const struct module_grid *grid, uint8_t *out);

#endif
