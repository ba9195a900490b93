/* The words for a preflight's checks; for the command's own files. */
#ifndef LANYARD_PREFLIGHT_WORDS_H
#define LANYARD_PREFLIGHT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct check_words {
    const char *check, *title, *remedy;
};

/* Of a check that is not known: its keyword. */
struct check_words check_words(const char *check);

/* The place of a check on the page: what stops somebody at the door comes first. */
size_t check_order(const char *check);

/* Whether the title says it all, so that names are enough. */
bool check_says_all(const char *check);

#endif
