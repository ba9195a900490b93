/*
 * Signature batch: many Ed25519 signatures of one key, checked together several times faster than
 * one by one. A random weight for each signature makes it certain (but for a chance of 2^-128) that
 * a batch with a false one fails. Who holds the secret key, and only they, can make a signature
 * that passes here though it fails by itself. One batch belongs to one thread at a time.
 */
#ifndef LANYARD_SIGNATURE_BATCH_H
#define LANYARD_SIGNATURE_BATCH_H

#include "audit.h"

#define SIGNATURE_BATCH_MAX 2048

struct signature_batch;

struct signature_batch *signature_batch_create(void);        /* NULL: no memory */
void signature_batch_destroy(struct signature_batch *batch); /* NULL-safe */

/* Empties it, for signatures of this key. */
void signature_batch_start(struct signature_batch *batch,
                           const uint8_t public_key[KEY_PUBLIC_SIZE]);

/* One more signed hash; copied. At most SIGNATURE_BATCH_MAX between two starts. */
void signature_batch_add(struct signature_batch *batch, const uint8_t hash[AUDIT_HASH_SIZE],
                         const uint8_t signature[KEY_SIGNATURE_SIZE]);
size_t signature_batch_count(const struct signature_batch *batch);

/* Whether all are genuine; true for none. False does not tell which one is not. */
bool signature_batch_check(struct signature_batch *batch);

#endif
