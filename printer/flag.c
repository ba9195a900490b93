#include "printer/flag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_WIDTH_PX 136 /* the width of the font's own bitmaps: no scaling */
#define LETTERS 26

/* One slot for each pair of letters. */
struct flag_cache {
    struct {
        bool tried;
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
            if (row[x] >> 24 < 128) {
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

static cairo_surface_t *crop_on_white(cairo_surface_t *emoji, int slot)
{
    cairo_surface_flush(emoji);
    struct box box = find_ink(emoji);
    if (box.right <= box.left || box.bottom <= box.top) {
        return NULL;
    }
    cairo_surface_t *flag =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, box.right - box.left, box.bottom - box.top);
    cairo_t *cr = cairo_create(flag);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_source_surface(cr, emoji, -box.left, -box.top);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_flush(flag);
    name_picture(flag, slot);
    return flag;
}

cairo_surface_t *flag_find(struct flag_cache *cache, struct text_fonts *fonts, const char *country)
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
            cache->flags[slot].surface = crop_on_white(emoji, slot);
            cairo_surface_destroy(emoji);
        }
    }
    return cache->flags[slot].surface;
}
