/*
 * The audit: every chain from its first event to its signed head, and the derived tables against
 * what all events make when replayed into an empty store.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/store/event_log.h"
#include "kiosk/store/migrations.h"
#include "kiosk/store/open.h"
#include "store_access.h"

/* One station's chain. */
struct chain {
    struct audit_head head;
    bool head_present;
    bool head_genuine;
    uint64_t rows;
    struct audit_verifier verifier;
};

/* The whole work. */
struct audit {
    struct store *store;
    bool quick;
    struct store *replay; /* owned */
    struct key_list keys;
    struct audit_report *report;
};

/* Puts a fault into the report. `event` NULL: one that is not there. */
static void report_fault(struct audit *audit, enum audit_fault fault, const struct chain *chain,
                         const struct audit_event *event, uint64_t sequence, const char *detail)
{
    struct audit_report *report = audit->report;
    report->fault = fault;
    report->sequence = sequence;
    memcpy(report->station, chain->head.station, sizeof report->station);
    report->uuid[0] = '\0';
    if (event) {
        uuid_format(event->uuid, report->uuid);
    }
    snprintf(report->detail, sizeof report->detail, "event %" PRIu64 " of %s: %s", sequence,
             chain->head.station, detail);
}

/* The number of events, and whether the next one belongs here, tell a shifted chain from a changed
 * event or a swapped pair. */
static enum audit_fault judge(const struct chain *chain, enum audit_fault fault, uint64_t sequence,
                              bool next_fits)
{
    uint64_t expected = chain->head.sequence;
    if (!chain->head_genuine) {
        return fault;
    }
    if (fault == AUDIT_REORDERED && chain->rows < expected) {
        return AUDIT_REMOVED;
    }
    return chain->rows > expected && (next_fits || sequence > expected) ? AUDIT_INSERTED : fault;
}

/* Reports a fault at `event`; `statement` is moved on to the event behind it. */
static void report_event(struct audit *audit, const struct chain *chain, enum audit_fault fault,
                         const struct audit_event *event, sqlite3_stmt *statement)
{
    static const char *const details[] = {
        [AUDIT_CHANGED] = "its content does not match its hash",
        [AUDIT_INSERTED] = "it is no event of this station",
        [AUDIT_REORDERED] = "it stands in another's place",
        [AUDIT_FORGED] = "its signature is not the station's",
    };
    struct audit_event next;
    bool next_fits = false;
    if (database_row(audit->store, statement) == STORE_FOUND) {
        event_log_read(statement, &next);
        next_fits = audit_verifier_fits(&chain->verifier, &next);
    }
    fault = judge(chain, fault, event->sequence, next_fits);
    if (fault == AUDIT_REMOVED) {
        report_fault(audit, fault, chain, NULL, chain->verifier.sequence + 1, "it is missing");
    } else {
        report_fault(audit, fault, chain, event, event->sequence, details[fault]);
    }
}

/* Feeds all events of a chain. False when the store cannot be read. */
static bool walk_events(struct audit *audit, struct chain *chain)
{
    sqlite3_stmt *statement = database_statement_own(audit->store, SQL_EVENTS_OF_STATION);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", chain->head.station);
    enum store_found found;
    struct audit_event event;
    bool applied = true, effective;
    while (audit->report->fault == AUDIT_OK && applied &&
           (found = database_row(audit->store, statement)) == STORE_FOUND) {
        event_log_read(statement, &event);
        enum audit_fault fault = audit_verifier_feed(&chain->verifier, &event);
        if (fault != AUDIT_OK) {
            report_event(audit, chain, fault, &event, statement);
        } else {
            audit->report->events++;
            applied = !audit->replay || event_log_apply_or_skip(audit->replay, &event, &effective);
        }
    }
    sqlite3_finalize(statement);
    return applied && !audit->store->failed;
}

static void check_head(struct audit *audit, struct chain *chain)
{
    const struct audit_verifier *verifier = &chain->verifier;
    if (!chain->head_present) {
        report_fault(audit, AUDIT_REMOVED, chain, NULL, verifier->sequence,
                     "the chain's signed head is missing");
    } else if (!chain->head_genuine) {
        report_fault(audit, AUDIT_FORGED, chain, NULL, chain->head.sequence,
                     "the chain's head is not signed by the station");
    } else if (verifier->sequence < chain->head.sequence) {
        report_fault(audit, AUDIT_REMOVED, chain, NULL, verifier->sequence + 1, "it is missing");
    } else if (verifier->sequence > chain->head.sequence) {
        report_fault(audit, AUDIT_INSERTED, chain, NULL, chain->head.sequence + 1,
                     "it stands behind the chain's signed head");
    } else if (memcmp(verifier->head, chain->head.hash, AUDIT_HASH_SIZE) != 0) {
        report_fault(audit, AUDIT_FORGED, chain, NULL, verifier->sequence,
                     "it is not the one that the signed head names");
    } else {
        audit_head_fold(audit->report->head, &chain->head);
        memcpy(audit->report->station, chain->head.station, KEY_STATION_SIZE);
    }
}

static bool walk_chains(struct audit *audit)
{
    sqlite3_stmt *statement = database_statement_own(audit->store, SQL_HEADS);
    if (!statement) {
        return false;
    }
    bool read = true;
    while (read && audit->report->fault == AUDIT_OK &&
           database_row(audit->store, statement) == STORE_FOUND) {
        struct chain chain = {0};
        event_log_read_head(statement, &chain.head);
        chain.head_present = sqlite3_column_type(statement, 1) != SQLITE_NULL;
        chain.rows = (uint64_t)sqlite3_column_int64(statement, 5);
        chain.head_genuine = chain.head_present && audit_head_check(&chain.head, &audit->keys);
        audit_verifier_init(&chain.verifier, &audit->keys, audit->store->event_uuid,
                            chain.head.station);
        chain.verifier.quick = audit->quick;
        read = walk_events(audit, &chain);
        if (read && audit->report->fault == AUDIT_OK) {
            check_head(audit, &chain);
        }
    }
    sqlite3_finalize(statement);
    return read && !audit->store->failed;
}

/* ---- derived tables ---- */

static bool same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < sqlite3_column_count(a); i++) {
        const void *left = sqlite3_column_text(a, i);
        const void *right = sqlite3_column_text(b, i);
        int size = sqlite3_column_bytes(a, i);
        if (size != sqlite3_column_bytes(b, i) || (size > 0 && memcmp(left, right, (size_t)size))) {
            return false;
        }
    }
    return true;
}

static sqlite3_stmt *select_table(struct store *store, const struct derived_table *table)
{
    char sql[256];
    sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof sql, "SELECT %s, * FROM %s ORDER BY %s", table->identity, table->name,
             table->key);
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        database_fail(store, "reading");
    }
    return statement;
}

/* Below, equal to or above 0 as the rows' keys stand to each other. */
static int compare_keys(const struct derived_table *table, sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 1; i <= table->key_columns; i++) {
        if (sqlite3_column_type(a, i) == SQLITE_TEXT) {
            return strcmp((const char *)sqlite3_column_text(a, i),
                          (const char *)sqlite3_column_text(b, i));
        }
        int64_t left = sqlite3_column_int64(a, i);
        int64_t right = sqlite3_column_int64(b, i);
        if (left != right) {
            return left < right ? -1 : 1;
        }
    }
    return 0;
}

static void report_difference(struct audit *audit, const struct derived_table *table,
                              sqlite3_stmt *kept, sqlite3_stmt *made)
{
    int order = !kept ? 1 : !made ? -1 : compare_keys(table, kept, made);
    const char *difference = order < 0   ? "no event says so"
                             : order > 0 ? "missing, though an event says so"
                                         : "not as the events say";
    const char *identity = (const char *)sqlite3_column_text(order > 0 ? made : kept, 0);
    audit->report->fault = AUDIT_CHANGED;
    audit->report->station[0] = '\0';
    snprintf(audit->report->detail, sizeof audit->report->detail, "table %s, %s: %s", table->name,
             identity ? identity : "?", difference);
}

/* False when a table cannot be read; a difference is in the report. */
static bool compare_table(struct audit *audit, const struct derived_table *table)
{
    sqlite3_stmt *kept = select_table(audit->store, table);
    sqlite3_stmt *made = select_table(audit->replay, table);
    enum store_found a = kept && made ? STORE_FOUND : STORE_FAILED;
    enum store_found b = a;
    bool same = true;
    while (same && a == STORE_FOUND && b == STORE_FOUND) {
        a = database_row(audit->store, kept);
        b = database_row(audit->replay, made);
        same = a == b && (a != STORE_FOUND || same_row(kept, made));
    }
    bool read = a != STORE_FAILED && b != STORE_FAILED;
    if (read && !same) {
        report_difference(audit, table, a == STORE_FOUND ? kept : NULL,
                          b == STORE_FOUND ? made : NULL);
    }
    sqlite3_finalize(kept);
    sqlite3_finalize(made);
    return read;
}

static bool compare_tables(struct audit *audit)
{
    for (size_t i = 0; audit->report->fault == AUDIT_OK && i < DERIVED_TABLE_COUNT; i++) {
        if (!compare_table(audit, &derived_tables[i])) {
            return false;
        }
    }
    return true;
}

static bool audit_store(struct store *store, bool quick, struct audit_report *out)
{
    struct audit audit = {.store = store, .quick = quick, .report = out};
    bool alone = sqlite3_get_autocommit(store->db);
    *out = (struct audit_report){0};
    if (alone) {
        store->failed = false;
    }
    if (store->failed || !event_log_settle(store)) {
        return false;
    }
    if (alone && !database_do(store, SQL_BEGIN_READING, "")) {
        return false;
    }
    bool read =
        store_key_list(store, &audit.keys) && (quick || (audit.replay = store_open_replay(store)));
    read = read && walk_chains(&audit) && (quick || compare_tables(&audit));
    store_close(audit.replay);
    if (alone) {
        store_rollback(store);
    }
    return read;
}

bool store_audit(struct store *store, struct audit_report *out)
{
    return audit_store(store, false, out);
}

bool store_audit_quick(struct store *store, struct audit_report *out)
{
    return audit_store(store, true, out);
}
