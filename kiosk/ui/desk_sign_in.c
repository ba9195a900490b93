/* Who is at the desk, and the PIN; the same for the second person who approves something. */
#include <stdio.h>

#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

static void staff_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    char key[48];
    const struct desk_row *row = &desk->rows[index];
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_PERSON,
                                   .size = 4,
                                   .color = COLOR_PRIMARY});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "staff", .grow = 1});
    tree_text(tree, "staff name", row->name,
              (struct widget){.type = TYPE_LEAD, .bold = true, .color = COLOR_INK, .lines = 1});
    snprintf(key, sizeof key, "desk.role.%s", row->state);
    tree_message(tree, key, (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT});
    tree_close(tree);
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_FORWARD,
                                   .size = 3,
                                   .color = COLOR_SOFT});
}

static void welcome(struct widget_tree *tree, const char *title, const char *hint)
{
    desk_title(tree, title);
    tree_message(tree, hint,
                 (struct widget){.type = TYPE_LEAD, .color = COLOR_SOFT, .shrinks = true});
}

static void build_names(struct widget_tree *tree, const struct ui_model *model)
{
    bool approves = model->desk.screen == DESK_APPROVER;
    bool beside = tree->theme->landscape;
    desk_open_bare(tree, model, approves);
    desk_first(tree, 0.42f);
    if (approves) {
        welcome(tree, "desk.approve.title", "desk.approve.hint");
    } else {
        welcome(tree, "desk.sign-in.title", "desk.sign-in.hint");
    }
    desk_second(tree);
    if (model->desk.row_count == 0) {
        tree_message(tree, "desk.approve.nobody",
                     (struct widget){.type = TYPE_LEAD, .color = COLOR_INK, .shrinks = true});
    }
    desk_list(tree, &model->desk, desk_height(tree) - (beside ? 16 : 36), 9, UI_ACTION_OPEN,
              staff_row);
    part_space(tree, 1);
    desk_both(tree);
    desk_close(tree, NULL);
}

/* A dot for each digit, never the digits. */
static void dots(struct widget_tree *tree, int digits)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "digits",
                                    .height = 8,
                                    .max_width = 50,
                                    .gap = 1.4f,
                                    .pad_x = 2,
                                    .radius = RADIUS_BUTTON,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .fill = COLOR_SURFACE,
                                    .border = COLOR_PRIMARY});
    int shown = digits > STAFF_PIN_MIN ? digits : STAFF_PIN_MIN;
    for (int i = 0; i < shown; i++) {
        tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                        .name = "digit",
                                        .width = 2.2f,
                                        .height = 2.2f,
                                        .radius = 1.1f,
                                        .fill = i < digits ? COLOR_PRIMARY : COLOR_LINE});
        tree_close(tree);
    }
    tree_close(tree);
}

static void build_pin(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    const char *title = desk->approves ? "desk.pin.approve" : "desk.pin.title";
    desk_open_bare(tree, model, true);
    desk_first(tree, 0.5f);
    tree_filled(
        tree, title, "name", desk->who,
        (struct widget){.type = TYPE_TITLE, .bold = true, .color = COLOR_INK, .shrinks = true});
    if (desk->approves) {
        char key[48];
        snprintf(key, sizeof key, "desk.deed.%s", desk_deed_string(desk->deed));
        tree_message(tree, key, (struct widget){.type = TYPE_LEAD, .color = COLOR_SOFT});
    }
    tree_message(tree, "desk.pin.hint",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    desk_second(tree);
    part_space(tree, 1);
    tree_open(tree, (struct widget){
                        .kind = WIDGET_COLUMN, .name = "pin", .gap = 2, .across = PLACE_STRETCH});
    dots(tree, desk->digits);
    keypad_add(tree, false);
    tree_close(tree);
    part_space(tree, 1);
    desk_both(tree);
    desk_close(tree, NULL);
}

const struct screen desk_screen_names = {"desk names", build_names, UI_ACTION_NONE};
const struct screen desk_screen_pin = {"desk pin", build_pin, UI_ACTION_NONE};
