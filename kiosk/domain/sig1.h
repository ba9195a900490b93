/* pretix "sig1" tickets: signed, self-describing codes of another system. Pure. */
#ifndef LANYARD_SIG1_H
#define LANYARD_SIG1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIG1_LENGTH_MAX 255 /* characters of a text that is looked at */

struct sig1 {
    char seed[64];
    int64_t item, variation, subevent;
    int64_t valid_from, valid_until; /* Unix seconds; 0: not bounded */
    uint8_t signature[64];           /* Ed25519 over the payload */
    uint8_t payload[SIG1_LENGTH_MAX];
    size_t payload_size;
};

/* False and *out untouched when the text is not of this form. The signature is not checked. */
bool sig1_parse(const char *text, size_t length, struct sig1 *out);

#endif
