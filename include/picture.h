/*
 * Pictures as values: what crosses rooms. A grey frame for the scanner and the camera view, an RGB
 * picture for photos. Plain structs; whoever holds one owns it unless said otherwise.
 */
#ifndef LANYARD_PICTURE_H
#define LANYARD_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame {
    uint8_t *luma;       /* owned; height rows of stride bytes; 0 black, 255 white */
    size_t capacity;     /* bytes allocated at luma */
    int width, height;   /* pixels */
    int stride;          /* bytes from row to row, >= width */
    uint64_t sequence;   /* counts up from 1 for each frame of a source */
    int64_t captured_us; /* time_monotonic_us() at capture */
};

/* Gives `frame` room for width x height (stride == width), reusing its memory. False: no memory,
 * or a side outside 1..16384; the frame is then unchanged. */
bool frame_resize(struct frame *frame, int width, int height);

/* Copies pixels and fields. False: no memory. */
bool frame_copy(struct frame *to, const struct frame *from);

/* Frees the pixels and zeroes the struct. NULL-safe. */
void frame_finish(struct frame *frame);

struct picture {
    uint8_t *rgb;      /* owned; height rows of width * 3 bytes, no padding */
    int width, height; /* pixels */
    /* owned; the file's own bytes when it came as a JPEG that is upright, not CMYK and at most 1
     * MiB, else NULL; not scaled down */
    uint8_t *jpeg;
    size_t jpeg_size; /* so that a badge embeds it without coding it again */
};

void picture_finish(struct picture *picture);

/*
 * Reads a photo (JPEG or PNG), turned upright by its EXIF orientation and scaled down so that the
 * longer side is at most `max_side`. False: one log line says what is wrong with the file.
 * Implemented in scanner/ because libjpeg and libpng live there.
 */
bool picture_load(const char *path, int max_side, struct picture *out);

/* Codes the pixels as a JPEG of quality 1..100 with nothing else in it. *out is the caller's to
 * free. False: one log line. */
bool picture_encode_jpeg(const struct picture *picture, int quality, uint8_t **out, size_t *size);

#endif
