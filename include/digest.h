/*
 * Digest: BLAKE2b-256 of bytes that come in pieces: a file's identity. Pure; any thread.
 */
#ifndef LANYARD_DIGEST_H
#define LANYARD_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE 32

struct digest;
struct digest *digest_create(void); /* NULL: no memory */
void digest_add(struct digest *digest, const void *data, size_t size);
void digest_end(struct digest *digest, uint8_t out[DIGEST_SIZE]);
void digest_destroy(struct digest *digest); /* NULL-safe */

#endif
