/* Counts for reports and charts. */
#include "store_count.h"

#include <string.h>

#include "kiosk/store/database.h"

static const char *const kinds[COUNT_KINDS] = {
    [COUNT_ARRIVAL] = "arrival",
    [COUNT_ADMISSION] = "admission",
    [COUNT_EXIT] = "exit",
    [COUNT_REFUSAL] = "refusal",
};

/* Runs a statement and hands each of its rows to `read`, until that returns false. */
static bool each_row(struct store *store, enum statement id,
                     bool (*read)(sqlite3_stmt *statement, void *userdata), void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, id);
    if (!statement) {
        return false;
    }
    enum store_found found;
    do {
        found = database_row(store, statement);
    } while (found == STORE_FOUND && read(statement, userdata));
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}

struct expected_reader {
    bool (*each)(const struct count_expected *row, void *userdata);
    void *userdata;
};

static bool read_expected(sqlite3_stmt *statement, void *userdata)
{
    const struct expected_reader *reader = userdata;
    struct count_expected row = {.category = (uint8_t)sqlite3_column_int(statement, 1),
                                 .people = sqlite3_column_int64(statement, 2)};
    database_text(statement, 0, row.delegation, sizeof row.delegation);
    return reader->each(&row, reader->userdata);
}

bool store_count_expected(struct store *store,
                          bool (*each)(const struct count_expected *row, void *userdata),
                          void *userdata)
{
    struct expected_reader reader = {each, userdata};
    return each_row(store, SQL_COUNT_EXPECTED, read_expected, &reader);
}

struct arrival_reader {
    bool (*each)(const struct count_arrival *row, void *userdata);
    void *userdata;
};

static bool read_arrival(sqlite3_stmt *statement, void *userdata)
{
    const struct arrival_reader *reader = userdata;
    struct count_arrival row = {.category = (uint8_t)sqlite3_column_int(statement, 1),
                                .quarter_ms = sqlite3_column_int64(statement, 3),
                                .people = sqlite3_column_int64(statement, 4)};
    database_text(statement, 0, row.delegation, sizeof row.delegation);
    database_text(statement, 2, row.checkpoint, sizeof row.checkpoint);
    return reader->each(&row, reader->userdata);
}

bool store_count_arrivals(struct store *store,
                          bool (*each)(const struct count_arrival *row, void *userdata),
                          void *userdata)
{
    struct arrival_reader reader = {each, userdata};
    return each_row(store, SQL_COUNT_ARRIVALS, read_arrival, &reader);
}

struct passage_reader {
    bool (*each)(const struct count_passage *row, void *userdata);
    void *userdata;
};

static bool read_passage(sqlite3_stmt *statement, void *userdata)
{
    const struct passage_reader *reader = userdata;
    struct count_passage row = {.quarter_ms = sqlite3_column_int64(statement, 2),
                                .events = sqlite3_column_int64(statement, 3)};
    char kind[16];
    database_text(statement, 0, kind, sizeof kind);
    database_text(statement, 1, row.checkpoint, sizeof row.checkpoint);
    while (row.kind < COUNT_KINDS && strcmp(kinds[row.kind], kind) != 0) {
        row.kind++;
    }
    return row.kind == COUNT_KINDS || reader->each(&row, reader->userdata);
}

bool store_count_passages(struct store *store,
                          bool (*each)(const struct count_passage *row, void *userdata),
                          void *userdata)
{
    struct passage_reader reader = {each, userdata};
    return each_row(store, SQL_COUNT_PASSAGES, read_passage, &reader);
}
