/*
 * INI: lines of "[KIND NAME]", "key = value", "key ARGUMENT = value", comments after # or ; (but
 * "#0F4C5C" is a colour) and empty lines. Strict: anything else is a fault. Pure; the text is outside bytes.
 */
#ifndef LANYARD_INI_H
#define LANYARD_INI_H

#include <stdbool.h>
#include <stddef.h>

#define INI_LINE_MAX 1024

enum ini_kind { INI_SECTION, INI_VALUE, INI_FAULT, INI_END };

struct ini_line {
    int number;
    char text[INI_LINE_MAX];    /* the words below point into it */
    const char *key, *argument; /* of a section: its kind and name; "" when there is none */
    const char *value;          /* of a fault: what is wrong */
};

struct ini_reader {
    const char *at, *end;
    int number;
};

void ini_start(struct ini_reader *reader, const char *text, size_t length);

/* The next line that says something. */
enum ini_kind ini_next(struct ini_reader *reader, struct ini_line *out);

/* Takes the next item of a list with commas, without blanks around it, out of *at, which is written
 * into. NULL at the end. An empty item is "". */
char *ini_item(char **at);

#endif
