#include <stdio.h>

#include "printer/layout.h"
#include "printer/paint.h"

static const struct text_style number_style = {
    .weight = TEXT_BOLD, .size_um = 5200, .floor_um = 1200, .max_lines = 1};
static const struct text_style label_style = {
    .weight = TEXT_REGULAR, .size_um = 2900, .floor_um = 1500, .max_lines = 2};
static const struct text_style day_style = {
    .weight = TEXT_BOLD, .size_um = 3500, .floor_um = 1500, .max_lines = 1};

/* From corner to corner, ending inside the rounded corners. */
static void paint_stroke_across(struct canvas *canvas, const struct rect_um *box, bool both)
{
    cairo_t *cr = canvas->cr;
    double inset = box->height * 0.12 * POINTS_PER_UM;
    double left = box->x * POINTS_PER_UM + inset, top = box->y * POINTS_PER_UM + inset;
    double right = (box->x + box->width) * POINTS_PER_UM - inset;
    double bottom = (box->y + box->height) * POINTS_PER_UM - inset;
    cairo_set_line_width(cr, paint_um(canvas, 280) * POINTS_PER_UM);
    cairo_move_to(cr, left, bottom);
    cairo_line_to(cr, right, top);
    if (both) {
        cairo_move_to(cr, left, top);
        cairo_line_to(cr, right, bottom);
    }
    cairo_stroke(cr);
}

/* Full where allowed; an empty, crossed outline where not. */
static void paint_cell(struct canvas *canvas, const struct rect_um *box, const char *text,
                       const struct text_style *style, bool allowed, bool cross)
{
    cairo_t *cr = canvas->cr;
    int32_t radius = paint_um(canvas, 900);
    if (allowed) {
        paint_source(cr, canvas->ink);
        paint_box(cr, box, radius);
        cairo_fill(cr);
        paint_source(cr, colour_on(canvas->ink));
        paint_text(canvas, text, style, box, TEXT_MIDDLE, TEXT_MIDDLE);
        return;
    }
    int32_t half = paint_um(canvas, 130);
    struct rect_um inner = {box->x + half, box->y + half, box->width - 2 * half,
                            box->height - 2 * half};
    paint_source(cr, canvas->line);
    cairo_set_line_width(cr, 2 * half * POINTS_PER_UM);
    paint_box(cr, &inner, radius - half);
    cairo_stroke(cr);
    paint_text(canvas, text, style, box, TEXT_MIDDLE, TEXT_MIDDLE);
    paint_source(cr, canvas->soft);
    paint_stroke_across(canvas, box, cross);
}

void paint_zones(struct canvas *canvas)
{
    const struct badge *badge = canvas->badge;
    const struct rect_um *part = &canvas->layout->parts[BADGE_PART_ZONES];
    for (size_t i = 0; part->width > 0 && i < badge->zone_count; i++) {
        const struct badge_zone *zone = &badge->zones[i];
        struct rect_um box, label;
        char number[16];
        snprintf(number, sizeof number, "%d", zone->number);
        layout_zone(part, badge->zone_count, i, &box, &label);
        paint_cell(canvas, &box, number, &number_style, zone->allowed, true);
        if (label.width > 0) {
            paint_source(canvas->cr, zone->allowed ? canvas->ink : canvas->soft);
            paint_text(canvas, zone->label, &label_style, &label, TEXT_START, TEXT_MIDDLE);
        }
    }
}

void paint_days(struct canvas *canvas)
{
    const struct badge *badge = canvas->badge;
    const struct rect_um *part = &canvas->layout->parts[BADGE_PART_DAYS];
    for (size_t i = 0; part->width > 0 && i < badge->day_count; i++) {
        struct rect_um box = layout_day(part, badge->day_count, i);
        paint_cell(canvas, &box, badge->days[i].label, &day_style, badge->days[i].allowed, false);
    }
}
