#include "kiosk/ui/canvas.h"

#include <math.h>

void canvas_init(struct canvas *canvas, cairo_surface_t *surface, const struct theme *theme,
                 struct text_cache *texts)
{
    *canvas = (struct canvas){surface, cairo_create(surface), theme, texts};
}

void canvas_finish(struct canvas *canvas)
{
    cairo_destroy(canvas->cairo);
    cairo_surface_flush(canvas->surface);
}

void canvas_clip(struct canvas *canvas, const struct box *box)
{
    cairo_reset_clip(canvas->cairo);
    cairo_rectangle(canvas->cairo, box->x, box->y, box->width, box->height);
    cairo_clip(canvas->cairo);
}

void canvas_color(struct canvas *canvas, uint32_t rgb, double alpha)
{
    cairo_set_source_rgba(canvas->cairo, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                          (rgb & 255) / 255.0, alpha);
}

static void round_path(cairo_t *cairo, double x, double y, double width, double height,
                       double radius)
{
    if (radius > width / 2) {
        radius = width / 2;
    }
    if (radius > height / 2) {
        radius = height / 2;
    }
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + width - radius, y + radius, radius, -M_PI / 2, 0);
    cairo_arc(cairo, x + width - radius, y + height - radius, radius, 0, M_PI / 2);
    cairo_arc(cairo, x + radius, y + height - radius, radius, M_PI / 2, M_PI);
    cairo_arc(cairo, x + radius, y + radius, radius, M_PI, M_PI * 1.5);
    cairo_close_path(cairo);
}

void canvas_round_path(struct canvas *canvas, const struct box *box, double radius)
{
    if (radius <= 0) {
        cairo_rectangle(canvas->cairo, box->x, box->y, box->width, box->height);
        return;
    }
    round_path(canvas->cairo, box->x, box->y, box->width, box->height, radius);
}

void canvas_round(struct canvas *canvas, const struct box *box, double radius, uint32_t rgb)
{
    canvas_color(canvas, rgb, 1);
    canvas_round_path(canvas, box, radius);
    cairo_fill(canvas->cairo);
}

void canvas_outline(struct canvas *canvas, const struct box *box, double radius, double thickness,
                    uint32_t rgb)
{
    double half = thickness / 2;
    canvas_color(canvas, rgb, 1);
    cairo_set_line_width(canvas->cairo, thickness);
    round_path(canvas->cairo, box->x + half, box->y + half, box->width - thickness,
               box->height - thickness, radius > half ? radius - half : 0);
    cairo_stroke(canvas->cairo);
}

void canvas_picture(struct canvas *canvas, cairo_surface_t *picture, const struct box *box,
                    double radius)
{
    cairo_t *cairo = canvas->cairo;
    double width = cairo_image_surface_get_width(picture);
    double height = cairo_image_surface_get_height(picture);
    double scale = fmax(box->width / width, box->height / height);
    cairo_save(cairo);
    canvas_round_path(canvas, box, radius);
    cairo_translate(cairo, box->x + (box->width - width * scale) / 2,
                    box->y + (box->height - height * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

void canvas_fit(struct canvas *canvas, cairo_surface_t *picture, const struct box *box)
{
    double width = cairo_image_surface_get_width(picture);
    double height = cairo_image_surface_get_height(picture);
    double scale = fmin(box->width / width, box->height / height);
    cairo_t *cairo = canvas->cairo;
    cairo_save(cairo);
    cairo_translate(cairo, box->x + (box->width - width * scale) / 2,
                    box->y + (box->height - height * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_paint(cairo);
    cairo_restore(cairo);
}
