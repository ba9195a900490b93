#include "kiosk/store/event_log.h"

#include <string.h>

#include "kiosk/store/search_index.h"

#define LOG_MODULE "store"
#include "log.h"
#include "store_access.h"
#include "timebase.h"

/* What each kind of event changes; kinds that are not here are records only. */
static const struct {
    const char *kind;
    int count;
    enum statement statements[5];
} effects[] = {
    {"arrival",
     5,
     {SQL_APPLY_ARRIVAL, SQL_APPLY_ENTRY, SQL_APPLY_PASSAGE_ARRIVAL, SQL_APPLY_DOUBLE_CLEAR,
      SQL_APPLY_DOUBLE}},
    {"admission",
     4,
     {SQL_APPLY_ENTRY, SQL_APPLY_PASSAGE_ADMISSION, SQL_APPLY_DOUBLE_CLEAR, SQL_APPLY_DOUBLE}},
    {"exit", 4, {SQL_APPLY_EXIT, SQL_APPLY_PASSAGE_EXIT, SQL_APPLY_DOUBLE_CLEAR, SQL_APPLY_DOUBLE}},
    {"badge-issued", 3, {SQL_APPLY_BADGE, SQL_APPLY_BADGE_SERIAL, SQL_APPLY_BADGE_FIRST_STATE}},
    {"badge-state", 1, {SQL_APPLY_BADGE_STATE}},
    {"invitation-issued", 1, {SQL_APPLY_INVITATION}},
    {"revocation", 2, {SQL_APPLY_REVOKED_SERIAL, SQL_APPLY_REVOKED_HOLDER}},
    {"suspension", 1, {SQL_APPLY_SUSPENSION}},
    {"reinstatement", 1, {SQL_APPLY_REINSTATEMENT}},
    {"revocation-lifted", 1, {SQL_APPLY_LIFTED_HOLDER}},
    {"staff-changed", 1, {SQL_APPLY_STAFF}},
    {"incident", 1, {SQL_APPLY_INCIDENT}},
    {"incident-state", 1, {SQL_APPLY_INCIDENT_STATE}},
    {"undo",
     4,
     {SQL_APPLY_UNDONE, SQL_APPLY_UNDO_PRESENCE, SQL_APPLY_DOUBLE_CLEAR, SQL_APPLY_DOUBLE}},
    {"rules-changed", 1, {SQL_APPLY_RULES}},
    {"session-invited", 1, {SQL_APPLY_INVITED}},
    {"escorts-named", 1, {SQL_APPLY_ESCORTS}},
};

/* These two say only what all passages of a person make: so they are made up for at the end. */
static bool is_deferred(const struct store *store, enum statement id)
{
    return store->deferring && (id == SQL_APPLY_DOUBLE_CLEAR || id == SQL_APPLY_DOUBLE);
}

bool event_log_defer(struct store *store)
{
    store->deferring = true;
    return database_do(store, SQL_DEFER_NEW, "") && database_do(store, SQL_DEFER_CHANGED, "");
}

bool event_log_make_up(struct store *store)
{
    return database_do(store, SQL_MAKE_UP_OCCUPANCY, "") &&
           database_do(store, SQL_MAKE_UP_DOUBLE, "");
}

bool event_log_apply(struct store *store, const struct audit_event *event)
{
    members_forget(&store->members);
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        if (strcmp(effects[i].kind, event->kind) != 0) {
            continue;
        }
        for (int n = 0; n < effects[i].count; n++) {
            if (is_deferred(store, effects[i].statements[n])) {
                continue;
            }
            sqlite3_stmt *statement = database_statement(store, effects[i].statements[n]);
            if (!statement) {
                return false;
            }
            sqlite3_bind_text64(statement, 1, event->body, event->body_size, SQLITE_STATIC,
                                SQLITE_UTF8);
            sqlite3_bind_int64(statement, 2, (sqlite3_int64)event->hlc);
            sqlite3_bind_text(statement, 3, event->station, -1, SQLITE_STATIC);
            if (!database_run(store, statement)) {
                return false;
            }
        }
    }
    return true;
}

bool event_log_is_poison(struct store *store)
{
    int code = sqlite3_extended_errcode(store->db) & 0xff;
    return code == SQLITE_CONSTRAINT || code == SQLITE_ERROR || code == SQLITE_MISMATCH ||
           code == SQLITE_TOOBIG;
}

bool event_log_apply_or_skip(struct store *store, const struct audit_event *event, bool *effective)
{
    if (!database_do(store, SQL_ITEM_BEGIN, "")) {
        return false;
    }
    *effective = event_log_apply(store, event);
    if (!*effective) {
        if (!event_log_is_poison(store) || !database_do(store, SQL_ITEM_UNDO, "")) {
            return false;
        }
        store->failed = false;
    }
    return database_do(store, SQL_ITEM_END, "");
}

void event_log_read(sqlite3_stmt *statement, struct audit_event *out)
{
    database_blob(statement, 0, out->uuid, sizeof out->uuid);
    database_text(statement, 1, out->station, sizeof out->station);
    out->sequence = (uint64_t)sqlite3_column_int64(statement, 2);
    out->hlc = (uint64_t)sqlite3_column_int64(statement, 3);
    database_text(statement, 4, out->kind, sizeof out->kind);
    out->body = (const char *)sqlite3_column_text(statement, 5);
    out->body = out->body ? out->body : "";
    out->body_size = (size_t)sqlite3_column_bytes(statement, 5);
    out->key_id = (uint16_t)sqlite3_column_int(statement, 6);
    database_blob(statement, 7, out->previous, sizeof out->previous);
    database_blob(statement, 8, out->hash, sizeof out->hash);
    database_blob(statement, 9, out->signature, sizeof out->signature);
}

bool event_log_each(struct store *store, sqlite3_stmt *statement,
                    bool (*each)(const struct audit_event *event, void *userdata), void *userdata)
{
    enum store_found found;
    struct audit_event event;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        event_log_read(statement, &event);
        if (!each(&event, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

void event_log_read_head(sqlite3_stmt *statement, struct audit_head *out)
{
    database_text(statement, 0, out->station, sizeof out->station);
    out->sequence = (uint64_t)sqlite3_column_int64(statement, 1);
    database_blob(statement, 2, out->hash, sizeof out->hash);
    out->key_id = (uint16_t)sqlite3_column_int(statement, 3);
    database_blob(statement, 4, out->signature, sizeof out->signature);
}

static bool read_clock(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_CLOCK);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    store->clock = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return true;
}

/* Reads where the signer's chain and the clock stand, once in a transaction. Before a chain's first
 * event it stands at sequence 0. */
static bool read_head(struct store *store)
{
    if (store->head_known) {
        return true;
    }
    store->head = (struct audit_head){0};
    sqlite3_stmt *statement = database_statement(store, SQL_HEAD_GET);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", store->signer->station);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        event_log_read_head(statement, &store->head);
        sqlite3_reset(statement);
    } else {
        memcpy(store->head.station, store->signer->station, sizeof store->head.station);
        audit_first_previous(store->event_uuid, store->head.hash);
    }
    store->head_known = found != STORE_FAILED && read_clock(store);
    return store->head_known;
}

bool event_log_settle(struct store *store)
{
    struct audit_head *head = &store->head;
    if (!store->head_unwritten) {
        return true;
    }
    store->head_unwritten = false;
    audit_head_seal(head, store->event_uuid, store->signer);
    return database_do(store, SQL_HEAD_PUT, "subdb", head->station, head->sequence, head->hash,
                       sizeof head->hash, head->key_id, head->signature, sizeof head->signature);
}

bool event_log_insert(struct store *store, const struct audit_event *event)
{
    sqlite3_stmt *statement = database_statement(store, SQL_EVENT_APPEND);
    if (!statement) {
        return false;
    }
    database_bind(statement, "bsuussdbbb", event->uuid, sizeof event->uuid, event->station,
                  event->sequence, event->hlc, event->kind, event->body, event->key_id,
                  event->previous, sizeof event->previous, event->hash, sizeof event->hash,
                  event->signature, sizeof event->signature);
    return database_run(store, statement);
}

/* Whether events can be appended now. */
static bool may_append(struct store *store, const char *kind)
{
    if (!store->signer) {
        LOG_ERROR("%s: this station has no key in keys/, so it cannot record a %s; make one with "
                  "`lanyard keys new-station`",
                  store->path, kind);
        return false;
    }
    if (sqlite3_get_autocommit(store->db)) {
        LOG_ERROR("%s: a %s outside a transaction; this is a fault of the program: please report "
                  "it",
                  store->path, kind);
        return false;
    }
    return !store->failed;
}

bool event_log_append(struct store *store, const char *kind, struct body *body)
{
    struct audit_head *head = &store->head;
    struct audit_event event = {0};
    if (!may_append(store, kind)) {
        return false;
    }
    if (store->actor[0]) {
        body_text(body, "staff", store->actor);
    }
    if (store->approver[0]) {
        body_text(body, "approved_by", store->approver);
    }
    if (!body_end(body)) {
        LOG_ERROR("%s: a %s is longer than %d bytes", store->path, kind, AUDIT_BODY_MAX);
        return false;
    }
    if (!read_head(store)) {
        return false;
    }
    uuid_make(event.uuid);
    memcpy(event.station, head->station, sizeof event.station);
    memcpy(event.kind, kind, strnlen(kind, sizeof event.kind - 1));
    memcpy(event.previous, head->hash, sizeof event.previous);
    event.sequence = head->sequence + 1;
    event.hlc = hlc_next(store->clock, time_realtime_ms());
    event.body = body->text;
    event.body_size = body->used;
    audit_seal(&event, store->signer);
    uuid_format(event.uuid, store->last_event);
    if (!event_log_insert(store, &event) || !event_log_apply(store, &event)) {
        return false;
    }
    head->sequence = event.sequence;
    memcpy(head->hash, event.hash, sizeof head->hash);
    store->clock = event.hlc;
    store->head_unwritten = true;
    return true;
}

/* ---- transactions ---- */

static void forget_head(struct store *store)
{
    store->head_known = false;
    store->head_unwritten = false;
}

void store_set_signer(struct store *store, const struct station_key *key)
{
    event_log_settle(store); /* when it fails, so does the transaction */
    forget_head(store);
    store->signer = key;
}

/* A rollback that finds no memory is owed, or nothing would ever be written again. */
static bool roll_back(struct store *store)
{
    store->rollback_owed =
        !sqlite3_get_autocommit(store->db) && !database_do(store, SQL_ROLLBACK, "");
    return !store->rollback_owed;
}

bool store_begin(struct store *store)
{
    bool free = !store->rollback_owed || roll_back(store);
    store->failed = !free;
    forget_head(store);
    return free && database_do(store, SQL_BEGIN, "");
}

bool store_commit(struct store *store)
{
    if (!store->failed && search_index_settle(store) && event_log_settle(store) &&
        database_do(store, SQL_COMMIT, "")) {
        forget_head(store);
        return true;
    }
    store_rollback(store);
    return false;
}

void store_rollback(struct store *store)
{
    forget_head(store);
    roll_back(store);
    search_index_forget(store);
}

/* ---- reading ---- */

bool store_events(struct store *store, bool newest_first, int64_t limit,
                  bool (*each)(const struct audit_event *event, void *userdata), void *userdata)
{
    sqlite3_stmt *statement =
        database_statement_own(store, newest_first ? SQL_EVENTS_NEWEST : SQL_EVENTS);
    if (!statement) {
        return false;
    }
    database_bind(statement, "i", limit > 0 ? limit : -1);
    return event_log_each(store, statement, each, userdata);
}

const char *store_last_event(const struct store *store)
{
    return store->last_event;
}

enum store_found store_event_hash(struct store *store, const char *station, uint64_t sequence,
                                  uint8_t hash[AUDIT_HASH_SIZE])
{
    sqlite3_stmt *statement = database_statement(store, SQL_EVENT_HASH);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "su", station, sequence);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_blob(statement, 0, hash, AUDIT_HASH_SIZE);
        sqlite3_reset(statement);
    }
    return found;
}

enum store_found store_head(struct store *store, const char *station, struct audit_head *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_HEAD_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", station);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        event_log_read_head(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}
