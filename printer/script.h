/*
 * Script: what has to be known of a text's writing before it is shaped. Pure; any thread.
 */
#ifndef LANYARD_PRINTER_SCRIPT_H
#define LANYARD_PRINTER_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

/* What a text needs beyond its characters: the regional form of Han, the hand of Urdu. */
enum script_form {
    FORM_PLAIN,
    FORM_URDU, /* Nastaliq */
    FORM_SIMPLIFIED,
    FORM_TRADITIONAL,
    FORM_HONG_KONG,
    FORM_JAPANESE,
    FORM_KOREAN,
    FORM_COUNT
};

/* From the text's own kana, hangul or letters of Urdu, else, with Han, from the country. */
enum script_form script_form_of(const char *text, const char *country);

const char *script_language(enum script_form form); /* BCP 47, for the font choice: "zh-cn" */
const char *script_families(enum script_form form); /* font families in order of preference */

bool script_form_is_han(enum script_form form);

/* Distance of baselines in em: larger for scripts with tall marks. */
double script_leading(const char *text, enum script_form form);

/* Valid UTF-8 of any length becomes at most this many bytes with the NUL. */
#define SCRIPT_TEXT_SIZE 1024

/*
 * Where a line must not be broken though it could be: after a short word in small letters ("de
 * Souza", "of Water"), after an abbreviation ("Dr. Ali") and after a fragment before a hyphen
 * ("Co-operation"). `text` is clean. Returns how many; what is tied together stays short enough to
 * be set on a line.
 */
struct script_tie {
    unsigned from, to; /* bytes */
};
#define SCRIPT_TIES_MAX 32
size_t script_ties(const char *text, struct script_tie out[SCRIPT_TIES_MAX]);

/* Copies `text` fit for one paragraph: invalid UTF-8 replaced by U+FFFD, control characters and
 * runs of white space by one space, none at the ends. */
void script_clean(const char *text, char out[SCRIPT_TEXT_SIZE]);

#endif
