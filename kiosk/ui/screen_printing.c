/* Checked in; the badge is on its way, with the printer's own progress. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_SUNKEN, false, 0.55f, 0.5f);
    part_header(tree, model, &tone_plain, false);
    tree_add(tree, (struct widget){.kind = WIDGET_BADGE,
                                   .name = "badge",
                                   .grow = 1,
                                   .min_height = 30,
                                   .aspect = 105.0f / 148.0f,
                                   .value = model->progress_percent});
    page_second(tree, COLOR_GROUND, false);
    part_space(tree, 1);
    tree_message(tree, "printing.title",
                 (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = COLOR_INK});
    struct widget *hello =
        tree_filled(tree, "printing.hello", "name", part_own_name(&model->person),
                    (struct widget){.type = TYPE_LEAD, .color = COLOR_SOFT, .shrinks = true});
    if (hello) {
        hello->personal = true;
    }
    tree_add(tree, (struct widget){.kind = WIDGET_PROGRESS,
                                   .name = "progress",
                                   .height = 1.6f,
                                   .value = model->progress_percent});
    tree_message(tree, "printing.wait", (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT});
    part_space(tree, 1);
    part_footer(tree, model, &tone_plain, false);
    page_close(tree);
}

const struct screen screen_printing = {"printing", build, UI_ACTION_NONE};
