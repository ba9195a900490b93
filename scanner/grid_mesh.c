#include "scanner/grid_mesh.h"

#include <math.h>
#include <stdlib.h>

#define WINDOW 3            /* modules to each side of a node that are looked at */
#define TENSION 0.35f       /* how much a node is held back from leaving its neighbours */
#define MODULE_SPREAD 0.27f /* of a module, from its middle to where it is sampled besides */

/* The modules around a node, as if the map were straight there: what climbing samples. */
struct patch {
    const struct plane *plane;
    struct scan_point at, across, down; /* pixels of the node, and of one module each way */
    float cut, outside;
    int left, right, top, bottom; /* the window, in modules from the node, cut at the code's edge */
};

static void open_patch(const struct straightener *s, const struct grid_map *map, int column,
                       int row, struct patch *patch)
{
    float x = (float)column + 0.5f, y = (float)row + 0.5f;
    struct scan_point right = grid_map_point(map, x + 1, y), below = grid_map_point(map, x, y + 1);
    patch->plane = s->view.plane;
    patch->at = grid_map_point(map, x, y);
    patch->across = (struct scan_point){right.x - patch->at.x, right.y - patch->at.y};
    patch->down = (struct scan_point){below.x - patch->at.x, below.y - patch->at.y};
    patch->cut = straighten_cut(s, (float)column, (float)row);
    patch->outside = patch->cut;
    int last = map->dimension - 1;
    patch->left = column < WINDOW ? -column : -WINDOW;
    patch->top = row < WINDOW ? -row : -WINDOW;
    patch->right = last - column < WINDOW ? last - column : WINDOW;
    patch->bottom = last - row < WINDOW ? last - row : WINDOW;
}

static float patch_above(const struct patch *patch, float x, float y)
{
    return plane_sample(patch->plane, patch->at.x + x * patch->across.x + y * patch->down.x,
                        patch->at.y + x * patch->across.y + y * patch->down.y, patch->outside) -
           patch->cut;
}

/* A module's grey is steady inside and turns at its edges: five samples tell whether the middle is
 * met. */
static float module_clearness(const struct patch *patch, float x, float y)
{
    return fabsf(patch_above(patch, x, y) +
                 patch_above(patch, x - MODULE_SPREAD, y - MODULE_SPREAD) +
                 patch_above(patch, x + MODULE_SPREAD, y - MODULE_SPREAD) +
                 patch_above(patch, x - MODULE_SPREAD, y + MODULE_SPREAD) +
                 patch_above(patch, x + MODULE_SPREAD, y + MODULE_SPREAD));
}

/* How clearly every second module of the window stands out when all are shifted. */
static float clearness(const struct patch *patch, struct scan_point shift)
{
    float sum = 0;
    for (int y = patch->top; y <= patch->bottom; y++) {
        for (int x = patch->left + ((y - patch->top) & 1); x <= patch->right; x += 2) {
            sum += module_clearness(patch, (float)x + shift.x, (float)y + shift.y);
        }
    }
    return sum;
}

/* Climbs from `from` to a clearer shift near it. */
static struct scan_point climb(const struct patch *patch, struct scan_point from)
{
    struct scan_point best = from;
    float start = clearness(patch, from), top = start;
    for (float step = 0.32f; step > 0.07f; step *= 0.5f) {
        bool moved = true;
        for (int tries = 0; moved && tries < 3; tries++) {
            struct scan_point middle = best;
            moved = false;
            for (int i = 0; i < 9; i++) {
                struct scan_point shift = {middle.x + (float)(i % 3 - 1) * step,
                                           middle.y + (float)(i / 3 - 1) * step};
                float away = hypotf(shift.x - from.x, shift.y - from.y);
                float now = i == 4 ? 0 : clearness(patch, shift) - start * TENSION * away * away;
                if (now > top) {
                    top = now;
                    best = shift;
                    moved = true;
                }
            }
        }
    }
    return best;
}

struct node {
    int index;
    float distance; /* from the nearest finder pattern, in modules */
};

static int compare_nodes(const void *a, const void *b)
{
    float left = ((const struct node *)a)->distance, right = ((const struct node *)b)->distance;
    return (left > right) - (left < right);
}

static void order_nodes(const struct grid_mesh *mesh, int dimension, struct node *nodes)
{
    float far = (float)dimension - 3.5f;
    for (int i = 0; i < mesh->nodes * mesh->nodes; i++) {
        float x = (float)(i % mesh->nodes * mesh->step), y = (float)(i / mesh->nodes * mesh->step);
        float corner = hypotf(x - 3.5f, y - 3.5f), right = hypotf(x - far, y - 3.5f);
        float bottom = hypotf(x - 3.5f, y - far);
        nodes[i] = (struct node){i, fminf(corner, fminf(right, bottom))};
    }
    qsort(nodes, (size_t)(mesh->nodes * mesh->nodes), sizeof *nodes, compare_nodes);
}

/* The mean shift of the neighbours that have been fitted already. */
static struct scan_point expect(const struct grid_mesh *mesh, int index, const bool *fitted)
{
    struct scan_point sum = {0, 0};
    int count = 0, column = index % mesh->nodes, row = index / mesh->nodes;
    for (int y = row - 1; y <= row + 1; y++) {
        for (int x = column - 1; x <= column + 1; x++) {
            if (x >= 0 && y >= 0 && x < mesh->nodes && y < mesh->nodes &&
                fitted[y * mesh->nodes + x]) {
                sum.x += mesh->shifts[y * mesh->nodes + x].x;
                sum.y += mesh->shifts[y * mesh->nodes + x].y;
                count++;
            }
        }
    }
    float share = count ? 1.0f / (float)count : 0;
    return (struct scan_point){sum.x * share, sum.y * share};
}

void grid_mesh_fit(struct grid_mesh *mesh, const struct straightener *s, const struct grid_map *map)
{
    int n = map->dimension;
    mesh->step = 3;
    while ((n - 1 + mesh->step - 1) / mesh->step + 1 > GRID_MESH_NODES) {
        mesh->step++;
    }
    mesh->nodes = (n - 1 + mesh->step - 1) / mesh->step + 1;
    struct node nodes[GRID_MESH_NODES * GRID_MESH_NODES] = {0};
    bool fitted[GRID_MESH_NODES * GRID_MESH_NODES] = {false};
    order_nodes(mesh, n, nodes);
    for (int i = 0; i < mesh->nodes * mesh->nodes; i++) {
        int index = nodes[i].index;
        int column = index % mesh->nodes * mesh->step, row = index / mesh->nodes * mesh->step;
        struct scan_point from = expect(mesh, index, fitted);
        struct patch patch;
        open_patch(s, map, column < n ? column : n - 1, row < n ? row : n - 1, &patch);
        mesh->shifts[index] = climb(&patch, from);
        fitted[index] = true;
    }
}

struct scan_point grid_mesh_shift(const struct grid_mesh *mesh, float column, float row)
{
    if (!mesh) {
        return (struct scan_point){0, 0};
    }
    float x = column / (float)mesh->step, y = row / (float)mesh->step;
    int left = (int)x, top = (int)y;
    left = left > mesh->nodes - 2 ? mesh->nodes - 2 : left;
    top = top > mesh->nodes - 2 ? mesh->nodes - 2 : top;
    float fx = x - (float)left, fy = y - (float)top;
    const struct scan_point *a = &mesh->shifts[top * mesh->nodes + left], *b = a + mesh->nodes;
    return (struct scan_point){
        (1 - fy) * (a[0].x + fx * (a[1].x - a[0].x)) + fy * (b[0].x + fx * (b[1].x - b[0].x)),
        (1 - fy) * (a[0].y + fx * (a[1].y - a[0].y)) + fy * (b[0].y + fx * (b[1].y - b[0].y))};
}

/* How clear all modules are, with what the fixed patterns say. */
static float overall(const struct straightener *s, const struct grid_map *map)
{
    float sum = 0;
    int n = map->dimension;
    for (int row = 0; row < n; row++) {
        for (int column = row & 1; column < n; column += 2) {
            sum += fabsf(straighten_darkness(s, map, (float)column, (float)row));
        }
    }
    return sum * (1 + straighten_fit(s, map));
}

/* What refining may change; the map is rebuilt from it. */
union knobs {
    struct {
        struct scan_point far, bend, sag;
    } named;
    float values[6];
};

static bool turn_knobs(const struct straightener *s, const union knobs *knobs, int dimension,
                       struct grid_map *map)
{
    float far = (float)dimension - 3.5f;
    const struct scan_point grid[4] = {{3.5f, 3.5f}, {far, 3.5f}, {far, far}, {3.5f, far}};
    const struct scan_point pixels[4] = {s->corner.centre, s->right.centre, knobs->named.far,
                                         s->bottom.centre};
    if (!grid_map_init(map, dimension, grid, pixels)) {
        return false;
    }
    map->bend = knobs->named.bend;
    map->sag = knobs->named.sag;
    return grid_map_is_sane(map);
}

void grid_mesh_refine_map(const struct straightener *s, struct grid_map *map)
{
    float far = (float)map->dimension - 3.5f, top = overall(s, map);
    union knobs knobs = {{grid_map_point(map, far, far), map->bend, map->sag}};
    float module = 0.5f * (s->corner.module_across + s->corner.module_down);
    for (float step = 0.6f * module; step > 0.1f * module; step *= 0.5f) {
        for (int i = 0; i < 12; i++) {
            float *knob = &knobs.values[i % 6], kept = *knob;
            for (int way = -1; way <= 1; way += 2) {
                struct grid_map turned;
                *knob = kept + (float)way * step;
                float now =
                    turn_knobs(s, &knobs, map->dimension, &turned) ? overall(s, &turned) : 0;
                if (now > top) {
                    top = now;
                    *map = turned;
                    break;
                }
                *knob = kept;
            }
        }
    }
}
