#define LOG_MODULE "ui"
#include "kiosk/ui/camera_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define SIDE_MAX 16384
#define DARK_TONE 0x0B1A20
#define LIGHT_TONE 0xF7F3EA

void camera_view_init(struct camera_view *view)
{
    *view = (struct camera_view){0};
    for (int i = 0; i < 256; i++) {
        view->tones[i] = color_mix(DARK_TONE, LIGHT_TONE, i + (i >> 7));
    }
}

void camera_view_forget(struct camera_view *view)
{
    if (view->luma) {
        explicit_bzero(view->luma, view->capacity);
    }
    view->width = view->height = 0;
    view->has_corners = false;
}

void camera_view_finish(struct camera_view *view)
{
    camera_view_forget(view);
    free(view->luma);
    free(view->rows);
    free(view->columns);
    cairo_surface_destroy(view->art[0]);
    cairo_surface_destroy(view->art[1]);
    *view = (struct camera_view){0};
}

bool camera_view_store(struct camera_view *view, const struct frame *frame, const float corners[8])
{
    if (!frame->luma || frame->width < 2 || frame->height < 2 || frame->width > SIDE_MAX ||
        frame->height > SIDE_MAX || frame->stride < frame->width) {
        return false;
    }
    size_t size = (size_t)frame->width * (size_t)frame->height;
    if (size > view->capacity) {
        uint8_t *luma = malloc(size);
        if (!luma) {
            LOG_ERROR("no memory for a camera picture of %dx%d", frame->width, frame->height);
            return false;
        }
        camera_view_forget(view);
        free(view->luma);
        view->luma = luma;
        view->capacity = size;
    }
    for (int y = 0; y < frame->height; y++) {
        memcpy(view->luma + (size_t)y * (size_t)frame->width,
               frame->luma + (size_t)y * (size_t)frame->stride, (size_t)frame->width);
    }
    view->width = frame->width;
    view->height = frame->height;
    view->has_corners = corners != NULL;
    if (corners) {
        memcpy(view->corners, corners, sizeof view->corners);
    }
    return true;
}

struct box camera_crop(int frame_width, int frame_height, int box_width, int box_height)
{
    struct box crop = {0, 0, frame_width, frame_height};
    int64_t wide = (int64_t)frame_width * box_height, high = (int64_t)frame_height * box_width;
    if (wide > high) {
        crop.width = (int)(high / box_height);
    } else {
        crop.height = (int)(wide / box_width);
    }
    crop.width = crop.width < 2 ? 2 : crop.width;
    crop.height = crop.height < 2 ? 2 : crop.height;
    crop.x = (frame_width - crop.width) / 2;
    crop.y = (frame_height - crop.height) / 2;
    return crop;
}

static bool make_room(struct camera_view *view, int width)
{
    if (width <= view->room) {
        return true;
    }
    uint8_t *rows = malloc((size_t)width * 2);
    int *columns = malloc((size_t)width * sizeof *columns);
    if (!rows || !columns) {
        free(rows);
        free(columns);
        return false;
    }
    free(view->rows);
    free(view->columns);
    view->rows = rows;
    view->columns = columns;
    view->room = width;
    return true;
}

/* Where the screen columns read, from right to left: a mirror. */
static void plan_columns(struct camera_view *view, const struct box *crop, int width)
{
    double step = crop->width / (double)width;
    int limit = (crop->x + crop->width - 1) * 256 - 1;
    for (int x = 0; x < width; x++) {
        int at = (int)((crop->x + (width - 1 - x + 0.5) * step - 0.5) * 256);
        view->columns[x] = at < 0 ? 0 : at > limit ? limit : at;
    }
}

static void resample_row(const uint8_t *from, const int *columns, int width, uint8_t *to)
{
    for (int x = 0; x < width; x++) {
        const uint8_t *at = from + (columns[x] >> 8);
        int part = columns[x] & 255;
        to[x] = (uint8_t)((at[0] * (256 - part) + at[1] * part) >> 8);
    }
}

static void blend_rows(const uint8_t *above, const uint8_t *below, int part, const uint32_t *tones,
                       int width, uint32_t *to)
{
    for (int x = 0; x < width; x++) {
        to[x] = tones[(above[x] * (256 - part) + below[x] * part) >> 8];
    }
}

/* Fills `box`, which lies within the surface. Bilinear; a frame's row is resampled once. */
static void scale_into(struct camera_view *view, uint8_t *pixels, int stride, const struct box *box)
{
    struct box crop = camera_crop(view->width, view->height, box->width, box->height);
    plan_columns(view, &crop, box->width);
    uint8_t *rows[2] = {view->rows, view->rows + box->width};
    int held[2] = {-1, -1};
    double step = crop.height / (double)box->height;
    int limit = (crop.y + crop.height - 1) * 256 - 1;
    for (int y = 0; y < box->height; y++) {
        int at = (int)((crop.y + (y + 0.5) * step - 0.5) * 256);
        at = at < 0 ? 0 : at > limit ? limit : at;
        for (int i = 0; i < 2; i++) {
            int wanted = (at >> 8) + i, slot = wanted & 1;
            if (held[slot] != wanted) {
                resample_row(view->luma + (size_t)wanted * (size_t)view->width, view->columns,
                             box->width, rows[slot]);
                held[slot] = wanted;
            }
        }
        blend_rows(rows[at >> 8 & 1], rows[(at >> 8 & 1) ^ 1], at & 255, view->tones, box->width,
                   (uint32_t *)(void *)(pixels + (size_t)(box->y + y) * (size_t)stride) + box->x);
    }
}

/* How much of the pixel lies within the round corner of `radius`, 0 … 256; from the corner. */
static int corner_part(int x, int y, int radius)
{
    double reach = radius + 0.5 - hypot(radius - x - 0.5, radius - y - 0.5);
    return reach <= 0 ? 0 : reach >= 1 ? 256 : (int)(reach * 256);
}

/* Keeps what lies under the corners (`put` false), or lays it back round the picture. */
static void corners_exchange(uint32_t *kept, uint8_t *pixels, int stride, const struct box *box,
                             int radius, bool put)
{
    for (int corner = 0; corner < 4; corner++) {
        for (int y = 0; y < radius; y++) {
            int row = corner & 2 ? box->height - 1 - y : y;
            uint32_t *line = (uint32_t *)(void *)(pixels + (size_t)(box->y + row) * (size_t)stride);
            for (int x = 0; x < radius; x++, kept++) {
                uint32_t *pixel = line + box->x + (corner & 1 ? box->width - 1 - x : x);
                if (put) {
                    *pixel = color_mix(*kept, *pixel, corner_part(x, y, radius));
                } else {
                    *kept = *pixel;
                }
            }
        }
    }
}

void camera_view_draw(struct camera_view *view, struct canvas *canvas, const struct box *box,
                      int radius)
{
    int width = cairo_image_surface_get_width(canvas->surface);
    int height = cairo_image_surface_get_height(canvas->surface);
    if (!view->width || box->x < 0 || box->y < 0 || box->width < 2 || box->height < 2 ||
        box->x + box->width > width || box->y + box->height > height ||
        !make_room(view, box->width)) {
        return;
    }
    cairo_surface_flush(canvas->surface);
    uint8_t *pixels = cairo_image_surface_get_data(canvas->surface);
    int stride = cairo_image_surface_get_stride(canvas->surface);
    uint32_t *kept = malloc(4 * (size_t)radius * (size_t)radius * sizeof *kept);
    if (kept) {
        corners_exchange(kept, pixels, stride, box, radius, false);
    }
    scale_into(view, pixels, stride, box);
    if (kept) {
        corners_exchange(kept, pixels, stride, box, radius, true);
    }
    free(kept);
    cairo_surface_mark_dirty_rectangle(canvas->surface, box->x, box->y, box->width, box->height);
}

bool camera_view_corners(const struct camera_view *view, const struct box *box, double out[8])
{
    if (!view->has_corners || !view->width) {
        return false;
    }
    struct box crop = camera_crop(view->width, view->height, box->width, box->height);
    double scale = box->width / (double)crop.width;
    for (int i = 0; i < 4; i++) {
        out[i * 2] = box->x + box->width - (view->corners[i * 2] - crop.x) * scale;
        out[i * 2 + 1] = box->y + (view->corners[i * 2 + 1] - crop.y) * scale;
    }
    return true;
}
