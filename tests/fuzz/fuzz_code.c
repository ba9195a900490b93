/*
 * Any bytes as a scanned text. What is looked up is printable, and is itself looked up by the same
 * words.
 *
 * link: kiosk/domain/bytes.c kiosk/domain/code.c kiosk/domain/indico.c kiosk/domain/sig1.c
 * link: kiosk/domain/uuid.c
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct code code, again;
    code_classify(text, size, &code);
    assert(code.kind < CODE_KIND_COUNT && code_kind_string(code.kind));
    assert(code.length <= size);
    assert(code.length == 0 || (code.text >= text && code.text + code.length <= text + size));
    assert((code.kind == CODE_EMPTY) == (code.length == 0));
    assert(strlen(code.lookup) < sizeof code.lookup && strlen(code.server) < sizeof code.server);
    code_classify(code.text, code.length, &again); /* nothing more to strip */
    assert(again.kind == code.kind && again.length == code.length);
    if (code.kind == CODE_OTHER) {
        code_classify(code.lookup, strlen(code.lookup), &again);
        assert(strcmp(again.lookup, code.lookup) == 0);
    }
    return 0;
}
