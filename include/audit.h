/*
 * Audit chain: events are append-only facts, hash-chained and signed per station. Pure; any thread.
 *
 *   hash = BLAKE2b-256("LANYARD-EVENT-v1\0" || previous hash (32) || uuid (16) || sequence u64 ||
 *                      hlc u64 || len u16 || station || len u16 || kind || len u32 || body)
 *   signature = Ed25519(station key, hash);  integers big-endian; the first previous hash is the
 *   event's UUID, twice.
 */
#ifndef LANYARD_AUDIT_H
#define LANYARD_AUDIT_H

#include "key_list.h"

#define AUDIT_HASH_SIZE 32
#define AUDIT_KIND_SIZE 32
#define AUDIT_BODY_MAX 16384

struct audit_event {
    uint8_t uuid[16];
    char station[KEY_STATION_SIZE];
    uint64_t sequence;          /* from 1, without gaps, per station */
    uint64_t hlc;               /* see hlc_next */
    char kind[AUDIT_KIND_SIZE]; /* "admission", … docs/formats.md lists them */
    const char *body;           /* lent; JSON text */
    size_t body_size;
    uint16_t key_id;
    uint8_t previous[AUDIT_HASH_SIZE];
    uint8_t hash[AUDIT_HASH_SIZE];
    uint8_t signature[KEY_SIGNATURE_SIZE];
};

/* Hybrid logical clock: 48-bit Unix ms and 16-bit counter; always greater than `last`, never behind
 * `now_ms`. A clock set back does not make time run backwards. */
uint64_t hlc_next(uint64_t last, int64_t now_ms);
int64_t hlc_ms(uint64_t hlc);

void audit_first_previous(const uint8_t event_uuid[16], uint8_t out[AUDIT_HASH_SIZE]);
void audit_hash(const struct audit_event *event, uint8_t out[AUDIT_HASH_SIZE]);

/* Fills hash, key_id and signature. */
void audit_seal(struct audit_event *event, const struct station_key *key);

/* The end of a station's chain, signed with each transaction: events cannot be cut off unseen.
 *   signature = Ed25519(station key, "LANYARD-HEAD-v1\0" || event UUID || station, zeros to 32 ||
 *                       sequence u64 || hash) */
struct audit_head {
    char station[KEY_STATION_SIZE];
    uint64_t sequence;
    uint8_t hash[AUDIT_HASH_SIZE];
    uint16_t key_id;
    uint8_t signature[KEY_SIGNATURE_SIZE];
};
void audit_head_seal(struct audit_head *head, const uint8_t event_uuid[16],
                     const struct station_key *key);
bool audit_head_check(const struct audit_head *head, const struct key_list *keys);

/* A head as text for a paper log: "LYH1:" + base45 of station (32), sequence u64, hash, key id u16,
 * signature; of the QR alphanumeric set. Parsing checks the form only. */
#define AUDIT_HEAD_TEXT_SIZE 224
char *audit_head_format(const struct audit_head *head, char out[AUDIT_HEAD_TEXT_SIZE]);
bool audit_head_parse(const char *text, struct audit_head *out);

/* Takes one more head into a hash over several, which starts as zeros. */
void audit_head_fold(uint8_t total[AUDIT_HASH_SIZE], const struct audit_head *head);

enum audit_fault {
    AUDIT_OK,
    AUDIT_CHANGED,   /* the content does not match its hash */
    AUDIT_REMOVED,   /* a sequence number is missing, or the chain ends before its signed head */
    AUDIT_INSERTED,  /* a sequence number occurs twice, or it names no key of the station */
    AUDIT_REORDERED, /* content and signature are right, the place is not */
    AUDIT_FORGED,    /* the signature does not match the station's key */
};
const char *audit_fault_string(enum audit_fault fault); /* "changed", … */

/* Follows one station's chain; feed its events in stored order. A fault leaves it where it was. */
struct audit_verifier {
    const struct key_list *keys; /* lent */
    char station[KEY_STATION_SIZE];
    bool quick; /* trust an event's place in the chain: the signed head vouches for all before
                   it. Set it after the start. */
    uint64_t sequence; /* of the last event fed */
    uint8_t head[AUDIT_HASH_SIZE];
};
void audit_verifier_init(struct audit_verifier *verifier, const struct key_list *keys,
                         const uint8_t event_uuid[16], const char *station);
enum audit_fault audit_verifier_feed(struct audit_verifier *verifier,
                                     const struct audit_event *event);

/* Whether the event would be the next one if only its number were; then others were put before it.
 */
bool audit_verifier_fits(const struct audit_verifier *verifier, const struct audit_event *event);

#endif
