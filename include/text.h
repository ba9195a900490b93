/*
 * Text in every script: files of unknown encoding, cleaning of what came from outside, folding for
 * the search, transliteration, and names of countries. UTF-8 with a NUL unless said otherwise. Any
 * thread. ICU and its data live behind this header.
 */
#ifndef LANYARD_TEXT_H
#define LANYARD_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- encodings ---- */
#define TEXT_ENCODING_SIZE 32

/* Names the encoding of a file by its first bytes (64 KiB are enough): a byte order mark, UTF-16
 * without one, UTF-8, else windows-1251, windows-1256, KOI8-R, IBM866 or windows-1252 by how
 * letters follow each other, or what ICU's detector is sure of. */
void text_encoding_guess(const void *data, size_t size, char out[TEXT_ENCODING_SIZE]);

struct text_decoder; /* bytes of an encoding to UTF-8, in pieces of any size */

/* NULL after one log line: no such encoding. */
struct text_decoder *text_decoder_create(const char *encoding);
void text_decoder_destroy(struct text_decoder *decoder); /* NULL-safe */

/* Decodes `size` bytes and hands over UTF-8 in pieces; `last` ends the text. A byte order mark at
 * the start is dropped; what cannot be decoded becomes U+FFFD. False: `each` returned false. */
bool text_decode(struct text_decoder *decoder, const void *data, size_t size, bool last,
                 bool (*each)(const char *utf8, size_t size, void *userdata), void *userdata);

/* ---- cleaning ---- */
enum text_fault {
    TEXT_CLEAN,
    /* the text is usable, without these */
    TEXT_HAD_CONTROLS, /* control and invisible characters */
    TEXT_HAD_BIDI,     /* characters that turn the direction of writing around */
    TEXT_GARBLED,      /* nothing is left out, but it looks like UTF-8 read as something else */
    /* the text is refused */
    TEXT_HAS_NUL,
    TEXT_BROKEN, /* not UTF-8, half a surrogate pair, or what a decoder could not read */
    TEXT_TOO_LONG,
};
const char *text_fault_string(enum text_fault fault); /* a clause: "holds a NUL byte" */
bool text_refused(enum text_fault fault);

/* Copies `size` bytes as one line: composed (NFC), blanks and line breaks run together, none at the
 * ends. A refused text leaves out empty. */
enum text_fault text_clean(const char *text, size_t size, char *out, size_t out_size);

/* ---- folding ---- */
/* Lower-case Latin letters and digits from text in any script, words apart by one blank, parts of a
 * hyphenated word by '-'. "Раҳимова" gives "rahimova". Cut at a word. Returns out. */
char *text_fold(const char *text, char *out, size_t size);

/* One folded word without what romanisations disagree about: Rakhimova, Rahimova; Müller, Mueller;
 * Youssef, Yusuf. Never longer than the word. Returns out. */
char *text_skeleton(const char *word, char *out, size_t size);

#define TEXT_WORD_SIZE 64

/* Calls `each` for every word a text should be found by: folded words, their skeletons where they
 * differ, and hyphenated words run together. Words may repeat. */
void text_terms(const char *text, void (*each)(const char *word, void *userdata), void *userdata);

/* The script of a character, as Unicode names it: "Cyrillic", "Han". Returns a static text. */
const char *text_script(uint32_t code_point);

/* ---- transliteration ---- */
/* Whether all letters are Latin. */
bool text_is_latin(const char *text);

/* A name as one would print it in Latin letters: "Дилноза Раҳимова" gives "Dilnoza Rahimova". Cut
 * on a character's boundary. Returns out. */
char *text_latin(const char *text, char *out, size_t size);

/* ---- countries: ISO 3166 by ICU ---- */
struct country {
    char alpha2[3];
    char alpha3[4];
};

/* By code (alpha-2 or alpha-3) or name in English, French, Russian or a language of the screens. */
bool country_find(const char *text, struct country *out);

/* The name in `language` (BCP 47). False: no such country. */
bool country_name(const char *alpha2, const char *language, char *out, size_t size);

#endif
