#include "kiosk/ui/layout_size.h"

#include <limits.h>
#include <math.h>

struct widget *layout_item(struct layout *layout, uint8_t index)
{
    return index == WIDGET_NONE ? NULL : &layout->tree->items[index];
}

static int px(const struct layout *layout, float units)
{
    return theme_px(layout->tree->theme, units);
}

int layout_space(const struct layout *layout, float units)
{
    return px(layout, units * layout->squeeze);
}

int layout_at_least(int value, int low)
{
    return value < low ? low : value;
}

bool layout_is_picture(const struct widget *widget)
{
    return widget->kind == WIDGET_CAMERA || widget->kind == WIDGET_PHOTO ||
           widget->kind == WIDGET_BADGE || widget->kind == WIDGET_PRINTER ||
           widget->kind == WIDGET_SPACE || (widget->kind == WIDGET_STACK && widget->aspect > 0);
}

/* Whether a text keeps to the number of lines that it should have. */
static bool within_lines(const struct layout *layout, const struct widget *widget, int height)
{
    float line = type_units(widget->type) * widget->scale * type_line_height(widget->type) *
                 layout->tree->theme->text_scale;
    bool at_floor = type_units(widget->type) * widget->scale <= type_units(TYPE_CAPTION);
    return widget->lines == 0 || at_floor ||
           height <= (int)((float)widget->lines * line * layout->tree->theme->unit * 1.1f);
}

/* Measures a text at its scale; a word wider than the place makes the text smaller. */
static void text_extent(struct layout *layout, struct widget *widget, int max_width, int *width,
                        int *height)
{
    float wanted = widget->limit * layout->squeeze;
    for (float scale = wanted;; scale *= SCALE_STEP) {
        widget->scale = scale < SMALLEST_SCALE ? SMALLEST_SCALE : scale;
        layout->measure->text(layout->measure->userdata, widget, max_width, width, height);
        bool fits = *width <= max_width && within_lines(layout, widget, *height);
        if (fits || scale <= SMALLEST_SCALE) {
            return;
        }
    }
}

int layout_gap_after(struct layout *layout, const struct widget *parent, const struct widget *child)
{
    if (child->kind == WIDGET_SPACE) {
        return 0;
    }
    for (const struct widget *later = layout_item(layout, child->next); later;
         later = layout_item(layout, later->next)) {
        if (later->kind != WIDGET_SPACE) {
            bool targets = child->action != UI_ACTION_NONE && later->action != UI_ACTION_NONE &&
                           !(child->near && later->near);
            int gap = layout_space(layout, parent->gap);
            return targets ? layout_at_least(gap, px(layout, TARGET_GAP)) : gap;
        }
    }
    return 0;
}

int layout_gaps(struct layout *layout, const struct widget *widget)
{
    int gaps = 0;
    for (struct widget *child = layout_item(layout, widget->first); child;
         child = layout_item(layout, child->next)) {
        gaps += layout_gap_after(layout, widget, child);
    }
    return gaps;
}

/* ---- how wide and high a widget likes to be ---- */

static int natural_width(struct layout *layout, struct widget *widget)
{
    int width = 0, height = 0;
    if (widget->width > 0) {
        return px(layout, widget->width);
    }
    if (widget->kind == WIDGET_TEXT) {
        text_extent(layout, widget, INT_MAX, &width, &height);
    } else if (widget->size > 0) {
        width = px(layout, widget->size);
    } else if (widget->height > 0 && widget->aspect > 0) {
        width = (int)lroundf((float)px(layout, widget->height) * widget->aspect);
    }
    for (struct widget *child = layout_item(layout, widget->first); child;
         child = layout_item(layout, child->next)) {
        int part = natural_width(layout, child);
        width = widget->kind == WIDGET_ROW ? width + part : layout_at_least(width, part);
    }
    if (widget->kind == WIDGET_ROW) {
        width += layout_gaps(layout, widget);
    }
    if (widget_is_container(widget)) {
        width += 2 * layout_space(layout, widget->pad_x);
    }
    if (widget->max_width > 0 && width > px(layout, widget->max_width)) {
        width = px(layout, widget->max_width);
    }
    return layout_at_least(width, px(layout, widget->min_width));
}

/* The width that a child gets in a column or stack of `available` pixels. */
int layout_width_within(struct layout *layout, struct widget *child, int available,
                        enum place across)
{
    int width = available;
    if (child->width > 0 || across != PLACE_STRETCH || child->size > 0) {
        width = natural_width(layout, child);
    }
    if (child->max_width > 0 && width > px(layout, child->max_width)) {
        width = px(layout, child->max_width);
    }
    return width > available ? available : width;
}

/* Takes what is missing from the texts and containers of a row, in proportion. */
static void narrow_row(struct layout *layout, struct widget *row, int missing)
{
    int flexible = 0;
    for (struct widget *child = layout_item(layout, row->first); child;
         child = layout_item(layout, child->next)) {
        if (child->kind <= WIDGET_TEXT && child->width <= 0) {
            flexible += child->box.width;
        }
    }
    for (struct widget *child = layout_item(layout, row->first); child && flexible > 0;
         child = layout_item(layout, child->next)) {
        if (child->kind <= WIDGET_TEXT && child->width <= 0) {
            int part = (int)((int64_t)child->box.width * missing / flexible) + 1;
            child->box.width = layout_at_least(child->box.width - part, 1);
        }
    }
}

/* Gives every child of a row its width (in box.width). */
void layout_share_row(struct layout *layout, struct widget *row, int available)
{
    float shares = 0;
    int left = available - layout_gaps(layout, row);
    for (struct widget *child = layout_item(layout, row->first); child;
         child = layout_item(layout, child->next)) {
        child->box.width =
            child->grow > 0 ? px(layout, child->min_width) : natural_width(layout, child);
        left -= child->box.width;
        shares += child->grow;
    }
    if (left < 0) {
        narrow_row(layout, row, -left);
    }
    for (struct widget *child = layout_item(layout, row->first); child && left > 0 && shares > 0;
         child = layout_item(layout, child->next)) {
        int part = (int)((float)left * child->grow / shares);
        child->box.width += part;
        left -= part;
        shares -= child->grow;
    }
}

static int row_height(struct layout *layout, struct widget *row, int width)
{
    int height = 0;
    layout_share_row(layout, row, width);
    for (struct widget *child = layout_item(layout, row->first); child;
         child = layout_item(layout, child->next)) {
        height = layout_at_least(height, layout_height(layout, child, child->box.width));
    }
    return height;
}

/* The height that a child of a column takes before what is left is shared out. */
int layout_basis_height(struct layout *layout, struct widget *child, int width)
{
    if (child->grow > 0 && layout_is_picture(child)) {
        return layout_space(layout, child->min_height);
    }
    return layout_height(layout, child, width);
}

static int column_height(struct layout *layout, struct widget *column, int width)
{
    int height = column->kind == WIDGET_COLUMN ? layout_gaps(layout, column) : 0;
    for (struct widget *child = layout_item(layout, column->first); child;
         child = layout_item(layout, child->next)) {
        int within = layout_width_within(layout, child, width, column->across);
        int part = column->kind == WIDGET_STACK ? layout_height(layout, child, within)
                                                : layout_basis_height(layout, child, within);
        height = column->kind == WIDGET_STACK ? layout_at_least(height, part) : height + part;
    }
    return height;
}

/* Places give way when everything is squeezed; targets do not. */
static int least_height(const struct layout *layout, const struct widget *widget)
{
    bool gives = widget_is_container(widget) && widget->action == UI_ACTION_NONE;
    return gives ? layout_space(layout, widget->min_height) : px(layout, widget->min_height);
}

int layout_height(struct layout *layout, struct widget *widget, int width)
{
    int height = 0, unused = 0;
    int inner = layout_at_least(width - 2 * layout_space(layout, widget->pad_x), 1);
    if (widget->height > 0) {
        return px(layout, widget->height);
    }
    if (widget->kind == WIDGET_TEXT) {
        text_extent(layout, widget, width, &unused, &height);
    } else if (widget->kind == WIDGET_ROW) {
        height = row_height(layout, widget, inner) + 2 * layout_space(layout, widget->pad_y);
    } else if (widget_is_container(widget)) {
        height = column_height(layout, widget, inner) + 2 * layout_space(layout, widget->pad_y);
    } else if (widget->size > 0) {
        height = px(layout, widget->size);
    } else if (widget->aspect > 0) {
        height = (int)lroundf((float)width / widget->aspect);
    }
    return layout_at_least(height, least_height(layout, widget));
}
