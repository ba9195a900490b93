/* Printed: take the badge; where to go next. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct tone *tone = &tone_admit;
    page_open(tree, tone);
    page_first(tree, tone->deep, true, 0.4f, 0.45f);
    part_header(tree, model, &tone_admit, false);
    part_mark(tree, MARK_TICK, tone);
    page_second(tree, tone->ground, false);
    part_second_header(tree, model, tone);
    part_space(tree, 1);
    tree_message(tree, "collect.title",
                 (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = tone->text});
    tree_message(tree, "collect.where", (struct widget){.type = TYPE_LEAD, .color = tone->soft});
    part_next_steps(tree, model, tone);
    part_space(tree, 1);
    part_primary(tree, tone, "collect.have", ICON_CHECK, UI_ACTION_COLLECTED);
    part_secondary(tree, tone, "collect.missing", ICON_HELP, UI_ACTION_HELP);
    page_close(tree);
}

const struct screen screen_collect = {"collect", build, UI_ACTION_COLLECTED};
