/*
 * Any text as a credential. What parses has exactly one text: packing it again gives the same
 * characters.
 *
 * link: kiosk/domain/base45.c kiosk/domain/bytes.c kiosk/domain/credential.c
 * link: kiosk/domain/key_list.c
 */
#include <assert.h>
#include <string.h>

#include "credential.h"
#include "kiosk/domain/base45.h"
#include "tests/domain/golden.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct key_list keys;
    const char *text = (const char *)data;
    struct credential credential;
    uint8_t raw[CREDENTIAL_SIZE];
    if (keys.count == 0) {
        if (!credential_library_init()) {
            return 0;
        }
        golden_list(&keys);
    }
    enum credential_status status = credential_parse(text, size, &credential, raw);
    enum credential_status verified = credential_verify(text, size, &keys, &credential);
    if (status != CREDENTIAL_OK) {
        assert(verified == status);
        return 0;
    }
    uint8_t body[CREDENTIAL_BODY_SIZE];
    char again[CREDENTIAL_TEXT_SIZE] = "LY1:";
    assert(verified == CREDENTIAL_OK || verified >= CREDENTIAL_WRONG_EVENT);
    credential_pack(&credential, body);
    assert(memcmp(body, raw, sizeof body) == 0);
    base45_encode(raw, sizeof raw, again + 4);
    assert(size == CREDENTIAL_TEXT_LENGTH && memcmp(again, text, size) == 0);
    return 0;
}
