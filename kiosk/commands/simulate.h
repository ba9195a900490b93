/*
 * Simulation: several stations in one process, each with a store file and the real sync, against a
 * real hub; and an oracle that keeps its own account of what was acknowledged.
 */
#ifndef LANYARD_SIMULATE_H
#define LANYARD_SIMULATE_H

#include "sync.h"

#define SIMULATION_STATIONS_MAX 200
#define SIMULATION_SCOPES 3

struct simulation_options {
    const char *url;
    int stations, attendees, steps;
    bool partitions, restores;
    uint64_t seed;
};

struct simulated_station {
    struct station_key key;
    char path[160];
    struct store *store;    /* owned */
    struct sync_link *link; /* owned; NULL: not connected */
    bool apart;             /* no way to the hub now */
    int64_t clock_off_ms;
    uint64_t acknowledged;       /* events that its store has committed */
    int64_t contact_ms, waiting; /* of a day: as its sync said last */
};

/* The oracle's own note of a passage. */
struct simulated_passage {
    uint64_t holder, hlc;
    int station;
    int scope;
    bool entry;
};

struct simulation {
    const struct simulation_options *options; /* lent */
    char folder[64];
    struct event_info event;
    struct key_list keys;
    uint8_t root_secret[KEY_SECRET_SIZE];
    struct simulated_station stations[SIMULATION_STATIONS_MAX];
    uint64_t *holders;                  /* owned */
    struct simulated_passage *passages; /* owned */
    size_t passage_count, passage_max;
    uint64_t random;
    int64_t clock_ms; /* base; each station adds its own error */
    int64_t syncs, failures, incidents, events, restores, refused;
};

/* Enters a passage that station `number` has just committed into the oracle's account. */
bool simulation_note(struct simulation *simulation, int number, const struct passage *passage);

uint64_t simulation_random(struct simulation *simulation, uint64_t limit);

/* An empty hub, and stations in the folder that have joined it. False: logged; then too it is to be
 * torn down. */
bool simulation_set_up(struct simulation *simulation);
void simulation_tear_down(struct simulation *simulation);

/* The oracle: what must hold when everybody has synced. Says on stderr what does not. */
bool simulation_check(struct simulation *simulation);

#endif
