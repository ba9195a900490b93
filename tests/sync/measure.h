/* What the measurements of the sync share. */
#ifndef LANYARD_MEASURE_H
#define LANYARD_MEASURE_H

#include <stdatomic.h>

#include "sync.h"

#define STATIONS_MAX 200

struct station {
    struct station_key key;
    char path[128];
    struct store *store;
    struct sync *sync;
    atomic_llong applied_us; /* when a page with events was applied last */
};

extern struct measured {
    const char *url;
    char folder[64];
    struct event_info event;
    struct key_list keys;
    uint8_t root_secret[KEY_SECRET_SIZE];
    char text[KEY_LIST_TEXT_MAX];
    struct station stations[STATIONS_MAX];
    int count;
} m;

/* Ends the program unless it is so. */
void need(bool ok, const char *what);

/* An empty hub, and stations that have joined it; the first has the roster. */
void set_up(int stations, int attendees);

/* For qsort, of doubles. */
int compare(const void *a, const void *b);

/* A passage of another person with each round, within the caller's transaction. */
bool act_pass(struct store *store, int round);

void measure_latency(void);

#endif
