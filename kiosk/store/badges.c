/* Print intents: which badges exist, and how far each one's printing is. */
#include <string.h>

#include "kiosk/store/event_log.h"
#include "store_access.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

static void read_intent(sqlite3_stmt *statement, struct intent *out)
{
    char state[16];
    *out = (struct intent){0};
    database_text(statement, 0, out->uuid, sizeof out->uuid);
    out->holder = (uint64_t)sqlite3_column_int64(statement, 1);
    out->serial = (uint32_t)sqlite3_column_int64(statement, 2);
    out->issue = sqlite3_column_int(statement, 3);
    database_text(statement, 4, state, sizeof state);
    out->state = INTENT_UNKNOWN; /* a word that is not known asks for a person */
    intent_state_parse(state, &out->state);
    database_text(statement, 5, out->credential, sizeof out->credential);
    database_text(statement, 6, out->printer, sizeof out->printer);
    out->job_id = sqlite3_column_int(statement, 7);
    out->created_ms = sqlite3_column_int64(statement, 8);
    out->updated_ms = sqlite3_column_int64(statement, 9);
    database_text(statement, 10, out->detail, sizeof out->detail);
    database_text(statement, 11, out->station, sizeof out->station);
}

static enum store_found read_row(struct store *store, sqlite3_stmt *statement, struct intent *out)
{
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        read_intent(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

static enum store_found find_by_holder(struct store *store, enum statement id, uint64_t holder,
                                       struct intent *out)
{
    sqlite3_stmt *statement = database_statement(store, id);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "u", holder);
    return read_row(store, statement, out);
}

enum store_found store_intent(struct store *store, const char *uuid, struct intent *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_BADGE_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", uuid);
    return read_row(store, statement, out);
}

enum store_found store_intent_of(struct store *store, uint64_t holder, struct intent *out)
{
    return find_by_holder(store, SQL_BADGE_OF, holder, out);
}

bool store_intents(struct store *store, bool open_only, int limit,
                   bool (*each)(const struct intent *intent, void *userdata), void *userdata)
{
    sqlite3_stmt *statement =
        database_statement_own(store, open_only ? SQL_BADGES_OPEN : SQL_BADGES);
    if (!statement) {
        return false;
    }
    database_bind(statement, "d", limit > 0 ? limit : -1);
    enum store_found found;
    struct intent intent;
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        read_intent(statement, &intent);
        if (!each(&intent, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

enum store_found store_suspended_of(struct store *store, uint64_t holder, struct intent *out)
{
    return find_by_holder(store, SQL_BADGE_SUSPENDED, holder, out);
}

bool store_highest_issue(struct store *store, uint64_t holder, int *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_HIGHEST_ISSUE);
    if (!statement) {
        return false;
    }
    database_bind(statement, "u", holder);
    if (database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    *out = sqlite3_column_int(statement, 0);
    sqlite3_reset(statement);
    return true;
}

static bool append_word(struct store *store, const char *kind, uint64_t holder, uint32_t serial,
                        const char *reason)
{
    struct body body;
    body_start(&body);
    body_holder(&body, "holder", holder);
    body_number(&body, "serial", serial);
    body_text(&body, "reason", reason);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, kind, &body);
}

bool store_append_suspension(struct store *store, uint64_t holder, uint32_t serial,
                             const char *reason)
{
    return append_word(store, "suspension", holder, serial, reason);
}

bool store_append_reinstatement(struct store *store, uint64_t holder, uint32_t serial)
{
    struct intent suspended, standing;
    enum store_found found = store_suspended_of(store, holder, &suspended);
    enum store_found other = find_by_holder(store, SQL_BADGE_STANDING, holder, &standing);
    if (found == STORE_FAILED || other == STORE_FAILED) {
        return false;
    }
    if (found == STORE_NOT_FOUND || suspended.serial != serial || other == STORE_FOUND) {
        LOG_ERROR("badge %u cannot be made good again: %s", serial,
                  other == STORE_FOUND ? "the holder has another" : "it is not suspended");
        return false;
    }
    return append_word(store, "reinstatement", holder, serial, "found");
}

bool store_append_revocation_lifted(struct store *store, uint64_t holder, const char *reason)
{
    return append_word(store, "revocation-lifted", holder, 0, reason);
}

bool store_append_intent(struct store *store, struct intent *intent, const char *reason)
{
    struct intent standing;
    struct body body;
    uint8_t uuid[16];
    char text[UUID_TEXT_SIZE];
    char holder[HOLDER_TEXT_SIZE];
    enum store_found found = find_by_holder(store, SQL_BADGE_STANDING, intent->holder, &standing);
    if (found == STORE_FOUND) {
        LOG_ERROR("holder %s has badge %u (%s) already; replace it with `lanyard replace`",
                  holder_format(intent->holder, holder), standing.serial,
                  intent_state_string(standing.state));
    }
    if (found != STORE_NOT_FOUND || !event_log_serial_is_free(store, intent->serial)) {
        return false;
    }
    uuid_make(uuid);
    int64_t now_ms = time_realtime_ms();
    body_start(&body);
    body_text(&body, "intent", uuid_format(uuid, text));
    body_holder(&body, "holder", intent->holder);
    body_number(&body, "serial", intent->serial);
    body_number(&body, "issue", intent->issue);
    body_text(&body, "credential", intent->credential);
    body_text(&body, "printer", intent->printer);
    body_text(&body, "reason", reason);
    body_number(&body, "at", now_ms);
    return event_log_append(store, "badge-issued", &body) &&
           store_intent(store, text, intent) == STORE_FOUND;
}

/* Takes what the device said into the intent; false when nothing is new. */
static bool take_news(struct intent *intent, enum intent_state next, const char *printer,
                      int job_id, const char *detail)
{
    struct intent was = *intent;
    intent->state = next;
    if (printer) {
        strncpy(intent->printer, printer, sizeof intent->printer - 1);
    }
    if (job_id != 0) {
        intent->job_id = job_id;
    }
    if (detail) {
        strncpy(intent->detail, detail, sizeof intent->detail - 1);
    }
    return was.state != next || was.job_id != intent->job_id ||
           strcmp(was.printer, intent->printer) != 0 || strcmp(was.detail, intent->detail) != 0;
}

bool store_append_intent_input(struct store *store, const char *uuid, enum intent_input input,
                               const char *printer, int job_id, const char *detail,
                               struct intent *out)
{
    struct intent intent;
    struct body body;
    enum intent_state next;
    enum store_found found = store_intent(store, uuid, &intent);
    if (found == STORE_NOT_FOUND) {
        LOG_ERROR("no print intent %s; see `lanyard jobs`", uuid);
    }
    if (found != STORE_FOUND) {
        return false;
    }
    if (!intent_next(intent.state, input, &next)) {
        LOG_ERROR("print intent %s is %s: \"%s\" makes no sense there; see `lanyard jobs`", uuid,
                  intent_state_string(intent.state), intent_input_string(input));
        return false;
    }
    if (take_news(&intent, next, printer, job_id, detail)) {
        body_start(&body);
        body_text(&body, "intent", uuid);
        body_text(&body, "input", intent_input_string(input));
        body_text(&body, "state", intent_state_string(next));
        body_text(&body, "printer", intent.printer);
        body_number(&body, "job", intent.job_id);
        body_text(&body, "detail", intent.detail);
        body_number(&body, "at", time_realtime_ms());
        if (!event_log_append(store, "badge-state", &body) ||
            store_intent(store, uuid, &intent) != STORE_FOUND) {
            return false;
        }
    }
    if (out) {
        *out = intent;
    }
    return true;
}
