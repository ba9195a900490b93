/* What the organiser enters about the event: places, groups, checkpoints, keys, settings. */
#include <string.h>

#include "kiosk/store/database.h"

#define LOG_MODULE "store"
#include "log.h"
#include "text.h"

#define FOLDED_SIZE 1024

bool store_event(struct store *store, struct event_info *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_EVENT_GET);
    struct event_info event = {0};
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    database_blob(statement, 0, event.uuid, sizeof event.uuid);
    database_text(statement, 1, event.name, sizeof event.name);
    database_text(statement, 2, event.place, sizeof event.place);
    database_text(statement, 3, event.timezone, sizeof event.timezone);
    sqlite3_reset(statement);
    statement = database_statement(store, SQL_EVENT_DAYS);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    while (found == STORE_FOUND && (found = database_row(store, statement)) == STORE_FOUND) {
        struct event_day *day = &event.days[event.day_count++];
        database_text(statement, 0, day->date, sizeof day->date);
        day->starts_ms = sqlite3_column_int64(statement, 1);
        day->ends_ms = sqlite3_column_int64(statement, 2);
    }
    if (found != STORE_FAILED) {
        *out = event;
    }
    return found != STORE_FAILED;
}

/* Appends a text, folded, and a blank. */
static void fold_add(char *folded, size_t size, const char *text)
{
    size_t used = strlen(folded);
    text_fold(text, folded + used, size - used);
    for (char *at = folded + used; *at; at++) {
        *at = *at == '-' ? ' ' : *at;
    }
    used = strlen(folded);
    if (used + 1 < size) {
        memcpy(folded + used, " ", 2);
    }
}

/* A country is found by its name in every language of the rosters and screens. */
bool store_put_delegation(struct store *store, const struct delegation *delegation)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", "tg", "fa"};
    char folded[FOLDED_SIZE] = "", name[ATTENDEE_TEXT_SIZE];
    fold_add(folded, sizeof folded, delegation->name);
    fold_add(folded, sizeof folded, delegation->code);
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        if (country_name(delegation_flag(delegation), languages[i], name, sizeof name)) {
            fold_add(folded, sizeof folded, name);
        }
    }
    return database_do(store, SQL_DELEGATION_PUT, "ssss", delegation->code, delegation->country,
                       delegation->name, folded);
}

bool store_put_category(struct store *store, const struct category *category)
{
    char folded[FOLDED_SIZE] = "";
    fold_add(folded, sizeof folded, category->name);
    return database_do(store, SQL_CATEGORY_PUT, "dssids", category->code, category->letter,
                       category->name, (int64_t)category->rgb, category->zones, folded);
}

bool store_put_zone(struct store *store, const struct zone *zone)
{
    return database_do(store, SQL_ZONE_PUT, "dss", zone->bit, zone->code, zone->name);
}

bool store_put_venue(struct store *store, const struct venue *venue)
{
    return database_do(store, SQL_VENUE_PUT, "dss", venue->bit, venue->code, venue->name);
}

bool store_put_session(struct store *store, const struct session *session)
{
    return database_do(store, SQL_SESSION_PUT, "ssdii", session->code, session->name,
                       session->venue, session->starts_ms, session->ends_ms);
}

bool store_put_checkpoint(struct store *store, const struct checkpoint *checkpoint)
{
    return database_do(store, SQL_CHECKPOINT_PUT, "sssddddd", checkpoint->code, checkpoint->name,
                       checkpoint_kind_string(checkpoint->kind), checkpoint->zone,
                       checkpoint->venue, checkpoint->takes_invitations, checkpoint->anti_passback,
                       checkpoint->refer_data_older_s);
}

/* ---- reading ---- */

static void read_delegation(sqlite3_stmt *statement, void *out)
{
    struct delegation *delegation = out;
    database_text(statement, 0, delegation->code, sizeof delegation->code);
    database_text(statement, 1, delegation->country, sizeof delegation->country);
    database_text(statement, 2, delegation->name, sizeof delegation->name);
}

static void read_category(sqlite3_stmt *statement, void *out)
{
    struct category *category = out;
    category->code = (uint8_t)sqlite3_column_int(statement, 0);
    database_text(statement, 1, category->letter, sizeof category->letter);
    database_text(statement, 2, category->name, sizeof category->name);
    category->rgb = (uint32_t)sqlite3_column_int64(statement, 3);
    category->zones = (uint16_t)sqlite3_column_int(statement, 4);
}

static void read_zone(sqlite3_stmt *statement, void *out)
{
    struct zone *zone = out;
    zone->bit = sqlite3_column_int(statement, 0);
    database_text(statement, 1, zone->code, sizeof zone->code);
    database_text(statement, 2, zone->name, sizeof zone->name);
}

static void read_venue(sqlite3_stmt *statement, void *out)
{
    struct venue *venue = out;
    venue->bit = sqlite3_column_int(statement, 0);
    database_text(statement, 1, venue->code, sizeof venue->code);
    database_text(statement, 2, venue->name, sizeof venue->name);
}

static void read_session(sqlite3_stmt *statement, void *out)
{
    struct session *session = out;
    database_text(statement, 0, session->code, sizeof session->code);
    database_text(statement, 1, session->name, sizeof session->name);
    session->venue = sqlite3_column_int(statement, 2);
    session->starts_ms = sqlite3_column_int64(statement, 3);
    session->ends_ms = sqlite3_column_int64(statement, 4);
}

static void read_checkpoint(sqlite3_stmt *statement, void *out)
{
    struct checkpoint *checkpoint = out;
    char kind[16];
    database_text(statement, 0, checkpoint->code, sizeof checkpoint->code);
    database_text(statement, 1, checkpoint->name, sizeof checkpoint->name);
    database_text(statement, 2, kind, sizeof kind);
    checkpoint->kind = strcmp(kind, checkpoint_kind_string(CHECKPOINT_DOOR)) == 0
                           ? CHECKPOINT_DOOR
                           : CHECKPOINT_REGISTRATION;
    checkpoint->zone = sqlite3_column_int(statement, 3);
    checkpoint->venue = sqlite3_column_int(statement, 4);
    checkpoint->takes_invitations = sqlite3_column_int(statement, 5);
    checkpoint->anti_passback = sqlite3_column_int(statement, 6);
    checkpoint->refer_data_older_s = sqlite3_column_int(statement, 7);
}

/* Reads the one row of a statement whose values are bound. */
static enum store_found read_one(struct store *store, sqlite3_stmt *statement,
                                 void (*read)(sqlite3_stmt *statement, void *out), void *out)
{
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        read(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

enum store_found store_delegation(struct store *store, const char *code, struct delegation *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_DELEGATION_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", code);
    return read_one(store, statement, read_delegation, out);
}

enum store_found store_category(struct store *store, uint8_t code, struct category *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_CATEGORY_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "d", code);
    return read_one(store, statement, read_category, out);
}

enum store_found store_checkpoint(struct store *store, const char *code, struct checkpoint *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_CHECKPOINT_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", code ? code : "");
    return read_one(store, statement, read_checkpoint, out);
}

/* Reads rows of `size` bytes each into an array. */
static int read_all(struct store *store, enum statement id, int limit,
                    void (*read)(sqlite3_stmt *statement, void *out), void *out, size_t size)
{
    sqlite3_stmt *statement = database_statement(store, id);
    if (!statement) {
        return -1;
    }
    database_bind(statement, "d", limit);
    int count = 0;
    enum store_found found;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        read(statement, (char *)out + size * (size_t)count++);
    }
    return found == STORE_FAILED ? -1 : count;
}

int store_zones(struct store *store, struct zone *out, int limit)
{
    return read_all(store, SQL_ZONES, limit, read_zone, out, sizeof *out);
}

int store_venues(struct store *store, struct venue *out, int limit)
{
    return read_all(store, SQL_VENUES, limit, read_venue, out, sizeof *out);
}

int store_sessions(struct store *store, struct session *out, int limit)
{
    return read_all(store, SQL_SESSIONS, limit, read_session, out, sizeof *out);
}

int store_checkpoints(struct store *store, struct checkpoint *out, int limit)
{
    return read_all(store, SQL_CHECKPOINTS, limit, read_checkpoint, out, sizeof *out);
}

/* ---- keys and settings ---- */

/* The root key and version of the list that stands. */
static enum store_found standing_list(struct store *store, uint8_t root[KEY_PUBLIC_SIZE],
                                      uint32_t *version)
{
    sqlite3_stmt *statement = database_statement(store, SQL_KEY_LIST_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_blob(statement, 0, root, KEY_PUBLIC_SIZE);
        *version = (uint32_t)sqlite3_column_int64(statement, 1);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_put_key_list(struct store *store, const char *text, size_t length)
{
    uint8_t root[KEY_PUBLIC_SIZE];
    uint32_t version = 0;
    struct key_list list;
    int line = 0;
    enum store_found standing = standing_list(store, root, &version);
    if (standing == STORE_FAILED) {
        return false;
    }
    enum key_list_status status = KEY_LIST_MALFORMED;
    if (standing == STORE_FOUND || key_list_peek_root(text, length, root)) {
        status = key_list_open(text, length, root, store->event_uuid, &list, &line);
    }
    if (status != KEY_LIST_OK) {
        LOG_ERROR("key list, line %d: %s Take it from the station that holds the root key.", line,
                  key_list_status_string(status));
        return false;
    }
    if (list.version < version) {
        LOG_ERROR("key list: version %u is older than %u, which this station has; take the newest",
                  list.version, version);
        return false;
    }
    sqlite3_stmt *statement = database_statement(store, SQL_KEY_LIST_PUT);
    if (!statement) {
        return false;
    }
    database_bind(statement, "bi", root, sizeof root, (int64_t)list.version);
    sqlite3_bind_text64(statement, 3, text, length, SQLITE_STATIC, SQLITE_UTF8);
    return database_run(store, statement);
}

bool store_key_list(struct store *store, struct key_list *out)
{
    uint8_t root[KEY_PUBLIC_SIZE];
    sqlite3_stmt *statement = database_statement(store, SQL_KEY_LIST_GET);
    enum store_found found = statement ? database_row(store, statement) : STORE_FAILED;
    if (found == STORE_NOT_FOUND) {
        LOG_ERROR("%s: holds no key list; restore a copy, or run `lanyard init`", store->path);
    }
    if (found != STORE_FOUND) {
        return false;
    }
    database_blob(statement, 0, root, sizeof root);
    const char *text = (const char *)sqlite3_column_text(statement, 2);
    size_t length = (size_t)sqlite3_column_bytes(statement, 2);
    int line = 0;
    enum key_list_status status =
        key_list_open(text ? text : "", length, root, store->event_uuid, out, &line);
    if (status != KEY_LIST_OK) {
        LOG_ERROR("%s: key list, line %d: %s Restore a copy.", store->path, line,
                  key_list_status_string(status));
    }
    sqlite3_reset(statement);
    return status == KEY_LIST_OK;
}

bool store_put_setting(struct store *store, const char *name, const char *value)
{
    return database_do(store, SQL_SETTING_PUT, "ss", name, value);
}

enum store_found store_setting(struct store *store, const char *name, char *out, size_t size)
{
    sqlite3_stmt *statement = database_statement(store, SQL_SETTING_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", name);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        database_text(statement, 0, out, size);
        sqlite3_reset(statement);
    }
    return found;
}
