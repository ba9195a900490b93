/* The watch list's entries. */
#include <stdio.h>

#include "kiosk/store/event_log.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

static bool record(struct store *store, const char *id, const char *change)
{
    struct body body;
    body_start(&body);
    body_text(&body, "entry", id);
    body_text(&body, "change", change);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "watch-list-changed", &body);
}

bool store_watch_version(struct store *store, int64_t *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_WATCH_VERSION);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    *out = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return true;
}

bool store_put_watch(struct store *store, struct watch_entry *entry)
{
    int64_t version;
    if (!store_watch_version(store, &version)) {
        return false;
    }
    /* another station may add one as well: its ids end in another key's number */
    snprintf(entry->id, sizeof entry->id, "W%d-%u", (int)version + 1,
             store->signer ? store->signer->id : 0u);
    return database_do(store, SQL_WATCH_PUT, "ssssss", entry->id, entry->name, entry->delegation,
                       entry->organisation, entry->email, entry->note) &&
           record(store, entry->id, "added");
}

enum store_found store_remove_watch(struct store *store, const char *id)
{
    if (!database_do(store, SQL_WATCH_REMOVE, "s", id)) {
        return STORE_FAILED;
    }
    if (sqlite3_changes(store->db) == 0) {
        return STORE_NOT_FOUND;
    }
    return record(store, id, "removed") ? STORE_FOUND : STORE_FAILED;
}

int store_watch_list(struct store *store, struct watch_entry *out, int limit)
{
    sqlite3_stmt *statement = database_statement(store, SQL_WATCH_LIST);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    int count = 0;
    while (found == STORE_FOUND && count < limit &&
           (found = database_row(store, statement)) == STORE_FOUND) {
        struct watch_entry *entry = &out[count++];
        database_text(statement, 0, entry->id, sizeof entry->id);
        database_text(statement, 1, entry->name, sizeof entry->name);
        database_text(statement, 2, entry->delegation, sizeof entry->delegation);
        database_text(statement, 3, entry->organisation, sizeof entry->organisation);
        database_text(statement, 4, entry->email, sizeof entry->email);
        database_text(statement, 5, entry->note, sizeof entry->note);
    }
    if (statement) {
        sqlite3_reset(statement);
    }
    return found == STORE_FAILED ? -1 : count;
}
