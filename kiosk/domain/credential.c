#include "credential.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "kiosk/domain/base45.h"
#include "kiosk/domain/bytes.h"

#define PREFIX "LY1:"
#define PREFIX_LENGTH (sizeof PREFIX - 1)
#define VERSION 1
#define FLAGS_RESERVED 0xf0u

static const char domain[] = "LANYARD-CREDENTIAL-v1"; /* signed with its NUL */
#define MESSAGE_SIZE (sizeof domain + 16 + CREDENTIAL_BODY_SIZE)

static const char *const status_sentences[CREDENTIAL_STATUS_COUNT] = {
    [CREDENTIAL_OK] = "The credential is genuine.",
    [CREDENTIAL_FOREIGN] = "This is not a credential of this system.",
    [CREDENTIAL_BAD_LENGTH] = "The credential has the wrong length; the code is damaged or cut.",
    [CREDENTIAL_BAD_CHARSET] = "The credential holds a character that no credential has.",
    [CREDENTIAL_BAD_TRIPLET] =
        "The credential holds a group of characters that stands for nothing.",
    [CREDENTIAL_BAD_VERSION] = "The credential has a version that this station does not know.",
    [CREDENTIAL_BAD_TYPE] = "The credential is neither badge, invitation nor staff card.",
    [CREDENTIAL_BAD_RESERVED] = "The credential sets a field that must be empty, or lacks one.",
    [CREDENTIAL_WRONG_EVENT] = "The credential was issued for another event.",
    [CREDENTIAL_UNKNOWN_KEY] = "The credential names a key that is not on this event's list.",
    [CREDENTIAL_KEY_REVOKED] = "The credential was signed with a key that is revoked.",
    [CREDENTIAL_KEY_USAGE] = "The credential was signed with a key that may not issue it.",
    [CREDENTIAL_BAD_SIGNATURE] = "The credential's signature is false: forged or altered.",
};

const char *credential_status_string(enum credential_status status)
{
    return status_sentences[status];
}

const char *credential_type_string(enum credential_type type)
{
    static const char *const names[] = {
        [CREDENTIAL_BADGE] = "badge",
        [CREDENTIAL_INVITATION] = "invitation",
        [CREDENTIAL_STAFF] = "staff",
    };
    return names[type];
}

bool credential_library_init(void)
{
    return sodium_init() >= 0;
}

void credential_pack(const struct credential *credential, uint8_t body[CREDENTIAL_BODY_SIZE])
{
    uint8_t *at = body;
    at = bytes_put(at, (uint64_t)credential->type << 4 | VERSION, 1);
    at = bytes_put(at, credential->flags, 1);
    at = bytes_put(at, credential->key_id, 2);
    at = bytes_put(at, credential->holder, 8);
    at = bytes_put(at, credential->serial, 4);
    at = bytes_put(at, credential->issue, 1);
    at = bytes_put(at, credential->category, 1);
    at = bytes_put(at, credential->zones, 2);
    at = bytes_put(at, credential->venues, 1);
    at = bytes_put(at, credential->days, 1);
    at = bytes_put(at, credential->not_before, 4);
    at = bytes_put(at, credential->lifetime_min, 2);
    at = bytes_put(at, credential->digest, 8);
    assert(at == body + CREDENTIAL_BODY_SIZE);
}

enum credential_status credential_unpack(const uint8_t body[CREDENTIAL_BODY_SIZE],
                                         struct credential *out)
{
    unsigned type = body[0] >> 4;
    if ((body[0] & 15) != VERSION) {
        return CREDENTIAL_BAD_VERSION;
    }
    if (type < CREDENTIAL_BADGE || type > CREDENTIAL_STAFF) {
        return CREDENTIAL_BAD_TYPE;
    }
    const uint8_t *at = body + 1;
    struct credential read = {.type = (enum credential_type)type};
    read.flags = (uint8_t)bytes_get(&at, 1);
    read.key_id = (uint16_t)bytes_get(&at, 2);
    read.holder = bytes_get(&at, 8);
    read.serial = (uint32_t)bytes_get(&at, 4);
    read.issue = (uint8_t)bytes_get(&at, 1);
    read.category = (uint8_t)bytes_get(&at, 1);
    read.zones = (uint16_t)bytes_get(&at, 2);
    read.venues = (uint8_t)bytes_get(&at, 1);
    read.days = (uint8_t)bytes_get(&at, 1);
    read.not_before = (uint32_t)bytes_get(&at, 4);
    read.lifetime_min = (uint16_t)bytes_get(&at, 2);
    read.digest = bytes_get(&at, 8);
    if ((read.flags & FLAGS_RESERVED) || read.holder == 0 || read.issue == 0) {
        return CREDENTIAL_BAD_RESERVED;
    }
    *out = read;
    return CREDENTIAL_OK;
}

static void build_message(const uint8_t event_uuid[16], const uint8_t body[CREDENTIAL_BODY_SIZE],
                          uint8_t message[MESSAGE_SIZE])
{
    memcpy(message, domain, sizeof domain);
    memcpy(message + sizeof domain, event_uuid, 16);
    memcpy(message + sizeof domain + 16, body, CREDENTIAL_BODY_SIZE);
}

void credential_sign(struct credential *credential, const uint8_t event_uuid[16],
                     const struct station_key *key, char text[CREDENTIAL_TEXT_SIZE])
{
    uint8_t raw[CREDENTIAL_SIZE];
    uint8_t message[MESSAGE_SIZE];
    credential->key_id = key->id;
    credential_pack(credential, raw);
    build_message(event_uuid, raw, message);
    crypto_sign_detached(raw + CREDENTIAL_BODY_SIZE, NULL, message, sizeof message,
                         key->secret_key);
    memcpy(text, PREFIX, PREFIX_LENGTH);
    size_t length = base45_encode(raw, sizeof raw, text + PREFIX_LENGTH);
    text[PREFIX_LENGTH + length] = '\0';
}

enum credential_status credential_parse(const char *text, size_t length, struct credential *out,
                                        uint8_t raw[CREDENTIAL_SIZE])
{
    static const enum credential_status of_base45[] = {
        [BASE45_OK] = CREDENTIAL_OK,
        [BASE45_BAD_LENGTH] = CREDENTIAL_BAD_LENGTH,
        [BASE45_BAD_CHARSET] = CREDENTIAL_BAD_CHARSET,
        [BASE45_BAD_TRIPLET] = CREDENTIAL_BAD_TRIPLET,
    };
    if (length < PREFIX_LENGTH || memcmp(text, PREFIX, PREFIX_LENGTH) != 0) {
        return CREDENTIAL_FOREIGN;
    }
    if (length != CREDENTIAL_TEXT_LENGTH) {
        return CREDENTIAL_BAD_LENGTH;
    }
    size_t size;
    enum base45_status decoded =
        base45_decode(text + PREFIX_LENGTH, length - PREFIX_LENGTH, raw, CREDENTIAL_SIZE, &size);
    if (decoded != BASE45_OK) {
        return of_base45[decoded];
    }
    return credential_unpack(raw, out);
}

/* Whether the key may have signed this credential. */
static enum credential_status check_key(const struct credential *credential,
                                        const struct key_list *keys, const struct key_entry *key)
{
    static const uint8_t usage[] = {
        [CREDENTIAL_BADGE] = KEY_SIGNS_BADGES,
        [CREDENTIAL_INVITATION] = KEY_SIGNS_INVITATIONS,
        [CREDENTIAL_STAFF] = KEY_SIGNS_STAFF,
    };
    if (credential->key_id >> 8 != key_event_tag(keys->event_uuid)) {
        return CREDENTIAL_WRONG_EVENT;
    }
    if (!key) {
        return CREDENTIAL_UNKNOWN_KEY;
    }
    if (key->revoked_at != 0) {
        return CREDENTIAL_KEY_REVOKED;
    }
    if (!(key->usage & usage[credential->type]) || credential->not_before < key->not_before ||
        credential->not_before > key->not_after) {
        return CREDENTIAL_KEY_USAGE;
    }
    return CREDENTIAL_OK;
}

enum credential_status credential_verify(const char *text, size_t length,
                                         const struct key_list *keys, struct credential *out)
{
    uint8_t raw[CREDENTIAL_SIZE];
    uint8_t message[MESSAGE_SIZE];
    enum credential_status status = credential_parse(text, length, out, raw);
    if (status != CREDENTIAL_OK) {
        return status;
    }
    const struct key_entry *key = key_list_find(keys, out->key_id);
    status = check_key(out, keys, key);
    if (status != CREDENTIAL_OK) {
        return status;
    }
    build_message(keys->event_uuid, raw, message);
    bool genuine = crypto_sign_verify_detached(raw + CREDENTIAL_BODY_SIZE, message, sizeof message,
                                               key->public_key) == 0;
    return genuine ? CREDENTIAL_OK : CREDENTIAL_BAD_SIGNATURE;
}

/* Feeds a field behind its length, so that no two lists of fields feed the same bytes. */
static void digest_field(crypto_generichash_state *state, const void *data, size_t size)
{
    uint8_t length[4];
    bytes_put(length, size, sizeof length);
    crypto_generichash_update(state, length, sizeof length);
    if (size > 0) {
        crypto_generichash_update(state, data, size);
    }
}

uint64_t credential_digest(const uint8_t event_uuid[16], const char *name, const char *organisation,
                           const uint8_t *photo, size_t photo_size)
{
    crypto_generichash_state state;
    uint8_t hash[8];
    const uint8_t *at = hash;
    int failed = crypto_generichash_init(&state, event_uuid, 16, sizeof hash);
    digest_field(&state, name, strlen(name));
    digest_field(&state, organisation, strlen(organisation));
    digest_field(&state, photo, photo_size);
    failed |= crypto_generichash_final(&state, hash, sizeof hash);
    assert(failed == 0);
    (void)failed;
    return bytes_get(&at, sizeof hash);
}

enum credential_time credential_time_at(const struct credential *credential, int64_t now)
{
    int64_t ends = (int64_t)credential->not_before + (int64_t)credential->lifetime_min * 60;
    if (now < credential->not_before) {
        return CREDENTIAL_NOT_YET;
    }
    return now < ends ? CREDENTIAL_IN_TIME : CREDENTIAL_EXPIRED;
}
