/* Parts of a hub's address. Pure. */
#ifndef LANYARD_ADDRESS_H
#define LANYARD_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the host is this machine. */
bool address_is_local(const char *host);

/* Appends NAME='VALUE', quoted as libpq reads it. *used: bytes of `out` before and after. */
void address_add(char *out, size_t size, size_t *used, const char *name, const char *value);

#endif
