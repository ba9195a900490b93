#include "kiosk/ui/screen.h"

static const struct screen *const screens[VISIT_STATE_COUNT] = {
    [VISIT_ATTRACT] = &screen_attract, [VISIT_SCAN] = &screen_scan,
    [VISIT_CONFIRM] = &screen_confirm, [VISIT_PRINTING] = &screen_printing,
    [VISIT_COLLECT] = &screen_collect, [VISIT_DONE] = &screen_done,
    [VISIT_REFUSED] = &screen_refused, [VISIT_DESK] = &screen_desk,
};

const struct screen *screen_find(enum visit_state state)
{
    return (unsigned)state < VISIT_STATE_COUNT ? screens[state] : &screen_desk;
}

void screen_build(struct widget_tree *tree, const struct theme *theme, const struct ui_model *model)
{
    tree_reset(tree, theme, model->language);
    screen_find(model->screen)->build(tree, model);
}
