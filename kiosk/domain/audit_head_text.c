/* A chain's signed end as a text that fits into a QR code. */
#include <string.h>

#include "audit.h"
#include "kiosk/domain/base45.h"
#include "kiosk/domain/bytes.h"

#define PREFIX "LYH1:"
#define PREFIX_LENGTH (sizeof PREFIX - 1)
#define HEAD_BYTES (KEY_STATION_SIZE + 8 + AUDIT_HASH_SIZE + 2 + KEY_SIGNATURE_SIZE)

char *audit_head_format(const struct audit_head *head, char out[AUDIT_HEAD_TEXT_SIZE])
{
    uint8_t bytes[HEAD_BYTES] = {0}, *at = bytes;
    memcpy(at, head->station, strnlen(head->station, KEY_STATION_SIZE - 1));
    at = bytes_put(at + KEY_STATION_SIZE, head->sequence, 8);
    memcpy(at, head->hash, AUDIT_HASH_SIZE);
    at = bytes_put(at + AUDIT_HASH_SIZE, head->key_id, 2);
    memcpy(at, head->signature, KEY_SIGNATURE_SIZE);
    memcpy(out, PREFIX, PREFIX_LENGTH);
    out[PREFIX_LENGTH + base45_encode(bytes, sizeof bytes, out + PREFIX_LENGTH)] = '\0';
    return out;
}

bool audit_head_parse(const char *text, struct audit_head *out)
{
    uint8_t bytes[HEAD_BYTES];
    const uint8_t *at = bytes + KEY_STATION_SIZE;
    size_t size = 0;
    if (strncmp(text, PREFIX, PREFIX_LENGTH) != 0 ||
        base45_decode(text + PREFIX_LENGTH, strlen(text + PREFIX_LENGTH), bytes, sizeof bytes,
                      &size) != BASE45_OK ||
        size != sizeof bytes || bytes[KEY_STATION_SIZE - 1] != 0 || bytes[0] == 0) {
        return false;
    }
    memset(out, 0, sizeof *out);
    memcpy(out->station, bytes, KEY_STATION_SIZE);
    out->sequence = bytes_get(&at, 8);
    memcpy(out->hash, at, AUDIT_HASH_SIZE);
    at += AUDIT_HASH_SIZE;
    out->key_id = (uint16_t)bytes_get(&at, 2);
    memcpy(out->signature, at, KEY_SIGNATURE_SIZE);
    return true;
}
