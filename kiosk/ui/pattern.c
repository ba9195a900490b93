#include "kiosk/ui/pattern.h"

#include <math.h>

/* Two squares turned by 45 degrees make the star {8/2}; `radius` is its points' distance. */
static void star_path(cairo_t *cairo, double x, double y, double radius, double turn)
{
    double inner = radius * (M_SQRT1_2 / cos(M_PI / 8));
    for (int i = 0; i < 16; i++) {
        double angle = turn + i * M_PI / 8;
        double reach = i % 2 ? inner : radius;
        (i ? cairo_line_to : cairo_move_to)(cairo, x + reach * cos(angle), y + reach * sin(angle));
    }
    cairo_close_path(cairo);
}

/* Stars touch point to point; the crosses between them come of themselves. A smaller star in each,
 * turned, and one where four crosses meet give the second order. */
static void cell_path(cairo_t *cairo, double cell)
{
    double half = cell / 2;
    star_path(cairo, half, half, half, 0);
    star_path(cairo, half, half, half * 0.5, M_PI / 8);
    for (int i = 0; i < 4; i++) {
        star_path(cairo, i & 1 ? cell : 0, i & 2 ? cell : 0, half * 0.24, 0);
    }
}

void pattern_lattice(struct canvas *canvas, const struct box *box, double radius, double cell,
                     uint32_t rgb, double alpha)
{
    int side = (int)lround(cell);
    if (side < 8) {
        return;
    }
    cairo_surface_t *tile = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
    cairo_t *cairo = cairo_create(tile);
    cairo_set_line_width(cairo, fmax(1, canvas->theme->unit * 0.13));
    cell_path(cairo, side);
    cairo_stroke(cairo);
    cairo_destroy(cairo);

    cairo_save(canvas->cairo);
    canvas_round_path(canvas, box, radius);
    cairo_clip(canvas->cairo);
    cairo_pattern_t *repeat = cairo_pattern_create_for_surface(tile);
    cairo_pattern_set_extend(repeat, CAIRO_EXTEND_REPEAT);
    cairo_matrix_t matrix;
    cairo_matrix_init_translate(&matrix, -box->x - (box->width % side) / 2, -box->y);
    cairo_pattern_set_matrix(repeat, &matrix);
    canvas_color(canvas, rgb, alpha);
    cairo_mask(canvas->cairo, repeat);
    cairo_restore(canvas->cairo);
    cairo_pattern_destroy(repeat);
    cairo_surface_destroy(tile);
}

void pattern_star(struct canvas *canvas, const struct box *box, uint32_t rgb, uint32_t core)
{
    cairo_t *cairo = canvas->cairo;
    double x = box->x + box->width / 2.0, y = box->y + box->height / 2.0;
    double radius = box->width / 2.0;
    canvas_color(canvas, rgb, 1);
    star_path(cairo, x, y, radius, 0);
    cairo_fill(cairo);
    canvas_color(canvas, core, 1);
    star_path(cairo, x, y, radius * 0.46, M_PI / 8);
    cairo_fill(cairo);
}
