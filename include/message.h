/*
 * Messages: every text that a person reads on a screen, by key, from assets/messages/LANGUAGE.txt
 * ("key = text", UTF-8; {name} marks a place to fill in). Read-only once loaded; any thread.
 */
#ifndef LANYARD_MESSAGE_H
#define LANYARD_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* The text for `key` ("attract.title", "reason.revoked") in `language`, else in English. A key that
 * is in no file is shown as itself and logged: a test finds those. Static; never NULL. */
const char *message_text(const char *language, const char *key);

/* Whether the language's own file has the key. */
bool message_has(const char *language, const char *key);

struct message_value {
    const char *name; /* of the {name} to replace */
    const char *value;
};

/* Fills the places in; unknown ones stay. Cuts at `size` on a character boundary. Returns out. */
char *message_format(const char *language, const char *key, const struct message_value *values,
                     size_t count, char *out, size_t size);

/* "en" and so on, NULL-terminated. */
const char *const *message_languages(void);

/* All keys of the English file, for tests. Returns the count; keys may be NULL. */
size_t message_keys(const char **keys, size_t limit);

#endif
