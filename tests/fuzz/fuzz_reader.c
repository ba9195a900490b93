/* Whatever a hand scanner, or what pretends to be one, sends: keys and bytes. Two bytes of input
 * are one key event and the time before it. link: scanner/wedge.c scanner/code_text.c */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/code_text.h"
#include "scanner/wedge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct code_text *text, enum code_text_event event)
{
    if (event == CODE_TEXT_READY &&
        (text->length == 0 || text->length > CODE_TEXT_MAX || text->bytes[text->length] != 0 ||
         memchr(text->bytes, '\r', text->length))) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct code_text text;
    struct wedge wedge = {0};
    int64_t now_us = 0;
    memset(&text, 0, sizeof text);
    for (size_t i = 0; i + 1 < size; i += 2) {
        uint8_t byte;
        now_us += (int64_t)(data[i + 1] >> 1) * 5000;
        check(&text, code_text_tick(&text, now_us));
        if (wedge_key(&wedge, data[i], data[i + 1] & 1, &byte)) {
            check(&text, code_text_byte(&text, byte, now_us));
        }
    }
    return 0;
}
