/*
 * Script: what has to be known of a text's writing before it is shaped. Pure; any thread.
 */
#ifndef LANYARD_PRINTER_SCRIPT_H
#define LANYARD_PRINTER_SCRIPT_H

/* Regional forms of Han characters. */
enum han_form {
    HAN_NONE,
    HAN_SIMPLIFIED,
    HAN_TRADITIONAL,
    HAN_HONG_KONG,
    HAN_JAPANESE,
    HAN_KOREAN,
    HAN_COUNT
};

/* From the text's own kana or hangul, else from the country; HAN_NONE when it has no Han. */
enum han_form script_han_form(const char *text, const char *country);

const char *script_language(enum han_form form); /* BCP 47, for the font choice: "zh-cn" */
const char *script_families(enum han_form form); /* font families in order of preference */

/* Distance of baselines in em: larger for scripts with tall marks. */
double script_leading(const char *text);

/* Valid UTF-8 of any length becomes at most this many bytes with the NUL. */
#define SCRIPT_TEXT_SIZE 1024

/* Copies `text` fit for one paragraph: invalid UTF-8 replaced by U+FFFD, control characters and
 * runs of white space by one space, none at the ends. */
void script_clean(const char *text, char out[SCRIPT_TEXT_SIZE]);

#endif
