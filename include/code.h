/*
 * Codes: what a scanned text is, before anybody is looked up. Pure; any thread.
 * Sources of the formats: docs/formats.md.
 */
#ifndef LANYARD_CODE_H
#define LANYARD_CODE_H

#include <stdbool.h>
#include <stddef.h>

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

#endif
