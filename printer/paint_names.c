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
    /* The family name stands on the given name, wherever its own size ends. */
    paint_text(canvas, badge->family_name, &family_style, &parts[BADGE_PART_FAMILY], TEXT_LEFT,
               badge->given_name[0] ? TEXT_RIGHT : TEXT_MIDDLE);
    paint_text(canvas, badge->given_name, badge->family_name[0] ? &given_style : &family_style,
               &parts[BADGE_PART_GIVEN], TEXT_LEFT, TEXT_MIDDLE);
    paint_text(canvas, badge->native_name, &native_style, &parts[BADGE_PART_NATIVE], TEXT_LEFT,
               TEXT_MIDDLE);
}
