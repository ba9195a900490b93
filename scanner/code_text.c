#include "scanner/code_text.h"

#include <string.h>

static void begin(struct code_text *text)
{
    text->length = 0;
    text->done = false;
    text->too_long = false;
}

bool code_text_is_open(const struct code_text *text)
{
    return !text->done && (text->length > 0 || text->too_long);
}

/* ISO/IEC 15424: "]", a letter and a digit say which kind of barcode it was. */
static void drop_symbology(struct code_text *text)
{
    const uint8_t *b = text->bytes;
    if (text->length >= 3 && b[0] == ']' && b[1] == 'Q' && b[2] >= '0' && b[2] <= '6') {
        text->length -= 3;
        memmove(text->bytes, text->bytes + 3, text->length);
    }
}

static enum code_text_event finish(struct code_text *text)
{
    drop_symbology(text);
    text->bytes[text->length] = '\0';
    text->done = true;
    return text->length > 0 ? CODE_TEXT_READY : CODE_TEXT_NONE;
}

static enum code_text_event drop(struct code_text *text)
{
    begin(text);
    return CODE_TEXT_LOST;
}

enum code_text_event code_text_tick(struct code_text *text, int64_t now_us)
{
    if (!code_text_is_open(text) || now_us - text->last_us < CODE_TEXT_PAUSE_US) {
        return CODE_TEXT_NONE;
    }
    bool whole = !text->terminates && !text->too_long && text->length >= CODE_TEXT_LEAST;
    return whole ? finish(text) : drop(text);
}

enum code_text_event code_text_byte(struct code_text *text, uint8_t byte, int64_t now_us)
{
    if (text->done) {
        begin(text);
    }
    text->last_us = now_us;
    if (byte == '\r' || byte == '\n' || byte == '\t') {
        bool any = code_text_is_open(text);
        text->terminates |= any;
        return text->too_long ? drop(text) : any ? finish(text) : CODE_TEXT_NONE;
    }
    if (text->length == CODE_TEXT_MAX) {
        text->too_long = true;
    } else {
        text->bytes[text->length++] = byte;
    }
    return CODE_TEXT_NONE;
}
