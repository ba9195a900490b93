#include "kiosk/domain/sig1.h"

#include <string.h>

#include <sodium.h>

#include "kiosk/domain/bytes.h"

#define VERSION 1
#define HEADER_SIZE 5

/* ---- protobuf, as much as is needed ---- */

struct wire {
    const uint8_t *at, *end;
};

static bool read_varint(struct wire *wire, uint64_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && wire->at < wire->end; shift += 7) {
        uint8_t byte = *wire->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *out = value;
            return true;
        }
    }
    return false;
}

static bool read_seed(struct wire *wire, struct sig1 *out)
{
    uint64_t size;
    if (!read_varint(wire, &size) || size > (uint64_t)(wire->end - wire->at) ||
        size >= sizeof out->seed) {
        return false;
    }
    memcpy(out->seed, wire->at, size);
    out->seed[size] = '\0';
    wire->at += size;
    return true;
}

/* One field: the seed (1) is text, 2 to 6 are numbers; there are no others. */
static bool read_field(struct wire *wire, struct sig1 *out)
{
    int64_t *const numbers[] = {&out->item, &out->variation, &out->subevent, &out->valid_from,
                                &out->valid_until};
    uint64_t tag, value;
    if (!read_varint(wire, &tag)) {
        return false;
    }
    if (tag == (1 << 3 | 2)) {
        return read_seed(wire, out);
    }
    if ((tag & 7) != 0 || tag >> 3 < 2 || tag >> 3 > 6 || !read_varint(wire, &value)) {
        return false;
    }
    *numbers[(tag >> 3) - 2] = (int64_t)value;
    return true;
}

bool sig1_parse(const char *text, size_t length, struct sig1 *out)
{
    char forward[SIG1_LENGTH_MAX + 1];
    uint8_t raw[SIG1_LENGTH_MAX];
    size_t size;
    struct sig1 ticket = {0};
    if (length > SIG1_LENGTH_MAX) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        forward[i] = text[length - 1 - i];
    }
    if (sodium_base642bin(raw, sizeof raw, forward, length, NULL, &size, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size < HEADER_SIZE) {
        return false;
    }
    const uint8_t *at = raw;
    unsigned version = (unsigned)bytes_get(&at, 1);
    ticket.payload_size = (size_t)bytes_get(&at, 2);
    size_t signature_size = (size_t)bytes_get(&at, 2);
    if (version != VERSION || signature_size != sizeof ticket.signature ||
        size != HEADER_SIZE + ticket.payload_size + signature_size) {
        return false;
    }
    memcpy(ticket.payload, at, ticket.payload_size);
    memcpy(ticket.signature, at + ticket.payload_size, sizeof ticket.signature);
    struct wire wire = {ticket.payload, ticket.payload + ticket.payload_size};
    while (wire.at < wire.end) {
        if (!read_field(&wire, &ticket)) {
            return false;
        }
    }
    if (!ticket.seed[0]) {
        return false;
    }
    *out = ticket;
    return true;
}
