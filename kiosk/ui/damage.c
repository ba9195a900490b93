#include "kiosk/ui/damage.h"

bool box_overlaps(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

struct box box_union(const struct box *a, const struct box *b)
{
    int x = a->x < b->x ? a->x : b->x, y = a->y < b->y ? a->y : b->y;
    int right = a->x + a->width > b->x + b->width ? a->x + a->width : b->x + b->width;
    int bottom = a->y + a->height > b->y + b->height ? a->y + a->height : b->y + b->height;
    return (struct box){x, y, right - x, bottom - y};
}

struct box box_grown(const struct box *box, int pixels)
{
    return (struct box){box->x - pixels, box->y - pixels, box->width + 2 * pixels,
                        box->height + 2 * pixels};
}

/* Takes the box at `index` out and returns it. */
static struct box take(struct damage *damage, size_t index)
{
    struct box box = damage->boxes[index];
    damage->boxes[index] = damage->boxes[--damage->count];
    return box;
}

void damage_add(struct damage *damage, const struct box *box)
{
    struct box all = *box;
    if (box->width <= 0 || box->height <= 0) {
        return;
    }
    for (size_t i = 0; i < damage->count;) {
        if (box_overlaps(&damage->boxes[i], &all)) {
            struct box taken = take(damage, i);
            all = box_union(&all, &taken);
            i = 0; /* the larger box may overlap earlier ones */
        } else {
            i++;
        }
    }
    if (damage->count == DAMAGE_MAX) {
        struct box taken = take(damage, 0);
        all = box_union(&all, &taken);
        damage_add(damage, &all);
        return;
    }
    damage->boxes[damage->count++] = all;
}
