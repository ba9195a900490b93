/* "Is this you?": photo and name, yes or no. */
#include <string.h>

#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void photo(struct widget_tree *tree)
{
    tree_add(tree, (struct widget){.kind = WIDGET_PHOTO,
                                   .name = "photo",
                                   .grow = 1,
                                   .min_height = 24,
                                   .aspect = 32.0f / 42.0f,
                                   .radius = RADIUS_CARD});
}

static void names(struct widget_tree *tree, const struct ui_person *person)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "names", .gap = 0.6f});
    tree_message(tree, "confirm.title",
                 (struct widget){.type = TYPE_TITLE, .color = COLOR_SOFT, .shrinks = true});
    tree_text(tree, "name", part_own_name(person),
              (struct widget){.type = TYPE_DISPLAY,
                              .bold = true,
                              .color = COLOR_INK,
                              .shrinks = true,
                              .personal = true});
    if (person->native_name[0] && strcmp(person->native_name, person->name) != 0) {
        tree_text(tree, "latin name", person->name,
                  (struct widget){
                      .type = TYPE_TITLE, .color = COLOR_INK, .shrinks = true, .personal = true});
    }
    tree_close(tree);
}

static void standing(struct widget_tree *tree, const struct ui_person *person)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "standing", .gap = 1.4f});
    part_delegation(tree, person, COLOR_INK);
    tree_text(
        tree, "role", person->role,
        (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true, .personal = true});
    part_category(tree, person);
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_SUNKEN, true, 0.42f, 0.42f);
    part_header(tree, model, &tone_sunken, true);
    photo(tree);
    page_second(tree, COLOR_GROUND, false);
    part_second_header(tree, &tone_plain);
    names(tree, &model->person);
    standing(tree, &model->person);
    part_space(tree, 1);
    part_primary(tree, &tone_plain, "confirm.yes", ICON_CHECK, UI_ACTION_YES);
    part_secondary(tree, &tone_plain, "confirm.no", ICON_NONE, UI_ACTION_NO);
    page_close(tree);
}

const struct screen screen_confirm = {"confirm", build, UI_ACTION_YES};
