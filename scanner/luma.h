/*
 * Luma: the grey of a camera's frame, whatever layout the camera sends. Pure; the bytes come from
 * a device and may be short or damaged.
 */
#ifndef SCANNER_LUMA_H
#define SCANNER_LUMA_H

#include "picture.h"
#include "scanner/image.h"

enum luma_layout { /* in order of preference where all else is equal */
                   LUMA_GREY,
                   LUMA_NV12,
                   LUMA_YUYV,
                   LUMA_UYVY,
                   LUMA_MJPEG,
                   LUMA_LAYOUT_COUNT,
};

/* "YUYV", as people know it. */
const char *luma_layout_string(enum luma_layout layout);

/* The layout with this V4L2 code ("fourcc"), and its code. False: none that is understood. */
bool luma_layout_find(uint32_t fourcc, enum luma_layout *out);
uint32_t luma_layout_fourcc(enum luma_layout layout);

struct luma_image {
    enum luma_layout layout;
    int width, height;
    size_t stride; /* bytes from row to row, 0: no padding; MJPEG: not used */
    const uint8_t *data;
    size_t size;
};

/* Writes the grey of `image` into `out`, reusing its memory. False, with the reason: too few bytes,
 * a damaged JPEG, a JPEG of another size than announced; out's pixels are then undefined. */
bool luma_convert(const struct luma_image *image, struct frame *out, struct fault *error);

#endif
