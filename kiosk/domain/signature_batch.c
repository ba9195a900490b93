/*
 * All signatures (R, s) of the key A on hashes M are genuine when, for random weights z,
 *   sum(z R) + sum(z k) A - sum(z s) B = 0   with k = SHA-512(R || A || M).
 * The first sum is edwards.c's; with one key, the rest is two products whatever the number.
 */
#include "signature_batch.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/domain/edwards.h"

struct signature_batch {
    uint8_t key[KEY_PUBLIC_SIZE];
    size_t count;
    uint8_t hashes[SIGNATURE_BATCH_MAX][AUDIT_HASH_SIZE];
    uint8_t signatures[SIGNATURE_BATCH_MAX][KEY_SIGNATURE_SIZE];
#if EDWARDS_HERE
    uint8_t weights[SIGNATURE_BATCH_MAX][EDWARDS_WEIGHT_SIZE];
    struct edwards_addend points[SIGNATURE_BATCH_MAX];
#endif
};

struct signature_batch *signature_batch_create(void)
{
    return calloc(1, sizeof(struct signature_batch));
}

void signature_batch_destroy(struct signature_batch *batch)
{
    free(batch);
}

void signature_batch_start(struct signature_batch *batch, const uint8_t public_key[KEY_PUBLIC_SIZE])
{
    memcpy(batch->key, public_key, sizeof batch->key);
    batch->count = 0;
}

void signature_batch_add(struct signature_batch *batch, const uint8_t hash[AUDIT_HASH_SIZE],
                         const uint8_t signature[KEY_SIGNATURE_SIZE])
{
    if (batch->count < SIGNATURE_BATCH_MAX) {
        memcpy(batch->hashes[batch->count], hash, AUDIT_HASH_SIZE);
        memcpy(batch->signatures[batch->count], signature, KEY_SIGNATURE_SIZE);
        batch->count++;
    }
}

size_t signature_batch_count(const struct signature_batch *batch)
{
    return batch->count;
}

static bool check_singly(const struct signature_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (crypto_sign_verify_detached(batch->signatures[i], batch->hashes[i], AUDIT_HASH_SIZE,
                                        batch->key) != 0) {
            return false;
        }
    }
    return true;
}

#if EDWARDS_HERE

#define SCALAR_SIZE crypto_core_ed25519_SCALARBYTES
#define POINT_SIZE crypto_core_ed25519_BYTES

/* Below this the two products cost more than is gained. */
#define SINGLY_MAX 8

/* Whether s is below the group's order, the only form that counts. */
static bool is_reduced(const uint8_t s[SCALAR_SIZE])
{
    uint8_t wide[crypto_core_ed25519_NONREDUCEDSCALARBYTES] = {0}, reduced[SCALAR_SIZE];
    memcpy(wide, s, SCALAR_SIZE);
    crypto_core_ed25519_scalar_reduce(reduced, wide);
    return memcmp(reduced, s, SCALAR_SIZE) == 0;
}

/* Adds weight times scalar. */
static void accumulate(uint8_t sum[SCALAR_SIZE], const uint8_t weight[EDWARDS_WEIGHT_SIZE],
                       const uint8_t scalar[SCALAR_SIZE])
{
    uint8_t factor[SCALAR_SIZE] = {0}, product[SCALAR_SIZE];
    memcpy(factor, weight, EDWARDS_WEIGHT_SIZE);
    crypto_core_ed25519_scalar_mul(product, factor, scalar);
    crypto_core_ed25519_scalar_add(sum, sum, product);
}

/* k = SHA-512(R || A || M), modulo the group's order. */
static void challenge(const struct signature_batch *batch, size_t i, uint8_t k[SCALAR_SIZE])
{
    uint8_t text[POINT_SIZE + KEY_PUBLIC_SIZE + AUDIT_HASH_SIZE];
    uint8_t digest[crypto_hash_sha512_BYTES];
    memcpy(text, batch->signatures[i], POINT_SIZE);
    memcpy(text + POINT_SIZE, batch->key, KEY_PUBLIC_SIZE);
    memcpy(text + POINT_SIZE + KEY_PUBLIC_SIZE, batch->hashes[i], AUDIT_HASH_SIZE);
    crypto_hash_sha512(digest, text, sizeof text);
    crypto_core_ed25519_scalar_reduce(k, digest);
}

/* Whether left + k A = s B. */
static bool balances(const uint8_t left[POINT_SIZE], const uint8_t key[KEY_PUBLIC_SIZE],
                     const uint8_t k[SCALAR_SIZE], const uint8_t s[SCALAR_SIZE])
{
    uint8_t of_key[POINT_SIZE], of_base[POINT_SIZE], sum[POINT_SIZE];
    return crypto_scalarmult_ed25519_noclamp(of_key, k, key) == 0 &&
           crypto_scalarmult_ed25519_base_noclamp(of_base, s) == 0 &&
           crypto_core_ed25519_add(sum, left, of_key) == 0 && memcmp(sum, of_base, sizeof sum) == 0;
}

bool signature_batch_check(struct signature_batch *batch)
{
    uint8_t k_sum[SCALAR_SIZE] = {0}, s_sum[SCALAR_SIZE] = {0}, left[POINT_SIZE];
    struct edwards_point point_sum;
    if (batch->count <= SINGLY_MAX) {
        return check_singly(batch);
    }
    randombytes_buf(batch->weights, batch->count * sizeof batch->weights[0]);
    for (size_t i = 0; i < batch->count; i++) {
        uint8_t k[SCALAR_SIZE];
        const uint8_t *s = batch->signatures[i] + POINT_SIZE;
        if (!is_reduced(s) || !edwards_read(batch->signatures[i], &batch->points[i])) {
            return false;
        }
        challenge(batch, i, k);
        accumulate(k_sum, batch->weights[i], k);
        accumulate(s_sum, batch->weights[i], s);
    }
    edwards_sum((const uint8_t(*)[EDWARDS_WEIGHT_SIZE])batch->weights, batch->points, batch->count,
                &point_sum);
    edwards_write(&point_sum, left);
    return balances(left, batch->key, k_sum, s_sum);
}

#else

bool signature_batch_check(struct signature_batch *batch)
{
    return check_singly(batch);
}

#endif
