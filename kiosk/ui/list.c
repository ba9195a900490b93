/* Lists of the desk: as many rows as there is room for, and ways to the others. */
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/parts_desk.h"
#include "message.h"

#define ROW_GAP 0.8f

static void way(struct widget_tree *tree, int value, bool open)
{
    tree_add(tree, (struct widget){.kind = WIDGET_KEY,
                                   .name = "scroll",
                                   .action = open ? UI_ACTION_SCROLL : UI_ACTION_NONE,
                                   .value = value,
                                   .near = true,
                                   .width = 9,
                                   .height = TARGET_ANY,
                                   .radius = RADIUS_BUTTON,
                                   .icon = value < 0 ? ICON_UP : ICON_DOWN,
                                   .size = 4,
                                   .color = open ? COLOR_PRIMARY : COLOR_LINE,
                                   .fill = COLOR_SUNKEN});
}

/* "1–6 of 40", back and on. */
static void footer(struct widget_tree *tree, const struct desk_view *desk, size_t shown)
{
    char text[128], first[24], last[24], total[24];
    const char *language = tree->language;
    wording_number(tree->wording, language, desk->first + 1, first, sizeof first);
    wording_number(tree->wording, language, desk->first + (int)shown, last, sizeof last);
    wording_number(tree->wording, language, desk->total, total, sizeof total);
    const struct message_value values[] = {{"first", first}, {"last", last}, {"total", total}};
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "rest", .gap = 2, .across = PLACE_CENTER});
    tree_text(tree, "desk.list.part",
              message_format(language, "desk.list.part", values, 3, text, sizeof text),
              (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .grow = 1, .lines = 1});
    way(tree, -1, desk->first > 0);
    way(tree, 1, desk->first + (int)shown < desk->total);
    tree_close(tree);
}

static size_t columns_of(const struct desk_list *list)
{
    return list->columns ? list->columns : 1;
}

/* How many rows the height has room for, in all columns. */
static size_t room_in(const struct desk_list *list, float units)
{
    float one = list->row_units + ROW_GAP + list->slack_units;
    size_t rows = units >= list->row_units ? (size_t)((units + ROW_GAP) / one) : 1;
    return rows * columns_of(list);
}

static void row(struct widget_tree *tree, const struct desk_view *desk,
                const struct desk_list *list, size_t index)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "row",
                                    .action = list->action,
                                    .value = (int)index,
                                    .near = true,
                                    .grow = columns_of(list) > 1 ? 1 : 0,
                                    .min_height = list->row_units,
                                    .gap = 1.5f,
                                    .pad_x = 1.2f,
                                    .pad_y = 0.6f,
                                    .radius = RADIUS_CARD,
                                    .across = PLACE_CENTER,
                                    .fill = COLOR_SURFACE,
                                    .border = COLOR_LINE,
                                    .color = COLOR_PRIMARY});
    list->each(tree, desk, index);
    tree_close(tree);
}

/* Rows beside each other; the last line may be short. */
static void line(struct widget_tree *tree, const struct desk_view *desk,
                 const struct desk_list *list, size_t from, size_t end)
{
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "line", .gap = ROW_GAP, .across = PLACE_STRETCH});
    for (size_t i = from; i < from + columns_of(list); i++) {
        if (i < end) {
            row(tree, desk, list, i);
        } else {
            part_space(tree, 1);
        }
    }
    tree_close(tree);
}

void desk_list(struct widget_tree *tree, const struct desk_view *desk, const struct desk_list *list)
{
    size_t room = room_in(list, list->units);
    bool all = desk->first == 0 && (size_t)desk->total <= room && desk->row_count <= room;
    if (!all) {
        room = room_in(list, list->units - TARGET_ANY - ROW_GAP);
    }
    size_t shown = desk->row_count < room ? desk->row_count : room;
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "list", .gap = ROW_GAP, .across = PLACE_STRETCH});
    for (size_t i = 0; i < shown; i += columns_of(list)) {
        if (columns_of(list) > 1) {
            line(tree, desk, list, i, shown);
        } else {
            row(tree, desk, list, i);
        }
    }
    if (!all) {
        footer(tree, desk, shown);
    }
    tree_close(tree);
}

/* The delegation's code where there is little room; the flag says the rest. */
static void name_lines(struct widget_tree *tree, const struct desk_row *row)
{
    char more[2 * ATTENDEE_TEXT_SIZE + 24];
    bool both = row->name[0] && row->native[0] && strcmp(row->name, row->native) != 0;
    const char *whence = both && tree->theme->landscape && row->code[0] ? row->code : row->more;
    snprintf(more, sizeof more, "\u2068%s\u2069%s\u2068%s\u2069", whence,
             both && whence[0] ? " · " : "", both ? row->native : "");
    tree_text(tree, "name", row->name[0] ? row->name : row->native,
              (struct widget){.type = TYPE_BODY,
                              .bold = true,
                              .color = COLOR_INK,
                              .lines = 1,
                              .shrinks = true,
                              .personal = true});
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "more", .gap = 0.8f, .across = PLACE_CENTER});
    desk_flag(tree, row->country, TYPE_CAPTION);
    tree_text(tree, "more", more,
              (struct widget){.type = TYPE_CAPTION,
                              .color = COLOR_SOFT,
                              .grow = 1,
                              .lines = 1,
                              .shrinks = true,
                              .personal = true});
    tree_close(tree);
}

void desk_person_row(struct widget_tree *tree, const struct desk_view *desk, size_t index)
{
    const struct desk_row *row = &desk->rows[index];
    tree_add(tree,
             (struct widget){.kind = WIDGET_PHOTO,
                             .name = "photo",
                             .value = (int)index + 1,
                             .width = 5.6f,
                             .height = 6.8f,
                             .radius = 1,
                             .rgb = row->rgb,
                             .personal = true,
                             .text = tree_copy(tree, row->name[0] ? row->name : row->native)});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "names",
                                    .grow = 1,
                                    .gap = 0.1f,
                                    .across = PLACE_STRETCH});
    name_lines(tree, row);
    tree_close(tree);
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "standing", .gap = 0.6f, .across = PLACE_END});
    desk_letter(tree, row->mark, row->rgb);
    desk_chip(tree, "desk.state.", row->state);
    tree_close(tree);
}
