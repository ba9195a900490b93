#include "scanner/finder.h"

#include "scanner/runs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FINDER_REACH 1.6f   /* modules from its centre that count as the same pattern */
#define WIDTH_MIN 8         /* pixels across a whole pattern; below, noise looks like one */
#define WIDTH_MIN_COARSE 12 /* on a halved picture: a smaller one is seen better a level finer */
#define WIDTH_MAX 4096      /* a larger one is seen on a coarser level */
#define ROW_SLACK 16        /* of runs_fit, along rows */
#define EDGES_MAX 4096      /* of one row; the rest of a busier row is not looked at */
#define LANES 8             /* edges looked at together */

/* What a scan looks at. */
struct scan {
    const struct plane *plane;
    struct threshold *threshold;
    int level;
    struct finder_list *list;
    struct finder
        *rows_own[FINDERS_MAX]; /* patterns of this level that the present row may cross */
    int rows_own_count;
};

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
    struct runs_aim aim = {.x = (int)x, .y = y, .dy = 1, .dark = dark, .width = width, .slack = 20};
    if (!runs_across(scan->threshold, scan->plane, &aim, &shift, &height) ||
        5 * height < 2 * width || 2 * height > 5 * width) {
        return;
    }
    float middle_y = (float)y + shift;
    aim.y = (int)middle_y;
    aim.dx = 1;
    aim.dy = 0;
    if (!runs_across(scan->threshold, scan->plane, &aim, &shift, &row_width)) {
        return;
    }
    float middle_x = (float)aim.x + shift;
    aim.x = (int)middle_x;
    aim.width = width > height ? width : height;
    aim.slack = 26;
    aim.dy = 1;
    if (!runs_across(scan->threshold, scan->plane, &aim, &shift, &diagonal)) {
        aim.dy = -1;
        if (!runs_across(scan->threshold, scan->plane, &aim, &shift, &diagonal)) {
            return;
        }
    }
    add_finder(scan, middle_x, middle_y, (float)(row_width + height) / 14, dark);
}

/* Positions where the colour changes, with the row's two ends. Returns how many. */
static int list_edges(const uint64_t *bits, int width, uint16_t *edges)
{
    uint16_t *to = edges, *end = edges + EDGES_MAX - 1 - 64;
    *to++ = 0;
    uint64_t before = bits[0] & 1;
    for (int word = 0; word <= width / 64 && to < end; word++) {
        uint64_t changes = bits[word] ^ (bits[word] << 1 | before);
        before = bits[word] >> 63;
        if (word == width / 64) {
            changes &= ((uint64_t)1 << (width % 64)) - 1; /* past the width is no colour */
        }
        for (; changes; changes &= changes - 1) {
            *to++ = (uint16_t)(word * 64 + __builtin_ctzll(changes));
        }
    }
    *to++ = (uint16_t)width;
    return (int)(to - edges);
}

/*
 * Marks where five runs from an edge on may be a pattern: its pairs of neighbours are as runs_fit
 * wants them, and it is wide enough. Nearly all fail. Loops of a fixed length, which compilers turn
 * into SIMD by themselves; a width of WIDTH_MAX keeps them within 16 bits. A mark is 1 in 16 bits,
 * the first the lowest.
 */
static bool mark_hopeful(const uint16_t *restrict edges, uint16_t least, uint64_t marks[LANES / 4])
{
    uint16_t fits[LANES];
    for (int i = 0; i < LANES; i++) {
        uint16_t width = (uint16_t)(edges[i + 5] - edges[i]);
        uint16_t three = (uint16_t)(3 * width), five = (uint16_t)(5 * width + 14);
        uint16_t seven = (uint16_t)(7 * width), nine = (uint16_t)(9 * width + 14);
        uint16_t first = (uint16_t)(14 * (uint16_t)(edges[i + 2] - edges[i]));
        uint16_t second = (uint16_t)(14 * (uint16_t)(edges[i + 3] - edges[i + 1]));
        uint16_t third = (uint16_t)(14 * (uint16_t)(edges[i + 4] - edges[i + 2]));
        uint16_t fourth = (uint16_t)(14 * (uint16_t)(edges[i + 5] - edges[i + 3]));
        fits[i] =
            (uint16_t)((width >= least) & (width <= WIDTH_MAX) & (first <= five) &
                       (fourth <= five) & (second <= nine) & (third <= nine) &
                       ((uint16_t)(first + 14) >= three) & ((uint16_t)(fourth + 14) >= three) &
                       ((uint16_t)(second + 14) >= seven) & ((uint16_t)(third + 14) >= seven));
    }
    memcpy(marks, fits, sizeof fits);
    return (marks[0] | marks[1]) != 0;
}

static void check_edge(struct scan *scan, int y, const uint16_t *edge, bool dark)
{
    int width = edge[5] - edge[0], centre = edge[3] - edge[2];
    int runs[RUNS];
    if (4 * centre < width || 3 * centre > 2 * width) {
        return;
    }
    for (int k = 0; k < RUNS; k++) {
        runs[k] = edge[k + 1] - edge[k];
    }
    if (runs_fit(runs, ROW_SLACK)) {
        check_candidate(scan, 0.5f * (float)(edge[2] + edge[3]), y, width, dark);
    }
}

static void scan_edges(struct scan *scan, int y, const uint16_t *edges, int count, bool first_dark)
{
    uint64_t marks[LANES / 4];
    uint16_t least = scan->level > 0 ? WIDTH_MIN_COARSE : WIDTH_MIN;
    for (int i = 0; i + RUNS < count; i += LANES) {
        if (!mark_hopeful(edges + i, least, marks)) {
            continue;
        }
        for (int half = 0; half < LANES / 4; half++) {
            for (; marks[half]; marks[half] &= marks[half] - 1) {
                int at = i + 4 * half + __builtin_ctzll(marks[half]) / 16;
                if (at + RUNS < count) {
                    check_edge(scan, y, edges + at, first_dark == !(at & 1));
                }
            }
        }
    }
}

void finder_scan(const struct plane *plane, struct threshold *threshold, int level,
                 struct finder_list *list)
{
    struct scan scan = {.plane = plane, .threshold = threshold, .level = level, .list = list};
    uint16_t edges[EDGES_MAX + LANES] = {0};
    for (int y = FINDER_ROW_STEP / 2; y < plane->height; y += FINDER_ROW_STEP) {
        const uint64_t *bits = threshold_row_bits(threshold, y);
        int count = list_edges(bits, plane->width, edges);
        enter_row(&scan, y);
        scan_edges(&scan, y, edges, count, bits[0] & 1);
    }
}
