#include "digest.h"

#include <stdlib.h>

#include <sodium.h>

struct digest {
    crypto_generichash_state *state; /* owned */
};

struct digest *digest_create(void)
{
    struct digest *digest = malloc(sizeof *digest);
    if (!digest) {
        return NULL;
    }
    digest->state = aligned_alloc(64, (crypto_generichash_statebytes() + 63) / 64 * 64);
    if (!digest->state) {
        free(digest);
        return NULL;
    }
    crypto_generichash_init(digest->state, NULL, 0, DIGEST_SIZE);
    return digest;
}

void digest_add(struct digest *digest, const void *data, size_t size)
{
    crypto_generichash_update(digest->state, data, size);
}

void digest_end(struct digest *digest, uint8_t out[DIGEST_SIZE])
{
    crypto_generichash_final(digest->state, out, DIGEST_SIZE);
}

void digest_destroy(struct digest *digest)
{
    if (digest) {
        free(digest->state);
        free(digest);
    }
}
