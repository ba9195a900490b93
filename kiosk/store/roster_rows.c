/* The roster as an import and a correction need it. */
#include <stdio.h>
#include <string.h>

#define LOG_MODULE "store"
#include "kiosk/store/event_log.h"
#include "kiosk/store/roster.h"
#include "log.h"
#include "timebase.h"

enum store_found store_attendee_by_external(struct store *store, const char *external_id,
                                            struct attendee *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_BY_EXTERNAL);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", external_id);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        roster_read(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_each_attendee(struct store *store,
                         bool (*each)(const struct attendee *attendee, void *userdata),
                         void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_ATTENDEES);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    struct attendee attendee;
    while (found == STORE_FOUND && (found = database_row(store, statement)) == STORE_FOUND) {
        roster_read(statement, &attendee);
        if (!each(&attendee, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

bool store_put_tie(struct store *store, uint64_t holder, const struct attendee_tie *tie)
{
    return database_do(store, SQL_TIE_PUT, "ussss", holder, tie->sessions, tie->host, tie->escort,
                       tie->accompanies);
}

enum store_found store_tie(struct store *store, uint64_t holder, struct attendee_tie *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_TIE_GET);
    *out = (struct attendee_tie){0};
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "u", holder);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_text(statement, 0, out->sessions, sizeof out->sessions);
        database_text(statement, 1, out->host, sizeof out->host);
        database_text(statement, 2, out->escort, sizeof out->escort);
        database_text(statement, 3, out->accompanies, sizeof out->accompanies);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_put_roster_row(struct store *store, uint64_t holder, const char *fields)
{
    return database_do(store, SQL_ROSTER_ROW_PUT, "us", holder, fields);
}

enum store_found store_roster_row(struct store *store, uint64_t holder, char **out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ROSTER_ROW_GET);
    *out = NULL;
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "u", holder);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        *out = text ? strdup(text) : NULL;
        sqlite3_reset(statement);
        if (!*out) {
            LOG_ERROR("%s: out of memory; close other programs", store->path);
            found = STORE_FAILED;
        }
    }
    return found;
}

/* ---- delegations and categories ---- */

int store_delegations(struct store *store, struct delegation *out, int limit)
{
    sqlite3_stmt *statement = database_statement(store, SQL_DELEGATIONS);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    int count = 0;
    if (statement) {
        database_bind(statement, "d", limit);
    }
    while (found == STORE_FOUND && (found = database_row(store, statement)) == STORE_FOUND) {
        database_text(statement, 0, out[count].code, sizeof out[count].code);
        database_text(statement, 1, out[count].country, sizeof out[count].country);
        database_text(statement, 2, out[count].name, sizeof out[count].name);
        count++;
    }
    return found == STORE_FAILED ? -1 : count;
}

int store_categories(struct store *store, struct category *out, int limit)
{
    sqlite3_stmt *statement = database_statement(store, SQL_CATEGORIES);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    int count = 0;
    if (statement) {
        database_bind(statement, "d", limit);
    }
    while (found == STORE_FOUND && (found = database_row(store, statement)) == STORE_FOUND) {
        struct category *category = &out[count++];
        category->code = (uint8_t)sqlite3_column_int(statement, 0);
        database_text(statement, 1, category->letter, sizeof category->letter);
        database_text(statement, 2, category->name, sizeof category->name);
        category->rgb = (uint32_t)sqlite3_column_int64(statement, 3);
        category->zones = (uint16_t)sqlite3_column_int(statement, 4);
    }
    return found == STORE_FAILED ? -1 : count;
}

bool store_put_focal_point(struct store *store, const char *delegation,
                           const struct focal_point *focal_point)
{
    return database_do(store, SQL_FOCAL_PUT, "ssss", delegation, focal_point->name,
                       focal_point->email, focal_point->phone);
}

enum store_found store_focal_point(struct store *store, const char *delegation,
                                   struct focal_point *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_FOCAL_GET);
    *out = (struct focal_point){0};
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", delegation);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_text(statement, 0, out->name, sizeof out->name);
        database_text(statement, 1, out->email, sizeof out->email);
        database_text(statement, 2, out->phone, sizeof out->phone);
        sqlite3_reset(statement);
    }
    return found;
}

/* ---- facts ---- */

bool store_append_roster(struct store *store, const struct roster_fact *fact)
{
    struct body body;
    body_start(&body);
    body_text(&body, "file", fact->file);
    body_hex(&body, "hash", fact->hash, sizeof fact->hash);
    body_number(&body, "added", fact->added);
    body_number(&body, "changed", fact->changed);
    body_number(&body, "unchanged", fact->unchanged);
    body_number(&body, "rejected", fact->rejected);
    body_number(&body, "missing", fact->missing);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "roster-imported", &body);
}

/* Fields are numbered members, so that the body stays flat: "field1", "before1", "after1". All
 * fields of a person at their longest fit. */
bool store_append_attendee_fact(struct store *store, const struct attendee_fact *fact)
{
    struct body body;
    body_start(&body);
    body_holder(&body, "holder", fact->holder);
    body_text(&body, "by", fact->by);
    body_text(&body, "why", fact->why);
    body_number(&body, "changes", (int64_t)fact->change_count);
    for (size_t i = 0; i < fact->change_count; i++) {
        char name[3][32];
        snprintf(name[0], sizeof name[0], "field%zu", i + 1);
        snprintf(name[1], sizeof name[1], "before%zu", i + 1);
        snprintf(name[2], sizeof name[2], "after%zu", i + 1);
        body_text(&body, name[0], fact->changes[i].field);
        body_text(&body, name[1], fact->changes[i].before);
        body_text(&body, name[2], fact->changes[i].after);
    }
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, fact->kind, &body);
}
