/* Checked in, nothing more to do here. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct tone *tone = &tone_admit;
    const struct tone deep = tone_on_deep(tone);
    page_open(tree, tone);
    page_first(tree, tone->deep, true, 0.42f, 0.45f);
    part_header(tree, model, &deep, false);
    part_mark(tree, MARK_TICK, tone);
    page_second(tree, tone->ground, false);
    part_second_header(tree, tone);
    part_space(tree, 1);
    part_words_open(tree);
    struct widget *title = tree_filled(
        tree, "done.title", "name", part_sentence_name(tree, &model->person),
        (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = tone->text, .shrinks = true});
    if (title) {
        title->personal = true;
    }
    tree_message(tree, "done.more", (struct widget){.type = TYPE_LEAD, .color = tone->soft});
    tree_close(tree);
    part_next_steps(tree, model, tone);
    part_space(tree, 1);
    part_primary(tree, tone, "done.finish", ICON_NONE, UI_ACTION_DONE);
    page_close(tree);
}

const struct screen screen_done = {"done", build, UI_ACTION_DONE};
