#include "tests/torture/faulty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "log.h"
#include "tests/store/fault_vfs.h"
#include "tests/torture/world.h"

#define DEEDS 12
#define DENSE 200 /* that many first faults are tried one by one */
#define NTH_MAX 100000

/* ---- the database's memory ---- */

static sqlite3_mem_methods memory; /* the system's */
static long allocations_left;      /* 0: none fails */
static bool allocation_failed;

static bool allocation_strikes(void)
{
    if (allocations_left == 0 || --allocations_left > 0) {
        return false;
    }
    return allocation_failed = true;
}

static void *take(int size)
{
    return allocation_strikes() ? NULL : memory.xMalloc(size);
}

static void *change(void *old, int size)
{
    return allocation_strikes() ? NULL : memory.xRealloc(old, size);
}

static bool install_memory(void)
{
    sqlite3_mem_methods faulty;
    sqlite3_shutdown();
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory) != SQLITE_OK) {
        return false;
    }
    faulty = memory;
    faulty.xMalloc = take;
    faulty.xRealloc = change;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty) == SQLITE_OK;
}

/* ---- one run with one fault ---- */

struct kind {
    const char *name;
    unsigned disk; /* enum fault_kind; 0: memory */
};

static void arm(const struct kind *kind, int nth)
{
    if (kind->disk) {
        fault_vfs_arm(kind->disk, nth, FAULT_FAIL);
    } else {
        allocation_failed = false;
        allocations_left = nth;
    }
}

static bool disarm(const struct kind *kind)
{
    bool fired = kind->disk ? fault_vfs_fired() : allocation_failed;
    fault_vfs_disarm();
    allocations_left = 0;
    return fired;
}

/* Deeds on an open station; a failed one is not acknowledged and the next ones go on. */
static bool act(struct world *world, struct station *station, struct dice *dice, int deeds,
                uint32_t *revision, struct ledger *ledger)
{
    for (int i = 0; i < deeds; i++) {
        struct ack ack;
        if (world_act(world, station, dice, ++*revision, &ack) == DEED_DONE &&
            !ledger_add(ledger, &ack)) {
            return false;
        }
    }
    return true;
}

/* Opens the station under the fault, acts, then goes on without it and looks. */
static bool run_once(struct world *world, struct ledger *ledger, const struct kind *kind, int nth,
                     unsigned long seed, uint32_t *revision, bool *fired)
{
    struct dice dice = {seed};
    uint64_t events;
    arm(kind, nth);
    struct station *station = station_open(world->event, STORE_READ_WRITE);
    bool good = !station || act(world, station, &dice, DEEDS, revision, ledger);
    *fired = disarm(kind);
    if (station) { /* the same station, as if nothing had happened */
        size_t before = ledger->count;
        good = good && act(world, station, &dice, 20, revision, ledger);
        if (good && ledger->count == before) {
            fprintf(stderr, "torture: nothing works any more after one fault\n");
            good = false;
        }
    }
    station_close(station);
    return good && world_check(world, ledger, &events);
}

static void quiet(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)line;
    ++*(long *)userdata;
}

/* A fresh event for each fault would cost more than the faults: one for many, then another. */
static bool run_kind(const char *base, unsigned long seed, const struct kind *kind, bool all)
{
    struct world world;
    struct ledger ledger = {0};
    uint32_t revision = 0;
    long lines = 0;
    int nth = 1, tried = 0;
    bool good = true, fired = true;
    log_set_sink(quiet, &lines);
    while (good && fired && nth < NTH_MAX) {
        good = world_make(&world, base);
        for (int i = 0; good && fired && i < 40; i++) {
            good = run_once(&world, &ledger, kind, nth, seed, &revision, &fired);
            tried += fired;
            nth += all || nth < DENSE ? 1 : 1 + nth / 20;
        }
        ledger_finish(&ledger);
        revision = 0;
        if (good) {
            world_remove(&world);
        }
    }
    log_set_sink(NULL, NULL);
    printf("%s: %d times an operation failed once, up to the %dth: %s; %ld lines of log\n",
           good ? "whole" : "BROKEN", tried, nth, kind->name, lines);
    if (!good) {
        fprintf(stderr,
                "torture: %s before number %d; the event is left in %s; again with --faults --seed "
                "%lu\n",
                kind->name, nth, world.event, seed);
    }
    return good;
}

bool faulty_run(const char *base, unsigned long seed, bool all)
{
    static const struct kind kinds[] = {
        {"open", FAULT_OPEN}, {"write", FAULT_WRITE}, {"sync", FAULT_SYNC},
        {"lock", FAULT_LOCK}, {"allocation", 0},
    };
    bool good = install_memory();
    fault_vfs_install();
    for (size_t i = 0; good && i < sizeof kinds / sizeof kinds[0]; i++) {
        good = run_kind(base, seed, &kinds[i], all);
        fflush(stdout);
    }
    return good;
}
