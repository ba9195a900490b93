/* Damage: which rectangles of the window must be drawn anew. Pure values. */
#ifndef LANYARD_UI_DAMAGE_H
#define LANYARD_UI_DAMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "kiosk/ui/widget.h"

#define DAMAGE_MAX 8

struct damage {
    struct box boxes[DAMAGE_MAX]; /* none overlaps another */
    size_t count;
};

bool box_overlaps(const struct box *a, const struct box *b);
struct box box_union(const struct box *a, const struct box *b);
/* Grows (or shrinks) a box by `pixels` at each side. */
struct box box_grown(const struct box *box, int pixels);

/* Adds a box; empty ones are left out. */
void damage_add(struct damage *damage, const struct box *box);

#endif
