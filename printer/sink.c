#define LOG_MODULE "printer"
#include "printer/sink.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

#define FIRST_CAPACITY ((size_t)64 * 1024)

cairo_status_t sink_write(void *closure, const unsigned char *data, unsigned int length)
{
    struct sink *sink = closure;
    if (length > sink->capacity - sink->size) {
        size_t wanted = sink->capacity ? sink->capacity : FIRST_CAPACITY;
        while (wanted < sink->size + length) {
            wanted *= 2;
        }
        uint8_t *grown = realloc(sink->data, wanted);
        if (!grown) {
            return CAIRO_STATUS_WRITE_ERROR;
        }
        sink->data = grown;
        sink->capacity = wanted;
    }
    if (length > 0) {
        memcpy(sink->data + sink->size, data, length);
    }
    sink->size += length;
    return CAIRO_STATUS_SUCCESS;
}

bool sink_take(struct sink *sink, cairo_surface_t *surface, bool ok, struct bytes *out)
{
    cairo_status_t status = cairo_surface_status(surface);
    if (ok && status != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("cannot write the document: %s", cairo_status_to_string(status));
        ok = false;
    }
    if (!ok) {
        free(sink->data);
    } else {
        *out = (struct bytes){.data = sink->data, .size = sink->size};
    }
    *sink = (struct sink){0};
    return ok;
}
