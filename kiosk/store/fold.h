/*
 * Folding: a text as the search compares it. Lower case in Latin, Greek, Cyrillic and Armenian,
 * Latin letters without their marks, blanks for punctuation, one blank between words. Other scripts
 * stay as they are. Pure.
 */
#ifndef LANYARD_FOLD_H
#define LANYARD_FOLD_H

#include <stddef.h>

/* Appends `text`, folded, and a blank to the text in `out`; cut at `size`, on a character's
 * boundary. Returns out. */
char *fold_add(char *out, size_t size, const char *text);

/* Folds into an empty `out`, without a blank at the end. */
char *fold_text(char *out, size_t size, const char *text);

#endif
