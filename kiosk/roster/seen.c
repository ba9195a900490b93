#define LOG_MODULE "roster"
#include "kiosk/roster/seen.h"

#include <stdlib.h>

#include "log.h"

/* Holders are random, so that any of their bits spread them. */
static struct seen_entry *find(struct seen_entry *entries, size_t capacity, uint64_t holder)
{
    size_t at = (size_t)holder & (capacity - 1);
    while (entries[at].holder && entries[at].holder != holder) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

int64_t seen_row(const struct seen *seen, uint64_t holder)
{
    return seen->capacity > 0 ? find(seen->entries, seen->capacity, holder)->row : 0;
}

static bool grow(struct seen *seen)
{
    size_t capacity = seen->capacity ? 2 * seen->capacity : 1024;
    struct seen_entry *entries = calloc(capacity, sizeof *entries);
    if (!entries) {
        LOG_ERROR("out of memory; close other programs");
        return false;
    }
    for (size_t i = 0; i < seen->capacity; i++) {
        if (seen->entries[i].holder) {
            *find(entries, capacity, seen->entries[i].holder) = seen->entries[i];
        }
    }
    free(seen->entries);
    seen->entries = entries;
    seen->capacity = capacity;
    return true;
}

bool seen_add(struct seen *seen, uint64_t holder, int64_t row)
{
    if (2 * seen->count >= seen->capacity && !grow(seen)) {
        return false;
    }
    *find(seen->entries, seen->capacity, holder) = (struct seen_entry){holder, row};
    seen->count++;
    return true;
}

void seen_finish(struct seen *seen)
{
    free(seen->entries);
    *seen = (struct seen){0};
}
