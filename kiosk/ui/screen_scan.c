/* The large live picture with guidance. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

/* What helps the camera takes the title's place as long as it holds. */
static void guide(struct widget_tree *tree, enum ui_guidance guidance)
{
    tree_message(
        tree, part_guide_key(guidance, "scan.title"),
        (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = COLOR_INK, .shrinks = true});
    tree_message(tree, "scan.tips",
                 (struct widget){.turns = true, .type = TYPE_LEAD, .color = COLOR_SOFT});
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_GROUND, false, 0.7f, 0.6f);
    part_header(tree, model, &tone_plain, true);
    part_camera(tree, model, false);
    page_second(tree, COLOR_GROUND, false);
    part_second_header(tree, &tone_plain);
    if (tree->theme->landscape) {
        part_space(tree, 1);
    }
    if (model->camera == UI_CAMERA_RUNNING) {
        guide(tree, model->guidance);
        part_space(tree, 1);
        part_footer(tree, model, &tone_plain, true);
    } else {
        part_primary(tree, &tone_plain, "action.desk", ICON_PERSON, UI_ACTION_DESK);
        part_space(tree, 1);
        part_footer(tree, model, &tone_plain, false);
    }
    page_close(tree);
}

const struct screen screen_scan = {"scan", build, UI_ACTION_NONE};
