/* "Do you need more time?", before a visit's data leave the screen. Tells nothing of the person. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct tone deep = tone_on_deep(&tone_hero);
    page_open(tree, &tone_hero);
    page_first(tree, COLOR_HERO_DEEP, true, 0.42f, 0.45f);
    part_header(tree, model, &deep, false);
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "clock place",
                                    .grow = 1,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_RING,
                                   .name = "seconds left",
                                   .size = 30,
                                   .value = model->seconds_left,
                                   .color = COLOR_ON_HERO});
    tree_close(tree);
    page_second(tree, COLOR_HERO, false);
    part_second_header(tree, &tone_hero);
    part_space(tree, 1);
    tree_message(tree, "time.title",
                 (struct widget){
                     .type = TYPE_DISPLAY, .bold = true, .color = COLOR_ON_HERO, .shrinks = true});
    tree_message(tree, "time.why",
                 (struct widget){.type = TYPE_LEAD, .color = COLOR_ON_HERO_SOFT, .shrinks = true});
    part_space(tree, 1);
    part_primary(tree, &tone_hero, "time.more", ICON_CLOCK, UI_ACTION_MORE_TIME);
    part_secondary(tree, &tone_hero, "time.finished", ICON_NONE, UI_ACTION_DONE);
    page_close(tree);
}

const struct screen sheet_time = {"time", build, UI_ACTION_MORE_TIME};
