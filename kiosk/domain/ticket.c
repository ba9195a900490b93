#include <string.h>

#include <sodium.h>

#include "code.h"
#include "kiosk/domain/sig1.h"

#define TEXT_MAX 1024
#define DER_SIZE 44

const char *ticket_status_string(enum ticket_status status)
{
    static const char *const names[TICKET_STATUS_COUNT] = {
        [TICKET_UNCHECKED] = "unchecked",
        [TICKET_OK] = "ok",
        [TICKET_BAD_SIGNATURE] = "bad-signature",
        [TICKET_NOT_YET_VALID] = "not-yet-valid",
        [TICKET_EXPIRED] = "expired",
    };
    return names[status];
}

static bool decode(const char *text, size_t length, uint8_t *out, size_t size, size_t *used)
{
    return sodium_base642bin(out, size, text, length, " \t\r\n", used, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0;
}

/* An Ed25519 SubjectPublicKeyInfo (RFC 8410). */
static bool read_der(const uint8_t *der, size_t size, uint8_t out[TICKET_KEY_SIZE])
{
    static const uint8_t head[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                   0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    if (size != DER_SIZE || memcmp(der, head, sizeof head) != 0) {
        return false;
    }
    memcpy(out, der + sizeof head, TICKET_KEY_SIZE);
    return true;
}

static bool read_pem(const char *text, uint8_t out[TICKET_KEY_SIZE])
{
    static const char begin[] = "-----BEGIN PUBLIC KEY-----";
    uint8_t der[TEXT_MAX];
    size_t size;
    const char *from = strstr(text, begin);
    const char *to = from ? strstr(from, "-----END") : NULL;
    if (!to) {
        return false;
    }
    from += sizeof begin - 1;
    return decode(from, (size_t)(to - from), der, sizeof der, &size) && read_der(der, size, out);
}

bool ticket_key_read(const char *text, uint8_t out[TICKET_KEY_SIZE])
{
    uint8_t inner[TEXT_MAX + 1];
    size_t size;
    if (strlen(text) > TEXT_MAX) {
        return false;
    }
    if (read_pem(text, out)) {
        return true;
    }
    if (!decode(text, strlen(text), inner, TEXT_MAX, &size)) {
        return false;
    }
    inner[size] = '\0';
    return read_der(inner, size, out) || read_pem((const char *)inner, out);
}

static bool is_signed(const struct sig1 *ticket, const uint8_t (*keys)[TICKET_KEY_SIZE],
                      size_t key_count)
{
    for (size_t i = 0; i < key_count; i++) {
        if (crypto_sign_verify_detached(ticket->signature, ticket->payload, ticket->payload_size,
                                        keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

enum ticket_status ticket_check(const struct code *code, const uint8_t (*keys)[TICKET_KEY_SIZE],
                                size_t key_count, int64_t now_s)
{
    struct sig1 ticket;
    if (code->kind != CODE_PRETIX_SIG1 || key_count == 0) {
        return TICKET_UNCHECKED;
    }
    if (!sig1_parse(code->text, code->length, &ticket) || !is_signed(&ticket, keys, key_count)) {
        return TICKET_BAD_SIGNATURE;
    }
    if (ticket.valid_from && now_s < ticket.valid_from) {
        return TICKET_NOT_YET_VALID;
    }
    return ticket.valid_until && now_s > ticket.valid_until ? TICKET_EXPIRED : TICKET_OK;
}
