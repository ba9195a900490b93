/*
 * Message file: the parser of "key = text" files. Lines starting with # are notes; "\n" in a text
 * is a line break and "\\" a backslash. A key is of a-z 0-9 . _ -; spaces around key and text are
 * dropped. A later line with the same key wins. Pure; reads untrusted bytes safely.
 */
#ifndef LANYARD_UI_MESSAGE_FILE_H
#define LANYARD_UI_MESSAGE_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct message_row {
    const char *key, *text; /* into the file's text */
};

struct message_file {
    char *text;               /* owned; changed into NUL-terminated strings */
    struct message_row *rows; /* owned; sorted by key */
    size_t count;
    int bad_line; /* the first line that is not a message, from 1; 0: none */
};

/* False: no memory; `out` is then empty. Bad lines are skipped and told in bad_line. */
bool message_file_init(struct message_file *out, const char *bytes, size_t size);
void message_file_finish(struct message_file *file); /* NULL-safe */

/* NULL: no such key. */
const char *message_file_find(const struct message_file *file, const char *key);

#endif
