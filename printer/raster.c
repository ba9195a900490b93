#include "printer/raster.h"

#include <stdlib.h>
#include <string.h>

#include "printer/pixels.h"

/* ---- the heads of pages ---- */

#define PWG_SYNC "RaS2"
#define PWG_HEAD 1796
#define URF_SYNC "UNIRAST"
#define URF_HEAD 32
#define URF_NORMAL 4 /* of print quality, as in IPP */

/* Places in a PWG page header, each a 32-bit number, most significant byte first. */
enum pwg_place {
    PWG_DUPLEX = 272,
    PWG_DPI_X = 276,
    PWG_DPI_Y = 280,
    PWG_COPIES = 340,
    PWG_POINTS_X = 352,
    PWG_POINTS_Y = 356,
    PWG_WIDTH = 372,
    PWG_HEIGHT = 376,
    PWG_BITS_OF_COLOUR = 384,
    PWG_BITS_OF_PIXEL = 388,
    PWG_LINE_BYTES = 392,
    PWG_COLOUR_SPACE = 400,
    PWG_COLOURS = 420,
    PWG_PAGES = 452,
    PWG_FEED_CROSS = 456,
    PWG_FEED = 460,
    PWG_QUALITY = 484,
    PWG_MEDIA_NAME = 1732,
};

static const struct {
    uint32_t bits_of_colour, bits_of_pixel, colour_space, colours;
    uint8_t urf_space;
} inks[] = {
    [RASTER_BLACK_1] = {1, 1, 3, 1, 0}, /* 3: black, 1 is ink */
    [RASTER_GREY_8] = {8, 8, 18, 1, 0}, /* 18: grey of sRGB's gamma */
    [RASTER_RGB_24] = {8, 24, 19, 3, 1},
};

static void put_number(uint8_t *head, size_t at, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        head[at + (size_t)i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

static bool put(struct sink *sink, const void *data, size_t size)
{
    return sink_write(sink, data, (unsigned)size) == CAIRO_STATUS_SUCCESS;
}

static size_t line_bytes(enum raster_ink ink, int width)
{
    return ((size_t)width * inks[ink].bits_of_pixel + 7) / 8;
}

bool raster_begin(struct sink *sink, enum raster_format format, int pages)
{
    uint8_t count[4];
    put_number(count, 0, (uint32_t)pages);
    return format == RASTER_PWG ? put(sink, PWG_SYNC, 4)
                                : put(sink, URF_SYNC, sizeof URF_SYNC) && put(sink, count, 4);
}

static bool put_pwg_head(struct sink *sink, enum raster_ink ink, const struct raster_page *page)
{
    uint8_t head[PWG_HEAD] = "PwgRaster";
    const uint32_t dpi = (uint32_t)page->dpi;
    put_number(head, PWG_DUPLEX, page->two_sided);
    put_number(head, PWG_DPI_X, dpi);
    put_number(head, PWG_DPI_Y, dpi);
    put_number(head, PWG_COPIES, 1);
    put_number(head, PWG_POINTS_X, ((uint32_t)page->width * 72 + dpi / 2) / dpi);
    put_number(head, PWG_POINTS_Y, ((uint32_t)page->height * 72 + dpi / 2) / dpi);
    put_number(head, PWG_WIDTH, (uint32_t)page->width);
    put_number(head, PWG_HEIGHT, (uint32_t)page->height);
    put_number(head, PWG_BITS_OF_COLOUR, inks[ink].bits_of_colour);
    put_number(head, PWG_BITS_OF_PIXEL, inks[ink].bits_of_pixel);
    put_number(head, PWG_LINE_BYTES, (uint32_t)line_bytes(ink, page->width));
    put_number(head, PWG_COLOUR_SPACE, inks[ink].colour_space);
    put_number(head, PWG_COLOURS, inks[ink].colours);
    put_number(head, PWG_PAGES, (uint32_t)page->pages);
    put_number(head, PWG_FEED_CROSS, 1);
    put_number(head, PWG_FEED, 1);
    put_number(head, PWG_QUALITY, URF_NORMAL);
    strncpy((char *)head + PWG_MEDIA_NAME, page->media, 63);
    return put(sink, head, sizeof head);
}

static bool put_urf_head(struct sink *sink, enum raster_ink ink, const struct raster_page *page)
{
    uint8_t head[URF_HEAD] = {(uint8_t)inks[ink].bits_of_pixel, inks[ink].urf_space,
                              page->two_sided ? 3 : 1, URF_NORMAL};
    put_number(head, 12, (uint32_t)page->width);
    put_number(head, 16, (uint32_t)page->height);
    put_number(head, 20, (uint32_t)page->dpi);
    return put(sink, head, sizeof head);
}

/* ---- lines ---- */

/* Of 0..255, as an eye weighs the colours. */
static unsigned light_of(uint32_t pixel)
{
    return ((pixel >> 16 & 255) * 77 + (pixel >> 8 & 255) * 150 + (pixel & 255) * 29) >> 8;
}

/* One line of dots. What is half covered or more is black: edges stay sharp, and what has been
 * dithered or stands on whole dots stays as it is. */
static void fill_line(const uint32_t *from, int width, enum raster_ink ink, uint8_t *to)
{
    if (ink == RASTER_RGB_24) {
        pixels_to_rgb(from, width, to);
    } else if (ink == RASTER_GREY_8) {
        pixels_to_grey(from, width, to);
    } else {
        memset(to, 0, line_bytes(ink, width));
        for (int x = 0; x < width; x++) {
            to[x / 8] |= (uint8_t)((light_of(from[x]) < 128) << (7 - x % 8));
        }
    }
}

/* How many pixels from `at` on are the same; at most 128. */
static size_t run_length(const uint8_t *line, size_t at, size_t count, size_t unit)
{
    size_t run = 1;
    while (run < 128 && at + run < count &&
           memcmp(line + at * unit, line + (at + run) * unit, unit) == 0) {
        run++;
    }
    return run;
}

/* Packs a line of `count` pixels of `unit` bytes: runs of one, or up to 128 that differ. */
static bool put_line(struct sink *sink, const uint8_t *line, size_t count, size_t unit)
{
    bool ok = true;
    for (size_t at = 0; ok && at < count;) {
        size_t run = run_length(line, at, count, unit);
        if (run > 1 || at + 1 == count) {
            const uint8_t code = (uint8_t)(run - 1);
            ok = put(sink, &code, 1) && put(sink, line + at * unit, unit);
            at += run;
            continue;
        }
        size_t end = at + 1;
        while (end < count && end - at < 128 && run_length(line, end, count, unit) == 1) {
            end++;
        }
        /* one alone is a run of one */
        const uint8_t code = (uint8_t)(end - at == 1 ? 0 : 257 - (end - at));
        ok = put(sink, &code, 1) && put(sink, line + at * unit, (end - at) * unit);
        at = end;
    }
    return ok;
}

static bool put_lines(struct sink *sink, enum raster_ink ink, const struct raster_page *page,
                      uint8_t *line, uint8_t *next)
{
    size_t size = line_bytes(ink, page->width), unit = ink == RASTER_RGB_24 ? 3 : 1;
    bool ok = true;
    fill_line(page->pixels, page->width, ink, line);
    for (int y = 0; ok && y < page->height;) {
        int same = 1; /* lines that are alike are sent once */
        while (same < 256 && y + same < page->height) {
            fill_line(page->pixels + (size_t)(y + same) * page->stride, page->width, ink, next);
            if (memcmp(line, next, size) != 0) {
                break;
            }
            same++;
        }
        const uint8_t again = (uint8_t)(same - 1);
        ok = put(sink, &again, 1) && put_line(sink, line, size / unit, unit);
        y += same;
        if (same == 256 && y < page->height) {
            fill_line(page->pixels + (size_t)y * page->stride, page->width, ink, next);
        }
        memcpy(line, next, size);
    }
    return ok;
}

bool raster_page(struct sink *sink, enum raster_format format, enum raster_ink ink,
                 const struct raster_page *page)
{
    size_t size = line_bytes(ink, page->width);
    uint8_t *lines = malloc(2 * size);
    bool ok = lines != NULL && (format == RASTER_PWG ? put_pwg_head(sink, ink, page)
                                                     : put_urf_head(sink, ink, page));
    ok = ok && put_lines(sink, ink, page, lines, lines + size);
    free(lines);
    return ok;
}
