/* Bytes in and out: big-endian integers and hexadecimal digits. Pure. */
#ifndef LANYARD_DOMAIN_BYTES_H
#define LANYARD_DOMAIN_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes the low `size` bytes of `value`; returns where the next field goes. */
uint8_t *bytes_put(uint8_t *at, uint64_t value, size_t size);

/* Reads `size` bytes and moves *at on. */
uint64_t bytes_get(const uint8_t **at, size_t size);

/* Lower-case digits and a NUL: 2 * size + 1 characters. Returns out. */
char *bytes_to_hex(const uint8_t *data, size_t size, char *out);

/* Exactly 2 * size lower-case digits; what follows them is not looked at. */
bool bytes_from_hex(const char *text, size_t length, uint8_t *out, size_t size);

#endif
