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

static struct debounce_sight *find_sight(struct debounce *debounce, const uint8_t *data,
                                         size_t size)
{
    for (size_t i = 0; i < DEBOUNCE_CODES; i++) {
        if (is_code(&debounce->sights[i], data, size)) {
            return &debounce->sights[i];
        }
    }
    return NULL;
}

/* Whether a second frame now agrees with a first; one frame may show a code twice. */
static bool agrees(const struct debounce_sight *sight, int64_t now_us)
{
    return sight->alone && now_us != sight->seen_us &&
           now_us - sight->seen_us <= DEBOUNCE_AGREE_MS * 1000;
}

bool debounce_is_new(struct debounce *debounce, const uint8_t *data, size_t size, bool proven,
                     int64_t now_us)
{
    size = size < SCAN_DATA_MAX ? size : SCAN_DATA_MAX;
    struct debounce_sight *sight = find_sight(debounce, data, size);
    if (sight && !sight->alone && now_us - sight->seen_us <= debounce->window_us) {
        sight->seen_us = now_us;
        return false;
    }
    bool is_new = proven || (sight && agrees(sight, now_us));
    if (!sight) {
        sight = find_place(debounce);
        memcpy(sight->data, data, size);
        sight->size = size;
        sight->used = true;
    }
    sight->seen_us = now_us;
    sight->alone = !is_new;
    return is_new;
}

void debounce_clear(struct debounce *debounce)
{
    for (size_t i = 0; i < DEBOUNCE_CODES; i++) {
        debounce->sights[i].used = false;
    }
}
