/* The latency of check-ins beside the sync, with a hub that is there, down, slow, silent and flapping. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sync/measure.h"
#include "tests/sync/proxy.h"
#include "timebase.h"

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
    char hub[sizeof state.hub], *port = NULL, *end = NULL;
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

void measure_latency(void)
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
