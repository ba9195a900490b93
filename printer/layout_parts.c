#include "printer/layout.h"

/* More zones than this leave no room for labels. */
#define LABELLED_ZONES_MAX 6
#define DAYS_IN_A_ROW_MIN 3

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

void layout_zone(const struct rect_um *zones, size_t count, size_t index, struct rect_um *box,
                 struct rect_um *label)
{
    bool labelled = count <= LABELLED_ZONES_MAX;
    int32_t columns = labelled ? 2 : 5;
    int32_t rows = labelled ? 3 : (int32_t)(count + 4) / 5;
    rows = rows < 2 ? 2 : rows;
    int32_t column = (int32_t)index % columns, row = (int32_t)index / columns;
    int32_t column_width = zones->width / columns, gap = zones->height / (rows * 6);
    int32_t side = (zones->height - gap * (rows - 1)) / rows;
    side = labelled ? side : smaller(side, column_width - gap);
    *box = (struct rect_um){zones->x + column * column_width, zones->y + row * (side + gap), side,
                            side};
    *label = (struct rect_um){0};
    if (labelled) {
        int32_t beside = side * 13 / 10;
        *label = (struct rect_um){box->x + beside, box->y, column_width - beside - gap, side};
    }
}

struct rect_um layout_day(const struct rect_um *days, size_t count, size_t index)
{
    int32_t columns = (int32_t)count < DAYS_IN_A_ROW_MIN ? DAYS_IN_A_ROW_MIN : (int32_t)count;
    int32_t gap = days->width / (columns * 12);
    int32_t width = (days->width - gap * (columns - 1)) / columns;
    return (struct rect_um){days->x + (int32_t)index * (width + gap), days->y, width, days->height};
}

struct rect_um layout_mark(const struct rect_um *marks, size_t count, size_t index)
{
    int32_t pitch = marks->height / 3, height = pitch * 9 / 10;
    int32_t top = marks->y + (marks->height - pitch * (int32_t)count + (pitch - height)) / 2;
    return (struct rect_um){marks->x, top + (int32_t)index * pitch, marks->width, height};
}

void layout_band(const struct badge_layout *layout, struct rect_um *letter, struct rect_um *word)
{
    const struct rect_um *band = &layout->parts[BADGE_PART_BAND];
    const struct rect_um *mark = &layout->parts[BADGE_PART_MARK];
    int32_t margin = layout->parts[BADGE_PART_PHOTO].x;
    int32_t side = band->height * 5 / 8, gap = side / 4;
    *letter = (struct rect_um){margin, (band->height - side) / 2, side, side};
    int32_t right = mark->width ? mark->x - gap : band->width - margin;
    int32_t left = margin + side + gap;
    *word = (struct rect_um){left, letter->y, right - left, side};
}

void layout_event(const struct rect_um *event, struct rect_um *name, struct rect_um *dates)
{
    *name = *dates = *event;
    name->height = event->height * 72 / 100;
    dates->height = event->height * 20 / 100;
    dates->y += name->height + event->height * 5 / 100;
}

void layout_delegation(const struct rect_um *delegation, struct rect_um *emblem,
                       struct rect_um *name)
{
    int32_t side = smaller(delegation->width / 5, delegation->height), gap = side / 4;
    *emblem = *name = *delegation;
    emblem->width = side;
    name->x += side + gap;
    name->width -= side + gap;
}
