#define LOG_MODULE "sharpen"
#include "scanner/sharpen.h"

#include "log.h"

#include <stdlib.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#define REACH SHARPEN_REACH
#define SPAN (2 * REACH + 1)
#define SHARE (65536 / (SPAN * SPAN) + 1) /* of a window's sum, in 65536ths: its mean */

/* What makes rows; the plain twin passes NULL for both. */
struct row_maker {
    int (*slide)(uint16_t *sums, const uint8_t *in, const uint8_t *out, int width);
    int (*write)(const uint16_t *sums, const uint8_t *pixels, int width, uint8_t *out);
};

static const uint8_t *row_at(const struct plane *plane, int y)
{
    y = y < 0 ? 0 : y >= plane->height ? plane->height - 1 : y;
    return plane->pixels + (size_t)y * (size_t)plane->stride;
}

/* Moves the column sums one row down. */
static void slide(const struct row_maker *maker, uint16_t *sums, const uint8_t *in,
                  const uint8_t *out, int width)
{
    int x = maker->slide ? maker->slide(sums, in, out, width) : 0;
    for (; x < width; x++) {
        sums[x] = (uint16_t)(sums[x] + in[x] - out[x]);
    }
}

/* `sums` starts REACH columns left of the first pixel. */
static void write_row(const struct row_maker *maker, const uint16_t *sums, const uint8_t *pixels,
                      int width, uint8_t *out)
{
    int x = maker->write ? maker->write(sums, pixels, width, out) : 0;
    for (; x < width; x++) {
        unsigned sum = 0;
        for (int i = 0; i < SPAN; i++) {
            sum += sums[x + i];
        }
        int value = 3 * pixels[x] - 2 * (int)(sum * SHARE >> 16);
        out[x] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
}

#if defined(__SSE2__)
static int slide_wide(uint16_t *sums, const uint8_t *in, const uint8_t *out, int width)
{
    const __m128i zero = _mm_setzero_si128();
    int x = 0;
    for (; x + 8 <= width; x += 8) {
        __m128i more = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(in + x)), zero);
        __m128i less = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(out + x)), zero);
        __m128i sum = _mm_loadu_si128((const __m128i *)(sums + x));
        _mm_storeu_si128((__m128i *)(sums + x), _mm_sub_epi16(_mm_add_epi16(sum, more), less));
    }
    return x;
}

static int write_wide(const uint16_t *sums, const uint8_t *pixels, int width, uint8_t *out)
{
    const __m128i zero = _mm_setzero_si128(), share = _mm_set1_epi16(SHARE);
    int x = 0;
    for (; x + 8 <= width; x += 8) {
        __m128i sum = _mm_loadu_si128((const __m128i *)(sums + x));
        for (int i = 1; i < SPAN; i++) {
            sum = _mm_add_epi16(sum, _mm_loadu_si128((const __m128i *)(sums + x + i)));
        }
        __m128i mean = _mm_mulhi_epu16(sum, share);
        __m128i pixel = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(pixels + x)), zero);
        __m128i twice = _mm_slli_epi16(_mm_sub_epi16(pixel, mean), 1);
        __m128i value = _mm_add_epi16(pixel, twice);
        _mm_storel_epi64((__m128i *)(out + x), _mm_packus_epi16(value, value));
    }
    return x;
}
static const struct row_maker wide = {slide_wide, write_wide};
#elif defined(__ARM_NEON)
static int slide_wide(uint16_t *sums, const uint8_t *in, const uint8_t *out, int width)
{
    int x = 0;
    for (; x + 8 <= width; x += 8) {
        uint16x8_t sum = vaddw_u8(vld1q_u16(sums + x), vld1_u8(in + x));
        vst1q_u16(sums + x, vsubw_u8(sum, vld1_u8(out + x)));
    }
    return x;
}

static int write_wide(const uint16_t *sums, const uint8_t *pixels, int width, uint8_t *out)
{
    int x = 0;
    for (; x + 8 <= width; x += 8) {
        uint16x8_t sum = vld1q_u16(sums + x);
        for (int i = 1; i < SPAN; i++) {
            sum = vaddq_u16(sum, vld1q_u16(sums + x + i));
        }
        uint32x4_t low = vmull_n_u16(vget_low_u16(sum), SHARE);
        uint32x4_t high = vmull_n_u16(vget_high_u16(sum), SHARE);
        int16x8_t mean =
            vreinterpretq_s16_u16(vcombine_u16(vshrn_n_u32(low, 16), vshrn_n_u32(high, 16)));
        int16x8_t pixel = vreinterpretq_s16_u16(vmovl_u8(vld1_u8(pixels + x)));
        int16x8_t value = vaddq_s16(pixel, vshlq_n_s16(vsubq_s16(pixel, mean), 1));
        vst1_u8(out + x, vqmovun_s16(value));
    }
    return x;
}
static const struct row_maker wide = {slide_wide, write_wide};
#else
static const struct row_maker wide = {NULL, NULL};
#endif

static bool make_room(struct sharpened *sharpened, int width, int height)
{
    size_t size = (size_t)width * (size_t)height;
    if (size > sharpened->size) {
        uint8_t *pixels = realloc(sharpened->pixels, size);
        if (!pixels) {
            LOG_ERROR("no memory for a picture of %dx%d", width, height);
            return false;
        }
        sharpened->pixels = pixels;
        sharpened->size = size;
    }
    if (width + 2 * REACH > sharpened->columns) {
        uint16_t *sums =
            realloc(sharpened->sums, (size_t)(width + 2 * REACH) * sizeof *sharpened->sums);
        if (!sums) {
            LOG_ERROR("no memory for a row of %d", width);
            return false;
        }
        sharpened->sums = sums;
        sharpened->columns = width + 2 * REACH;
    }
    return true;
}

static bool sharpen_with(const struct row_maker *maker, struct sharpened *sharpened,
                         const struct plane *from)
{
    int width = from->width;
    if (!make_room(sharpened, width, from->height)) {
        return false;
    }
    uint16_t *sums = sharpened->sums + REACH; /* of the first pixel's column */
    for (int x = 0; x < width; x++) {
        sums[x] = 0;
        for (int y = -REACH; y <= REACH; y++) {
            sums[x] = (uint16_t)(sums[x] + row_at(from, y)[x]);
        }
    }
    for (int y = 0; y < from->height; y++) {
        if (y > 0) {
            slide(maker, sums, row_at(from, y + REACH), row_at(from, y - REACH - 1), width);
        }
        for (int i = 1; i <= REACH; i++) {
            sums[-i] = sums[0];
            sums[width - 1 + i] = sums[width - 1];
        }
        write_row(maker, sharpened->sums, row_at(from, y), width,
                  sharpened->pixels + (size_t)y * (size_t)width);
    }
    sharpened->plane = (struct plane){sharpened->pixels, width, from->height, width};
    return true;
}

bool sharpen_plane(struct sharpened *sharpened, const struct plane *from)
{
    return sharpen_with(&wide, sharpened, from);
}

bool sharpen_plane_plain(struct sharpened *sharpened, const struct plane *from)
{
    static const struct row_maker plain = {NULL, NULL};
    return sharpen_with(&plain, sharpened, from);
}

void sharpen_finish(struct sharpened *sharpened)
{
    if (sharpened) {
        free(sharpened->pixels);
        free(sharpened->sums);
        *sharpened = (struct sharpened){0};
    }
}
