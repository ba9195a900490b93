#include "scanner/debounce.h"

#include <string.h>

void debounce_init(struct debounce *debounce, int window_ms)
{
    debounce->window_us = (int64_t)window_ms * 1000;
    debounce_clear(debounce);
}

static bool is_code(const struct debounce_sight *sight, const uint8_t *data, size_t size)
{
    return sight->used && sight->size == size && memcmp(sight->data, data, size) == 0;
}

/* Where to remember one more: a free place, else the one not seen for longest. */
static struct debounce_sight *find_place(struct debounce *debounce)
{
    struct debounce_sight *oldest = &debounce->sights[0];
    for (size_t i = 0; i < DEBOUNCE_CODES; i++) {
        struct debounce_sight *sight = &debounce->sights[i];
        if (!sight->used) {
            return sight;
        }
        if (sight->seen_us < oldest->seen_us) {
            oldest = sight;
        }
    }
    return oldest;
}

bool debounce_is_new(struct debounce *debounce, const uint8_t *data, size_t size, int64_t now_us)
{
    size = size < SCAN_DATA_MAX ? size : SCAN_DATA_MAX;
    for (size_t i = 0; i < DEBOUNCE_CODES; i++) {
        struct debounce_sight *sight = &debounce->sights[i];
        if (is_code(sight, data, size)) {
            bool is_new = now_us - sight->seen_us > debounce->window_us;
            sight->seen_us = now_us;
            return is_new;
        }
    }
    struct debounce_sight *place = find_place(debounce);
    memcpy(place->data, data, size);
    place->size = size;
    place->seen_us = now_us;
    place->used = true;
    return true;
}

void debounce_clear(struct debounce *debounce)
{
    for (size_t i = 0; i < DEBOUNCE_CODES; i++) {
        debounce->sights[i].used = false;
    }
}
