/* Correct or register: the fields of a person, then one of them with the keyboard. Replacing: why.
 * Really?: the question before what cannot simply be taken back. */
#include <stdio.h>

#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

/* ---- the fields ---- */

static void field_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    const struct desk_row *row = &desk->rows[index];
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "value", .grow = 1, .across = PLACE_STRETCH});
    tree_message(tree, row->name,
                 (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .lines = 1});
    const char *value = row->more[0] ? part_event_name(tree, row->more) : "—";
    tree_text(tree, "value", value,
              (struct widget){.type = TYPE_BODY,
                              .bold = true,
                              .color = COLOR_INK,
                              .lines = 1,
                              .shrinks = true,
                              .personal = true});
    tree_close(tree);
    if (row->changed) {
        desk_chip(tree, "desk.field.", "changed");
    }
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_EDIT,
                                   .size = 3,
                                   .color = COLOR_PRIMARY});
}

static void fields_about(struct widget_tree *tree, const struct ui_model *model)
{
    desk_title(tree, model->desk.is_new ? "desk.fields.new" : "desk.fields.title");
    tree_message(tree, model->desk.is_new ? "desk.fields.new-hint" : "desk.fields.hint",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    if (model->desk.replaces) {
        tree_message(
            tree, "desk.person.replaces",
            (struct widget){.type = TYPE_BODY, .bold = true, .color = COLOR_INK, .shrinks = true});
    }
}

static void build_fields(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    bool beside = tree->theme->landscape;
    desk_open(tree, model, true);
    desk_first(tree, 0.38f);
    fields_about(tree, model);
    if (beside) {
        part_space(tree, 1);
        desk_button(tree, "desk.deed.save", ICON_SAVE, UI_ACTION_DEED, DESK_DEED_SAVE, true);
    }
    desk_second(tree);
    desk_list(tree, desk,
              &(struct desk_list){.units = desk_height(tree) - (beside ? 15 : 54) -
                                           (desk->notice[0] ? 8 : 0),
                                  .row_units = 7.6f,
                                  .action = UI_ACTION_OPEN,
                                  .each = field_row});
    part_space(tree, 1);
    if (!beside) {
        desk_button(tree, "desk.deed.save", ICON_SAVE, UI_ACTION_DEED, DESK_DEED_SAVE, true);
    }
    desk_both(tree);
    desk_close(tree, model);
}

/* ---- one field ---- */

static void value_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    const struct desk_row *row = &desk->rows[index];
    desk_letter(tree, row->mark, row->rgb);
    desk_flag(tree, row->country, TYPE_LEAD);
    tree_text(tree, "value", part_event_name(tree, row->name),
              (struct widget){
                  .type = TYPE_BODY, .color = COLOR_INK, .grow = 1, .lines = 1, .shrinks = true});
    if (row->changed) { /* as it is now */
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = ICON_CHECK,
                                       .size = 3,
                                       .color = COLOR_PRIMARY});
    }
}

static void build_edit(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    bool beside = tree->theme->landscape, chooses = desk->total > 0;
    float keyboard = desk->keyboard ? (beside ? 37.0f : 44.0f) : 0;
    desk_open(tree, model, true);
    desk_title(tree, desk->label);
    desk_field(tree, desk, ICON_EDIT, desk->label);
    if (chooses) {
        desk_list(tree, desk,
                  &(struct desk_list){.units = desk_height(tree) - keyboard - (beside ? 34 : 58),
                                      .row_units = 6.4f,
                                      .action = UI_ACTION_OPEN,
                                      .each = value_row});
    } else {
        tree_message(tree, "desk.edit.hint",
                     (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    }
    part_space(tree, 1);
    if (desk->keyboard) {
        keyboard_add(tree, desk, true);
    } else if (!chooses) {
        desk_button(tree, "desk.edit.done", ICON_CHECK, UI_ACTION_KEY, DESK_KEY_ENTER, true);
    }
    desk_close(tree, model);
}

/* ---- why, and really ---- */

static void reason_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    char key[64];
    const struct desk_row *row = &desk->rows[index];
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "reason", .grow = 1, .across = PLACE_STRETCH});
    snprintf(key, sizeof key, "desk.reason.%s", row->name);
    tree_message(
        tree, key,
        (struct widget){
            .type = TYPE_LEAD, .bold = true, .color = COLOR_INK, .lines = 1, .shrinks = true});
    snprintf(key, sizeof key, "desk.reason.%s.more", row->name);
    tree_message(
        tree, key,
        (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .lines = 2, .shrinks = true});
    tree_close(tree);
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_FORWARD,
                                   .size = 3,
                                   .color = COLOR_SOFT});
}

static void about_person(struct widget_tree *tree, const struct ui_person *person)
{
    tree_text(
        tree, "name", part_own_name(person),
        (struct widget){
            .type = TYPE_LEAD, .color = COLOR_INK, .lines = 2, .shrinks = true, .personal = true});
}

static void build_reasons(struct widget_tree *tree, const struct ui_model *model)
{
    bool beside = tree->theme->landscape;
    desk_open(tree, model, true);
    desk_first(tree, 0.36f);
    desk_title(tree, "desk.replace.title");
    about_person(tree, &model->person);
    tree_message(tree, "desk.replace.hint",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    desk_second(tree);
    desk_list(tree, &model->desk,
              &(struct desk_list){.units = desk_height(tree) - (beside ? 14 : 50),
                                  .row_units = 9.6f,
                                  .action = UI_ACTION_OPEN,
                                  .each = reason_row});
    part_space(tree, 1);
    desk_both(tree);
    desk_close(tree, model);
}

static void build_question(struct widget_tree *tree, const struct ui_model *model)
{
    char key[64];
    const char *word = desk_deed_string(model->desk.deed);
    desk_open(tree, model, true);
    part_space(tree, 1);
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "question",
                                    .gap = 2.5f,
                                    .pad_x = 4,
                                    .pad_y = 4,
                                    .radius = RADIUS_CARD,
                                    .fill = COLOR_SURFACE,
                                    .border = COLOR_LINE,
                                    .across = PLACE_STRETCH});
    snprintf(key, sizeof key, "desk.question.%s", word);
    desk_title(tree, key);
    about_person(tree, &model->person);
    snprintf(key, sizeof key, "desk.question.%s.more", word);
    tree_message(tree, key,
                 (struct widget){.type = TYPE_LEAD, .color = COLOR_SOFT, .shrinks = true});
    snprintf(key, sizeof key, "desk.deed.%s", word);
    desk_button(tree, key, ICON_CHECK, UI_ACTION_DEED, DESK_DEED_YES, true);
    desk_button(tree, "action.back", ICON_BACK, UI_ACTION_BACK, 0, false);
    tree_close(tree);
    part_space(tree, 1);
    desk_close(tree, model);
}

const struct screen desk_screen_fields = {"desk fields", build_fields, UI_ACTION_NONE};
const struct screen desk_screen_edit = {"desk edit", build_edit, UI_ACTION_NONE};
const struct screen desk_screen_reasons = {"desk reasons", build_reasons, UI_ACTION_NONE};
const struct screen desk_screen_question = {"desk question", build_question, UI_ACTION_NONE};
