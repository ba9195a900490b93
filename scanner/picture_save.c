#define LOG_MODULE "picture"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "log.h"
#include "picture.h"

struct encoder {
    struct jpeg_error_mgr manager; /* first: libjpeg hands its address back */
    jmp_buf escape;
};

static void leave(j_common_ptr jpeg)
{
    struct encoder *encoder = (struct encoder *)(void *)jpeg->err;
    longjmp(encoder->escape, 1);
}

static void write_rows(struct jpeg_compress_struct *jpeg, const struct picture *picture)
{
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = picture->rgb + (size_t)jpeg->next_scanline * (size_t)picture->width * 3;
        jpeg_write_scanlines(jpeg, &row, 1);
    }
}

bool picture_encode_jpeg(const struct picture *picture, int quality, uint8_t **out, size_t *size)
{
    struct jpeg_compress_struct jpeg;
    struct encoder encoder;
    unsigned char *written = NULL; /* libjpeg's; it sets both when it has finished */
    unsigned long length = 0;
    jpeg.err = jpeg_std_error(&encoder.manager);
    encoder.manager.error_exit = leave;
    if (setjmp(encoder.escape)) {
        LOG_ERROR("a picture of %dx%d cannot be coded as JPEG; is there memory left?",
                  picture->width, picture->height);
        jpeg_destroy_compress(&jpeg);
        free(written);
        return false;
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &written, &length);
    jpeg.image_width = (JDIMENSION)picture->width;
    jpeg.image_height = (JDIMENSION)picture->height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg.optimize_coding = TRUE;
    jpeg_start_compress(&jpeg, TRUE);
    write_rows(&jpeg, picture);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    *out = written;
    *size = length;
    return true;
}
