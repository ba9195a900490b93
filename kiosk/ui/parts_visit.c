/* Parts that show the person and the course of the visit. */
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/parts.h"
#include "message.h"

/* ---- the person ---- */

bool part_flag(const char country[3], char out[9])
{
    char *at = out;
    for (int i = 0; i < 2; i++) {
        int letter = country[i] | 32;
        if (letter < 'a' || letter > 'z') {
            return false;
        }
        memcpy(at, "\xF0\x9F\x87", 3);
        at[3] = (char)(0xA6 + letter - 'a');
        at += 4;
    }
    *at = '\0';
    return true;
}

void part_delegation(struct widget_tree *tree, const struct ui_person *person,
                     enum color_role color)
{
    char flag[9];
    if (!person->delegation[0]) {
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "delegation row",
                                    .gap = 1.5f,
                                    .across = PLACE_CENTER});
    if (part_flag(person->country, flag)) {
        tree_text(tree, "flag", flag,
                  (struct widget){.type = TYPE_TITLE, .is_emoji = true, .color = color});
    }
    tree_text(tree, "delegation", person->delegation,
              (struct widget){
                  .type = TYPE_LEAD, .color = color, .grow = 1, .shrinks = true, .personal = true});
    tree_close(tree);
}

const char *part_event_name(const struct widget_tree *tree, const char *name)
{
    char key[80] = "name.";
    size_t used = strlen(key);
    for (const char *at = name; *at && used < sizeof key - 1; at++) {
        bool small = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        bool capital = *at >= 'A' && *at <= 'Z';
        if (small || capital) {
            key[used++] = (char)(capital ? *at + 'a' - 'A' : *at);
        } else if (key[used - 1] != '-' && key[used - 1] != '.') {
            key[used++] = '-';
        }
    }
    key[used] = '\0';
    return name[0] && message_has(tree->language, key) ? message_text(tree->language, key) : name;
}

void part_category(struct widget_tree *tree, const struct ui_person *person)
{
    if (!person->category[0]) {
        return;
    }
    uint32_t rgb = person->category_rgb;
    bool light = color_readable(rgb, 0xFFFFFF, 0x15202B) == 0xFFFFFF;
    enum color_role text = light ? COLOR_ON_VERDICT : COLOR_BLACK;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "category",
                                    .across = PLACE_CENTER,
                                    .gap = 1.2f,
                                    .pad_x = 1.8f,
                                    .pad_y = 0.8f,
                                    .radius = 0.8f,
                                    .rgb = rgb,
                                    .own_color = true});
    tree_text(tree, "category letter", person->category_letter,
              (struct widget){.type = TYPE_BODY, .bold = true, .color = text});
    tree_text(tree, "category name", part_event_name(tree, person->category),
              (struct widget){.type = TYPE_BODY, .color = text, .shrinks = true});
    tree_close(tree);
}

const char *part_own_name(const struct ui_person *person)
{
    return person->native_name[0] ? person->native_name : person->name;
}

const char *part_sentence_name(const struct widget_tree *tree, const struct ui_person *person)
{
    bool latin = strcmp(message_text(tree->language, "language.names"), "latin") == 0;
    return latin && person->name[0] ? person->name : part_own_name(person);
}

/* ---- where to go ---- */

/* "09:30 · Opening · Conference hall"; of another day "25 Nov, 09:30 · …". */
static char *step_text(const struct widget_tree *tree, const struct ui_step *step, char *out,
                       size_t size)
{
    char when[64] = "";
    const char *where = part_event_name(tree, step->where);
    (step->today ? wording_time : wording_day_time)(tree->wording, tree->language, step->at_ms,
                                                    when, sizeof when);
    snprintf(out, size, "\u2068%s\u2069 · \u2068%s\u2069%s\u2068%s\u2069", when,
             part_event_name(tree, step->what), where[0] ? " · " : "", where);
    return out;
}

static void next_step(struct widget_tree *tree, const struct ui_step *step, const struct tone *tone)
{
    char text[512];
    if (!step->at_ms) {
        return;
    }
    step_text(tree, step, text, sizeof text);
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "next step", .gap = 1.5f, .across = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_PLACE,
                                   .size = 4,
                                   .color = tone->soft});
    tree_text(
        tree, "next step", text,
        (struct widget){
            .type = TYPE_LEAD, .bold = true, .color = tone->text, .grow = 1, .shrinks = true});
    tree_close(tree);
}

void part_next_steps(struct widget_tree *tree, const struct ui_model *model,
                     const struct tone *tone)
{
    if (!model->steps[0].at_ms) {
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "next steps",
                                    .across = PLACE_STRETCH,
                                    .fill = tone->deep,
                                    .radius = RADIUS_CARD,
                                    .pad_x = 3,
                                    .pad_y = 2.5f,
                                    .gap = 1.5f});
    tree_message(tree, "next.title", (struct widget){.type = TYPE_BODY, .color = tone->soft});
    const struct theme *theme = tree->theme; /* where room is scarce: the title stays the largest */
    int shown = theme->landscape || theme->text_scale > 1 || theme->top > 0 ? 1 : UI_STEPS;
    for (int i = 0; i < shown; i++) {
        next_step(tree, &model->steps[i], tone);
    }
    tree_close(tree);
}

/* ---- the camera and how it works ---- */

void part_camera(struct widget_tree *tree, const struct ui_model *model, bool shows_how)
{
    if (model->camera == UI_CAMERA_RUNNING) {
        tree_add(tree, (struct widget){.kind = WIDGET_CAMERA,
                                       .name = "camera",
                                       .grow = 1,
                                       .min_height = 30,
                                       .value = shows_how,
                                       .radius = RADIUS_CARD});
        return;
    }
    bool lost = model->camera == UI_CAMERA_LOST;
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "no camera",
                                    .grow = 1,
                                    .min_height = 30,
                                    .gap = 2,
                                    .pad_x = 5,
                                    .pad_y = 3,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .fill = COLOR_SURFACE,
                                    .border = COLOR_LINE,
                                    .radius = RADIUS_CARD});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = lost ? ICON_CLOCK : ICON_CAMERA_OFF,
                                   .size = 10,
                                   .color = COLOR_PRIMARY});
    tree_message(tree, lost ? "camera.lost.title" : "camera.none.title",
                 (struct widget){
                     .type = TYPE_TITLE, .bold = true, .color = COLOR_INK, .align = PLACE_CENTER});
    tree_message(tree, lost ? "camera.lost.more" : "camera.none.more",
                 (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .align = PLACE_CENTER});
    tree_close(tree);
}

const char *part_guide_key(enum ui_guidance guidance, const char *usual)
{
    static const char *const guides[UI_GUIDE_COUNT] = {
        [UI_GUIDE_CLOSER] = "scan.closer", [UI_GUIDE_AWAY] = "scan.away",
        [UI_GUIDE_STILL] = "scan.still",   [UI_GUIDE_LIGHT] = "scan.light",
        [UI_GUIDE_ONE] = "scan.one",
    };
    bool helps = (unsigned)guidance < UI_GUIDE_COUNT && guides[guidance];
    return helps ? guides[guidance] : usual;
}

static void step(struct widget_tree *tree, enum icon_id icon, const char *key,
                 const struct tone *tone)
{
    bool narrow = tree->theme->landscape;
    tree_open(tree, (struct widget){.kind = narrow ? WIDGET_ROW : WIDGET_COLUMN,
                                    .name = "step",
                                    .gap = narrow ? 2 : 1.2f,
                                    .across = PLACE_CENTER,
                                    .grow = narrow ? 0 : 1});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "step icon",
                                    .width = 7,
                                    .height = 7,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .fill = tone->deep,
                                    .radius = 3.5f});
    tree_add(tree, (struct widget){
                       .kind = WIDGET_ICON,
                       .name = "icon",
                       .icon = icon,
                       .size = 4,
                       .color = tone->text == COLOR_INK ? COLOR_PRIMARY : tone->text,
                   });
    tree_close(tree);
    tree_message(tree, key,
                 (struct widget){.type = TYPE_BODY,
                                 .color = tone->text,
                                 .align = narrow ? PLACE_START : PLACE_CENTER,
                                 .grow = narrow ? 1 : 0});
    tree_close(tree);
}

void part_steps(struct widget_tree *tree, const struct tone *tone)
{
    tree_open(tree,
              (struct widget){.kind = tree->theme->landscape ? WIDGET_COLUMN : WIDGET_ROW,
                              .name = "steps",
                              .gap = 2,
                              .across = tree->theme->landscape ? PLACE_STRETCH : PLACE_START});
    step(tree, ICON_QR, "step.show", tone);
    step(tree, ICON_PERSON, "step.confirm", tone);
    step(tree, ICON_BADGE, "step.take", tone);
    tree_close(tree);
}

void part_mark(struct widget_tree *tree, enum mark_id mark, const struct tone *tone)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "mark place",
                                    .grow = 1,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_MARK,
                                   .name = "mark",
                                   .value = (int)mark,
                                   .size = tree->theme->top > 0 ? 22 : 34,
                                   .color = tone->text,
                                   .fill = tone->ground});
    tree_close(tree);
}
