/*
 * Any text as a key list: as it is, and signed with the root key that is asked for. What is opened
 * is sealed again to the same text.
 *
 * link: kiosk/domain/bytes.c kiosk/domain/credential.c kiosk/domain/base45.c
 * link: kiosk/domain/key_list.c kiosk/domain/key_list_text.c kiosk/domain/key_text.c
 * link: kiosk/domain/uuid.c
 */
#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "credential.h"
#include "kiosk/domain/bytes.h"
#include "tests/domain/golden.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Adds the last line. Returns the length. */
static size_t sign(char *text, size_t length)
{
    uint8_t signature[KEY_SIGNATURE_SIZE];
    crypto_sign_detached(signature, NULL, (const uint8_t *)text, length, golden_secret);
    memcpy(text + length, "signature ", 10);
    bytes_to_hex(signature, sizeof signature, text + length + 10);
    length += 10 + 2 * sizeof signature;
    text[length++] = '\n';
    return length;
}

static void parse_secret(const uint8_t *data, size_t size)
{
    char text[KEY_TEXT_SIZE];
    struct station_key key;
    size_t length = size < sizeof text ? size : sizeof text - 1;
    memcpy(text, data, length);
    text[length] = '\0';
    key_parse(text, &key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[KEY_LIST_TEXT_MAX], again[KEY_LIST_TEXT_MAX];
    struct key_list list;
    int line = 0;
    if (!credential_library_init() || size > sizeof text - 256) {
        return 0;
    }
    parse_secret(data, size);
    memcpy(text, data, size);
    key_list_open(text, size, GOLDEN_PUBLIC, golden_uuid, &list, &line);
    size_t length = sign(text, size);
    if (key_list_open(text, length, GOLDEN_PUBLIC, golden_uuid, &list, &line) == KEY_LIST_OK) {
        list.version--;
        assert(key_list_seal(&list, list.issued_at, golden_secret, again, sizeof again) == length);
        assert(memcmp(again, text, length) == 0);
    }
    return 0;
}
