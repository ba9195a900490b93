#include "printer/flag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_WIDTH_PX 136 /* the width of the font's own bitmaps: no scaling */
#define LETTERS 26
#define OPAQUE 128 /* alpha from which a pixel is of the flag */
#define EDGE 3     /* pixels at each edge that the font shades, and leaves soft */

/* One slot for each pair of letters. */
struct flag_cache {
    struct {
        bool tried, cloth;
        cairo_surface_t *surface; /* owned; NULL: there is none */
    } flags[LETTERS * LETTERS];
};

struct flag_cache *flag_cache_create(void)
{
    return calloc(1, sizeof(struct flag_cache));
}

void flag_cache_destroy(struct flag_cache *cache)
{
    if (!cache) {
        return;
    }
    for (int i = 0; i < LETTERS * LETTERS; i++) {
        cairo_surface_destroy(cache->flags[i].surface);
    }
    free(cache);
}

/* 0..25, -1 for what is no letter. */
static int letter_of(char c)
{
    if (c >= 'a' && c <= 'z') {
        return c - 'a';
    }
    return c >= 'A' && c <= 'Z' ? c - 'A' : -1;
}

static int slot_of(const char *country)
{
    if (strlen(country) != 2 || letter_of(country[0]) < 0 || letter_of(country[1]) < 0) {
        return -1;
    }
    return letter_of(country[0]) * LETTERS + letter_of(country[1]);
}

/* The two regional indicator symbols, U+1F1E6 and on. */
static void write_indicators(int slot, char out[9])
{
    const int letters[2] = {slot / LETTERS, slot % LETTERS};
    for (int i = 0; i < 2; i++) {
        memcpy(out + i * 4, "\xF0\x9F\x87", 3);
        out[i * 4 + 3] = (char)(0xA6 + letters[i]);
    }
    out[8] = '\0';
}

struct box {
    int left, top, right, bottom; /* right and bottom are outside */
};

/* Where the picture is not transparent. */
static struct box find_ink(cairo_surface_t *surface)
{
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    struct box box = {width, height, 0, 0};
    for (int y = 0; y < height; y++) {
        const uint32_t *row = (const void *)(data + (size_t)y * (size_t)stride);
        for (int x = 0; x < width; x++) {
            if (row[x] >> 24 < OPAQUE) {
                continue;
            }
            box.left = x < box.left ? x : box.left;
            box.right = x + 1 > box.right ? x + 1 : box.right;
            box.top = y < box.top ? y : box.top;
            box.bottom = y + 1;
        }
    }
    return box;
}

/* A name for the picture, the same in every document, so that one document holds it once. */
static void name_picture(cairo_surface_t *surface, int slot)
{
    char *name = malloc(32);
    if (name) {
        int length = snprintf(name, 32, "lanyard-flag-%d", slot);
        cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)name,
                                    (unsigned long)length, free, name);
    }
}

/* The first and the last opaque row of column `x`. False: it has none. */
static bool find_column(cairo_surface_t *emoji, const struct box *box, int x, int *top, int *bottom)
{
    size_t stride = (size_t)cairo_image_surface_get_stride(emoji);
    const unsigned char *data = cairo_image_surface_get_data(emoji);
    *top = -1;
    for (int y = box->top; y < box->bottom; y++) {
        const uint32_t *row = (const void *)(data + (size_t)y * stride);
        if (row[x] >> 24 >= OPAQUE) {
            *top = *top < 0 ? y : *top;
            *bottom = y + 1;
        }
    }
    return *top >= 0;
}

/* The height of the cloth, which the font draws waving: the same in each column but the rounded
 * ones at the ends. 0: the flag is no rectangle. */
static int find_cloth(cairo_surface_t *emoji, const struct box *box)
{
    int least = box->bottom, most = 0, top, bottom = 0;
    for (int x = box->left + EDGE; x < box->right - EDGE; x++) {
        if (!find_column(emoji, box, x, &top, &bottom)) {
            return 0;
        }
        least = bottom - top < least ? bottom - top : least;
        most = bottom - top > most ? bottom - top : most;
    }
    return most - least <= most / 10 ? (most + least) / 2 : 0;
}

/* Between two rows of a column. */
static uint32_t mix_pixels(uint32_t above, uint32_t below, int share_256)
{
    uint32_t out = 0xFFU << 24;
    for (int shift = 0; shift < 24; shift += 8) {
        int a = (int)(above >> shift & 255), b = (int)(below >> shift & 255);
        out |= (uint32_t)(a + ((b - a) * share_256 >> 8)) << shift;
    }
    return out;
}

/* Draws the cloth straight: each column moved up or down to where it hangs without wind. */
static void straighten(cairo_surface_t *emoji, const struct box *box, cairo_surface_t *flag)
{
    int width = cairo_image_surface_get_width(flag), height = cairo_image_surface_get_height(flag);
    size_t from_stride = (size_t)cairo_image_surface_get_stride(emoji) / 4;
    size_t to_stride = (size_t)cairo_image_surface_get_stride(flag) / 4;
    const uint32_t *from = (const void *)cairo_image_surface_get_data(emoji);
    uint32_t *to = (void *)cairo_image_surface_get_data(flag);
    for (int x = 0; x < width; x++) {
        int column = box->left + EDGE + x, top = 0, bottom = 1;
        (void)find_column(emoji, box, column, &top, &bottom);
        int room = bottom - top - 2 * EDGE - 1;
        for (int y = 0; y < height; y++) {
            int at = y * room * 256 / (height > 1 ? height - 1 : 1);
            const uint32_t *pixel =
                from + (size_t)(top + EDGE + at / 256) * from_stride + (size_t)column;
            to[(size_t)y * to_stride + (size_t)x] =
                mix_pixels(pixel[0], pixel[from_stride], at & 255);
        }
    }
    cairo_surface_mark_dirty(flag);
}

static void draw_on_white(cairo_surface_t *emoji, const struct box *box, cairo_surface_t *flag)
{
    cairo_t *cr = cairo_create(flag);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_source_surface(cr, emoji, -box->left, -box->top);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_flush(flag);
}

static cairo_surface_t *make_flag(cairo_surface_t *emoji, int slot, bool *cloth)
{
    cairo_surface_flush(emoji);
    struct box box = find_ink(emoji);
    int width = box.right - box.left, height = box.bottom - box.top;
    if (width <= 4 * EDGE || height <= 4 * EDGE) {
        return NULL;
    }
    int straight = find_cloth(emoji, &box) - 2 * EDGE;
    *cloth = straight > 0;
    cairo_surface_t *flag = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, *cloth ? width - 2 * EDGE : width, *cloth ? straight : height);
    if (cairo_surface_status(flag) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(flag);
        return NULL;
    }
    if (*cloth) {
        straighten(emoji, &box, flag);
    } else {
        draw_on_white(emoji, &box, flag);
    }
    name_picture(flag, slot);
    return flag;
}

cairo_surface_t *flag_find(struct flag_cache *cache, struct text_fonts *fonts, const char *country,
                           bool *cloth)
{
    int slot = slot_of(country);
    if (slot < 0) {
        return NULL;
    }
    if (!cache->flags[slot].tried) {
        char indicators[9];
        cache->flags[slot].tried = true;
        write_indicators(slot, indicators);
        cairo_surface_t *emoji = text_emoji(fonts, indicators, FLAG_WIDTH_PX);
        if (emoji) {
            cache->flags[slot].surface = make_flag(emoji, slot, &cache->flags[slot].cloth);
            cairo_surface_destroy(emoji);
        }
    }
    *cloth = cache->flags[slot].cloth;
    return cache->flags[slot].surface;
}
