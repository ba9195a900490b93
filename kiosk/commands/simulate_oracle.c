#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/simulate.h"

/* One complaint. False, always. */
__attribute__((format(printf, 2, 3))) static bool wrong(const struct simulation *simulation,
                                                        const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fprintf(stderr, "seed %" PRIu64 ": ", simulation->options->seed);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    return false;
}

/* Every chain is where its station left it: nothing lost, nothing twice, nothing invented. */
static bool check_chains(struct simulation *simulation, int who)
{
    struct audit_head heads[KEY_LIST_MAX];
    int count = replica_heads(simulation->stations[who].store, heads, KEY_LIST_MAX);
    for (int i = 0; i < simulation->options->stations; i++) {
        const struct simulated_station *station = &simulation->stations[i];
        uint64_t sequence = 0;
        for (int n = 0; n < count; n++) {
            if (strcmp(heads[n].station, station->key.station) == 0) {
                sequence = heads[n].sequence;
            }
        }
        if (sequence != station->acknowledged) {
            return wrong(simulation,
                         "station %d has %" PRIu64 " of %" PRIu64 " events of station %d", who + 1,
                         sequence, station->acknowledged, i + 1);
        }
    }
    return true;
}

/* ---- incidents ---- */

static int compare(const void *a, const void *b)
{
    const struct simulated_passage *left = a, *right = b;
    if (left->holder != right->holder) {
        return left->holder < right->holder ? -1 : 1;
    }
    if (left->scope != right->scope) {
        return left->scope < right->scope ? -1 : 1;
    }
    if (left->hlc != right->hlc) {
        return left->hlc < right->hlc ? -1 : 1;
    }
    return left->station - right->station; /* their names sort as their numbers */
}

/* Walks the passages in order of the clock: who enters while another station's entry stands. */
static int64_t expected_incidents(struct simulation *simulation)
{
    int64_t count = 0;
    int inside_by = -1;
    qsort(simulation->passages, simulation->passage_count, sizeof *simulation->passages, compare);
    for (size_t i = 0; i < simulation->passage_count; i++) {
        const struct simulated_passage *passage = &simulation->passages[i];
        bool same =
            i > 0 && passage[-1].holder == passage->holder && passage[-1].scope == passage->scope;
        if (!same || !passage->entry) {
            inside_by = -1;
        }
        if (passage->entry && inside_by == -1) {
            inside_by = passage->station;
        } else if (passage->entry && inside_by != passage->station) {
            count++;
        }
    }
    return count;
}

static bool count_one(const struct double_admission *one, void *userdata)
{
    (void)one;
    ++*(int64_t *)userdata;
    return true;
}

static void ignore(const struct hub_station *station, void *userdata)
{
    (void)station;
    (void)userdata;
}

static bool check_hub(struct simulation *simulation)
{
    struct hub_state state;
    if (!hub_status(simulation->options->url, &state, ignore, NULL)) {
        return wrong(simulation, "the hub does not answer");
    }
    if (state.events != simulation->events) {
        return wrong(simulation, "the hub has %" PRId64 " of %" PRId64 " events", state.events,
                     simulation->events);
    }
    if (state.incidents != simulation->incidents) {
        return wrong(simulation, "the hub counts %" PRId64 " incidents, not %" PRId64,
                     state.incidents, simulation->incidents);
    }
    return true;
}

bool simulation_check(struct simulation *simulation)
{
    uint64_t first = 0;
    simulation->incidents = expected_incidents(simulation);
    simulation->events = 0;
    for (int i = 0; i < simulation->options->stations; i++) {
        struct store *store = simulation->stations[i].store;
        struct replica_state state;
        uint64_t digest;
        int64_t incidents = 0;
        struct audit_report report;
        simulation->events += (int64_t)simulation->stations[i].acknowledged;
        if (!replica_digest(store, &digest) || !replica_state(store, &state) ||
            !replica_double_admissions(store, 0, count_one, &incidents) ||
            !store_audit(store, &report)) {
            return wrong(simulation, "station %d cannot be read", i + 1);
        }
        first = i == 0 ? digest : first;
        if (!check_chains(simulation, i)) {
            return false;
        }
        if (state.quarantined != 0 || state.outbox != 0) {
            return wrong(simulation, "station %d: %" PRId64 " put aside, %" PRId64 " waiting",
                         i + 1, state.quarantined, state.outbox);
        }
        if (incidents != simulation->incidents) {
            return wrong(simulation, "station %d counts %" PRId64 " incidents, not %" PRId64, i + 1,
                         incidents, simulation->incidents);
        }
        if (digest != first) {
            return wrong(simulation, "station %d differs from station 1", i + 1);
        }
        if (report.fault != AUDIT_OK) {
            return wrong(simulation, "station %d: %s", i + 1, report.detail);
        }
    }
    return check_hub(simulation);
}
