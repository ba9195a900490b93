/* Fixed keys and an event for golden bytes. The expected bytes of the tests were made once with
 * another implementation of Ed25519, BLAKE2b and base45, not with this code. */
#ifndef LANYARD_TEST_GOLDEN_H
#define LANYARD_TEST_GOLDEN_H

#include "key_list.h"
#include "tests/test.h"

static const uint8_t golden_uuid[16] = {0x3f, 0x1c, 0x8a, 0x2e, 0x5b, 0x6d, 0x4f, 0x70,
                                        0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8};

/* key_event_tag(golden_uuid), the high byte of its key ids */
#define GOLDEN_TAG 0xab

/* Seed 00 01 … 1f and its public key. */
static const uint8_t golden_secret[KEY_SECRET_SIZE] = {
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
    0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f,
    0x03, 0xa1, 0x07, 0xbf, 0xf3, 0xce, 0x10, 0xbe, 0x1d, 0x70, 0xdd, 0x18, 0xe7, 0x4b, 0xc0, 0x99,
    0x67, 0xe4, 0xd6, 0x30, 0x9b, 0xa5, 0x0d, 0x5f, 0x1d, 0xdc, 0x86, 0x64, 0x12, 0x55, 0x31, 0xb8};
#define GOLDEN_PUBLIC (golden_secret + 32)

/* The key as the one of station-1, with id tag + 01. */
static inline struct station_key golden_key(void)
{
    struct station_key key = {.id = GOLDEN_TAG << 8 | 1, .station = "station-1"};
    memcpy(key.public_key, GOLDEN_PUBLIC, sizeof key.public_key);
    memcpy(key.secret_key, golden_secret, sizeof key.secret_key);
    return key;
}

/* A list that holds just this key, which may sign everything but staff cards. */
static inline void golden_list(struct key_list *list)
{
    *list = (struct key_list){.count = 1};
    memcpy(list->event_uuid, golden_uuid, sizeof golden_uuid);
    list->entries[0] = (struct key_entry){
        .id = GOLDEN_TAG << 8 | 1,
        .not_before = 1779000000,
        .not_after = 1789000000,
        .usage = KEY_SIGNS_BADGES | KEY_SIGNS_INVITATIONS | KEY_SIGNS_EVENTS,
        .station = "station-1",
    };
    memcpy(list->entries[0].public_key, GOLDEN_PUBLIC, KEY_PUBLIC_SIZE);
}

#endif
