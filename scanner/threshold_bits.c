#include "scanner/threshold.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define THRESHOLD_NEON
#endif

#define BLOCK THRESHOLD_BLOCK

/* The bits of one row from pixel `first` on; the rest of that pixel's word is zero so far. */
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

/* Some rows of pixels that share a row of blocks, and where their bits go. */
struct band {
    const uint8_t *pixels;
    int stride, rows, width;
    const uint8_t *cuts;
    uint64_t *bits;
    int words;
};

#if defined(__SSE2__)
/* Sixty-four pixels of all rows a step; returns how many pixels a row were done. */
static int band_wide(const struct band *band)
{
    int x = 0;
    for (; x + 64 <= band->width; x += 64) {
        __m128i eight = _mm_loadl_epi64((const __m128i *)(band->cuts + x / BLOCK));
        __m128i twice = _mm_unpacklo_epi8(eight, eight);
        __m128i low = _mm_unpacklo_epi16(twice, twice), high = _mm_unpackhi_epi16(twice, twice);
        const __m128i cuts[4] = {_mm_unpacklo_epi32(low, low), _mm_unpackhi_epi32(low, low),
                                 _mm_unpacklo_epi32(high, high), _mm_unpackhi_epi32(high, high)};
        for (int y = 0; y < band->rows; y++) {
            const uint8_t *at = band->pixels + (ptrdiff_t)y * band->stride + x;
            uint64_t word = 0;
            for (int i = 0; i < 4; i++) {
                __m128i grey = _mm_loadu_si128((const __m128i *)(at + 16 * i));
                __m128i light = _mm_cmpeq_epi8(_mm_max_epu8(grey, cuts[i]), grey);
                word |= (uint64_t)(unsigned)_mm_movemask_epi8(light) << (16 * i);
            }
            band->bits[(ptrdiff_t)y * band->words + x / 64] = ~word;
        }
    }
    return x;
}
#elif defined(THRESHOLD_NEON)
static int band_wide(const struct band *band)
{
    static const uint8_t weights[8] = {1, 2, 4, 8, 16, 32, 64, 128};
    uint8x8_t weight = vld1_u8(weights);
    int x = 0;
    for (; x + 64 <= band->width; x += 64) {
        for (int y = 0; y < band->rows; y++) {
            const uint8_t *at = band->pixels + (ptrdiff_t)y * band->stride + x;
            uint64_t word = 0;
            for (int i = 0; i < 8; i++) {
                uint8x8_t dark = vclt_u8(vld1_u8(at + 8 * i), vdup_n_u8(band->cuts[x / BLOCK + i]));
                word |= (uint64_t)vaddv_u8(vand_u8(dark, weight)) << (8 * i);
            }
            band->bits[(ptrdiff_t)y * band->words + x / 64] = word;
        }
    }
    return x;
}
#else
static int band_wide(const struct band *band)
{
    (void)band;
    return 0;
}
#endif

/* `rows` rows from `y` on, all in one row of blocks, to `bits` with `words` a row. */
static void fill_band(const struct threshold *threshold, const struct plane *plane, int y, int rows,
                      uint64_t *bits, int words)
{
    const struct band band = {.pixels = plane->pixels + (size_t)y * (size_t)plane->stride,
                              .stride = plane->stride,
                              .rows = rows,
                              .width = plane->width,
                              .cuts = threshold->cuts + (y / BLOCK) * threshold->columns,
                              .bits = bits,
                              .words = words};
    int done = band_wide(&band);
    for (int i = 0; i < rows; i++) {
        uint64_t *row = bits + (ptrdiff_t)i * words;
        memset(row + done / 64, 0, (size_t)(words - done / 64) * sizeof *row);
        row_from(threshold, plane, y + i, done, row);
    }
}

/* Swaps a quarter of two groups of lines with each other, across the diagonal. */
static inline void swap_quarters(uint64_t *restrict low, uint64_t *restrict high, int count,
                                 int step, uint64_t mask)
{
    for (int i = 0; i < count; i++) {
        uint64_t swap = (low[i] >> step ^ high[i]) & mask;
        low[i] ^= swap << step;
        high[i] ^= swap;
    }
}

/* Makes rows of columns in 64x64 bits: halves change places, then quarters, and so on. */
static void transpose(uint64_t block[64])
{
    static const uint64_t masks[] = {0x00000000ffffffffu, 0x0000ffff0000ffffu, 0x00ff00ff00ff00ffu,
                                     0x0f0f0f0f0f0f0f0fu, 0x3333333333333333u, 0x5555555555555555u};
    swap_quarters(block, block + 32, 32, 32, masks[0]);
    for (int at = 0; at < 64; at += 32) {
        swap_quarters(block + at, block + at + 16, 16, 16, masks[1]);
    }
    for (int at = 0; at < 64; at += 16) {
        swap_quarters(block + at, block + at + 8, 8, 8, masks[2]);
    }
    for (int at = 0; at < 64; at += 8) {
        swap_quarters(block + at, block + at + 4, 4, 4, masks[3]);
    }
    for (int at = 0; at < 64; at += 4) {
        swap_quarters(block + at, block + at + 2, 2, 2, masks[4]);
    }
    for (int at = 0; at < 64; at += 2) {
        swap_quarters(block + at, block + at + 1, 1, 1, masks[5]);
    }
}

void threshold_turn_block(struct threshold *threshold, const struct plane *plane, int column,
                          int row)
{
    uint64_t block[64] = {0};
    int rows = plane->height - 64 * row < 64 ? plane->height - 64 * row : 64;
    int columns = plane->width - 64 * column < 64 ? plane->width - 64 * column : 64;
    const uint64_t *from = threshold_row_bits(threshold, 64 * row) + column;
    for (int i = 0; i < rows; i++, from += threshold->row_words) {
        block[i] = *from;
    }
    transpose(block);
    uint64_t *to =
        threshold->column_bits + (size_t)(64 * column) * (size_t)threshold->column_words + row;
    for (int i = 0; i < columns; i++, to += threshold->column_words) {
        *to = block[i];
    }
    threshold->turned[column * threshold->column_words + row] = 1;
}

void threshold_fill_bits(struct threshold *threshold, const struct plane *plane)
{
    for (int y = 0; y < plane->height; y += BLOCK) {
        int rows = plane->height - y < BLOCK ? plane->height - y : BLOCK;
        fill_band(threshold, plane, y, rows,
                  threshold->bits + (size_t)y * (size_t)threshold->row_words, threshold->row_words);
    }
}
