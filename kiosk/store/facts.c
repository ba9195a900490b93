/* Passages, refusals, revocations and the like: each fact as one event. */
#include <string.h>

#include "kiosk/store/event_log.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

#define RAW_MAX 512 /* bytes kept of a refused code */
#define SERIAL_COUNTER_MAX 0xffffff

bool store_history(struct store *store, uint64_t holder, uint32_t serial,
                   const struct checkpoint *checkpoint, struct access_history *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_HISTORY);
    if (!statement) {
        return false;
    }
    database_bind(statement, "uid", holder, (int64_t)serial, checkpoint_scope(checkpoint));
    if (database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    *out = (struct access_history){
        .serial_revoked = sqlite3_column_int(statement, 0),
        .holder_revoked = sqlite3_column_int(statement, 1),
        .newest_issue = sqlite3_column_int(statement, 2),
        .arrived = sqlite3_column_type(statement, 3) != SQLITE_NULL,
        .arrived_ms = sqlite3_column_int64(statement, 3),
        .inside = sqlite3_column_int(statement, 4),
        .since_ms = sqlite3_column_int64(statement, 5),
        .serial_suspended = sqlite3_column_int(statement, 6),
    };
    sqlite3_reset(statement);
    return true;
}

static void body_decision(struct body *body, struct decision decision)
{
    body_text(body, "verdict", verdict_string(decision.verdict));
    body_text(body, "reason", reason_string(decision.reason));
}

bool store_append_passage(struct store *store, const struct passage *passage)
{
    struct body body;
    const char *kind = passage->direction == DIRECTION_OUT ? "exit"
                       : passage->scope == SCOPE_EVENT     ? "arrival"
                                                           : "admission";
    body_start(&body);
    body_holder(&body, "holder", passage->holder);
    body_number(&body, "serial", passage->serial);
    body_text(&body, "checkpoint", passage->checkpoint);
    body_number(&body, "scope", passage->scope);
    if (passage->once && passage->direction != DIRECTION_OUT) {
        body_number(&body, "once", 1);
    }
    body_decision(&body, passage->decision);
    if (passage->force_reason) {
        body_text(&body, "overruled", reason_string(passage->overruled));
        body_text(&body, "force_reason", passage->force_reason);
    }
    if (passage->companions > 0) {
        body_number(&body, "companions", passage->companions);
    }
    body_number(&body, "at", passage->at_ms);
    return event_log_append(store, kind, &body);
}

bool store_append_refusal(struct store *store, const struct refusal *refusal)
{
    struct body body;
    body_start(&body);
    body_holder(&body, "holder", refusal->holder);
    body_text(&body, "checkpoint", refusal->checkpoint);
    body_decision(&body, refusal->decision);
    body_number(&body, "length", (int64_t)refusal->length);
    body_hex(&body, "raw", refusal->text, refusal->length < RAW_MAX ? refusal->length : RAW_MAX);
    body_number(&body, "at", refusal->at_ms);
    return event_log_append(store, "refusal", &body);
}

uint32_t store_next_serial(struct store *store)
{
    uint32_t high = store->signer ? store->signer->id & 0xffu : 0;
    if (high == 0) {
        LOG_ERROR("%s: this station has no key in keys/, so it gives no serials; make one with "
                  "`lanyard keys new-station`",
                  store->path);
        return 0;
    }
    sqlite3_stmt *statement = database_statement(store, SQL_SERIAL_NEXT);
    if (!statement) {
        return 0;
    }
    database_bind(statement, "i", (int64_t)high);
    if (database_row(store, statement) != STORE_FOUND) {
        return 0;
    }
    int64_t counter = sqlite3_column_int64(statement, 0);
    bool written = database_row(store, statement) == STORE_NOT_FOUND;
    return written && counter <= SERIAL_COUNTER_MAX ? high << 24 | (uint32_t)counter : 0;
}

bool event_log_serial_is_free(struct store *store, uint32_t serial)
{
    sqlite3_stmt *statement = database_statement(store, SQL_SERIAL_GET);
    if (!statement) {
        return false;
    }
    database_bind(statement, "i", (int64_t)serial);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND || serial == 0) {
        sqlite3_reset(statement);
        LOG_ERROR("%s: serial %u is taken; this is a fault of the program: please report it",
                  store->path, serial);
        return false;
    }
    return found == STORE_NOT_FOUND;
}

bool store_append_invitation(struct store *store, uint64_t holder, uint32_t serial)
{
    struct body body;
    if (!event_log_serial_is_free(store, serial)) {
        return false;
    }
    body_start(&body);
    body_holder(&body, "holder", holder);
    body_number(&body, "serial", serial);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "invitation-issued", &body);
}

bool store_append_revocation(struct store *store, uint64_t holder, uint32_t serial,
                             const char *reason)
{
    struct body body;
    if (holder == 0 && serial == 0) {
        LOG_ERROR("%s: a revocation names neither serial nor holder", store->path);
        return false;
    }
    body_start(&body);
    body_holder(&body, "holder", holder);
    body_number(&body, "serial", serial);
    body_text(&body, "reason", reason);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "revocation", &body);
}

bool store_append_key_change(struct store *store, const char *kind, uint16_t key_id,
                             const char *station)
{
    struct body body;
    body_start(&body);
    body_number(&body, "key", key_id);
    body_text(&body, "station", station);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, kind, &body);
}
