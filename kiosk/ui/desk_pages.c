/* The desk's other pages: printers, incidents, settings. */
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

/* ---- printers ---- */

static void printer_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    const struct desk_row *row = &desk->rows[index];
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_PRINTER,
                                   .size = 5,
                                   .color = COLOR_PRIMARY});
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "printer", .grow = 1, .across = PLACE_STRETCH});
    tree_text(
        tree, "printer name", row->name,
        (struct widget){
            .type = TYPE_LEAD, .bold = true, .color = COLOR_INK, .lines = 1, .shrinks = true});
    tree_text(
        tree, "description", row->more,
        (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .lines = 1, .shrinks = true});
    if (row->native[0]) { /* what to do: a message's key */
        tree_filled(
            tree, row->native, "printer", row->name,
            (struct widget){.type = TYPE_BODY, .color = COLOR_INK, .lines = 2, .shrinks = true});
    }
    tree_close(tree);
    desk_chip(tree, "desk.printer.", row->state);
}

static void build_printers(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    desk_open(tree, model, false);
    desk_title(tree, "desk.page.printers");
    desk_list(tree, desk,
              &(struct desk_list){.units = desk_height(tree) - (tree->theme->landscape ? 30 : 44),
                                  .row_units = 13,
                                  .action = UI_ACTION_NONE,
                                  .each = printer_row});
    if (desk->row_count == 0) {
        tree_message(tree, "desk.printers.none",
                     (struct widget){.type = TYPE_LEAD, .color = COLOR_SOFT, .shrinks = true});
    }
    part_space(tree, 1);
    desk_button(tree, "desk.deed.again", ICON_REPLACE, UI_ACTION_DEED, DESK_DEED_AGAIN, false);
    desk_close(tree, model);
}

/* ---- incidents ---- */

static void incident_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    char when[64], key[64], more[ATTENDEE_TEXT_SIZE + 96];
    const struct desk_row *row = &desk->rows[index];
    wording_day_time(tree->wording, tree->language, row->at_ms, when, sizeof when);
    snprintf(key, sizeof key, "desk.incident.%s", row->name);
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "incident", .grow = 1, .across = PLACE_STRETCH});
    tree_text(
        tree, key, message_has("en", key) ? message_text(tree->language, key) : row->name,
        (struct widget){
            .type = TYPE_BODY, .bold = true, .color = COLOR_INK, .lines = 1, .shrinks = true});
    snprintf(more, sizeof more, "\u2068%s\u2069%s\u2068%s\u2069%s\u2068%s\u2069", when,
             row->more[0] ? " · " : "", part_event_name(tree, row->more),
             row->native[0] ? " · " : "", row->native);
    tree_text(tree, "incident details", more,
              (struct widget){.type = TYPE_CAPTION,
                              .color = COLOR_SOFT,
                              .lines = 1,
                              .shrinks = true,
                              .personal = true});
    tree_close(tree);
    desk_chip(tree, "desk.incident.", row->state);
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_FORWARD,
                                   .size = 3,
                                   .color = COLOR_SOFT});
}

static void build_incidents(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    desk_open(tree, model, false);
    desk_title(tree, "desk.page.incidents");
    tree_message(tree, desk->row_count ? "desk.incidents.hint" : "desk.incidents.none",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    desk_list(tree, desk,
              &(struct desk_list){.units = desk_height(tree) - (tree->theme->landscape ? 28 : 44),
                                  .row_units = 8.6f,
                                  .action = UI_ACTION_OPEN,
                                  .each = incident_row});
    part_space(tree, 1);
    desk_close(tree, model);
}

/* ---- settings ---- */

static void languages(struct widget_tree *tree)
{
    const char *const *all = message_languages();
    int columns = tree->theme->landscape ? 4 : 2;
    desk_heading(tree, "desk.settings.language");
    for (int i = 0; all[i];) {
        tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                        .name = "languages",
                                        .gap = TARGET_GAP,
                                        .across = PLACE_STRETCH});
        for (int column = 0; column < columns; column++) {
            if (!all[i]) {
                part_space(tree, 1);
                continue;
            }
            const char *name = message_text(all[i], "language.name");
            bool here = strcmp(all[i], tree->language) == 0;
            tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                            .name = "language",
                                            .action = UI_ACTION_CHOOSE,
                                            .value = i,
                                            .grow = 1,
                                            .min_height = TARGET_ANY + 1,
                                            .min_width = TARGET_ANY,
                                            .radius = RADIUS_BUTTON,
                                            .across = PLACE_CENTER,
                                            .along = PLACE_CENTER,
                                            .fill = here ? COLOR_PRIMARY : COLOR_SURFACE,
                                            .border = here ? COLOR_NONE : COLOR_LINE,
                                            .color = here ? COLOR_ON_PRIMARY : COLOR_PRIMARY});
            tree_text(tree, "language name", name,
                      (struct widget){.type = TYPE_BODY,
                                      .bold = true,
                                      .lines = 1,
                                      .color = here ? COLOR_ON_PRIMARY : COLOR_PRIMARY});
            tree_close(tree);
            i++;
        }
        tree_close(tree);
    }
}

static void look_switch(struct widget_tree *tree, const char *key, enum icon_id icon,
                        enum ui_action action, int value, bool on)
{
    char text[160];
    enum color_role color = on ? COLOR_ON_PRIMARY : COLOR_PRIMARY;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = key,
                                    .action = action,
                                    .value = value,
                                    .grow = 1,
                                    .min_height = TARGET_ANY + 1,
                                    .min_width = TARGET_ANY,
                                    .gap = 1,
                                    .pad_x = 1.5f,
                                    .radius = RADIUS_BUTTON,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .fill = on ? COLOR_PRIMARY : COLOR_SURFACE,
                                    .border = on ? COLOR_NONE : COLOR_LINE,
                                    .color = color});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = on ? ICON_CHECK : icon,
                                   .size = 3.4f,
                                   .color = color});
    snprintf(text, sizeof text, "%s", message_text(tree->language, key));
    tree_text(tree, key, text,
              (struct widget){
                  .type = TYPE_BODY, .bold = true, .lines = 2, .shrinks = true, .color = color});
    tree_close(tree);
}

static void looks(struct widget_tree *tree, const struct ui_model *model)
{
    desk_heading(tree, "desk.settings.looks");
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "looks", .gap = TARGET_GAP, .across = PLACE_STRETCH});
    look_switch(tree, "desk.settings.dark", ICON_LIGHT, UI_ACTION_DEED, DESK_DEED_DARK,
                model->desk.dark);
    look_switch(tree, "comfort.large", ICON_LETTERS, UI_ACTION_SWITCH, UI_COMFORT_LARGE,
                model->comfort & UI_COMFORT_LARGE);
    look_switch(tree, "comfort.contrast", ICON_CONTRAST, UI_ACTION_SWITCH, UI_COMFORT_CONTRAST,
                model->comfort & UI_COMFORT_CONTRAST);
    tree_close(tree);
}

static void build_settings(struct widget_tree *tree, const struct ui_model *model)
{
    desk_open(tree, model, false);
    desk_title(tree, "desk.page.settings");
    languages(tree);
    part_gap(tree, 1);
    looks(tree, model);
    part_gap(tree, 1);
    desk_heading(tree, "desk.settings.staff");
    tree_message(tree, model->desk.unguarded ? "desk.sign-in.none" : "desk.settings.staff-hint",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_INK, .shrinks = true});
    part_space(tree, 1);
    desk_close(tree, model);
}

const struct screen desk_screen_printers = {"desk printers", build_printers, UI_ACTION_NONE};
const struct screen desk_screen_incidents = {"desk incidents", build_incidents, UI_ACTION_NONE};
const struct screen desk_screen_settings = {"desk settings", build_settings, UI_ACTION_NONE};
