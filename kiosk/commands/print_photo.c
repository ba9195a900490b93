#include "kiosk/commands/print_photo.h"

#include <stdlib.h>

/* A photo of 42 mm, the largest on a badge, at 200 dpi; and how many bytes are little enough: ten
 * thousand of them are 100 MB. */
#define SIDE_MAX 332
#define BYTES_MAX 10000

/* The mean of what falls on each pixel. */
static void shrink(const struct picture *from, struct picture *to)
{
    for (int y = 0; y < to->height; y++) {
        int top = y * from->height / to->height, bottom = (y + 1) * from->height / to->height;
        for (int x = 0; x < to->width; x++) {
            int left = x * from->width / to->width, right = (x + 1) * from->width / to->width;
            unsigned sum[3] = {0}, count = (unsigned)((bottom - top) * (right - left));
            for (int v = top; v < bottom; v++) {
                const uint8_t *row = from->rgb + ((size_t)v * (size_t)from->width) * 3;
                for (int u = left; u < right; u++) {
                    sum[0] += row[3 * u];
                    sum[1] += row[3 * u + 1];
                    sum[2] += row[3 * u + 2];
                }
            }
            uint8_t *pixel = to->rgb + ((size_t)y * (size_t)to->width + (size_t)x) * 3;
            for (int i = 0; i < 3; i++) {
                pixel[i] = (uint8_t)((sum[i] + count / 2) / count);
            }
        }
    }
}

/* A copy that is at most SIDE_MAX long. False: no memory. */
static bool scale(const struct picture *from, struct picture *out)
{
    int side = from->width > from->height ? from->width : from->height;
    int limit = side < SIDE_MAX ? side : SIDE_MAX;
    *out = (struct picture){.width = from->width * limit / side,
                            .height = from->height * limit / side};
    out->width = out->width > 0 ? out->width : 1;
    out->height = out->height > 0 ? out->height : 1;
    out->rgb = malloc((size_t)out->width * (size_t)out->height * 3);
    if (out->rgb) {
        shrink(from, out);
    }
    return out->rgb != NULL;
}

void print_photo_slim(struct picture *photo)
{
    static const int qualities[] = {82, 70, 56};
    struct picture small;
    if (!photo->rgb || (photo->jpeg && photo->jpeg_size <= BYTES_MAX) || !scale(photo, &small)) {
        return;
    }
    for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++) {
        free(small.jpeg);
        small.jpeg = NULL;
        if (!picture_encode_jpeg(&small, qualities[i], &small.jpeg, &small.jpeg_size)) {
            picture_finish(&small);
            return;
        }
        if (small.jpeg_size <= BYTES_MAX) {
            break;
        }
    }
    picture_finish(photo);
    *photo = small;
}
