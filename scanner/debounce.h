/*
 * Debounce: a code held in front of the camera is one scan, however long it stays. A code that does
 * not prove itself must be seen alike in two frames before it is one. Pure.
 */
#ifndef SCANNER_DEBOUNCE_H
#define SCANNER_DEBOUNCE_H

#include "scanner.h"

#define DEBOUNCE_CODES (2 * SCAN_CODES_MAX) /* remembered at once; then the oldest is forgotten */

/* Within this time two frames must agree. The dearest search comes once a second. */
#define DEBOUNCE_AGREE_MS 1200

struct debounce_sight {
    int64_t seen_us; /* last */
    size_t size;
    bool used;
    bool alone; /* seen in one frame so far, which is not enough for it: no scan yet */
    uint8_t data[SCAN_DATA_MAX];
};

struct debounce {
    int64_t window_us;
    struct debounce_sight sights[DEBOUNCE_CODES];
};

void debounce_init(struct debounce *debounce, int window_ms);

/*
 * Notes that a code is in view in the frame of `now_us`. True when that is a new scan: it was not in
 * view during the window before, and it is `proven` (needs no second look) or another frame of the
 * last DEBOUNCE_AGREE_MS had it, too. Each sight extends the window, so a code held for minutes is
 * one scan.
 */
bool debounce_is_new(struct debounce *debounce, const uint8_t *data, size_t size, bool proven,
                     int64_t now_us);

/* Forgets everything seen. */
void debounce_clear(struct debounce *debounce);

#endif
