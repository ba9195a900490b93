/* Printed: take the badge; where to go next. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

/* The badge with the tick on its corner. */
static void badge(struct widget_tree *tree, const struct tone *tone)
{
    tree_open(tree, (struct widget){.kind = WIDGET_STACK,
                                    .name = "badge place",
                                    .grow = 1,
                                    .min_height = 30,
                                    .aspect = 105.0f / 148.0f});
    tree_add(tree,
             (struct widget){.kind = WIDGET_BADGE, .name = "badge", .grow = 1, .scatter = true});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "tick place",
                                    .grow = 1,
                                    .pad_x = -4,
                                    .pad_y = -2,
                                    .across = PLACE_END,
                                    .along = PLACE_END});
    tree_add(tree, (struct widget){.kind = WIDGET_MARK,
                                   .name = "mark",
                                   .value = MARK_TICK,
                                   .size = 16,
                                   .color = tone->text,
                                   .fill = tone->ground});
    tree_close(tree);
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct tone *tone = &tone_admit;
    const struct tone deep = tone_on_deep(tone);
    page_open(tree, tone);
    page_first(tree, tone->deep, true, 0.46f, 0.45f);
    part_header(tree, model, &deep, false);
    badge(tree, tone);
    page_second(tree, tone->ground, false);
    part_second_header(tree, tone);
    part_space(tree, 1);
    part_words_open(tree);
    tree_message(
        tree, "collect.title",
        (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = tone->text, .shrinks = true});
    tree_message(tree, "collect.where", (struct widget){.type = TYPE_LEAD, .color = tone->soft});
    tree_close(tree);
    part_next_steps(tree, model, tone);
    part_space(tree, 1);
    part_primary(tree, tone, "collect.have", ICON_CHECK, UI_ACTION_COLLECTED);
    part_secondary(tree, tone, "collect.missing", ICON_HELP, UI_ACTION_DESK);
    page_close(tree);
}

const struct screen screen_collect = {"collect", build, UI_ACTION_COLLECTED};
