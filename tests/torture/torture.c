/*
 * Torture: a station is killed while it works, again and again, and every nth operation of its disk
 * and its memory fails; after each the record must be whole and nothing acknowledged gone.
 *
 *   torture [--kills N] [--seconds S] [--faults [--all]] [--seed S] [--life L] [--dir D]
 *
 * A life is one event; its numbers follow from the seed and the life's number. Half of its kills
 * come at an operation of the disk that the dice choose, half after a time that they choose.
 *
 * link: kiosk/station/station.c kiosk/station/issue.c kiosk/station/pass.c kiosk/station/ini.c
 * link: kiosk/station/rules_parse.c kiosk/station/rules_keys.c kiosk/station/rules_at.c
 * link: kiosk/station/rules_load.c kiosk/station/raise.c kiosk/station/clock.c kiosk/station/tickets.c
 * link: kiosk/station/watch.c kiosk/station/watch_list.c
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 * link: tests/store/fault_vfs.c tests/torture/world.c tests/torture/deeds.c
 * link: tests/torture/faulty.c
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "tests/store/fault_vfs.h"
#include "tests/torture/faulty.h"
#include "tests/torture/world.h"
#include "timebase.h"

#define EVENTS_A_LIFE 1500 /* the whole chain is followed after each kill */
#define KILL_AFTER_MAX_US 25000
#define KILL_AT_MAX 400 /* disk operations */

struct options {
    long kills, seconds, life;
    unsigned long seed;
    const char *dir;
    bool faults, all;
};

struct totals {
    long kills, lives, acks, idle;
    uint64_t events;
};

static struct dice dice_for(unsigned long seed, long life, long round)
{
    struct dice dice = {seed * 1000003u + (uint64_t)life * 10007u + (uint64_t)round};
    dice_below(&dice, 2);
    dice_below(&dice, 2);
    return dice;
}

/* In the child: deeds without end, each acknowledged on `fd` once it is done. */
static void work(struct world *world, struct dice dice, int fd, int kill_at, uint32_t revision)
{
    log_set_level(LOG_LEVEL_ERROR);
    if (kill_at > 0) {
        fault_vfs_install();
        fault_vfs_arm(FAULT_ANY, kill_at, FAULT_KILL);
    }
    struct station *station = station_open(world->event, STORE_READ_WRITE);
    if (!station) {
        _exit(1);
    }
    for (;;) {
        struct ack ack;
        enum deed deed = world_act(world, station, &dice, ++revision, &ack);
        if (deed == DEED_FAILED ||
            (deed == DEED_DONE && write(fd, &ack, sizeof ack) != sizeof ack)) {
            _exit(1);
        }
    }
}

static bool read_acks(int fd, struct ledger *ledger, struct totals *totals)
{
    struct ack ack;
    long before = totals->acks;
    while (read(fd, &ack, sizeof ack) == sizeof ack) {
        totals->acks++;
        if (!ledger_add(ledger, &ack)) {
            return false;
        }
    }
    totals->idle += before == totals->acks;
    return true;
}

/* One kill and the look at what it left. */
static bool kill_once(struct world *world, struct ledger *ledger, struct dice dice, long round,
                      struct totals *totals)
{
    int ends[2], status;
    bool by_time = dice_below(&dice, 2);
    unsigned after_us = dice_below(&dice, KILL_AFTER_MAX_US) + 500;
    int kill_at = by_time ? 0 : (int)dice_below(&dice, KILL_AT_MAX) + 1;
    if (pipe(ends) != 0) {
        perror("torture: pipe");
        return false;
    }
    pid_t child = fork();
    if (child < 0) { /* kill(-1) would end every process there is */
        perror("torture: fork");
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (child == 0) {
        close(ends[0]);
        work(world, dice, ends[1], kill_at, (uint32_t)round * 100000u);
    }
    close(ends[1]);
    if (by_time) {
        usleep(after_us);
        kill(child, SIGKILL);
    }
    bool good = read_acks(ends[0], ledger, totals);
    close(ends[0]);
    waitpid(child, &status, 0);
    totals->kills++;
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        fprintf(stderr, "torture: the station ended by itself, with status %d\n", status);
        good = false;
    }
    return good;
}

static bool is_over(const struct options *options, const struct totals *totals, int64_t start_us)
{
    return (options->kills > 0 && totals->kills >= options->kills) ||
           (options->seconds > 0 && time_monotonic_us() - start_us > options->seconds * 1000000);
}

/* One event from its making until it is long enough. */
static bool live(const struct options *options, long life, int64_t start_us, struct totals *totals)
{
    struct world world;
    struct ledger ledger = {0};
    uint64_t events = 0;
    bool good = world_make(&world, options->dir);
    long round = 0;
    for (; good && events < EVENTS_A_LIFE && !is_over(options, totals, start_us); round++) {
        good = kill_once(&world, &ledger, dice_for(options->seed, life, round), round, totals) &&
               world_check(&world, &ledger, &events);
    }
    totals->lives++;
    totals->events += events;
    ledger_finish(&ledger);
    if (!good) {
        fprintf(stderr,
                "torture: life %ld, round %ld; the event is left in %s; again with --seed %lu "
                "--life %ld\n",
                life, round, world.event, options->seed, life);
        return false;
    }
    world_remove(&world);
    return true;
}

static bool kill_many(const struct options *options)
{
    struct totals totals = {0};
    int64_t start_us = time_monotonic_us();
    long life = options->life >= 0 ? options->life : 0;
    bool good = true;
    for (; good && !is_over(options, &totals, start_us); life++) {
        good = live(options, life, start_us, &totals);
        if (isatty(STDERR_FILENO)) {
            fprintf(stderr, "\r%ld kills ", totals.kills);
        }
        if (options->life >= 0) {
            break;
        }
    }
    printf(
        "%s: %ld kills in %ld events' lives, %llu events, %ld acknowledged (%ld kills before any), "
        "%.0f s\n",
        good ? "whole" : "BROKEN", totals.kills, totals.lives, (unsigned long long)totals.events,
        totals.acks, totals.idle, (double)(time_monotonic_us() - start_us) / 1e6);
    return good;
}

static bool read_options(int argc, char **argv, struct options *out)
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        bool takes_value = true;
        if (strcmp(argv[i], "--kills") == 0) {
            out->kills = atol(value);
        } else if (strcmp(argv[i], "--seconds") == 0) {
            out->seconds = atol(value);
        } else if (strcmp(argv[i], "--seed") == 0) {
            out->seed = strtoul(value, NULL, 10);
        } else if (strcmp(argv[i], "--life") == 0) {
            out->life = atol(value);
        } else if (strcmp(argv[i], "--dir") == 0) {
            out->dir = value;
        } else if (strcmp(argv[i], "--faults") == 0) {
            out->faults = true;
            takes_value = false;
        } else if (strcmp(argv[i], "--all") == 0) {
            out->all = true;
            takes_value = false;
        } else {
            fprintf(stderr, "usage: torture [--kills N] [--seconds S] [--faults] [--seed S] "
                            "[--life L] [--dir D]\n");
            return false;
        }
        i += takes_value;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct options options = {.life = -1, .seed = (unsigned long)time(NULL)};
    options.dir = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    if (!read_options(argc, argv, &options) || !credential_library_init()) {
        return 2;
    }
    printf("seed %lu\n", options.seed);
    fflush(stdout);
    log_set_level(LOG_LEVEL_ERROR);
    if (options.faults) {
        return faulty_run(options.dir, options.seed, options.all) ? 0 : 1;
    }
    return kill_many(&options) ? 0 : 1;
}
