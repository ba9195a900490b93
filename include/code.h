/*
 * Codes: what a scanned text is, before anybody is looked up. Pure; any thread.
 * Sources of the formats: docs/formats.md.
 */
#ifndef LANYARD_CODE_H
#define LANYARD_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum code_kind {
    CODE_EMPTY,
    CODE_LY1,
    /* other systems' tickets: they identify an attendee by `lookup` */
    CODE_PRETIX,
    CODE_PRETIX_SIG1,
    CODE_INDICO,
    CODE_INDICO_LEGACY,
    CODE_ALFIO,
    /* not tickets, each with its own friendly answer */
    CODE_CONTACT_CARD,
    CODE_URL,
    CODE_WIFI,
    CODE_BOARDING_PASS,
    CODE_OTHER, /* may still be a foreign code that the roster holds word for word */
    CODE_KIND_COUNT,
};
const char *code_kind_string(enum code_kind kind); /* "pretix", "contact-card", … */

#define CODE_LOOKUP_SIZE 256

struct code {
    enum code_kind kind;
    const char *text; /* lent: into the scanned text, with marks stripped at both ends */
    size_t length;
    char lookup[CODE_LOOKUP_SIZE]; /* for tickets and CODE_OTHER: what the roster's foreign codes
                                      are compared with; "" when it cannot be one */
    char server[CODE_LOOKUP_SIZE]; /* Indico: whose ticket it is */
};

/* `text` is outside bytes: any length, any content. */
void code_classify(const char *text, size_t length, struct code *out);

/* ---- tickets of another system that are signed: CODE_PRETIX_SIG1 ---- */
enum ticket_status {
    TICKET_UNCHECKED, /* the event has no key of that system */
    TICKET_OK,
    TICKET_BAD_SIGNATURE,
    TICKET_NOT_YET_VALID,
    TICKET_EXPIRED,
    TICKET_STATUS_COUNT,
};
const char *ticket_status_string(enum ticket_status status);

#define TICKET_KEY_SIZE 32

/* A public key as the system shows it: PEM, or base64 of PEM or of its DER. */
bool ticket_key_read(const char *text, uint8_t out[TICKET_KEY_SIZE]);

/* Signature by any of the keys, then the time. */
enum ticket_status ticket_check(const struct code *code, const uint8_t (*keys)[TICKET_KEY_SIZE],
                                size_t key_count, int64_t now_s);

#endif
