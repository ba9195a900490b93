/* What the fuzz targets of the roster's readers share. */
#ifndef LANYARD_FUZZ_ROSTER_H
#define LANYARD_FUZZ_ROSTER_H

#include <stdlib.h>
#include <string.h>

#include "kiosk/roster/person.h"
#include "kiosk/roster/reader.h"

/* A sink for records; the userdata is the sink itself. Every text that comes out is short enough and
 * ends, or the target aborts. */
static inline bool fuzz_take_record(struct record *record, void *userdata)
{
    const struct reader_sink *sink = userdata;
    names_assemble(record, sink->remarks);
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (!memchr(record->text[i], '\0', ATTENDEE_TEXT_SIZE)) {
            abort();
        }
    }
    return true;
}

#endif
