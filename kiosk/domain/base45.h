/* Base45 (RFC 9285): bytes as characters of the QR alphanumeric set. Every text has one decoding
 * and every byte string one encoding. Pure. */
#ifndef LANYARD_BASE45_H
#define LANYARD_BASE45_H

#include <stddef.h>
#include <stdint.h>

/* Characters that `size` bytes make. */
#define BASE45_LENGTH(size) ((size) / 2 * 3 + (size) % 2 * 2)

enum base45_status {
    BASE45_OK,
    BASE45_BAD_LENGTH,  /* one character left over, or more bytes than `limit` */
    BASE45_BAD_CHARSET, /* a character outside the alphabet */
    BASE45_BAD_TRIPLET, /* three characters above 65535, or a last pair above 255 */
};

/* Writes BASE45_LENGTH(size) characters, no NUL. Returns how many. */
size_t base45_encode(const uint8_t *data, size_t size, char *out);

/* Decodes all of `text`. *size is set on BASE45_OK; `out` may hold rubbish otherwise. */
enum base45_status base45_decode(const char *text, size_t length, uint8_t *out, size_t limit,
                                 size_t *size);

#endif
