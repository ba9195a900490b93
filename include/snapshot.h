/*
 * Snapshot: a whole store in one signed file, by which a new station starts in seconds; the hub then
 * brings only what came since. The head is a pure value; making and taking the file is the store's.
 *
 *   "LANYARD-SNAPSHOT" (16) || version u8 (1) || event UUID (16) || made, Unix ms u64 ||
 *   schema u32 || size of the database u64 || BLAKE2b-256 of it (32) || key id u16 (0: the event's
 *   root key) || Ed25519 signature over all before it (64) || the database
 */
#ifndef LANYARD_SNAPSHOT_H
#define LANYARD_SNAPSHOT_H

#include <stdbool.h>

#include "digest.h"
#include "key_list.h"

#define SNAPSHOT_HEAD_SIZE 151

struct snapshot_head {
    uint8_t event_uuid[16];
    int64_t made_ms;
    uint32_t schema; /* of the store */
    uint64_t size;   /* of the database behind the head */
    uint8_t hash[DIGEST_SIZE];
    uint16_t key_id; /* 0: the root key */
};

/* Signs with the key; its id 0 stands for the root key. */
void snapshot_head_seal(struct snapshot_head *head, const struct station_key *key,
                        uint8_t out[SNAPSHOT_HEAD_SIZE]);

enum snapshot_status {
    SNAPSHOT_OK,
    SNAPSHOT_MALFORMED,
    SNAPSHOT_NEWER_FORMAT,
    SNAPSHOT_WRONG_EVENT,
    SNAPSHOT_UNKNOWN_KEY, /* not in the list, revoked, or a station's where only the root counts */
    SNAPSHOT_BAD_SIGNATURE,
};
const char *snapshot_status_string(enum snapshot_status status);

/* `stations`: a station's key counts, too; without, only the root's. */
enum snapshot_status snapshot_head_open(const uint8_t text[SNAPSHOT_HEAD_SIZE],
                                        const struct key_list *keys, bool stations,
                                        struct snapshot_head *out);

#endif
