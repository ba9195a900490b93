/*
 * Wall: the sixty hard names on one template, beside each other.
 */
#ifndef LANYARD_TESTS_WALL_H
#define LANYARD_TESTS_WALL_H

#include <cairo.h>

#include "tests/printer/hard_names.h"

#define WALL_COLUMNS 10
#define WALL_ROWS 6

struct wall {
    int dpi;                  /* of the badges, laid out for 300 */
    int gap;                  /* pixels around each */
    int width, height;        /* of one badge */
    cairo_surface_t *surface; /* owned */
};

/* A badge's place on the wall. */
static inline void wall_place(const struct wall *wall, size_t index, int *x, int *y)
{
    *x = wall->gap + (int)(index % WALL_COLUMNS) * (wall->width + wall->gap);
    *y = wall->gap + (int)(index / WALL_COLUMNS) * (wall->height + wall->gap);
}

static inline void wall_hang(struct wall *wall, size_t index, const struct picture *picture)
{
    int left, top, stride = cairo_image_surface_get_stride(wall->surface);
    unsigned char *data = cairo_image_surface_get_data(wall->surface);
    wall_place(wall, index, &left, &top);
    for (int y = 0; y < picture->height; y++) {
        uint32_t *row = (void *)(data + (size_t)(top + y) * (size_t)stride);
        const uint8_t *from = picture->rgb + (size_t)y * (size_t)picture->width * 3;
        for (int x = 0; x < picture->width; x++, from += 3) {
            row[left + x] = (uint32_t)(from[0] << 16 | from[1] << 8 | from[2]);
        }
    }
}

/* False: a badge could not be drawn. */
static inline bool wall_draw(struct badge_renderer *renderer, struct badge_template *template,
                             int dpi, int gap, struct wall *out)
{
    *out = (struct wall){.dpi = dpi, .gap = gap};
    bool ok = true;
    for (size_t i = 0; ok && i < HARD_NAME_COUNT; i++) {
        struct badge badge = sample_make(&hard_names[i]);
        struct picture picture = {0};
        ok = badge_render_picture(renderer, &badge, template, dpi, &picture);
        if (ok && !out->surface) {
            out->width = picture.width;
            out->height = picture.height;
            out->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                                      gap + WALL_COLUMNS * (picture.width + gap),
                                                      gap + WALL_ROWS * (picture.height + gap));
            cairo_t *cr = cairo_create(out->surface);
            cairo_set_source_rgb(cr, 0.6, 0.62, 0.64);
            cairo_paint(cr);
            cairo_destroy(cr);
            cairo_surface_flush(out->surface);
        }
        if (ok) {
            wall_hang(out, i, &picture);
        }
        free(picture.rgb);
        badge_finish(&badge);
    }
    if (out->surface) {
        cairo_surface_mark_dirty(out->surface);
    }
    return ok;
}

static inline void wall_finish(struct wall *wall)
{
    cairo_surface_destroy(wall->surface);
    *wall = (struct wall){0};
}

#endif
