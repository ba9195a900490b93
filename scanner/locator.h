/*
 * Locator: which three finder patterns belong to one QR code.
 */
#ifndef SCANNER_LOCATOR_H
#define SCANNER_LOCATOR_H

#include "scanner/finder.h"

#define TRIPLES_MAX 96
#define LOCATOR_ANY -1

/* Indices into the finder list. Clockwise seen: corner, right, bottom; for a mirrored code, right
 * and bottom are exchanged. */
struct triple {
    int corner, right, bottom;
    float penalty; /* 0 is a perfect square of equal patterns */
};

struct triple_list {
    struct triple items[TRIPLES_MAX]; /* best first */
    int count;
};

/* Groups the strongest finder patterns into possible codes, best first; of those, the ones with a
 * pattern that was first seen on `level` of the pyramid (LOCATOR_ANY: on whichever). */
void locator_group(const struct finder_list *finders, int level, struct triple_list *out);

#endif
