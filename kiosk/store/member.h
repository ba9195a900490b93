/*
 * body_member(?1, 'holder'): a member of an event's body, as ?1 ->> '$.holder' is, but the body of
 * the event that is being applied is read once for all statements that ask.
 */
#ifndef LANYARD_MEMBER_H
#define LANYARD_MEMBER_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMBERS_MAX 32

/* Lent from the body: value within its quotes. */
struct member {
    const char *name, *value;
    unsigned name_size, value_size;
    enum { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_NULL, MEMBER_OTHER } type;
    int64_t number;
};

/* One body, read. */
struct members {
    const char *text; /* lent; NULL: none */
    size_t size;
    bool plain; /* as this program writes them; else SQLite's own reader is asked */
    unsigned count;
    struct member list[MEMBERS_MAX];
    sqlite3_stmt *other; /* owned; the way to SQLite's reader */
};

void members_finish(struct members *members);

/* The next body may lie where the last one lay. */
void members_forget(struct members *members);

/* Makes body_member() known to the connection; `members` lives as long. */
bool members_register(sqlite3 *db, struct members *members);

#endif
