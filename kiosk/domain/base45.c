#include "kiosk/domain/base45.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

size_t base45_encode(const uint8_t *data, size_t size, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < size; i += 2) {
        int digits = i + 1 < size ? 3 : 2;
        unsigned value = digits == 3 ? data[i] * 256u + data[i + 1] : data[i];
        for (; digits > 0; digits--, value /= 45) {
            out[used++] = alphabet[value % 45];
        }
    }
    return used;
}

/* The value of a character; -1 outside the alphabet. */
static int digit_value(char c)
{
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

enum base45_status base45_decode(const char *text, size_t length, uint8_t *out, size_t limit,
                                 size_t *size)
{
    if (length % 3 == 1 || length / 3 * 2 + (length % 3) / 2 > limit) {
        return BASE45_BAD_LENGTH;
    }
    for (size_t i = 0; i < length; i++) {
        if (digit_value(text[i]) < 0) {
            return BASE45_BAD_CHARSET;
        }
    }
    size_t used = 0;
    for (size_t i = 0; i < length; i += 3) {
        size_t digits = length - i >= 3 ? 3 : 2;
        unsigned value = 0;
        for (size_t digit = digits; digit > 0; digit--) {
            value = value * 45 + (unsigned)digit_value(text[i + digit - 1]);
        }
        if (value > (digits == 3 ? 65535u : 255u)) {
            return BASE45_BAD_TRIPLET;
        }
        if (digits == 3) {
            out[used++] = (uint8_t)(value >> 8);
        }
        out[used++] = (uint8_t)value;
    }
    *size = used;
    return BASE45_OK;
}
