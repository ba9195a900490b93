/*
 * Keys: an offline root key signs a list of the event's issuing keys; each printing station has its
 * own, so a stolen kiosk costs one key id. Pure; any thread. The list's text form is in
 * docs/formats.md; the files are kept by store/ (key_file.h).
 *
 * Key ids: the high byte is the event's tag (a hash of its UUID), the low byte counts keys from 1.
 * So a credential of another event is told apart from one made with an unknown key of this event,
 * for all but 1 in 256 other events; either is refused.
 */
#ifndef LANYARD_KEY_LIST_H
#define LANYARD_KEY_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_PUBLIC_SIZE 32
#define KEY_SECRET_SIZE 64 /* libsodium's Ed25519 secret key: seed and public key */
#define KEY_SIGNATURE_SIZE 64
#define KEY_LIST_MAX 255
#define KEY_STATION_SIZE 32

enum key_usage { /* bits */
                 KEY_SIGNS_BADGES = 1 << 0,
                 KEY_SIGNS_INVITATIONS = 1 << 1,
                 KEY_SIGNS_STAFF = 1 << 2,
                 KEY_SIGNS_EVENTS = 1 << 3, /* the station's audit chain */
};

struct key_entry {
    uint16_t id;
    uint8_t public_key[KEY_PUBLIC_SIZE];
    int64_t not_before, not_after;  /* Unix seconds */
    uint8_t usage;                  /* enum key_usage */
    char station[KEY_STATION_SIZE]; /* a-z 0-9 - */
    int64_t revoked_at;             /* Unix seconds; 0: in force */
};

struct key_list {
    uint8_t event_uuid[16];
    uint8_t root_public[KEY_PUBLIC_SIZE];
    uint32_t version; /* grows by one with each signature of the root */
    int64_t issued_at;
    struct key_entry entries[KEY_LIST_MAX];
    size_t count;
};

/* A key with its secret: in memory of the station that owns it, nowhere else. */
struct station_key {
    uint16_t id;
    char station[KEY_STATION_SIZE];
    uint8_t public_key[KEY_PUBLIC_SIZE];
    uint8_t secret_key[KEY_SECRET_SIZE];
};

/* A fresh pair. */
void key_generate(uint8_t public_key[KEY_PUBLIC_SIZE], uint8_t secret_key[KEY_SECRET_SIZE]);

/* A secret key's text form, as its file holds it. Parsing fails for a damaged one: public and
 * secret key must belong together. The caller wipes the text. */
#define KEY_TEXT_SIZE 1024
size_t key_format(const struct station_key *key, char text[KEY_TEXT_SIZE]);
bool key_parse(const char *text, struct station_key *out);

/* The high byte of this event's key ids. */
uint8_t key_event_tag(const uint8_t event_uuid[16]);

/* NULL: no such id. */
const struct key_entry *key_list_find(const struct key_list *list, uint16_t id);
const struct key_entry *key_list_find_station(const struct key_list *list, const char *station);

/* Adds a key with the next free id. False: the list is full or the station has a key in force. */
bool key_list_add(struct key_list *list, const struct key_entry *entry, uint16_t *id);

#define KEY_LIST_TEXT_MAX 65536

/* Signs with the root's secret key, raising version. Returns the text's length, 0 when it does not
 * fit into `size`. */
size_t key_list_seal(struct key_list *list, int64_t now, const uint8_t root_secret[KEY_SECRET_SIZE],
                     char *text, size_t size);

enum key_list_status {
    KEY_LIST_OK,
    KEY_LIST_MALFORMED,
    KEY_LIST_NEWER_FORMAT,
    KEY_LIST_WRONG_EVENT,
    KEY_LIST_BAD_SIGNATURE,
};
const char *key_list_status_string(enum key_list_status status);

/* Parses a sealed list; believed only if signed by `root_public` for `event_uuid`. `line` receives
 * the number of the line at fault (may be NULL). *out is unchanged unless KEY_LIST_OK. */
enum key_list_status key_list_open(const char *text, size_t length,
                                   const uint8_t root_public[KEY_PUBLIC_SIZE],
                                   const uint8_t event_uuid[16], struct key_list *out, int *line);

/* The root key that a list claims, for whoever has none to compare with yet. Proves nothing. */
bool key_list_peek_root(const char *text, size_t length, uint8_t root_public[KEY_PUBLIC_SIZE]);

#endif
