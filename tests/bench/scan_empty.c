#include "tests/bench/scan_empty.h"

#include "scanner/plane.h"

#include <math.h>

#define WIDTH 1280
#define HEIGHT 720
#define MARGIN 0.12f /* of a code's side, painted beyond its corners */

static uint8_t pixel(const struct frame *frame, int x, int y)
{
    return frame->luma[(size_t)y * (size_t)frame->stride + (size_t)x];
}

bool scan_empty_tile(const struct frame *picture, struct frame *out)
{
    if (!frame_resize(out, WIDTH, HEIGHT)) {
        return false;
    }
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            out->luma[y * out->stride + x] =
                pixel(picture, x % picture->width, y % picture->height);
        }
    }
    return true;
}

bool scan_empty_stretch(const struct frame *picture, struct frame *out)
{
    const struct plane plane = {picture->luma, picture->width, picture->height, picture->stride};
    if (!frame_resize(out, WIDTH, HEIGHT)) {
        return false;
    }
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            float at_x = ((float)x + 0.5f) * (float)picture->width / WIDTH;
            float at_y = ((float)y + 0.5f) * (float)picture->height / HEIGHT;
            out->luma[y * out->stride + x] = (uint8_t)plane_sample(&plane, at_x, at_y, 0);
        }
    }
    return true;
}

/* Whether a point lies in a code, seen from its middle so much larger. */
static bool covers(const struct scan_point corners[4], float x, float y)
{
    float mid_x = 0, mid_y = 0;
    for (int i = 0; i < 4; i++) {
        mid_x += corners[i].x / 4;
        mid_y += corners[i].y / 4;
    }
    x = mid_x + (x - mid_x) / (1 + 2 * MARGIN);
    y = mid_y + (y - mid_y) / (1 + 2 * MARGIN);
    int left = 0;
    for (int i = 0; i < 4; i++) {
        const struct scan_point *a = &corners[i], *b = &corners[(i + 1) % 4];
        left += (b->x - a->x) * (y - a->y) - (b->y - a->y) * (x - a->x) > 0;
    }
    return left == 0 || left == 4;
}

bool scan_empty_paint(const struct frame *picture, const struct scan_result *result,
                      struct frame *out)
{
    if (!frame_copy(out, picture)) {
        return false;
    }
    for (size_t i = 0; i < result->count; i++) {
        int grey = -1; /* of the row's last pixel before the code */
        for (int y = 0; y < out->height; y++) {
            for (int x = 0; x < out->width; x++) {
                if (!covers(result->codes[i].corners, (float)x, (float)y)) {
                    grey = pixel(out, x, y);
                } else if (grey >= 0) {
                    out->luma[y * out->stride + x] = (uint8_t)grey;
                }
            }
        }
    }
    return true;
}
