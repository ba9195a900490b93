/* JPEG through libjpeg-turbo: files, and a camera's MJPEG frames. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "scanner/exif.h"
#include "scanner/image.h"

#define SCANS_MAX 200 /* a progressive file with thousands of scans is an attack on our time */
#define EXIF_MARKER (JPEG_APP0 + 1)

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr manager;
    struct jpeg_progress_mgr progress;
    struct jpeg_source_mgr source;
    jmp_buf escape;
    struct fault *error;
    int max_side;       /* of an RGB picture */
    int orientation;    /* EXIF's */
    struct frame *luma; /* lent; where grey goes */
    uint8_t *line;      /* owned; one CMYK row */
    uint8_t *pixels;    /* owned until handed over; RGB */
    bool ended;         /* all bytes were taken and more were asked for */
    bool damaged;       /* parts of the picture are wrong */
};

static void on_error(j_common_ptr common)
{
    struct reader *reader = common->client_data;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    fault_set(reader->error, "%s", text);
    longjmp(reader->escape, 1);
}

/* Leaves by reader->escape. */
static void give_up(struct reader *reader, const char *why)
{
    fault_set(reader->error, "%s", why);
    longjmp(reader->escape, 1);
}

static void on_message(j_common_ptr common, int level)
{
    struct reader *reader = common->client_data;
    int code = common->err->msg_code;
    if (level >= 0) {
        return;
    }
    if (code == JWRN_HIT_MARKER && reader->ended) { /* at once: what follows is a grey waste */
        give_up(reader, "the JPEG is cut off");
    }
    reader->damaged |= code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE;
}

static void on_start_or_end(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

/* The bytes are over: an end marker follows, which cameras tend to forget. */
static boolean on_fill(j_decompress_ptr jpeg)
{
    static const JOCTET end[] = {0xff, JPEG_EOI};
    struct reader *reader = jpeg->client_data;
    reader->ended = true;
    jpeg->src->next_input_byte = end;
    jpeg->src->bytes_in_buffer = sizeof end;
    return TRUE;
}

static void on_skip(j_decompress_ptr jpeg, long count)
{
    struct jpeg_source_mgr *source = jpeg->src;
    if (count <= 0) {
        return;
    }
    if ((size_t)count > source->bytes_in_buffer) {
        on_fill(jpeg);
        return;
    }
    source->next_input_byte += count;
    source->bytes_in_buffer -= (size_t)count;
}

static void on_progress(j_common_ptr common)
{
    struct reader *reader = common->client_data;
    if (reader->jpeg.input_scan_number > SCANS_MAX) {
        fault_set(reader->error, "the JPEG has more than %d scans", SCANS_MAX);
        longjmp(reader->escape, 1);
    }
}

static void reader_init(struct reader *reader, const uint8_t *data, size_t size,
                        struct fault *error)
{
    *reader = (struct reader){.error = error};
    reader->source = (struct jpeg_source_mgr){
        .next_input_byte = data,
        .bytes_in_buffer = size,
        .init_source = on_start_or_end,
        .fill_input_buffer = on_fill,
        .skip_input_data = on_skip,
        .resync_to_restart = jpeg_resync_to_restart,
        .term_source = on_start_or_end,
    };
    reader->jpeg.err = jpeg_std_error(&reader->manager);
    reader->manager.error_exit = on_error;
    reader->manager.emit_message = on_message;
    reader->progress.progress_monitor = on_progress;
    reader->jpeg.client_data = reader;
}

/* Runs `work`; false when it left by reader->escape. */
static bool attempt(struct reader *reader, void (*work)(struct reader *reader))
{
    if (setjmp(reader->escape) != 0) {
        return false;
    }
    work(reader);
    return true;
}

static void reader_finish(struct reader *reader)
{
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader->line);
    free(reader->pixels);
}

/* Up to the first pixel; the picture's size is known to be bearable afterwards. */
static void read_header(struct reader *reader)
{
    jpeg_create_decompress(&reader->jpeg);
    reader->jpeg.progress = &reader->progress;
    reader->jpeg.mem->max_memory_to_use = (long)IMAGE_DECODER_MAX;
    jpeg_save_markers(&reader->jpeg, EXIF_MARKER, 0xffff);
    reader->jpeg.src = &reader->source;
    jpeg_read_header(&reader->jpeg, TRUE);
    if (!image_check_size(reader->jpeg.image_width, reader->jpeg.image_height, reader->error)) {
        longjmp(reader->escape, 1);
    }
}

static bool is_cmyk(const struct reader *reader)
{
    J_COLOR_SPACE space = reader->jpeg.jpeg_color_space;
    return space == JCS_CMYK || space == JCS_YCCK;
}

/* Adobe's files hold ink inverted (0 is full ink). `out` gets 1 or 3 bytes a pixel. */
static void convert_cmyk(const struct reader *reader, uint8_t *out, int channels)
{
    const uint8_t *in = reader->line;
    uint8_t turn = reader->jpeg.saw_Adobe_marker ? 0 : 255;
    for (JDIMENSION x = 0; x < reader->jpeg.output_width; x++, in += 4) {
        uint32_t light = in[3] ^ turn;
        uint32_t red = (in[0] ^ turn) * light / 255, green = (in[1] ^ turn) * light / 255,
                 blue = (in[2] ^ turn) * light / 255;
        if (channels == 1) {
            *out++ = (uint8_t)((red * 299 + green * 587 + blue * 114) / 1000);
        } else {
            *out++ = (uint8_t)red;
            *out++ = (uint8_t)green;
            *out++ = (uint8_t)blue;
        }
    }
}

static void read_rows(struct reader *reader, uint8_t *out, int channels)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    size_t stride = (size_t)jpeg->output_width * (size_t)channels;
    if (is_cmyk(reader)) {
        reader->line = malloc((size_t)jpeg->output_width * 4);
        if (!reader->line) {
            give_up(reader, "no memory");
        }
    }
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *to = out + jpeg->output_scanline * stride;
        JSAMPROW row = reader->line ? reader->line : to;
        if (jpeg_read_scanlines(jpeg, &row, 1) == 1 && reader->line) {
            convert_cmyk(reader, to, channels);
        }
    }
    if (reader->ended && jpeg_has_multiple_scans(jpeg)) { /* finer or further ones are missing */
        give_up(reader, "the JPEG is cut off");
    }
    jpeg_finish_decompress(jpeg);
}

static bool matches(const uint8_t *data, size_t size)
{
    return size > 3 && data[0] == 0xff && data[1] == 0xd8 && data[2] == 0xff;
}

static void read_luma(struct reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    read_header(reader);
    jpeg->out_color_space = is_cmyk(reader) ? JCS_CMYK : JCS_GRAYSCALE;
    jpeg_start_decompress(jpeg);
    if (!frame_resize(reader->luma, (int)jpeg->output_width, (int)jpeg->output_height)) {
        give_up(reader, "no memory for the picture");
    }
    read_rows(reader, reader->luma->luma, 1);
}

static bool luma(const uint8_t *data, size_t size, struct frame *out, struct fault *error)
{
    struct reader reader;
    reader_init(&reader, data, size, error);
    reader.luma = out;
    bool ok = attempt(&reader, read_luma);
    reader_finish(&reader);
    return ok;
}

static int orientation(const struct reader *reader)
{
    for (jpeg_saved_marker_ptr m = reader->jpeg.marker_list; m; m = m->next) {
        if (m->marker == EXIF_MARKER && m->data_length > 6 && memcmp(m->data, "Exif\0", 6) == 0) {
            return exif_orientation(m->data + 6, m->data_length - 6);
        }
    }
    return 1;
}

/* The smallest of libjpeg's n/8 scales that keeps the longer side at least max_side. */
static unsigned choose_eighths(JDIMENSION width, JDIMENSION height, int max_side)
{
    JDIMENSION longer = width > height ? width : height;
    unsigned eighths = 1;
    while (eighths < 8 && (uint64_t)longer * eighths / 8 < (uint64_t)max_side) {
        eighths++;
    }
    return eighths;
}

static void read_rgb(struct reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    read_header(reader);
    reader->orientation = orientation(reader); /* libjpeg forgets its markers at the end */
    jpeg->out_color_space = is_cmyk(reader) ? JCS_CMYK : JCS_RGB;
    jpeg->scale_num = choose_eighths(jpeg->image_width, jpeg->image_height, reader->max_side);
    jpeg->scale_denom = 8;
    jpeg_start_decompress(jpeg);
    reader->pixels = malloc((size_t)jpeg->output_width * jpeg->output_height * 3);
    if (!reader->pixels) {
        give_up(reader, "no memory for the picture");
    }
    read_rows(reader, reader->pixels, 3);
    if (reader->damaged) {
        give_up(reader, "the JPEG is damaged");
    }
}

static bool rgb(const uint8_t *data, size_t size, int max_side, struct image_rgb *out,
                struct fault *error)
{
    struct reader reader;
    reader_init(&reader, data, size, error);
    reader.max_side = max_side;
    bool ok = attempt(&reader, read_rgb);
    if (ok) {
        *out = (struct image_rgb){
            .pixels = reader.pixels,
            .width = (int)reader.jpeg.output_width,
            .height = (int)reader.jpeg.output_height,
            .orientation = reader.orientation,
            .embeddable = !is_cmyk(&reader),
        };
        reader.pixels = NULL;
    }
    reader_finish(&reader);
    return ok;
}

const struct image_codec image_jpeg = {"JPEG", matches, luma, rgb};
