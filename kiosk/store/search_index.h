/* What people are found by, kept beside the roster; for the store's own files. */
#ifndef LANYARD_SEARCH_INDEX_H
#define LANYARD_SEARCH_INDEX_H

#include "kiosk/store/database.h"
#include "text.h"

/* A text: words of the name, SEARCH_MARK, words of the rest, the groups. */
#define SEARCH_MARK " | "

/* The word that stands for a delegation ("=tjk") or category ("#2"): `code` with its sign in front.
 */
#define SEARCH_GROUP_SIZE 32
void search_group(const char *code, char out[SEARCH_GROUP_SIZE]);

/* Takes what a row of the roster is found by. */
bool search_index_put(struct store *store, const struct attendee *attendee);

/*
 * Puts what was taken into the index: before a commit, and before a search. Row by row it would
 * cost ten times as much: every statement that can fail half-way makes FTS5 write its memory out.
 */
bool search_index_settle(struct store *store);

/* Indexes the whole roster. */
bool search_index_fill(struct store *store);

/* After a rollback: forgets which words are known to be there, and what was to be settled. */
void search_index_forget(struct store *store);

#endif
