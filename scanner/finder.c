#include "scanner/finder.h"

#include <math.h>
#include <stdlib.h>

#define RUNS 5
#define FINDER_REACH 1.6f   /* modules from its centre that count as the same pattern */
#define WIDTH_MIN 8         /* pixels across a whole pattern; below, noise looks like one */
#define WIDTH_MIN_COARSE 12 /* on a halved picture: a smaller one is seen better a level finer */
#define EDGES_MAX 4096      /* of one row; the rest of a busier row is not looked at */
#define WORDS_MAX (16384 / 64 + 1)

/* What a scan looks at. */
struct scan {
    const struct plane *plane;
    const struct threshold *threshold;
    int level;
    struct finder_list *list;
    struct finder
        *rows_own[FINDERS_MAX]; /* patterns of this level that the present row may cross */
    int rows_own_count;
};

/*
 * Whether five runs are near 1:1:3:1:1. Pairs of neighbours are measured tightly, since blur and
 * glare move both edges of a dark run but not the distance between edges of the same kind; the
 * single runs loosely. `slack` is the tolerance in 32nds of a module; one pixel of it is for the
 * pixel grid.
 */
static bool runs_fit(const int runs[RUNS], int slack)
{
    int total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    int two = total * 64, unit = total * 32; /* in 32nds of a 7th of a pixel */
    int loose = unit * slack / 32 + 7 * 32;
    if (abs(224 * (runs[0] + runs[1]) - two) > loose ||
        abs(224 * (runs[3] + runs[4]) - two) > loose ||
        abs(224 * (runs[1] + runs[2]) - 2 * two) > loose ||
        abs(224 * (runs[2] + runs[3]) - 2 * two) > loose) {
        return false;
    }
    int least = unit / 4;
    return 224 * runs[0] > least && 224 * runs[1] > least && 224 * runs[3] > least &&
           224 * runs[4] > least && 224 * runs[2] > 6 * least;
}

static bool is_dark(const struct scan *scan, int x, int y)
{
    return scan->plane->pixels[(size_t)y * (size_t)scan->plane->stride + (size_t)x] <
           threshold_cut(scan->threshold, x, y);
}

static bool inside(const struct scan *scan, int x, int y)
{
    return (unsigned)x < (unsigned)scan->plane->width &&
           (unsigned)y < (unsigned)scan->plane->height;
}

/* Lengths of the next three runs from (x, y) on, the first of colour `dark`. False: one is longer
 * than a pattern `width` pixels across allows, or the picture ends before the last. */
static bool walk_half(const struct scan *scan, int x, int y, int dx, int dy, bool dark, int width,
                      int runs[3])
{
    const int limits[3] = {width + 2, width / 2 + 2, width / 2 + 2};
    for (int i = 0; i < 3; i++) {
        bool want = i == 1 ? !dark : dark;
        int run = 0, limit = limits[i];
        while (inside(scan, x, y) && is_dark(scan, x, y) == want) {
            if (++run > limit) {
                return false;
            }
            x += dx;
            y += dy;
        }
        if (run == 0 || (i < 2 && !inside(scan, x, y))) {
            return false;
        }
        runs[i] = run;
    }
    return true;
}

/*
 * The five runs through (x, y) along a direction. True when they fit; then *shift is how far the
 * middle of the pattern lies from (x, y), in steps, and *total its length in steps.
 */
static bool walk_across(const struct scan *scan, int x, int y, int dx, int dy, bool dark, int width,
                        int slack, float *shift, int *total)
{
    int ahead[3], back[3];
    if (is_dark(scan, x, y) != dark || !inside(scan, x - dx, y - dy) ||
        !walk_half(scan, x, y, dx, dy, dark, width, ahead) || ahead[2] > 3 * ahead[1] + 2 ||
        ahead[1] > 3 * ahead[2] + 2 ||
        !walk_half(scan, x - dx, y - dy, -dx, -dy, dark, width, back)) {
        return false;
    }
    int runs[RUNS] = {back[2], back[1], back[0] + ahead[0], ahead[1], ahead[2]};
    *total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    /* the middle of the inner edges and of the outer ones, together */
    *shift = (float)(2 * ahead[0] + ahead[1] + ahead[2] - 2 * back[0] - back[1] - back[2]) * 0.25f;
    return runs_fit(runs, slack);
}

static bool covers(const struct finder *finder, float x, float y, float module, bool inverted)
{
    float reach = FINDER_REACH * finder->module;
    return fabsf(finder->x - x) < reach && fabsf(finder->y - y) < reach &&
           module < 2.0f * finder->module && finder->module < 2.0f * module &&
           finder->inverted == inverted;
}

/* The pattern of the list that covers a point, or NULL. */
static struct finder *find_near(struct finder_list *list, float x, float y, float module,
                                bool inverted)
{
    for (int i = list->count - 1; i >= 0; i--) {
        if (covers(&list->items[i], x, y, module, inverted)) {
            return &list->items[i];
        }
    }
    return NULL;
}

/* Notes which known patterns a row may cross: in a noisy picture, few of many. */
static void enter_row(struct scan *scan, int y)
{
    float at = ((float)y + 0.5f) * (float)(1 << scan->level);
    scan->rows_own_count = 0;
    for (int i = 0; i < scan->list->count; i++) {
        struct finder *finder = &scan->list->items[i];
        if (finder->level == scan->level && fabsf(finder->y - at) < FINDER_REACH * finder->module) {
            scan->rows_own[scan->rows_own_count++] = finder;
        }
    }
}

/* Counts a hit for the pattern of this row that covers a point. False: there is none. */
static bool hit_known(struct scan *scan, float x, float y, float module, bool inverted)
{
    for (int i = 0; i < scan->rows_own_count; i++) {
        if (covers(scan->rows_own[i], x, y, module, inverted)) {
            scan->rows_own[i]->hits++;
            return true;
        }
    }
    return false;
}

/* Grey of a pixel, or of the nearest inside. */
static int grey_at(const struct scan *scan, float x, float y)
{
    int column = (int)x, row = (int)y;
    column = column < 0 ? 0 : column >= scan->plane->width ? scan->plane->width - 1 : column;
    row = row < 0 ? 0 : row >= scan->plane->height ? scan->plane->height - 1 : row;
    return scan->plane->pixels[(size_t)row * (size_t)scan->plane->stride + (size_t)column];
}

/* How much darker the centre and the outer ring are than the ring between; `x`, `y`, `module` in
 * pixels of the plane. */
static int measure_contrast(const struct scan *scan, float x, float y, float module, bool dark)
{
    float gap = 2 * module, ring = 3 * module;
    int light = grey_at(scan, x - gap, y) + grey_at(scan, x + gap, y) + grey_at(scan, x, y - gap) +
                grey_at(scan, x, y + gap);
    int outer = grey_at(scan, x - ring, y) + grey_at(scan, x + ring, y) +
                grey_at(scan, x, y - ring) + grey_at(scan, x, y + ring);
    int contrast = (2 * light - outer - 4 * grey_at(scan, x, y)) / 8;
    return dark ? contrast : -contrast;
}

/* Where the next finder goes: at the end, or in place of one weaker than `strength`. NULL: neither.
 */
static struct finder *make_place(struct finder_list *list, int strength)
{
    if (list->count < FINDERS_MAX) {
        return &list->items[list->count++];
    }
    struct finder *weakest = &list->items[0];
    for (int i = 1; i < list->count; i++) {
        if (list->items[i].hits * list->items[i].contrast < weakest->hits * weakest->contrast) {
            weakest = &list->items[i];
        }
    }
    return weakest->hits * weakest->contrast < strength ? weakest : NULL;
}

/* `x`, `y`, `module` in pixels of the plane. */
static void add_finder(struct scan *scan, float x, float y, float module, bool dark)
{
    float scale = (float)(1 << scan->level);
    struct finder *same = find_near(scan->list, x * scale, y * scale, module * scale, !dark);
    if (same) {
        same->hits++;
        return;
    }
    int contrast = measure_contrast(scan, x, y, module, dark);
    struct finder *place = contrast > 0 ? make_place(scan->list, contrast) : NULL;
    if (place) {
        *place = (struct finder){.x = x * scale,
                                 .y = y * scale,
                                 .module = module * scale,
                                 .level = scan->level,
                                 .hits = 1,
                                 .contrast = contrast,
                                 .inverted = !dark};
    }
}

/* Confirms a pattern seen on row y with its centre near x: column, row again, diagonal. */
static void check_candidate(struct scan *scan, float x, int y, int width, bool dark)
{
    float scale = (float)(1 << scan->level);
    if (hit_known(scan, x * scale, ((float)y + 0.5f) * scale, (float)width * scale / 7, !dark)) {
        return;
    }
    float shift;
    int height, row_width, diagonal;
    int column = (int)x;
    if (!walk_across(scan, column, y, 0, 1, dark, width, 20, &shift, &height) ||
        5 * height < 2 * width || 2 * height > 5 * width) {
        return;
    }
    float middle_y = (float)y + shift;
    int row = (int)middle_y;
    if (!inside(scan, column, row) ||
        !walk_across(scan, column, row, 1, 0, dark, width, 20, &shift, &row_width)) {
        return;
    }
    float middle_x = (float)column + shift;
    column = (int)middle_x;
    int reach = width > height ? width : height;
    if (!inside(scan, column, row) ||
        (!walk_across(scan, column, row, 1, 1, dark, reach, 26, &shift, &diagonal) &&
         !walk_across(scan, column, row, 1, -1, dark, reach, 26, &shift, &diagonal))) {
        return;
    }
    add_finder(scan, middle_x, middle_y, (float)(row_width + height) / 14, dark);
}

/* Positions where the colour changes, with the row's two ends. Returns how many. */
static int list_edges(const uint64_t *bits, int width, uint16_t *edges)
{
    int count = 0;
    edges[count++] = 0;
    uint64_t before = bits[0] & 1;
    for (int word = 0; word <= width / 64; word++) {
        uint64_t changes = bits[word] ^ (bits[word] << 1 | before);
        before = bits[word] >> 63;
        for (; changes; changes &= changes - 1) {
            int at = word * 64 + __builtin_ctzll(changes);
            if (at >= width || count >= EDGES_MAX - 1) {
                break;
            }
            edges[count++] = (uint16_t)at;
        }
    }
    edges[count++] = (uint16_t)width;
    return count;
}

static void scan_edges(struct scan *scan, int y, const uint16_t *edges, int count, bool first_dark)
{
    int least = scan->level > 0 ? WIDTH_MIN_COARSE : WIDTH_MIN;
    for (int i = 0; i + RUNS < count; i++) {
        int width = edges[i + 5] - edges[i];
        int centre = edges[i + 3] - edges[i + 2];
        /* most runs fail here: the centre is 3 of 7 */
        if (4 * centre < width || 3 * centre > 2 * width || width < least) {
            continue;
        }
        int runs[RUNS];
        for (int k = 0; k < RUNS; k++) {
            runs[k] = edges[i + k + 1] - edges[i + k];
        }
        if (runs_fit(runs, 16)) {
            float x = 0.5f * (float)(edges[i + 2] + edges[i + 3]);
            check_candidate(scan, x, y, width, first_dark == !(i & 1));
        }
    }
}

void finder_scan(const struct plane *plane, const struct threshold *threshold, int level,
                 struct finder_list *list)
{
    struct scan scan = {.plane = plane, .threshold = threshold, .level = level, .list = list};
    uint64_t bits[WORDS_MAX];
    uint16_t edges[EDGES_MAX];
    for (int y = FINDER_ROW_STEP / 2; y < plane->height; y += FINDER_ROW_STEP) {
        threshold_row(threshold, plane, y, bits);
        int count = list_edges(bits, plane->width, edges);
        enter_row(&scan, y);
        scan_edges(&scan, y, edges, count, bits[0] & 1);
    }
}
