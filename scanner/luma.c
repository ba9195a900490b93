#include "scanner/luma.h"

#include <string.h>

#define FOURCC(a, b, c, d) \
    ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

static const struct {
    const char *name;
    uint32_t fourcc;
    size_t step, offset; /* bytes from luma to luma in a row, and before the first */
} layouts[LUMA_LAYOUT_COUNT] = {
    [LUMA_GREY] = {"GREY", FOURCC('G', 'R', 'E', 'Y'), 1, 0},
    [LUMA_NV12] = {"NV12", FOURCC('N', 'V', '1', '2'), 1, 0}, /* its colours come after the grey */
    [LUMA_YUYV] = {"YUYV", FOURCC('Y', 'U', 'Y', 'V'), 2, 0},
    [LUMA_UYVY] = {"UYVY", FOURCC('U', 'Y', 'V', 'Y'), 2, 1},
    [LUMA_MJPEG] = {"MJPEG", FOURCC('M', 'J', 'P', 'G'), 0, 0},
};

const char *luma_layout_string(enum luma_layout layout)
{
    return layouts[layout].name;
}

uint32_t luma_layout_fourcc(enum luma_layout layout)
{
    return layouts[layout].fourcc;
}

bool luma_layout_find(uint32_t fourcc, enum luma_layout *out)
{
    if (fourcc == FOURCC('J', 'P', 'E', 'G')) { /* what some cameras call the same */
        *out = LUMA_MJPEG;
        return true;
    }
    for (int i = 0; i < LUMA_LAYOUT_COUNT; i++) {
        if (layouts[i].fourcc == fourcc) {
            *out = (enum luma_layout)i;
            return true;
        }
    }
    return false;
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* Reads 2 * width - 1 bytes. */
static void pick_every_second(const uint8_t *in, uint8_t *out, int width)
{
    int x = 0;
    for (; x + 16 < width; x += 16) {
        bytes16 a, b;
        memcpy(&a, in + 2 * x, 16);
        memcpy(&b, in + 2 * x + 16, 16);
        a = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28,
                                    30);
        memcpy(out + x, &a, 16);
    }
    for (; x < width; x++) {
        out[x] = in[2 * x];
    }
}

static bool convert_raw(const struct luma_image *image, struct frame *out, struct fault *error)
{
    size_t step = layouts[image->layout].step;
    size_t row = (size_t)image->width * step;
    size_t stride = image->stride ? image->stride : row;
    size_t need = stride * (size_t)(image->height - 1) + row;
    if (stride < row || image->size < need) {
        return fault_set(error, "a frame of %zu bytes where %dx%d %s takes %zu", image->size,
                         image->width, image->height, layouts[image->layout].name, need);
    }
    if (!frame_resize(out, image->width, image->height)) {
        return fault_set(error, "no memory for %dx%d pixels", image->width, image->height);
    }
    for (int y = 0; y < image->height; y++) {
        const uint8_t *in = image->data + (size_t)y * stride;
        uint8_t *to = out->luma + (size_t)y * (size_t)out->stride;
        if (step == 1) {
            memcpy(to, in, (size_t)image->width);
        } else {
            pick_every_second(in + layouts[image->layout].offset, to, image->width);
        }
    }
    return true;
}

bool luma_convert(const struct luma_image *image, struct frame *out, struct fault *error)
{
    if (!image_check_size((size_t)(image->width > 0 ? image->width : 0),
                          (size_t)(image->height > 0 ? image->height : 0), error)) {
        return false;
    }
    if (image->layout != LUMA_MJPEG) {
        return convert_raw(image, out, error);
    }
    if (!image_jpeg.luma(image->data, image->size, out, error)) {
        return false;
    }
    if (out->width != image->width || out->height != image->height) {
        return fault_set(error, "a JPEG of %dx%d where %dx%d was agreed", out->width, out->height,
                         image->width, image->height);
    }
    return true;
}
