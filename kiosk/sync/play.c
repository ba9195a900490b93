/* What a simulation does to its hub: clear it, back it up, lose what came since. */
#include <stdio.h>
#include <string.h>

#include "kiosk/sync/connection.h"
#include "sync.h"

#define LOG_MODULE "hub"
#include "log.h"

#define CALL_MS 60000

/* Copies all tables from one schema to the other; the order suits the references. */
#define EACH_TABLE(statement)                                                           \
    "FOREACH t IN ARRAY ARRAY['hub', 'station', 'contact', 'feed_head', 'feed_batch', " \
    "'event_log', 'document', 'document_lost', 'file'] LOOP EXECUTE format('" statement \
    "', t); END LOOP;"

#define TRUNCATE                                                                       \
    "TRUNCATE lanyard.hub, lanyard.station, lanyard.contact, lanyard.feed_head, "      \
    "lanyard.feed_batch, lanyard.event_log, lanyard.document, lanyard.document_lost, " \
    "lanyard.file, lanyard.snapshot; "

/* Does something with the role of each station that is in force. */
#define EACH_ROLE(statement)                                                                    \
    "DO $$ DECLARE s record; BEGIN FOR s IN SELECT role FROM lanyard.station WHERE revoked_at " \
    "IS NULL LOOP " statement " END LOOP; END $$"

static const char *const scripts[] = {
    [HUB_CLEAR] = "DO $$ BEGIN DROP SCHEMA IF EXISTS lanyard_backup CASCADE; "
                  "IF to_regclass('lanyard.hub') IS NOT NULL THEN " TRUNCATE
                  "INSERT INTO lanyard.feed_head VALUES (1, 0); END IF; END $$",
    [HUB_BACKUP] = "DO $$ DECLARE t text; BEGIN DROP SCHEMA IF EXISTS lanyard_backup CASCADE; "
                   "CREATE SCHEMA lanyard_backup; " EACH_TABLE(
                       "CREATE TABLE lanyard_backup.%1$I AS TABLE lanyard.%1$I") "END $$",
    [HUB_RESTORE] =
        "DO $$ DECLARE t text; BEGIN IF to_regclass('lanyard_backup.hub') IS NULL THEN RETURN; "
        "END IF; " TRUNCATE EACH_TABLE(
            "INSERT INTO lanyard.%1$I SELECT * FROM lanyard_backup.%1$I") "END $$",
    [HUB_KILL] =
        EACH_ROLE("EXECUTE format('ALTER ROLE %I NOLOGIN', s.role); PERFORM "
                  "pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = s.role;"),
    [HUB_REVIVE] = EACH_ROLE("EXECUTE format('ALTER ROLE %I LOGIN', s.role);"),
    [HUB_DELAY] = "BEGIN; UPDATE lanyard.feed_head SET last = last; SELECT pg_sleep(0.5); ROLLBACK",
};

/* Nothing that anybody needs: no hub, or a simulation's. */
static bool is_ours(struct connection *connection)
{
    static const char query[] =
        "SELECT CASE WHEN to_regclass('lanyard.hub') IS NULL THEN '" HUB_SIMULATION "' ELSE "
        "(xpath('//name/text()', query_to_xml('SELECT name FROM lanyard.hub', false, true, '')))"
        "[1]::text END";
    struct rows *rows = NULL;
    if (connection_call(connection, query, NULL, 0, CALL_MS, &rows) != CALL_DONE) {
        LOG_ERROR("looking at the hub: %s", connection_message(connection));
        return false;
    }
    bool ours = rows_null(rows, 0, 0) || strcmp(rows_text(rows, 0, 0), HUB_SIMULATION) == 0;
    if (!ours) {
        LOG_ERROR("this database is the hub of \"%s\": give the simulation one of its own",
                  rows_text(rows, 0, 0));
    }
    rows_free(rows);
    return ours;
}

bool hub_play(const char *url, enum hub_trick trick)
{
    struct connection *connection = connection_open(url, 10000, -1);
    bool ok = connection && is_ours(connection);
    if (ok && connection_script(connection, scripts[trick], CALL_MS) != CALL_DONE) {
        LOG_ERROR("the simulation's hub: %s", connection_message(connection));
        ok = false;
    }
    connection_close(connection);
    return ok;
}
