/*
 * The store's connection: statements prepared once, by number; rows in and out; one log line for
 * whatever fails.
 */
#ifndef LANYARD_DATABASE_H
#define LANYARD_DATABASE_H

#include <sqlite3.h>

#include "kiosk/store/member.h"
#include "kiosk/store/statements.h"
#include "staff.h"
#include "store.h"

#define SEARCH_WORDS_KNOWN 8192
#define DATABASE_APPLICATION_ID 0x4c594431 /* "LYD1" */

struct store {
    sqlite3 *db; /* owned */
    char *path;  /* owned; for messages */
    sqlite3_stmt *statements[STATEMENT_COUNT];
    const struct station_key *signer; /* lent; NULL: this store appends nothing */
    uint8_t event_uuid[16];
    char last_event[UUID_TEXT_SIZE];                        /* appended */
    char actor[STAFF_NAME_SIZE], approver[STAFF_NAME_SIZE]; /* of the next events; "": not known */
    uint64_t words[SEARCH_WORDS_KNOWN]; /* hashes of words that search_word has */
    int64_t index_from;     /* texts from this id on are not in search_index yet; 0: all are */
    struct members members; /* of the body being applied */
    bool deferring;         /* event_log_defer */
    int log_pages;          /* in the write-ahead log after the last commit here */
    /* within a transaction that appends: where the signer's chain and the clock stand */
    struct audit_head head;
    uint64_t clock;
    bool head_known;
    bool head_unwritten; /* signed and written once, by event_log_settle */
    bool rollback_owed;  /* the last one failed */
    bool failed; /* something within the open transaction failed: it can only be rolled back */
};

/* Logs the connection's last error with what was being done and how to mend it. False, always. */
bool database_fail(struct store *store, const char *doing);

/* A statement, reset and without values; owned by the store. NULL: logged. Not for loops that call
 * out: whoever is called may use the same one. */
sqlite3_stmt *database_statement(struct store *store, enum statement id);

/* A statement of the caller's own, for such loops. NULL: logged. */
sqlite3_stmt *database_statement_own(struct store *store, enum statement id);

/* Binds values from 1 on, after a format of one letter each: i int64_t, u uint64_t, d int,
 * s const char * (lent until the statement ran), b const void *, size_t (lent). */
void database_bind(sqlite3_stmt *statement, const char *format, ...);

/* Runs a statement that gives no row, and resets it. */
bool database_run(struct store *store, sqlite3_stmt *statement);

/* Steps to a row. Unless STORE_FOUND the statement is reset; else the caller resets it. */
enum store_found database_row(struct store *store, sqlite3_stmt *statement);

/* database_statement, bind and run at once. */
bool database_do(struct store *store, enum statement id, const char *format, ...);

/* Copies a text column, cut at `size` on a character's boundary. */
void database_text(sqlite3_stmt *statement, int column, char *out, size_t size);

/* Copies a blob column; zeros when it has another size. */
void database_blob(sqlite3_stmt *statement, int column, uint8_t *out, size_t size);

#endif
