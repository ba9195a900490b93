#include "scanner/module_grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT_BITS 15
#define LOCAL_REACH 4 /* modules to each side in the local mean */

/* Where bit i of the format stands (column, row), its two copies; a negative number counts from the
 * far side. */
static const int8_t format_places[FORMAT_BITS][2][2] = {
    {{8, 0}, {-1, 8}}, {{8, 1}, {-2, 8}}, {{8, 2}, {-3, 8}}, {{8, 3}, {-4, 8}}, {{8, 4}, {-5, 8}},
    {{8, 5}, {-6, 8}}, {{8, 7}, {-7, 8}}, {{8, 8}, {-8, 8}}, {{7, 8}, {8, -7}}, {{5, 8}, {8, -6}},
    {{4, 8}, {8, -5}}, {{3, 8}, {8, -4}}, {{2, 8}, {8, -3}}, {{1, 8}, {8, -2}}, {{0, 8}, {8, -1}},
};

static int place(int at, int dimension)
{
    return at < 0 ? dimension + at : at;
}

static int format_word(int data)
{
    int rest = data;
    for (int i = 0; i < 10; i++) {
        rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    }
    return (data << 10 | rest) ^ 0x5412;
}

static int version_word(int version)
{
    int rest = version;
    for (int i = 0; i < 12; i++) {
        rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    }
    return version << 12 | rest;
}

/* The clearest of the 32 formats, by how dark and how light their places are. */
static float match_format(const struct module_grid *grid, bool mirrored, int *format)
{
    float bits[FORMAT_BITS] = {0}, total = 1e-3f, best = -1e9f;
    for (int i = 0; i < FORMAT_BITS; i++) {
        for (int copy = 0; copy < 2; copy++) {
            int column = place(format_places[i][copy][0], grid->dimension);
            int row = place(format_places[i][copy][1], grid->dimension);
            float value = grid->values[mirrored ? column * grid->dimension + row
                                                : row * grid->dimension + column];
            bits[i] += value;
            total += fabsf(value);
        }
    }
    for (int data = 0; data < 32; data++) {
        int word = format_word(data);
        float match = 0;
        for (int i = 0; i < FORMAT_BITS; i++) {
            match += word >> i & 1 ? bits[i] : -bits[i];
        }
        if (match > best) {
            best = match;
            *format = word;
        }
    }
    return best / total;
}

void module_grid_sample(struct module_grid *grid, const struct straightener *s,
                        const struct grid_map *map, const struct grid_mesh *mesh)
{
    int n = grid->dimension = map->dimension;
    for (int row = 0; row < n; row++) {
        for (int column = 0; column < n; column++) {
            struct scan_point shift = grid_mesh_shift(mesh, (float)column, (float)row);
            grid->values[row * n + column] =
                straighten_darkness(s, map, (float)column + shift.x, (float)row + shift.y);
        }
    }
    int plain, mirrored;
    float plain_match = match_format(grid, false, &plain);
    float mirrored_match = match_format(grid, true, &mirrored);
    grid->mirrored = mirrored_match > plain_match;
    grid->format = grid->mirrored ? mirrored : plain;
    grid->format_match = fmaxf(plain_match, mirrored_match);
}

static int clamp_index(int i, int count)
{
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

/* A module spills a fifth of its darkness to each neighbour in a row: blur of 0.6 modules. */
static float spill(float before, float here, float after)
{
    return 0.6f * here + 0.2f * (before + after);
}

/* What blur makes of `values`; `rows` is scratch. */
static float blurred(const float *rows, int n, int column, int row)
{
    return spill(rows[clamp_index(row - 1, n) * n + column], rows[row * n + column],
                 rows[clamp_index(row + 1, n) * n + column]);
}

/*
 * Takes blur back step by step: what blurring the guess leaves unexplained is added to it. No
 * module gets darker or lighter than the finder patterns' centres, which are wide enough to show
 * it.
 */
static void sharpen(struct module_grid *grid, int rounds)
{
    int n = grid->dimension, far = n - 4;
    float top =
        (grid->values[3 * n + 3] + grid->values[3 * n + far] + grid->values[far * n + 3]) / 3;
    top = fmaxf(top, 1);
    memcpy(grid->sharp, grid->values, (size_t)(n * n) * sizeof *grid->sharp);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < n * n; i++) {
            int left = i % n > 0 ? i - 1 : i, right = i % n < n - 1 ? i + 1 : i;
            grid->scratch[i] = spill(grid->sharp[left], grid->sharp[i], grid->sharp[right]);
        }
        for (int i = 0; i < n * n; i++) {
            float value =
                grid->sharp[i] + grid->values[i] - blurred(grid->scratch, n, i % n, i / n);
            grid->sharp[i] = value > top ? top : value < -top ? -top : value;
        }
    }
}

/* Sums of the columns around a row, and how many rows went in. */
static int sum_columns(const float *values, int n, int row, float *sums)
{
    int top = clamp_index(row - LOCAL_REACH, n), bottom = clamp_index(row + LOCAL_REACH, n);
    memset(sums, 0, (size_t)n * sizeof *sums);
    for (int y = top; y <= bottom; y++) {
        for (int x = 0; x < n; x++) {
            sums[x] += values[y * n + x];
        }
    }
    return bottom - top + 1;
}

/* The mean around each module of a row. */
static void local_levels(const float *values, int n, int row, float *levels)
{
    float sums[MODULES_MAX];
    int height = sum_columns(values, n, row, sums);
    for (int column = 0; column < n; column++) {
        int left = clamp_index(column - LOCAL_REACH, n);
        int right = clamp_index(column + LOCAL_REACH, n);
        float sum = 0;
        for (int x = left; x <= right; x++) {
            sum += sums[x];
        }
        levels[column] = sum / (float)(height * (right - left + 1));
    }
}

void module_grid_decide(struct module_grid *grid, int rounds, bool local)
{
    int n = grid->dimension;
    float levels[MODULES_MAX] = {0};
    const float *values = grid->values;
    if (rounds > 0) {
        sharpen(grid, rounds);
        values = grid->sharp;
    }
    for (int row = 0; row < n; row++) {
        if (local) {
            local_levels(values, n, row, levels);
        }
        for (int column = 0; column < n; column++) {
            grid->dark[row * n + column] = values[row * n + column] > levels[column];
        }
    }
}

/* A picture of modules being drawn. */
struct canvas {
    uint8_t *pixels;
    int side, dimension;
};

static void draw_module(const struct canvas *canvas, int column, int row, bool dark)
{
    int x = (column + MODULE_GRID_MARGIN) * MODULE_GRID_PIXELS;
    int y = (row + MODULE_GRID_MARGIN) * MODULE_GRID_PIXELS;
    for (int i = 0; i < MODULE_GRID_PIXELS; i++) {
        memset(canvas->pixels + (y + i) * canvas->side + x, dark ? 0 : 255, MODULE_GRID_PIXELS);
    }
}

/* Concentric squares: dark where the distance from the centre is in `rings` (bit per distance). */
static void draw_rings(const struct canvas *canvas, int column, int row, int reach, unsigned rings)
{
    for (int y = -reach; y <= reach; y++) {
        for (int x = -reach; x <= reach; x++) {
            int distance = abs(x) > abs(y) ? abs(x) : abs(y);
            int at_x = column + x, at_y = row + y;
            if (at_x >= 0 && at_y >= 0 && at_x < canvas->dimension && at_y < canvas->dimension) {
                draw_module(canvas, at_x, at_y, rings >> distance & 1);
            }
        }
    }
}

static void draw_alignment(const struct canvas *canvas, int version)
{
    int n = canvas->dimension, count = version / 7 + 2;
    int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++) {
            bool finder =
                (i == 0 && k == 0) || (i == 0 && k == count - 1) || (i == count - 1 && k == 0);
            int column = i == 0 ? 6 : n - 7 - (count - 1 - i) * step;
            int row = k == 0 ? 6 : n - 7 - (count - 1 - k) * step;
            if (!finder) {
                draw_rings(canvas, column, row, 2, 0x5);
            }
        }
    }
}

static void draw_version(const struct canvas *canvas, int version)
{
    int word = version_word(version);
    for (int i = 0; i < 18; i++) {
        int far = canvas->dimension - 11 + i % 3;
        draw_module(canvas, far, i / 3, word >> i & 1);
        draw_module(canvas, i / 3, far, word >> i & 1);
    }
}

static void draw_fixed(const struct canvas *canvas, int format)
{
    int n = canvas->dimension, version = (n - 17) / 4;
    for (int i = 7; i < n - 7; i++) {
        draw_module(canvas, i, 6, !(i & 1));
        draw_module(canvas, 6, i, !(i & 1));
    }
    if (version > 1) {
        draw_alignment(canvas, version);
    }
    if (version > 6) {
        draw_version(canvas, version);
    }
    draw_rings(canvas, 3, 3, 4, 0xb);
    draw_rings(canvas, n - 4, 3, 4, 0xb);
    draw_rings(canvas, 3, n - 4, 4, 0xb);
    for (int i = 0; i < FORMAT_BITS; i++) {
        for (int copy = 0; copy < 2; copy++) {
            draw_module(canvas, place(format_places[i][copy][0], n),
                        place(format_places[i][copy][1], n), format >> i & 1);
        }
    }
    draw_module(canvas, 8, n - 8, true);
}

int module_grid_draw(const struct module_grid *grid, uint8_t *out)
{
    int n = grid->dimension;
    struct canvas canvas = {out, (n + 2 * MODULE_GRID_MARGIN) * MODULE_GRID_PIXELS, n};
    memset(out, 255, (size_t)canvas.side * (size_t)canvas.side);
    for (int row = 0; row < n; row++) {
        for (int column = 0; column < n; column++) {
            int at = grid->mirrored ? column * n + row : row * n + column;
            draw_module(&canvas, column, row, grid->dark[at]);
        }
    }
    draw_fixed(&canvas, grid->format);
    return canvas.side;
}
