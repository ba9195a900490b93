/* Indico ticket codes: JSON, the one place that needs a JSON reader. Pure. */
#ifndef LANYARD_INDICO_H
#define LANYARD_INDICO_H

#include "code.h"

/* Fills kind, lookup and server of *out. False and *out untouched when the text is no ticket. */
bool indico_parse(const char *text, size_t length, struct code *out);

#endif
