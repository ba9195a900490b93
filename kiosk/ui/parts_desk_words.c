/* Parts of the desk's screens: titles, buttons, chips, the field, the word about the last deed. */
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/parts_desk.h"
#include "message.h"

void desk_title(struct widget_tree *tree, const char *key)
{
    tree_message(
        tree, key,
        (struct widget){.type = TYPE_TITLE, .bold = true, .color = COLOR_INK, .shrinks = true});
}

void desk_heading(struct widget_tree *tree, const char *key)
{
    tree_message(tree, key,
                 (struct widget){.type = TYPE_CAPTION, .bold = true, .color = COLOR_SOFT});
}

void desk_notice(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    const struct tone *tone = desk->notice_bad ? &tone_refuse : &tone_admit;
    const struct widget style = {
        .type = TYPE_BODY, .bold = true, .color = tone->text, .grow = 1, .shrinks = true};
    if (!desk->notice[0] && desk->wait_s <= 0) {
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "notice",
                                    .gap = 1.5f,
                                    .pad_x = 2,
                                    .pad_y = 1,
                                    .radius = RADIUS_CARD,
                                    .across = PLACE_CENTER,
                                    .fill = tone->ground});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = desk->notice_bad ? ICON_ALERT : ICON_CHECK,
                                   .size = 4,
                                   .color = tone->text});
    if (desk->wait_s > 0) {
        tree_count(tree, "desk.wait", desk->wait_s, style);
    } else {
        tree_filled(tree, desk->notice, "value", desk->notice_value, style)->personal = true;
    }
    tree_close(tree);
}

float desk_notice_units(const struct desk_view *desk)
{
    return desk->notice[0] || desk->wait_s > 0 ? 8.5f : 0;
}

void desk_button(struct widget_tree *tree, const char *key, enum icon_id icon,
                 enum ui_action action, int value, bool primary)
{
    enum color_role color = primary ? COLOR_ON_PRIMARY : COLOR_PRIMARY;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = key,
                                    .action = action,
                                    .value = value,
                                    .primary = primary,
                                    .min_height = primary ? TARGET_PRIMARY + 0.5f : TARGET_ANY + 1,
                                    .min_width = TARGET_ANY + 1,
                                    .gap = 1.2f,
                                    .pad_x = 2,
                                    .pad_y = 0.8f,
                                    .radius = RADIUS_BUTTON,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .fill = primary ? COLOR_PRIMARY : COLOR_SURFACE,
                                    .border = primary ? COLOR_NONE : COLOR_LINE,
                                    .color = color});
    if (icon != ICON_NONE) {
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = icon,
                                       .size = primary ? 4.4f : 3.6f,
                                       .color = color});
    }
    tree_message(tree, key,
                 (struct widget){.type = primary ? TYPE_LEAD : TYPE_BODY,
                                 .bold = true,
                                 .shrinks = true,
                                 .lines = 2,
                                 .align = PLACE_CENTER,
                                 .color = color});
    tree_close(tree);
}

/* ---- chips ---- */

/* What a state looks like: colour and shape, never colour alone. */
static const struct {
    const char *keyword;
    enum color_role fill, text;
    enum icon_id icon;
} chips[] = {
    {"arrived", COLOR_ADMIT, COLOR_ON_VERDICT, ICON_CHECK},
    {"confirmed", COLOR_ADMIT, COLOR_ON_VERDICT, ICON_CHECK},
    {"ready", COLOR_ADMIT, COLOR_ON_VERDICT, ICON_CHECK},
    {"closed", COLOR_ADMIT, COLOR_ON_VERDICT, ICON_CHECK},
    {"left", COLOR_SUNKEN, COLOR_INK, ICON_OUT},
    {"expected", COLOR_SUNKEN, COLOR_INK, ICON_CLOCK},
    {"seen", COLOR_SUNKEN, COLOR_INK, ICON_EYE},
    {"pending-approval", COLOR_NOTE, COLOR_ON_VERDICT, ICON_CLOCK},
    {"attention", COLOR_NOTE, COLOR_ON_VERDICT, ICON_ALERT},
    {"unknown", COLOR_NOTE, COLOR_ON_VERDICT, ICON_ALERT},
    {"suspended", COLOR_NOTE, COLOR_ON_VERDICT, ICON_CLOCK},
    {"withdrawn", COLOR_REFUSE, COLOR_ON_VERDICT, ICON_CLOSE},
    {"rejected", COLOR_REFUSE, COLOR_ON_VERDICT, ICON_CLOSE},
    {"revoked", COLOR_REFUSE, COLOR_ON_VERDICT, ICON_CLOSE},
    {"failed", COLOR_REFUSE, COLOR_ON_VERDICT, ICON_CLOSE},
    {"stopped", COLOR_REFUSE, COLOR_ON_VERDICT, ICON_ALERT},
    {"new", COLOR_REFUSE, COLOR_ON_VERDICT, ICON_ALERT},
};

void desk_chip(struct widget_tree *tree, const char *prefix, const char *keyword)
{
    char key[80];
    enum color_role fill = COLOR_SUNKEN, text = COLOR_INK;
    enum icon_id icon = ICON_INFO;
    if (!keyword[0]) {
        return;
    }
    for (size_t i = 0; i < sizeof chips / sizeof chips[0]; i++) {
        if (strcmp(chips[i].keyword, keyword) == 0) {
            fill = chips[i].fill;
            text = chips[i].text;
            icon = chips[i].icon;
        }
    }
    snprintf(key, sizeof key, "%s%s", prefix, keyword);
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "chip",
                                    .fill = fill,
                                    .radius = 2,
                                    .pad_x = 1.1f,
                                    .pad_y = 0.2f,
                                    .gap = 0.6f,
                                    .across = PLACE_CENTER});
    tree_add(tree,
             (struct widget){
                 .kind = WIDGET_ICON, .name = "icon", .icon = icon, .size = 2.4f, .color = text});
    tree_message(tree, key,
                 (struct widget){.type = TYPE_CAPTION, .bold = true, .color = text, .lines = 1});
    tree_close(tree);
}

void desk_letter(struct widget_tree *tree, const char *letter, uint32_t rgb)
{
    bool light = color_readable(rgb, 0xFFFFFF, 0x15202B) == 0xFFFFFF;
    if (!letter[0]) {
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "category",
                                    .min_width = 3.6f,
                                    .height = 3.2f,
                                    .pad_x = 0.6f,
                                    .radius = 0.8f,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .rgb = rgb,
                                    .own_color = true});
    tree_text(tree, "category letter", letter,
              (struct widget){.type = TYPE_CAPTION,
                              .bold = true,
                              .align = PLACE_CENTER,
                              .color = light ? COLOR_ON_VERDICT : COLOR_BLACK});
    tree_close(tree);
}

void desk_flag(struct widget_tree *tree, const char country[3], enum type_role type)
{
    char flag[9];
    if (part_flag(country, flag)) {
        tree_text(tree, "flag", flag,
                  (struct widget){.type = type, .is_emoji = true, .color = COLOR_INK});
    }
}

/* ---- the field ---- */

void desk_field(struct widget_tree *tree, const struct desk_view *desk, enum icon_id icon,
                const char *hint)
{
    const struct desk_text *field = &desk->field;
    bool empty = !field->text[0];
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "field",
                                    .action = UI_ACTION_KEY,
                                    .value = DESK_KEY_SHOW,
                                    .min_height = 8,
                                    .gap = 1.5f,
                                    .pad_x = 2,
                                    .radius = RADIUS_BUTTON,
                                    .across = PLACE_CENTER,
                                    .fill = COLOR_SURFACE,
                                    .border = COLOR_PRIMARY});
    tree_add(
        tree,
        (struct widget){
            .kind = WIDGET_ICON, .name = "icon", .icon = icon, .size = 4, .color = COLOR_SOFT});
    tree_add(tree,
             (struct widget){
                 .kind = WIDGET_FIELD,
                 .name = "text",
                 .grow = 1,
                 .min_height = 5,
                 .type = TYPE_LEAD,
                 .personal = !empty,
                 .color = empty ? COLOR_SOFT : COLOR_INK,
                 .text = tree_copy(tree, empty ? message_text(tree->language, hint) : field->text),
                 .value = empty ? -1 : (int)field->caret});
    if (!empty) {
        tree_add(tree, (struct widget){.kind = WIDGET_KEY,
                                       .name = "clear",
                                       .action = UI_ACTION_KEY,
                                       .value = DESK_KEY_CLEAR,
                                       .width = TARGET_ANY,
                                       .height = TARGET_ANY,
                                       .radius = 3,
                                       .icon = ICON_CLOSE,
                                       .size = 3,
                                       .color = COLOR_INK,
                                       .fill = COLOR_SUNKEN});
    }
    tree_close(tree);
}
