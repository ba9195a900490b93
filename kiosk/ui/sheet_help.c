/* How it works at the screen below, and the way to people. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

struct topic {
    enum icon_id icon;
    const char *key;
};
#define TOPICS 3

static const struct topic show_code[TOPICS] = {
    {ICON_QR, "help.code"}, {ICON_PHONE, "help.phone"}, {ICON_PAPER, "help.paper"}};
static const struct topic check_name[TOPICS] = {
    {ICON_PERSON, "help.name"}, {ICON_PAPER, "help.mistake"}, {ICON_BADGE, "help.badge"}};

static void topic(struct widget_tree *tree, const struct topic *topic)
{
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "topic", .gap = 2.5f, .across = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = topic->icon,
                                   .size = 6,
                                   .color = COLOR_PRIMARY});
    tree_message(
        tree, topic->key,
        (struct widget){.type = TYPE_LEAD, .color = COLOR_INK, .grow = 1, .shrinks = true});
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    bool before = model->screen == VISIT_ATTRACT || model->screen == VISIT_SCAN;
    const struct topic *topics = before ? show_code : check_name;
    part_sheet_open(tree, model, ICON_HELP, "help.title");
    for (int i = 0; i < TOPICS; i++) {
        topic(tree, &topics[i]);
    }
    part_space(tree, 1);
    part_primary(tree, &tone_plain, "help.done", ICON_NONE, UI_ACTION_BACK);
    part_secondary(tree, &tone_plain, "action.desk", ICON_PERSON, UI_ACTION_DESK);
    part_sheet_close(tree);
}

const struct screen sheet_help = {"help", build, UI_ACTION_BACK};
