#include "attendee.h"

#include <string.h>

#include <sodium.h>

#include "kiosk/domain/bytes.h"

/* Digits of each of the five groups. */
static const size_t groups[] = {8, 4, 4, 4, 12};

char *uuid_format(const uint8_t uuid[16], char out[UUID_TEXT_SIZE])
{
    char hex[33];
    bytes_to_hex(uuid, 16, hex);
    const char *from = hex;
    char *at = out;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        memcpy(at, from, groups[i]);
        from += groups[i];
        at += groups[i];
        *at++ = '-';
    }
    at[-1] = '\0';
    return out;
}

bool uuid_parse(const char *text, uint8_t uuid[16])
{
    uint8_t parsed[16];
    char hex[33];
    char again[UUID_TEXT_SIZE];
    size_t used = 0;
    for (size_t i = 0; text[i] && used < 32; i++) {
        if (text[i] != '-') {
            hex[used++] = text[i];
        }
    }
    if (used != 32 || !bytes_from_hex(hex, used, parsed, sizeof parsed) ||
        strcmp(uuid_format(parsed, again), text) != 0) {
        return false;
    }
    memcpy(uuid, parsed, sizeof parsed);
    return true;
}

void uuid_make(uint8_t uuid[16])
{
    randombytes_buf(uuid, 16);
    uuid[6] = (uint8_t)((uuid[6] & 0x0f) | 0x40);
    uuid[8] = (uint8_t)((uuid[8] & 0x3f) | 0x80);
}
