#include "kiosk/store/search_match.h"

#include <stdio.h>
#include <string.h>

#define QUERY_SIZE 512
#define FORGIVEN_MIN 3 /* letters; shorter words have every other within one error */

/* A word that is still being typed may end within what the skeleton takes as one sound. */
static const struct {
    char last, sound;
} unfinished[] = {{'k', 'h'}, {'p', 'f'}, {'d', 'j'}, {'y', 'e'}};

static void add_form(struct search_word *word, const char *form)
{
    bool known = strcmp(form, word->text) == 0;
    for (size_t i = 0; i < word->form_count; i++) {
        known |= strcmp(form, word->forms[i]) == 0;
    }
    if (!known && strlen(form) > 1 && word->form_count < SEARCH_FORMS) {
        snprintf(word->forms[word->form_count++], TEXT_WORD_SIZE, "%s", form);
    }
}

static void add_forms(struct search_word *word)
{
    char form[TEXT_WORD_SIZE];
    size_t length = strlen(text_skeleton(word->text, form, sizeof form));
    add_form(word, form);
    for (size_t i = 0; i < sizeof unfinished / sizeof unfinished[0]; i++) {
        if (length > 1 && word->text[strlen(word->text) - 1] == unfinished[i].last) {
            form[length - 1] = unfinished[i].sound;
            add_form(word, form);
        }
    }
}

static bool add_groups(struct store *store, struct search_word *word)
{
    sqlite3_stmt *statement = database_statement(store, SQL_SEARCH_GROUPS);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    if (statement) {
        database_bind(statement, "sd", word->text, SEARCH_GROUPS);
    }
    while (found == STORE_FOUND && (found = database_row(store, statement)) == STORE_FOUND) {
        const char *code = (const char *)sqlite3_column_text(statement, 0);
        search_group(code ? code : "", word->groups[word->group_count++]);
    }
    return found != STORE_FAILED;
}

bool search_query_read(struct store *store, const char *text, struct search_query *out)
{
    char folded[QUERY_SIZE];
    memset(out, 0, sizeof *out);
    text_fold(text, folded, sizeof folded);
    for (const char *at = folded; *at && out->count < SEARCH_QUERY_WORDS;) {
        size_t length = strcspn(at, " -");
        struct search_word *word = &out->words[out->count++];
        snprintf(word->text, sizeof word->text, "%.*s", (int)length, at);
        add_forms(word);
        if (length > 1 && !add_groups(store, word)) {
            return false;
        }
        at += length;
        at += strspn(at, " -");
    }
    return true;
}

/* ---- typing errors ---- */

static bool is_there(struct store *store, const char *word, bool *there)
{
    sqlite3_stmt *statement = database_statement(store, SQL_SEARCH_WORD);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", word);
    enum store_found found = database_row(store, statement);
    *there = found == STORE_FOUND;
    sqlite3_reset(statement);
    return found != STORE_FAILED;
}

static bool try_variant(struct store *store, struct search_word *word, const char *variant)
{
    bool there;
    if (word->variant_count == SEARCH_VARIANTS || strlen(variant) < 2) {
        return true;
    }
    if (!is_there(store, variant, &there)) {
        return false;
    }
    if (there) {
        snprintf(word->variants[word->variant_count++], TEXT_WORD_SIZE, "%s", variant);
    }
    return true;
}

/* Two letters changed over, or one left out, from place `at`. */
static bool try_without(struct store *store, struct search_word *word, const char *text, size_t at)
{
    char variant[TEXT_WORD_SIZE + 2];
    size_t length = strlen(text);
    if (at + 1 < length && text[at] != text[at + 1]) {
        memcpy(variant, text, length + 1);
        variant[at] = text[at + 1];
        variant[at + 1] = text[at];
        if (!try_variant(store, word, variant)) {
            return false;
        }
    }
    if (at == length) {
        return true;
    }
    memcpy(variant, text, at);
    memcpy(variant + at, text + at + 1, length - at);
    return try_variant(store, word, variant);
}

/* Another letter at place `at`, or one more before it. */
static bool try_with(struct store *store, struct search_word *word, const char *text, size_t at)
{
    char variant[TEXT_WORD_SIZE + 2];
    size_t length = strlen(text);
    for (char letter = 'a'; letter <= 'z'; letter++) {
        memcpy(variant, text, length + 1);
        variant[at] = letter;
        if (at < length && letter != text[at] && !try_variant(store, word, variant)) {
            return false;
        }
        memcpy(variant + at + 1, text + at, length + 1 - at);
        if (at < length && length + 2 < TEXT_WORD_SIZE && !try_variant(store, word, variant)) {
            return false;
        }
    }
    return true;
}

/* Errors towards the end first: a word's beginning is rarely wrong. */
static bool forgive(struct store *store, struct search_word *word)
{
    char text[TEXT_WORD_SIZE];
    size_t length = strlen(text_skeleton(word->text, text, sizeof text));
    bool ok = true;
    for (size_t back = 0; ok && length >= FORGIVEN_MIN && back <= length; back++) {
        ok = try_without(store, word, text, length - back);
    }
    for (size_t back = 0; ok && length >= FORGIVEN_MIN && back <= length; back++) {
        ok = try_with(store, word, text, length - back);
    }
    return ok;
}

bool search_query_forgive(struct store *store, struct search_query *query)
{
    for (size_t i = 0; i < query->count; i++) {
        if (!forgive(store, &query->words[i])) {
            return false;
        }
    }
    return true;
}

/* ---- the expression ---- */

struct expression {
    char *out;
    size_t used, size;
};

static void write_text(struct expression *expression, const char *before, const char *text,
                       const char *after)
{
    int length = snprintf(expression->out + expression->used, expression->size - expression->used,
                          "%s%s%s", before, text, after);
    expression->used += (size_t)length;
    if (expression->used >= expression->size) {
        expression->used = expression->size - 1; /* found by the caller */
    }
}

static void write_word(struct expression *expression, const struct search_word *word, bool whole)
{
    const char *after = whole ? "\"" : "\"*";
    write_text(expression, "(\"", word->text, after);
    for (size_t i = 0; i < word->form_count; i++) {
        write_text(expression, " OR \"", word->forms[i], after);
    }
    for (size_t i = 0; i < word->variant_count; i++) {
        write_text(expression, " OR \"", word->variants[i], after);
    }
    for (size_t i = 0; i < word->group_count; i++) {
        write_text(expression, " OR \"", word->groups[i], "\"");
    }
    write_text(expression, ")", "", "");
}

char *search_match(const struct search_query *query, bool whole, const char *within, char *out,
                   size_t size)
{
    struct expression expression = {.out = out, .size = size};
    for (size_t i = 0; i < query->count; i++) {
        write_text(&expression, i > 0 ? " AND " : "", "", "");
        write_word(&expression, &query->words[i], whole);
    }
    if (within) {
        write_text(&expression, " AND \"", within, "\"");
    }
    out[expression.used] = '\0';
    if (expression.used + 1 >= size) {
        out[0] = '\0';
    }
    return out;
}
