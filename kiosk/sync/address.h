/* Parts of a hub's address. Pure. */
#ifndef LANYARD_ADDRESS_H
#define LANYARD_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether all hosts, with commas between, are this machine. */
bool address_is_local(const char *hosts);

/* Appends NAME='VALUE', quoted as libpq reads it. *used: bytes of `out` before and after. */
void address_add(char *out, size_t size, size_t *used, const char *name, const char *value);

/* What to do about libpq's words for a connection that failed; "" when they say it. */
const char *address_hint(const char *message);

/* `url` for another role. False: logged. */
bool address_for(const char *url, const char *role, const char *password, char *out, size_t size);

/* `url` with other servers: "HOST[:PORT]" with commas between, of which the one that can be written
 * to is looked for. False: logged. */
bool address_with_hosts(const char *url, const char *hosts, char *out, size_t size);

#endif
