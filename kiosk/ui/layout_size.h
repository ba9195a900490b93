/* Layout, the sizes: how wide and high widgets like to be. Shared by layout.c and layout_size.c. */
#ifndef LANYARD_UI_LAYOUT_SIZE_H
#define LANYARD_UI_LAYOUT_SIZE_H

#include "kiosk/ui/layout.h"

#define SMALLEST_SCALE 0.5f
#define SCALE_STEP 0.94f

struct layout {
    struct widget_tree *tree;
    const struct layout_measure *measure;
    float squeeze; /* of all texts, gaps and paddings */
    bool overflow;
};

/* NULL for WIDGET_NONE. */
struct widget *layout_item(struct layout *layout, uint8_t index);

/* Pixels of a gap or padding. */
int layout_space(const struct layout *layout, float units);
/* The gap that follows a child: between widgets, not before or after a space. */
int layout_gap_after(struct layout *layout, const struct widget *parent,
                     const struct widget *child);
/* Of all gaps between a container's children, along its direction. */
int layout_gaps(struct layout *layout, const struct widget *widget);
int layout_at_least(int value, int least);

/* Fills its place rather than being as large as its content. */
bool layout_is_picture(const struct widget *widget);

/* The width that a child gets in a column or stack of `available` pixels. */
int layout_width_within(struct layout *layout, struct widget *child, int available,
                        enum place across);

/* Gives every child of a row its width (in box.width). */
void layout_share_row(struct layout *layout, struct widget *row, int available);

/* The height that a widget needs when it is `width` wide. */
int layout_height(struct layout *layout, struct widget *widget, int width);

/* The height that a child of a column takes before what is left is shared out. */
int layout_basis_height(struct layout *layout, struct widget *child, int width);

#endif
