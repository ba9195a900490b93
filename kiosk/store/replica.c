/* The replica's state, and what of it goes up to the hub. */
#include "replica.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/store/event_log.h"

/* ---- state ---- */

bool replica_state(struct store *store, struct replica_state *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_REPLICA_STATE);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", store->signer ? store->signer->station : "");
    if (database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    database_text(statement, 0, out->hub, sizeof out->hub);
    out->may_edit = sqlite3_column_int(statement, 1);
    out->generation = sqlite3_column_int64(statement, 2);
    out->cursor = sqlite3_column_int64(statement, 3);
    out->seen = sqlite3_column_int64(statement, 4);
    database_blob(statement, 5, out->seen_mark, sizeof out->seen_mark);
    out->pushed = (uint64_t)sqlite3_column_int64(statement, 6);
    out->contact_ms = sqlite3_column_int64(statement, 7);
    out->outbox = sqlite3_column_int64(statement, 8);
    out->quarantined = sqlite3_column_int64(statement, 9);
    sqlite3_reset(statement);
    return true;
}

/* Commits, or rolls back what went wrong. */
static bool finish(struct store *store, bool ok)
{
    if (ok) {
        return store_commit(store);
    }
    store_rollback(store);
    return false;
}

bool replica_set_hub(struct store *store, const char *hub)
{
    return database_do(store, SQL_REPLICA_SET_HUB, "s", hub);
}

bool replica_met(struct store *store, int64_t generation, bool may_edit, uint64_t pushed)
{
    struct replica_state was;
    /* only this thread changes these: a check-in need not wait for the look */
    if (!replica_state(store, &was)) {
        return false;
    }
    if (was.generation == generation && was.may_edit == may_edit && was.pushed == pushed) {
        return true;
    }
    if (!store_begin(store)) {
        return false;
    }
    bool offer = may_edit && (was.generation != generation || !was.may_edit);
    bool ok = database_do(store, SQL_REPLICA_MET, "idu", generation, may_edit, pushed) &&
              (!offer || database_do(store, SQL_REPLICA_OFFER, "")) &&
              (may_edit || database_do(store, SQL_REPLICA_WITHDRAW, ""));
    return finish(store, ok);
}

bool replica_set_pushed(struct store *store, uint64_t pushed)
{
    return database_do(store, SQL_REPLICA_PUSHED, "u", pushed);
}

bool replica_set_seen(struct store *store, int64_t seen, const uint8_t mark[16])
{
    return database_do(store, SQL_REPLICA_SEEN, "ib", seen, mark, (size_t)16);
}

bool replica_pull_again(struct store *store)
{
    return database_do(store, SQL_REPLICA_AGAIN, "");
}

bool replica_set_contact(struct store *store, int64_t now_ms)
{
    return database_do(store, SQL_REPLICA_CONTACT, "i", now_ms);
}

int64_t replica_data_age_s(struct store *store, int64_t now_ms)
{
    struct replica_state state;
    if (!replica_state(store, &state)) {
        return -1;
    }
    int64_t age_ms = now_ms - state.contact_ms;
    return !state.hub[0] || age_ms < 0 ? 0 : age_ms / 1000;
}

int64_t replica_version(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_REPLICA_VERSION);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return 0;
    }
    int64_t version = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return version;
}

/* ---- events ---- */

bool replica_events(struct store *store, const char *station, uint64_t after, int limit,
                    bool (*each)(const struct audit_event *event, void *userdata), void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_REPLICA_EVENTS);
    if (!statement) {
        return false;
    }
    database_bind(statement, "sud", station, after, limit);
    return event_log_each(store, statement, each, userdata);
}

bool replica_head(struct store *store, const struct audit_event *event, struct audit_head *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_HEAD_GET);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", event->station);
    if (database_row(store, statement) == STORE_FOUND) {
        event_log_read_head(statement, out);
        sqlite3_reset(statement);
        if (out->sequence == event->sequence) {
            return true;
        }
    }
    if (!store->signer || strcmp(store->signer->station, event->station) != 0) {
        return false;
    }
    *out = (struct audit_head){.sequence = event->sequence};
    memcpy(out->station, event->station, sizeof out->station);
    memcpy(out->hash, event->hash, sizeof out->hash);
    audit_head_seal(out, store->event_uuid, store->signer);
    return true;
}

int replica_heads(struct store *store, struct audit_head *out, int limit)
{
    sqlite3_stmt *statement = database_statement(store, SQL_HEADS);
    int count = 0;
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    while (found == STORE_FOUND && count < limit &&
           (found = database_row(store, statement)) == STORE_FOUND) {
        event_log_read_head(statement, &out[count++]);
    }
    if (statement) {
        sqlite3_reset(statement);
    }
    return found == STORE_FAILED ? -1 : count;
}

bool replica_key_list(struct store *store, char **out, uint32_t *version)
{
    sqlite3_stmt *statement = database_statement(store, SQL_KEY_LIST_GET);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    *version = (uint32_t)sqlite3_column_int64(statement, 1);
    *out = strdup((const char *)sqlite3_column_text(statement, 2));
    sqlite3_reset(statement);
    return *out != NULL;
}

/* ---- to look at ---- */

bool replica_double_admissions(struct store *store, int limit,
                               bool (*each)(const struct double_admission *one, void *userdata),
                               void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_REPLICA_DOUBLES);
    if (!statement) {
        return false;
    }
    database_bind(statement, "d", limit > 0 ? limit : -1);
    enum store_found found;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        struct double_admission one = {
            .holder = (uint64_t)sqlite3_column_int64(statement, 0),
            .scope = sqlite3_column_int(statement, 1),
            .at_ms = sqlite3_column_int64(statement, 2),
            .first_at_ms = sqlite3_column_int64(statement, 3),
        };
        database_text(statement, 4, one.station, sizeof one.station);
        database_text(statement, 5, one.first_station, sizeof one.first_station);
        database_text(statement, 6, one.checkpoint, sizeof one.checkpoint);
        database_text(statement, 7, one.first_checkpoint, sizeof one.first_checkpoint);
        if (!each(&one, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

bool replica_quarantine(struct store *store, int limit,
                        bool (*each)(const struct quarantine_row *row, void *userdata),
                        void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_REPLICA_QUARANTINE);
    if (!statement) {
        return false;
    }
    database_bind(statement, "d", limit > 0 ? limit : -1);
    enum store_found found;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        struct quarantine_row row = {.sequence = (uint64_t)sqlite3_column_int64(statement, 1),
                                     .at_ms = sqlite3_column_int64(statement, 4)};
        database_text(statement, 0, row.station, sizeof row.station);
        database_text(statement, 2, row.what, sizeof row.what);
        database_text(statement, 3, row.reason, sizeof row.reason);
        if (!each(&row, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}
