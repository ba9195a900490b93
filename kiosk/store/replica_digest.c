/* Whether two replicas hold the same. */
#include <stdio.h>
#include <string.h>

#include "kiosk/store/database.h"
#include "kiosk/store/migrations.h"
#include "replica.h"

/* FNV-1a. */
static void add(uint64_t *digest, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++) {
        *digest = (*digest ^ bytes[i]) * UINT64_C(1099511628211);
    }
}

static bool add_query(struct store *store, const char *sql, uint64_t *digest)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return database_fail(store, "reading");
    }
    add(digest, sql, strlen(sql));
    enum store_found found;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            int size = sqlite3_column_bytes(statement, i);
            add(digest, &size, sizeof size);
            add(digest, sqlite3_column_blob(statement, i), (size_t)size);
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

bool replica_digest(struct store *store, uint64_t *out)
{
    static const char *const queries[] = {
        "SELECT * FROM attendee ORDER BY holder",
        "SELECT * FROM delegation ORDER BY code",
        "SELECT * FROM category ORDER BY code",
        "SELECT * FROM zone ORDER BY bit",
        "SELECT * FROM venue ORDER BY bit",
        "SELECT * FROM session ORDER BY code",
        "SELECT * FROM checkpoint ORDER BY code",
        "SELECT * FROM attendee_tie ORDER BY holder",
        "SELECT * FROM focal_point ORDER BY delegation",
        "SELECT id, name, delegation, organisation, email, note, removed FROM watch ORDER BY id",
        "SELECT path, content FROM file ORDER BY path",
        "SELECT * FROM setting WHERE name IN ('template', 'ticket-keys') ORDER BY name",
        "SELECT version, text FROM key_list",
        "SELECT station, sequence, hash, signature FROM chain_head ORDER BY station",
        "SELECT station, sequence, uuid, hlc, kind, body, key_id, previous, hash, signature "
        "FROM event_log ORDER BY station, sequence",
    };
    uint64_t digest = UINT64_C(14695981039346656037);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof queries / sizeof queries[0]; i++) {
        ok = add_query(store, queries[i], &digest);
    }
    for (size_t i = 0; ok && i < DERIVED_TABLE_COUNT; i++) {
        char sql[256];
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY %s", derived_tables[i].name,
                 derived_tables[i].key);
        ok = add_query(store, sql, &digest);
    }
    if (ok) {
        *out = digest;
    }
    return ok;
}
