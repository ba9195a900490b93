#include "kiosk/ui/keypad.h"

#include <stdio.h>

#define DOT 2.2f
#define KEY_WIDE 22.0f
#define KEY_HIGH 13.0f
#define KEY_NARROW 15.0f
#define ROWS 4
#define COLUMNS 3

/* Reading order is 1 2 3 in every language, as on every telephone. */
static const char keys[ROWS][COLUMNS] = {
    {'1', '2', '3'}, {'4', '5', '6'}, {'7', '8', '9'}, {'\b', '0', '\r'}};
static const char *const names[ROWS][COLUMNS] = {{"key 1", "key 2", "key 3"},
                                                 {"key 4", "key 5", "key 6"},
                                                 {"key 7", "key 8", "key 9"},
                                                 {"key erase", "key 0", "key enter"}};

/* At least `least` places, so that the row does not jump with the first digits. */
static void dots(struct widget_tree *tree, int typed, int least)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "dots",
                                    .gap = 1.4f,
                                    .min_height = 4,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER});
    for (int i = 0; i < (typed > least ? typed : least); i++) {
        bool filled = i < typed;
        tree_add(tree, (struct widget){.kind = WIDGET_COLUMN,
                                       .name = "dot",
                                       .width = DOT,
                                       .height = DOT,
                                       .radius = DOT / 2,
                                       .fill = filled ? COLOR_PRIMARY : COLOR_SUNKEN,
                                       .border = filled ? COLOR_PRIMARY : COLOR_SOFT});
    }
    tree_close(tree);
}

static void digit(struct widget_tree *tree, char key, enum color_role color)
{
    char text[32];
    wording_number(tree->wording, tree->language, key - '0', text, sizeof text);
    tree_text(
        tree, "digit", text,
        (struct widget){.type = TYPE_TITLE, .bold = true, .color = color, .align = PLACE_CENTER});
}

static void key(struct widget_tree *tree, int row, int column, bool ready)
{
    char value = keys[row][column];
    bool enter = value == '\r', main = enter && ready, tall = !tree->theme->landscape;
    enum color_role color = main ? COLOR_ON_PRIMARY : COLOR_PRIMARY;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = names[row][column],
                                    .action = enter && !ready ? UI_ACTION_NONE : UI_ACTION_KEY,
                                    .value = value,
                                    .width = tall ? KEY_WIDE : KEY_NARROW,
                                    .min_height = tall ? KEY_HIGH : TARGET_ANY,
                                    .grow = 1,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .radius = RADIUS_BUTTON,
                                    .color = color,
                                    .fill = main ? COLOR_PRIMARY : COLOR_SURFACE,
                                    .border = COLOR_LINE});
    if (value == '\b' || enter) {
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = enter ? ICON_CHECK : ICON_ERASE,
                                       .size = 4.5f,
                                       .color = enter && !ready ? COLOR_LINE : color});
    } else {
        digit(tree, value, color);
    }
    tree_close(tree);
}

void part_keypad(struct widget_tree *tree, int typed, int least)
{
    tree_open(tree, (struct widget){
                        .kind = WIDGET_COLUMN, .name = "keypad", .gap = 2, .across = PLACE_CENTER});
    dots(tree, typed, least);
    for (int row = 0; row < ROWS; row++) {
        tree_open(tree, (struct widget){
                            .kind = WIDGET_ROW, .name = "keys", .gap = 2, .across = PLACE_STRETCH});
        for (int i = 0; i < COLUMNS; i++) {
            key(tree, row, tree->theme->rtl ? COLUMNS - 1 - i : i, typed >= least);
        }
        tree_close(tree);
    }
    tree_close(tree);
}
