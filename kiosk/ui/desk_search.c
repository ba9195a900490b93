/* Find a person: the field, the keyboard in the script at hand, and whoever matches so far. */
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

#define ROW_UNITS 8.4f

static void results(struct widget_tree *tree, const struct desk_view *desk, float units)
{
    if (desk->row_count > 0) {
        desk_list(tree, desk, units, ROW_UNITS, UI_ACTION_OPEN, desk_person_row);
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "nobody",
                                    .grow = 1,
                                    .gap = 2,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_FIND,
                                   .size = 9,
                                   .color = COLOR_LINE});
    tree_message(
        tree, desk->field.text[0] ? "desk.search.nobody" : "desk.search.hint",
        (struct widget){
            .type = TYPE_LEAD, .align = PLACE_CENTER, .color = COLOR_SOFT, .shrinks = true});
    tree_close(tree);
}

static void register_button(struct widget_tree *tree, const struct desk_view *desk)
{
    if (desk->deeds >> DESK_DEED_REGISTER & 1) {
        desk_button(tree, "desk.deed.register", ICON_PERSON_ADD, UI_ACTION_DEED, DESK_DEED_REGISTER,
                    false);
    }
}

static float keyboard_units(const struct widget_tree *tree, const struct desk_view *desk)
{
    return desk->keyboard ? (tree->theme->landscape ? 37.0f : 44.0f) : 0;
}

/* The keyboard under the field, the people beside. */
static void beside(struct widget_tree *tree, const struct desk_view *desk)
{
    desk_first(tree, desk->keyboard ? 0.6f : 0.4f);
    desk_field(tree, desk, ICON_FIND, "desk.search.field");
    register_button(tree, desk);
    tree_message(tree, "desk.search.scan",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    part_space(tree, 1);
    if (desk->keyboard) {
        keyboard_add(tree, desk, NULL);
    }
    desk_second(tree);
    results(tree, desk, desk_height(tree) - 14 - (desk->notice[0] ? 8 : 0));
    desk_both(tree);
}

static void below(struct widget_tree *tree, const struct desk_view *desk)
{
    float used = 45 + keyboard_units(tree, desk) + (desk->notice[0] ? 8 : 0);
    desk_field(tree, desk, ICON_FIND, "desk.search.field");
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "results", .grow = 1, .across = PLACE_STRETCH});
    results(tree, desk, desk_height(tree) - used);
    tree_close(tree);
    register_button(tree, desk);
    if (desk->keyboard) {
        keyboard_add(tree, desk, NULL);
    }
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    desk_open(tree, model, false);
    (tree->theme->landscape ? beside : below)(tree, &model->desk);
    desk_close(tree, model);
}

const struct screen desk_screen_search = {"desk search", build, UI_ACTION_NONE};
