/* Nobody there: welcome, how it works, the live picture; a touch anywhere or a code starts. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void greet(struct widget_tree *tree)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "greeting", .gap = 0.8f});
    tree_message(tree, "attract.title",
                 (struct widget){.type = TYPE_HERO, .bold = true, .color = COLOR_ON_HERO});
    tree_message(tree, "attract.greetings",
                 (struct widget){.type = TYPE_TITLE, .turns = true, .color = COLOR_ON_HERO_SOFT});
    tree_close(tree);
}

static void hint(struct widget_tree *tree)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "hint", .gap = 1});
    tree_message(tree, "attract.hint",
                 (struct widget){.type = TYPE_TITLE, .bold = true, .color = COLOR_INK});
    tree_message(tree, "attract.more", (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT});
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    page_open(tree, &tone_plain);
    tree->items[0].action = UI_ACTION_START;
    page_first(tree, COLOR_HERO, true, 0.27f, 0.42f);
    part_header(tree, model, &tone_hero, false);
    part_space(tree, 1);
    greet(tree);
    bool guides = model->camera == UI_CAMERA_RUNNING;
    if (guides && tree->theme->landscape) {
        part_gap(tree, 4);
        part_steps(tree, &tone_hero);
    }
    page_second(tree, COLOR_GROUND, false);
    part_second_header(tree, &tone_plain);
    part_camera(tree, model, true);
    if (guides) {
        hint(tree);
    }
    if (guides && !tree->theme->landscape) {
        part_gap(tree, 2);
        part_steps(tree, &tone_plain);
        part_gap(tree, 2);
    }
    part_footer(tree, model, &tone_plain, true);
    page_close(tree);
}

const struct screen screen_attract = {"attract", build, UI_ACTION_START};
