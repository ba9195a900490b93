#include "printer/layout.h"
#include "printer/paint.h"

static const struct text_style family_style = {
    .weight = TEXT_BOLD, .size_um = 14000, .legible_um = 5000, .floor_um = 3200, .max_lines = 2};
/* The only name that somebody has. */
static const struct text_style sole_style = {
    .weight = TEXT_BOLD, .size_um = 17000, .legible_um = 5000, .floor_um = 3200, .max_lines = 2};
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
    paint_text(canvas, canvas->badge->event_name, &event_style, &name, TEXT_START, TEXT_START);
    paint_source(canvas->cr, canvas->soft);
    paint_text(canvas, canvas->badge->event_dates, &dates_style, &dates, TEXT_START, TEXT_START);
}

void paint_names(struct canvas *canvas)
{
    const struct badge *badge = canvas->badge;
    const struct rect_um *parts = canvas->layout->parts;
    bool family = badge->family_name[0] != '\0', given = badge->given_name[0] != '\0';
    paint_event(canvas);
    paint_source(canvas->cr, canvas->ink);
    /* The family name stands on the given name, wherever its own size ends. */
    paint_text(canvas, badge->family_name, given ? &family_style : &sole_style,
               &parts[BADGE_PART_FAMILY], TEXT_START, given ? TEXT_END : TEXT_MIDDLE);
    paint_text(canvas, badge->given_name, family ? &given_style : &sole_style,
               &parts[BADGE_PART_GIVEN], TEXT_START, TEXT_MIDDLE);
    paint_text(canvas, badge->native_name, &native_style, &parts[BADGE_PART_NATIVE], TEXT_START,
               TEXT_MIDDLE);
}
