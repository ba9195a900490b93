/* The event's rules as the store keeps them, and what a decision under rules looks at. */
#include <stdio.h>
#include <string.h>

#include "kiosk/store/event_log.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

#define INVITED_PER_EVENT 500 /* as many holders as fit into a body */

bool store_append_rules(struct store *store, const char *text, size_t length,
                        char id[UUID_TEXT_SIZE])
{
    struct body body;
    uint8_t uuid[16];
    char copy[STORE_RULES_MAX + 1];
    if (length > STORE_RULES_MAX || memchr(text, '\0', length)) {
        LOG_ERROR("rules: longer than %d bytes, or not text", STORE_RULES_MAX);
        return false;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    uuid_make(uuid);
    body_start(&body);
    body_text(&body, "rules", uuid_format(uuid, id));
    body_text(&body, "text", copy);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "rules-changed", &body);
}

enum store_found store_rules(struct store *store, struct rules_text *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_RULES_GET);
    enum store_found found = statement ? database_row(store, statement) : STORE_FAILED;
    if (found == STORE_FOUND) {
        database_text(statement, 0, out->id, sizeof out->id);
        database_text(statement, 1, out->text, sizeof out->text);
        out->length = strlen(out->text);
        out->at_ms = sqlite3_column_int64(statement, 2);
        sqlite3_reset(statement);
    }
    return found;
}

bool store_rules_id(struct store *store, char id[UUID_TEXT_SIZE])
{
    sqlite3_stmt *statement = database_statement(store, SQL_RULES_ID);
    enum store_found found = statement ? database_row(store, statement) : STORE_FAILED;
    if (found == STORE_FOUND) {
        database_text(statement, 0, id, UUID_TEXT_SIZE);
        sqlite3_reset(statement);
    } else {
        id[0] = '\0';
    }
    return found != STORE_FAILED;
}

static bool append_some_invited(struct store *store, const char *rules_id, const char *session,
                                const uint64_t *holders, size_t count)
{
    struct body body;
    char text[HOLDER_TEXT_SIZE];
    body_start(&body);
    body_text(&body, "rules", rules_id);
    body_text(&body, "session", session);
    body_list(&body, "holders");
    for (size_t i = 0; i < count; i++) {
        body_item(&body, holder_format(holders[i], text));
    }
    body_list_end(&body);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "session-invited", &body);
}

bool store_append_invited(struct store *store, const char *rules_id, const char *session,
                          const uint64_t *holders, size_t count)
{
    for (size_t at = 0; at < count; at += INVITED_PER_EVENT) {
        size_t some = count - at < INVITED_PER_EVENT ? count - at : INVITED_PER_EVENT;
        if (!append_some_invited(store, rules_id, session, holders + at, some)) {
            return false;
        }
    }
    return true;
}

bool store_append_escorts(struct store *store, const char *rules_id,
                          const struct escort_pair *pairs, size_t count)
{
    struct body body;
    body_start(&body);
    body_text(&body, "rules", rules_id);
    body_list(&body, "pairs");
    for (size_t i = 0; i < count; i++) {
        char guest[HOLDER_TEXT_SIZE], escort[HOLDER_TEXT_SIZE], pair[2 * HOLDER_TEXT_SIZE];
        snprintf(pair, sizeof pair, "%s %s", holder_format(pairs[i].guest, guest),
                 holder_format(pairs[i].escort, escort));
        body_item(&body, pair);
    }
    body_list_end(&body);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "escorts-named", &body);
}

/* The one number of the row that a bound statement gives. */
static bool read_number(struct store *store, sqlite3_stmt *statement, int *out)
{
    if (database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    *out = sqlite3_column_int(statement, 0);
    sqlite3_reset(statement);
    return true;
}

bool store_is_invited(struct store *store, const char *session, uint64_t holder, bool *out)
{
    int invited = 0;
    sqlite3_stmt *statement = database_statement(store, SQL_IS_INVITED);
    if (!statement) {
        return false;
    }
    database_bind(statement, "su", session, holder);
    bool read = read_number(store, statement, &invited);
    *out = invited;
    return read;
}

static bool is_in_set(const uint8_t *set, int category)
{
    return category >= 0 && category < 256 && (set[category / 8] >> category % 8 & 1);
}

bool store_escort_is_here(struct store *store, uint64_t guest, const char *checkpoint,
                          int64_t from_ms, int64_t to_ms, const uint8_t categories[32], bool *out)
{
    int named = 0;
    sqlite3_stmt *statement = database_statement(store, SQL_HAS_ESCORT);
    if (!statement) {
        return false;
    }
    database_bind(statement, "u", guest);
    if (!read_number(store, statement, &named) ||
        !(statement = database_statement(store, SQL_ESCORTS_HERE))) {
        return false;
    }
    database_bind(statement, "usii", guest, checkpoint, from_ms, to_ms);
    enum store_found found;
    bool here = false;
    while (!here && (found = database_row(store, statement)) == STORE_FOUND) {
        here = named ? sqlite3_column_int(statement, 1)
                     : !categories || is_in_set(categories, sqlite3_column_int(statement, 0));
    }
    sqlite3_reset(statement);
    *out = here;
    return here || found == STORE_NOT_FOUND;
}

bool store_people_inside(struct store *store, int scope, int *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_PEOPLE_INSIDE);
    if (!statement) {
        return false;
    }
    database_bind(statement, "d", scope);
    return read_number(store, statement, out);
}
