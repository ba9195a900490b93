#include "kiosk/store/roster.h"

#include <stdio.h>
#include <string.h>

#include "code.h"
#include "kiosk/store/search_index.h"
#include "text.h"

#define FOLDED_SIZE 2048

void roster_read(sqlite3_stmt *statement, struct attendee *out)
{
    const struct {
        char *text;
        size_t size;
    } texts[] = {
        {out->external_id, sizeof out->external_id}, {out->foreign_code, sizeof out->foreign_code},
        {out->family_name, sizeof out->family_name}, {out->given_name, sizeof out->given_name},
        {out->native_name, sizeof out->native_name}, {out->title, sizeof out->title},
        {out->position, sizeof out->position},       {out->organisation, sizeof out->organisation},
        {out->delegation, sizeof out->delegation},
    };
    int column = 0;
    out->holder = (uint64_t)sqlite3_column_int64(statement, column++);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        database_text(statement, column++, texts[i].text, texts[i].size);
    }
    out->category = (uint8_t)sqlite3_column_int(statement, column++);
    out->head_of_delegation = sqlite3_column_int(statement, column++);
    out->protocol_rank = sqlite3_column_int(statement, column++);
    database_text(statement, column++, out->language, sizeof out->language);
    database_text(statement, column++, out->email, sizeof out->email);
    database_text(statement, column++, out->photo, sizeof out->photo);
    out->zones = (uint16_t)sqlite3_column_int(statement, column++);
    out->venues = (uint8_t)sqlite3_column_int(statement, column++);
    out->days = (uint8_t)sqlite3_column_int(statement, column++);
    out->escort_required = sqlite3_column_int(statement, column++);
    out->watch = sqlite3_column_int(statement, column++);
    char approval[16];
    database_text(statement, column++, approval, sizeof approval);
    out->approval = APPROVAL_PENDING; /* a word that is not known admits nobody */
    approval_parse(approval, &out->approval);
    database_text(statement, column, out->guard_note, sizeof out->guard_note);
}

void roster_lookup(const char *foreign_code, char *out, size_t size)
{
    struct code code;
    code_classify(foreign_code, strlen(foreign_code), &code);
    size_t length = strlen(code.lookup);
    length = length < size ? length : 0;
    memcpy(out, code.lookup, length);
    out[length] = '\0';
}

/* The holder of the row that stands for this attendee already; 0: none. */
static bool standing_holder(struct store *store, const struct attendee *attendee, uint64_t *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_EXTERNAL);
    *out = 0;
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", attendee->external_id);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        *out = (uint64_t)sqlite3_column_int64(statement, 0);
        sqlite3_reset(statement);
    }
    return found != STORE_FAILED;
}

/* Lists are in order of family name. */
static void fold_name(const struct attendee *attendee, char *folded, size_t size)
{
    char name[2 * ATTENDEE_TEXT_SIZE];
    snprintf(name, sizeof name, "%s %s", attendee->family_name, attendee->given_name);
    text_fold(name, folded, size);
}

static bool put_row(struct store *store, const struct attendee *a)
{
    char lookup[CODE_LOOKUP_SIZE];
    char folded[FOLDED_SIZE];
    roster_lookup(a->foreign_code, lookup, sizeof lookup);
    fold_name(a, folded, sizeof folded);
    return database_do(store, SQL_ATTENDEE_PUT, "usssssssssdddsssdddddssss", a->holder,
                       a->external_id, a->foreign_code, a->family_name, a->given_name,
                       a->native_name, a->title, a->position, a->organisation, a->delegation,
                       a->category, a->head_of_delegation, a->protocol_rank, a->language, a->email,
                       a->photo, a->zones, a->venues, a->days, a->escort_required, a->watch,
                       approval_string(a->approval), lookup, folded, a->guard_note);
}

bool store_put_attendee(struct store *store, struct attendee *attendee)
{
    struct attendee row = *attendee;
    struct attendee same;
    enum store_found by_holder = STORE_NOT_FOUND;
    if (row.holder != 0) {
        by_holder = store_attendee(store, row.holder, &same);
    }
    if (by_holder == STORE_FAILED) {
        return false;
    }
    if (by_holder == STORE_NOT_FOUND) {
        uint64_t standing;
        if (!standing_holder(store, &row, &standing)) {
            return false;
        }
        row.holder = standing ? standing : row.holder ? row.holder : holder_make();
    }
    if (!put_row(store, &row) || !search_index_put(store, &row)) {
        return false;
    }
    attendee->holder = row.holder;
    return true;
}

static enum store_found read_attendee(struct store *store, sqlite3_stmt *statement,
                                      struct attendee *out)
{
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        roster_read(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

enum store_found store_attendee(struct store *store, uint64_t holder, struct attendee *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "u", holder);
    return read_attendee(store, statement, out);
}

enum store_found store_attendee_by_serial(struct store *store, uint32_t serial,
                                          struct attendee *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_SERIAL);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "i", (int64_t)serial);
    return read_attendee(store, statement, out);
}

enum store_found store_attendee_by_foreign(struct store *store, const char *foreign_code,
                                           struct attendee *out)
{
    char lookup[CODE_LOOKUP_SIZE];
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_LOOKUP);
    if (!statement) {
        return STORE_FAILED;
    }
    roster_lookup(foreign_code, lookup, sizeof lookup);
    database_bind(statement, "s", lookup);
    return read_attendee(store, statement, out);
}

int64_t store_attendee_count(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_ATTENDEE_COUNT);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return -1;
    }
    int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return count;
}
