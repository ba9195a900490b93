/*
 * Sink: where cairo writes a document that is kept in memory. One thread at a time.
 */
#ifndef LANYARD_PRINTER_SINK_H
#define LANYARD_PRINTER_SINK_H

#include <cairo.h>

#include "badge.h"

struct sink {
    uint8_t *data; /* owned until sink_take() */
    size_t size, capacity;
};

/* A cairo_write_func_t; `closure` is the sink. */
cairo_status_t sink_write(void *closure, const unsigned char *data, unsigned int length);

/* Moves the document out if `ok` and the surface wrote it whole; else frees it, with one log line
 * unless !ok (then the cause has been logged). */
bool sink_take(struct sink *sink, cairo_surface_t *surface, bool ok, struct bytes *out);

#endif
