/*
 * Parts of the desk's screens: the frame with its pages, the list, chips, the field being written,
 * the word about the last deed.
 */
#ifndef LANYARD_UI_PARTS_DESK_H
#define LANYARD_UI_PARTS_DESK_H

#include "kiosk/ui/parts.h"

/* The frame of a page: the ways to the other pages, who is at the desk, what was said about the
 * last deed. Leaves the column of the content open; desk_close() closes all. `back`: a way back in
 * place of the event's name. */
void desk_open(struct widget_tree *tree, const struct ui_model *model, bool back);
/* The same with `middle` in place of the event's name. */
void desk_open_with(struct widget_tree *tree, const struct ui_model *model,
                    void (*middle)(struct widget_tree *tree, const struct desk_view *desk));
void desk_close(struct widget_tree *tree, const struct ui_model *model);

/* Two panels within the content: beside each other in landscape. `share` of the width goes to the
 * first. */
void desk_first(struct widget_tree *tree, float share);
void desk_second(struct widget_tree *tree);
void desk_both(struct widget_tree *tree); /* closes them */

/* Units of the display's height (without what theme_lower leaves free) and width. */
float desk_height(const struct widget_tree *tree);
float desk_width(const struct widget_tree *tree);

void desk_title(struct widget_tree *tree, const char *key);
/* A small heading over a group. */
void desk_heading(struct widget_tree *tree, const char *key);

/* What is said about the last deed, if anything. */
void desk_notice(struct widget_tree *tree, const struct ui_model *model);
/* The height that it takes, at most. */
float desk_notice_units(const struct desk_view *desk);

/* A button of a grid: icon beside its word. */
void desk_button(struct widget_tree *tree, const char *key, enum icon_id icon,
                 enum ui_action action, int value, bool primary);

/* A word on a ground of its own: the message "desk.state." and "arrived". */
void desk_chip(struct widget_tree *tree, const char *prefix, const char *keyword);
/* The category's letter on its colour. */
void desk_letter(struct widget_tree *tree, const char *letter, uint32_t rgb);
void desk_flag(struct widget_tree *tree, const char country[3], enum type_role type);

/* The field that is being written; `hint` stands in it while it is empty. */
void desk_field(struct widget_tree *tree, const struct desk_view *desk, enum icon_id icon,
                const char *hint);

/* ---- lists ---- */
struct desk_list {
    float units;       /* the height that there is */
    float row_units;   /* of a row */
    float slack_units; /* that each may need on top, for a name in two lines */
    size_t columns;    /* 0 is 1 */
    enum ui_action action;
    void (*each)(struct widget_tree *tree, const struct desk_view *desk, size_t index);
};
/* As many rows as there is room for, and ways to the others. `each` fills the open row. */
void desk_list(struct widget_tree *tree, const struct desk_view *desk,
               const struct desk_list *list);
/* The rows of people. */
void desk_person_row(struct widget_tree *tree, const struct desk_view *desk, size_t index);

#endif
