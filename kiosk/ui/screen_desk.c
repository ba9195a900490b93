/* Neutral: please go to the desk. The same for every cause, so that nobody learns the real one. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct tone *tone = &tone_refer;
    const struct tone deep = tone_on_deep(tone);
    page_open(tree, tone);
    page_first(tree, tone->deep, true, 0.42f, 0.45f);
    part_header(tree, model, &deep, false);
    part_mark(tree, MARK_HAND, tone);
    page_second(tree, tone->ground, false);
    part_second_header(tree, tone);
    part_space(tree, 1);
    part_words_open(tree);
    tree_message(tree, "desk.title",
                 (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = tone->text});
    tree_message(tree, "desk.more", (struct widget){.type = TYPE_LEAD, .color = tone->soft});
    tree_close(tree);
    part_space(tree, 1);
    part_primary(tree, tone, "desk.done", ICON_NONE, UI_ACTION_DONE);
    page_close(tree);
}

const struct screen screen_desk = {"desk", build, UI_ACTION_DONE};
