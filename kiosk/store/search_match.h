/* A query as the full-text index takes it; for the store's own files. */
#ifndef LANYARD_SEARCH_MATCH_H
#define LANYARD_SEARCH_MATCH_H

#include "kiosk/store/search_index.h"

#define SEARCH_QUERY_WORDS 8
#define SEARCH_FORMS 4
#define SEARCH_GROUPS 24
#define SEARCH_VARIANTS 16
#define SEARCH_MATCH_SIZE 24576

/* A word of the query and what else it may stand for. */
struct search_word {
    char text[TEXT_WORD_SIZE];                /* as folded */
    char forms[SEARCH_FORMS][TEXT_WORD_SIZE]; /* as other romanisations would begin it */
    size_t form_count;
    char groups[SEARCH_GROUPS][SEARCH_GROUP_SIZE]; /* delegations and categories of that name */
    size_t group_count;
    char variants[SEARCH_VARIANTS][TEXT_WORD_SIZE]; /* words there are, one typing error away */
    size_t variant_count;
};

struct search_query {
    struct search_word words[SEARCH_QUERY_WORDS];
    size_t count;
};

/* Folds and splits a query, and looks up its groups. False: store fault. */
bool search_query_read(struct store *store, const char *text, struct search_query *out);

/* Looks up each word's variants. False: store fault. */
bool search_query_forgive(struct store *store, struct search_query *query);

/* The expression for whole words, or for beginnings; `within` (NULL: anywhere) is a group. Returns
 * out, "" when it does not fit. */
char *search_match(const struct search_query *query, bool whole, const char *within, char *out,
                   size_t size);

#endif
