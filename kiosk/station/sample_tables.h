/* The tables of the sample conference, as read from assets/sample. One thread. */
#ifndef LANYARD_STATION_SAMPLE_TABLES_H
#define LANYARD_STATION_SAMPLE_TABLES_H

#include "kiosk/station/sample.h"

#define SAMPLE_DELEGATIONS_MAX 64
#define SAMPLE_POOLS_MAX 48
#define SAMPLE_POSITIONS_MAX 128
#define SAMPLE_PLACES_MAX 512

enum sample_group { SAMPLE_NATIONS, SAMPLE_ORGANISATIONS, SAMPLE_GROUP_COUNT };

struct sample_places {
    uint8_t delegations[SAMPLE_PLACES_MAX]; /* index; as often as its size */
    size_t count;
    size_t dealt;
};

struct sample_position {
    struct sample_text role; /* a category's letter, or "I-head" */
    int rank;
    struct sample_text title; /* "his/hers", or one for both */
    struct sample_text name;
    struct sample_text organisation; /* "-": the delegation itself */
};

struct sample_tables {
    struct sample_delegation delegations[SAMPLE_DELEGATIONS_MAX];
    size_t delegation_count;
    struct sample_places places[SAMPLE_GROUP_COUNT];
    struct sample_position positions[SAMPLE_POSITIONS_MAX];
    size_t position_count;
    struct sample_pool pools[SAMPLE_POOLS_MAX];
    size_t pool_count;
};

/* False: one log line; `out` is then empty. */
bool sample_tables_load(struct sample_tables *out);
void sample_tables_finish(struct sample_tables *tables);

#endif
