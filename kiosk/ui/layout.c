#include "kiosk/ui/layout.h"

#include <limits.h>
#include <math.h>

#define SMALLEST_SCALE 0.5f
#define SCALE_STEP 0.94f
#define SHRINK_STEPS 60
#define SQUEEZE_STEPS 8 /* of everything, once the shrinking texts are at their smallest */

struct layout {
    struct widget_tree *tree;
    const struct layout_measure *measure;
    float squeeze; /* of all texts, gaps and paddings */
    bool overflow;
};

static int height_for(struct layout *layout, struct widget *widget, int width);

static struct widget *item(struct layout *layout, uint8_t index)
{
    return index == WIDGET_NONE ? NULL : &layout->tree->items[index];
}

static int px(const struct layout *layout, float units)
{
    return theme_px(layout->tree->theme, units);
}

static int space(const struct layout *layout, float units)
{
    return px(layout, units * layout->squeeze);
}

static int clamp_low(int value, int low)
{
    return value < low ? low : value;
}

static bool is_picture(const struct widget *widget)
{
    return widget->kind == WIDGET_CAMERA || widget->kind == WIDGET_PHOTO ||
           widget->kind == WIDGET_BADGE || widget->kind == WIDGET_PRINTER ||
           widget->kind == WIDGET_SPACE || (widget->kind == WIDGET_STACK && widget->aspect > 0);
}

/* Measures a text at its scale; a word wider than the place makes the text smaller. */
static void text_extent(struct layout *layout, struct widget *widget, int max_width, int *width,
                        int *height)
{
    float wanted = widget->limit * layout->squeeze;
    for (float scale = wanted;; scale *= SCALE_STEP) {
        widget->scale = scale < SMALLEST_SCALE ? SMALLEST_SCALE : scale;
        layout->measure->text(layout->measure->userdata, widget, max_width, width, height);
        if (*width <= max_width || scale <= SMALLEST_SCALE) {
            return;
        }
    }
}

static int children_gaps(struct layout *layout, const struct widget *widget)
{
    int count = 0;
    for (struct widget *child = item(layout, widget->first); child;
         child = item(layout, child->next)) {
        count++;
    }
    return count > 1 ? (count - 1) * space(layout, widget->gap) : 0;
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
    for (struct widget *child = item(layout, widget->first); child;
         child = item(layout, child->next)) {
        int part = natural_width(layout, child);
        width = widget->kind == WIDGET_ROW ? width + part : clamp_low(width, part);
    }
    if (widget->kind == WIDGET_ROW) {
        width += children_gaps(layout, widget);
    }
    if (widget_is_container(widget)) {
        width += 2 * space(layout, widget->pad_x);
    }
    if (widget->max_width > 0 && width > px(layout, widget->max_width)) {
        width = px(layout, widget->max_width);
    }
    return clamp_low(width, px(layout, widget->min_width));
}

/* The width that a child gets in a column or stack of `available` pixels. */
static int width_within(struct layout *layout, struct widget *child, int available,
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
    for (struct widget *child = item(layout, row->first); child;
         child = item(layout, child->next)) {
        if (child->kind <= WIDGET_TEXT && child->width <= 0) {
            flexible += child->box.width;
        }
    }
    for (struct widget *child = item(layout, row->first); child && flexible > 0;
         child = item(layout, child->next)) {
        if (child->kind <= WIDGET_TEXT && child->width <= 0) {
            int part = (int)((int64_t)child->box.width * missing / flexible) + 1;
            child->box.width = clamp_low(child->box.width - part, 1);
        }
    }
}

/* Gives every child of a row its width (in box.width). */
static void share_row(struct layout *layout, struct widget *row, int available)
{
    float shares = 0;
    int left = available - children_gaps(layout, row);
    for (struct widget *child = item(layout, row->first); child;
         child = item(layout, child->next)) {
        child->box.width =
            child->grow > 0 ? px(layout, child->min_width) : natural_width(layout, child);
        left -= child->box.width;
        shares += child->grow;
    }
    if (left < 0) {
        narrow_row(layout, row, -left);
    }
    for (struct widget *child = item(layout, row->first); child && left > 0 && shares > 0;
         child = item(layout, child->next)) {
        int part = (int)((float)left * child->grow / shares);
        child->box.width += part;
        left -= part;
        shares -= child->grow;
    }
}

static int row_height(struct layout *layout, struct widget *row, int width)
{
    int height = 0;
    share_row(layout, row, width);
    for (struct widget *child = item(layout, row->first); child;
         child = item(layout, child->next)) {
        height = clamp_low(height, height_for(layout, child, child->box.width));
    }
    return height;
}

/* The height that a child of a column takes before what is left is shared out. */
static int basis_height(struct layout *layout, struct widget *child, int width)
{
    if (child->grow > 0 && is_picture(child)) {
        return px(layout, child->min_height);
    }
    return height_for(layout, child, width);
}

static int column_height(struct layout *layout, struct widget *column, int width)
{
    int height = column->kind == WIDGET_COLUMN ? children_gaps(layout, column) : 0;
    for (struct widget *child = item(layout, column->first); child;
         child = item(layout, child->next)) {
        int within = width_within(layout, child, width, column->across);
        int part = column->kind == WIDGET_STACK ? height_for(layout, child, within)
                                                : basis_height(layout, child, within);
        height = column->kind == WIDGET_STACK ? clamp_low(height, part) : height + part;
    }
    return height;
}

static int height_for(struct layout *layout, struct widget *widget, int width)
{
    int height = 0, unused = 0;
    int inner = clamp_low(width - 2 * space(layout, widget->pad_x), 1);
    if (widget->height > 0) {
        return px(layout, widget->height);
    }
    if (widget->kind == WIDGET_TEXT) {
        text_extent(layout, widget, width, &unused, &height);
    } else if (widget->kind == WIDGET_ROW) {
        height = row_height(layout, widget, inner) + 2 * space(layout, widget->pad_y);
    } else if (widget_is_container(widget)) {
        height = column_height(layout, widget, inner) + 2 * space(layout, widget->pad_y);
    } else if (widget->size > 0) {
        height = px(layout, widget->size);
    } else if (widget->aspect > 0) {
        height = (int)lroundf((float)width / widget->aspect);
    }
    return clamp_low(height, px(layout, widget->min_height));
}

/* ---- placing ---- */

static int offset_for(enum place place, int room)
{
    if (room <= 0 || place == PLACE_START || place == PLACE_STRETCH) {
        return 0;
    }
    return place == PLACE_CENTER ? room / 2 : room;
}

/* A picture with a fixed aspect takes the largest such rectangle of its place. */
static struct box keep_aspect(const struct widget *widget, struct box slot, enum place across)
{
    if (!is_picture(widget) || widget->aspect <= 0 || slot.height <= 0) {
        return slot;
    }
    struct box box = slot;
    if ((float)slot.width > (float)slot.height * widget->aspect) {
        box.width = (int)lroundf((float)slot.height * widget->aspect);
    } else {
        box.height = (int)lroundf((float)slot.width / widget->aspect);
    }
    box.x += offset_for(across == PLACE_STRETCH ? PLACE_CENTER : across, slot.width - box.width);
    box.y += (slot.height - box.height) / 2;
    return box;
}

static void arrange(struct layout *layout, struct widget *widget, struct box box);

static void note_overflow(struct layout *layout, struct widget *container, bool overflows)
{
    container->overflows |= overflows;
    layout->overflow |= overflows;
}

static void arrange_column(struct layout *layout, struct widget *column, struct box inner)
{
    float shares = 0;
    int left = inner.height - children_gaps(layout, column);
    for (struct widget *child = item(layout, column->first); child;
         child = item(layout, child->next)) {
        child->box.width = width_within(layout, child, inner.width, column->across);
        child->box.height = basis_height(layout, child, child->box.width);
        left -= child->box.height;
        shares += child->grow;
    }
    note_overflow(layout, column, left < 0);
    int y = inner.y + (shares > 0 ? 0 : offset_for(column->along, left));
    for (struct widget *child = item(layout, column->first); child;
         child = item(layout, child->next)) {
        int part = left > 0 && shares > 0 ? (int)((float)left * child->grow / shares) : 0;
        left -= part;
        shares -= child->grow;
        struct box box = {inner.x, y, child->box.width, child->box.height + part};
        box.x += offset_for(column->across, inner.width - box.width);
        y += box.height + space(layout, column->gap);
        arrange(layout, child, keep_aspect(child, box, column->across));
    }
}

static void arrange_row(struct layout *layout, struct widget *row, struct box inner)
{
    share_row(layout, row, inner.width);
    int used = children_gaps(layout, row);
    float shares = 0;
    for (struct widget *child = item(layout, row->first); child;
         child = item(layout, child->next)) {
        used += child->box.width;
        shares += child->grow;
    }
    note_overflow(layout, row, used > inner.width);
    int x = inner.x + (shares > 0 ? 0 : offset_for(row->along, inner.width - used));
    for (struct widget *child = item(layout, row->first); child;
         child = item(layout, child->next)) {
        struct box box = {x, inner.y, child->box.width, inner.height};
        x += box.width + space(layout, row->gap);
        if (row->across != PLACE_STRETCH) {
            box.height = height_for(layout, child, box.width);
            box.height = box.height > inner.height ? inner.height : box.height;
            box.y += offset_for(row->across, inner.height - box.height);
        }
        arrange(layout, child, keep_aspect(child, box, PLACE_CENTER));
    }
}

static void arrange_stack(struct layout *layout, struct widget *stack, struct box inner)
{
    for (struct widget *child = item(layout, stack->first); child;
         child = item(layout, child->next)) {
        struct box box = inner;
        if (child->grow > 0) {
            arrange(layout, child, keep_aspect(child, box, stack->across));
            continue;
        }
        box.width = width_within(layout, child, inner.width, stack->across);
        if (stack->along != PLACE_STRETCH) {
            box.height = height_for(layout, child, box.width);
            note_overflow(layout, stack, box.height > inner.height);
        }
        box.x += offset_for(stack->across, inner.width - box.width);
        box.y += offset_for(stack->along, inner.height - box.height);
        arrange(layout, child, keep_aspect(child, box, stack->across));
    }
}

static void arrange(struct layout *layout, struct widget *widget, struct box box)
{
    widget->box = box;
    if (!widget_is_container(widget)) {
        return;
    }
    int pad_x = space(layout, widget->pad_x), pad_y = space(layout, widget->pad_y);
    struct box inner = {box.x + pad_x, box.y + pad_y, clamp_low(box.width - 2 * pad_x, 1),
                        clamp_low(box.height - 2 * pad_y, 1)};
    if (widget->kind == WIDGET_COLUMN) {
        arrange_column(layout, widget, inner);
    } else if (widget->kind == WIDGET_ROW) {
        arrange_row(layout, widget, inner);
    } else {
        arrange_stack(layout, widget, inner);
    }
}

/* ---- the whole ---- */

static bool box_within(const struct box *box, const struct box *outer)
{
    return box->x >= outer->x && box->y >= outer->y &&
           box->x + box->width <= outer->x + outer->width &&
           box->y + box->height <= outer->y + outer->height;
}

/* What does not fit in spite of all shrinking. */
static void mark_clipped(struct layout *layout)
{
    const struct box *root = &layout->tree->items[0].box;
    for (size_t i = 0; i < layout->tree->count; i++) {
        struct widget *widget = &layout->tree->items[i];
        widget->clipped = !box_within(&widget->box, root);
        if (widget->kind == WIDGET_TEXT) {
            int width = 0, height = 0;
            layout->measure->text(layout->measure->userdata, widget, widget->box.width, &width,
                                  &height);
            widget->clipped |= width > widget->box.width || height > widget->box.height + 1;
        }
    }
}

static void mirror(struct widget_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        struct box *box = &tree->items[i].box;
        box->x = tree->theme->width - box->x - box->width;
    }
}

static bool lies_in_overflow(const struct widget_tree *tree, const struct widget *widget)
{
    for (uint8_t at = widget->parent; at != WIDGET_NONE; at = tree->items[at].parent) {
        if (tree->items[at].overflows) {
            return true;
        }
    }
    return false;
}

/* How large the text is now; 0: it cannot shrink, or need not. */
static float shrinkable_size(const struct widget_tree *tree, const struct widget *widget)
{
    float size = type_units(widget->type) * widget->limit;
    bool can = widget->kind == WIDGET_TEXT && widget->shrinks && widget->limit > SMALLEST_SCALE &&
               size > type_units(TYPE_CAPTION);
    return can && lies_in_overflow(tree, widget) ? size : 0;
}

/* Makes the largest texts of what overflows a step smaller. False: there are none left. */
static bool shrink_largest(struct widget_tree *tree)
{
    float largest = 0;
    for (size_t i = 0; i < tree->count; i++) {
        largest = fmaxf(largest, shrinkable_size(tree, &tree->items[i]));
    }
    for (size_t i = 0; i < tree->count && largest > 0; i++) {
        if (shrinkable_size(tree, &tree->items[i]) > largest * SCALE_STEP) {
            tree->items[i].limit *= SCALE_STEP;
        }
    }
    return largest > 0;
}

static void arrange_all(struct layout *layout)
{
    const struct theme *theme = layout->tree->theme;
    layout->overflow = false;
    for (size_t i = 0; i < layout->tree->count; i++) {
        layout->tree->items[i].overflows = false;
    }
    arrange(layout, &layout->tree->items[0], (struct box){0, 0, theme->width, theme->height});
}

void layout_run(struct widget_tree *tree, const struct layout_measure *measure)
{
    if (tree->count == 0) {
        return;
    }
    struct layout layout = {tree, measure, 1, false};
    arrange_all(&layout);
    for (int i = 0; layout.overflow && i < SHRINK_STEPS && shrink_largest(tree); i++) {
        arrange_all(&layout);
    }
    for (int i = 0; layout.overflow && i < SQUEEZE_STEPS; i++) {
        layout.squeeze *= SCALE_STEP;
        arrange_all(&layout);
    }
    mark_clipped(&layout);
    if (tree->theme->rtl) {
        mirror(tree);
    }
}
