#include "audit.h"

#include <string.h>

#include <sodium.h>

#include "kiosk/domain/bytes.h"

static const char event_domain[] = "LANYARD-EVENT-v1"; /* hashed with their NUL */
static const char head_domain[] = "LANYARD-HEAD-v1";

/* How far from its place an event is looked for before it is called changed. */
#define MOVE_MAX 100000

const char *audit_fault_string(enum audit_fault fault)
{
    static const char *const names[] = {
        [AUDIT_OK] = "ok",
        [AUDIT_CHANGED] = "changed",
        [AUDIT_REMOVED] = "removed",
        [AUDIT_INSERTED] = "inserted",
        [AUDIT_REORDERED] = "reordered",
        [AUDIT_FORGED] = "forged",
    };
    return names[fault];
}

static void add(crypto_generichash_state *state, const void *data, size_t size)
{
    crypto_generichash_update(state, data, size);
}

static void add_number(crypto_generichash_state *state, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    bytes_put(bytes, value, size);
    add(state, bytes, size);
}

static void add_text(crypto_generichash_state *state, const char *text, size_t length,
                     size_t length_size)
{
    add_number(state, length, length_size);
    add(state, text, length);
}

void audit_first_previous(const uint8_t event_uuid[16], uint8_t out[AUDIT_HASH_SIZE])
{
    memcpy(out, event_uuid, 16);
    memcpy(out + 16, event_uuid, 16);
}

/* The hash if the event had this sequence number. */
static void hash_at(const struct audit_event *event, uint64_t sequence,
                    uint8_t out[AUDIT_HASH_SIZE])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, AUDIT_HASH_SIZE);
    add(&state, event_domain, sizeof event_domain);
    add(&state, event->previous, AUDIT_HASH_SIZE);
    add(&state, event->uuid, sizeof event->uuid);
    add_number(&state, sequence, 8);
    add_number(&state, event->hlc, 8);
    add_text(&state, event->station, strlen(event->station), 2);
    add_text(&state, event->kind, strlen(event->kind), 2);
    add_text(&state, event->body, event->body_size, 4);
    crypto_generichash_final(&state, out, AUDIT_HASH_SIZE);
}

void audit_hash(const struct audit_event *event, uint8_t out[AUDIT_HASH_SIZE])
{
    hash_at(event, event->sequence, out);
}

void audit_seal(struct audit_event *event, const struct station_key *key)
{
    event->key_id = key->id;
    audit_hash(event, event->hash);
    crypto_sign_detached(event->signature, NULL, event->hash, AUDIT_HASH_SIZE, key->secret_key);
}

/* ---- heads ---- */

#define HEAD_MESSAGE_SIZE (sizeof head_domain + 16 + KEY_STATION_SIZE + 8 + AUDIT_HASH_SIZE)

static void head_message(const struct audit_head *head, const uint8_t event_uuid[16],
                         uint8_t message[HEAD_MESSAGE_SIZE])
{
    uint8_t *at = message;
    memset(message, 0, HEAD_MESSAGE_SIZE);
    memcpy(at, head_domain, sizeof head_domain);
    at += sizeof head_domain;
    memcpy(at, event_uuid, 16);
    at += 16;
    memcpy(at, head->station, strlen(head->station));
    at += KEY_STATION_SIZE;
    at = bytes_put(at, head->sequence, 8);
    memcpy(at, head->hash, AUDIT_HASH_SIZE);
}

void audit_head_seal(struct audit_head *head, const uint8_t event_uuid[16],
                     const struct station_key *key)
{
    uint8_t message[HEAD_MESSAGE_SIZE];
    head->key_id = key->id;
    head_message(head, event_uuid, message);
    crypto_sign_detached(head->signature, NULL, message, sizeof message, key->secret_key);
}

/* The station's own key that signs events, or NULL. */
static const struct key_entry *event_key(const struct key_list *keys, uint16_t id,
                                         const char *station)
{
    const struct key_entry *key = key_list_find(keys, id);
    bool fits = key && (key->usage & KEY_SIGNS_EVENTS) && strcmp(key->station, station) == 0;
    return fits ? key : NULL;
}

bool audit_head_check(const struct audit_head *head, const struct key_list *keys)
{
    uint8_t message[HEAD_MESSAGE_SIZE];
    const struct key_entry *key = event_key(keys, head->key_id, head->station);
    head_message(head, keys->event_uuid, message);
    return key && crypto_sign_verify_detached(head->signature, message, sizeof message,
                                              key->public_key) == 0;
}

void audit_head_fold(uint8_t total[AUDIT_HASH_SIZE], const struct audit_head *head)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, AUDIT_HASH_SIZE);
    add(&state, total, AUDIT_HASH_SIZE);
    add_text(&state, head->station, strlen(head->station), 2);
    add_number(&state, head->sequence, 8);
    add(&state, head->hash, AUDIT_HASH_SIZE);
    crypto_generichash_final(&state, total, AUDIT_HASH_SIZE);
}

/* ---- following a chain ---- */

void audit_verifier_init(struct audit_verifier *verifier, const struct key_list *keys,
                         const uint8_t event_uuid[16], const char *station)
{
    *verifier = (struct audit_verifier){.keys = keys};
    memcpy(verifier->station, station, strnlen(station, KEY_STATION_SIZE - 1));
    audit_first_previous(event_uuid, verifier->head);
}

/* Whether the event is whole but for its number: it was moved, or others were put before it. */
static bool was_moved(const struct audit_event *event)
{
    uint8_t hash[AUDIT_HASH_SIZE];
    for (uint64_t distance = 1; distance <= MOVE_MAX; distance++) {
        hash_at(event, event->sequence + distance, hash);
        if (memcmp(hash, event->hash, sizeof hash) == 0) {
            return true;
        }
        if (distance < event->sequence) {
            hash_at(event, event->sequence - distance, hash);
            if (memcmp(hash, event->hash, sizeof hash) == 0) {
                return true;
            }
        }
    }
    return false;
}

enum audit_fault audit_verifier_feed(struct audit_verifier *verifier,
                                     const struct audit_event *event)
{
    uint8_t hash[AUDIT_HASH_SIZE];
    const struct key_entry *key = event_key(verifier->keys, event->key_id, verifier->station);
    bool follows = memcmp(event->previous, verifier->head, AUDIT_HASH_SIZE) == 0;
    audit_hash(event, hash);
    bool whole = memcmp(hash, event->hash, AUDIT_HASH_SIZE) == 0;
    if (event->sequence <= verifier->sequence || !key) {
        return AUDIT_INSERTED;
    }
    bool in_place = whole && follows && event->sequence == verifier->sequence + 1;
    bool genuine = (verifier->quick && in_place) ||
                   crypto_sign_verify_detached(event->signature, event->hash, AUDIT_HASH_SIZE,
                                               key->public_key) == 0;
    if (!whole) {
        return genuine && !follows && was_moved(event) ? AUDIT_REORDERED : AUDIT_CHANGED;
    }
    if (!genuine) {
        return AUDIT_FORGED;
    }
    if (event->sequence != verifier->sequence + 1) {
        return AUDIT_REMOVED;
    }
    if (!follows) {
        return AUDIT_REORDERED;
    }
    verifier->sequence = event->sequence;
    memcpy(verifier->head, event->hash, AUDIT_HASH_SIZE);
    return AUDIT_OK;
}

bool audit_verifier_fits(const struct audit_verifier *verifier, const struct audit_event *event)
{
    uint8_t hash[AUDIT_HASH_SIZE];
    hash_at(event, verifier->sequence + 1, hash);
    return memcmp(event->previous, verifier->head, AUDIT_HASH_SIZE) == 0 &&
           memcmp(hash, event->hash, AUDIT_HASH_SIZE) == 0;
}
