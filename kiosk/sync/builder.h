/* Text that grows: PostgreSQL array literals. A failure of memory is remembered until the end. */
#ifndef LANYARD_BUILDER_H
#define LANYARD_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct builder {
    char *text; /* owned; NUL-terminated once something was added */
    size_t used, size;
    bool failed;
};

void builder_finish(struct builder *builder);

/* Each adds one element; the first opens the array. */
void builder_number(struct builder *builder, int64_t value);
void builder_text(struct builder *builder, const char *value); /* quoted */
void builder_bytes(struct builder *builder, const void *data, size_t size);
/* Closes the array; NULL when memory was short. An empty one is "{}". */
const char *builder_end(struct builder *builder);

#endif
