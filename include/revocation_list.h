/*
 * Revocation list: what a guard's own device needs beside the key list, signed by a station. Text,
 * a line each: "LANYARD-REVOCATIONS 1", "event UUID", "issued UNIX", then any number of
 * "day DATE STARTS-MS ENDS-MS", "serial N", "suspended N", "holder HEX", and last "signed KEY HEX".
 *   signature = Ed25519(station key, "LANYARD-REVOCATIONS-v1\0" || the text before "signed")
 * Pure; any thread.
 */
#ifndef LANYARD_REVOCATION_LIST_H
#define LANYARD_REVOCATION_LIST_H

#include "attendee.h"
#include "key_list.h"

struct revocation_list {
    uint8_t event_uuid[16];
    int64_t issued_at; /* Unix seconds */
    struct event_day days[EVENT_DAYS_MAX];
    size_t day_count;
    uint32_t *serials, *suspended; /* owned */
    uint64_t *holders;             /* owned */
    size_t serial_count, suspended_count, holder_count;
};

bool revocation_list_add_serial(struct revocation_list *list, uint32_t serial, bool suspended);
bool revocation_list_add_holder(struct revocation_list *list, uint64_t holder);
void revocation_list_finish(struct revocation_list *list); /* NULL-safe members */

bool revocation_list_has_serial(const struct revocation_list *list, uint32_t serial);
bool revocation_list_has_suspended(const struct revocation_list *list, uint32_t serial);
bool revocation_list_has_holder(const struct revocation_list *list, uint64_t holder);

/* The signed text; the caller frees it. NULL: no memory. */
char *revocation_list_seal(const struct revocation_list *list, const struct station_key *key);

/* The event that a text claims to be of; proves nothing. */
bool revocation_list_peek_event(const char *text, uint8_t event_uuid[16]);

/* False: not such a text, of another event, or not signed by a station key in force; *line is where
 * (0: the signature). *out is empty then. */
bool revocation_list_open(const char *text, const struct key_list *keys, int *line,
                          struct revocation_list *out);

#endif
