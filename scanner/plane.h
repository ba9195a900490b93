/*
 * Planes: grey pictures whose pixels belong to somebody else, and the pyramid of halved copies in
 * which large codes are found as cheaply as small ones in the full picture.
 */
#ifndef SCANNER_PLANE_H
#define SCANNER_PLANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plane {
    const uint8_t *pixels;
    int width, height, stride;
};

#define PYRAMID_LEVELS 6
#define PYRAMID_SIDE_MIN 48 /* pixels; a smaller plane is not halved again */

struct pyramid {
    struct plane levels[PYRAMID_LEVELS]; /* [0] borrows the caller's pixels, the rest are ours */
    int count;
    uint8_t *buffers[PYRAMID_LEVELS]; /* owned */
    size_t sizes[PYRAMID_LEVELS];
};

/* Halves `base` again and again; keeps the memory of earlier pictures. `base` is borrowed until the
 * next call. False: no memory. */
bool pyramid_build(struct pyramid *pyramid, const struct plane *base);

/* NULL-safe. */
void pyramid_finish(struct pyramid *pyramid);

/* Averages 2x2 pixels into `out` (width / 2 by height / 2, rows of width / 2). */
void plane_halve(const struct plane *from, uint8_t *out);
void plane_halve_plain(const struct plane *from, uint8_t *out); /* the same without SIMD */

/* Whether plane_sample_inside may be asked at a point. */
static inline bool plane_holds(const struct plane *plane, float x, float y)
{
    return x >= 1 && y >= 1 && x < (float)plane->width - 1 && y < (float)plane->height - 1;
}

/* Grey where plane_holds, interpolated between pixel centres. */
static inline float plane_sample_inside(const struct plane *plane, float x, float y)
{
    x -= 0.5f;
    y -= 0.5f;
    int left = (int)x, top = (int)y;
    float fx = x - (float)left, fy = y - (float)top;
    const uint8_t *upper = plane->pixels + (ptrdiff_t)top * plane->stride + left;
    const uint8_t *lower = upper + plane->stride;
    float above = (float)upper[0] + fx * (float)(upper[1] - upper[0]);
    float below = (float)lower[0] + fx * (float)(lower[1] - lower[0]);
    return above + fy * (below - above);
}

/* Grey at any point; `outside` beyond the border. */
static inline float plane_sample(const struct plane *plane, float x, float y, float outside)
{
    if (plane_holds(plane, x, y)) {
        return plane_sample_inside(plane, x, y);
    }
    x -= 0.5f;
    y -= 0.5f;
    /* written so that not-a-number is outside, too */
    if (!(x >= -0.5f && y >= -0.5f && x < (float)plane->width - 0.5f &&
          y < (float)plane->height - 0.5f)) {
        return outside;
    }
    int left = (int)(x + 1) - 1, top = (int)(y + 1) - 1;
    float fx = x - (float)left, fy = y - (float)top;
    int right = left + 1 < plane->width ? left + 1 : left,
        bottom = top + 1 < plane->height ? top + 1 : top;
    left = left < 0 ? 0 : left;
    top = top < 0 ? 0 : top;
    const uint8_t *upper = plane->pixels + (size_t)top * (size_t)plane->stride;
    const uint8_t *lower = plane->pixels + (size_t)bottom * (size_t)plane->stride;
    float above = (float)upper[left] + fx * (float)(upper[right] - upper[left]);
    float below = (float)lower[left] + fx * (float)(lower[right] - lower[left]);
    return above + fy * (below - above);
}

#endif
