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

/* The friendly half: the event, and what is wanted. */
static void welcome(struct widget_tree *tree, const struct ui_model *model, bool back)
{
    tree_open(
        tree,
        (struct widget){
            .kind = WIDGET_ROW, .name = "top", .min_height = 7, .gap = 2, .across = PLACE_CENTER});
    if (back) {
        part_quiet(tree, &tone_hero, "action.back", ICON_BACK, UI_ACTION_BACK);
    } else {
        tree_add(tree, (struct widget){.kind = WIDGET_LOGO,
                                       .name = "event mark",
                                       .size = 6,
                                       .color = COLOR_ON_HERO,
                                       .fill = COLOR_HERO});
    }
    tree_text(tree, "event name", part_event_name(tree, model->event_name),
              (struct widget){.type = TYPE_BODY,
                              .bold = true,
                              .color = COLOR_ON_HERO,
                              .grow = 1,
                              .lines = 2,
                              .shrinks = true});
    tree_close(tree);
    part_space(tree, 1);
}

static void welcome_end(struct widget_tree *tree, const struct ui_model *model)
{
    part_space(tree, 2);
    if (tree->theme->landscape) {
        tree_text(tree, "station", model->staff_line,
                  (struct widget){.type = TYPE_CAPTION, .color = COLOR_ON_HERO_SOFT, .lines = 1});
    }
}

static const struct widget hero_title = {
    .type = TYPE_DISPLAY, .bold = true, .color = COLOR_ON_HERO, .shrinks = true};
static const struct widget hero_words = {
    .type = TYPE_LEAD, .color = COLOR_ON_HERO_SOFT, .shrinks = true};

static void build_names(struct widget_tree *tree, const struct ui_model *model)
{
    bool approves = model->desk.screen == DESK_APPROVER, beside = tree->theme->landscape;
    float units = beside ? desk_height(tree) - 10 : desk_height(tree) * 0.64f - 10;
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_HERO, true, 0.34f, 0.42f);
    welcome(tree, model, approves);
    tree_message(tree, approves ? "desk.approve.title" : "desk.sign-in.title", hero_title);
    tree_message(tree, approves ? "desk.approve.hint" : "desk.sign-in.hint", hero_words);
    welcome_end(tree, model);
    page_second(tree, COLOR_NONE, false);
    desk_notice(tree, model);
    part_space(tree, beside ? 1 : 0.001f);
    if (model->desk.row_count == 0) {
        tree_message(tree, "desk.approve.nobody",
                     (struct widget){.type = TYPE_LEAD, .color = COLOR_INK, .shrinks = true});
    }
    desk_list(tree, &model->desk,
              &(struct desk_list){.units = units - desk_notice_units(&model->desk),
                                  .row_units = 10,
                                  .action = UI_ACTION_OPEN,
                                  .each = staff_row});
    part_space(tree, 1);
    page_close(tree);
}

/* A dot for each digit, never the digits. */
static void dots(struct widget_tree *tree, int digits)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "digits",
                                    .height = 8,
                                    .width = KEYPAD_UNITS,
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
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_HERO, true, 0.34f, 0.42f);
    welcome(tree, model, true);
    tree_filled(tree, desk->approves ? "desk.pin.approve" : "desk.pin.title", "name", desk->who,
                hero_title);
    if (desk->approves) {
        char key[48];
        snprintf(key, sizeof key, "desk.deed.%s", desk_deed_string(desk->deed));
        tree_message(tree, key, hero_words);
    }
    tree_message(tree, "desk.pin.hint", hero_words);
    welcome_end(tree, model);
    page_second(tree, COLOR_NONE, false);
    desk_notice(tree, model);
    part_space(tree, 1);
    tree_open(tree, (struct widget){
                        .kind = WIDGET_COLUMN, .name = "pin", .gap = 2, .across = PLACE_CENTER});
    dots(tree, desk->digits);
    keypad_add(tree);
    tree_close(tree);
    part_space(tree, 1);
    page_close(tree);
}

const struct screen desk_screen_names = {"desk names", build_names, UI_ACTION_NONE};
const struct screen desk_screen_pin = {"desk pin", build_pin, UI_ACTION_NONE};
