#include "sync.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kiosk/sync/address.h"
#include "kiosk/sync/session.h"

#define LOG_MODULE "sync"
#include "log.h"
#include "timebase.h"

#define POLL_MS 5000 /* a NOTIFY may be lost; so may a look at the store */
#define LOOK_MS 100  /* how often the store is looked at for what other processes wrote */
#define ACK_MS 5000
#define COUNT_MS 1000  /* without the hub: how often what waits is counted */
#define LASTED_MS 2000 /* a connection that was worth it: the pauses start anew */
#define PAUSE_FIRST_MS 250
#define PAUSE_MAX_MS 5000

/* ---- without a thread ---- */

struct sync_link {
    struct hub_session session;
};

struct sync_link *sync_link_open(struct store *store, const struct station_key *key)
{
    struct sync_link *link = calloc(1, sizeof *link);
    if (!link) {
        LOG_ERROR("no memory");
        return NULL;
    }
    link->session.store = store;
    link->session.key = key;
    if (!session_open(&link->session, -1)) {
        free(link);
        link = NULL;
    }
    return link;
}

/* How the store stands after what the session did. */
static void report(const struct hub_session *session, struct sync_report *out)
{
    *out = session->report;
    out->cursor = session->state.cursor;
    out->lag_s =
        session->state.contact_ms > 0 ? replica_data_age_s(session->store, time_realtime_ms()) : -1;
}

/* Everything both ways, files too. */
static bool exchange_all(struct hub_session *session)
{
    bool more = true, ok = session_exchange(session);
    while (ok && more) {
        ok = session_pull_files(session, NULL, &more);
    }
    return ok && session_ack(session);
}

bool sync_link_exchange(struct sync_link *link, struct sync_report *out)
{
    bool ok = exchange_all(&link->session);
    report(&link->session, out);
    link->session.report = (struct sync_report){0};
    return ok;
}

void sync_link_close(struct sync_link *link)
{
    if (link) {
        session_close(&link->session);
        free(link);
    }
}

bool sync_set_hosts(struct store *store, const char *hosts)
{
    struct replica_state state;
    char url[sizeof state.hub];
    if (!replica_state(store, &state)) {
        return false;
    }
    if (!state.hub[0]) {
        LOG_ERROR("this store names no hub: run `lanyard hub init` or `lanyard hub join`");
        return false;
    }
    return address_with_hosts(state.hub, hosts, url, sizeof url) && replica_set_hub(store, url);
}

bool sync_once(struct store *store, const struct station_key *key, struct sync_report *out)
{
    struct hub_session session = {.store = store, .key = key};
    bool ok = session_open(&session, -1);
    if (ok) {
        ok = exchange_all(&session);
        session_close(&session);
    }
    report(&session, out);
    return ok;
}

/* ---- the thread ---- */

struct sync {
    pthread_t thread;
    char *path; /* owned */
    struct station_key key;
    struct sync_listener listener;
    int wake_fd, stop_fd;
    pthread_mutex_t lock;
    /* locked: the thread's status as others may read it; the file somebody waits for, "" for none */
    struct sync_status told;
    char needed[REPLICA_PATH_SIZE];
    /* the thread's own */
    struct sync_status status;
    uint64_t jitter; /* state of the pauses' random numbers */
};

static void publish(struct sync *sync)
{
    pthread_mutex_lock(&sync->lock);
    sync->told = sync->status;
    pthread_mutex_unlock(&sync->lock);
}

static void tell(struct sync *sync)
{
    publish(sync);
    if (sync->listener.changed) {
        sync->listener.changed(&sync->status, sync->listener.userdata);
    }
}

static void set_connected(struct sync *sync, bool connected)
{
    if (sync->status.connected != connected || sync->status.since_ms == 0) {
        sync->status.connected = connected;
        sync->status.since_ms = time_realtime_ms();
        tell(sync);
    }
}

static bool is_stopped(const struct sync *sync)
{
    struct pollfd fd = {.fd = sync->stop_fd, .events = POLLIN};
    return poll(&fd, 1, 0) > 0;
}

/* Between half of the pause and all of it, so that a hub that returns is not met by everybody at
 * once. */
static int with_jitter(struct sync *sync, int pause_ms)
{
    sync->jitter = sync->jitter * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return pause_ms / 2 + (int)((sync->jitter >> 33) % (uint64_t)(pause_ms / 2 + 1));
}

/* Takes what sync_wake put there. */
static bool take_wake(struct sync *sync)
{
    uint64_t count;
    return read(sync->wake_fd, &count, sizeof count) == sizeof count;
}

/* Waits until there may be news: here, at the hub, or the poll's time; with `busy` only looks.
 * False: connection lost. */
static bool wait_for_news(struct sync *sync, struct hub_session *session, bool busy,
                          int64_t *version)
{
    int64_t until_us = time_monotonic_us() + POLL_MS * 1000;
    for (bool again = true; again && time_monotonic_us() < until_us && !is_stopped(sync);
         again = !busy) {
        bool notified;
        int wait_ms = busy ? 0 : LOOK_MS;
        if (!connection_wait(session->connection, sync->wake_fd, wait_ms, &notified)) {
            LOG_WARN("the hub is gone: %s; the station goes on without it",
                     connection_message(session->connection));
            return false;
        }
        int64_t now = replica_version(session->store);
        if (take_wake(sync) || notified || now != *version) {
            *version = now;
            return true;
        }
    }
    return true;
}

static void note_state(struct sync *sync, struct hub_session *session)
{
    struct replica_state state;
    sync->status.contact_ms = session->state.contact_ms;
    if (replica_state(session->store, &state) &&
        (state.outbox != sync->status.waiting || session->report.incidents ||
         state.quarantined != sync->status.quarantined)) {
        sync->status.waiting = state.outbox;
        sync->status.quarantined = state.quarantined;
        sync->status.incidents += session->report.incidents;
        session->report.incidents = 0;
        tell(sync);
    }
    publish(sync);
}

/* What the store knows from before, so that a station that starts without its hub says since when.
 */
static bool read_standing(struct sync *sync, struct store *store)
{
    struct replica_state state;
    if (!replica_state(store, &state)) {
        return false;
    }
    sync->status.has_hub = state.hub[0] != '\0';
    sync->status.contact_ms = state.contact_ms;
    sync->status.waiting = state.outbox;
    sync->status.quarantined = state.quarantined;
    publish(sync);
    return true;
}

/* While the hub is away: what waits is counted on. */
static void count_waiting(struct sync *sync, struct store *store)
{
    int64_t waiting = sync->status.waiting;
    if (read_standing(sync, store) && sync->status.waiting != waiting) {
        tell(sync);
    }
}

/* Until it is time to try again, or to stop. */
static void pause_thread(struct sync *sync, struct store *store, int pause_ms)
{
    struct pollfd fd = {.fd = sync->stop_fd, .events = POLLIN};
    int64_t until_us = time_monotonic_us() + (int64_t)pause_ms * 1000;
    for (int64_t left_us = pause_ms * 1000; left_us > 0; left_us = until_us - time_monotonic_us()) {
        int part_ms = left_us > COUNT_MS * 1000 ? COUNT_MS : (int)(left_us / 1000) + 1;
        if (poll(&fd, 1, part_ms) > 0) {
            return;
        }
        count_waiting(sync, store);
    }
}

/* A few files, what somebody waits for first. */
static bool fetch_files(struct sync *sync, struct hub_session *session, bool *more)
{
    char needed[REPLICA_PATH_SIZE];
    int64_t had = session->report.files;
    pthread_mutex_lock(&sync->lock);
    memcpy(needed, sync->needed, sizeof needed);
    sync->needed[0] = '\0';
    pthread_mutex_unlock(&sync->lock);
    bool ok = session_pull_files(session, needed[0] ? needed : NULL, more);
    if (session->report.files != had) {
        sync->status.files += session->report.files - had;
        tell(sync);
    }
    return ok;
}

/* Serves one connection until it is lost or the thread is to stop. */
static void serve(struct sync *sync, struct hub_session *session)
{
    int64_t version = replica_version(session->store);
    int64_t acked_us = 0;
    while (!is_stopped(sync)) {
        if (!session_exchange(session)) {
            return;
        }
        if (time_monotonic_us() - acked_us > ACK_MS * 1000) {
            acked_us = time_monotonic_us();
            if (!session_ack(session)) {
                return;
            }
        }
        sync->status.contact_ms = session->state.contact_ms;
        set_connected(sync, true);
        note_state(sync, session);
        bool busy;
        if (!fetch_files(sync, session, &busy) || !wait_for_news(sync, session, busy, &version)) {
            return;
        }
    }
}

static void *run(void *userdata)
{
    struct sync *sync = userdata;
    struct store *store = store_open(sync->path, STORE_READ_WRITE);
    int pause_ms = PAUSE_FIRST_MS;
    if (!store) {
        return NULL;
    }
    store_set_signer(store, &sync->key);
    read_standing(sync, store);
    while (!is_stopped(sync)) {
        struct hub_session session = {
            .store = store, .key = &sync->key, .listener = &sync->listener};
        int64_t begun_us = time_monotonic_us();
        if (session_open(&session, sync->stop_fd)) {
            serve(sync, &session);
            session_close(&session);
        }
        set_connected(sync, false);
        bool lasted = time_monotonic_us() - begun_us > INT64_C(1000) * LASTED_MS;
        pause_ms = lasted ? PAUSE_FIRST_MS : pause_ms;
        pause_thread(sync, store, with_jitter(sync, pause_ms));
        pause_ms = pause_ms * 2 < PAUSE_MAX_MS ? pause_ms * 2 : PAUSE_MAX_MS;
    }
    store_close(store);
    return NULL;
}

struct sync *sync_create(const char *path, const struct station_key *key,
                         const struct sync_listener *listener)
{
    struct sync *sync = calloc(1, sizeof *sync);
    if (!sync) {
        LOG_ERROR("no memory");
        return NULL;
    }
    sync->path = strdup(path);
    sync->key = *key;
    sync->listener = listener ? *listener : (struct sync_listener){0};
    sync->jitter = (uint64_t)time_monotonic_us() ^ (uint64_t)key->id << 32;
    pthread_mutex_init(&sync->lock, NULL);
    sync->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    sync->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!sync->path || sync->wake_fd < 0 || sync->stop_fd < 0 ||
        pthread_create(&sync->thread, NULL, run, sync) != 0) {
        LOG_ERROR("the sync thread cannot be started: close other programs");
        close(sync->wake_fd);
        close(sync->stop_fd);
        pthread_mutex_destroy(&sync->lock);
        free(sync->path);
        free(sync);
        return NULL;
    }
    return sync;
}

static void raise_event(int fd)
{
    uint64_t one = 1;
    ssize_t written = write(fd, &one, sizeof one);
    (void)written; /* full: it is raised already */
}

void sync_wake(struct sync *sync)
{
    raise_event(sync->wake_fd);
}

void sync_need_file(struct sync *sync, const char *path)
{
    pthread_mutex_lock(&sync->lock);
    snprintf(sync->needed, sizeof sync->needed, "%s", path);
    pthread_mutex_unlock(&sync->lock);
    sync_wake(sync);
}

void sync_get_status(struct sync *sync, struct sync_status *out)
{
    pthread_mutex_lock(&sync->lock);
    *out = sync->told;
    pthread_mutex_unlock(&sync->lock);
}

void sync_destroy(struct sync *sync)
{
    if (!sync) {
        return;
    }
    raise_event(sync->stop_fd);
    pthread_join(sync->thread, NULL);
    close(sync->wake_fd);
    close(sync->stop_fd);
    pthread_mutex_destroy(&sync->lock);
    explicit_bzero(&sync->key, sizeof sync->key);
    free(sync->path);
    free(sync);
}
