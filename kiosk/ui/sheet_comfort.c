/* What makes the screen easier to read, to reach and to hear. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static const struct {
    enum ui_comfort_bit bit;
    enum icon_id icon;
    const char *key;
} rows[] = {
    {UI_COMFORT_LARGE, ICON_LETTERS, "comfort.large"},
    {UI_COMFORT_CONTRAST, ICON_CONTRAST, "comfort.contrast"},
    {UI_COMFORT_LOW, ICON_LOWER, "comfort.low"},
    {UI_COMFORT_SPEECH, ICON_SPEECH, "comfort.speech"},
};

/* On and off are told by a word and by a tick, too, not by the colour alone. */
static void row(struct widget_tree *tree, size_t index, bool on)
{
    enum color_role color = on ? COLOR_ON_PRIMARY : COLOR_PRIMARY;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = rows[index].key,
                                    .action = UI_ACTION_SWITCH,
                                    .value = (int)rows[index].bit,
                                    .min_height = TARGET_PRIMARY,
                                    .grow = 1,
                                    .gap = 2,
                                    .pad_x = 3,
                                    .pad_y = 1,
                                    .across = PLACE_CENTER,
                                    .radius = RADIUS_BUTTON,
                                    .color = color,
                                    .fill = on ? COLOR_PRIMARY : COLOR_SURFACE,
                                    .border = COLOR_LINE});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = rows[index].icon,
                                   .size = 5,
                                   .color = color});
    tree_message(tree, rows[index].key,
                 (struct widget){
                     .type = TYPE_LEAD, .bold = true, .color = color, .grow = 1, .shrinks = true});
    tree_message(tree, on ? "comfort.on" : "comfort.off",
                 (struct widget){.type = TYPE_BODY, .color = color});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = on ? ICON_CHECK : ICON_NONE,
                                   .size = 4,
                                   .color = color});
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    part_sheet_open(tree, model, ICON_ACCESS, "comfort.title");
    size_t count = sizeof rows / sizeof rows[0] - !model->can_speak; /* speech is the last */
    for (size_t i = 0; i < count; i++) {
        tree_open(tree,
                  (struct widget){.kind = WIDGET_ROW, .name = "switches", .across = PLACE_STRETCH});
        row(tree, i, model->comfort & rows[i].bit);
        tree_close(tree);
    }
    part_space(tree, 1);
    part_primary(tree, &tone_plain, "comfort.done", ICON_CHECK, UI_ACTION_BACK);
    part_sheet_close(tree);
}

const struct screen sheet_comfort = {"comfort", build, UI_ACTION_BACK};
