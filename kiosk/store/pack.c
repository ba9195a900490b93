/* What a guard's own device is given. */
#include <string.h>

#include "kiosk/store/database.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "log.h"

static bool add(struct revocation_list *list, int kind, int64_t value)
{
    bool added = kind == 2 ? revocation_list_add_holder(list, (uint64_t)value)
                           : revocation_list_add_serial(list, (uint32_t)value, kind == 1);
    if (!added) {
        LOG_ERROR("no memory for the revocation list");
    }
    return added;
}

bool store_revocations(struct store *store, struct revocation_list *out)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_REVOCATIONS);
    bool good = statement != NULL;
    enum store_found found = STORE_FOUND;
    while (good && (found = database_row(store, statement)) == STORE_FOUND) {
        good = add(out, sqlite3_column_int(statement, 0), sqlite3_column_int64(statement, 1));
    }
    sqlite3_finalize(statement);
    return good && found != STORE_FAILED;
}

char *store_key_list_text(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_KEY_LIST_GET);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return NULL;
    }
    const char *text = (const char *)sqlite3_column_text(statement, 2);
    char *copy = text ? strdup(text) : NULL;
    sqlite3_reset(statement);
    return copy;
}
