/* A store of its own for each test: a temporary folder, an event of two days, a root key and two
 * stations' keys. The clock is the test's: set fixture_now_ms. Log lines go to fixture_log. */
#ifndef LANYARD_TEST_FIXTURE_H
#define LANYARD_TEST_FIXTURE_H

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "store.h"
#include "tests/test.h"
#include "timebase.h"

#define FIXTURE_START_MS INT64_C(1779062400000) /* 2026-05-18T00:00:00Z */
#define FIXTURE_DAY_MS INT64_C(86400000)

struct fixture {
    char folder[64];
    char path[96];
    struct event_info event;
    struct key_list keys;
    uint8_t root_secret[KEY_SECRET_SIZE];
    struct station_key key;   /* of station-1 */
    struct station_key other; /* of station-2 */
    struct store *store;
};

static int64_t fixture_now_ms = FIXTURE_START_MS + 9 * 3600000;

static inline int64_t fixture_clock(void *userdata)
{
    (void)userdata;
    return fixture_now_ms;
}

static char fixture_log[4096];

static inline void fixture_log_line(enum log_level level, const char *module, const char *line,
                                    void *userdata)
{
    (void)level, (void)module, (void)userdata;
    snprintf(fixture_log, sizeof fixture_log, "%s", line);
}

/* Whether the last line says this; forgets it. */
static inline void assert_logged(const char *words)
{
    if (!strstr(fixture_log, words)) {
        fail_msg("logged: \"%s\", not \"%s\"", fixture_log, words);
    }
    fixture_log[0] = '\0';
}

static inline void fixture_station(struct fixture *f, const char *name, struct station_key *key)
{
    struct key_entry entry = {
        .not_before = FIXTURE_START_MS / 1000 - 86400,
        .not_after = FIXTURE_START_MS / 1000 + 30 * 86400,
        .usage = KEY_SIGNS_BADGES | KEY_SIGNS_INVITATIONS | KEY_SIGNS_EVENTS,
    };
    snprintf(entry.station, sizeof entry.station, "%s", name);
    snprintf(key->station, sizeof key->station, "%s", name);
    key_generate(key->public_key, key->secret_key);
    memcpy(entry.public_key, key->public_key, sizeof entry.public_key);
    assert_true(key_list_add(&f->keys, &entry, &key->id));
}

static inline void fixture_init(struct fixture *f)
{
    static char text[KEY_LIST_TEXT_MAX];
    uint8_t root_public[KEY_PUBLIC_SIZE];
    *f = (struct fixture){.event = {.name = "Test Conference",
                                    .place = "Dushanbe",
                                    .timezone = "Asia/Dushanbe",
                                    .day_count = 2}};
    assert_true(credential_library_init());
    time_set_source(fixture_clock, NULL);
    log_set_sink(fixture_log_line, NULL);
    fixture_log[0] = '\0';
    snprintf(f->folder, sizeof f->folder, "/tmp/lanyard-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/lanyard.db", f->folder);
    uuid_make(f->event.uuid);
    for (int i = 0; i < 2; i++) {
        struct event_day *day = &f->event.days[i];
        memcpy(day->date, i == 0 ? "2026-05-18" : "2026-05-19", sizeof day->date);
        day->starts_ms = FIXTURE_START_MS + i * FIXTURE_DAY_MS;
        day->ends_ms = day->starts_ms + FIXTURE_DAY_MS;
    }
    memcpy(f->keys.event_uuid, f->event.uuid, 16);
    key_generate(root_public, f->root_secret);
    fixture_station(f, "station-1", &f->key);
    fixture_station(f, "station-2", &f->other);
    size_t length = key_list_seal(&f->keys, 1779000000, f->root_secret, text, sizeof text);
    assert_true(store_create(f->path, &f->event));
    f->store = store_open(f->path, STORE_READ_WRITE);
    assert_non_null(f->store);
    assert_true(store_put_key_list(f->store, text, length));
    store_set_signer(f->store, &f->key);
}

static inline void fixture_reopen(struct fixture *f, enum store_mode mode)
{
    store_close(f->store);
    f->store = store_open(f->path, mode);
    assert_non_null(f->store);
    store_set_signer(f->store, &f->key);
}

static inline void fixture_finish(struct fixture *f)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char name[128];
    store_close(f->store);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", f->path, endings[i]);
        unlink(name);
    }
    rmdir(f->folder);
    time_set_source(NULL, NULL);
    log_set_sink(NULL, NULL);
}

/* Adds somebody and returns the holder. */
static inline uint64_t fixture_attendee(struct fixture *f, const char *given, const char *family)
{
    struct attendee attendee = {.category = 1, .zones = 3, .venues = 1, .days = 3};
    snprintf(attendee.given_name, sizeof attendee.given_name, "%s", given);
    snprintf(attendee.family_name, sizeof attendee.family_name, "%s", family);
    assert_true(store_put_attendee(f->store, &attendee));
    return attendee.holder;
}

/* Checks the holder in at registration; within a transaction. */
static inline void fixture_arrive(struct fixture *f, uint64_t holder)
{
    struct passage passage = {.holder = holder,
                              .checkpoint = "registration",
                              .scope = SCOPE_EVENT,
                              .direction = DIRECTION_IN,
                              .at_ms = fixture_now_ms};
    assert_true(store_append_passage(f->store, &passage));
}

/* Issues a badge; within a transaction. */
static inline bool fixture_badge(struct fixture *f, uint64_t holder, int issue, const char *reason,
                                 struct intent *out)
{
    *out = (struct intent){.holder = holder, .issue = issue, .serial = store_next_serial(f->store)};
    snprintf(out->credential, sizeof out->credential, "LY1:TEST");
    return out->serial != 0 && store_append_intent(f->store, out, reason);
}

/* Runs SQL past the store, as somebody with the disk could. */
static inline void fixture_tamper(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    char *error = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    sqlite3_exec(db, "DROP TRIGGER event_log_kept; DROP TRIGGER event_log_unchanged", NULL, NULL,
                 NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail_msg("%s: %s", sql, error);
    }
    sqlite3_close(db);
}

#endif
