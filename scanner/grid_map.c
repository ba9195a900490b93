#include "scanner/grid_map.h"

#include <math.h>
#include <string.h>

/* From the unit square to a quadrilateral. */
static bool square_to_quad(const struct scan_point c[4], float m[9])
{
    float dx1 = c[1].x - c[2].x, dx2 = c[3].x - c[2].x;
    float dy1 = c[1].y - c[2].y, dy2 = c[3].y - c[2].y;
    float sx = c[0].x - c[1].x + c[2].x - c[3].x, sy = c[0].y - c[1].y + c[2].y - c[3].y;
    float area = dx1 * dy2 - dx2 * dy1;
    if (!(fabsf(area) > 1e-6f)) {
        return false;
    }
    float g = (sx * dy2 - dx2 * sy) / area, h = (dx1 * sy - sx * dy1) / area;
    const float rows[9] = {c[1].x - c[0].x + g * c[1].x,
                           c[3].x - c[0].x + h * c[3].x,
                           c[0].x,
                           c[1].y - c[0].y + g * c[1].y,
                           c[3].y - c[0].y + h * c[3].y,
                           c[0].y,
                           g,
                           h,
                           1};
    memcpy(m, rows, sizeof rows);
    return true;
}

/* The inverse up to a factor, which does not matter in homogeneous coordinates. */
static void adjugate(const float m[9], float out[9])
{
    const float rows[9] = {
        m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    memcpy(out, rows, sizeof rows);
}

static void multiply(const float a[9], const float b[9], float out[9])
{
    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
            out[3 * row + column] = a[3 * row] * b[column] + a[3 * row + 1] * b[3 + column] +
                                    a[3 * row + 2] * b[6 + column];
        }
    }
}

bool grid_map_init(struct grid_map *map, int dimension, const struct scan_point grid[4],
                   const struct scan_point pixels[4])
{
    float from[9], back[9], to[9];
    if (!square_to_quad(grid, from) || !square_to_quad(pixels, to)) {
        return false;
    }
    adjugate(from, back);
    *map = (struct grid_map){.dimension = dimension};
    multiply(to, back, map->m);
    float w = map->m[8];
    if (!(fabsf(w) > 1e-9f)) {
        return false;
    }
    for (int i = 0; i < 9; i++) {
        map->m[i] /= w;
    }
    return true;
}

bool grid_map_is_sane(const struct grid_map *map)
{
    float side = (float)map->dimension;
    struct scan_point corners[4] = {grid_map_point(map, 0, 0), grid_map_point(map, side, 0),
                                    grid_map_point(map, side, side), grid_map_point(map, 0, side)};
    for (int i = 0; i < 4; i++) {
        float w = map->m[6] * (i == 1 || i == 2 ? side : 0) + map->m[7] * (i >= 2 ? side : 0) + 1;
        struct scan_point a = corners[i], b = corners[(i + 1) % 4], c = corners[(i + 2) % 4];
        float turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
        /* at least a quarter of a square pixel a module, in homogeneous space in front of us */
        if (!(turn > 0.25f * side * side) || !(w > 0.05f) || !(fabsf(a.x) < 40000) ||
            !(fabsf(a.y) < 40000)) {
            return false;
        }
    }
    return true;
}
