#include "kiosk/ui/parts.h"

#include <stdio.h>

#include "message.h"

#define LOGO_WIDEST 4.0f
#define SECONDS_SHOWN 15 /* a countdown is shown from here on */

const struct tone tone_plain = {COLOR_GROUND, COLOR_SUNKEN, COLOR_INK, COLOR_SOFT};
const struct tone tone_sunken = {COLOR_SUNKEN, COLOR_SURFACE, COLOR_INK, COLOR_SOFT};
const struct tone tone_hero = {COLOR_HERO, COLOR_HERO_DEEP, COLOR_ON_HERO, COLOR_ON_HERO_SOFT};
const struct tone tone_admit = {COLOR_ADMIT, COLOR_ADMIT_DEEP, COLOR_ON_VERDICT,
                                COLOR_ON_VERDICT_SOFT};
const struct tone tone_note = {COLOR_NOTE, COLOR_NOTE_DEEP, COLOR_ON_VERDICT,
                               COLOR_ON_VERDICT_SOFT};
const struct tone tone_refuse = {COLOR_REFUSE, COLOR_REFUSE_DEEP, COLOR_ON_VERDICT,
                                 COLOR_ON_VERDICT_SOFT};
const struct tone tone_refer = {COLOR_REFER, COLOR_REFER_DEEP, COLOR_ON_VERDICT,
                                COLOR_ON_VERDICT_SOFT};

struct tone tone_on_deep(const struct tone *tone)
{
    return (struct tone){tone->deep, tone->ground, tone->text, tone->soft};
}

/* ---- pages ---- */

void page_open(struct widget_tree *tree, const struct tone *tone)
{
    tree_open(tree, (struct widget){.kind = tree->theme->landscape ? WIDGET_ROW : WIDGET_COLUMN,
                                    .name = "page",
                                    .across = PLACE_STRETCH,
                                    .fill = tone->ground});
}

static struct widget panel(enum color_role fill, bool pattern)
{
    return (struct widget){.kind = WIDGET_COLUMN,
                           .name = "panel",
                           .fill = fill,
                           .pattern = pattern,
                           .across = PLACE_STRETCH,
                           .pad_x = SPACE_MARGIN,
                           .pad_y = SPACE_MARGIN * 0.75f,
                           .gap = 3};
}

void page_first(struct widget_tree *tree, enum color_role fill, bool pattern, float portrait_share,
                float landscape_share)
{
    const struct theme *theme = tree->theme;
    struct widget first = panel(fill, pattern);
    if (theme->landscape) {
        first.width = (float)theme->width / theme->unit * landscape_share;
    } else {
        first.min_height = (float)theme_room(theme) / theme->unit * portrait_share;
    }
    tree_open(tree, first);
}

void page_second(struct widget_tree *tree, enum color_role fill, bool pattern)
{
    struct widget second = panel(fill, pattern);
    second.grow = 1;
    tree_close(tree);
    tree_open(tree, second);
}

void page_close(struct widget_tree *tree)
{
    tree_close(tree);
    tree_close(tree);
}

/* ---- header and footer ---- */

static size_t language_count(void)
{
    size_t count = 0;
    while (message_languages()[count]) {
        count++;
    }
    return count;
}

static void seconds_left(struct widget_tree *tree, const struct ui_model *model,
                         const struct tone *tone)
{
    if (model->seconds_left >= 0 && model->seconds_left <= SECONDS_SHOWN &&
        model->sheet != VISIT_SHEET_TIME) { /* which has a large one */
        tree_add(tree, (struct widget){.kind = WIDGET_RING,
                                       .name = "seconds left",
                                       .size = 6,
                                       .value = model->seconds_left,
                                       .color = tone->text});
    }
}

static void language_switch(struct widget_tree *tree, const struct tone *tone)
{
    if (language_count() > 1) {
        part_quiet(tree, tone, "language.name", ICON_LANGUAGE, UI_ACTION_LANGUAGE);
    }
}

static void header_row(struct widget_tree *tree)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "header",
                                    .min_height = 8,
                                    .gap = 2,
                                    .across = PLACE_CENTER});
}

void part_sheet_open(struct widget_tree *tree, const struct ui_model *model, enum icon_id icon,
                     const char *title)
{
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_HERO, true, 0.3f, 0.4f);
    header_row(tree);
    part_quiet(tree, &tone_hero, "action.back", ICON_BACK, UI_ACTION_BACK);
    part_space(tree, 1);
    seconds_left(tree, model, &tone_hero);
    tree_close(tree);
    part_space(tree, 1);
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = icon,
                                   .size = 8,
                                   .color = COLOR_ON_HERO_SOFT});
    tree_message(tree, title,
                 (struct widget){
                     .type = TYPE_DISPLAY, .bold = true, .color = COLOR_ON_HERO, .shrinks = true});
    part_space(tree, tree->theme->landscape ? 1 : 0.2f);
    page_second(tree, COLOR_GROUND, false);
    part_space(tree, 1);
}

void part_sheet_close(struct widget_tree *tree)
{
    page_close(tree);
}

static void when_and_where(struct widget_tree *tree, const struct ui_model *model,
                           const struct tone *tone)
{
    const struct widget style = {.type = TYPE_CAPTION, .color = tone->soft, .lines = 2};
    char text[512], dates[128] = "";
    const char *place = part_event_name(tree, model->place);
    if (model->ends_ms) {
        wording_days(tree->wording, tree->language, model->starts_ms, model->ends_ms, dates,
                     sizeof dates);
    }
    struct message_value values[] = {{"dates", dates}, {"place", place}};
    if (dates[0] && place[0]) {
        tree_text(
            tree, "header.when-and-where",
            message_format(tree->language, "header.when-and-where", values, 2, text, sizeof text),
            style);
        return;
    }
    tree_text(tree, "event dates", dates, style);
    tree_text(tree, "event place", place, style);
}

static void header_mark(struct widget_tree *tree, const struct ui_model *model,
                        const struct tone *tone)
{
    float aspect = tree->theme->logo_aspect > 0 ? tree->theme->logo_aspect : 1;
    aspect = aspect > LOGO_WIDEST ? LOGO_WIDEST : aspect;
    tree_add(tree, (struct widget){.kind = WIDGET_LOGO,
                                   .name = "event mark",
                                   .width = 6 * aspect,
                                   .height = 6,
                                   .color = tone->text,
                                   .fill = tone->ground});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "event", .grow = 1});
    tree_text(tree, "event name", part_event_name(tree, model->event_name),
              (struct widget){.type = TYPE_BODY, .bold = true, .color = tone->text, .lines = 3});
    when_and_where(tree, model, tone);
    tree_close(tree);
}

void part_header(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone,
                 bool can_go_back)
{
    header_row(tree);
    if (can_go_back) {
        part_quiet(tree, tone, "action.back", ICON_BACK, UI_ACTION_BACK);
        part_space(tree, 1);
    } else {
        header_mark(tree, model, tone);
    }
    seconds_left(tree, model, tone);
    if (!tree->theme->landscape) {
        language_switch(tree, tone);
    }
    tree_close(tree);
}

void part_second_header(struct widget_tree *tree, const struct tone *tone)
{
    if (tree->theme->landscape && language_count() > 1) {
        header_row(tree);
        part_space(tree, 1);
        language_switch(tree, tone);
        tree_close(tree);
    }
}

static void small_print(struct widget_tree *tree, const struct ui_model *model,
                        const struct tone *tone)
{
    char key[48];
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "small print",
                                    .grow = 1,
                                    .across = PLACE_STRETCH});
    const struct widget style = {.type = TYPE_CAPTION, .color = tone->soft, .align = PLACE_END};
    tree_text(tree, "staff line", model->staff_line, style);
    if (model->fault[0]) {
        snprintf(key, sizeof key, "printer.%s", model->fault);
        tree_message(tree, message_has("en", key) ? key : "printer.other", style);
    }
    part_data_age(tree, model, style);
    tree_close(tree);
}

struct widget *part_data_age(struct widget_tree *tree, const struct ui_model *model,
                             struct widget style)
{
    int64_t minutes = model->data_age_s / 60;
    if (minutes < 1) {
        return NULL;
    }
    return minutes < 60 ? tree_count(tree, "data-age.minutes", minutes, style)
                        : tree_count(tree, "data-age.hours", minutes / 60, style);
}

void part_footer(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone,
                 bool offers_help)
{
    bool prints = model->staff_line[0] || model->fault[0] || model->data_age_s >= 60;
    if (!offers_help && !prints) {
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "footer",
                                    .min_height = 7,
                                    .gap = 3,
                                    .across = PLACE_CENTER});
    if (offers_help) {
        part_quiet(tree, tone, "action.help", ICON_HELP, UI_ACTION_HELP);
        part_quiet(tree, tone, "action.comfort", ICON_ACCESS, UI_ACTION_COMFORT);
    }
    small_print(tree, model, tone);
    tree_close(tree);
}

void part_words_open(struct widget_tree *tree)
{
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "words", .gap = 1.6f, .across = PLACE_STRETCH});
}

void part_space(struct widget_tree *tree, float grow)
{
    tree_add(tree, (struct widget){.kind = WIDGET_SPACE, .name = "space", .grow = grow});
}

void part_gap(struct widget_tree *tree, float units)
{
    tree_add(tree, (struct widget){.kind = WIDGET_SPACE, .name = "gap", .min_height = units});
}

/* ---- buttons ---- */

static bool is_plain(const struct tone *tone)
{
    return tone->text == COLOR_INK;
}

static void button(struct widget_tree *tree, const char *key, enum icon_id icon, struct widget box,
                   struct widget text)
{
    box.kind = WIDGET_ROW;
    box.name = key;
    box.across = PLACE_CENTER;
    box.along = PLACE_CENTER;
    box.radius = RADIUS_BUTTON;
    box.color = text.color;
    text.bold = true;
    tree_open(tree, box);
    if (icon != ICON_NONE) {
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = icon,
                                       .size = type_units(text.type) * 1.25f,
                                       .color = text.color});
    }
    text.align = PLACE_CENTER;
    tree_message(tree, key, text);
    tree_close(tree);
}

void part_primary(struct widget_tree *tree, const struct tone *tone, const char *key,
                  enum icon_id icon, enum ui_action action)
{
    bool plain = is_plain(tone);
    button(tree, key, icon,
           (struct widget){.action = action,
                           .primary = true,
                           .min_height = TARGET_PRIMARY + 1,
                           .gap = 1.6f,
                           .pad_x = 4,
                           .pad_y = 1.5f,
                           .fill = plain ? COLOR_PRIMARY : COLOR_ON_VERDICT},
           (struct widget){.type = TYPE_LEAD, .color = plain ? COLOR_ON_PRIMARY : tone->ground});
}

void part_secondary(struct widget_tree *tree, const struct tone *tone, const char *key,
                    enum icon_id icon, enum ui_action action)
{
    bool plain = is_plain(tone);
    button(tree, key, icon,
           (struct widget){.action = action,
                           .min_height = TARGET_PRIMARY - 1,
                           .gap = 1.6f,
                           .pad_x = 4,
                           .pad_y = 1.5f,
                           .fill = plain ? COLOR_SURFACE : tone->deep,
                           .border = plain ? COLOR_LINE : COLOR_NONE},
           (struct widget){.type = TYPE_LEAD, .color = plain ? COLOR_PRIMARY : tone->text});
}

void part_quiet(struct widget_tree *tree, const struct tone *tone, const char *key,
                enum icon_id icon, enum ui_action action)
{
    bool plain = is_plain(tone);
    button(tree, key, icon,
           (struct widget){.action = action,
                           .min_height = TARGET_ANY + 1,
                           .min_width = TARGET_ANY + 1,
                           .gap = 1,
                           .pad_x = 2.4f,
                           .pad_y = 1,
                           .fill = tone->deep},
           (struct widget){.type = TYPE_BODY, .color = plain ? COLOR_PRIMARY : tone->text});
}
