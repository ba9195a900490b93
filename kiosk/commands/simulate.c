#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/command.h"
#include "kiosk/commands/simulate_day.h"
#include "timebase.h"

uint64_t simulation_random(struct simulation *simulation, uint64_t limit)
{
    simulation->random =
        simulation->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (simulation->random >> 33) % limit;
}

/* The clock of the station that works now. */
static int64_t simulated_now_ms;

static int64_t simulated_clock(void *userdata)
{
    (void)userdata;
    return simulated_now_ms;
}

/* ---- what stations do ---- */

static bool note_event(const struct audit_event *event, void *userdata)
{
    *(uint64_t *)userdata = event->hlc;
    return false;
}

bool simulation_note(struct simulation *simulation, int number, const struct passage *passage)
{
    struct simulated_station *station = &simulation->stations[number];
    struct simulated_passage *at;
    if (simulation->passage_count == simulation->passage_max) {
        size_t max = simulation->passage_max ? 2 * simulation->passage_max : 256;
        void *grown = realloc(simulation->passages, max * sizeof *at);
        if (!grown) {
            return false;
        }
        simulation->passages = grown;
        simulation->passage_max = max;
    }
    at = &simulation->passages[simulation->passage_count++];
    *at = (struct simulated_passage){.holder = passage->holder,
                                     .station = number,
                                     .scope = passage->scope,
                                     .entry = passage->direction == DIRECTION_IN};
    return replica_events(station->store, station->key.station, station->acknowledged, 1,
                          note_event, &at->hlc);
}

/* Somebody comes to a door, where nobody is let in twice, or leaves. */
static bool pass(struct simulation *simulation, int number)
{
    struct simulated_station *station = &simulation->stations[number];
    const struct checkpoint door = {
        .zone = (int)simulation_random(simulation, SIMULATION_SCOPES) - 1, .kind = CHECKPOINT_DOOR};
    struct passage passage = {
        .holder =
            simulation
                ->holders[simulation_random(simulation, (uint64_t)simulation->options->attendees)],
        .scope = door.zone,
        .direction = simulation_random(simulation, 3) ? DIRECTION_IN : DIRECTION_OUT,
        .at_ms = simulated_now_ms,
        .once = true,
    };
    const struct checkpoint asked = {.kind =
                                         door.zone < 0 ? CHECKPOINT_REGISTRATION : CHECKPOINT_DOOR,
                                     .zone = door.zone,
                                     .venue = -1};
    struct access_history history;
    if (!store_history(station->store, passage.holder, 0, &asked, &history)) {
        return false;
    }
    if (history.holder_revoked || history.inside == (passage.direction == DIRECTION_IN)) {
        simulation->refused++;
        return true;
    }
    snprintf(passage.checkpoint, sizeof passage.checkpoint, "door-%d", number);
    if (!store_begin(station->store) || !store_append_passage(station->store, &passage) ||
        !store_commit(station->store) || !simulation_note(simulation, number, &passage)) {
        return false;
    }
    station->acknowledged++;
    return true;
}

/* Commits one event that some function has appended. */
static bool acknowledge(struct simulated_station *station, bool appended)
{
    if (!appended || !store_commit(station->store)) {
        store_rollback(station->store);
        return false;
    }
    station->acknowledged++;
    return true;
}

static bool give_badge(struct simulation *simulation, int number, uint64_t holder)
{
    struct simulated_station *station = &simulation->stations[number];
    struct intent standing, intent = {.holder = holder, .issue = 1, .credential = "LY1:SIMULATED"};
    enum store_found found = store_intent_of(station->store, holder, &standing);
    if (found != STORE_NOT_FOUND) {
        return found == STORE_FOUND; /* has one */
    }
    if (!store_begin(station->store)) {
        return false;
    }
    intent.serial = store_next_serial(station->store);
    return acknowledge(station, store_append_intent(station->store, &intent, "arrival"));
}

static bool act(struct simulation *simulation, int number)
{
    struct simulated_station *station = &simulation->stations[number];
    uint64_t holder =
        simulation
            ->holders[simulation_random(simulation, (uint64_t)simulation->options->attendees)];
    struct attendee attendee;
    switch (simulation_random(simulation, 12)) {
    case 0:
        return store_begin(station->store) &&
               acknowledge(station, store_append_revocation(station->store, holder,
                                                            (uint32_t)holder + 99, "lost"));
    case 1:
        return give_badge(simulation, number, holder);
    case 2: /* a correction at a desk; what may not edit keeps it to itself, and so is not tried */
        if ((number != 0 && number % 3 != 0) ||
            store_attendee(station->store, holder, &attendee) != STORE_FOUND) {
            return true;
        }
        snprintf(attendee.position, sizeof attendee.position, "changed %" PRIu64,
                 simulation_random(simulation, 1000));
        return store_put_attendee(station->store, &attendee);
    default:
        return pass(simulation, number);
    }
}

static bool sync_station(struct simulation *simulation, int number)
{
    struct simulated_station *station = &simulation->stations[number];
    struct sync_report report;
    simulation->syncs++;
    if (!station->link) {
        station->link = sync_link_open(station->store, &station->key);
    }
    if (station->link && sync_link_exchange(station->link, &report)) {
        return true;
    }
    simulation->failures++;
    return false;
}

static void cut(struct simulated_station *station)
{
    sync_link_close(station->link);
    station->link = NULL;
}

/* The hub's server is stopped, and comes back as it was at the backup. */
static bool restore(struct simulation *simulation)
{
    for (int i = 0; i < simulation->options->stations; i++) {
        cut(&simulation->stations[i]);
    }
    simulation->restores++;
    return hub_play(simulation->options->url, HUB_RESTORE);
}

/* One step of the story. */
static bool step(struct simulation *simulation)
{
    const struct simulation_options *options = simulation->options;
    int number = (int)simulation_random(simulation, (uint64_t)options->stations);
    struct simulated_station *station = &simulation->stations[number];
    simulation->clock_ms += (int64_t)simulation_random(simulation, 300);
    simulated_now_ms = simulation->clock_ms + station->clock_off_ms;
    uint64_t choice = simulation_random(simulation, 40);
    if (choice < 26) {
        return act(simulation, number);
    }
    if (choice < 35) {
        return station->apart || sync_station(simulation, number);
    }
    if (choice < 37 && options->partitions) {
        station->apart = !station->apart;
        cut(station);
    } else if (choice == 37) {
        cut(station);
        return replica_pull_again(station->store); /* all is delivered twice */
    } else if (choice == 38 && options->restores) {
        return hub_play(options->url, HUB_BACKUP);
    } else if (choice == 39 && options->restores && simulation_random(simulation, 2)) {
        return restore(simulation);
    }
    return true;
}

/* Everybody is together again; three rounds bring what each has to the hub, and to all. */
static bool reunite(struct simulation *simulation)
{
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < simulation->options->stations; i++) {
            simulated_now_ms = simulation->clock_ms + simulation->stations[i].clock_off_ms;
            simulation->stations[i].apart = false;
            if (!sync_station(simulation, i)) {
                return false;
            }
        }
    }
    return true;
}

/* One seed, from an empty hub to the oracle's verdict. */
static bool run_seed(const struct simulation_options *options, struct simulation *simulation)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    *simulation = (struct simulation){.options = options, .random = options->seed * 7919 + 1};
    simulation->clock_ms = simulated_now_ms = time_realtime_ms();
    snprintf(simulation->folder, sizeof simulation->folder, "%s/lanyard-simulation-XXXXXX", base);
    if (!mkdtemp(simulation->folder)) {
        perror("lanyard simulate");
        return false;
    }
    time_set_source(simulated_clock, NULL);
    bool ok = simulation_set_up(simulation);
    for (int i = 0; ok && i < options->steps; i++) {
        ok = step(simulation);
    }
    ok = ok && reunite(simulation) && simulation_check(simulation);
    time_set_source(NULL, NULL);
    simulation_tear_down(simulation);
    return ok;
}

static void show(const struct common *common, const struct simulation *total, int seeds,
                 int violations, int64_t ms)
{
    if (!common->json) {
        printf("%d seeds, %d violations: %" PRId64 " events, %" PRId64 " syncs, %" PRId64
               " hub restores, %" PRId64 " double admissions, %" PRId64 " refused; %.1f s\n",
               seeds, violations, total->events, total->syncs, total->restores, total->incidents,
               total->refused, (double)ms / 1000);
        return;
    }
    struct json_row *row = row_start();
    row_int(row, "seeds", seeds);
    row_int(row, "violations", violations);
    row_int(row, "events", total->events);
    row_int(row, "syncs", total->syncs);
    row_int(row, "restores", total->restores);
    row_int(row, "incidents", total->incidents);
    row_int(row, "refused", total->refused);
    row_int(row, "ms", ms);
    row_print(row);
}

static enum exit_status run_all(const struct common *common, struct simulation_options *options,
                                int seeds)
{
    struct simulation *simulation = calloc(1, sizeof *simulation);
    struct simulation total = {0};
    int violations = 0;
    int64_t begun_us = time_monotonic_us();
    if (!simulation || !credential_library_init()) {
        free(simulation);
        return EXIT_DEVICE;
    }
    for (int i = 0; i < seeds; i++, options->seed++) {
        if (!run_seed(options, simulation)) {
            violations++;
            printf("seed %" PRIu64 " fails; again with --seed %" PRIu64 "\n", options->seed,
                   options->seed);
        }
        total.events += simulation->events;
        total.syncs += simulation->syncs;
        total.restores += simulation->restores;
        total.incidents += simulation->incidents;
        total.refused += simulation->refused;
        progress_show("seeds", i + 1, seeds);
    }
    show(common, &total, seeds, violations, (time_monotonic_us() - begun_us) / 1000);
    free(simulation);
    return violations ? EXIT_NO : EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    struct simulation_options options = {.stations = 4, .attendees = 8, .steps = 80};
    struct day_options day = {0};
    int seed = 1, seeds = 1, speed = 60;
    bool quiet = false;
    struct common common;
    const struct arg table[] = {{"stations", ARG_INT, &options.stations},
                                {"attendees", ARG_INT, &options.attendees},
                                {"steps", ARG_INT, &options.steps},
                                {"seed", ARG_INT, &seed},
                                {"seeds", ARG_INT, &seeds},
                                {"whole", ARG_FLAG, &quiet},
                                {"minutes", ARG_INT, &day.minutes},
                                {"speed", ARG_INT, &speed},
                                {"partition", ARG_TEXT, &day.partition},
                                {"plot", ARG_TEXT, &day.plot},
                                {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_simulate, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    if (options.stations < 2 || options.stations > SIMULATION_STATIONS_MAX ||
        options.attendees < 1 || options.steps < 1 || seed < 1 || seeds < 1) {
        fprintf(stderr, "lanyard simulate: --stations 2 to %d; the others 1 or more\n",
                SIMULATION_STATIONS_MAX);
        return EXIT_USAGE;
    }
    options.url = common.words[0];
    options.seed = (uint64_t)seed;
    options.partitions = options.restores = !quiet;
    if (day.minutes > 0 && speed > 0) {
        day.speed = speed;
        day.partition = quiet ? "none" : day.partition;
        return simulate_day(&common, &options, &day);
    }
    if (day.minutes < 0 || speed <= 0 || day.partition || day.plot) {
        fputs("lanyard simulate: --partition, --speed and --plot go with --minutes, 1 or more\n",
              stderr);
        return EXIT_USAGE;
    }
    return run_all(&common, &options, seeds);
}

const struct command command_simulate = {
    .name = "simulate",
    .usage = "[--stations N] [--attendees N] [--seed S] [--whole] [--minutes M [--partition P] "
             "[--speed X] [--plot FILE] | --steps N [--seeds N]] URL",
    .summary = "Tries many stations against a real hub, and checks that they agree",
    .options =
        "  --stations N    how many (4)\n"
        "  --attendees N   how many; few meet more often (8)\n"
        "  --steps N       what happens: passages, corrections, syncs, losses (80)\n"
        "  --seed S        the first seed (1): the same story each time\n"
        "  --seeds N       how many seeds one after another (1)\n"
        "  --whole         no partitions and no hub restored from a backup\n"
        "  --minutes M     instead: a day of so many minutes, all stations at work at once;\n"
        "                  60 % arrive within 45 minutes, some show copies\n"
        "  --partition P   what goes wrong when, in minutes, with commas between:\n"
        "                  STATION:FROM-TO apart, hub:FROM-TO killed, slow:FROM-TO,\n"
        "                  restore:FROM-TO from the morning's backup; none (by the seed)\n"
        "  --speed X       minutes of the day in one of the clock (60)\n"
        "  --plot FILE     throughput, lag and incidents over time, as SVG\n",
    .run = run,
};
