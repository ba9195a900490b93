#include <math.h>
#include <stdlib.h>

#include <glib.h>

#include "printer/paint.h"

/* Errors of two rows are carried, with a margin on both sides. */
#define MARGIN 2

/* The mean light of what falls on one dot: 0 black … 1 white. */
static double light_of(const struct picture *photo, double left, double top, double side)
{
    int x0 = (int)left, y0 = (int)top;
    int x1 = (int)(left + side), y1 = (int)(top + side);
    double sum = 0;
    int count = 0;
    for (int y = y0 < 0 ? 0 : y0; y <= y1 && y < photo->height; y++) {
        for (int x = x0 < 0 ? 0 : x0; x <= x1 && x < photo->width; x++) {
            const uint8_t *p = photo->rgb + ((size_t)y * (size_t)photo->width + (size_t)x) * 3;
            sum += 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
            count++;
        }
    }
    return count ? sum / count / 255 : 1;
}

/* Paper takes more black than a screen shows: lighter middles, so that a face keeps its features.
 */
static double lighten(double light)
{
    return pow(light, 0.72);
}

static void set_dot(unsigned char *row, int x)
{
    int bit = G_BYTE_ORDER == G_LITTLE_ENDIAN ? x & 7 : 7 - (x & 7);
    row[x / 8] |= (unsigned char)(1 << bit);
}

/* Error diffusion after Floyd and Steinberg, row by row. False: no memory. */
static bool diffuse(const struct picture *photo, cairo_surface_t *dots, int width, int height)
{
    size_t row_size = (size_t)width + 2 * MARGIN;
    double *errors = calloc(2 * row_size, sizeof *errors);
    double scale = fmin((double)photo->width / width, (double)photo->height / height);
    double left = (photo->width - width * scale) / 2, top = (photo->height - height * scale) / 3;
    unsigned char *data = cairo_image_surface_get_data(dots);
    int stride = cairo_image_surface_get_stride(dots);
    for (int y = 0; errors && data && y < height; y++) {
        double *here = errors + (y & 1 ? row_size : 0) + MARGIN;
        double *below = errors + (y & 1 ? 0 : row_size) + MARGIN;
        for (int x = -MARGIN; x < width + MARGIN; x++) {
            below[x] = 0;
        }
        for (int x = 0; x < width; x++) {
            double wanted =
                lighten(light_of(photo, left + x * scale, top + y * scale, scale)) + here[x];
            bool black = wanted < 0.5;
            double error = wanted - (black ? 0 : 1);
            here[x + 1] += error * 7 / 16;
            below[x - 1] += error * 3 / 16;
            below[x] += error * 5 / 16;
            below[x + 1] += error / 16;
            if (black) {
                set_dot(data + (size_t)y * (size_t)stride, x);
            }
        }
    }
    bool done = errors != NULL;
    free(errors);
    return done;
}

void paint_dithered(struct canvas *canvas, const struct picture *photo, const struct rect_um *box)
{
    int dpi = canvas->layout->dpi;
    double dot = 72.0 / dpi;
    int width = layout_dots(box->width, dpi), height = layout_dots(box->height, dpi);
    cairo_surface_t *dots = cairo_image_surface_create(CAIRO_FORMAT_A1, width, height);
    cairo_surface_flush(dots);
    if (cairo_surface_status(dots) == CAIRO_STATUS_SUCCESS && diffuse(photo, dots, width, height)) {
        cairo_surface_mark_dirty(dots);
        cairo_pattern_t *pattern = cairo_pattern_create_for_surface(dots);
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
        cairo_save(canvas->cr);
        cairo_translate(canvas->cr, layout_dots(box->x, dpi) * dot, layout_dots(box->y, dpi) * dot);
        cairo_scale(canvas->cr, dot, dot);
        cairo_set_source_rgb(canvas->cr, 0, 0, 0);
        cairo_mask(canvas->cr, pattern);
        cairo_restore(canvas->cr);
        cairo_pattern_destroy(pattern);
    }
    cairo_surface_destroy(dots);
}
