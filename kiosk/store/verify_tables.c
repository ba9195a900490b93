/* The derived tables against what all events make when replayed into an empty store. */
#include <stdio.h>
#include <string.h>

#include "kiosk/store/event_log.h"
#include "kiosk/store/migrations.h"
#include "kiosk/store/verify.h"

static bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int type = sqlite3_column_type(a, column);
    if (type != sqlite3_column_type(b, column)) {
        return false;
    }
    if (type == SQLITE_INTEGER) {
        return sqlite3_column_int64(a, column) == sqlite3_column_int64(b, column);
    }
    const void *left = sqlite3_column_blob(a, column), *right = sqlite3_column_blob(b, column);
    int size = sqlite3_column_bytes(a, column);
    return size == sqlite3_column_bytes(b, column) &&
           (size == 0 || memcmp(left, right, (size_t)size) == 0);
}

static bool same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
    bool same = true;
    for (int i = 0; same && i < sqlite3_column_count(a); i++) {
        same = same_value(a, b, i);
    }
    return same;
}

static sqlite3_stmt *select_rows(struct store *store, const struct derived_table *table,
                                 const char *what, int64_t first)
{
    char sql[256];
    sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof sql, "SELECT %s FROM %s ORDER BY %s LIMIT -1 OFFSET ?", what, table->name,
             table->key);
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        database_fail(store, "reading");
        return NULL;
    }
    database_bind(statement, "i", first);
    return statement;
}

/* Below, equal to or above 0 as the rows' keys stand to each other. */
static int compare_keys(const struct derived_table *table, sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < table->key_columns; i++) {
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

/* The row by the name that people know; `row` counts from 0. */
static void report_difference(struct audit *audit, const struct derived_table *table,
                              const char *difference, struct store *store, int64_t row)
{
    sqlite3_stmt *statement = select_rows(store, table, table->identity, row);
    const char *identity = NULL;
    if (statement && database_row(store, statement) == STORE_FOUND) {
        identity = (const char *)sqlite3_column_text(statement, 0);
    }
    audit->report->fault = AUDIT_CHANGED;
    audit->report->station[0] = '\0';
    snprintf(audit->report->detail, sizeof audit->report->detail, "table %s, %s: %s", table->name,
             identity ? identity : "?", difference);
    sqlite3_finalize(statement);
}

/* False when a table cannot be read; a difference is in the report. */
static bool compare_table(struct audit *audit, const struct derived_table *table)
{
    sqlite3_stmt *kept = select_rows(audit->store, table, "*", 0);
    sqlite3_stmt *made = select_rows(audit->replay, table, "*", 0);
    enum store_found a = kept && made ? STORE_FOUND : STORE_FAILED;
    enum store_found b = a;
    bool same = true;
    int64_t row = -1;
    while (same && a == STORE_FOUND && b == STORE_FOUND) {
        a = database_row(audit->store, kept);
        b = database_row(audit->replay, made);
        same = a == b && (a != STORE_FOUND || same_row(kept, made));
        row++;
    }
    bool read = a != STORE_FAILED && b != STORE_FAILED;
    if (read && !same) {
        int order = a != STORE_FOUND ? 1 : b != STORE_FOUND ? -1 : compare_keys(table, kept, made);
        report_difference(audit, table,
                          order < 0   ? "no event says so"
                          : order > 0 ? "missing, though an event says so"
                                      : "not as the events say",
                          order > 0 ? audit->replay : audit->store, row);
    }
    sqlite3_finalize(kept);
    sqlite3_finalize(made);
    return read;
}

bool verify_tables(struct audit *audit)
{
    if (!event_log_make_up(audit->replay)) {
        return false;
    }
    for (size_t i = 0; audit->report->fault == AUDIT_OK && i < DERIVED_TABLE_COUNT; i++) {
        if (!compare_table(audit, &derived_tables[i])) {
            return false;
        }
    }
    return true;
}
