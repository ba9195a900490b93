#include "scanner/straighten.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIMING_MIN 0.3f   /* of a guess worth following */
#define BEND_MAX 6.0f     /* modules */
#define FIT_MIN 0.45f     /* of a map worth reading; real ones are above 0.9, chance below 0.5 */
#define FIT_FLAT 0.75f    /* of a map that surely is not of a bent code */
#define SIDES_RATIO 1.15f /* between the modules counted along two sides */
#define ODDNESS_MAX 3.0f  /* modules, of a code worth bending */
#define FIT_GOOD 0.9f     /* of a map that needs no other beside it */
#define ALIGNMENT_MIN 0.55f
#define GUESSES 3

static struct scan_point unit_towards(struct scan_point from, struct scan_point to, float *length)
{
    *length = hypotf(to.x - from.x, to.y - from.y);
    float scale = *length > 1e-3f ? 1.0f / *length : 0;
    return (struct scan_point){(to.x - from.x) * scale, (to.y - from.y) * scale};
}

/* A running measure of how samples agree with what is expected. */
struct agreement {
    float agree, total;
};

static void compare(const struct straightener *s, const struct grid_map *map, float column,
                    float row, bool dark, struct agreement *agreement)
{
    float darkness = straighten_darkness(s, map, column, row);
    agreement->agree += dark ? darkness : -darkness;
    agreement->total += fabsf(darkness);
}

static float share(const struct agreement *agreement)
{
    return agreement->total > 0 ? agreement->agree / agreement->total : 0;
}

/* The timing pattern along row 6, or along column 6. */
static float timing_line(const struct straightener *s, const struct grid_map *map, bool column)
{
    struct agreement agreement = {0};
    for (int i = 7; i <= map->dimension - 8; i++) {
        compare(s, map, column ? 6 : (float)i, column ? (float)i : 6, !(i & 1), &agreement);
    }
    return share(&agreement);
}

static float timing_fit(const struct straightener *s, const struct grid_map *map)
{
    return 0.5f * (timing_line(s, map, false) + timing_line(s, map, true));
}

/* An alignment pattern with its centre module at (column, row). */
static float alignment_fit(const struct straightener *s, const struct grid_map *map, float column,
                           float row)
{
    struct agreement agreement = {0};
    for (int y = -2; y <= 2; y++) {
        for (int x = -2; x <= 2; x++) {
            int ring = abs(x) > abs(y) ? abs(x) : abs(y);
            compare(s, map, column + (float)x, row + (float)y, ring != 1, &agreement);
        }
    }
    return share(&agreement);
}

float straighten_fit(const struct straightener *s, const struct grid_map *map)
{
    float timing = timing_fit(s, map);
    if (map->dimension < 25) {
        return timing;
    }
    float last = (float)(map->dimension - 7);
    return 0.6f * timing + 0.4f * alignment_fit(s, map, last, last);
}

static void keep_map(struct straightener *s, const struct grid_map *map)
{
    if (!grid_map_is_sane(map)) {
        return;
    }
    float fit = straighten_fit(s, map);
    if (fit < FIT_MIN) {
        return;
    }
    int at = s->count;
    while (at > 0 && s->maps[at - 1].fit < fit) {
        at--;
    }
    if (at == STRAIGHTEN_MAPS_MAX) {
        return;
    }
    int last = s->count < STRAIGHTEN_MAPS_MAX ? s->count : STRAIGHTEN_MAPS_MAX - 1;
    memmove(&s->maps[at + 1], &s->maps[at], (size_t)(last - at) * sizeof s->maps[0]);
    s->maps[at] = (struct straight_map){*map, fit};
    s->count = last + 1;
}

/* The map given by the three centres and one more point of the grid. */
static bool map_with(const struct straightener *s, int dimension, float fourth_grid,
                     struct scan_point fourth, struct grid_map *map)
{
    float far = (float)dimension - 3.5f;
    const struct scan_point grid[4] = {
        {3.5f, 3.5f}, {far, 3.5f}, {fourth_grid, fourth_grid}, {3.5f, far}};
    const struct scan_point pixels[4] = {s->corner.centre, s->right.centre, fourth,
                                         s->bottom.centre};
    return grid_map_init(map, dimension, grid, pixels);
}

/* Looks for the last alignment pattern around where `map` expects it; `out` in grid units. */
static float find_alignment(const struct straightener *s, const struct grid_map *map, float reach,
                            struct scan_point *out)
{
    float last = (float)(map->dimension - 7), best = -2;
    struct scan_point centre = {last, last};
    for (float step = 0.8f; step > 0.1f; step *= 0.45f, reach = 1.3f * step) {
        struct scan_point middle = centre;
        for (float y = -reach; y <= reach; y += step) {
            for (float x = -reach; x <= reach; x += step) {
                float fit = alignment_fit(s, map, middle.x + x, middle.y + y);
                if (fit > best) {
                    best = fit;
                    centre = (struct scan_point){middle.x + x, middle.y + y};
                }
            }
        }
    }
    *out = centre;
    return best;
}

/* Keeps a map and the one that the alignment pattern near it gives. */
static void keep_aligned(struct straightener *s, const struct grid_map *map)
{
    keep_map(s, map);
    if (map->dimension < 25) {
        return;
    }
    struct scan_point found;
    float reach = fminf(1.5f + (float)map->dimension * 0.06f, 5.0f);
    if (find_alignment(s, map, reach, &found) > ALIGNMENT_MIN) {
        float place = (float)map->dimension - 6.5f;
        struct scan_point pixel = grid_map_point(map, found.x + 0.5f, found.y + 0.5f);
        pixel = point_add(pixel, grid_map_bent(map, place, place), -1);
        struct grid_map aligned;
        if (map_with(s, map->dimension, place, pixel, &aligned)) {
            aligned.bend = map->bend;
            aligned.sag = map->sag;
            keep_map(s, &aligned);
        }
    }
}

/* Bends one side of a map to where its timing pattern shows. */
static void bend_side(const struct straightener *s, struct scan_point way, float module,
                      bool column, struct grid_map *map)
{
    struct grid_map bent = *map;
    struct scan_point *knob = column ? &bent.sag : &bent.bend;
    float best = timing_line(s, map, column);
    for (float modules = -BEND_MAX; modules <= BEND_MAX; modules += 0.5f) {
        *knob = (struct scan_point){way.x * modules * module, way.y * modules * module};
        float fit = timing_line(s, &bent, column);
        if (fit > best) {
            best = fit;
            *(column ? &map->sag : &map->bend) = *knob;
        }
    }
}

/* First guesses at the map, best timing first. */
struct guesses {
    struct straight_map items[GUESSES];
    int count;
};

static void add_guess(const struct straightener *s, int dimension, float fourth_grid,
                      struct scan_point fourth, struct guesses *guesses)
{
    struct grid_map map;
    if (!map_with(s, dimension, fourth_grid, fourth, &map) || !grid_map_is_sane(&map)) {
        return;
    }
    float fit = timing_fit(s, &map);
    int at = guesses->count++;
    for (; at > 0 && guesses->items[at - 1].fit < fit; at--) {
        guesses->items[at] = guesses->items[at - 1];
    }
    guesses->items[at] = (struct straight_map){map, fit};
}

/*
 * The fourth centre by perspective alone: along a line the module shrinks with the square of the
 * distance, so the patterns' sizes give the distances of three centres, and those the fourth's.
 */
static bool far_centre(const struct straightener *s, struct scan_point *out)
{
    float right = sqrtf(s->corner.module_across / s->right.module_across);
    float bottom = sqrtf(s->corner.module_down / s->bottom.module_down);
    float far = right + bottom - 1;
    if (far < 0.2f) {
        return false;
    }
    out->x = (right * s->right.centre.x + bottom * s->bottom.centre.x - s->corner.centre.x) / far;
    out->y = (right * s->right.centre.y + bottom * s->bottom.centre.y - s->corner.centre.y) / far;
    return true;
}

/* Each way to tell the fourth corner. */
static void guess_maps(const struct straightener *s, int dimension, struct scan_point across,
                       struct scan_point down, struct guesses *guesses)
{
    float far = (float)dimension;
    struct scan_point corner, centre;
    if (pattern_far_corner(&s->view, &s->right, &s->bottom, across, down, &corner)) {
        add_guess(s, dimension, far, corner, guesses);
    }
    if (far_centre(s, &centre)) {
        add_guess(s, dimension, far - 3.5f, centre, guesses);
    }
    centre.x = s->right.centre.x + s->bottom.centre.x - s->corner.centre.x;
    centre.y = s->right.centre.y + s->bottom.centre.y - s->corner.centre.y;
    add_guess(s, dimension, far - 3.5f, centre, guesses);
}

/* For paper on a bottle: bends the guesses, and keeps the order. */
static void bend_guesses(const struct straightener *s, struct scan_point across,
                         struct scan_point down, struct guesses *guesses)
{
    struct guesses bent = {.count = guesses->count};
    for (int i = 0; i < guesses->count; i++) {
        struct straight_map guess = guesses->items[i];
        bend_side(s, down, s->corner.module_down, false, &guess.map);
        bend_side(s, across, s->corner.module_across, true, &guess.map);
        guess.fit = timing_fit(s, &guess.map);
        int at = i;
        for (; at > 0 && bent.items[at - 1].fit < guess.fit; at--) {
            bent.items[at] = bent.items[at - 1];
        }
        bent.items[at] = guess;
    }
    *guesses = bent;
}

/* Fills the maps from the guesses at one dimension. */
static void try_dimension(struct straightener *s, int dimension, bool bent)
{
    float length;
    struct scan_point across = unit_towards(s->corner.centre, s->right.centre, &length);
    struct scan_point down = unit_towards(s->corner.centre, s->bottom.centre, &length);
    struct guesses guesses = {.count = 0};
    guess_maps(s, dimension, across, down, &guesses);
    if (bent) {
        bend_guesses(s, across, down, &guesses);
    }
    for (int k = 0; k < guesses.count && guesses.items[k].fit > TIMING_MIN &&
                    (s->count == 0 || s->maps[0].fit < FIT_GOOD);
         k++) {
        keep_aligned(s, &guesses.items[k].map);
    }
}

static int nearest_version(const struct straightener *s)
{
    int version = (int)lrintf((0.5f * (s->columns + s->rows) - 17) / 4);
    return version < 1 ? 1 : version > 40 ? 40 : version;
}

float straighten_oddness(const struct straightener *s)
{
    float modules = 0.5f * (s->columns + s->rows);
    return fabsf(s->columns - s->rows) + fabsf(modules - (float)(17 + 4 * nearest_version(s)));
}

static bool measure_patterns(struct straightener *s, const float modules[3])
{
    float width, height;
    struct scan_point across = unit_towards(s->corner.centre, s->right.centre, &width);
    struct scan_point down = unit_towards(s->corner.centre, s->bottom.centre, &height);
    if (!pattern_measure(&s->view, across, down, modules[0], &s->corner) ||
        !pattern_measure(&s->view, across, down, modules[1], &s->right) ||
        !pattern_measure(&s->view, across, down, modules[2], &s->bottom)) {
        return false;
    }
    unit_towards(s->corner.centre, s->right.centre, &width);
    unit_towards(s->corner.centre, s->bottom.centre, &height);
    /* seen in perspective, the length of a module goes on by geometric means */
    s->columns = width / sqrtf(s->corner.module_across * s->right.module_across) + 7;
    s->rows = height / sqrtf(s->corner.module_down * s->bottom.module_down) + 7;
    s->cut = s->corner.cut;
    s->cut_across = (s->right.cut - s->corner.cut) / (s->columns - 7);
    s->cut_down = (s->bottom.cut - s->corner.cut) / (s->rows - 7);
    return s->columns < SIDES_RATIO * s->rows && s->rows < SIDES_RATIO * s->columns &&
           s->columns > 17 && s->columns < 200;
}

enum straighten_outcome straighten(struct straightener *s, const struct plane *plane, bool inverted,
                                   const struct scan_point centres[3], const float modules[3])
{
    *s = (struct straightener){.view = {plane, inverted}};
    s->corner.centre = centres[0];
    s->right.centre = centres[1];
    s->bottom.centre = centres[2];
    if (!measure_patterns(s, modules)) {
        return STRAIGHTEN_NO;
    }
    int nearest = nearest_version(s);
    bool more = 0.5f * (s->columns + s->rows) > (float)(17 + 4 * nearest);
    const int versions[2] = {nearest, more ? nearest + 1 : nearest - 1};
    for (int i = 0; i < 2 && (s->count == 0 || s->maps[0].fit < FIT_GOOD); i++) {
        if (versions[i] >= 1 && versions[i] <= 40) {
            try_dimension(s, 17 + 4 * versions[i], false);
        }
    }
    if (s->count > 0 && s->maps[0].fit > FIT_FLAT) {
        return STRAIGHTEN_MAPPED;
    }
    return straighten_oddness(s) < ODDNESS_MAX ? STRAIGHTEN_BENT
           : s->count > 0                      ? STRAIGHTEN_MAPPED
                                               : STRAIGHTEN_NO;
}

bool straighten_bent(struct straightener *s)
{
    try_dimension(s, 17 + 4 * nearest_version(s), true);
    return s->count > 0;
}
