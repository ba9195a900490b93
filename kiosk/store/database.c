#include "kiosk/store/database.h"

#include <stdarg.h>
#include <string.h>

#define LOG_MODULE "store"
#include "log.h"

/* What to do about an error; the first row whose code fits. */
static const char *mending(int code)
{
    static const struct {
        int code;
        const char *hint;
    } hints[] = {
        {SQLITE_FULL, "the disk is full: free some space"},
        {SQLITE_BUSY, "another program holds it: close that program, or try again"},
        {SQLITE_LOCKED, "it is in use within this program: try again"},
        {SQLITE_READONLY, "it cannot be written: check its owner and mode"},
        {SQLITE_IOERR, "the disk failed: check it, and copy the event's folder elsewhere"},
        {SQLITE_CORRUPT, "it is damaged: run `lanyard audit verify`, or restore a copy"},
        {SQLITE_NOTADB, "it is damaged, or no store: restore a copy"},
        {SQLITE_NOMEM, "out of memory: close other programs"},
        {SQLITE_CONSTRAINT, "the value is there already, or not allowed"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (hints[i].code == (code & 0xff)) {
            return hints[i].hint;
        }
    }
    return "this is a fault of the program: please report it";
}

bool database_fail(struct store *store, const char *doing)
{
    int code = sqlite3_extended_errcode(store->db);
    store->failed = true;
    LOG_ERROR("%s: %s: %s (%s)", store->path, doing, sqlite3_errmsg(store->db), mending(code));
    return false;
}

static const char *text_of(enum statement id)
{
    static const struct {
        enum statement first;
        const char *const *texts;
    } parts[] = {
        {SQL_PRINT_FIRST, statement_print_sql},
        {SQL_COUNT_FIRST, statement_count_sql},
        {SQL_REPLICA_FIRST, statement_replica_sql},
        {SQL_ACCESS_FIRST, statement_access_sql},
        {SQL_BEGIN, statement_sql},
    };
    size_t part = 0;
    while (id < parts[part].first) {
        part++;
    }
    return parts[part].texts[id - parts[part].first];
}

static sqlite3_stmt *prepare(struct store *store, enum statement id, unsigned flags)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(store->db, text_of(id), -1, flags, &statement, NULL) != SQLITE_OK) {
        database_fail(store, "preparing a statement");
    }
    return statement;
}

sqlite3_stmt *database_statement(struct store *store, enum statement id)
{
    if (!store->statements[id]) {
        store->statements[id] = prepare(store, id, SQLITE_PREPARE_PERSISTENT);
    }
    if (store->statements[id]) {
        sqlite3_reset(store->statements[id]);
        sqlite3_clear_bindings(store->statements[id]);
    }
    return store->statements[id];
}

sqlite3_stmt *database_statement_own(struct store *store, enum statement id)
{
    return prepare(store, id, 0);
}

static void bind_list(sqlite3_stmt *statement, const char *format, va_list values)
{
    const void *data;
    for (int i = 1; format[i - 1]; i++) {
        switch (format[i - 1]) {
        case 'i':
            sqlite3_bind_int64(statement, i, va_arg(values, int64_t));
            break;
        case 'u':
            sqlite3_bind_int64(statement, i, (sqlite3_int64)va_arg(values, uint64_t));
            break;
        case 'd':
            sqlite3_bind_int(statement, i, va_arg(values, int));
            break;
        case 's':
            sqlite3_bind_text(statement, i, va_arg(values, const char *), -1, SQLITE_STATIC);
            break;
        default: /* b */
            data = va_arg(values, const void *);
            sqlite3_bind_blob64(statement, i, data, va_arg(values, size_t), SQLITE_STATIC);
            break;
        }
    }
}

void database_bind(sqlite3_stmt *statement, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    bind_list(statement, format, values);
    va_end(values);
}

bool database_run(struct store *store, sqlite3_stmt *statement)
{
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    }
    bool ok = code == SQLITE_DONE || database_fail(store, "writing");
    sqlite3_reset(statement);
    return ok;
}

enum store_found database_row(struct store *store, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        return STORE_FOUND;
    }
    if (code != SQLITE_DONE) {
        database_fail(store, "reading");
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? STORE_NOT_FOUND : STORE_FAILED;
}

bool database_do(struct store *store, enum statement id, const char *format, ...)
{
    sqlite3_stmt *statement = database_statement(store, id);
    if (!statement) {
        return false;
    }
    va_list values;
    va_start(values, format);
    bind_list(statement, format, values);
    va_end(values);
    return database_run(store, statement);
}

void database_text(sqlite3_stmt *statement, int column, char *out, size_t size)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    size_t length = (size_t)sqlite3_column_bytes(statement, column);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    if (text) {
        memcpy(out, text, length);
    }
    out[text ? length : 0] = '\0';
}

void database_blob(sqlite3_stmt *statement, int column, uint8_t *out, size_t size)
{
    const void *data = sqlite3_column_blob(statement, column);
    memset(out, 0, size);
    if (data && (size_t)sqlite3_column_bytes(statement, column) == size) {
        memcpy(out, data, size);
    }
}
