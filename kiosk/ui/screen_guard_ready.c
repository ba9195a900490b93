/* The guard's door between two badges: live picture, counters, the last scans. */
#include "kiosk/ui/parts_guard.h"
#include "kiosk/ui/screen.h"

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_HERO, true, 0.5f, 0.5f);
    guard_header(tree, model, &tone_hero);
    part_camera(tree, model, false);
    tree_message(tree, part_guide_key(model->guidance, "guard.hint"),
                 (struct widget){.type = TYPE_LEAD,
                                 .bold = true,
                                 .color = COLOR_ON_HERO,
                                 .align = PLACE_CENTER,
                                 .shrinks = true});
    page_second(tree, COLOR_GROUND, false);
    guard_scans(tree, model);
    part_space(tree, 1);
    guard_counters(tree, model, &tone_plain);
    guard_switch(tree, model, &tone_plain);
    page_close(tree);
}

const struct screen screen_guard_ready = {"ready", build, UI_ACTION_NONE};
