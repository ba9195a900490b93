/*
 * Many signatures at once: the same verdict as libsodium one by one, for honest and spoilt ones; and
 * sums of points against libsodium's own products.
 *
 * link: kiosk/domain/signature_batch.c kiosk/domain/edwards.c
 */
#include <sodium.h>

#include "kiosk/domain/edwards.h"
#include "signature_batch.h"
#include "tests/test.h"

#define COUNT 40

struct signer {
    uint8_t public_key[KEY_PUBLIC_SIZE], secret_key[64];
    uint8_t hashes[COUNT][AUDIT_HASH_SIZE], signatures[COUNT][KEY_SIGNATURE_SIZE];
};

static void sign(struct signer *signer)
{
    assert_true(sodium_init() >= 0);
    crypto_sign_keypair(signer->public_key, signer->secret_key);
    for (size_t i = 0; i < COUNT; i++) {
        randombytes_buf(signer->hashes[i], AUDIT_HASH_SIZE);
        crypto_sign_detached(signer->signatures[i], NULL, signer->hashes[i], AUDIT_HASH_SIZE,
                             signer->secret_key);
    }
}

static bool check(const struct signer *signer, size_t count)
{
    struct signature_batch *batch = signature_batch_create();
    assert_non_null(batch);
    signature_batch_start(batch, signer->public_key);
    for (size_t i = 0; i < count; i++) {
        signature_batch_add(batch, signer->hashes[i % COUNT], signer->signatures[i % COUNT]);
    }
    assert_int_equal(signature_batch_count(batch), count);
    bool genuine = signature_batch_check(batch);
    signature_batch_destroy(batch);
    return genuine;
}

static void test_honest(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 8, 9, 10, COUNT, 300, SIGNATURE_BATCH_MAX};
    struct signer signer;
    sign(&signer);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        assert_true(check(&signer, counts[i]));
    }
}

/* One bit of one signature, hash or key. */
static void test_one_bit(void **state)
{
    (void)state;
    struct signer signer;
    sign(&signer);
    for (unsigned bit = 0; bit < 8 * KEY_SIGNATURE_SIZE; bit++) {
        size_t which = bit % COUNT;
        uint8_t *byte = &signer.signatures[which][bit / 8];
        *byte ^= (uint8_t)(1u << bit % 8);
        assert_false(check(&signer, COUNT));
        *byte ^= (uint8_t)(1u << bit % 8);
    }
    for (unsigned bit = 0; bit < 256; bit += 7) {
        signer.hashes[bit % COUNT][bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(check(&signer, COUNT));
        signer.hashes[bit % COUNT][bit / 8] ^= (uint8_t)(1u << bit % 8);
        signer.public_key[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(check(&signer, COUNT));
        signer.public_key[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(check(&signer, COUNT));
}

static void test_swapped(void **state)
{
    (void)state;
    struct signer signer;
    uint8_t kept[KEY_SIGNATURE_SIZE];
    sign(&signer);
    memcpy(kept, signer.signatures[3], sizeof kept);
    memcpy(signer.signatures[3], signer.signatures[30], sizeof kept);
    memcpy(signer.signatures[30], kept, sizeof kept);
    assert_false(check(&signer, COUNT));
}

/* Forms that mean the same number or point but are not the one that counts. */
static void test_other_forms(void **state)
{
    (void)state;
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                      0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                      0,    0,    0,    0,    0,    0,    0,    0,
                                      0,    0,    0,    0,    0,    0,    0,    0x10};
    static const struct {
        const char *hex;
        bool is_point;
    } points[] = {
        {"0100000000000000000000000000000000000000000000000000000000000000", true},
        {"5866666666666666666666666666666666666666666666666666666666666666", true},
        {"0000000000000000000000000000000000000000000000000000000000000000", true},
        {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true},
        {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
        {"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
        {"0100000000000000000000000000000000000000000000000000000000000080", false},
        {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
        {"0200000000000000000000000000000000000000000000000000000000000000", false},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
    };
    struct signer signer;
    sign(&signer);
    unsigned carry = 0;
    for (size_t i = 0; i < 32; i++) { /* s + the group's order */
        carry += signer.signatures[5][32 + i] + order[i];
        signer.signatures[5][32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_false(check(&signer, COUNT));
#if EDWARDS_HERE
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        uint8_t bytes[32];
        struct edwards_addend addend;
        sodium_hex2bin(bytes, sizeof bytes, points[i].hex, 64, NULL, NULL, NULL);
        if (edwards_read(bytes, &addend) != points[i].is_point) {
            fail_msg("%s", points[i].hex);
        }
    }
#else
    (void)points;
#endif
}

static void test_sums(void **state)
{
    (void)state;
#if EDWARDS_HERE
    static struct edwards_addend addends[COUNT];
    uint8_t weights[COUNT][EDWARDS_WEIGHT_SIZE], bytes[32], wide[32], product[32], total[32] = {1};
    struct edwards_point sum;
    assert_true(sodium_init() >= 0);
    for (size_t i = 0; i < COUNT; i++) {
        crypto_core_ed25519_random(bytes);
        randombytes_buf(weights[i], sizeof weights[i]);
        memset(weights[i] + 1, i % 5 ? weights[i][1] : 0, i % 3 ? 0 : sizeof weights[i] - 1);
        weights[i][0] |= 1;
        assert_true(edwards_read(bytes, &addends[i]));
        memset(wide, 0, sizeof wide);
        memcpy(wide, weights[i], sizeof weights[i]);
        assert_int_equal(crypto_scalarmult_ed25519_noclamp(product, wide, bytes), 0);
        assert_int_equal(crypto_core_ed25519_add(total, total, product), 0);
        edwards_sum((const uint8_t(*)[EDWARDS_WEIGHT_SIZE])weights, addends, i + 1, &sum);
        edwards_write(&sum, bytes);
        assert_memory_equal(bytes, total, sizeof total);
    }
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_honest),  cmocka_unit_test(test_one_bit),
        cmocka_unit_test(test_swapped), cmocka_unit_test(test_other_forms),
        cmocka_unit_test(test_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
