/* Staff as the store keeps them: who there is comes from events; PINs' hashes and attempts stay on
 * this station and are never sent anywhere. */
#include <string.h>

#include "kiosk/store/event_log.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

void store_set_actor(struct store *store, const char *staff, const char *approver)
{
    strncpy(store->actor, staff ? staff : "", sizeof store->actor - 1);
    strncpy(store->approver, approver ? approver : "", sizeof store->approver - 1);
}

bool store_append_staff(struct store *store, const struct staff *staff)
{
    struct body body;
    body_start(&body);
    body_text(&body, "name", staff->name);
    body_text(&body, "role", staff_role_string(staff->role));
    body_number(&body, "enabled", staff->enabled);
    body_holder(&body, "holder", staff->holder);
    body_number(&body, "card", staff->card);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "staff-changed", &body);
}

static void read_staff(sqlite3_stmt *statement, struct staff *out)
{
    char role[16];
    *out = (struct staff){0};
    database_text(statement, 0, out->name, sizeof out->name);
    database_text(statement, 1, role, sizeof role);
    out->enabled = staff_role_parse(role, &out->role) && sqlite3_column_int(statement, 2);
    out->holder = (uint64_t)sqlite3_column_int64(statement, 3);
    out->card = (uint32_t)sqlite3_column_int64(statement, 4);
    out->has_pin = sqlite3_column_int(statement, 5);
    out->failed = sqlite3_column_int(statement, 6);
}

int store_staff_list(struct store *store, struct staff *out, int limit)
{
    sqlite3_stmt *statement = database_statement(store, SQL_STAFF_LIST);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    int count = 0;
    while (found == STORE_FOUND && count < limit &&
           (found = database_row(store, statement)) == STORE_FOUND) {
        read_staff(statement, &out[count++]);
    }
    if (statement) {
        sqlite3_reset(statement);
    }
    return found == STORE_FAILED ? -1 : count;
}

enum store_found store_staff(struct store *store, const char *name, uint64_t holder,
                             struct staff *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_STAFF_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "su", name, holder);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        read_staff(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_put_pin(struct store *store, const char *name, const char *hash)
{
    return database_do(store, SQL_PIN_PUT, "ss", name, hash);
}

enum store_found store_pin(struct store *store, const char *name, char hash[STAFF_HASH_SIZE],
                           int *failed, int64_t *last_ms)
{
    sqlite3_stmt *statement = database_statement(store, SQL_PIN_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", name);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_text(statement, 0, hash, STAFF_HASH_SIZE);
        *failed = sqlite3_column_int(statement, 1);
        *last_ms = sqlite3_column_int64(statement, 2);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_count_attempt(struct store *store, const char *name, int64_t now_ms)
{
    return store_begin(store) && database_do(store, SQL_PIN_ATTEMPT, "si", name, now_ms) &&
           store_commit(store);
}

bool store_clear_attempts(struct store *store, const char *name)
{
    return database_do(store, SQL_PIN_CLEAR, "s", name);
}
