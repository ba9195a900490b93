/* One person at the desk: who, how it stands, what can be done, badges and what has happened. */
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

#define NOTE_COLUMNS 140
#define ZONES_IN_A_ROW 7
#define PHOTO_ASPECT (32.0f / 42.0f)

static const struct {
    enum desk_deed deed;
    enum icon_id icon;
} deeds[] = {
    {DESK_DEED_CHECK_IN, ICON_CHECK},  {DESK_DEED_APPROVE, ICON_PERSON_OK},
    {DESK_DEED_PRINT, ICON_PRINTER},   {DESK_DEED_HAND_OVER, ICON_HAND},
    {DESK_DEED_REPLACE, ICON_REPLACE}, {DESK_DEED_FOUND, ICON_BADGE},
    {DESK_DEED_CORRECT, ICON_EDIT},    {DESK_DEED_PHOTO, ICON_CAMERA},
    {DESK_DEED_UNDO, ICON_UNDO},       {DESK_DEED_WITHDRAW, ICON_PERSON_OFF},
};
#define DEEDS (sizeof deeds / sizeof deeds[0])

/* ---- who ---- */

static struct widget card(const char *name)
{
    return (struct widget){.kind = WIDGET_COLUMN,
                           .name = name,
                           .gap = 1.2f,
                           .pad_x = 2,
                           .pad_y = 2,
                           .radius = RADIUS_CARD,
                           .fill = COLOR_SURFACE,
                           .border = COLOR_LINE,
                           .across = PLACE_STRETCH};
}

static void hairline(struct widget_tree *tree)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "hairline",
                                    .height = HAIRLINE,
                                    .fill = COLOR_LINE});
    tree_close(tree);
}

static void photo(struct widget_tree *tree, float width)
{
    tree_add(tree, (struct widget){.kind = WIDGET_PHOTO,
                                   .name = "photo",
                                   .width = width,
                                   .height = width / PHOTO_ASPECT,
                                   .radius = RADIUS_CARD});
}

static void names(struct widget_tree *tree, const struct ui_person *person)
{
    const struct widget name = {.type = TYPE_TITLE,
                                .bold = true,
                                .color = COLOR_INK,
                                .lines = 2,
                                .shrinks = true,
                                .personal = true};
    tree_text(tree, "name", person->name[0] ? person->name : person->native_name, name);
    if (person->name[0] && strcmp(person->name, person->native_name) != 0) {
        tree_text(tree, "native name", person->native_name,
                  (struct widget){.type = TYPE_LEAD,
                                  .color = COLOR_SOFT,
                                  .lines = 2,
                                  .shrinks = true,
                                  .personal = true});
    }
}

static void delegation(struct widget_tree *tree, const struct ui_person *person)
{
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "delegation row", .gap = 1, .across = PLACE_CENTER});
    desk_flag(tree, person->country, TYPE_LEAD);
    tree_text(tree, "delegation", person->delegation,
              (struct widget){.type = TYPE_BODY,
                              .bold = true,
                              .color = COLOR_INK,
                              .grow = 1,
                              .lines = 2,
                              .shrinks = true,
                              .personal = true});
    tree_close(tree);
    tree_text(
        tree, "role", person->role,
        (struct widget){
            .type = TYPE_BODY, .color = COLOR_SOFT, .lines = 2, .shrinks = true, .personal = true});
}

static void zone(struct widget_tree *tree, int number, bool allowed)
{
    char text[8];
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "zone",
                                    .width = 3.4f,
                                    .height = 3.4f,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .radius = 0.5f,
                                    .fill = allowed ? COLOR_PRIMARY : COLOR_SUNKEN});
    snprintf(text, sizeof text, "%d", number);
    tree_text(tree, "zone number", text,
              (struct widget){.type = TYPE_CAPTION,
                              .bold = allowed,
                              .align = PLACE_CENTER,
                              .color = allowed ? COLOR_ON_PRIMARY : COLOR_SOFT});
    tree_close(tree);
}

/* As many as find room beside the photo stand in a row. */
static void zones(struct widget_tree *tree, const struct ui_person *person)
{
    int known = 0;
    for (int bit = 0; bit < EVENT_ZONES_MAX; bit++) {
        if (!(person->zones_known >> bit & 1)) {
            continue;
        }
        if (known % ZONES_IN_A_ROW == 0) {
            if (known > 0) {
                tree_close(tree);
            }
            tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                            .name = "zones",
                                            .gap = 0.6f,
                                            .across = PLACE_CENTER});
        }
        zone(tree, bit + 1, person->zones >> bit & 1);
        known++;
    }
    if (known > 0) {
        tree_close(tree);
    }
}

static void standing(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "standing", .gap = 1.2f, .across = PLACE_CENTER});
    desk_chip(tree, "desk.state.", desk->state);
    if (desk->arrived_ms) {
        char when[64];
        wording_day_time(tree->wording, tree->language, desk->arrived_ms, when, sizeof when);
        tree_text(
            tree, "arrived at", when,
            (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .lines = 1, .shrinks = true});
    }
    tree_close(tree);
}

static void warnings(struct widget_tree *tree, const struct desk_view *desk)
{
    if (desk->replaces) {
        tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                        .name = "replaces",
                                        .fill = COLOR_NOTE,
                                        .radius = 1,
                                        .gap = 1,
                                        .pad_x = 1.5f,
                                        .pad_y = 0.8f,
                                        .across = PLACE_CENTER});
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = ICON_ALERT,
                                       .size = 3,
                                       .color = COLOR_ON_VERDICT});
        tree_message(tree, "desk.person.replaces",
                     (struct widget){.type = TYPE_BODY,
                                     .bold = true,
                                     .grow = 1,
                                     .shrinks = true,
                                     .color = COLOR_ON_VERDICT});
        tree_close(tree);
    }
    part_note(tree, desk->note, &tone_plain, NOTE_COLUMNS);
}

/* ---- what can be done ---- */

static void deed_button(struct widget_tree *tree, size_t index, bool primary)
{
    char key[48];
    snprintf(key, sizeof key, "desk.deed.%s", desk_deed_string(deeds[index].deed));
    desk_button(tree, key, deeds[index].icon, UI_ACTION_DEED, (int)deeds[index].deed, primary);
    /* in a grid all are equally wide */
    tree->items[tree->items[tree->open].last].grow = primary ? 0 : 1;
}

static void what_to_do(struct widget_tree *tree, const struct desk_view *desk)
{
    size_t offered[DEEDS] = {0}, count = 0;
    for (size_t i = 0; i < DEEDS; i++) {
        if (desk->deeds >> deeds[i].deed & 1) {
            offered[count++] = i;
        }
    }
    bool leads = count > 0 && offered[0] < 3; /* check in, approve, print */
    if (leads) {
        deed_button(tree, offered[0], true);
    }
    for (size_t i = leads ? 1 : 0; i < count; i += 2) {
        tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                        .name = "deeds",
                                        .gap = TARGET_GAP,
                                        .across = PLACE_STRETCH});
        deed_button(tree, offered[i], false);
        if (i + 1 < count) {
            deed_button(tree, offered[i + 1], false);
        } else {
            tree_add(tree, (struct widget){.kind = WIDGET_SPACE, .name = "space", .grow = 1});
        }
        tree_close(tree);
    }
}

/* ---- badges and what has happened ---- */

static struct widget line_row(const char *name)
{
    return (struct widget){
        .kind = WIDGET_ROW, .name = name, .gap = 1.4f, .across = PLACE_CENTER, .min_height = 3.4f};
}

static void badges(struct widget_tree *tree, const struct desk_view *desk)
{
    char text[96], when[64];
    for (size_t i = 0; i < desk->badge_count; i++) {
        const struct desk_badge *badge = &desk->badges[i];
        wording_day_time(tree->wording, tree->language, badge->at_ms, when, sizeof when);
        snprintf(text, sizeof text, "%08x · R%d · \u2068%s\u2069", (unsigned)badge->serial,
                 badge->issue, when);
        tree_open(tree, line_row("badge"));
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = ICON_BADGE,
                                       .size = 3,
                                       .color = COLOR_SOFT});
        tree_text(tree, "serial", text,
                  (struct widget){.type = TYPE_CAPTION, .color = COLOR_INK, .grow = 1, .lines = 1});
        desk_chip(tree, "desk.badge.", badge->state);
        tree_close(tree);
    }
    if (desk->badge_count == 0) {
        tree_message(tree, "desk.person.no-badge",
                     (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT});
    }
}

static void event_line(struct widget_tree *tree, const struct desk_event *event)
{
    char key[64], when[64], more[160];
    wording_day_time(tree->wording, tree->language, event->at_ms, when, sizeof when);
    snprintf(key, sizeof key, "desk.event.%s", event->kind);
    const char *where = part_event_name(tree, event->where);
    snprintf(more, sizeof more, "%s%s%s", where, where[0] && event->staff[0] ? " · " : "",
             event->staff);
    tree_open(tree, line_row("event"));
    tree_text(tree, "when", when,
              (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .width = 21, .lines = 1});
    tree_text(tree, key, message_has("en", key) ? message_text(tree->language, key) : event->kind,
              (struct widget){.type = TYPE_CAPTION,
                              .bold = true,
                              .color = COLOR_INK,
                              .grow = 1,
                              .shrinks = true,
                              .lines = 1});
    tree_text(tree, "where", more,
              (struct widget){.type = TYPE_CAPTION,
                              .color = COLOR_SOFT,
                              .max_width = 17,
                              .lines = 1,
                              .align = PLACE_END});
    tree_close(tree);
}

/* As many of the newest as there is room for. */
static void history(struct widget_tree *tree, const struct desk_view *desk, float units)
{
    size_t lines = units > 12 ? (size_t)((units - 8) / 4.7f) : 1;
    struct widget whole = card("history");
    whole.grow = 1;
    tree_open(tree, whole);
    desk_heading(tree, "desk.person.history");
    for (size_t i = 0; i < desk->event_count && i < lines; i++) {
        event_line(tree, &desk->events[i]);
    }
    if (desk->event_count == 0) {
        tree_message(tree, "desk.person.no-history",
                     (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT});
    }
    tree_close(tree);
}

static void who(struct widget_tree *tree, const struct ui_model *model)
{
    const struct ui_person *person = &model->person;
    bool beside = tree->theme->landscape;
    struct widget whole = card("person card");
    whole.grow = beside ? 1 : 0;
    tree_open(tree, whole);
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "person", .gap = 2.5f, .across = PLACE_START});
    photo(tree, beside ? 19 : 24);
    tree_open(
        tree,
        (struct widget){
            .kind = WIDGET_COLUMN, .name = "who", .grow = 1, .gap = 1, .across = PLACE_STRETCH});
    names(tree, person);
    delegation(tree, person);
    tree_open(tree,
              (struct widget){.kind = WIDGET_ROW, .name = "category row", .across = PLACE_CENTER});
    part_category(tree, person);
    tree_close(tree);
    zones(tree, person);
    standing(tree, model);
    tree_close(tree);
    tree_close(tree);
    warnings(tree, &model->desk);
    if (beside) {
        part_space(tree, 1);
    }
    hairline(tree);
    desk_heading(tree, "desk.person.badges");
    badges(tree, &model->desk);
    tree_close(tree);
}

static int deed_count(const struct desk_view *desk)
{
    int count = 0;
    for (size_t i = 0; i < DEEDS; i++) {
        count += desk->deeds >> deeds[i].deed & 1;
    }
    return count;
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_view *desk = &model->desk;
    float beside = tree->theme->landscape ? 11.4f : 9.4f; /* a line of two buttons */
    float taken = 12.5f + (float)(deed_count(desk) / 2) * beside + desk_notice_units(desk);
    desk_open(tree, model, true);
    if (tree->theme->landscape) {
        desk_first(tree, 0.5f);
        who(tree, model);
        desk_second(tree);
        what_to_do(tree, desk);
        history(tree, desk, desk_height(tree) - taken - 15);
        desk_both(tree);
    } else {
        who(tree, model);
        what_to_do(tree, desk);
        taken += (desk->replaces ? 8.0f : 0) + (desk->note[0] ? 9.5f : 0);
        history(tree, desk, desk_height(tree) - taken - 91);
    }
    desk_close(tree, model);
}

const struct screen desk_screen_person = {"desk person", build, UI_ACTION_NONE};
