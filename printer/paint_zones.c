#include <stdio.h>

#include "printer/paint.h"

/* Lines, as shares of a cell's height. */
#define STROKE 0.052
#define HALO 2.2 /* of the stroke */
#define OUTLINE 0.043

/* From corner to corner, ending inside the rounded corners. */
static void add_stroke(cairo_t *cr, const struct rect_um *box)
{
    double inset = box->height * 0.17 * POINTS_PER_UM;
    double left = box->x * POINTS_PER_UM + inset, top = box->y * POINTS_PER_UM + inset;
    double right = (box->x + box->width) * POINTS_PER_UM - inset;
    double bottom = (box->y + box->height) * POINTS_PER_UM - inset;
    cairo_move_to(cr, left, bottom);
    cairo_line_to(cr, right, top);
}

/* Crossed out, with white beside the stroke, so that what is below it can still be read. */
static void paint_stroke(struct canvas *canvas, const struct rect_um *box)
{
    cairo_t *cr = canvas->cr;
    double width = box->height * STROKE * POINTS_PER_UM;
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    add_stroke(cr, box);
    paint_source(cr, (struct colour){1, 1, 1});
    cairo_set_line_width(cr, width * HALO);
    cairo_stroke(cr);
    add_stroke(cr, box);
    paint_source(cr, canvas->soft);
    cairo_set_line_width(cr, width);
    cairo_stroke(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
}

/* Full where allowed; an empty, crossed outline where not. */
static void paint_cell(struct canvas *canvas, const struct rect_um *box, const char *text,
                       const struct text_style *style, int32_t radius, bool allowed)
{
    cairo_t *cr = canvas->cr;
    radius = radius < box->height / 2 ? radius : box->height / 2;
    if (allowed) {
        paint_source(cr, canvas->ink);
        paint_box(cr, box, radius);
        cairo_fill(cr);
        paint_source(cr, colour_on(canvas->ink));
        paint_text(canvas, text, style, box, TEXT_MIDDLE, TEXT_MIDDLE);
        return;
    }
    int32_t half = (int32_t)(box->height * OUTLINE / 2);
    struct rect_um inner = {box->x + half, box->y + half, box->width - 2 * half,
                            box->height - 2 * half};
    paint_source(cr, canvas->line);
    cairo_set_line_width(cr, 2 * half * POINTS_PER_UM);
    paint_box(cr, &inner, radius - half);
    cairo_stroke(cr);
    paint_source(cr, canvas->line);
    paint_text(canvas, text, style, box, TEXT_MIDDLE, TEXT_MIDDLE);
    paint_stroke(canvas, box);
}

void paint_zones(struct canvas *canvas, const struct layout_part *part)
{
    const struct badge *badge = canvas->badge;
    const struct element *element = part->element;
    for (size_t i = 0; i < badge->zone_count; i++) {
        const struct badge_zone *zone = &badge->zones[i];
        struct rect_um box, label;
        char number[16];
        snprintf(number, sizeof number, "%d", zone->number);
        layout_zone(element, &part->box, badge->zone_count, i, &box, &label);
        const struct text_style style = {.weight = TEXT_BOLD,
                                         .size_um = box.height * 86 / 100,
                                         .floor_um = 1000,
                                         .max_lines = 1};
        paint_cell(canvas, &box, number, &style, element->radius_um, zone->allowed);
        if (label.width > 0) {
            paint_source(canvas->cr, zone->allowed ? canvas->ink : canvas->soft);
            paint_text(canvas, zone->label, &element->style, &label, TEXT_START, TEXT_MIDDLE);
        }
    }
}

void paint_days(struct canvas *canvas, const struct layout_part *part)
{
    const struct badge *badge = canvas->badge;
    const struct element *element = part->element;
    for (size_t i = 0; i < badge->day_count; i++) {
        struct rect_um box = layout_day(element, &part->box, badge->day_count, i);
        paint_cell(canvas, &box, badge->days[i].label, &element->style, element->radius_um,
                   badge->days[i].allowed);
    }
}

void paint_marks(struct canvas *canvas, const struct layout_part *part)
{
    char marks[3][16];
    size_t count = template_marks(canvas->badge, marks);
    for (size_t i = 0; i < count; i++) {
        struct rect_um pill = layout_mark(part->element, &part->box, count, i);
        int32_t inset = pill.height / 4;
        struct rect_um inner = {pill.x + inset, pill.y, pill.width - 2 * inset, pill.height};
        paint_source(canvas->cr, paint_ink(canvas, part->element->fill));
        paint_box(canvas->cr, &pill, pill.height / 2);
        cairo_fill(canvas->cr);
        paint_source(canvas->cr, paint_ink(canvas, part->element->colour));
        paint_text(canvas, marks[i], &part->element->style, &inner, TEXT_MIDDLE, TEXT_MIDDLE);
    }
}
