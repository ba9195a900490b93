/*
 * Credential LY1: 36-byte body and Ed25519 signature, carried as "LY1:" + base45 (RFC 9285), 154
 * characters of the QR alphanumeric set. docs/formats.md has the table of fields.
 *
 * The event's UUID is signed but not carried:
 *   message = "LANYARD-CREDENTIAL-v1\0" || event UUID (16) || body (36)
 *
 * Anyone can photograph a QR: a signature proves who issued it, never who holds it. Copies are
 * caught by admission state and the photo.
 *
 * Pure; any thread. credential_library_init() once before anything else.
 */
#ifndef LANYARD_CREDENTIAL_H
#define LANYARD_CREDENTIAL_H

#include "key_list.h"

#define CREDENTIAL_BODY_SIZE 36
#define CREDENTIAL_SIZE 100
#define CREDENTIAL_TEXT_LENGTH 154
#define CREDENTIAL_TEXT_SIZE (CREDENTIAL_TEXT_LENGTH + 1)

enum credential_type {
    CREDENTIAL_BADGE = 1,
    CREDENTIAL_INVITATION = 2,
    CREDENTIAL_STAFF = 3,
};
const char *credential_type_string(enum credential_type type);

enum credential_flag {
    CREDENTIAL_ESCORT = 1 << 0,
    CREDENTIAL_PHOTO_CHECK = 1 << 1,
    CREDENTIAL_REPLACEMENT = 1 << 2,
    CREDENTIAL_TEST = 1 << 3,
    /* bits 4..7 are reserved and must be zero */
};

struct credential {
    enum credential_type type;
    uint8_t flags; /* enum credential_flag */
    uint16_t key_id;
    uint64_t holder;
    uint32_t serial; /* revocation index */
    uint8_t issue;   /* from 1; replacement n has issue n */
    uint8_t category;
    uint16_t zones;
    uint8_t venues;
    uint8_t days;
    uint32_t not_before; /* Unix seconds */
    uint16_t lifetime_min;
    uint64_t digest; /* credential_digest() of what is printed */
};

/* What can be said of a text without the event's data, in the order it is checked. */
enum credential_status {
    CREDENTIAL_OK,
    CREDENTIAL_FOREIGN,     /* does not start with "LY1:" */
    CREDENTIAL_BAD_LENGTH,  /* not 154 characters */
    CREDENTIAL_BAD_CHARSET, /* a character outside base45 */
    CREDENTIAL_BAD_TRIPLET, /* three characters above 65535, or a last pair above 255 */
    CREDENTIAL_BAD_VERSION,
    CREDENTIAL_BAD_TYPE,
    CREDENTIAL_BAD_RESERVED, /* a reserved bit is set, or holder or issue is 0 */
    CREDENTIAL_WRONG_EVENT, /* key id of another event's range, or signed for a known other event */
    CREDENTIAL_UNKNOWN_KEY,
    CREDENTIAL_KEY_REVOKED,
    CREDENTIAL_KEY_USAGE, /* the key may not sign this type, or was not valid at not_before */
    CREDENTIAL_BAD_SIGNATURE,
    CREDENTIAL_STATUS_COUNT,
};
const char *credential_status_string(enum credential_status status); /* a sentence for staff */

/* Starts libsodium. False: no randomness; nothing else may be called. */
bool credential_library_init(void);

/* Body bytes as in docs/formats.md; big-endian. */
void credential_pack(const struct credential *credential, uint8_t body[CREDENTIAL_BODY_SIZE]);
enum credential_status credential_unpack(const uint8_t body[CREDENTIAL_BODY_SIZE],
                                         struct credential *out);

/* Signs with `key` (its id is written into the credential) and writes the text with a NUL. */
void credential_sign(struct credential *credential, const uint8_t event_uuid[16],
                     const struct station_key *key, char text[CREDENTIAL_TEXT_SIZE]);

/* Text to fields and signature, without checking who signed. `text` needs no NUL. */
enum credential_status credential_parse(const char *text, size_t length, struct credential *out,
                                        uint8_t raw[CREDENTIAL_SIZE]);

/* Parses, finds the key, checks the signature. *out is valid from CREDENTIAL_WRONG_EVENT on. */
enum credential_status credential_verify(const char *text, size_t length,
                                         const struct key_list *keys, struct credential *out);

/* Keyed BLAKE2b-64 of printed name, organisation and photo; the key is the event's UUID. */
uint64_t credential_digest(const uint8_t event_uuid[16], const char *name, const char *organisation,
                           const uint8_t *photo, size_t photo_size);

/* Whether `now` (Unix seconds) is before, in or after the credential's life. */
enum credential_time { CREDENTIAL_NOT_YET, CREDENTIAL_IN_TIME, CREDENTIAL_EXPIRED };
enum credential_time credential_time_at(const struct credential *credential, int64_t now);

#endif
