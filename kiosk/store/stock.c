/* Badge stock: counted from the events of print intents, so that no second account can differ. */
#include "store_stock.h"

#include "kiosk/store/event_log.h"

#include "timebase.h"

#define HOUR_MS 3600000

bool store_append_stock(struct store *store, const char *device, int loaded)
{
    struct body body;
    body_start(&body);
    body_text(&body, "printer", device);
    body_number(&body, "loaded", loaded);
    body_number(&body, "at", time_realtime_ms());
    return event_log_append(store, "printer-stock", &body);
}

/* The last time that somebody filled it. */
static bool read_loaded(struct store *store, const char *device, const char *station,
                        struct stock_count *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_STOCK_LOADED);
    if (!statement) {
        return false;
    }
    database_bind(statement, "ss", device, station);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        out->known = true;
        out->loaded = sqlite3_column_int(statement, 0);
        out->since_ms = sqlite3_column_int64(statement, 1);
        sqlite3_reset(statement);
    }
    return found != STORE_FAILED;
}

bool store_stock(struct store *store, const char *device, bool shared, int64_t now_ms,
                 struct stock_count *out)
{
    const char *station = shared || !store->signer ? "" : store->signer->station;
    *out = (struct stock_count){0};
    if (!read_loaded(store, device, station, out)) {
        return false;
    }
    sqlite3_stmt *statement = database_statement(store, SQL_STOCK_USED);
    if (!statement) {
        return false;
    }
    int64_t hour_ms = now_ms - HOUR_MS;
    int64_t since_ms = out->known ? out->since_ms : hour_ms;
    database_bind(statement, "ssiii", device, station, since_ms < hour_ms ? since_ms : hour_ms,
                  since_ms, hour_ms);
    if (database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    out->used = sqlite3_column_int(statement, 0);
    out->last_hour = sqlite3_column_int(statement, 1);
    out->first_ms = sqlite3_column_int64(statement, 2);
    sqlite3_reset(statement);
    return true;
}
