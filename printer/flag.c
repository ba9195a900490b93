#include "printer/flag.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_WIDTH_PX 136 /* the width of the font's own bitmaps: no scaling */
#define LETTERS 26
#define OPAQUE 128 /* alpha from which a pixel is of the flag */
#define SMOOTH_REACH 3
#define EDGE 3 /* pixels at each edge that the font shades, and leaves soft */

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

/* The cloth as the font draws it, waving: where its edges are in each column, in 1/256 of a row. */
struct cloth {
    int top[FLAG_WIDTH_PX], bottom[FLAG_WIDTH_PX];
    int count, height; /* columns; rows when it hangs straight, 0: it is no rectangle */
};

static int alpha_at(cairo_surface_t *emoji, int x, int y)
{
    if (y < 0 || y >= cairo_image_surface_get_height(emoji)) {
        return 0;
    }
    const unsigned char *data = cairo_image_surface_get_data(emoji);
    const uint32_t *row =
        (const void *)(data + (size_t)y * (size_t)cairo_image_surface_get_stride(emoji));
    return (int)(row[x] >> 24);
}

/* Between a row that is outside and the first inside it, where the edge is. */
static int edge_between(cairo_surface_t *emoji, int x, int outside, int inside)
{
    int before = alpha_at(emoji, x, outside), after = alpha_at(emoji, x, inside);
    return outside * 256 + (inside - outside) * 256 * (OPAQUE - before) / (after - before);
}

/* The edges of column `x`. False: it has none. */
static bool find_edges(cairo_surface_t *emoji, const struct box *box, int x, int *top, int *bottom)
{
    int first = -1, last = -1;
    for (int y = box->top; y < box->bottom; y++) {
        if (alpha_at(emoji, x, y) >= OPAQUE) {
            first = first < 0 ? y : first;
            last = y;
        }
    }
    if (first < 0) {
        return false;
    }
    *top = edge_between(emoji, x, first - 1, first);
    *bottom = edge_between(emoji, x, last + 1, last);
    return true;
}

/* The mean of each value and its neighbours: a wave has no steps. */
static void smooth(int values[FLAG_WIDTH_PX], int count)
{
    int from[FLAG_WIDTH_PX];
    memcpy(from, values, sizeof from);
    for (int i = 0; i < count; i++) {
        int reach = i < SMOOTH_REACH ? i : SMOOTH_REACH, sum = 0;
        reach = count - 1 - i < reach ? count - 1 - i : reach;
        for (int j = i - reach; j <= i + reach; j++) {
            sum += from[j];
        }
        values[i] = sum / (2 * reach + 1);
    }
}

/* False: it is no rectangle. */
static bool find_cloth(cairo_surface_t *emoji, const struct box *box, struct cloth *out)
{
    int least = INT_MAX, most = 0;
    *out = (struct cloth){.count = box->right - box->left - 2 * EDGE};
    for (int i = 0; i < out->count; i++) {
        if (!find_edges(emoji, box, box->left + EDGE + i, &out->top[i], &out->bottom[i])) {
            return false;
        }
        int height = out->bottom[i] - out->top[i];
        least = height < least ? height : least;
        most = height > most ? height : most;
    }
    smooth(out->top, out->count);
    smooth(out->bottom, out->count);
    out->height = (least + most) / 512 - 2 * EDGE;
    return out->count > 0 && most - least <= most / 10 && out->height > 0;
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
static void straighten(cairo_surface_t *emoji, const struct box *box, const struct cloth *cloth,
                       cairo_surface_t *flag)
{
    size_t from_stride = (size_t)cairo_image_surface_get_stride(emoji) / 4;
    size_t to_stride = (size_t)cairo_image_surface_get_stride(flag) / 4;
    const uint32_t *from = (const void *)cairo_image_surface_get_data(emoji);
    uint32_t *to = (void *)cairo_image_surface_get_data(flag);
    for (int x = 0; x < cloth->count; x++) {
        int top = cloth->top[x] + EDGE * 256, bottom = cloth->bottom[x] - EDGE * 256;
        for (int y = 0; y < cloth->height; y++) {
            int at = top + (bottom - top) * (2 * y + 1) / (2 * cloth->height) - 128;
            const uint32_t *pixel =
                from + (size_t)(at / 256) * from_stride + (size_t)(box->left + EDGE + x);
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
    struct cloth shape;
    *cloth = find_cloth(emoji, &box, &shape);
    cairo_surface_t *flag = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, *cloth ? shape.count : width, *cloth ? shape.height : height);
    if (cairo_surface_status(flag) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(flag);
        return NULL;
    }
    if (*cloth) {
        straighten(emoji, &box, &shape, flag);
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
