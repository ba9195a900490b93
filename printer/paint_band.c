#include <stdio.h>

#include "printer/layout.h"
#include "printer/paint.h"

#define MARKS_MAX 3
#define LATTICE_PITCH 8000 /* µm on A6; a whole number of them is the band's height */

static const struct text_style letter_style = {
    .weight = TEXT_BOLD, .size_um = 14500, .floor_um = 2000, .max_lines = 1};
static const struct text_style word_style = {
    .weight = TEXT_BOLD, .size_um = 9000, .legible_um = 3000, .floor_um = 2200, .max_lines = 2};
static const struct text_style mark_style = {
    .weight = TEXT_BOLD, .size_um = 4300, .floor_um = 1500, .max_lines = 1, .spacing = 0.04};

static void paint_frame(struct canvas *canvas, const struct rect_um *band)
{
    int32_t stroke = paint_um(canvas, 1800);
    struct rect_um inner = {band->x + stroke, band->y + stroke, band->width - 2 * stroke,
                            band->height - 2 * stroke};
    cairo_t *cr = canvas->cr;
    paint_source(cr, canvas->ink);
    paint_box(cr, band, 0);
    paint_box(cr, &inner, 0);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
}

static void paint_marks(struct canvas *canvas, struct colour ground, struct colour on)
{
    const struct badge *badge = canvas->badge;
    char replacement[16];
    const char *marks[MARKS_MAX];
    size_t count = 0;
    if (badge->issue > 1) {
        snprintf(replacement, sizeof replacement, "R%d", badge->issue);
        marks[count++] = replacement;
    }
    if (badge->escort) {
        marks[count++] = "ESCORT";
    }
    if (badge->one_day) {
        marks[count++] = "ONE DAY";
    }
    for (size_t i = 0; i < count; i++) {
        struct rect_um pill = layout_mark(&canvas->layout->parts[BADGE_PART_MARK], count, i);
        paint_source(canvas->cr, on);
        paint_box(canvas->cr, &pill, pill.height / 2);
        cairo_fill(canvas->cr);
        paint_source(canvas->cr, ground);
        paint_text(canvas, marks[i], &mark_style, &pill, TEXT_MIDDLE, TEXT_MIDDLE);
    }
}

void paint_band(struct canvas *canvas)
{
    const struct rect_um *band = &canvas->layout->parts[BADGE_PART_BAND];
    struct colour ground = canvas->category, on = colour_on(ground);
    struct rect_um letter, word;
    layout_band(canvas->layout, &letter, &word);
    if (canvas->stock->black_only) {
        ground = (struct colour){1, 1, 1};
        on = canvas->ink;
        paint_frame(canvas, band);
    } else {
        paint_source(canvas->cr, ground);
        paint_box(canvas->cr, band, 0);
        cairo_fill(canvas->cr);
        paint_lattice(canvas->cr, band, ground, paint_um(canvas, LATTICE_PITCH));
    }
    paint_source(canvas->cr, on);
    paint_box(canvas->cr, &letter, letter.width / 8);
    cairo_fill(canvas->cr);
    paint_text(canvas, canvas->badge->category_name, &word_style, &word, TEXT_START, TEXT_MIDDLE);
    paint_source(canvas->cr, ground);
    paint_text(canvas, canvas->badge->category_letter, &letter_style, &letter, TEXT_MIDDLE,
               TEXT_MIDDLE);
    paint_marks(canvas, ground, on);
}
