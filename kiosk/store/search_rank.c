#define LOG_MODULE "store"
#include "kiosk/store/search_rank.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/store/search_match.h"
#include "log.h"

/* People looked at for one query, when only some are wanted: whole words, then beginnings within
 * the delegation of the last arrival, then beginnings. The first bounds the time of a keystroke. */
#define WHOLE_MAX 256
#define NEAR_MAX 128
#define BEGIN_MAX 512

/* What makes somebody likely. */
enum {
    SCORE_WHOLE_NAME = 60, /* each word of the query */
    SCORE_FAMILY = 12,     /* more, where it is the family name, which every text begins with */
    SCORE_BEGINS_NAME = 25,
    SCORE_NAME_FORM = 15,
    SCORE_ELSEWHERE = 5,
    SCORE_EXPECTED = 10,
    SCORE_NEAR = 8,
};

struct candidate {
    uint64_t holder;
    int score;
    char name[24]; /* the start of it, for the order among equals */
};

struct ranking {
    struct store *store;
    struct search_query query;
    char near[SEARCH_GROUP_SIZE]; /* group of the last arrival, "" for none */
    struct candidate *found;      /* owned */
    size_t count, capacity;
};

/* How a word stands in the first `length` bytes: whole, as a beginning, or not. */
enum fit { FIT_NONE, FIT_BEGINS, FIT_WHOLE };
static enum fit find_word(const char *terms, size_t length, const char *word)
{
    size_t size = strlen(word);
    enum fit best = FIT_NONE;
    for (const char *at = terms; at + size <= terms + length; at++) {
        if ((at == terms || at[-1] == ' ') && memcmp(at, word, size) == 0) {
            if (at + size == terms + length || at[size] == ' ') {
                return FIT_WHOLE;
            }
            best = FIT_BEGINS;
        }
    }
    return best;
}

static int score_word(const struct search_word *word, const char *terms, size_t name_length)
{
    size_t size = strlen(word->text);
    bool family = strncmp(terms, word->text, size) == 0 && terms[size] == ' ';
    switch (find_word(terms, name_length, word->text)) {
    case FIT_WHOLE:
        return SCORE_WHOLE_NAME + (family ? SCORE_FAMILY : 0);
    case FIT_BEGINS:
        return SCORE_BEGINS_NAME;
    case FIT_NONE:
        break;
    }
    for (size_t i = 0; i < word->form_count; i++) {
        enum fit fit = find_word(terms, name_length, word->forms[i]);
        if (fit != FIT_NONE) {
            return fit == FIT_WHOLE ? SCORE_BEGINS_NAME : SCORE_NAME_FORM;
        }
    }
    return SCORE_ELSEWHERE;
}

static int score(const struct ranking *ranking, const char *terms, bool arrived)
{
    const char *mark = strstr(terms, SEARCH_MARK);
    size_t name_length = mark ? (size_t)(mark - terms) : strlen(terms);
    int total = arrived ? 0 : SCORE_EXPECTED;
    for (size_t i = 0; i < ranking->query.count; i++) {
        total += score_word(&ranking->query.words[i], terms, name_length);
    }
    if (ranking->near[0] && find_word(terms, strlen(terms), ranking->near) == FIT_WHOLE) {
        total += SCORE_NEAR;
    }
    return total;
}

static bool add(struct ranking *ranking, uint64_t holder, const char *terms, bool arrived)
{
    if (ranking->count == ranking->capacity) {
        size_t capacity = ranking->capacity ? 2 * ranking->capacity : 256;
        struct candidate *found = realloc(ranking->found, capacity * sizeof *found);
        if (!found) {
            LOG_ERROR("out of memory; close other programs");
            return false;
        }
        ranking->found = found;
        ranking->capacity = capacity;
    }
    struct candidate *candidate = &ranking->found[ranking->count++];
    candidate->holder = holder;
    candidate->score = score(ranking, terms, arrived);
    strncpy(candidate->name, terms, sizeof candidate->name - 1);
    candidate->name[sizeof candidate->name - 1] = '\0';
    return true;
}

static bool look_up(struct ranking *ranking, bool whole, const char *within, int limit)
{
    char match[SEARCH_MATCH_SIZE];
    sqlite3_stmt *statement = database_statement(ranking->store, SQL_SEARCH_MATCH);
    if (!statement || !search_match(&ranking->query, whole, within, match, sizeof match)[0]) {
        return statement != NULL;
    }
    database_bind(statement, "sd", match, limit);
    enum store_found found;
    bool room = true;
    while (room && (found = database_row(ranking->store, statement)) == STORE_FOUND) {
        const char *terms = (const char *)sqlite3_column_text(statement, 1);
        room = terms && add(ranking, (uint64_t)sqlite3_column_int64(statement, 0), terms,
                            sqlite3_column_int(statement, 2));
    }
    sqlite3_reset(statement);
    return room && found != STORE_FAILED;
}

static bool read_last(struct ranking *ranking)
{
    sqlite3_stmt *statement = database_statement(ranking->store, SQL_SEARCH_LAST);
    if (!statement) {
        return false;
    }
    enum store_found found = database_row(ranking->store, statement);
    if (found == STORE_FOUND) {
        const char *code = (const char *)sqlite3_column_text(statement, 0);
        search_group(code ? code : "=", ranking->near);
        sqlite3_reset(statement);
    }
    return found != STORE_FAILED;
}

static bool look_up_all(struct ranking *ranking, bool bounded)
{
    if (!bounded) {
        return look_up(ranking, false, NULL, -1);
    }
    return look_up(ranking, true, NULL, WHOLE_MAX) &&
           (!ranking->near[0] || look_up(ranking, false, ranking->near, NEAR_MAX)) &&
           look_up(ranking, false, NULL, BEGIN_MAX);
}

static int by_holder(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    return (left->holder > right->holder) - (left->holder < right->holder);
}

static int by_score(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    order = order ? order : by_holder(a, b);
    return left->score != right->score ? right->score - left->score : order;
}

/* Somebody may have been found in several ways. */
static void drop_doubles(struct ranking *ranking)
{
    size_t kept = 0;
    qsort(ranking->found, ranking->count, sizeof *ranking->found, by_holder);
    for (size_t i = 0; i < ranking->count; i++) {
        if (kept == 0 || ranking->found[kept - 1].holder != ranking->found[i].holder) {
            ranking->found[kept++] = ranking->found[i];
        }
    }
    ranking->count = kept;
}

static bool take(struct ranking *ranking, size_t limit, struct search_ranking *out)
{
    if (ranking->count == 0) {
        return true;
    }
    drop_doubles(ranking);
    qsort(ranking->found, ranking->count, sizeof *ranking->found, by_score);
    size_t count = ranking->count < limit ? ranking->count : limit;
    out->holders = malloc(count * sizeof *out->holders);
    if (!out->holders) {
        LOG_ERROR("out of memory; close other programs");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        out->holders[i] = ranking->found[i].holder;
    }
    out->count = count;
    return true;
}

bool search_rank(struct store *store, const char *query, size_t limit, struct search_ranking *out)
{
    struct ranking *ranking = calloc(1, sizeof *ranking);
    *out = (struct search_ranking){0};
    if (!ranking) {
        LOG_ERROR("out of memory; close other programs");
        return false;
    }
    ranking->store = store;
    bool bounded = limit <= WHOLE_MAX;
    bool ok = search_index_settle(store) && search_query_read(store, query, &ranking->query) &&
              (ranking->query.count == 0 || (read_last(ranking) && look_up_all(ranking, bounded)));
    if (ok && ranking->query.count > 0 && ranking->count == 0) {
        ok = search_query_forgive(store, &ranking->query) &&
             look_up(ranking, false, NULL, bounded ? BEGIN_MAX : -1);
    }
    ok = ok && take(ranking, limit, out);
    free(ranking->found);
    free(ranking);
    return ok;
}

void search_ranking_finish(struct search_ranking *ranking)
{
    free(ranking->holders);
    *ranking = (struct search_ranking){0};
}
