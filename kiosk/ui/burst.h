/*
 * Burst: tells a person who types from a code reader that types like a keyboard. Characters are
 * held for a moment; many that follow each other faster than any hand are a code. Pure.
 */
#ifndef LANYARD_UI_BURST_H
#define LANYARD_UI_BURST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BURST_GAP_US 30000 /* who types leaves more than this between two keys */
#define BURST_STROKES 6    /* as many without a gap come from a reader */
#define BURST_MAX 1024     /* bytes; what is longer is no code of ours */

struct burst {
    char text[BURST_MAX];
    size_t size;
    int strokes;
    int64_t last_us;
    bool overlong;
};

/* One key's text. */
void burst_add(struct burst *burst, const char *text, int64_t now_us);

/* Microseconds until what is held can be told; -1: nothing is held. */
int64_t burst_due(const struct burst *burst, int64_t now_us);

/* Whether what is held came from a reader. */
bool burst_is_code(const struct burst *burst);

/* Wipes it. */
void burst_clear(struct burst *burst);

#endif
