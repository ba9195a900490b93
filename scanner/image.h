/*
 * Picture files as bytes: one codec per format, chosen by the file's first bytes and never by its
 * name. The bytes come from outside: any content is survived. Codecs do not log; they say why in
 * an image_error. Any thread.
 */
#ifndef SCANNER_IMAGE_H
#define SCANNER_IMAGE_H

#include "picture.h"
#include "scanner/fault.h"

#define IMAGE_FILE_MAX ((size_t)128 << 20)    /* bytes of a file that are looked at */
#define IMAGE_PIXELS_MAX ((size_t)64 << 20)   /* refused above, before anything is allocated */
#define IMAGE_DECODER_MAX ((size_t)512 << 20) /* bytes that a library may take for one picture */

/* Whether a picture of this size is accepted; says why not. */
bool image_check_size(size_t width, size_t height, struct fault *error);

/* Before scaling and turning. */
struct image_rgb {
    uint8_t *pixels; /* owned; height rows of width * 3 bytes */
    int width, height;
    int orientation; /* EXIF's 1..8 */
    bool embeddable; /* the file's own bytes show it the same way everywhere: an RGB or grey JPEG */
};

struct image_codec {
    const char *name; /* "JPEG" */
    bool (*matches)(const uint8_t *data, size_t size);
    /* Writes into `out`, reusing its memory; its pixels are undefined after failure. */
    bool (*luma)(const uint8_t *data, size_t size, struct frame *out, struct fault *error);
    /* May scale down, but to no less than `max_side` for the longer side. *out is unchanged on
     * failure. NULL: the format is not one for photos. */
    bool (*rgb)(const uint8_t *data, size_t size, int max_side, struct image_rgb *out,
                struct fault *error);
};

extern const struct image_codec image_jpeg, image_png, image_pgm;

/* Reads the regular file `path`; the caller frees *data. Out-parameters are unchanged on failure.
 */
bool image_file_read(const char *path, uint8_t **data, size_t *size, struct fault *error);

/* As frame_load, but says why in `error` instead of logging. */
bool image_file_luma(const char *path, struct frame *out, struct fault *error);

/* NULL: none knows these bytes. */
const struct image_codec *image_codec_find(const uint8_t *data, size_t size);

#endif
