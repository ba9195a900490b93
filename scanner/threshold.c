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
#define NINTH 7282    /* of 65536 */
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

/*
 * Rows of blocks are kept LANES apart in multiples, with room for a neighbour on both sides, and
 * worked on LANES at a time: loops of a fixed length, which compilers turn into SIMD by themselves.
 */
#define LANES 16
#define MARGIN LANES

static int padded(int columns)
{
    return (columns + LANES - 1) / LANES * LANES + 2 * MARGIN;
}

static int clamp_index(int i, int count)
{
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

/* Repeats the first and the last column outwards. */
static void extend_row(uint8_t *row, int columns)
{
    row[-1] = row[0];
    row[columns] = row[columns - 1];
}

/* The largest of three rows, and their sum. */
static void join_rows(const uint8_t *restrict up, const uint8_t *restrict at,
                      const uint8_t *restrict down, uint8_t *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        uint8_t top = up[i] > at[i] ? up[i] : at[i];
        out[i] = top > down[i] ? top : down[i];
    }
}

static void add_rows(const uint8_t *restrict up, const uint8_t *restrict at,
                     const uint8_t *restrict down, uint16_t *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        out[i] = (uint16_t)(up[i] + at[i] + down[i]);
    }
}

/* Mean of the nine blocks around each, or 0 where none of them deviates as much as `flat`. Starts a
 * column early. */
static void cut_blocks(const uint8_t *restrict tops, const uint16_t *restrict sums, uint8_t flat,
                       uint8_t *restrict cuts)
{
    for (int i = 0; i < LANES; i++) {
        uint8_t side = tops[i] > tops[i + 2] ? tops[i] : tops[i + 2];
        uint8_t most = side > tops[i + 1] ? side : tops[i + 1];
        uint16_t sum = (uint16_t)(sums[i] + sums[i + 1] + sums[i + 2]);
        uint8_t mean = (uint8_t)((uint32_t)(sum * NINTH) >> 16);
        cuts[i] = most < flat ? 0 : mean;
    }
}

/* What deviation still counts as flat: above the noise, which the quietest quarter tells. */
static uint8_t flat_limit(const uint8_t *deviations, int stride, int columns, int rows)
{
    size_t counts[FLAT_MOST] = {0}, below = 0, seen = 0;
    for (int row = 0; row < rows; row += 2) {
        for (int column = row & 2 ? 1 : 0; column < columns; column += 2, seen++) {
            uint8_t deviation = deviations[row * stride + column];
            if (deviation < FLAT_MOST) {
                counts[deviation]++;
            }
        }
    }
    int quarter = 0;
    while (quarter < FLAT_MOST && (below += counts[quarter]) < seen / 4) {
        quarter++;
    }
    int limit = quarter * 3 / 2;
    return (uint8_t)(limit < FLAT_LEAST ? FLAT_LEAST : limit > FLAT_MOST ? FLAT_MOST : limit);
}

/* The work space of one picture: rows of means and deviations, and one row of what is made of
 * them. */
struct blocks {
    int columns, rows, stride;
    size_t bits_size; /* words of the picture's bits */
    uint8_t *means, *deviations, *tops;
    uint16_t *sums;
};

static bool make_room(struct threshold *threshold, const struct blocks *blocks)
{
    size_t stride = (size_t)blocks->stride, rows = (size_t)blocks->rows;
    size_t cuts_size = stride * rows, scratch_size = (2 * rows + 3) * stride;
    if (cuts_size <= threshold->capacity && scratch_size <= threshold->scratch_size &&
        blocks->bits_size <= threshold->bits_size) {
        return true;
    }
    uint8_t *cuts = calloc(cuts_size, 1);
    uint8_t *scratch = calloc(scratch_size, 1);
    uint64_t *bits = calloc(blocks->bits_size, sizeof *bits);
    if (!cuts || !scratch || !bits) {
        LOG_ERROR("no memory for the threshold of %dx%d blocks", blocks->columns, blocks->rows);
        free(cuts);
        free(scratch);
        free(bits);
        return false;
    }
    threshold_finish(threshold);
    threshold->cuts = cuts;
    threshold->scratch = scratch;
    threshold->bits = bits;
    threshold->bits_size = blocks->bits_size;
    threshold->capacity = cuts_size;
    threshold->scratch_size = scratch_size;
    return true;
}

static void cut_row(const struct blocks *blocks, int row, uint8_t flat, uint8_t *cuts)
{
    int up = clamp_index(row - 1, blocks->rows) * blocks->stride;
    int at = row * blocks->stride, down = clamp_index(row + 1, blocks->rows) * blocks->stride;
    for (int c = -LANES; c < blocks->columns + 1; c += LANES) {
        join_rows(blocks->deviations + up + c, blocks->deviations + at + c,
                  blocks->deviations + down + c, blocks->tops + c);
        add_rows(blocks->means + up + c, blocks->means + at + c, blocks->means + down + c,
                 blocks->sums + c);
    }
    for (int c = 0; c < blocks->columns; c += LANES) {
        cut_blocks(blocks->tops + c - 1, blocks->sums + c - 1, flat, cuts + c);
    }
}

bool threshold_compute(struct threshold *threshold, const struct plane *plane)
{
    int columns = block_columns(plane), rows = (plane->height + BLOCK - 1) / BLOCK;
    int across = plane->width / 64 + 2, down = plane->height / 64 + 2;
    size_t rows_size = (size_t)across * (size_t)plane->height;
    size_t columns_size = (size_t)down * (size_t)plane->width;
    size_t turned_size = (size_t)down * (size_t)across / sizeof(uint64_t) + 1;
    struct blocks blocks = {.columns = columns,
                            .rows = rows,
                            .stride = padded(columns),
                            .bits_size = rows_size + columns_size + turned_size};
    if (!make_room(threshold, &blocks)) {
        return false;
    }
    size_t stride = (size_t)blocks.stride, size = stride * (size_t)rows;
    threshold->columns = blocks.stride;
    threshold->row_words = across;
    threshold->column_words = down;
    threshold->column_bits = threshold->bits + rows_size;
    threshold->turned = (uint8_t *)(threshold->column_bits + columns_size);
    memset(threshold->turned, 0, turned_size * sizeof(uint64_t));
    blocks.sums = (uint16_t *)threshold->scratch + MARGIN;
    blocks.tops = threshold->scratch + 2 * stride + MARGIN;
    blocks.means = threshold->scratch + 3 * stride + MARGIN;
    blocks.deviations = blocks.means + size;
    for (int row = 0; row < rows; row++) {
        uint8_t *means = blocks.means + row * blocks.stride;
        uint8_t *deviations = blocks.deviations + row * blocks.stride;
        threshold_measure(plane, row, means, deviations);
        extend_row(means, columns);
        extend_row(deviations, columns);
    }
    uint8_t flat = flat_limit(blocks.deviations, blocks.stride, columns, rows);
    for (int row = 0; row < rows; row++) {
        cut_row(&blocks, row, flat, threshold->cuts + row * blocks.stride);
    }
    threshold_fill_bits(threshold, plane);
    return true;
}

void threshold_finish(struct threshold *threshold)
{
    if (threshold) {
        free(threshold->cuts);
        free(threshold->scratch);
        free(threshold->bits);
        *threshold = (struct threshold){0};
    }
}
