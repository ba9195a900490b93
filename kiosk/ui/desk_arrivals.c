/* Arrivals as they come: how many of whom, by hour and by delegation. */
#include <stdio.h>

#include "kiosk/ui/parts_desk.h"
#include "kiosk/ui/screen.h"
#include "message.h"

static struct widget card(void)
{
    return (struct widget){.kind = WIDGET_COLUMN,
                           .name = "card",
                           .gap = 1,
                           .pad_x = 2,
                           .pad_y = 1.5f,
                           .radius = RADIUS_CARD,
                           .fill = COLOR_SURFACE,
                           .border = COLOR_LINE,
                           .across = PLACE_STRETCH};
}

static void figure(struct widget_tree *tree, const char *key, int number)
{
    char text[32];
    struct widget box = card();
    box.grow = 1;
    box.gap = 0;
    tree_open(tree, box);
    wording_number(tree->wording, tree->language, number, text, sizeof text);
    tree_text(
        tree, "figure", text,
        (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = COLOR_PRIMARY, .lines = 1});
    tree_message(tree, key, (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .lines = 1});
    tree_close(tree);
}

static void figures(struct widget_tree *tree, const struct desk_arrivals *arrivals)
{
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "figures", .gap = 2, .across = PLACE_STRETCH});
    figure(tree, "desk.arrivals.arrived", arrivals->arrived);
    figure(tree, "desk.arrivals.expected", arrivals->expected);
    figure(tree, "desk.arrivals.inside", arrivals->inside);
    tree_close(tree);
}

/* ---- by hour: bars that stand ---- */

static void hour_bar(struct widget_tree *tree, const struct desk_bar *bar, int most)
{
    char text[24];
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "hour",
                                    .grow = 1,
                                    .min_width = 2.6f,
                                    .gap = 0.4f,
                                    .across = PLACE_STRETCH});
    part_space(tree, (float)(most - bar->value) + 0.01f);
    wording_number(tree->wording, tree->language, bar->value, text, sizeof text);
    tree_text(tree, "count", bar->value ? text : "",
              (struct widget){.type = TYPE_CAPTION,
                              .bold = true,
                              .color = COLOR_INK,
                              .align = PLACE_CENTER,
                              .lines = 1});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "bar",
                                    .grow = (float)bar->value + 0.01f,
                                    .min_height = 0.3f,
                                    .radius = 0.4f,
                                    .fill = bar->value ? COLOR_PRIMARY : COLOR_LINE});
    tree_close(tree);
    wording_number(tree->wording, tree->language, bar->hour, text, sizeof text);
    tree_text(tree, "hour of day", text,
              (struct widget){
                  .type = TYPE_CAPTION, .color = COLOR_SOFT, .align = PLACE_CENTER, .lines = 1});
    tree_close(tree);
}

static void by_hour(struct widget_tree *tree, const struct desk_arrivals *arrivals)
{
    int most = 1;
    for (size_t i = 0; i < arrivals->hour_count; i++) {
        most = arrivals->hours[i].value > most ? arrivals->hours[i].value : most;
    }
    struct widget box = card();
    box.grow = 1;
    tree_open(tree, box);
    desk_heading(tree, "desk.arrivals.by-hour");
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "hours",
                                    .grow = 1,
                                    .min_height = 16,
                                    .gap = 0.8f,
                                    .across = PLACE_STRETCH});
    for (size_t i = 0; i < arrivals->hour_count; i++) {
        hour_bar(tree, &arrivals->hours[i], most);
    }
    tree_close(tree);
    tree_close(tree);
}

/* ---- by delegation: bars that lie, arrived of expected ---- */

static void delegation_bar(struct widget_tree *tree, const struct desk_bar *bar)
{
    char text[48], value[20], whole[20];
    int rest = bar->whole - bar->value;
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "delegation", .gap = 1, .across = PLACE_CENTER});
    desk_flag(tree, bar->country, TYPE_BODY);
    tree_text(
        tree, "delegation name", bar->name,
        (struct widget){
            .type = TYPE_CAPTION, .color = COLOR_INK, .width = 20, .lines = 2, .shrinks = true});
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "track",
                                    .grow = 1,
                                    .min_width = 6,
                                    .height = 1.6f,
                                    .radius = 0.8f,
                                    .fill = COLOR_LINE,
                                    .across = PLACE_STRETCH});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "bar",
                                    .grow = (float)bar->value + 0.001f,
                                    .radius = 0.8f,
                                    .fill = COLOR_PRIMARY});
    tree_close(tree);
    part_space(tree, (float)(rest < 0 ? 0 : rest) + 0.001f);
    tree_close(tree);
    wording_number(tree->wording, tree->language, bar->value, value, sizeof value);
    wording_number(tree->wording, tree->language, bar->whole, whole, sizeof whole);
    const struct message_value values[] = {{"arrived", value}, {"all", whole}};
    tree_text(tree, "desk.arrivals.of",
              message_format(tree->language, "desk.arrivals.of", values, 2, text, sizeof text),
              (struct widget){.type = TYPE_CAPTION,
                              .bold = true,
                              .color = COLOR_INK,
                              .width = 10,
                              .align = PLACE_END,
                              .lines = 1});
    tree_close(tree);
}

static void by_delegation(struct widget_tree *tree, const struct desk_arrivals *arrivals,
                          float units)
{
    size_t room = units > 10 ? (size_t)((units - 7) / 5.4f) : 1;
    struct widget box = card();
    box.grow = tree->theme->landscape ? 1 : 0;
    tree_open(tree, box);
    desk_heading(tree, "desk.arrivals.by-delegation");
    for (size_t i = 0; i < arrivals->delegation_count && i < room; i++) {
        delegation_bar(tree, &arrivals->delegations[i]);
    }
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct desk_arrivals *arrivals = &model->desk.arrivals;
    float height = desk_height(tree);
    desk_open(tree, model, false);
    if (tree->theme->landscape) {
        desk_first(tree, 0.5f);
        figures(tree, arrivals);
        by_hour(tree, arrivals);
        desk_second(tree);
        by_delegation(tree, arrivals, height - 16);
        desk_both(tree);
    } else {
        figures(tree, arrivals);
        by_hour(tree, arrivals);
        by_delegation(tree, arrivals, (height - 44) * 0.6f);
    }
    desk_close(tree, model);
}

const struct screen desk_screen_arrivals = {"desk arrivals", build, UI_ACTION_NONE};
