#include "scanner/threshold.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define THRESHOLD_NEON
#endif

#define BLOCK THRESHOLD_BLOCK
#define REACH 1 /* blocks to each side in the mean of the surroundings */
#define SPAN (2 * REACH + 1)
#define FLAT_LEAST 12 /* a block that deviates less is flat; quarters of a grey level */
#define FLAT_MOST 40  /* one that deviates more never is, however noisy the picture */

static uint8_t scaled_deviation(unsigned sum)
{
    return (uint8_t)(sum / 16 > 255 ? 255 : sum / 16);
}

static void measure_block(const uint8_t *at, int stride, uint8_t *mean, uint8_t *deviation)
{
    unsigned sum = 0, spread = 0;
    for (int y = 0; y < BLOCK; y++) {
        for (int x = 0; x < BLOCK; x++) {
            sum += at[(ptrdiff_t)y * stride + x];
        }
    }
    unsigned middle = sum / (BLOCK * BLOCK);
    for (int y = 0; y < BLOCK; y++) {
        for (int x = 0; x < BLOCK; x++) {
            spread += (unsigned)abs((int)at[(ptrdiff_t)y * stride + x] - (int)middle);
        }
    }
    *mean = (uint8_t)middle;
    *deviation = scaled_deviation(spread);
}

static int block_columns(const struct plane *plane)
{
    return (plane->width + BLOCK - 1) / BLOCK;
}

/* Where a row of blocks starts; the last one overlaps the one before rather than end outside. */
static const uint8_t *block_row(const struct plane *plane, int row)
{
    int y = row * BLOCK <= plane->height - BLOCK ? row * BLOCK : plane->height - BLOCK;
    return plane->pixels + (size_t)y * (size_t)plane->stride;
}

static void measure_from(const struct plane *plane, int row, int first, uint8_t *means,
                         uint8_t *deviations)
{
    const uint8_t *start = block_row(plane, row);
    for (int column = first; column < block_columns(plane); column++) {
        int x = column * BLOCK <= plane->width - BLOCK ? column * BLOCK : plane->width - BLOCK;
        measure_block(start + x, plane->stride, &means[column], &deviations[column]);
    }
}

void threshold_measure_plain(const struct plane *plane, int row, uint8_t *means,
                             uint8_t *deviations)
{
    measure_from(plane, row, 0, means, deviations);
}

#if defined(__SSE2__)
/* Two blocks a step; returns how many blocks were done. */
static int measure_wide(const struct plane *plane, int row, uint8_t *means, uint8_t *deviations)
{
    const uint8_t *start = block_row(plane, row);
    int pairs = plane->width / (2 * BLOCK);
    for (int pair = 0; pair < pairs; pair++) {
        const uint8_t *at = start + pair * 2 * BLOCK;
        __m128i rows[BLOCK], sum = _mm_setzero_si128();
        for (int y = 0; y < BLOCK; y++) {
            rows[y] = _mm_loadu_si128((const __m128i *)(at + (ptrdiff_t)y * plane->stride));
            sum = _mm_add_epi64(sum, _mm_sad_epu8(rows[y], _mm_setzero_si128()));
        }
        int left = _mm_cvtsi128_si32(sum) / (BLOCK * BLOCK);
        int right = _mm_extract_epi16(sum, 4) / (BLOCK * BLOCK);
        __m128i middle = _mm_unpacklo_epi64(_mm_set1_epi8((char)left), _mm_set1_epi8((char)right));
        __m128i spread = _mm_setzero_si128();
        for (int y = 0; y < BLOCK; y++) {
            spread = _mm_add_epi64(spread, _mm_sad_epu8(rows[y], middle));
        }
        means[2 * pair] = (uint8_t)left;
        means[2 * pair + 1] = (uint8_t)right;
        deviations[2 * pair] = scaled_deviation((unsigned)_mm_cvtsi128_si32(spread));
        deviations[2 * pair + 1] = scaled_deviation((unsigned)_mm_extract_epi16(spread, 4));
    }
    return 2 * pairs;
}
#elif defined(THRESHOLD_NEON)
static int measure_wide(const struct plane *plane, int row, uint8_t *means, uint8_t *deviations)
{
    const uint8_t *start = block_row(plane, row);
    int blocks = plane->width / BLOCK;
    for (int block = 0; block < blocks; block++) {
        const uint8_t *at = start + block * BLOCK;
        uint8x8_t rows[BLOCK];
        uint16x8_t sum = vdupq_n_u16(0), spread = vdupq_n_u16(0);
        for (int y = 0; y < BLOCK; y++) {
            rows[y] = vld1_u8(at + (ptrdiff_t)y * plane->stride);
            sum = vaddw_u8(sum, rows[y]);
        }
        unsigned middle = vaddvq_u16(sum) / (BLOCK * BLOCK);
        for (int y = 0; y < BLOCK; y++) {
            spread = vabal_u8(spread, rows[y], vdup_n_u8((uint8_t)middle));
        }
        means[block] = (uint8_t)middle;
        deviations[block] = scaled_deviation(vaddvq_u16(spread));
    }
    return blocks;
}
#else
static int measure_wide(const struct plane *plane, int row, uint8_t *means, uint8_t *deviations)
{
    (void)plane, (void)row, (void)means, (void)deviations;
    return 0;
}
#endif

void threshold_measure(const struct plane *plane, int row, uint8_t *means, uint8_t *deviations)
{
    int done = measure_wide(plane, row, means, deviations);
    measure_from(plane, row, done, means, deviations);
}

static int clamp_index(int i, int count)
{
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

/* The largest deviation of the 3x3 blocks around each block of a row. */
static void spread_maximum(const uint8_t *deviations, int columns, int rows, int row, uint8_t *tops,
                           uint8_t *out)
{
    const uint8_t *up = deviations + clamp_index(row - 1, rows) * columns;
    const uint8_t *at = deviations + row * columns;
    const uint8_t *down = deviations + clamp_index(row + 1, rows) * columns;
    for (int c = 0; c < columns; c++) {
        uint8_t top = up[c] > at[c] ? up[c] : at[c];
        tops[c] = top > down[c] ? top : down[c];
    }
    for (int c = 0; c < columns; c++) {
        uint8_t left = tops[clamp_index(c - 1, columns)];
        uint8_t right = tops[clamp_index(c + 1, columns)];
        uint8_t side = left > right ? left : right;
        out[c] = tops[c] > side ? tops[c] : side;
    }
}

/* Sums of SPAN rows of means, one per column. */
static void sum_rows(const uint8_t *means, int columns, int rows, int row, uint16_t *sums)
{
    const uint8_t *up = means + clamp_index(row - 1, rows) * columns;
    const uint8_t *at = means + row * columns;
    const uint8_t *down = means + clamp_index(row + 1, rows) * columns;
    for (int c = 0; c < columns; c++) {
        sums[c] = (uint16_t)(up[c] + at[c] + down[c]);
    }
}

/* What deviation still counts as flat: above the noise, which the quietest quarter tells. */
static uint8_t flat_limit(const uint8_t *deviations, size_t blocks)
{
    size_t counts[FLAT_MOST] = {0}, below = 0;
    for (size_t i = 0; i < blocks; i += 3) {
        if (deviations[i] < FLAT_MOST) {
            counts[deviations[i]]++;
        }
    }
    int quarter = 0;
    while (quarter < FLAT_MOST && (below += counts[quarter]) < blocks / 12) {
        quarter++;
    }
    int limit = quarter * 3 / 2;
    return (uint8_t)(limit < FLAT_LEAST ? FLAT_LEAST : limit > FLAT_MOST ? FLAT_MOST : limit);
}

static void cut_row(const uint16_t *sums, const uint8_t *spread, uint8_t flat, int columns,
                    uint8_t *cuts)
{
    unsigned window = 0;
    for (int i = -REACH; i <= REACH; i++) {
        window += sums[clamp_index(i, columns)];
    }
    for (int c = 0; c < columns; c++) {
        cuts[c] = spread[c] < flat ? 0 : (uint8_t)(window / (SPAN * SPAN));
        window += sums[clamp_index(c + REACH + 1, columns)];
        window -= sums[clamp_index(c - REACH, columns)];
    }
}

static bool make_room(struct threshold *threshold, size_t blocks)
{
    if (blocks <= threshold->capacity) {
        return true;
    }
    uint8_t *cuts = malloc(blocks);
    uint8_t *scratch = malloc(6 * blocks);
    if (!cuts || !scratch) {
        LOG_ERROR("no memory for the threshold of %zu blocks", blocks);
        free(cuts);
        free(scratch);
        return false;
    }
    threshold_finish(threshold);
    threshold->cuts = cuts;
    threshold->scratch = scratch;
    threshold->capacity = blocks;
    return true;
}

bool threshold_compute(struct threshold *threshold, const struct plane *plane)
{
    int columns = block_columns(plane), rows = (plane->height + BLOCK - 1) / BLOCK;
    size_t blocks = (size_t)columns * (size_t)rows;
    if (!make_room(threshold, blocks)) {
        return false;
    }
    threshold->columns = columns;
    threshold->rows = rows;
    uint16_t *sums = (uint16_t *)threshold->scratch;
    uint8_t *means = threshold->scratch + 2 * blocks, *deviations = means + blocks;
    uint8_t *tops = deviations + blocks, *spread = tops + blocks;
    for (int row = 0; row < rows; row++) {
        threshold_measure(plane, row, means + row * columns, deviations + row * columns);
    }
    uint8_t flat = flat_limit(deviations, blocks);
    for (int row = 0; row < rows; row++) {
        spread_maximum(deviations, columns, rows, row, tops, spread);
        sum_rows(means, columns, rows, row, sums);
        cut_row(sums, spread, flat, columns, threshold->cuts + row * columns);
    }
    return true;
}

void threshold_finish(struct threshold *threshold)
{
    if (threshold) {
        free(threshold->cuts);
        free(threshold->scratch);
        *threshold = (struct threshold){0};
    }
}

static void row_from(const struct threshold *threshold, const struct plane *plane, int y, int first,
                     uint64_t *bits)
{
    const uint8_t *pixels = plane->pixels + (size_t)y * (size_t)plane->stride;
    const uint8_t *cuts = threshold->cuts + (y / BLOCK) * threshold->columns;
    for (int x = first; x < plane->width; x++) {
        bits[x / 64] |= (uint64_t)(pixels[x] < cuts[x / BLOCK]) << (x % 64);
    }
}

void threshold_row_plain(const struct threshold *threshold, const struct plane *plane, int y,
                         uint64_t *bits)
{
    memset(bits, 0, ((size_t)plane->width / 64 + 1) * sizeof *bits);
    row_from(threshold, plane, y, 0, bits);
}

#if defined(__SSE2__)
/* Sixty-four pixels a step; returns how many pixels were done. */
static int row_wide(const struct threshold *threshold, const struct plane *plane, int y,
                    uint64_t *bits)
{
    const uint8_t *pixels = plane->pixels + (size_t)y * (size_t)plane->stride;
    const uint8_t *cuts = threshold->cuts + (y / BLOCK) * threshold->columns;
    int x = 0;
    for (; x + 64 <= plane->width; x += 64) {
        __m128i eight = _mm_loadl_epi64((const __m128i *)(cuts + x / BLOCK));
        __m128i twice = _mm_unpacklo_epi8(eight, eight);
        __m128i pairs[2] = {_mm_unpacklo_epi16(twice, twice), _mm_unpackhi_epi16(twice, twice)};
        uint64_t word = 0;
        for (int i = 0; i < 4; i++) {
            __m128i cut = i & 1 ? _mm_unpackhi_epi32(pairs[i / 2], pairs[i / 2])
                                : _mm_unpacklo_epi32(pairs[i / 2], pairs[i / 2]);
            __m128i grey = _mm_loadu_si128((const __m128i *)(pixels + x + 16 * i));
            __m128i light = _mm_cmpeq_epi8(_mm_max_epu8(grey, cut), grey);
            word |= (uint64_t)(~_mm_movemask_epi8(light) & 0xffff) << (16 * i);
        }
        bits[x / 64] = word;
    }
    return x;
}
#elif defined(THRESHOLD_NEON)
static int row_wide(const struct threshold *threshold, const struct plane *plane, int y,
                    uint64_t *bits)
{
    static const uint8_t weights[8] = {1, 2, 4, 8, 16, 32, 64, 128};
    const uint8_t *pixels = plane->pixels + (size_t)y * (size_t)plane->stride;
    const uint8_t *cuts = threshold->cuts + (y / BLOCK) * threshold->columns;
    uint8x8_t weight = vld1_u8(weights);
    int x = 0;
    for (; x + 64 <= plane->width; x += 64) {
        uint64_t word = 0;
        for (int i = 0; i < 8; i++) {
            uint8x8_t dark = vclt_u8(vld1_u8(pixels + x + 8 * i), vdup_n_u8(cuts[x / BLOCK + i]));
            word |= (uint64_t)vaddv_u8(vand_u8(dark, weight)) << (8 * i);
        }
        bits[x / 64] = word;
    }
    return x;
}
#else
static int row_wide(const struct threshold *threshold, const struct plane *plane, int y,
                    uint64_t *bits)
{
    (void)threshold, (void)plane, (void)y, (void)bits;
    return 0;
}
#endif

void threshold_row(const struct threshold *threshold, const struct plane *plane, int y,
                   uint64_t *bits)
{
    memset(bits, 0, ((size_t)plane->width / 64 + 1) * sizeof *bits);
    row_from(threshold, plane, y, row_wide(threshold, plane, y, bits), bits);
}
