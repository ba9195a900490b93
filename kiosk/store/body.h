/* An event's body: one JSON object, members in the order given, no blanks; the same facts always
 * make the same bytes. For the store's own files. */
#ifndef LANYARD_BODY_H
#define LANYARD_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit.h"

struct body {
    char text[AUDIT_BODY_MAX];
    size_t used;
    bool overflow;
};

void body_start(struct body *body);
/* Bytes that are no UTF-8 become U+FFFD. */
void body_text(struct body *body, const char *name, const char *value);
void body_number(struct body *body, const char *name, int64_t value);
/* 16 digits; 0 (nobody) becomes null. */
void body_holder(struct body *body, const char *name, uint64_t holder);
void body_hex(struct body *body, const char *name, const void *data, size_t size);
/* A list of texts: start, any number of items, end. */
void body_list(struct body *body, const char *name);
void body_item(struct body *body, const char *value);
void body_list_end(struct body *body);
/* False when the body did not fit. */
bool body_end(struct body *body);

#endif
