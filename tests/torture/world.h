/*
 * World: an event on disk with a few people, the random deeds of a station on it, and what must be
 * true of it afterwards whatever happened. For the torture harness.
 */
#ifndef LANYARD_TORTURE_WORLD_H
#define LANYARD_TORTURE_WORLD_H

#include "station.h"

#define WORLD_PEOPLE 24

struct world {
    char folder[128], event[160];
    uint64_t holders[WORLD_PEOPLE];
};

/* What was said to be done, in the order of saying. */
struct ack {
    uint64_t sequence; /* of the newest event then; 0: a correction of the roster */
    uint8_t hash[AUDIT_HASH_SIZE];
    uint32_t person, revision; /* of a correction */
};

/* Same numbers for the same seed. */
struct dice {
    uint64_t state;
};
unsigned dice_below(struct dice *dice, unsigned limit);

/* The ticket of another system that the person's row has. */
void world_code(unsigned person, char out[64]);

/* A new event in a folder of its own under `base`. False with a message. */
bool world_make(struct world *world, const char *base);
void world_remove(struct world *world);

enum deed { DEED_NONE, DEED_DONE, DEED_FAILED };
/* One random deed. DONE: *out is to be acknowledged. NONE: it changed nothing (a refusal to act
 * that the rules demand). FAILED: the store could not. */
enum deed world_act(struct world *world, struct station *station, struct dice *dice,
                    uint32_t revision, struct ack *out);

/* What is checked across rounds. */
struct ledger {
    struct ack *acks; /* owned */
    size_t count, capacity, checked;
    uint32_t revisions[WORLD_PEOPLE];
};
bool ledger_add(struct ledger *ledger, const struct ack *ack);
void ledger_finish(struct ledger *ledger);

/* integrity_check, the chain, every acknowledgement, at most one valid badge a person. False with a
 * message. *events receives the length of the chain. */
bool world_check(const struct world *world, struct ledger *ledger, uint64_t *events);

#endif
