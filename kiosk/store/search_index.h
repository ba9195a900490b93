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

/* Brings the index up to a row of the roster. */
bool search_index_put(struct store *store, const struct attendee *attendee);

/* Indexes the whole roster. */
bool search_index_fill(struct store *store);

/* After a rollback: forgets which words are known to be there. */
void search_index_forget(struct store *store);

#endif
