#include "kiosk/store/member.h"

#include <string.h>

#define DIGITS_MAX 18

struct reader {
    const char *at, *end;
};

static bool take(struct reader *in, char c)
{
    if (in->at < in->end && *in->at == c) {
        in->at++;
        return true;
    }
    return false;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The rest of a string behind its first quote. False: not one that body.c writes. */
static bool read_string(struct reader *in, bool *escaped)
{
    *escaped = false;
    for (; in->at < in->end && *in->at != '"'; in->at++) {
        if ((unsigned char)*in->at < 0x20) {
            return false;
        }
        if (*in->at != '\\') {
            continue;
        }
        *escaped = true;
        if (++in->at == in->end) {
            return false;
        }
        if (*in->at == 'u') {
            for (int i = 0; i < 4; i++) {
                if (++in->at == in->end || !is_hex(*in->at)) {
                    return false;
                }
            }
        } else if (*in->at != '"' && *in->at != '\\') {
            return false;
        }
    }
    return take(in, '"');
}

static bool read_name(struct reader *in, struct member *out)
{
    bool escaped;
    if (!take(in, '"')) {
        return false;
    }
    out->name = in->at;
    if (!read_string(in, &escaped) || escaped) {
        return false;
    }
    out->name_size = (unsigned)(in->at - 1 - out->name);
    return take(in, ':');
}

static bool read_number(struct reader *in, struct member *out)
{
    bool minus = take(in, '-');
    const char *first = in->at;
    out->type = MEMBER_NUMBER;
    out->number = 0;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++) {
        if (in->at - first == DIGITS_MAX) {
            return false;
        }
        out->number = out->number * 10 + (*in->at - '0');
    }
    bool good = in->at > first && (*first != '0' || in->at == first + 1);
    out->number = minus ? -out->number : out->number;
    return good;
}

/* A list of strings, behind its bracket. */
static bool read_list(struct reader *in)
{
    bool escaped;
    if (take(in, ']')) {
        return true;
    }
    do {
        if (!take(in, '"') || !read_string(in, &escaped)) {
            return false;
        }
    } while (take(in, ','));
    return take(in, ']');
}

static bool read_value(struct reader *in, struct member *out)
{
    bool escaped;
    if (take(in, '"')) {
        out->value = in->at;
        bool good = read_string(in, &escaped);
        out->value_size = (unsigned)(in->at - 1 - out->value);
        out->type = escaped ? MEMBER_OTHER : MEMBER_TEXT;
        return good;
    }
    if (take(in, '[')) {
        out->type = MEMBER_OTHER;
        return read_list(in);
    }
    if (in->end - in->at >= 4 && memcmp(in->at, "null", 4) == 0) {
        in->at += 4;
        out->type = MEMBER_NULL;
        return true;
    }
    return read_number(in, out);
}

static bool read_members(struct members *members)
{
    struct reader in = {members->text, members->text + members->size};
    members->count = 0;
    if (!take(&in, '{')) {
        return false;
    }
    do {
        struct member *member = &members->list[members->count];
        if (members->count == MEMBERS_MAX || !read_name(&in, member) || !read_value(&in, member)) {
            return false;
        }
        members->count++;
    } while (take(&in, ','));
    return take(&in, '}') && in.at == in.end;
}

/* As SQLite itself reads it. */
static void ask_other(sqlite3_context *context, struct members *members, sqlite3_value **values)
{
    sqlite3 *db = sqlite3_context_db_handle(context);
    if (!members->other && sqlite3_prepare_v2(db, "SELECT ?1 ->> ?2", -1, &members->other, NULL)) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sqlite3_bind_value(members->other, 1, values[0]);
    sqlite3_bind_value(members->other, 2, values[1]);
    if (sqlite3_step(members->other) == SQLITE_ROW) {
        sqlite3_result_value(context, sqlite3_column_value(members->other, 0));
    } else {
        sqlite3_result_error(context, sqlite3_errmsg(db), -1);
        sqlite3_result_error_code(context, sqlite3_extended_errcode(db));
    }
    sqlite3_reset(members->other);
    sqlite3_clear_bindings(members->other);
}

static void give(sqlite3_context *context, const struct member *member)
{
    if (member->type == MEMBER_TEXT) {
        sqlite3_result_text(context, member->value, (int)member->value_size, SQLITE_STATIC);
    } else if (member->type == MEMBER_NUMBER) {
        sqlite3_result_int64(context, member->number);
    }
}

static void body_member(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    struct members *members = sqlite3_user_data(context);
    const char *text = sqlite3_value_blob(values[0]); /* as text it would be copied */
    size_t size = (size_t)sqlite3_value_bytes(values[0]);
    const char *name = (const char *)sqlite3_value_text(values[1]);
    unsigned name_size = (unsigned)sqlite3_value_bytes(values[1]);
    if (!text || members->text != text || members->size != size) {
        members->text = text;
        members->size = size;
        members->plain = text && read_members(members);
    }
    for (unsigned i = 0; members->plain && i < members->count; i++) {
        const struct member *member = &members->list[i];
        if (member->name_size == name_size && memcmp(member->name, name, name_size) == 0) {
            if (member->type == MEMBER_OTHER) {
                ask_other(context, members, values);
            } else {
                give(context, member);
            }
            return;
        }
    }
    if (!members->plain) {
        ask_other(context, members, values);
    }
}

void members_forget(struct members *members)
{
    members->text = NULL;
}

void members_finish(struct members *members)
{
    sqlite3_finalize(members->other);
    members->other = NULL;
    members_forget(members);
}

bool members_register(sqlite3 *db, struct members *members)
{
    int kind = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function(db, "body_member", 2, kind, members, body_member, NULL, NULL) ==
           SQLITE_OK;
}
