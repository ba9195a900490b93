/* Undoing a mistaken passage: a new event that says how things were before it. */
#include <string.h>

#include "kiosk/store/event_log.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "timebase.h"

struct passage_found {
    char kind[AUDIT_KIND_SIZE], station[KEY_STATION_SIZE], holder[HOLDER_TEXT_SIZE];
    int64_t hlc;
    int scope;
    bool undone, latest;
};

/* How the holder stood at the scope before. */
struct before {
    bool inside;
    int64_t since_ms;
    char checkpoint[32];
    int companions;
};

static enum store_found find_passage(struct store *store, const char *event,
                                     struct passage_found *out)
{
    uint8_t uuid[16];
    sqlite3_stmt *statement = database_statement(store, SQL_PASSAGE_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    if (!uuid_parse(event, uuid)) {
        return STORE_NOT_FOUND;
    }
    database_bind(statement, "b", uuid, sizeof uuid);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_text(statement, 0, out->kind, sizeof out->kind);
        database_text(statement, 1, out->station, sizeof out->station);
        database_text(statement, 2, out->holder, sizeof out->holder);
        out->hlc = sqlite3_column_int64(statement, 3);
        out->scope = sqlite3_column_int(statement, 4);
        out->undone = sqlite3_column_int(statement, 5);
        out->latest = sqlite3_column_int(statement, 6);
        sqlite3_reset(statement);
    }
    return found;
}

static bool find_before(struct store *store, const struct passage_found *passage,
                        struct before *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_PASSAGE_BEFORE);
    *out = (struct before){0};
    if (!statement) {
        return false;
    }
    database_bind(statement, "sdi", passage->holder, passage->scope, passage->hlc);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        out->inside = sqlite3_column_int(statement, 0);
        out->since_ms = sqlite3_column_int64(statement, 1);
        database_text(statement, 2, out->checkpoint, sizeof out->checkpoint);
        out->companions = sqlite3_column_int(statement, 3);
        sqlite3_reset(statement);
    }
    return found != STORE_FAILED;
}

enum undo_result store_append_undo(struct store *store, const char *event, const char *reason)
{
    struct passage_found passage;
    struct before before;
    struct body body;
    enum store_found found = find_passage(store, event, &passage);
    if (found != STORE_FOUND) {
        return found == STORE_FAILED ? UNDO_FAILED : UNDO_NO_PASSAGE;
    }
    if (passage.undone || !passage.latest) {
        return passage.undone ? UNDO_TWICE : UNDO_LATER;
    }
    if (!find_before(store, &passage, &before)) {
        return UNDO_FAILED;
    }
    body_start(&body);
    body_text(&body, "event", event);
    body_text(&body, "kind", passage.kind);
    body_text(&body, "holder", passage.holder);
    body_number(&body, "scope", passage.scope);
    body_number(&body, "inside", before.inside);
    body_number(&body, "since", before.since_ms);
    body_text(&body, "checkpoint", before.checkpoint);
    body_number(&body, "companions", before.companions);
    body_number(&body, "undone_hlc", passage.hlc);
    body_text(&body, "undone_station", passage.station);
    body_text(&body, "reason", reason);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "undo", &body) ? UNDO_DONE : UNDO_FAILED;
}
