#define LOG_MODULE "scanner"
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "scanner/image.h"

#define EMBED_BYTES_MAX ((size_t)1 << 20)

void picture_finish(struct picture *picture)
{
    if (picture) {
        free(picture->rgb);
        free(picture->jpeg);
        *picture = (struct picture){0};
    }
}

/* Adds `weight` times the row `in`, averaged over areas to `to_width` pixels, to `sums`. All sizes
 * are whole numbers: pixel i of `in` spans i*to_width..(i+1)*to_width, pixel j of the result
 * j*width..(j+1)*width. */
static void add_row(const uint8_t *in, int width, int to_width, uint64_t weight, uint64_t *sums)
{
    int64_t position = 0;
    for (int j = 0; j < to_width; j++) {
        int64_t until = (int64_t)(j + 1) * width;
        uint64_t sum[3] = {0};
        while (position < until) {
            int64_t i = position / to_width;
            int64_t next = (i + 1) * to_width < until ? (i + 1) * to_width : until;
            for (int c = 0; c < 3; c++) {
                sum[c] += (uint64_t)(next - position) * in[i * 3 + c];
            }
            position = next;
        }
        for (int c = 0; c < 3; c++) {
            sums[j * 3 + c] += weight * sum[c];
        }
    }
}

static void scale_into(const struct image_rgb *from, int width, int height, uint64_t *sums,
                       uint8_t *out)
{
    uint64_t area = (uint64_t)from->width * (uint64_t)from->height;
    int64_t position = 0;
    for (int y = 0; y < height; y++) {
        memset(sums, 0, (size_t)width * 3 * sizeof *sums);
        int64_t until = (int64_t)(y + 1) * from->height;
        while (position < until) {
            int64_t i = position / height;
            int64_t next = (i + 1) * height < until ? (i + 1) * height : until;
            add_row(from->pixels + i * from->width * 3, from->width, width,
                    (uint64_t)(next - position), sums);
            position = next;
        }
        for (int n = 0; n < width * 3; n++) {
            *out++ = (uint8_t)((sums[n] + area / 2) / area);
        }
    }
}

/* Scales so that the longer side is at most max_side. False: no memory; unchanged. */
static bool scale_down(struct image_rgb *image, int max_side)
{
    int longer = image->width > image->height ? image->width : image->height;
    if (longer <= max_side) {
        return true;
    }
    int width = (int)((int64_t)image->width * max_side / longer);
    int height = (int)((int64_t)image->height * max_side / longer);
    width = width > 0 ? width : 1;
    height = height > 0 ? height : 1;
    uint8_t *out = malloc((size_t)width * (size_t)height * 3);
    uint64_t *sums = malloc((size_t)width * 3 * sizeof *sums);
    if (!out || !sums) {
        free(out);
        free(sums);
        return false;
    }
    scale_into(image, width, height, sums, out);
    free(sums);
    free(image->pixels);
    image->pixels = out;
    image->width = width;
    image->height = height;
    return true;
}

/* How to find a pixel of the upright picture in the stored one, by EXIF orientation. */
static const struct {
    bool swap, from_right, from_bottom;
} turns[] = {
    [1] = {false, false, false}, [2] = {false, true, false}, [3] = {false, true, true},
    [4] = {false, false, true},  [5] = {true, false, false}, [6] = {true, false, true},
    [7] = {true, true, true},    [8] = {true, true, false},
};

/* False: no memory; unchanged. */
static bool turn_upright(struct image_rgb *image)
{
    bool swap = turns[image->orientation].swap;
    int width = swap ? image->height : image->width, height = swap ? image->width : image->height;
    if (image->orientation == 1) {
        return true;
    }
    uint8_t *out = malloc((size_t)width * (size_t)height * 3);
    if (!out) {
        return false;
    }
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            int column = swap ? y : x, row = swap ? x : y;
            column = turns[image->orientation].from_right ? image->width - 1 - column : column;
            row = turns[image->orientation].from_bottom ? image->height - 1 - row : row;
            memcpy(out + ((size_t)y * (size_t)width + (size_t)x) * 3,
                   image->pixels + ((size_t)row * (size_t)image->width + (size_t)column) * 3, 3);
        }
    }
    free(image->pixels);
    *image = (struct image_rgb){out, width, height, 1, false};
    return true;
}

static bool load_rgb(const uint8_t *data, size_t size, int max_side, struct image_rgb *out,
                     struct fault *error)
{
    const struct image_codec *codec = image_codec_find(data, size);
    if (!codec || !codec->rgb) {
        return fault_set(error, "not a photo: save it as JPEG or PNG");
    }
    if (!codec->rgb(data, size, max_side, out, error)) {
        return false;
    }
    if (!scale_down(out, max_side) || !turn_upright(out)) {
        free(out->pixels);
        return fault_set(error, "no memory for the photo");
    }
    return true;
}

bool picture_load(const char *path, int max_side, struct picture *out)
{
    uint8_t *data = NULL;
    size_t size = 0;
    struct image_rgb image;
    struct fault error;
    if (!image_file_read(path, &data, &size, &error) ||
        !load_rgb(data, size, max_side > 0 ? max_side : 1, &image, &error)) {
        LOG_ERROR("cannot read %s: %s", path, error.text);
        free(data);
        return false;
    }
    *out = (struct picture){.rgb = image.pixels, .width = image.width, .height = image.height};
    if (image.embeddable && size <= EMBED_BYTES_MAX) {
        out->jpeg = data;
        out->jpeg_size = size;
    } else {
        free(data);
    }
    return true;
}
