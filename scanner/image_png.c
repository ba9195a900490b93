/* PNG through libpng. What is transparent is shown on white. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "scanner/exif.h"
#include "scanner/image.h"

#define CHUNK_BYTES_MAX ((png_alloc_size_t)8 << 20)
#define CHUNKS_MAX 128

struct reader {
    png_structp png;
    png_infop info;
    const uint8_t *at, *end;
    struct fault *error;
    struct frame *luma; /* lent; where grey goes */
    png_bytep *rows;    /* owned; into the pixels */
    uint8_t *pixels;    /* owned until handed over; RGB */
    int width, height;
};

static void on_error(png_structp png, png_const_charp text)
{
    struct reader *reader = png_get_error_ptr(png);
    fault_set(reader->error, "%s", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_read(png_structp png, png_bytep out, size_t size)
{
    struct reader *reader = png_get_io_ptr(png);
    if ((size_t)(reader->end - reader->at) < size) {
        png_error(png, "the PNG is cut off");
    }
    memcpy(out, reader->at, size);
    reader->at += size;
}

static bool reader_init(struct reader *reader, const uint8_t *data, size_t size,
                        struct fault *error)
{
    *reader = (struct reader){.at = data, .end = data + size, .error = error};
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
    reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
    return reader->info || fault_set(error, "no memory");
}

/* Runs `work`; false when libpng or `work` left by png_error. */
static bool attempt(struct reader *reader, void (*work)(struct reader *reader))
{
    if (setjmp(png_jmpbuf(reader->png)) != 0) {
        return false;
    }
    work(reader);
    return true;
}

static void reader_finish(struct reader *reader)
{
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader->rows);
    free(reader->pixels);
}

static void read_header(struct reader *reader)
{
    /* without its colour profile a file gives the same grey as the other formats */
    static const png_byte unused[] = "gAMA\0cHRM\0iCCP\0sRGB";
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, unused, 4);
    png_set_chunk_malloc_max(reader->png, CHUNK_BYTES_MAX);
    png_set_chunk_cache_max(reader->png, CHUNKS_MAX);
    png_set_read_fn(reader->png, reader, on_read);
    png_read_info(reader->png, reader->info);
    png_uint_32 width = png_get_image_width(reader->png, reader->info);
    png_uint_32 height = png_get_image_height(reader->png, reader->info);
    if (!image_check_size(width, height, reader->error)) {
        png_longjmp(reader->png, 1);
    }
    reader->width = (int)width;
    reader->height = (int)height;
}

/* Whatever the file holds comes out as 8 bits of grey, or as RGB. */
static void set_transforms(struct reader *reader, bool grey)
{
    png_structp png = reader->png;
    bool coloured = png_get_color_type(png, reader->info) & PNG_COLOR_MASK_COLOR;
    png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
    png_set_expand(png);
    png_set_strip_16(png);
    if (png_get_color_type(png, reader->info) & PNG_COLOR_MASK_ALPHA ||
        png_get_valid(png, reader->info, PNG_INFO_tRNS)) {
        png_set_background_fixed(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 0);
    }
    if (grey && coloured) {
        png_set_rgb_to_gray_fixed(png, PNG_ERROR_ACTION_NONE, 29900, 58700);
    } else if (!grey && !coloured) {
        png_set_gray_to_rgb(png);
    }
    png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);
}

static void read_rows(struct reader *reader, uint8_t *pixels, size_t channels)
{
    size_t stride = (size_t)reader->width * channels;
    if (png_get_rowbytes(reader->png, reader->info) != stride) {
        png_error(reader->png, "the PNG has an unknown layout");
    }
    reader->rows = malloc((size_t)reader->height * sizeof *reader->rows);
    if (!reader->rows) {
        png_error(reader->png, "no memory");
    }
    for (int y = 0; y < reader->height; y++) {
        reader->rows[y] = pixels + (size_t)y * stride;
    }
    png_read_image(reader->png, reader->rows);
    png_read_end(reader->png, NULL);
}

static bool matches(const uint8_t *data, size_t size)
{
    return size > 8 && png_sig_cmp(data, 0, 8) == 0;
}

static void read_luma(struct reader *reader)
{
    read_header(reader);
    set_transforms(reader, true);
    if (!frame_resize(reader->luma, reader->width, reader->height)) {
        png_error(reader->png, "no memory for the picture");
    }
    read_rows(reader, reader->luma->luma, 1);
}

static bool luma(const uint8_t *data, size_t size, struct frame *out, struct fault *error)
{
    struct reader reader;
    bool ok = reader_init(&reader, data, size, error);
    reader.luma = out;
    ok = ok && attempt(&reader, read_luma);
    reader_finish(&reader);
    return ok;
}

static int orientation(const struct reader *reader)
{
    png_uint_32 size = 0;
    png_bytep exif = NULL;
    png_get_eXIf_1(reader->png, reader->info, &size, &exif);
    return exif ? exif_orientation(exif, size) : 1;
}

static void read_rgb(struct reader *reader)
{
    read_header(reader);
    set_transforms(reader, false);
    reader->pixels = malloc((size_t)reader->width * (size_t)reader->height * 3);
    if (!reader->pixels) {
        png_error(reader->png, "no memory for the picture");
    }
    read_rows(reader, reader->pixels, 3);
}

static bool rgb(const uint8_t *data, size_t size, int max_side, struct image_rgb *out,
                struct fault *error)
{
    (void)max_side;
    struct reader reader;
    bool ok = reader_init(&reader, data, size, error) && attempt(&reader, read_rgb);
    if (ok) {
        *out = (struct image_rgb){
            .pixels = reader.pixels,
            .width = reader.width,
            .height = reader.height,
            .orientation = orientation(&reader),
        };
        reader.pixels = NULL;
    }
    reader_finish(&reader);
    return ok;
}

const struct image_codec image_png = {"PNG", matches, luma, rgb};
