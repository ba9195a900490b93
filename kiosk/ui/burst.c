#include "kiosk/ui/burst.h"

#include <string.h>

void burst_add(struct burst *burst, const char *text, int64_t now_us)
{
    size_t length = strlen(text);
    burst->strokes++;
    burst->last_us = now_us;
    burst->overlong |= burst->size + length >= sizeof burst->text;
    if (!burst->overlong) {
        memcpy(burst->text + burst->size, text, length + 1);
        burst->size += length;
    }
}

int64_t burst_due(const struct burst *burst, int64_t now_us)
{
    if (burst->strokes == 0) {
        return -1;
    }
    int64_t left = burst->last_us + BURST_GAP_US - now_us;
    return left < 0 ? 0 : left;
}

/* A key that is held down repeats fast, too, but always the same. */
static bool is_one_key(const struct burst *burst)
{
    size_t stroke = burst->size / (size_t)burst->strokes;
    return stroke > 0 && burst->size > stroke &&
           memcmp(burst->text, burst->text + stroke, burst->size - stroke) == 0;
}

bool burst_is_code(const struct burst *burst)
{
    return burst->strokes >= BURST_STROKES && !is_one_key(burst);
}

void burst_clear(struct burst *burst)
{
    explicit_bzero(burst, sizeof *burst);
}
