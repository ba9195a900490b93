#include "printer/sheet.h"

#include <math.h>

#include "printer/layout.h"
#include "printer/paint.h"
#include "printer/render.h"

/* Cut marks are this wide, in µm. */
#define CUT_WIDTH 100

static void enter_cell(cairo_t *cr, const struct layout_cell *cell, double dot)
{
    cairo_translate(cr, cell->x_dots * dot, cell->y_dots * dot);
    cairo_rotate(cr, cell->turn * M_PI / 180);
}

static void clip_panel(cairo_t *cr, const struct badge_template *template)
{
    const struct rect_um whole = {0, 0, template->width_um, template->height_um};
    paint_box(cr, &whole, 0);
    cairo_clip(cr);
}

/* One side of the badge in its half of the fold, or as the whole. */
static bool paint_panel(const struct sheet *sheet, const struct badge *badge, bool back)
{
    struct layout_cell panel = layout_panel(sheet->template, back, sheet->dpi);
    cairo_save(sheet->cr);
    enter_cell(sheet->cr, &panel, 72.0 / sheet->dpi);
    clip_panel(sheet->cr, sheet->template);
    bool ok = render_side(sheet->renderer, badge, sheet->template, sheet->dpi, back, sheet->cr,
                          sheet->faults);
    cairo_restore(sheet->cr);
    return ok;
}

/* Where to fold: a short dashed line at each edge. */
static void paint_fold(const struct sheet *sheet)
{
    const struct badge_template *template = sheet->template;
    const double dashes[] = {2, 1.5};
    cairo_t *cr = sheet->cr;
    double y = layout_dots(template->height_um, sheet->dpi) * 72.0 / sheet->dpi;
    double width = template->width_um * POINTS_PER_UM, mark = 4000 * POINTS_PER_UM;
    cairo_save(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, CUT_WIDTH * POINTS_PER_UM);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_move_to(cr, 0, y);
    cairo_line_to(cr, mark, y);
    cairo_move_to(cr, width - mark, y);
    cairo_line_to(cr, width, y);
    cairo_stroke(cr);
    cairo_restore(cr);
}

static bool paint_one(const struct sheet *sheet, const struct badge *badge, size_t index, bool back)
{
    struct layout_cell cell = layout_cell(sheet->template, index, back, sheet->dpi);
    bool fold = sheet->template->fold;
    cairo_save(sheet->cr);
    enter_cell(sheet->cr, &cell, 72.0 / sheet->dpi);
    bool ok = paint_panel(sheet, badge, back) && (!fold || paint_panel(sheet, badge, true));
    if (fold) {
        paint_fold(sheet);
    }
    cairo_restore(sheet->cr);
    return ok;
}

/* Along each cut, a mark at both ends; where the badges reach the edge of the sheet it lies on
 * them, so it is thin, and white beside black. */
static void add_cut_marks(const struct sheet *sheet)
{
    const struct badge_template *template = sheet->template;
    int32_t xs[LAYOUT_CUTS_MAX], ys[LAYOUT_CUTS_MAX], length = template->sheet.cut_mark_um;
    size_t across = layout_cuts(template, false, xs), down = layout_cuts(template, true, ys);
    cairo_t *cr = sheet->cr;
    for (size_t i = 0; i < across; i++) {
        for (size_t j = 0; j < down; j++) {
            double x = xs[i] * POINTS_PER_UM, y = ys[j] * POINTS_PER_UM;
            double half = length * POINTS_PER_UM / 2;
            cairo_move_to(cr, x - half, y);
            cairo_line_to(cr, x + half, y);
            cairo_move_to(cr, x, y - half);
            cairo_line_to(cr, x, y + half);
        }
    }
}

static void paint_cut_marks(const struct sheet *sheet)
{
    cairo_t *cr = sheet->cr;
    if (sheet->template->sheet.cut_mark_um == 0) {
        return;
    }
    add_cut_marks(sheet);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_set_line_width(cr, 3 * CUT_WIDTH * POINTS_PER_UM);
    cairo_stroke_preserve(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, CUT_WIDTH * POINTS_PER_UM);
    cairo_stroke(cr);
}

bool sheet_paint(const struct sheet *sheet, const struct badge *badges, size_t count, bool back)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = paint_one(sheet, &badges[i], i, back);
    }
    paint_cut_marks(sheet);
    return ok;
}
