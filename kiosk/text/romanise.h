/* Letters of other scripts in Latin ones; for the text room's own files. */
#ifndef LANYARD_ROMANISE_H
#define LANYARD_ROMANISE_H

#include <stddef.h>
#include <stdint.h>

#include <unicode/umachine.h>

/* What stands for a small Cyrillic letter, NULL for any other character. */
const char *romanise_cyrillic(UChar32 small);

/* What stands for a small Latin letter with marks or a ligature, NULL when it is none. */
const char *romanise_latin(UChar32 small);

/* The letter under its marks; `c` when it has none. */
UChar32 romanise_base(UChar32 c);

/* `length` units of any script in small ASCII letters, by ICU. Returns the length. */
size_t romanise_other(const UChar *units, int32_t length, char *out, size_t size);

#endif
