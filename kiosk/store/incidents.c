/* Incidents: what somebody should look at, as events, with the state that people give them. */
#include <stdio.h>
#include <string.h>

#include "kiosk/store/event_log.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

static const char *const kinds[INCIDENT_KINDS] = {
    [INCIDENT_DOUBLE_ADMISSION] = "double-admission",
    [INCIDENT_REVOKED_SHOWN] = "revoked-shown",
    [INCIDENT_FORGED_CODE] = "forged-code",
    [INCIDENT_WATCH_HIT] = "watch-hit",
    [INCIDENT_CLOCK_JUMP] = "clock-jump",
    [INCIDENT_CHAIN_BREAK] = "chain-break",
};

const char *incident_kind_string(enum incident_kind kind)
{
    return kinds[kind];
}

/* Whether there is one of its kind, about the same, that is younger than `window_ms`, or with 0 any
 * that is not closed. */
static enum store_found is_known(struct store *store, const struct incident *incident,
                                 int64_t window_ms)
{
    sqlite3_stmt *statement = database_statement(store, SQL_INCIDENT_KNOWN);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "susi", incident->kind, incident->holder, incident->checkpoint,
                  window_ms > 0 ? incident->at_ms - window_ms : INT64_MAX);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        sqlite3_reset(statement);
    }
    return found;
}

bool store_append_incident(struct store *store, enum incident_kind kind, uint64_t holder,
                           uint32_t serial, const char *checkpoint, const char *detail,
                           int64_t window_ms)
{
    struct body body;
    uint8_t uuid[16];
    char id[UUID_TEXT_SIZE];
    struct incident incident = {.holder = holder, .at_ms = time_realtime_ms()};
    snprintf(incident.kind, sizeof incident.kind, "%s", kinds[kind]);
    snprintf(incident.checkpoint, sizeof incident.checkpoint, "%s", checkpoint);
    enum store_found known = is_known(store, &incident, window_ms);
    if (known != STORE_NOT_FOUND) {
        return known == STORE_FOUND;
    }
    uuid_make(uuid);
    body_start(&body);
    body_text(&body, "incident", uuid_format(uuid, id));
    body_text(&body, "kind", incident.kind);
    body_holder(&body, "holder", holder);
    body_number(&body, "serial", serial);
    body_text(&body, "checkpoint", checkpoint);
    body_text(&body, "detail", detail);
    body_number(&body, "at", incident.at_ms);
    return event_log_append(store, "incident", &body);
}

bool store_append_incident_state(struct store *store, const char *id, const char *state,
                                 const char *note)
{
    struct body body;
    body_start(&body);
    body_text(&body, "incident", id);
    body_text(&body, "state", state);
    body_text(&body, "note", note);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "incident-state", &body);
}

static void read_incident(sqlite3_stmt *statement, struct incident *out)
{
    *out = (struct incident){0};
    database_text(statement, 0, out->id, sizeof out->id);
    database_text(statement, 1, out->kind, sizeof out->kind);
    out->holder = (uint64_t)sqlite3_column_int64(statement, 2);
    out->serial = (uint32_t)sqlite3_column_int64(statement, 3);
    database_text(statement, 4, out->checkpoint, sizeof out->checkpoint);
    database_text(statement, 5, out->detail, sizeof out->detail);
    out->at_ms = sqlite3_column_int64(statement, 6);
    database_text(statement, 7, out->station, sizeof out->station);
    database_text(statement, 8, out->state, sizeof out->state);
    database_text(statement, 9, out->staff, sizeof out->staff);
    database_text(statement, 10, out->note, sizeof out->note);
}

bool store_incidents(struct store *store, bool closed_too, int limit,
                     bool (*each)(const struct incident *incident, void *userdata), void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_INCIDENTS);
    if (!statement) {
        return false;
    }
    database_bind(statement, "dd", closed_too, limit > 0 ? limit : -1);
    enum store_found found;
    struct incident incident;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        read_incident(statement, &incident);
        if (!each(&incident, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

enum store_found store_incident(struct store *store, const char *id, struct incident *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_INCIDENT_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", id);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        read_incident(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_clock_behind(struct store *store, int64_t *behind_ms)
{
    sqlite3_stmt *statement = database_statement(store, SQL_CLOCK);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    int64_t behind = hlc_ms((uint64_t)sqlite3_column_int64(statement, 0)) - time_realtime_ms();
    sqlite3_reset(statement);
    *behind_ms = behind > 0 ? behind : 0;
    return true;
}
