#include <math.h>

#include "kiosk/ui/layout_size.h"

#define SHRINK_STEPS 60
#define SQUEEZE_STEPS 12 /* of everything, once the shrinking texts are at their smallest */

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
    if (!layout_is_picture(widget) || widget->aspect <= 0 || slot.height <= 0) {
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
    int left = inner.height - layout_gaps(layout, column);
    for (struct widget *child = layout_item(layout, column->first); child;
         child = layout_item(layout, child->next)) {
        child->box.width = layout_width_within(layout, child, inner.width, column->across);
        child->box.height = layout_basis_height(layout, child, child->box.width);
        left -= child->box.height;
        shares += child->grow;
    }
    note_overflow(layout, column, left < 0);
    int y = inner.y + (shares > 0 ? 0 : offset_for(column->along, left));
    for (struct widget *child = layout_item(layout, column->first); child;
         child = layout_item(layout, child->next)) {
        int part = left > 0 && shares > 0 ? (int)((float)left * child->grow / shares) : 0;
        left -= part;
        shares -= child->grow;
        struct box box = {inner.x, y, child->box.width, child->box.height + part};
        box.x += offset_for(column->across, inner.width - box.width);
        y += box.height + layout_gap_after(layout, column, child);
        arrange(layout, child, keep_aspect(child, box, column->across));
    }
}

static void arrange_row(struct layout *layout, struct widget *row, struct box inner)
{
    layout_share_row(layout, row, inner.width);
    int used = layout_gaps(layout, row);
    float shares = 0;
    for (struct widget *child = layout_item(layout, row->first); child;
         child = layout_item(layout, child->next)) {
        used += child->box.width;
        shares += child->grow;
    }
    note_overflow(layout, row, used > inner.width);
    int x = inner.x + (shares > 0 ? 0 : offset_for(row->along, inner.width - used));
    for (struct widget *child = layout_item(layout, row->first); child;
         child = layout_item(layout, child->next)) {
        struct box box = {x, inner.y, child->box.width, inner.height};
        x += box.width + layout_gap_after(layout, row, child);
        if (row->across != PLACE_STRETCH) {
            box.height = layout_height(layout, child, box.width);
            box.height = box.height > inner.height ? inner.height : box.height;
            box.y += offset_for(row->across, inner.height - box.height);
        }
        arrange(layout, child, keep_aspect(child, box, PLACE_CENTER));
    }
}

static void arrange_stack(struct layout *layout, struct widget *stack, struct box inner)
{
    for (struct widget *child = layout_item(layout, stack->first); child;
         child = layout_item(layout, child->next)) {
        struct box box = inner;
        if (child->grow > 0) {
            arrange(layout, child, keep_aspect(child, box, stack->across));
            continue;
        }
        box.width = layout_width_within(layout, child, inner.width, stack->across);
        if (stack->along != PLACE_STRETCH) {
            box.height = layout_height(layout, child, box.width);
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
    int pad_x = layout_space(layout, widget->pad_x), pad_y = layout_space(layout, widget->pad_y);
    struct box inner = {box.x + pad_x, box.y + pad_y, layout_at_least(box.width - 2 * pad_x, 1),
                        layout_at_least(box.height - 2 * pad_y, 1)};
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

/* How much a text has to give: large ones give first, and stay the largest all the same. 0: it
 * cannot shrink, or need not. */
static float weight_of(const struct widget_tree *tree, const struct widget *widget)
{
    float units = type_units(widget->type);
    bool can = widget->kind == WIDGET_TEXT && widget->shrinks && widget->limit > SMALLEST_SCALE &&
               units * widget->limit > type_units(TYPE_CAPTION);
    return can && lies_in_overflow(tree, widget) ? sqrtf(units) * widget->limit : 0;
}

/* Makes the heaviest texts of what overflows a step smaller. False: there are none left. */
static bool shrink_heaviest(struct widget_tree *tree)
{
    float heaviest = 0;
    for (size_t i = 0; i < tree->count; i++) {
        heaviest = fmaxf(heaviest, weight_of(tree, &tree->items[i]));
    }
    for (size_t i = 0; i < tree->count && heaviest > 0; i++) {
        if (weight_of(tree, &tree->items[i]) > heaviest * SCALE_STEP) {
            tree->items[i].limit *= SCALE_STEP;
        }
    }
    return heaviest > 0;
}

static void arrange_all(struct layout *layout)
{
    const struct theme *theme = layout->tree->theme;
    layout->overflow = false;
    for (size_t i = 0; i < layout->tree->count; i++) {
        layout->tree->items[i].overflows = false;
    }
    arrange(layout, &layout->tree->items[0],
            (struct box){0, theme->top, theme->width, theme_room(theme)});
}

void layout_run(struct widget_tree *tree, const struct layout_measure *measure)
{
    if (tree->count == 0) {
        return;
    }
    struct layout layout = {tree, measure, 1, false};
    arrange_all(&layout);
    for (int i = 0; layout.overflow && i < SHRINK_STEPS && shrink_heaviest(tree); i++) {
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
