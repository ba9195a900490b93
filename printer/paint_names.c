#include "printer/layout.h"
#include "printer/paint.h"

static const struct text_style family_style = {
    .weight = TEXT_BOLD, .size_um = 14000, .legible_um = 5000, .floor_um = 3200, .max_lines = 2};
static const struct text_style given_style = {
    .weight = TEXT_REGULAR, .size_um = 8400, .legible_um = 3600, .floor_um = 2500, .max_lines = 2};
static const struct text_style native_style = {
    .weight = TEXT_REGULAR, .size_um = 7600, .legible_um = 3600, .floor_um = 2500, .max_lines = 2};
static const struct text_style event_style = {
    .weight = TEXT_BOLD, .size_um = 4400, .legible_um = 2000, .floor_um = 1800, .max_lines = 4};
static const struct text_style dates_style = {
    .weight = TEXT_REGULAR, .size_um = 3500, .legible_um = 1900, .floor_um = 1700, .max_lines = 1};
static const struct text_style delegation_style = {
    .weight = TEXT_BOLD, .size_um = 5000, .legible_um = 2200, .floor_um = 1900, .max_lines = 3};
static const struct text_style position_style = {
    .weight = TEXT_REGULAR, .size_um = 3900, .legible_um = 2000, .floor_um = 1800, .max_lines = 4};
static const struct text_style roundel_style = {
    .weight = TEXT_BOLD, .size_um = 4000, .floor_um = 1200, .max_lines = 1};

static void paint_event(struct canvas *canvas)
{
    struct rect_um name, dates;
    layout_event(&canvas->layout->parts[BADGE_PART_EVENT], &name, &dates);
    paint_source(canvas->cr, canvas->ink);
    paint_text(canvas, canvas->badge->event_name, &event_style, &name, TEXT_LEFT, TEXT_LEFT);
    paint_source(canvas->cr, canvas->soft);
    paint_text(canvas, canvas->badge->event_dates, &dates_style, &dates, TEXT_LEFT, TEXT_LEFT);
}

void paint_names(struct canvas *canvas)
{
    const struct badge *badge = canvas->badge;
    const struct rect_um *parts = canvas->layout->parts;
    paint_event(canvas);
    paint_source(canvas->cr, canvas->ink);
    paint_text(canvas, badge->family_name, &family_style, &parts[BADGE_PART_FAMILY], TEXT_LEFT,
               TEXT_MIDDLE);
    paint_text(canvas, badge->given_name, badge->family_name[0] ? &given_style : &family_style,
               &parts[BADGE_PART_GIVEN], TEXT_LEFT, TEXT_MIDDLE);
    paint_source(canvas->cr, canvas->soft);
    paint_text(canvas, badge->native_name, &native_style, &parts[BADGE_PART_NATIVE], TEXT_LEFT,
               TEXT_MIDDLE);
}

static void paint_flag(struct canvas *canvas, cairo_surface_t *flag, const struct rect_um *box)
{
    cairo_t *cr = canvas->cr;
    double pixels = cairo_image_surface_get_width(flag);
    double scale = box->width * POINTS_PER_UM / pixels;
    double height = cairo_image_surface_get_height(flag) * scale;
    double top = box->y * POINTS_PER_UM + (box->height * POINTS_PER_UM - height) / 2;
    cairo_save(cr);
    cairo_translate(cr, box->x * POINTS_PER_UM, top);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, flag, 0, 0);
    cairo_paint(cr);
    cairo_restore(cr);
}

void paint_delegation(struct canvas *canvas)
{
    const struct badge *badge = canvas->badge;
    const struct rect_um *part = &canvas->layout->parts[BADGE_PART_DELEGATION];
    cairo_surface_t *flag = flag_find(canvas->flags, canvas->fonts, badge->country);
    struct rect_um emblem, name;
    (void)roundel_style;
    layout_delegation(part, flag != NULL, &emblem, &name);
    if (flag) {
        paint_flag(canvas, flag, &emblem);
    }
    paint_source(canvas->cr, canvas->ink);
    paint_text(canvas, badge->delegation, &delegation_style, &name, TEXT_LEFT, TEXT_MIDDLE);
    paint_source(canvas->cr, canvas->soft);
    paint_text(canvas, badge->position, &position_style,
               &canvas->layout->parts[BADGE_PART_POSITION], TEXT_LEFT, TEXT_RIGHT);
}
