#include "scanner/runs.h"

#include <limits.h>
#include <stdlib.h>

bool runs_fit(const int runs[RUNS], int slack)
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

static bool inside(const struct plane *plane, int x, int y)
{
    return (unsigned)x < (unsigned)plane->width && (unsigned)y < (unsigned)plane->height;
}

static bool is_dark(const struct threshold *threshold, int x, int y)
{
    return threshold_row_bits(threshold, y)[x / 64] >> (x % 64) & 1;
}

/* How many pixels there are from (x, y) on before the border. */
static int steps_inside(const struct plane *plane, int x, int y, int dx, int dy)
{
    int across = dx > 0 ? plane->width - x : dx < 0 ? x + 1 : INT_MAX;
    int down = dy > 0 ? plane->height - y : dy < 0 ? y + 1 : INT_MAX;
    return across < down ? across : down;
}

/* A place that moves pixel by pixel in one direction. */
struct walker {
    const uint64_t *row; /* bits */
    ptrdiff_t row_step;  /* words */
    unsigned x;
    int dx, left; /* pixels before the border */
};

static struct walker walk_from(const struct threshold *threshold, const struct plane *plane,
                               const struct runs_aim *aim, bool back)
{
    int dx = back ? -aim->dx : aim->dx, dy = back ? -aim->dy : aim->dy;
    int x = back ? aim->x + dx : aim->x, y = back ? aim->y + dy : aim->y;
    return (struct walker){.row = threshold_row_bits(threshold, y),
                           .row_step = (ptrdiff_t)dy * threshold->row_words,
                           .x = (unsigned)x,
                           .dx = dx,
                           .left = steps_inside(plane, x, y, dx, dy)};
}

/* The length of the run of colour `dark` from here on; more than `limit`: longer than that. */
static inline int walk_run(struct walker *walker, bool dark, int limit)
{
    const uint64_t *row = walker->row;
    unsigned x = walker->x;
    int run = 0, most = walker->left <= limit ? walker->left : limit + 1;
    while (run < most && (row[x / 64] >> (x % 64) & 1) == dark) {
        row += walker->row_step;
        x += (unsigned)walker->dx;
        run++;
    }
    walker->row = row;
    walker->x = x;
    walker->left -= run;
    return run;
}

/* Lengths of the next three runs, the first of colour `dark`. False: one is longer than a pattern
 * `width` pixels across allows, or the picture ends before the last. */
static bool walk_half(struct walker *walker, bool dark, int width, int runs[3])
{
    const int limits[3] = {width + 2, width / 2 + 2, width / 2 + 2};
    for (int i = 0; i < 3; i++) {
        runs[i] = walk_run(walker, i == 1 ? !dark : dark, limits[i]);
        if (runs[i] == 0 || runs[i] > limits[i] || (i < 2 && walker->left == 0)) {
            return false;
        }
    }
    return true;
}

/* ---- rows and columns, sixty-four pixels at a time ---- */

/* What a stretch of a row or column has in 64 pixels from `at` on, the nearest in the lowest bit. */
static inline uint64_t bits_ahead(const uint64_t *line, int at)
{
    int shift = at % 64;
    uint64_t more = line[at / 64 + 1];
    return line[at / 64] >> shift | (shift ? more << (64 - shift) : 0);
}

/* And up to `at`, which is the highest bit. */
static inline uint64_t bits_behind(const uint64_t *line, int at)
{
    int shift = 63 - at % 64;
    uint64_t more = at >= 64 ? line[at / 64 - 1] : 0;
    return line[at / 64] << shift | (shift ? more >> (64 - shift) : 0);
}

enum half { HALF_FITS, HALF_FAILS, HALF_LONG };

/* Three runs from where they end, as walk_half would have them. The first two must end before the
 * border, which is `left` away. */
static inline enum half judge_half(const int ends[3], int left, int width, int runs[3])
{
    runs[0] = ends[0];
    runs[1] = ends[1] - ends[0];
    runs[2] = ends[2] - ends[1];
    return ends[1] < left && runs[0] <= width + 2 && runs[1] <= width / 2 + 2 &&
                   runs[2] <= width / 2 + 2
               ? HALF_FITS
               : HALF_FAILS;
}

/* walk_half from `at` on along a line of `length` pixels. HALF_LONG: 64 pixels do not hold it. */
static inline enum half half_ahead(const uint64_t *line, int length, int at, int width, int runs[3])
{
    uint64_t bits = bits_ahead(line, at), changes = (bits ^ bits << 1) & ~(uint64_t)1;
    int left = length - at, ends[3];
    if (left < 64) {
        changes = (changes & (((uint64_t)1 << left) - 1)) | (uint64_t)1 << left;
    }
    for (int i = 0; i < 3; i++) {
        if (!changes) {
            return left < 64 ? HALF_FAILS : HALF_LONG;
        }
        ends[i] = __builtin_ctzll(changes);
        changes &= changes - 1;
    }
    return judge_half(ends, left, width, runs);
}

static inline enum half half_behind(const uint64_t *line, int at, int width, int runs[3])
{
    uint64_t bits = bits_behind(line, at), changes = (bits ^ bits >> 1) & ~((uint64_t)1 << 63);
    int left = at + 1, ends[3];
    if (left < 64) {
        uint64_t border = (uint64_t)1 << (63 - left);
        changes = (changes & ~(2 * border - 1)) | border;
    }
    for (int i = 0; i < 3; i++) {
        if (!changes) {
            return left < 64 ? HALF_FAILS : HALF_LONG;
        }
        ends[i] = __builtin_clzll(changes);
        changes &= ~((uint64_t)1 << 63 >> ends[i]);
    }
    return judge_half(ends, left, width, runs);
}

/* ---- across a pattern ---- */

static bool balanced(const int half[3])
{
    return half[2] <= 3 * half[1] + 2 && half[1] <= 3 * half[2] + 2;
}

/* Both halves pixel by pixel. */
static bool walk_halves(const struct threshold *threshold, const struct plane *plane,
                        const struct runs_aim *aim, int ahead[3], int back[3])
{
    struct walker forth = walk_from(threshold, plane, aim, false);
    if (!walk_half(&forth, aim->dark, aim->width, ahead) || !balanced(ahead)) {
        return false;
    }
    struct walker aback = walk_from(threshold, plane, aim, true);
    return walk_half(&aback, aim->dark, aim->width, back);
}

/* The same along a row or a column. */
static bool read_halves(struct threshold *threshold, const struct plane *plane,
                        const struct runs_aim *aim, int ahead[3], int back[3])
{
    bool along_row = aim->dx != 0;
    const uint64_t *line = along_row ? threshold_row_bits(threshold, aim->y)
                                     : threshold_column_bits(threshold, plane, aim->x, aim->y);
    int at = along_row ? aim->x : aim->y, length = along_row ? plane->width : plane->height;
    enum half half = half_ahead(line, length, at, aim->width, ahead);
    if (half == HALF_FITS) {
        half = balanced(ahead) ? half_behind(line, at - 1, aim->width, back) : HALF_FAILS;
    }
    return half == HALF_LONG ? walk_halves(threshold, plane, aim, ahead, back) : half == HALF_FITS;
}

bool runs_across(struct threshold *threshold, const struct plane *plane, const struct runs_aim *aim,
                 float *shift, int *total)
{
    int ahead[3], back[3], x = aim->x, y = aim->y;
    bool straight = aim->dx == 0 || aim->dy == 0;
    if (!inside(plane, x, y) || !inside(plane, x - aim->dx, y - aim->dy) ||
        is_dark(threshold, x, y) != aim->dark ||
        is_dark(threshold, x - aim->dx, y - aim->dy) != aim->dark ||
        !(straight ? read_halves(threshold, plane, aim, ahead, back)
                   : walk_halves(threshold, plane, aim, ahead, back))) {
        return false;
    }
    int runs[RUNS] = {back[2], back[1], back[0] + ahead[0], ahead[1], ahead[2]};
    *total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    /* the middle of the inner edges and of the outer ones, together */
    *shift = (float)(2 * ahead[0] + ahead[1] + ahead[2] - 2 * back[0] - back[1] - back[2]) * 0.25f;
    return runs_fit(runs, aim->slack);
}
