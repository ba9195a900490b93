/*
 * Measures the sync against a real hub: measure URL WHAT, see `main`. The stations' stores are in
 * memory (/dev/shm), as each would have a disk of its own; the hub's PostgreSQL has fsync on.
 * tests/sync/measure.sh runs all.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/sync/ kiosk/log.c kiosk/timebase.c
 * link: kiosk/asset.c ASSETS tests/sync/proxy.c
 */
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sync.h"
#include "tests/sync/proxy.h"
#include "timebase.h"

#define STATIONS_MAX 200

struct station {
    struct station_key key;
    char path[128];
    struct store *store;
    struct sync *sync;
    atomic_llong applied_us; /* when a page with events was applied last */
};

static struct {
    const char *url;
    char folder[64];
    struct event_info event;
    struct key_list keys;
    uint8_t root_secret[KEY_SECRET_SIZE];
    char text[KEY_LIST_TEXT_MAX];
    struct station stations[STATIONS_MAX];
    int count;
} m;

static void need(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "measure: %s failed\n", what);
        exit(1);
    }
}

static void make_key(int number)
{
    int64_t now_s = time_realtime_ms() / 1000;
    struct station_key *key = &m.stations[number].key;
    struct key_entry entry = {.not_before = now_s - 86400,
                              .not_after = now_s + 86400,
                              .usage = KEY_SIGNS_BADGES | KEY_SIGNS_EVENTS};
    snprintf(key->station, sizeof key->station, "station-%03d", number + 1);
    memcpy(entry.station, key->station, sizeof entry.station);
    key_generate(key->public_key, key->secret_key);
    memcpy(entry.public_key, key->public_key, sizeof entry.public_key);
    need(key_list_add(&m.keys, &entry, &key->id), "a key");
}

static void open_store(int number)
{
    struct station *station = &m.stations[number];
    snprintf(station->path, sizeof station->path, "%s/%d.db", m.folder, number);
    need(store_create(station->path, &m.event), "a store");
    station->store = store_open(station->path, STORE_READ_WRITE);
    store_set_signer(station->store, &station->key);
    need(store_begin(station->store) &&
             store_put_key_list(station->store, m.text, strlen(m.text)) &&
             store_commit(station->store),
         "the key list");
}

static void join(int number)
{
    struct station *station = &m.stations[number];
    struct hub_offer offer;
    char code[HUB_CODE_SIZE];
    if (number == 0) {
        need(hub_init(m.url, station->store, &station->key), "hub init");
        return;
    }
    need(hub_enrol(m.url, station->key.station, false, 5, code) && hub_join(m.url, code, &offer) &&
             replica_set_hub(station->store, offer.url),
         "joining");
    hub_offer_finish(&offer);
}

static void set_up(int stations, int attendees)
{
    need(hub_play(m.url, HUB_CLEAR), "clearing the hub");
    snprintf(m.folder, sizeof m.folder, "%s/lanyard-measure-XXXXXX",
             getenv("MEASURE_STORES") ? getenv("MEASURE_STORES") : "/dev/shm");
    need(mkdtemp(m.folder) != NULL, "a folder");
    m.count = stations;
    snprintf(m.event.name, sizeof m.event.name, "%s", HUB_SIMULATION);
    strcpy(m.event.timezone, "UTC");
    memset(m.event.uuid, 0x52, 16);
    memcpy(m.keys.event_uuid, m.event.uuid, 16);
    key_generate(m.keys.root_public, m.root_secret);
    for (int i = 0; i < stations; i++) {
        make_key(i);
    }
    need(key_list_seal(&m.keys, time_realtime_ms() / 1000, m.root_secret, m.text, sizeof m.text) >
             0,
         "sealing");
    open_store(0);
    struct store *store = m.stations[0].store;
    need(store_begin(store), "beginning");
    for (int i = 0; i < attendees; i++) {
        struct attendee a = {.holder = (uint64_t)i + 1, .category = 1, .zones = 3, .days = 3};
        snprintf(a.external_id, sizeof a.external_id, "E%07d", i);
        snprintf(a.family_name, sizeof a.family_name, "Family%d", i * 7919 % 100003);
        snprintf(a.given_name, sizeof a.given_name, "Given%d", i * 104729 % 5003);
        snprintf(a.native_name, sizeof a.native_name, "Имя Фамилия %d", i);
        snprintf(a.organisation, sizeof a.organisation, "Ministry of Foreign Affairs %d", i % 50);
        snprintf(a.position, sizeof a.position, "Counsellor");
        need(store_put_attendee(store, &a), "an attendee");
    }
    need(store_commit(store), "the roster");
    for (int i = 0; i < stations; i++) {
        if (i > 0) {
            open_store(i);
        }
        join(i);
    }
}

static void tear_down(void)
{
    char command[128];
    for (int i = 0; i < m.count; i++) {
        sync_destroy(m.stations[i].sync);
        store_close(m.stations[i].store);
    }
    snprintf(command, sizeof command, "rm -rf %s", m.folder);
    need(system(command) == 0, "removing");
}

static void append_passages(int number, int count, int64_t first)
{
    struct store *store = m.stations[number].store;
    for (int done = 0; done < count;) {
        need(store_begin(store), "beginning");
        for (int i = 0; i < 500 && done < count; i++, done++) {
            struct passage passage = {.holder = (uint64_t)(first + done),
                                      .serial = 7,
                                      .scope = 1,
                                      .checkpoint = "plenary-door",
                                      .once = true,
                                      .direction = DIRECTION_IN,
                                      .at_ms = time_realtime_ms()};
            need(store_append_passage(store, &passage), "a passage");
        }
        need(store_commit(store), "committing");
    }
}

/* CPU of this process so far. */
static double cpu_s(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static double sync_timed(int number, struct sync_report *report)
{
    int64_t begun_us = time_monotonic_us();
    need(sync_once(m.stations[number].store, &m.stations[number].key, report), "sync");
    return (double)(time_monotonic_us() - begun_us) / 1e6;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

static void show(const char *what, double *ms, int count)
{
    qsort(ms, (size_t)count, sizeof *ms, compare);
    printf("%-52s p50 %8.1f  p99 %8.1f  max %8.1f ms (%d)\n", what, ms[count / 2],
           ms[count * 99 / 100], ms[count - 1], count);
}

static void on_applied(const struct replica_report *report, void *userdata)
{
    struct station *station = userdata;
    if (report->events) {
        atomic_store(&station->applied_us, (long long)time_monotonic_us());
    }
}

static void start_threads(void)
{
    for (int i = 0; i < m.count; i++) {
        struct station *station = &m.stations[i];
        const struct sync_listener listener = {.applied = on_applied, .userdata = station};
        station->sync = sync_create(station->path, &station->key, &listener);
        need(station->sync != NULL, "a thread");
    }
    poll(NULL, 0, 3000 + 60 * m.count);
}

/* One fact at the first station; how long until each of the others has applied it. */
static void spread(const char *what, int rounds, bool (*act)(struct store *store, int round))
{
    double *ms = calloc((size_t)(rounds * m.count), sizeof *ms);
    int count = 0, late = 0;
    for (int round = 0; round < rounds; round++) {
        int64_t begun_us = time_monotonic_us();
        need(store_begin(m.stations[0].store) && act(m.stations[0].store, round) &&
                 store_commit(m.stations[0].store),
             "a fact");
        sync_wake(m.stations[0].sync);
        for (int i = 1; i < m.count; i++) {
            int64_t limit_us = begun_us + 20000000;
            while (atomic_load(&m.stations[i].applied_us) < begun_us) {
                if (time_monotonic_us() > limit_us) {
                    late++;
                    break;
                }
                poll(NULL, 0, 1);
            }
            ms[count++] = (double)(atomic_load(&m.stations[i].applied_us) - begun_us) / 1000;
        }
        poll(NULL, 0, 300);
    }
    show(what, ms, count);
    if (late) {
        printf("  %d came later than 20 s\n", late);
    }
    free(ms);
}

static bool act_revoke(struct store *store, int round)
{
    return store_append_revocation(store, 0, (uint32_t)round + 100, "lost");
}

static bool act_pass(struct store *store, int round)
{
    struct passage passage = {.holder = (uint64_t)round + 1,
                              .scope = 1,
                              .checkpoint = "door",
                              .once = true,
                              .direction = DIRECTION_IN,
                              .at_ms = time_realtime_ms()};
    return store_append_passage(store, &passage);
}

static void measure_revocation(void)
{
    set_up(STATIONS_MAX, 10);
    start_threads();
    spread("a revocation is applied at 200 connected stations", 10, act_revoke);
}

static void measure_refusal(void)
{
    set_up(2, 1000);
    start_threads();
    spread("a check-in at A is known at B", 200, act_pass);
}

static void *push_all(void *userdata)
{
    struct station *station = userdata;
    struct sync_report report;
    need(sync_once(station->store, &station->key, &report), "sync");
    return NULL;
}

static void measure_throughput(void)
{
    enum { STATIONS = 4, EVENTS = 25000 };
    pthread_t threads[STATIONS];
    set_up(STATIONS + 1, 10);
    struct sync_report report;
    sync_timed(0, &report);
    for (int i = 1; i <= STATIONS; i++) {
        append_passages(i, EVENTS, i * 1000000);
    }
    /* pulling is measured apart: here each only pushes what it has, and then pulls the others' */
    int64_t begun_us = time_monotonic_us();
    for (int i = 1; i <= STATIONS; i++) {
        pthread_create(&threads[i - 1], NULL, push_all, &m.stations[i]);
    }
    for (int i = 1; i <= STATIONS; i++) {
        pthread_join(threads[i - 1], NULL);
    }
    double s = (double)(time_monotonic_us() - begun_us) / 1e6;
    printf("4 stations push 25,000 events each and pull the others'  %.1f s: %.0f events/s up, "
           "%.0f events/s applied\n",
           s, STATIONS * EVENTS / s, (STATIONS - 1) * STATIONS * EVENTS / s);
}

static void measure_push(void)
{
    set_up(2, 10);
    struct sync_report report;
    sync_timed(0, &report);
    append_passages(1, 50000, 1);
    double cpu = cpu_s(), s = sync_timed(1, &report);
    printf("one station pushes %" PRId64
           " events in runs of 200   %.2f s: %.0f events/s (%.2f s of "
           "processor here)\n",
           report.pushed, s, (double)report.pushed / s, cpu_s() - cpu);
}

static void measure_catch_up(void)
{
    set_up(2, 10);
    struct sync_report report;
    sync_timed(1, &report);
    append_passages(0, 20000, 1);
    sync_timed(0, &report);
    append_passages(1, 500, 500000);
    double cpu = cpu_s(), s = sync_timed(1, &report);
    printf("catch-up: %" PRId64 " events down, %" PRId64
           " up            %.2f s (%.2f s of processor here)\n",
           report.pulled, report.pushed, s, cpu_s() - cpu);
}

static void measure_first_load(void)
{
    set_up(2, 100000);
    struct sync_report report;
    double up = sync_timed(0, &report);
    double s = sync_timed(1, &report);
    printf("first load of %" PRId64 " documents                 %.2f s (sent up in %.2f s)\n",
           report.pulled, s, up);
}

/* As `lanyard hub join` does it: fetched, checked, put in place, and what came since. */
static void measure_snapshot(void)
{
    char file[160];
    struct sync_report report;
    bool there;
    struct replica_state state;
    struct station *station = &m.stations[1];
    set_up(2, 100000);
    sync_timed(0, &report);
    snprintf(file, sizeof file, "%s/snapshot", m.folder);
    int64_t begun_us = time_monotonic_us();
    need(replica_snapshot_make(m.stations[0].store, &m.stations[0].key, file) &&
             hub_put_snapshot(m.stations[0].store, file),
         "the snapshot");
    double made = (double)(time_monotonic_us() - begun_us) / 1e6;
    append_passages(0, 200, 1);
    sync_timed(0, &report);
    need(replica_state(station->store, &state), "the state");
    store_close(station->store);
    unlink(station->path);
    begun_us = time_monotonic_us();
    double cpu = cpu_s();
    need(hub_get_snapshot(state.hub, file, &there) && there &&
             replica_snapshot_take(file, &m.keys, true, station->key.station, station->path) &&
             (station->store = store_open(station->path, STORE_READ_WRITE)) &&
             replica_set_hub(station->store, state.hub),
         "taking the snapshot");
    store_set_signer(station->store, &station->key);
    sync_timed(1, &report);
    double s = (double)(time_monotonic_us() - begun_us) / 1e6;
    need(store_attendee_count(station->store) == 100000, "everybody");
    unlink(file);
    printf("first load of 100,000 attendees by snapshot       %.2f s (%.2f s of processor here), "
           "%" PRId64 " rows came since (made and sent in %.2f s)\n",
           s, cpu_s() - cpu, report.pulled, made);
}

/* ---- check-in latency beside the sync ---- */

enum { COMMITS = 1500, LAPS = 4 };

static int64_t next_holder = 1;

/* Commits at station 2, one every 2 ms as at a busy door. */
static void commits(double *ms, int count)
{
    for (int i = 0; i < count; i++) {
        int64_t begun_us = time_monotonic_us();
        need(store_begin(m.stations[1].store) &&
                 act_pass(m.stations[1].store, (int)next_holder++) &&
                 store_commit(m.stations[1].store),
             "a check-in");
        ms[i] = (double)(time_monotonic_us() - begun_us) / 1000;
        if (m.stations[1].sync) {
            sync_wake(m.stations[1].sync);
        }
        poll(NULL, 0, 2);
    }
}

static struct proxy *way;

static void hub_is_there(bool on)
{
    (void)on;
}

static void hub_is_down(bool on)
{
    atomic_store(&proxy_settings(way)->refuse, on);
}

static void hub_is_slow(bool on)
{
    atomic_store(&proxy_settings(way)->delay_ms, on ? 200 : 0);
    atomic_store(&proxy_settings(way)->jitter_ms, on ? 300 : 0);
}

static void hub_is_silent(bool on)
{
    atomic_store(&proxy_settings(way)->silent, on);
}

static void hub_is_flapping(bool on)
{
    atomic_store(&proxy_settings(way)->cut_after, on ? 12 : 0);
}

/* Leads station 2 through the proxy. */
static void lead_through_proxy(void)
{
    struct replica_state state;
    char hub[sizeof state.hub], *port, *end;
    struct store *store = m.stations[1].store;
    need(replica_state(store, &state) && (port = strstr(state.hub, "port='")) &&
             (end = strchr(port + 6, '\'')) && (way = proxy_start(atoi(port + 6))),
         "the proxy");
    snprintf(hub, sizeof hub, "%.*sport='%d%s", (int)(port - state.hub), state.hub, proxy_port(way),
             end);
    need(replica_set_hub(store, hub), "the address");
}

static double percentile(double *ms, int count, int percent)
{
    qsort(ms, (size_t)count, sizeof *ms, compare);
    return ms[count * percent / 100];
}

/* With the sync and without, by turns, so that whatever else the machine does meets both. */
static void compare_latency(const char *what, void (*make)(bool on))
{
    static double without[COMMITS * LAPS], with[COMMITS * LAPS];
    for (int lap = 0; lap < LAPS; lap++) {
        commits(without + lap * COMMITS, COMMITS);
        m.stations[1].sync = sync_create(m.stations[1].path, &m.stations[1].key, NULL);
        make(true);
        poll(NULL, 0, 300);
        commits(with + lap * COMMITS, COMMITS);
        make(false);
        sync_destroy(m.stations[1].sync);
        m.stations[1].sync = NULL;
    }
    int count = COMMITS * LAPS;
    double base = percentile(without, count, 99), p99 = percentile(with, count, 99);
    printf("check-in, %-22s p50 %.3f  p99 %.3f ms; embedded p50 %.3f  p99 %.3f; p99 %+.0f %%\n",
           what, percentile(with, count, 50), p99, percentile(without, count, 50), base,
           (p99 / base - 1) * 100);
}

static void measure_latency(void)
{
    set_up(2, 1000);
    lead_through_proxy();
    compare_latency("hub connected", hub_is_there);
    compare_latency("hub down", hub_is_down);
    compare_latency("hub slow (200-500 ms)", hub_is_slow);
    compare_latency("hub silent", hub_is_silent);
    compare_latency("hub flapping", hub_is_flapping);
    proxy_stop(way);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } table[] = {
        {"push", measure_push},         {"throughput", measure_throughput},
        {"catch-up", measure_catch_up}, {"first-load", measure_first_load},
        {"snapshot", measure_snapshot}, {"refusal", measure_refusal},
        {"latency", measure_latency},   {"revocation", measure_revocation},
    };
    need(argc == 3 && credential_library_init(), "usage: measure URL WHAT;");
    m.url = argv[1];
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, argv[2]) == 0) {
            table[i].run();
            printf("    processor here, set-up included: %.1f s\n", cpu_s());
            tear_down();
            return 0;
        }
    }
    fprintf(stderr, "measure: no such measurement\n");
    return 1;
}
