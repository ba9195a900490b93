#include "scanner/plane.h"

#include "log.h"

#include <stdlib.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/* Rounds as two byte averages do, first down the columns, then along the row: what SSE2 has. */
static inline uint8_t average_four(unsigned a, unsigned b, unsigned c, unsigned d)
{
    unsigned left = (a + c + 1) >> 1, right = (b + d + 1) >> 1;
    return (uint8_t)((left + right + 1) >> 1);
}

static void halve_row(const uint8_t *upper, const uint8_t *lower, int from, int to, uint8_t *out)
{
    for (int x = from; x < to; x++) {
        out[x] = average_four(upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
    }
}

void plane_halve_plain(const struct plane *from, uint8_t *out)
{
    int width = from->width / 2;
    for (int y = 0; y < from->height / 2; y++) {
        const uint8_t *upper = from->pixels + (size_t)(2 * y) * (size_t)from->stride;
        halve_row(upper, upper + from->stride, 0, width, out + (size_t)y * (size_t)width);
    }
}

#if defined(__SSE2__)
/* Sixteen output pixels a step; returns how many were done. */
static int halve_wide(const uint8_t *upper, const uint8_t *lower, int width, uint8_t *out)
{
    const __m128i even = _mm_set1_epi16(0x00ff);
    int x = 0;
    for (; x + 16 <= width; x += 16) {
        const __m128i *up = (const __m128i *)(upper + 2 * x);
        const __m128i *low = (const __m128i *)(lower + 2 * x);
        __m128i a = _mm_avg_epu8(_mm_loadu_si128(up), _mm_loadu_si128(low));
        __m128i b = _mm_avg_epu8(_mm_loadu_si128(up + 1), _mm_loadu_si128(low + 1));
        __m128i left = _mm_packus_epi16(_mm_and_si128(a, even), _mm_and_si128(b, even));
        __m128i right = _mm_packus_epi16(_mm_srli_epi16(a, 8), _mm_srli_epi16(b, 8));
        _mm_storeu_si128((__m128i *)(out + x), _mm_avg_epu8(left, right));
    }
    return x;
}
#elif defined(__ARM_NEON)
static int halve_wide(const uint8_t *upper, const uint8_t *lower, int width, uint8_t *out)
{
    int x = 0;
    for (; x + 16 <= width; x += 16) {
        uint8x16x2_t up = vld2q_u8(upper + 2 * x), low = vld2q_u8(lower + 2 * x);
        uint8x16_t left = vrhaddq_u8(up.val[0], low.val[0]);
        uint8x16_t right = vrhaddq_u8(up.val[1], low.val[1]);
        vst1q_u8(out + x, vrhaddq_u8(left, right));
    }
    return x;
}
#else
static int halve_wide(const uint8_t *upper, const uint8_t *lower, int width, uint8_t *out)
{
    (void)upper, (void)lower, (void)width, (void)out;
    return 0;
}
#endif

void plane_halve(const struct plane *from, uint8_t *out)
{
    int width = from->width / 2;
    for (int y = 0; y < from->height / 2; y++) {
        const uint8_t *upper = from->pixels + (size_t)(2 * y) * (size_t)from->stride;
        uint8_t *row = out + (size_t)y * (size_t)width;
        int done = halve_wide(upper, upper + from->stride, width, row);
        halve_row(upper, upper + from->stride, done, width, row);
    }
}

bool pyramid_build(struct pyramid *pyramid, const struct plane *base)
{
    pyramid->levels[0] = *base;
    pyramid->count = 1;
    for (int i = 1; i < PYRAMID_LEVELS; i++) {
        const struct plane *above = &pyramid->levels[i - 1];
        int width = above->width / 2, height = above->height / 2;
        if (width < PYRAMID_SIDE_MIN || height < PYRAMID_SIDE_MIN) {
            break;
        }
        size_t size = (size_t)width * (size_t)height;
        if (size > pyramid->sizes[i]) {
            uint8_t *grown = realloc(pyramid->buffers[i], size);
            if (!grown) {
                LOG_ERROR("no memory for a picture of %dx%d", width, height);
                return false;
            }
            pyramid->buffers[i] = grown;
            pyramid->sizes[i] = size;
        }
        plane_halve(above, pyramid->buffers[i]);
        pyramid->levels[i] = (struct plane){pyramid->buffers[i], width, height, width};
        pyramid->count = i + 1;
    }
    return true;
}

void pyramid_finish(struct pyramid *pyramid)
{
    for (int i = 0; pyramid && i < PYRAMID_LEVELS; i++) {
        free(pyramid->buffers[i]);
        pyramid->buffers[i] = NULL;
        pyramid->sizes[i] = 0;
    }
}
