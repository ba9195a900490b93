/* The desk's search: one person by anything that names exactly one, else words. */
#include <stdlib.h>
#include <string.h>

#include "code.h"
#include "kiosk/store/roster.h"
#include "kiosk/store/search_rank.h"

/* The one number in the first column, 0 for none or for several. */
static bool single_holder(struct store *store, sqlite3_stmt *statement, uint64_t *holder)
{
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        *holder = (uint64_t)sqlite3_column_int64(statement, 0);
        found = database_row(store, statement);
        *holder = found == STORE_FOUND ? 0 : *holder;
        sqlite3_reset(statement);
    }
    return found != STORE_FAILED;
}

static bool by_holder(struct store *store, const char *query, uint64_t *holder)
{
    struct attendee attendee;
    uint64_t number;
    if (!holder_parse(query, &number)) {
        return true;
    }
    enum store_found found = store_attendee(store, number, &attendee);
    *holder = found == STORE_FOUND ? number : 0;
    return found != STORE_FAILED;
}

static bool by_serial(struct store *store, const char *query, uint64_t *holder)
{
    struct attendee attendee;
    char *end;
    unsigned long long number = strtoull(query, &end, 10);
    if (query[0] < '1' || query[0] > '9' || *end || number > UINT32_MAX) {
        return true;
    }
    enum store_found found = store_attendee_by_serial(store, (uint32_t)number, &attendee);
    *holder = found == STORE_FOUND ? attendee.holder : 0;
    return found != STORE_FAILED;
}

static bool by_foreign(struct store *store, const char *query, uint64_t *holder)
{
    struct attendee attendee;
    enum store_found found = store_attendee_by_foreign(store, query, &attendee);
    *holder = found == STORE_FOUND ? attendee.holder : 0;
    return found != STORE_FAILED;
}

static bool by_text(struct store *store, enum statement id, const char *query, uint64_t *holder)
{
    sqlite3_stmt *statement = database_statement(store, id);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", query);
    return single_holder(store, statement, holder);
}

static bool by_external(struct store *store, const char *query, uint64_t *holder)
{
    return by_text(store, SQL_ATTENDEE_EXTERNAL, query, holder);
}

static bool by_email(struct store *store, const char *query, uint64_t *holder)
{
    return by_text(store, SQL_ATTENDEE_EMAIL, query, holder);
}

/* *holder is 0 when the query names nobody in particular. False on failure. */
static bool find_exact(struct store *store, const char *query, uint64_t *holder)
{
    static bool (*const ways[])(struct store *, const char *, uint64_t *) = {
        by_holder, by_external, by_serial, by_foreign, by_email,
    };
    *holder = 0;
    for (size_t i = 0; query[0] && *holder == 0 && i < sizeof ways / sizeof ways[0]; i++) {
        if (!ways[i](store, query, holder)) {
            return false;
        }
    }
    return true;
}

static const char *state_of(const struct attendee *attendee, bool revoked, bool arrived,
                            bool inside)
{
    if (revoked) {
        return "revoked";
    }
    if (attendee->approval == APPROVAL_PENDING) {
        return "pending-approval";
    }
    if (attendee->approval != APPROVAL_APPROVED) {
        return "withdrawn";
    }
    return !arrived ? "expected" : inside ? "arrived" : "left";
}

static void read_row(sqlite3_stmt *statement, struct attendee_row *out)
{
    int column = ROSTER_COLUMNS;
    roster_read(statement, &out->attendee);
    database_text(statement, column++, out->delegation_name, sizeof out->delegation_name);
    database_text(statement, column++, out->category_name, sizeof out->category_name);
    bool arrived = sqlite3_column_type(statement, column) != SQLITE_NULL;
    bool inside = sqlite3_column_int(statement, column++);
    out->issue = sqlite3_column_int(statement, column++);
    out->serial = (uint32_t)sqlite3_column_int64(statement, column++);
    const char *state =
        state_of(&out->attendee, sqlite3_column_int(statement, column), arrived, inside);
    memcpy(out->state, state, strlen(state) + 1);
}

/* Hands over the rows of a statement until `each` has enough. */
static bool hand_over(struct store *store, sqlite3_stmt *statement,
                      bool (*each)(const struct attendee_row *row, void *userdata), void *userdata,
                      bool *enough)
{
    enum store_found found;
    struct attendee_row row;
    *enough = false;
    while (!*enough && (found = database_row(store, statement)) == STORE_FOUND) {
        read_row(statement, &row);
        *enough = !each(&row, userdata);
    }
    sqlite3_reset(statement);
    return *enough || found != STORE_FAILED;
}

static bool show_all(struct store *store, int limit,
                     bool (*each)(const struct attendee_row *row, void *userdata), void *userdata)
{
    bool enough;
    sqlite3_stmt *statement = database_statement_own(store, SQL_SEARCH_ALL);
    if (statement) {
        database_bind(statement, "d", limit > 0 ? limit : -1);
    }
    bool ok = statement && hand_over(store, statement, each, userdata, &enough);
    sqlite3_finalize(statement);
    return ok;
}

static bool show_holders(struct store *store, const uint64_t *holders, size_t count,
                         bool (*each)(const struct attendee_row *row, void *userdata),
                         void *userdata)
{
    bool enough = false;
    sqlite3_stmt *statement = database_statement_own(store, SQL_SEARCH_ONE);
    bool ok = statement != NULL;
    for (size_t i = 0; ok && !enough && i < count; i++) {
        database_bind(statement, "u", holders[i]);
        ok = hand_over(store, statement, each, userdata, &enough);
    }
    sqlite3_finalize(statement);
    return ok;
}

bool store_search(struct store *store, const char *query, int limit,
                  bool (*each)(const struct attendee_row *row, void *userdata), void *userdata)
{
    uint64_t holder;
    if (!find_exact(store, query, &holder)) {
        return false;
    }
    if (holder) {
        return show_holders(store, &holder, 1, each, userdata);
    }
    if (!query[0]) {
        return show_all(store, limit, each, userdata);
    }
    struct search_ranking ranking;
    if (!search_rank(store, query, limit > 0 ? (size_t)limit : SIZE_MAX, &ranking)) {
        return false;
    }
    bool ok = show_holders(store, ranking.holders, ranking.count, each, userdata);
    search_ranking_finish(&ranking);
    return ok;
}
