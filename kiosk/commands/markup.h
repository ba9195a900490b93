/* Markup: text within HTML and SVG. Any thread. */
#ifndef LANYARD_MARKUP_H
#define LANYARD_MARKUP_H

#include <stdio.h>

/* Writes text with what markup would take for its own escaped, also within quoted attributes. */
void markup_text(FILE *out, const char *text);

#endif
