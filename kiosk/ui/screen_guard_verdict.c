/* The guard's verdict: colour, shape and words fill the screen; the photo to compare; the reason.
 * Nothing needs a touch: the next badge, or time, replaces it; a touch does it at once. */
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/parts_guard.h"
#include "kiosk/ui/screen.h"

#define PHOTO_ASPECT (32.0f / 42.0f)
#define NOTE_COLUMNS 140
#define ZONES_BESIDE 6 /* as many find room beside the category */

static void photo(struct widget_tree *tree)
{
    tree_add(tree, (struct widget){.kind = WIDGET_PHOTO,
                                   .name = "photo",
                                   .grow = 1,
                                   .min_width = 18,
                                   .min_height = 24,
                                   .aspect = PHOTO_ASPECT,
                                   .radius = RADIUS_CARD,
                                   .border = COLOR_ON_VERDICT,
                                   .scatter = tree->theme->landscape});
}

static void mark(struct widget_tree *tree, const struct verdict_look *look, float size)
{
    tree_add(tree, (struct widget){.kind = WIDGET_MARK,
                                   .name = "mark",
                                   .value = (int)look->mark,
                                   .size = size,
                                   .color = look->tone->text,
                                   .fill = look->tone->ground});
}

/* Landscape: the photo as large as its half allows, the shape on its corner. */
static void face_with_corner(struct widget_tree *tree, const struct verdict_look *look)
{
    tree_open(tree, (struct widget){.kind = WIDGET_STACK,
                                    .name = "face",
                                    .grow = 1,
                                    .min_height = 30,
                                    .aspect = PHOTO_ASPECT});
    photo(tree);
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "mark place",
                                    .grow = 1,
                                    .pad_x = -5,
                                    .pad_y = -1,
                                    .across = PLACE_END,
                                    .along = PLACE_END});
    mark(tree, look, 19);
    tree_close(tree);
    tree_close(tree);
}

/* Portrait: photo and shape beside each other, a third of the display. */
static void face_with_neighbour(struct widget_tree *tree, const struct verdict_look *look)
{
    const struct theme *theme = tree->theme;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "face",
                                    .height = (float)theme_room(theme) / theme->unit * 0.31f,
                                    .gap = 4,
                                    .across = PLACE_CENTER});
    photo(tree);
    mark(tree, look, 28);
    tree_close(tree);
}

static void face(struct widget_tree *tree, const struct ui_model *model,
                 const struct verdict_look *look)
{
    if (!model->person.name[0] && !model->person.native_name[0]) {
        part_mark(tree, look->mark, look->tone);
    } else if (tree->theme->landscape) {
        face_with_corner(tree, look);
    } else {
        face_with_neighbour(tree, look);
    }
}

static void reason(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone)
{
    const char *advice = guard_advice_key(model->decision);
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "why", .gap = 1.2f});
    if (model->decision.reason != REASON_OK) {
        tree_message(tree, guard_reason_key(model->decision.reason),
                     (struct widget){
                         .type = TYPE_TITLE, .bold = true, .color = tone->text, .shrinks = true});
    }
    tree_text(
        tree, "watch list", model->watch_why,
        (struct widget){.type = TYPE_BODY, .color = tone->text, .shrinks = true, .personal = true});
    if (advice) {
        tree_message(tree, advice,
                     (struct widget){.type = TYPE_LEAD, .color = tone->soft, .shrinks = true});
    }
    part_note(tree, model->guard_note, tone, NOTE_COLUMNS);
    if (model->since_ms && !model->can_force) {
        char time[32];
        wording_time(tree->wording, tree->language, model->since_ms, time, sizeof time);
        tree_filled(tree, "guard.since", "time", time,
                    (struct widget){.type = TYPE_BODY, .color = tone->soft, .shrinks = true});
    }
    tree_close(tree);
}

static void names(struct widget_tree *tree, const struct ui_person *person, const struct tone *tone)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "names", .gap = 0.4f});
    tree_text(tree, "name", person->name[0] ? person->name : person->native_name,
              (struct widget){.type = TYPE_TITLE,
                              .bold = true,
                              .color = tone->text,
                              .shrinks = true,
                              .personal = true});
    if (person->name[0] && strcmp(person->name, person->native_name) != 0) {
        tree_text(tree, "native name", person->native_name,
                  (struct widget){
                      .type = TYPE_LEAD, .color = tone->soft, .shrinks = true, .personal = true});
    }
    tree_close(tree);
}

/* The zones as the badge shows them: numbered boxes, filled where allowed; those of `among`. */
static void zones(struct widget_tree *tree, const struct ui_person *person, unsigned among,
                  const struct tone *tone)
{
    char number[8];
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "zones", .gap = 0.8f, .across = PLACE_CENTER});
    for (int bit = 0; bit < EVENT_ZONES_MAX; bit++) {
        if (!(person->zones_known & among & 1u << bit)) {
            continue;
        }
        bool allowed = person->zones >> bit & 1;
        tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                        .name = "zone",
                                        .width = 4,
                                        .height = 4,
                                        .across = PLACE_CENTER,
                                        .along = PLACE_CENTER,
                                        .radius = 0.5f,
                                        .fill = allowed ? COLOR_ON_VERDICT : tone->deep});
        snprintf(number, sizeof number, "%d", bit + 1);
        tree_text(tree, "zone number", number,
                  (struct widget){.type = TYPE_CAPTION,
                                  .bold = true,
                                  .align = PLACE_CENTER,
                                  .color = allowed ? tone->ground : tone->soft});
        tree_close(tree);
    }
    tree_close(tree);
}

static void standing(struct widget_tree *tree, const struct ui_model *model,
                     const struct tone *tone)
{
    if (!model->person.name[0] && !model->person.native_name[0]) {
        return;
    }
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "standing", .gap = 1.6f, .across = PLACE_STRETCH});
    names(tree, &model->person, tone);
    part_delegation(tree, &model->person, tone->text);
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "category and zones",
                                    .gap = 2,
                                    .across = PLACE_CENTER});
    part_category(tree, &model->person);
    part_space(tree, 1);
    bool few = model->person.zones_known < 1 << ZONES_BESIDE;
    if (few) {
        zones(tree, &model->person, 0xffff, tone);
    }
    tree_close(tree);
    if (!few) {
        zones(tree, &model->person, 0x00ff, tone);
        zones(tree, &model->person, 0xff00, tone);
    }
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct verdict_look *look = guard_look(model->decision.verdict);
    const struct tone *tone = look->tone, deep = tone_on_deep(tone);
    bool out = model->guard.scan_count && model->guard.scans[0].direction == DIRECTION_OUT;
    page_open(tree, tone);
    tree->items[0].action = UI_ACTION_BACK;
    page_first(tree, tone->deep, false, 0.4f, 0.45f);
    guard_header(tree, model, &deep);
    face(tree, model, look);
    page_second(tree, tone->ground, false);
    tree_message(
        tree, look->words[out],
        (struct widget){.type = TYPE_HERO, .bold = true, .color = tone->text, .shrinks = true});
    reason(tree, model, tone);
    part_space(tree, 1);
    standing(tree, model, tone);
    part_space(tree, 1);
    guard_shapes(tree, model, tone);
    guard_switch(tree, model, tone);
    page_close(tree);
}

const struct screen screen_guard_verdict = {"verdict", build, UI_ACTION_BACK};
