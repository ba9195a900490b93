#include "snapshot.h"

#include <string.h>

#include <sodium.h>

#define MAGIC "LANYARD-SNAPSHOT"
#define MAGIC_SIZE 16
#define VERSION 1
#define SIGNED_SIZE (SNAPSHOT_HEAD_SIZE - KEY_SIGNATURE_SIZE)

static uint8_t *put(uint8_t *at, uint64_t value, int size)
{
    for (int i = size - 1; i >= 0; i--) {
        *at++ = (uint8_t)(value >> 8 * i);
    }
    return at;
}

static uint64_t take(const uint8_t **at, int size)
{
    uint64_t value = 0;
    for (int i = 0; i < size; i++) {
        value = value << 8 | *(*at)++;
    }
    return value;
}

void snapshot_head_seal(struct snapshot_head *head, const struct station_key *key,
                        uint8_t out[SNAPSHOT_HEAD_SIZE])
{
    uint8_t *at = out;
    head->key_id = key->id;
    memcpy(at, MAGIC, MAGIC_SIZE);
    at = put(at + MAGIC_SIZE, VERSION, 1);
    memcpy(at, head->event_uuid, 16);
    at = put(at + 16, (uint64_t)head->made_ms, 8);
    at = put(at, head->schema, 4);
    at = put(at, head->size, 8);
    memcpy(at, head->hash, DIGEST_SIZE);
    at = put(at + DIGEST_SIZE, head->key_id, 2);
    crypto_sign_detached(at, NULL, out, SIGNED_SIZE, key->secret_key);
}

const char *snapshot_status_string(enum snapshot_status status)
{
    static const char *const names[] = {
        [SNAPSHOT_OK] = "good",
        [SNAPSHOT_MALFORMED] = "not a snapshot",
        [SNAPSHOT_NEWER_FORMAT] = "made by a later version",
        [SNAPSHOT_WRONG_EVENT] = "of another event",
        [SNAPSHOT_UNKNOWN_KEY] = "signed by nobody who may",
        [SNAPSHOT_BAD_SIGNATURE] = "changed after it was signed",
    };
    return names[status];
}

/* The key that the head names, if it may sign one. */
static const uint8_t *find_key(const struct key_list *keys, uint16_t id, bool stations)
{
    if (id == 0) {
        return keys->root_public;
    }
    const struct key_entry *entry = stations ? key_list_find(keys, id) : NULL;
    bool fits = entry && (entry->usage & KEY_SIGNS_EVENTS) && !entry->revoked_at;
    return fits ? entry->public_key : NULL;
}

enum snapshot_status snapshot_head_open(const uint8_t text[SNAPSHOT_HEAD_SIZE],
                                        const struct key_list *keys, bool stations,
                                        struct snapshot_head *out)
{
    struct snapshot_head head;
    const uint8_t *at = text + MAGIC_SIZE;
    if (memcmp(text, MAGIC, MAGIC_SIZE) != 0) {
        return SNAPSHOT_MALFORMED;
    }
    if (take(&at, 1) != VERSION) {
        return SNAPSHOT_NEWER_FORMAT;
    }
    memcpy(head.event_uuid, at, 16);
    at += 16;
    head.made_ms = (int64_t)take(&at, 8);
    head.schema = (uint32_t)take(&at, 4);
    head.size = take(&at, 8);
    memcpy(head.hash, at, DIGEST_SIZE);
    at += DIGEST_SIZE;
    head.key_id = (uint16_t)take(&at, 2);
    if (memcmp(head.event_uuid, keys->event_uuid, 16) != 0) {
        return SNAPSHOT_WRONG_EVENT;
    }
    const uint8_t *public_key = find_key(keys, head.key_id, stations);
    if (!public_key) {
        return SNAPSHOT_UNKNOWN_KEY;
    }
    if (crypto_sign_verify_detached(at, text, SIGNED_SIZE, public_key) != 0) {
        return SNAPSHOT_BAD_SIGNATURE;
    }
    *out = head;
    return SNAPSHOT_OK;
}
