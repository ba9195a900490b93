#include "kiosk/commands/simulate_day.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timebase.h"

#define TICK_MS 20
#define TOGETHER_S 120 /* they have so long to come together again */

/* ---- stations at work ---- */

struct day;

struct door {
    struct day *day;
    int number;
    pthread_t thread;
    bool started;
    struct sync *sync; /* the conductor's; NULL: apart */
    float *commit_ms;  /* owned */
    size_t commit_count;
    int64_t refused, corrections;
    bool failed;
};

struct day {
    struct simulation *simulation;
    const struct day_options *options;
    struct plan plan;
    pthread_mutex_t lock; /* of the oracle's account */
    atomic_llong passages;
    atomic_bool stop;
    int64_t begun_us;
    struct door *doors; /* owned */
    struct day_result *result;
};

static double minute_now(const struct day *day)
{
    return (double)(time_monotonic_us() - day->begun_us) / 60e6 * day->options->speed;
}

static bool note(struct day *day, int number, const struct passage *passage)
{
    pthread_mutex_lock(&day->lock);
    bool noted = simulation_note(day->simulation, number, passage);
    pthread_mutex_unlock(&day->lock);
    return noted;
}

static bool commit_passage(struct door *door, const struct passage *passage)
{
    struct simulated_station *station = &door->day->simulation->stations[door->number];
    int64_t begun_us = time_monotonic_us();
    if (!store_begin(station->store) || !store_append_passage(station->store, passage) ||
        !store_commit(station->store)) {
        return false;
    }
    door->commit_ms[door->commit_count++] = (float)(time_monotonic_us() - begun_us) / 1000;
    atomic_fetch_add(&door->day->passages, 1);
    bool noted = note(door->day, door->number, passage);
    station->acknowledged++;
    return noted;
}

static bool let_pass(struct door *door, const struct appointment *due)
{
    struct store *store = door->day->simulation->stations[door->number].store;
    bool arrives = due->act == ACT_ARRIVE;
    const struct checkpoint asked = {.kind = arrives ? CHECKPOINT_REGISTRATION : CHECKPOINT_DOOR,
                                     .zone = arrives ? -1 : 1,
                                     .venue = -1};
    struct passage passage = {.holder = due->holder,
                              .scope = arrives ? SCOPE_EVENT : 1,
                              .direction = due->act == ACT_LEAVE ? DIRECTION_OUT : DIRECTION_IN,
                              .at_ms = time_realtime_ms(),
                              .once = true};
    struct access_history history;
    if (!store_history(store, due->holder, 0, &asked, &history)) {
        return false;
    }
    if (history.inside == (passage.direction == DIRECTION_IN)) {
        door->refused++;
        return true;
    }
    snprintf(passage.checkpoint, sizeof passage.checkpoint, "door-%d", door->number + 1);
    return commit_passage(door, &passage);
}

static bool correct(struct door *door, const struct appointment *due)
{
    struct store *store = door->day->simulation->stations[door->number].store;
    struct attendee attendee;
    if (store_attendee(store, due->holder, &attendee) != STORE_FOUND) {
        return true;
    }
    snprintf(attendee.position, sizeof attendee.position, "corrected at %.1f", due->minute);
    door->corrections++;
    return store_begin(store) && store_put_attendee(store, &attendee) && store_commit(store);
}

static void *work(void *userdata)
{
    struct door *door = userdata;
    struct day *day = door->day;
    for (size_t i = 0; i < day->plan.count && !door->failed; i++) {
        const struct appointment *due = &day->plan.list[i];
        if (due->station != door->number || due->minute > day->options->minutes) {
            continue;
        }
        double wait_ms = (due->minute - minute_now(day)) * 60000 / day->options->speed;
        if (wait_ms > 0) {
            poll(NULL, 0, (int)wait_ms + 1);
        }
        door->failed = !(due->act == ACT_CORRECT ? correct(door, due) : let_pass(door, due));
    }
    return NULL;
}

/* ---- what goes wrong ---- */

static bool connect_door(struct day *day, int number)
{
    struct simulated_station *station = &day->simulation->stations[number];
    struct door *door = &day->doors[number];
    door->sync = door->sync ? door->sync : sync_create(station->path, &station->key, NULL);
    return door->sync != NULL;
}

static void part(struct day *day, int number)
{
    sync_destroy(day->doors[number].sync);
    day->doors[number].sync = NULL;
}

/* All is delivered once more. On a connection of its own: the station is at work. */
static bool pull_again(struct day *day, int number)
{
    struct store *store = store_open(day->simulation->stations[number].path, STORE_READ_WRITE);
    bool ok = store && replica_pull_again(store);
    store_close(store);
    return ok;
}

static bool rejoin(struct day *day, int number)
{
    day->result->restarts++;
    return (number % 4 != 1 || pull_again(day, number)) && connect_door(day, number);
}

static bool begin_trouble(struct day *day, struct trouble *trouble)
{
    const char *url = day->simulation->options->url;
    trouble->on = true;
    switch (trouble->kind) {
    case TROUBLE_APART:
        part(day, trouble->station);
        return true;
    case TROUBLE_SLOW:
        return true;
    case TROUBLE_DOWN:
        return hub_play(url, HUB_KILL);
    case TROUBLE_RESTORE:
        day->simulation->restores++;
        return hub_play(url, HUB_KILL) && hub_play(url, HUB_RESTORE);
    }
    return true;
}

static bool end_trouble(struct day *day, struct trouble *trouble)
{
    trouble->on = false;
    trouble->over = true;
    if (trouble->kind == TROUBLE_APART) {
        return rejoin(day, trouble->station);
    }
    return trouble->kind == TROUBLE_SLOW || hub_play(day->simulation->options->url, HUB_REVIVE);
}

static bool make_trouble(struct day *day, double minute)
{
    bool ok = true, down = false;
    for (int i = 0; ok && i < day->result->trouble_count; i++) {
        struct trouble *trouble = &day->result->troubles[i];
        if (!trouble->on && !trouble->over && minute >= trouble->from) {
            ok = begin_trouble(day, trouble);
        } else if (trouble->on && minute >= trouble->to) {
            ok = end_trouble(day, trouble);
        }
        down |= trouble->on && trouble->kind != TROUBLE_APART && trouble->kind != TROUBLE_SLOW;
    }
    for (int i = 0; ok && !down && i < day->result->trouble_count; i++) {
        const struct trouble *trouble = &day->result->troubles[i];
        if (trouble->on && trouble->kind == TROUBLE_SLOW) {
            ok = hub_play(day->simulation->options->url, HUB_DELAY);
        }
    }
    return ok;
}

/* ---- watching ---- */

static void sample(struct day *day, double minute)
{
    struct day_result *result = day->result;
    struct day_sample *at = &result->samples[result->sample_count];
    int64_t now_ms = time_realtime_ms();
    if (result->sample_count == SAMPLES_MAX) {
        return;
    }
    result->sample_count++;
    *at = (struct day_sample){.minute = minute, .passages = atomic_load(&day->passages)};
    for (int i = 0; i < day->simulation->options->stations; i++) {
        struct simulated_station *station = &day->simulation->stations[i];
        struct sync_status status = {.contact_ms = station->contact_ms, .has_hub = true};
        if (day->doors[i].sync) {
            sync_get_status(day->doors[i].sync, &status);
            station->contact_ms = status.contact_ms ? status.contact_ms : station->contact_ms;
            station->waiting = status.waiting;
        }
        double age_s = station->contact_ms ? (double)(now_ms - station->contact_ms) / 1000 : 0;
        at->connected += status.connected;
        at->waiting += station->waiting;
        at->age_s = age_s > at->age_s ? age_s : at->age_s;
        at->incidents = status.incidents > at->incidents ? status.incidents : at->incidents;
    }
    result->most_waiting = at->waiting > result->most_waiting ? at->waiting : result->most_waiting;
}

/* Everything is at the hub and everybody has it. */
static bool is_together(struct day *day)
{
    int64_t cursor = -1;
    bool same = true;
    for (int i = 0; same && i < day->simulation->options->stations; i++) {
        struct replica_state state;
        same = replica_state(day->simulation->stations[i].store, &state) && state.outbox == 0 &&
               (cursor < 0 || state.cursor == cursor);
        cursor = state.cursor;
    }
    return same;
}

static bool conduct(struct day *day)
{
    double minutes = day->options->minutes;
    double every = minutes / 400, next = 0;
    for (double minute = 0; minute < minutes; minute = minute_now(day)) {
        if (!make_trouble(day, minute)) {
            return false;
        }
        if (minute >= next) {
            sample(day, minute);
            progress_show("minutes", (int)minute, (int)minutes);
            next = minute + every;
        }
        poll(NULL, 0, TICK_MS);
    }
    for (int i = 0; i < day->result->trouble_count; i++) {
        struct trouble *trouble = &day->result->troubles[i];
        if (trouble->on && !end_trouble(day, trouble)) {
            return false;
        }
    }
    sample(day, minutes);
    return true;
}

/* Until all have everything, by their own threads. */
static bool come_together(struct day *day)
{
    int64_t begun_us = time_monotonic_us();
    bool ok = true;
    for (int i = 0; ok && i < day->simulation->options->stations; i++) {
        ok = connect_door(day, i);
    }
    for (int quiet = 0; ok && quiet < 3;) {
        poll(NULL, 0, 50);
        quiet = is_together(day) ? quiet + 1 : 0;
        if (time_monotonic_us() - begun_us > TOGETHER_S * INT64_C(1000000)) {
            fprintf(stderr, "lanyard simulate: not together after %d s\n", TOGETHER_S);
            ok = false;
        }
    }
    day->result->catch_up_s = (double)(time_monotonic_us() - begun_us) / 1e6;
    return ok;
}

/* ---- the whole day ---- */

static int by_size(const void *a, const void *b)
{
    const float *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static bool sum_up(struct day *day)
{
    struct day_result *result = day->result;
    size_t count = 0;
    float *all = calloc(day->plan.count + 1, sizeof *all);
    for (int i = 0; all && i < day->simulation->options->stations; i++) {
        struct door *door = &day->doors[i];
        memcpy(all + count, door->commit_ms, door->commit_count * sizeof *all);
        count += door->commit_count;
        result->refused += door->refused;
        result->corrections += door->corrections;
    }
    if (all && count > 0) {
        qsort(all, count, sizeof *all, by_size);
        result->commit_p50_ms = all[count / 2];
        result->commit_p99_ms = all[count * 99 / 100];
    }
    result->passages = (int64_t)count;
    free(all);
    return all != NULL;
}

static bool start_doors(struct day *day)
{
    bool ok = true;
    for (int i = 0; ok && i < day->simulation->options->stations; i++) {
        struct door *door = &day->doors[i];
        *door = (struct door){.day = day, .number = i};
        door->commit_ms = calloc(day->plan.count + 1, sizeof *door->commit_ms);
        ok = door->commit_ms && connect_door(day, i) &&
             pthread_create(&door->thread, NULL, work, door) == 0;
        door->started = ok;
    }
    return ok;
}

static bool join_doors(struct day *day)
{
    bool ok = true;
    for (int i = 0; i < day->simulation->options->stations; i++) {
        if (day->doors[i].started) {
            pthread_join(day->doors[i].thread, NULL);
        }
        ok = ok && !day->doors[i].failed;
    }
    return ok;
}

bool day_run(struct simulation *simulation, const struct day_options *options,
             struct day_result *out)
{
    struct day day = {.simulation = simulation, .options = options, .result = out};
    pthread_mutex_init(&day.lock, NULL);
    day.doors = calloc((size_t)simulation->options->stations, sizeof *day.doors);
    bool ok = day.doors && plan_make(simulation, options->minutes, &day.plan) &&
              hub_play(simulation->options->url, HUB_BACKUP);
    day.begun_us = time_monotonic_us();
    ok = ok && start_doors(&day) && conduct(&day);
    ok = day.doors && join_doors(&day) && ok;
    out->seconds = (double)(time_monotonic_us() - day.begun_us) / 1e6;
    ok = ok && come_together(&day) && sum_up(&day);
    for (int i = 0; day.doors && i < simulation->options->stations; i++) {
        sync_destroy(day.doors[i].sync);
        free(day.doors[i].commit_ms);
    }
    pthread_mutex_destroy(&day.lock);
    free(day.doors);
    free(day.plan.list);
    return ok;
}
