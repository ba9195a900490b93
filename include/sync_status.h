/*
 * Sync status: how this station stands with the hub, as plain values for screens and reports. The
 * sync thread makes them (sync.h), the kiosk hands them on; whoever draws needs only this header.
 * For staff: delegates are never shown a network error.
 */
#ifndef LANYARD_SYNC_STATUS_H
#define LANYARD_SYNC_STATUS_H

#include <stdbool.h>
#include <stdint.h>

/* All zeros: a station without a hub. Times are Unix milliseconds. */
struct sync_status {
    bool has_hub; /* false: this station's own data are all there is; the rest means nothing */
    bool connected;
    int64_t since_ms;    /* connected, or not, since then; 0: not tried yet */
    int64_t contact_ms;  /* when the store was last up to date; 0: never */
    int64_t waiting;     /* events and documents of this station that wait to go up */
    int64_t incidents;   /* double admissions that came to light since the start */
    int64_t quarantined; /* rows from the hub that were put aside */
    int64_t files;       /* photos and templates that came down since the start */
};

/* The word for it: "own" (no hub), "connected", "apart", "never" (a hub that was never reached). */
enum sync_standing { SYNC_OWN, SYNC_CONNECTED, SYNC_APART, SYNC_NEVER, SYNC_STANDING_COUNT };
enum sync_standing sync_status_standing(const struct sync_status *status);
const char *sync_standing_string(enum sync_standing standing);

/* How old the data is that decisions rest on, in seconds: -1 without a hub; with one that was never
 * reached, the same as `never_s`. While connected it counts from the last look at the hub. */
int64_t sync_status_age_s(const struct sync_status *status, int64_t now_ms, int64_t never_s);

/* How long the hub has been away, in seconds; 0 while connected or without a hub. */
int64_t sync_status_away_s(const struct sync_status *status, int64_t now_ms);

#endif
