#include <math.h>

#include "printer/paint.h"

#define SHADE 0.14 /* of the ground's contrasting colour */

struct colour paint_shade(struct colour ground)
{
    return colour_mix(ground, colour_on(ground), SHADE);
}

/* Both families of diagonals through the tips of the stars, one `step` apart. */
static void add_diagonals(cairo_t *cr, double width, double height, double step)
{
    for (double x = step / 2; x < width + height; x += step) {
        cairo_move_to(cr, x, 0);
        cairo_line_to(cr, x - height, height);
    }
    for (double x = step / 2 - step * ceil(height / step); x < width; x += step) {
        cairo_move_to(cr, x, 0);
        cairo_line_to(cr, x + height, height);
    }
}

/* The upright squares' sides: lines at `away` on both sides of each row and column of stars. */
static void add_sides(cairo_t *cr, double width, double height, double step, double away)
{
    for (double y = 0; y < height + step; y += step) {
        for (int side = -1; side <= 1; side += 2) {
            cairo_move_to(cr, -away, y + side * away);
            cairo_line_to(cr, width + step, y + side * away);
        }
    }
    for (double x = 0; x < width + step; x += step) {
        for (int side = -1; side <= 1; side += 2) {
            cairo_move_to(cr, x + side * away, -away);
            cairo_line_to(cr, x + side * away, height + step);
        }
    }
}

/*
 * An eight-fold star is two squares, one turned by an eighth. Where stars touch tip to tip, the
 * turned squares' sides join into diagonals over the whole ground, and the upright ones' are
 * dashes: a few dozen lines instead of a thousand points.
 */
void paint_lattice(cairo_t *cr, const struct rect_um *box, struct colour ground, int32_t pitch_um)
{
    double step = pitch_um * POINTS_PER_UM, away = step / 2 * M_SQRT1_2;
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    const double dashes[] = {2 * away, step - 2 * away};
    cairo_save(cr);
    cairo_translate(cr, box->x * POINTS_PER_UM, box->y * POINTS_PER_UM);
    paint_source(cr, paint_shade(ground));
    cairo_set_line_width(cr, step * 0.024);
    add_diagonals(cr, width, height, step);
    cairo_stroke(cr);
    cairo_set_dash(cr, dashes, 2, 0);
    add_sides(cr, width, height, step, away);
    cairo_stroke(cr);
    cairo_restore(cr);
}

void paint_stripes(cairo_t *cr, const struct rect_um *box, struct colour ground, int32_t pitch_um)
{
    double step = pitch_um * POINTS_PER_UM;
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    cairo_save(cr);
    cairo_translate(cr, box->x * POINTS_PER_UM, box->y * POINTS_PER_UM);
    paint_source(cr, paint_shade(ground));
    cairo_set_line_width(cr, step * 0.32);
    for (double x = 0; x < width + height; x += step) {
        cairo_move_to(cr, x, 0);
        cairo_line_to(cr, x - height, height);
    }
    cairo_stroke(cr);
    cairo_restore(cr);
}
