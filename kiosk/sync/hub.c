/* The hub, for its operator: its schema, its stations, how it stands. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asset.h"
#include "kiosk/sync/address.h"
#include "kiosk/sync/join.h"
#include "kiosk/sync/session.h"

#define LOG_MODULE "hub"
#include "log.h"
#include "timebase.h"

#define CONNECT_MS 10000
#define CALL_MS 60000

static const char *const steps[HUB_SCHEMA] = {"hub/001-hub.sql", "hub/002-files.sql",
                                              "hub/003-snapshot.sql"};

static bool fail(struct connection *connection, const char *doing)
{
    const char *code = connection_code(connection);
    const char *hint = strcmp(code, "3F000") == 0 || strcmp(code, "42883") == 0
                           ? "; is this a hub? `lanyard hub init` makes one"
                       : strcmp(code, "42501") == 0
                           ? "; use the address of a role that may create roles and owns the hub"
                           : "";
    LOG_ERROR("%s: %s (%s)%s", doing, connection_message(connection), code, hint);
    return false;
}

/* Runs a query whose one row has one number. */
static bool ask(struct connection *connection, const char *sql, const struct parameter *parameters,
                int count, int64_t *out, const char *doing)
{
    struct rows *rows = NULL;
    if (connection_call(connection, sql, parameters, count, CALL_MS, &rows) != CALL_DONE) {
        return fail(connection, doing);
    }
    *out = rows_count(rows) == 1 ? rows_number(rows, 0, 0) : 0;
    rows_free(rows);
    return true;
}

static struct connection *open_hub(const char *url)
{
    struct connection *connection = connection_open(url, CONNECT_MS, -1);
    int64_t schema = 0, there;
    if (!connection) {
        return NULL;
    }
    bool ok = ask(connection, "SELECT (to_regclass('lanyard.schema_step') IS NOT NULL)::int", NULL,
                  0, &there, "looking at the hub");
    if (ok && !there) {
        LOG_ERROR("there is no hub in this database: make one with `lanyard hub init`");
        ok = false;
    }
    ok = ok && ask(connection, "SELECT max(step)::int FROM lanyard.schema_step", NULL, 0, &schema,
                   "looking at the hub");
    if (ok && schema != HUB_SCHEMA) {
        LOG_ERROR("the hub has schema %" PRId64 ", this program knows %d; %s", schema, HUB_SCHEMA,
                  schema > HUB_SCHEMA ? "update this program" : "run `lanyard hub init`");
        ok = false;
    }
    if (!ok) {
        connection_close(connection);
        connection = NULL;
    }
    return connection;
}

/* ---- init ---- */

/* One step in a transaction, with the note that it was made. */
static bool install_step(struct connection *connection, int step)
{
    size_t size;
    const char *sql = asset_find(steps[step - 1], &size);
    char *script = sql ? malloc(size + 512) : NULL;
    if (!script) {
        LOG_ERROR("the hub's schema is not in this program, or no memory");
        return false;
    }
    sprintf(script,
            "BEGIN; SELECT pg_advisory_xact_lock(hashtext('lanyard'));"
            "CREATE SCHEMA IF NOT EXISTS lanyard;\n%s\n"
            "INSERT INTO lanyard.schema_step VALUES (%d); COMMIT;",
            sql, step);
    bool ok = connection_script(connection, script, CALL_MS) == CALL_DONE;
    if (!ok) {
        fail(connection, "installing the hub's schema");
        connection_script(connection, "ROLLBACK", CALL_MS);
    }
    free(script);
    return ok;
}

static bool install(struct connection *connection)
{
    int64_t there, schema = 0;
    bool ok = ask(connection, "SELECT (to_regclass('lanyard.schema_step') IS NOT NULL)::int", NULL,
                  0, &there, "looking at the hub") &&
              (!there || ask(connection, "SELECT max(step)::int FROM lanyard.schema_step", NULL, 0,
                             &schema, "looking at the hub"));
    if (ok && schema > HUB_SCHEMA) {
        LOG_ERROR("the hub's schema (%" PRId64 ") is newer than this program (%d); update it",
                  schema, HUB_SCHEMA);
        return false;
    }
    for (int step = (int)schema + 1; ok && step <= HUB_SCHEMA; step++) {
        ok = install_step(connection, step);
    }
    return ok;
}

/* Gives an empty hub the store's event. *ours: it is this event's hub. */
static bool put_event(struct connection *connection, struct store *store)
{
    struct event_info event;
    char uuid[UUID_TEXT_SIZE], version[16], days[EVENT_DAYS_MAX * 12] = "", *keys = NULL;
    uint32_t number;
    struct key_list *list = malloc(sizeof *list);
    int64_t same = 0;
    bool ok = list && store_event(store, &event) && store_key_list(store, list) &&
              replica_key_list(store, &keys, &number);
    if (ok) {
        for (size_t i = 0; i < event.day_count; i++) {
            snprintf(days + strlen(days), sizeof days - strlen(days), "%s%s", i ? "," : "",
                     event.days[i].date);
        }
        snprintf(version, sizeof version, "%" PRIu32, number);
        uuid_format(event.uuid, uuid);
        const struct parameter parameters[] = {
            PARAMETER_TEXT(uuid),        PARAMETER_TEXT(event.name),
            PARAMETER_TEXT(event.place), PARAMETER_TEXT(event.timezone),
            PARAMETER_TEXT(days),        {(const char *)list->root_public, KEY_PUBLIC_SIZE},
            PARAMETER_TEXT(version),     PARAMETER_TEXT(keys)};
        struct rows *rows = NULL;
        ok = connection_call(connection,
                             "INSERT INTO lanyard.hub VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, 1)"
                             " ON CONFLICT DO NOTHING",
                             parameters, 8, CALL_MS, &rows) == CALL_DONE
                 ? ask(connection, "SELECT (event = $1)::int FROM lanyard.hub", parameters, 1,
                       &same, "naming the event")
                 : fail(connection, "naming the event");
        rows_free(rows);
    }
    if (ok && !same) {
        LOG_ERROR("this hub serves another event: give this one a database of its own");
    }
    free(keys);
    free(list);
    return ok && same;
}

/* ---- stations ---- */

/* The role that the hub gives a station. */
static bool role_name(struct connection *connection, const char *station, char *out, size_t size)
{
    const struct parameter parameter = PARAMETER_TEXT(station);
    struct rows *rows = NULL;
    if (connection_call(connection, "SELECT lanyard.role_name($1)", &parameter, 1, CALL_MS,
                        &rows) != CALL_DONE) {
        return fail(connection, "naming a station");
    }
    snprintf(out, size, "%s", rows_text(rows, 0, 0));
    rows_free(rows);
    return true;
}

static bool enrol(struct connection *connection, const char *station, bool may_edit, int minutes,
                  const char *password)
{
    char role[64], number[16];
    if (!role_name(connection, station, role, sizeof role)) {
        return false;
    }
    char *encrypted = connection_encrypt_password(connection, password, role);
    snprintf(number, sizeof number, "%d", minutes);
    const struct parameter parameters[] = {PARAMETER_TEXT(station),
                                           PARAMETER_TEXT(may_edit ? "t" : "f"),
                                           PARAMETER_TEXT(encrypted), PARAMETER_TEXT(number)};
    bool ok = encrypted && (connection_call(connection, "SELECT lanyard.enrol($1, $2, $3, $4)",
                                            parameters, 4, CALL_MS, NULL) == CALL_DONE ||
                            fail(connection, "enrolling a station"));
    free(encrypted);
    return ok;
}

/* Enrols the store's own station, unless its store names a hub already. */
static bool join_self(struct connection *connection, const char *url, struct store *store,
                      const struct station_key *key)
{
    struct replica_state state;
    char role[64], password[HUB_PASSWORD_SIZE], own[sizeof state.hub];
    if (!replica_state(store, &state)) {
        return false;
    }
    if (state.hub[0]) {
        return true;
    }
    hub_password_make(password);
    return role_name(connection, key->station, role, sizeof role) &&
           address_for(url, role, password, own, sizeof own) &&
           enrol(connection, key->station, true, 0, password) && replica_set_hub(store, own);
}

bool hub_init(const char *url, struct store *store, const struct station_key *key)
{
    struct connection *connection = connection_open(url, CONNECT_MS, -1);
    bool ok = connection && install(connection) && put_event(connection, store) &&
              join_self(connection, url, store, key);
    connection_close(connection);
    return ok;
}

bool hub_enrol(const char *url, const char *station, bool may_edit, int minutes,
               char code[HUB_CODE_SIZE])
{
    struct connection *connection = open_hub(url);
    char role[64], password[HUB_PASSWORD_SIZE];
    hub_password_make(password);
    bool ok = connection && role_name(connection, station, role, sizeof role) &&
              enrol(connection, station, may_edit, minutes, password);
    if (ok) {
        snprintf(code, HUB_CODE_SIZE, "%s:%s", role, password);
    }
    connection_close(connection);
    return ok;
}

bool hub_revoke(const char *url, const char *station)
{
    struct connection *connection = open_hub(url);
    const struct parameter parameter = PARAMETER_TEXT(station);
    int64_t done = 0;
    bool ok = connection && ask(connection, "SELECT lanyard.revoke_station($1)::int", &parameter, 1,
                                &done, "revoking a station");
    if (ok && !done) {
        LOG_ERROR("the hub has no station \"%s\"; `lanyard hub status` lists them", station);
    }
    connection_close(connection);
    return ok && done;
}

/* ---- status ---- */

static const char station_query[] =
    "SELECT s.name, CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN c.station IS NULL AND "
    "joined_at IS NULL THEN 'enrolled' ELSE 'joined' END, may_edit, sequence, "
    "coalesce(extract(epoch FROM now() - seen_at)::bigint, -1), coalesce(f.last - cursor, f.last), "
    "coalesce(outbox, 0), coalesce(quarantined, 0), coalesce(clock_off_ms, 0), "
    "coalesce(version, ''), public_key FROM lanyard.feed_head f, lanyard.station s "
    "LEFT JOIN lanyard.contact c ON c.station = s.name ORDER BY s.name";

static const char hub_query[] =
    "SELECT event::text, name, (SELECT max(step) FROM lanyard.schema_step), generation, "
    "(SELECT last FROM lanyard.feed_head), (SELECT count(*) FROM lanyard.station), "
    "(SELECT count(*) FROM lanyard.document), (SELECT count(*) FROM lanyard.event_log), "
    "(SELECT count(*) FROM lanyard.incident) FROM lanyard.hub";

static void read_station(const struct rows *rows, int row, struct hub_station *out)
{
    *out = (struct hub_station){
        .may_edit = rows_number(rows, row, 2) != 0,
        .events = rows_number(rows, row, 3),
        .seen_s = rows_number(rows, row, 4),
        .behind = rows_number(rows, row, 5),
        .waiting = rows_number(rows, row, 6),
        .quarantined = rows_number(rows, row, 7),
        .clock_off_ms = rows_number(rows, row, 8),
        .has_key = !rows_null(rows, row, 10),
    };
    snprintf(out->name, sizeof out->name, "%s", rows_text(rows, row, 0));
    snprintf(out->state, sizeof out->state, "%s", rows_text(rows, row, 1));
    snprintf(out->version, sizeof out->version, "%s", rows_text(rows, row, 9));
    rows_blob(rows, row, 10, out->public_key, sizeof out->public_key);
}

static bool read_hub(struct connection *connection, struct hub_state *out)
{
    struct rows *rows = NULL;
    if (connection_call(connection, hub_query, NULL, 0, CALL_MS, &rows) != CALL_DONE) {
        return fail(connection, "reading the hub's state");
    }
    bool one = rows_count(rows) == 1;
    if (one) {
        *out = (struct hub_state){
            .schema = rows_number(rows, 0, 2),
            .generation = rows_number(rows, 0, 3),
            .feed = rows_number(rows, 0, 4),
            .stations = rows_number(rows, 0, 5),
            .documents = rows_number(rows, 0, 6),
            .events = rows_number(rows, 0, 7),
            .incidents = rows_number(rows, 0, 8),
        };
        snprintf(out->event, sizeof out->event, "%s", rows_text(rows, 0, 0));
        snprintf(out->name, sizeof out->name, "%s", rows_text(rows, 0, 1));
    }
    rows_free(rows);
    return one;
}

bool hub_status(const char *url, struct hub_state *out,
                void (*each)(const struct hub_station *station, void *userdata), void *userdata)
{
    struct connection *connection = open_hub(url);
    struct rows *rows = NULL;
    bool ok = connection && read_hub(connection, out);
    if (ok && connection_call(connection, station_query, NULL, 0, CALL_MS, &rows) != CALL_DONE) {
        ok = fail(connection, "reading the hub's stations");
    }
    for (int i = 0; ok && i < rows_count(rows); i++) {
        struct hub_station station;
        read_station(rows, i, &station);
        each(&station, userdata);
    }
    rows_free(rows);
    connection_close(connection);
    return ok;
}

bool hub_lost(const char *url, int limit, void (*each)(const struct hub_lost *lost, void *userdata),
              void *userdata)
{
    struct connection *connection = open_hub(url);
    struct rows *rows = NULL;
    char number[16];
    snprintf(number, sizeof number, "%d", limit);
    const struct parameter parameter = PARAMETER_TEXT(number);
    bool ok = connection &&
              (connection_call(connection,
                               "SELECT kind, key, field, value::text, station, at_ms FROM "
                               "lanyard.document_lost ORDER BY lost_at DESC, at_ms DESC LIMIT "
                               "$1::integer",
                               &parameter, 1, CALL_MS, &rows) == CALL_DONE ||
               fail(connection, "reading what was replaced"));
    for (int i = 0; ok && i < rows_count(rows); i++) {
        const struct hub_lost lost = {.kind = rows_text(rows, i, 0),
                                      .key = rows_text(rows, i, 1),
                                      .field = rows_text(rows, i, 2),
                                      .value = rows_text(rows, i, 3),
                                      .station = rows_text(rows, i, 4),
                                      .at_ms = rows_number(rows, i, 5)};
        each(&lost, userdata);
    }
    rows_free(rows);
    connection_close(connection);
    return ok;
}
