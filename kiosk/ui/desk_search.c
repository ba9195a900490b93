/* Find a person: the field, the keyboard in the script at hand, and whoever matches so far. */
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

#define ROW_UNITS 8.4f

static void nobody(struct widget_tree *tree, const struct desk_view *desk)
{
    const struct widget words = {
        .type = TYPE_LEAD, .align = PLACE_CENTER, .color = COLOR_SOFT, .shrinks = true};
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "nobody",
                                    .grow = 1,
                                    .gap = 1,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_FIND,
                                   .size = 7,
                                   .color = COLOR_LINE});
    if (desk->field.text[0]) {
        tree_message(tree, "desk.search.nobody", words);
    } else {
        tree_message(tree, "desk.search.hint", words);
        tree_message(tree, "desk.search.scan", words);
    }
    tree_close(tree);
}

static void results(struct widget_tree *tree, const struct desk_view *desk, float units)
{
    if (desk->row_count > 0) {
        desk_list(tree, desk,
                  &(struct desk_list){.units = units,
                                      .row_units = ROW_UNITS,
                                      .slack_units = 0.8f,
                                      .columns = tree->theme->landscape ? 2 : 1,
                                      .action = UI_ACTION_OPEN,
                                      .each = desk_person_row});
        part_space(tree, 1);
    } else {
        nobody(tree, desk);
    }
}

static void field(struct widget_tree *tree, const struct desk_view *desk)
{
    desk_field(tree, desk, ICON_FIND, "desk.search.field");
    tree->items[tree->items[tree->open].last].grow = tree->theme->landscape ? 1 : 0;
}

static void register_button(struct widget_tree *tree, const struct desk_view *desk)
{
    if (desk->deeds >> DESK_DEED_REGISTER & 1) {
        desk_button(tree, "desk.deed.register", ICON_PERSON_ADD, UI_ACTION_DEED, DESK_DEED_REGISTER,
                    false);
    }
}

static void field_and_register(struct widget_tree *tree, const struct desk_view *desk)
{
    field(tree, desk);
    register_button(tree, desk);
}

static void keyboard(struct widget_tree *tree, const struct desk_view *desk)
{
    if (desk->keyboard) {
        keyboard_add(tree, desk, false);
    }
}

/* Landscape: everything is as wide as the page, so that few lines tell much. */
static void wide(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    float used = 17 + (desk->keyboard ? 36.0f : 0) + desk_notice_units(desk);
    desk_open_with(tree, model, field_and_register);
    results(tree, desk, desk_height(tree) - used);
    keyboard(tree, desk);
}

static void tall(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    float used = 49 + (desk->keyboard ? 45.0f : 0) + desk_notice_units(desk);
    desk_open(tree, model, false);
    field(tree, desk);
    results(tree, desk, desk_height(tree) - used);
    register_button(tree, desk);
    keyboard(tree, desk);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    (tree->theme->landscape ? wide : tall)(tree, model);
    desk_close(tree, model);
}

const struct screen desk_screen_search = {"desk search", build, UI_ACTION_NONE};
