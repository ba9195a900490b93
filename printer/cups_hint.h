/*
 * CUPS hint: cupsd's own events about a job, fetched between two looks at it. They tell only that
 * something may have happened; what did is asked. One thread at a time.
 */
#ifndef LANYARD_PRINTER_CUPS_HINT_H
#define LANYARD_PRINTER_CUPS_HINT_H

#include "printer/cups_client.h"

struct cups_hint {
    int job_id;       /* whose events are subscribed to; the subscription ends with the job */
    int subscription; /* 0: cupsd gave none */
    int sequence;     /* of the next event */
};

/* Whether the job may have changed since this was last asked. False also when cupsd cannot tell:
 * whoever asks looks at the job anyway, only less often. */
bool cups_hint_changed(struct cups_hint *hint, struct cups_client *client, int job_id);

#endif
