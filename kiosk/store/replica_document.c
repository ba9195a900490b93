#include "kiosk/store/replica_document.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/store/roster.h"

/* ---- from JSON ---- */

/* The columns of SQL_REPLICA_READ_SETUP. */
enum {
    CODE,
    NAME,
    COUNTRY,
    LETTER,
    RGB,
    ZONES,
    BIT,
    VENUE,
    STARTS,
    ENDS,
    KIND,
    ZONE,
    TAKES,
    ANTI,
    OLDER
};

#define TEXT(column, field) database_text(row, column, field, sizeof(field))
#define NUMBER(column) sqlite3_column_int64(row, column)

static bool put_delegation(struct store *store, sqlite3_stmt *row, const char **why)
{
    (void)why;
    struct delegation delegation;
    TEXT(CODE, delegation.code);
    TEXT(NAME, delegation.name);
    TEXT(COUNTRY, delegation.country);
    return store_put_delegation(store, &delegation);
}

static bool put_category(struct store *store, sqlite3_stmt *row, const char **why)
{
    (void)why;
    struct category category = {.code = (uint8_t)NUMBER(CODE),
                                .rgb = (uint32_t)NUMBER(RGB),
                                .zones = (uint16_t)NUMBER(ZONES)};
    TEXT(NAME, category.name);
    TEXT(LETTER, category.letter);
    return store_put_category(store, &category);
}

static bool put_zone(struct store *store, sqlite3_stmt *row, const char **why)
{
    (void)why;
    struct zone zone = {.bit = (int)NUMBER(BIT)};
    TEXT(CODE, zone.code);
    TEXT(NAME, zone.name);
    return store_put_zone(store, &zone);
}

static bool put_venue(struct store *store, sqlite3_stmt *row, const char **why)
{
    (void)why;
    struct venue venue = {.bit = (int)NUMBER(BIT)};
    TEXT(CODE, venue.code);
    TEXT(NAME, venue.name);
    return store_put_venue(store, &venue);
}

static bool put_session(struct store *store, sqlite3_stmt *row, const char **why)
{
    (void)why;
    struct session session = {
        .venue = (int)NUMBER(VENUE), .starts_ms = NUMBER(STARTS), .ends_ms = NUMBER(ENDS)};
    TEXT(CODE, session.code);
    TEXT(NAME, session.name);
    return store_put_session(store, &session);
}

static bool put_checkpoint(struct store *store, sqlite3_stmt *row, const char **why)
{
    (void)why;
    char kind[16];
    struct checkpoint checkpoint = {
        .zone = (int)NUMBER(ZONE),
        .venue = (int)NUMBER(VENUE),
        .takes_invitations = NUMBER(TAKES) != 0,
        .anti_passback = NUMBER(ANTI) != 0,
        .refer_data_older_s = (int)NUMBER(OLDER),
    };
    TEXT(CODE, checkpoint.code);
    TEXT(NAME, checkpoint.name);
    TEXT(KIND, kind);
    checkpoint.kind = strcmp(kind, checkpoint_kind_string(CHECKPOINT_DOOR)) == 0
                          ? CHECKPOINT_DOOR
                          : CHECKPOINT_REGISTRATION;
    return store_put_checkpoint(store, &checkpoint);
}

/* Two people with one external id: the organiser must say which. */
static bool external_id_is_free(struct store *store, const struct attendee *attendee)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_EXTERNAL);
    bool free_here = true;
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", attendee->external_id);
    if (database_row(store, statement) == STORE_FOUND) {
        free_here = (uint64_t)sqlite3_column_int64(statement, 0) == attendee->holder;
        sqlite3_reset(statement);
    }
    return free_here;
}

static bool put_attendee(struct store *store, sqlite3_stmt *row, const char **why)
{
    struct attendee attendee;
    roster_read(row, &attendee);
    if (!external_id_is_free(store, &attendee)) {
        *why = "another person has this external id";
        return false;
    }
    return attendee.holder != 0 && store_put_attendee(store, &attendee);
}

static const struct kind {
    const char *name;
    enum statement write; /* the row's JSON, by key */
    enum statement read;
    bool (*put)(struct store *store, sqlite3_stmt *row, const char **why); /* NULL: `read` puts */
} kinds[] = {
    {"delegation", SQL_DOCUMENT_DELEGATION, SQL_REPLICA_READ_SETUP, put_delegation},
    {"category", SQL_DOCUMENT_CATEGORY, SQL_REPLICA_READ_SETUP, put_category},
    {"zone", SQL_DOCUMENT_ZONE, SQL_REPLICA_READ_SETUP, put_zone},
    {"venue", SQL_DOCUMENT_VENUE, SQL_REPLICA_READ_SETUP, put_venue},
    {"session", SQL_DOCUMENT_SESSION, SQL_REPLICA_READ_SETUP, put_session},
    {"checkpoint", SQL_DOCUMENT_CHECKPOINT, SQL_REPLICA_READ_SETUP, put_checkpoint},
    {"attendee", SQL_DOCUMENT_ATTENDEE, SQL_REPLICA_READ_ATTENDEE, put_attendee},
    {"tie", SQL_DOCUMENT_TIE, SQL_TAKE_TIE, NULL},
    {"focal-point", SQL_DOCUMENT_FOCAL, SQL_TAKE_FOCAL, NULL},
    {"setting", SQL_DOCUMENT_SETTING, SQL_TAKE_SETTING, NULL},
    {"watch", SQL_DOCUMENT_WATCH, SQL_TAKE_WATCH, NULL},
    {"file", SQL_DOCUMENT_FILE, SQL_TAKE_FILE, NULL},
};

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* ---- to JSON ---- */

/* The first column of a bound statement's one row, as text of the caller's. NULL: none. */
static char *take_text(struct store *store, sqlite3_stmt *statement)
{
    char *text = NULL;
    if (database_row(store, statement) == STORE_FOUND) {
        const char *column = (const char *)sqlite3_column_text(statement, 0);
        text = column ? strdup(column) : NULL;
        sqlite3_reset(statement);
    }
    return text;
}

/* The document as it stands here: all of it, or of it the fields that have changed. NULL: none. */
static char *document_json(struct store *store, const struct kind *kind, const char *key,
                           bool only_changed)
{
    sqlite3_stmt *statement = database_statement(store, kind->write);
    if (!statement) {
        return NULL;
    }
    database_bind(statement, "s", key);
    char *all = take_text(store, statement);
    if (!all || !only_changed) {
        return all;
    }
    char *changed = NULL;
    statement = database_statement(store, SQL_REPLICA_CHANGED_FIELDS);
    if (statement) {
        database_bind(statement, "sss", all, kind->name, key);
        changed = take_text(store, statement);
    }
    free(all);
    return changed;
}

bool replica_documents(struct store *store, int limit,
                       bool (*each)(const struct replica_document *document, void *userdata),
                       void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_REPLICA_DOCUMENTS);
    if (!statement) {
        return false;
    }
    database_bind(statement, "d", limit);
    enum store_found found;
    bool more = true;
    while (more && (found = database_row(store, statement)) == STORE_FOUND) {
        struct replica_document document = {
            .kind = (const char *)sqlite3_column_text(statement, 0),
            .key = (const char *)sqlite3_column_text(statement, 1),
            .changed = (const char *)sqlite3_column_text(statement, 2),
            .at_ms = sqlite3_column_int64(statement, 3),
            .note = sqlite3_column_int64(statement, 4),
        };
        const struct kind *kind = find_kind(document.kind);
        char *json = kind ? document_json(store, kind, document.key, false) : NULL;
        document.body = json;
        more = !json || each(&document, userdata);
        free(json);
    }
    sqlite3_finalize(statement);
    return !store->failed;
}

bool replica_document_sent(struct store *store, const char *kind, const char *key, int64_t note)
{
    return database_do(store, SQL_REPLICA_DOCUMENT_SENT, "ssi", kind, key, note);
}

/* ---- taking over ---- */

/* Whether the document has changes that have not gone up; *whole: it is new. */
static bool is_pending(struct store *store, const struct replica_item *item, bool *whole)
{
    sqlite3_stmt *statement = database_statement(store, SQL_REPLICA_PENDING);
    bool pending = false;
    if (!statement) {
        return false;
    }
    database_bind(statement, "ss", item->kind, item->key);
    if (database_row(store, statement) == STORE_FOUND) {
        pending = sqlite3_column_type(statement, 0) != SQLITE_NULL;
        *whole = sqlite3_column_bytes(statement, 0) == 0;
        sqlite3_reset(statement);
    }
    return pending;
}

/* The hub's version with what was changed here on top. NULL: no memory, or no JSON. */
static char *overlay(struct store *store, const struct kind *kind, const struct replica_item *item)
{
    bool whole = false;
    if (!is_pending(store, item, &whole)) {
        return strndup(item->text, item->text_size);
    }
    char *pending = document_json(store, kind, item->key, !whole);
    sqlite3_stmt *statement = pending ? database_statement(store, SQL_REPLICA_OVERLAY) : NULL;
    char *merged = NULL;
    if (statement) {
        sqlite3_bind_text64(statement, 1, item->text, item->text_size, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_text(statement, 2, pending, -1, SQLITE_STATIC);
        merged = take_text(store, statement);
    }
    free(pending);
    return merged;
}

static bool put_json(struct store *store, const struct kind *kind, const char *json,
                     const char **why)
{
    sqlite3_stmt *row = database_statement(store, kind->read);
    if (!row) {
        return false;
    }
    database_bind(row, "s", json);
    if (!kind->put) {
        return database_run(store, row);
    }
    bool put = database_row(store, row) == STORE_FOUND && kind->put(store, row, why);
    sqlite3_reset(row);
    return put;
}

bool replica_document_put(struct store *store, const struct replica_item *item, const char **why)
{
    const struct kind *kind = find_kind(item->kind);
    *why = "cannot be stored here";
    if (!kind) {
        *why = "unknown kind: update this program";
        return false;
    }
    if (strcmp(item->kind, "file") == 0 && !replica_file_name(item->key)) {
        *why = "not a file that may travel";
        return false;
    }
    char *json = overlay(store, kind, item);
    bool put = json && put_json(store, kind, json, why) &&
               database_do(store, SQL_REPLICA_DOCUMENT_STAMP, "ssi", item->kind, item->key,
                           item->stamp_ms);
    free(json);
    return put;
}
