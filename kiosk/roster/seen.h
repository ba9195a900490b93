/* Whom a file has had so far, and in which row; for the roster's own files. 16 bytes a person. */
#ifndef LANYARD_ROSTER_SEEN_H
#define LANYARD_ROSTER_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen_entry {
    uint64_t holder; /* 0: free */
    int64_t row;
};

struct seen {
    struct seen_entry *entries; /* owned */
    size_t count, capacity;     /* a power of two */
};

/* The row that had the holder, 0 when none had. */
int64_t seen_row(const struct seen *seen, uint64_t holder);
bool seen_add(struct seen *seen, uint64_t holder, int64_t row); /* false: no memory */
void seen_finish(struct seen *seen);

#endif
