#include "kiosk/sync/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_MODULE "sync"
#include "log.h"
#include "timebase.h"

#define CONNECT_MS 10000
#define CALL_MS 20000
#define CLOCK_OFF_MAX_MS 600000
#define CLOCK_OFF_WARN_MS 60000

#ifndef LANYARD_VERSION
#define LANYARD_VERSION "0"
#endif

/* ---- faults ---- */

bool session_fail(struct hub_session *session, enum call_result result, const char *doing)
{
    static const struct {
        const char *code, *hint;
    } hints[] = {
        {"LY010", "this folder's event is another one: name the right hub with `lanyard hub join`"},
        {"LY012", "ask the hub's operator to enrol this station again"},
        {"LY014", "changes made here stay here: ask the operator to let this station edit"},
        {"LY020", "the hub lacks earlier events: let the station sync again"},
        {"LY021", "this folder is an older copy of the station: join again under a new name"},
        {"LY022", "the station's chain is damaged: run `lanyard audit verify`"},
        {"42883", "the hub's schema is older than this program: run `lanyard hub init`"},
        {"3F000", "there is no hub in this database: run `lanyard hub init`"},
        {"42501", "this role is no station of the hub: join with a code from its operator"},
        {"53100", "the hub's disk is full: free some space there"},
    };
    const char *code = connection_code(session->connection);
    const char *hint = "it is tried again";
    for (size_t i = 0; result == CALL_REFUSED && i < sizeof hints / sizeof hints[0]; i++) {
        if (strcmp(hints[i].code, code) == 0) {
            hint = hints[i].hint;
        }
    }
    if (result != CALL_STOPPED) {
        LOG_WARN("%s: %s (%s); %s", doing, connection_message(session->connection), code, hint);
    }
    return false;
}

/* ---- hello ---- */

static bool check_clock(struct hub_session *session, int64_t hub_ms)
{
    int64_t off_ms = time_realtime_ms() - hub_ms;
    int64_t size_ms = off_ms < 0 ? -off_ms : off_ms;
    session->report.clock_off_ms = off_ms;
    if (size_ms > CLOCK_OFF_MAX_MS) {
        LOG_ERROR("this machine's clock is %" PRId64 " s %s the hub's; set it (`timedatectl "
                  "set-ntp true`), then sync again",
                  size_ms / 1000, off_ms < 0 ? "behind" : "ahead of");
        return false;
    }
    if (size_ms > CLOCK_OFF_WARN_MS) {
        LOG_WARN("this machine's clock is %" PRId64 " s %s the hub's; set it", size_ms / 1000,
                 off_ms < 0 ? "behind" : "ahead of");
    }
    return true;
}

static bool compare_hash(const struct audit_event *event, void *userdata)
{
    const uint8_t **hash = userdata;
    if (memcmp(*hash, event->hash, AUDIT_HASH_SIZE) != 0) {
        *hash = NULL;
    }
    return false;
}

/* Whether the chain's end at the hub is this station's own event of that number; one that is not
 * here (yet) is no contradiction. */
static bool is_own_chain(struct hub_session *session, const uint8_t *hub_hash)
{
    const uint8_t *hash = hub_hash;
    return session->pushed == 0 || (replica_events(session->store, session->key->station,
                                                   session->pushed - 1, 1, compare_hash, &hash) &&
                                    hash);
}

/* Takes the hub's answer. */
static bool take_hello(struct hub_session *session, const struct rows *rows)
{
    const char *station = rows_text(rows, 0, 0);
    int64_t generation = rows_number(rows, 0, 2);
    if (rows_number(rows, 0, 8) > HUB_SCHEMA) {
        LOG_ERROR("the hub's schema (%" PRId64 ") is newer than this program (%d); update it",
                  rows_number(rows, 0, 8), HUB_SCHEMA);
        return false;
    }
    if (strcmp(station, session->key->station) != 0) {
        LOG_ERROR("the hub knows this role as %s, but this folder is %s; join again", station,
                  session->key->station);
        return false;
    }
    if (!check_clock(session, rows_number(rows, 0, 7))) {
        return false;
    }
    session->may_edit = rows_number(rows, 0, 1) != 0;
    session->pushed = (uint64_t)rows_number(rows, 0, 3);
    session->keys_version = rows_number(rows, 0, 6);
    uint8_t hash[AUDIT_HASH_SIZE];
    rows_blob(rows, 0, 4, hash, sizeof hash);
    if (!is_own_chain(session, hash)) {
        session->pushed = 0; /* from the start: the hub finds where they part, and judges */
    }
    session->healing = generation > 1; /* each time: the last try may have been cut off */
    if (session->state.generation != 0 && session->state.generation != generation) {
        LOG_WARN("the hub was restored from an older copy (generation %" PRId64
                 "): this station brings back what it has",
                 generation);
    }
    return replica_met(session->store, generation, session->may_edit, session->pushed) &&
           replica_state(session->store, &session->state);
}

static bool hello(struct hub_session *session)
{
    struct event_info event;
    char uuid[UUID_TEXT_SIZE], mark[UUID_TEXT_SIZE], generation[24], cursor[24];
    if (!store_event(session->store, &event)) {
        return false;
    }
    snprintf(generation, sizeof generation, "%" PRId64, session->state.generation);
    snprintf(cursor, sizeof cursor, "%" PRId64, session->state.seen);
    const struct parameter parameters[] = {
        PARAMETER_TEXT(uuid_format(event.uuid, uuid)), PARAMETER_TEXT(generation),
        PARAMETER_TEXT(cursor), PARAMETER_TEXT(uuid_format(session->state.seen_mark, mark))};
    struct rows *rows = NULL;
    enum call_result result =
        connection_call(session->connection, "SELECT * FROM lanyard.hello($1, $2, $3, $4)",
                        parameters, 4, CALL_MS, &rows);
    bool ok = result == CALL_DONE ? rows_count(rows) == 1 && take_hello(session, rows)
                                  : session_fail(session, result, "hello to the hub");
    rows_free(rows);
    return ok;
}

bool session_open(struct hub_session *session, int stop_fd)
{
    if (!replica_state(session->store, &session->state)) {
        return false;
    }
    if (!session->state.hub[0]) {
        LOG_ERROR("this store names no hub: run `lanyard hub init` or `lanyard hub join`");
        return false;
    }
    session->connection = connection_open(session->state.hub, CONNECT_MS, stop_fd);
    if (!session->connection) {
        return false;
    }
    enum call_result result =
        connection_call(session->connection, "LISTEN lanyard", NULL, 0, CALL_MS, NULL);
    bool ok = result == CALL_DONE ? hello(session)
                                  : session_fail(session, result, "listening to the hub");
    if (!ok) {
        session_close(session);
    }
    return ok;
}

void session_close(struct hub_session *session)
{
    connection_close(session->connection);
    session->connection = NULL;
}

/* ---- pull ---- */

/* The columns of lanyard.pull. */
enum {
    TYPE,
    SEQ,
    UUID,
    STATION,
    SEQUENCE,
    HLC,
    KIND,
    BODY,
    KEY_ID,
    PREVIOUS,
    HASH,
    SIGNATURE,
    HEAD_KEY,
    HEAD_SIGNATURE
};

static void copy_text(const struct rows *rows, int row, int column, char *out, size_t size)
{
    snprintf(out, size, "%s", rows_text(rows, row, column));
}

static void read_event(const struct rows *rows, int row, struct replica_item *item)
{
    struct audit_event *event = &item->event;
    item->type = REPLICA_EVENT;
    rows_blob(rows, row, UUID, event->uuid, sizeof event->uuid);
    copy_text(rows, row, STATION, event->station, sizeof event->station);
    event->sequence = (uint64_t)rows_number(rows, row, SEQUENCE);
    event->hlc = (uint64_t)rows_number(rows, row, HLC);
    copy_text(rows, row, KIND, event->kind, sizeof event->kind);
    event->body = rows_data(rows, row, BODY, &event->body_size);
    event->key_id = (uint16_t)rows_number(rows, row, KEY_ID);
    rows_blob(rows, row, PREVIOUS, event->previous, sizeof event->previous);
    rows_blob(rows, row, HASH, event->hash, sizeof event->hash);
    rows_blob(rows, row, SIGNATURE, event->signature, sizeof event->signature);
    item->has_head = !rows_null(rows, row, HEAD_SIGNATURE);
    item->head = (struct audit_head){.sequence = event->sequence,
                                     .key_id = (uint16_t)rows_number(rows, row, HEAD_KEY)};
    memcpy(item->head.station, event->station, sizeof item->head.station);
    memcpy(item->head.hash, event->hash, sizeof item->head.hash);
    rows_blob(rows, row, HEAD_SIGNATURE, item->head.signature, sizeof item->head.signature);
}

/* Fills items from all rows but the last, which is the cursor. */
static void read_page(const struct rows *rows, struct replica_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        char type = rows_text(rows, row, TYPE)[0];
        items[i] = (struct replica_item){.seq = rows_number(rows, row, SEQ)};
        if (type == 'e') {
            read_event(rows, row, &items[i]);
            continue;
        }
        items[i].type = type == 'k' ? REPLICA_KEYS : REPLICA_DOCUMENT;
        items[i].kind = rows_text(rows, row, KIND);
        items[i].key = rows_text(rows, row, STATION);
        items[i].text = rows_data(rows, row, BODY, &items[i].text_size);
        items[i].stamp_ms = rows_number(rows, row, HLC);
    }
}

static bool apply(struct hub_session *session, const struct rows *rows)
{
    struct replica_report report;
    uint8_t mark[16];
    int last = rows_count(rows) - 1;
    int64_t cursor = rows_number(rows, last, SEQ);
    struct replica_item *items = calloc((size_t)last + 1, sizeof *items);
    if (!items) {
        LOG_ERROR("no memory");
        return false;
    }
    read_page(rows, items, (size_t)last);
    rows_blob(rows, last, UUID, mark, sizeof mark);
    bool ok = replica_apply(session->store, items, (size_t)last, cursor, mark, &report);
    free(items);
    if (!ok) {
        return false;
    }
    session->report.pulled += report.events + report.documents;
    session->report.quarantined += report.quarantined;
    session->report.incidents += report.incidents;
    session->report.keys |= report.keys;
    session->state.cursor = cursor;
    bool news = report.events || report.documents || report.keys || report.quarantined;
    if (news && session->listener && session->listener->applied) {
        session->listener->applied(&report, session->listener->userdata);
    }
    return true;
}

/* One page. *more: the feed goes on. */
static bool pull_page(struct hub_session *session, bool own, bool *more)
{
    char after[24], keys[24], *list = NULL;
    uint32_t version;
    *more = false;
    if (!replica_key_list(session->store, &list, &version)) {
        return false;
    }
    free(list);
    snprintf(after, sizeof after, "%" PRId64, session->state.cursor);
    snprintf(keys, sizeof keys, "%" PRIu32, version);
    const struct parameter parameters[] = {PARAMETER_TEXT(after), PARAMETER_TEXT(keys),
                                           PARAMETER_TEXT(own ? "t" : "f")};
    struct rows *rows = NULL;
    enum call_result result;
    do {
        result =
            connection_call(session->connection, "SELECT * FROM lanyard.pull($1, 1000, $2, $3)",
                            parameters, 3, CALL_MS, &rows);
    } while (result == CALL_RETRY);
    if (result != CALL_DONE) {
        return session_fail(session, result, "pulling from the hub");
    }
    int count = rows_count(rows);
    bool ok = true;
    if (count > 0 && rows_text(rows, count - 1, TYPE)[0] == 'c') {
        int64_t end = rows_number(rows, count - 1, SEQUENCE);
        bool news = count > 1 || rows_number(rows, count - 1, SEQ) != session->state.cursor;
        ok = !news || apply(session, rows);
        *more = ok && session->state.cursor < end;
    }
    rows_free(rows);
    return ok;
}

static bool pull(struct hub_session *session, bool own)
{
    bool more = true;
    while (more) {
        if (!pull_page(session, own, &more)) {
            return false;
        }
    }
    int64_t now_ms = time_realtime_ms();
    session->report.cursor = session->state.cursor;
    /* not for each of many pages: a write to the disk */
    if (now_ms - session->state.contact_ms < 1000 && now_ms >= session->state.contact_ms) {
        return true;
    }
    session->state.contact_ms = now_ms;
    return replica_set_contact(session->store, now_ms);
}

/* ---- all of it ---- */

/* Where this station's own chain ends here. */
static uint64_t own_sequence(struct hub_session *session)
{
    struct audit_head heads[KEY_LIST_MAX];
    int count = replica_heads(session->store, heads, KEY_LIST_MAX);
    for (int i = 0; i < count; i++) {
        if (strcmp(heads[i].station, session->key->station) == 0) {
            return heads[i].sequence;
        }
    }
    return 0;
}

bool session_exchange(struct hub_session *session)
{
    /* a folder restored from a copy first learns what it did since */
    bool behind = session->pushed > own_sequence(session);
    if (behind) {
        session->state.cursor = 0;
    }
    bool ok = (!behind || pull(session, true)) && session_look_at_files(session) &&
              session_push(session) && session_push_files(session);
    if (ok && session->healing) {
        ok = session_heal(session);
        session->healing = !ok;
    }
    return ok && pull(session, false);
}

bool session_ack(struct hub_session *session)
{
    struct replica_state state;
    char cursor[24], outbox[24], clock[24], quarantined[24];
    if (!replica_state(session->store, &state)) {
        return false;
    }
    session->report.waiting = state.outbox;
    snprintf(cursor, sizeof cursor, "%" PRId64, state.cursor);
    snprintf(outbox, sizeof outbox, "%" PRId64, state.outbox);
    snprintf(clock, sizeof clock, "%" PRId64, session->report.clock_off_ms);
    snprintf(quarantined, sizeof quarantined, "%" PRId64, state.quarantined);
    const struct parameter parameters[] = {PARAMETER_TEXT(cursor), PARAMETER_TEXT(outbox),
                                           PARAMETER_TEXT(clock), PARAMETER_TEXT(LANYARD_VERSION),
                                           PARAMETER_TEXT(quarantined)};
    enum call_result result =
        connection_call(session->connection, "SELECT lanyard.ack($1, $2, $3, $4, $5)", parameters,
                        5, CALL_MS, NULL);
    return result == CALL_DONE || session_fail(session, result, "reporting to the hub");
}
