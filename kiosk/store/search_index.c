#include "kiosk/store/search_index.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/store/roster.h"

#define TERMS_SIZE 8192
#define TIDY_MIN 1000

struct terms {
    char text[TERMS_SIZE];
    size_t used;
};

/* Whether the words gathered so far have this one. */
static bool has_word(const struct terms *terms, const char *word, size_t length)
{
    for (const char *at = terms->text; (at = strstr(at, word)); at += length) {
        bool starts = at == terms->text || at[-1] == ' ';
        if (starts && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

static void add_word(const char *word, void *userdata)
{
    struct terms *terms = userdata;
    size_t length = strlen(word);
    if (terms->used + length + 2 < sizeof terms->text && !has_word(terms, word, length)) {
        if (terms->used > 0) {
            terms->text[terms->used++] = ' ';
        }
        memcpy(terms->text + terms->used, word, length + 1);
        terms->used += length;
    }
}

void search_group(const char *code, char out[SEARCH_GROUP_SIZE])
{
    size_t used = 0;
    out[used++] = code[0];
    for (code++; *code && used + 1 < SEARCH_GROUP_SIZE; code++) {
        bool capital = *code >= 'A' && *code <= 'Z';
        bool plain = (*code >= 'a' && *code <= 'z') || (*code >= '0' && *code <= '9');
        if (capital || plain) {
            out[used++] = (char)(capital ? *code + 'a' - 'A' : *code);
        }
    }
    out[used] = '\0';
}

/* Words as they are written: romanisations differ in names only. */
static void add_plain(const char *text, struct terms *terms)
{
    char folded[4 * ATTENDEE_TEXT_SIZE], word[TEXT_WORD_SIZE];
    text_fold(text, folded, sizeof folded);
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " -");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        add_word(word, terms);
        at += length;
        at += strspn(at, " -");
    }
}

static void add_group(struct terms *terms, char sign, const char *code)
{
    char text[SEARCH_GROUP_SIZE], group[SEARCH_GROUP_SIZE];
    snprintf(text, sizeof text, "%c%s", sign, code);
    search_group(text, group);
    add_word(group, terms);
}

static void gather(const struct attendee *attendee, struct terms *out)
{
    char category[8];
    out->used = 0;
    out->text[0] = '\0';
    text_terms(attendee->family_name, add_word, out);
    text_terms(attendee->given_name, add_word, out);
    text_terms(attendee->native_name, add_word, out);
    add_word(SEARCH_MARK + 1, out);
    out->used--; /* the mark brings its own blank */
    add_plain(attendee->organisation, out);
    add_plain(attendee->email, out);
    add_plain(attendee->external_id, out);
    if (attendee->delegation[0]) {
        add_group(out, '=', attendee->delegation);
    }
    snprintf(category, sizeof category, "%d", attendee->category);
    add_group(out, '#', category);
}

/* ---- words that there are, for the correction of typing errors ---- */

static uint64_t hash_word(const char *word, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)word[i]) * UINT64_C(0x100000001b3);
    }
    return hash ? hash : 1;
}

static bool put_word(struct store *store, const char *word, size_t length)
{
    uint64_t hash = hash_word(word, length);
    uint64_t *known = &store->words[hash % SEARCH_WORDS_KNOWN];
    char copy[TEXT_WORD_SIZE];
    if (*known == hash || length >= sizeof copy) {
        return true;
    }
    memcpy(copy, word, length);
    copy[length] = '\0';
    *known = hash;
    return database_do(store, SQL_WORD_PUT, "s", copy);
}

static bool put_words(struct store *store, const char *terms)
{
    for (const char *at = terms; *at;) {
        size_t length = strcspn(at, " ");
        bool letters = at[0] >= 'a' && at[0] <= 'z';
        if (letters && length > 2 && !put_word(store, at, length)) {
            return false;
        }
        at += length;
        at += strspn(at, " ");
    }
    return true;
}

void search_index_forget(struct store *store)
{
    memset(store->words, 0, sizeof store->words);
    store->index_from = 0;
}

/* ---- rows ---- */

/* Whether the holder's text stands as it is. False: store fault. */
static bool compare(struct store *store, uint64_t holder, const char *terms, bool *there,
                    bool *same)
{
    sqlite3_stmt *statement = database_statement(store, SQL_TEXT_GET);
    if (!statement) {
        return false;
    }
    database_bind(statement, "u", holder);
    enum store_found found = database_row(store, statement);
    *there = found == STORE_FOUND;
    *same = false;
    if (*there) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        *same = text && strcmp(text, terms) == 0;
        sqlite3_reset(statement);
    }
    return found != STORE_FAILED;
}

/* Ids only grow, so that the first of a transaction is the smallest. */
static bool put_text(struct store *store, uint64_t holder, const char *terms)
{
    if (!database_do(store, SQL_TEXT_PUT, "us", holder, terms)) {
        return false;
    }
    if (!store->index_from) {
        store->index_from = sqlite3_last_insert_rowid(store->db);
    }
    return put_words(store, terms);
}

bool search_index_put(struct store *store, const struct attendee *attendee)
{
    struct terms terms;
    bool there, same;
    gather(attendee, &terms);
    if (!compare(store, attendee->holder, terms.text, &there, &same)) {
        return false;
    }
    if (!same && ((there && !database_do(store, SQL_TEXT_DROP, "u", attendee->holder)) ||
                  !put_text(store, attendee->holder, terms.text))) {
        return false;
    }
    return !sqlite3_get_autocommit(store->db) || search_index_settle(store);
}

bool search_index_settle(struct store *store)
{
    int64_t from = store->index_from;
    store->index_from = 0;
    return from == 0 || database_do(store, SQL_INDEX_CATCH_UP, "i", from);
}

bool search_index_fill(struct store *store)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_ATTENDEES);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    struct attendee attendee;
    while (found == STORE_FOUND && (found = database_row(store, statement)) == STORE_FOUND) {
        roster_read(statement, &attendee);
        found = search_index_put(store, &attendee) ? STORE_FOUND : STORE_FAILED;
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED && search_index_settle(store);
}

bool store_search_tidy(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_INDEX_STATE);
    if (!statement || !search_index_settle(store) ||
        database_row(store, statement) != STORE_FOUND) {
        return false;
    }
    int64_t people = sqlite3_column_int64(statement, 0);
    int64_t last_id = sqlite3_column_int64(statement, 2);
    sqlite3_reset(statement);
    bool crowded = last_id - people > people && last_id > TIDY_MIN;
    return database_do(store, SQL_INDEX_TIDY, "s", crowded ? "rebuild" : "optimize");
}
