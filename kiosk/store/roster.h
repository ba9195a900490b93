/* Attendees as rows; for the store's own files. */
#ifndef LANYARD_ROSTER_H
#define LANYARD_ROSTER_H

#include "kiosk/store/database.h"

/* Columns that an attendee takes; what a query selects behind them starts there. */
#define ROSTER_COLUMNS 23

void roster_read(sqlite3_stmt *statement, struct attendee *out);

/* What the index of foreign codes holds for a code as the roster has it: "" for none. */
void roster_lookup(const char *foreign_code, char *out, size_t size);

#endif
