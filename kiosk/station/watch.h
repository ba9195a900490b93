/*
 * Watch list: people to be referred silently. Two independent fields must agree: the name, the
 * affiliation (delegation or organisation), the e-mail address; empty agrees with nothing. Names
 * are folded and transliterated. Pure.
 */
#ifndef LANYARD_WATCH_H
#define LANYARD_WATCH_H

#include "store_access.h"

enum watch_match { WATCH_NONE, WATCH_NEAR, WATCH_EXACT };
const char *watch_match_string(enum watch_match match); /* "none", "near", "exact" */

#define WATCH_WORDS_MAX 12
#define WATCH_WORD_SIZE 64

/* A name as it is compared. */
struct watch_name {
    char words[WATCH_WORDS_MAX][WATCH_WORD_SIZE];     /* folded */
    char skeletons[WATCH_WORDS_MAX][WATCH_WORD_SIZE]; /* without what romanisations differ in */
    int count;
};
void watch_name_fill(const char *name, struct watch_name *out);

/* A person as they are compared with every entry. */
struct watch_person {
    const struct attendee *attendee; /* lent */
    struct watch_name latin, native;
};
void watch_person_fill(const struct attendee *attendee, struct watch_person *out);

/* `name` is the entry's own. `why` receives what agreed, for security only. */
enum watch_match watch_compare(const struct watch_entry *entry, const struct watch_name *name,
                               const struct watch_person *person, char *why, size_t size);

#endif
