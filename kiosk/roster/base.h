/* A record as the last import had it, so that only what the organiser changed since is changed. For
 * the roster's own files. */
#ifndef LANYARD_ROSTER_BASE_H
#define LANYARD_ROSTER_BASE_H

#include "kiosk/roster/fields.h"

#define BASE_SIZE (FIELD_EXPORTED * (ATTENDEE_TEXT_SIZE + 24))

/* Lines "field=text" of what the file has. Returns out. */
char *base_write(const struct record *record, char out[BASE_SIZE]);

/* Whether the base has the field with this very text. `base` may be NULL. */
bool base_has(const char *base, enum roster_field field, const char *text);

#endif
