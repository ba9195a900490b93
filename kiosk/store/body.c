#include "kiosk/store/body.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attendee.h"

static void put(struct body *body, const char *text, size_t length)
{
    if (body->overflow || length >= sizeof body->text - body->used) {
        body->overflow = true;
        return;
    }
    memcpy(body->text + body->used, text, length);
    body->used += length;
    body->text[body->used] = '\0';
}

static void put_string(struct body *body, const char *text)
{
    put(body, text, strlen(text));
}

static void put_name(struct body *body, const char *name)
{
    put_string(body, body->used == 1 ? "\"" : ",\"");
    put_string(body, name);
    put_string(body, "\":");
}

/* Bytes of the UTF-8 character at `s`; 0 when there is none. */
static size_t character_size(const unsigned char *s)
{
    size_t size = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    bool bad = size == 0 || s[0] > 0xf4 || (s[0] == 0xe0 && s[1] < 0xa0) ||
               (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
               (s[0] == 0xf4 && s[1] > 0x8f);
    for (size_t i = 1; !bad && i < size; i++) {
        bad = (s[i] & 0xc0) != 0x80;
    }
    return bad ? 0 : size;
}

static void put_escaped(struct body *body, const char *value)
{
    const unsigned char *at = (const unsigned char *)value;
    while (*at) {
        char escape[8];
        size_t size = character_size(at);
        if (size == 0) {
            put_string(body, "\xef\xbf\xbd");
            size = 1;
        } else if (*at == '"' || *at == '\\') {
            snprintf(escape, sizeof escape, "\\%c", *at);
            put_string(body, escape);
        } else if (*at < 0x20 || *at == 0x7f) {
            snprintf(escape, sizeof escape, "\\u%04x", *at);
            put_string(body, escape);
        } else {
            put(body, (const char *)at, size);
        }
        at += size;
    }
}

void body_start(struct body *body)
{
    body->used = 0;
    body->overflow = false;
    put_string(body, "{");
}

void body_text(struct body *body, const char *name, const char *value)
{
    put_name(body, name);
    put_string(body, "\"");
    put_escaped(body, value);
    put_string(body, "\"");
}

void body_number(struct body *body, const char *name, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    put_name(body, name);
    put_string(body, digits);
}

void body_holder(struct body *body, const char *name, uint64_t holder)
{
    char digits[HOLDER_TEXT_SIZE];
    if (holder) {
        body_text(body, name, holder_format(holder, digits));
    } else {
        put_name(body, name);
        put_string(body, "null");
    }
}

void body_hex(struct body *body, const char *name, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    put_name(body, name);
    put_string(body, "\"");
    for (size_t i = 0; i < size; i++) {
        char digits[3];
        snprintf(digits, sizeof digits, "%02x", bytes[i]);
        put_string(body, digits);
    }
    put_string(body, "\"");
}

void body_list(struct body *body, const char *name)
{
    put_name(body, name);
    put_string(body, "[");
}

void body_item(struct body *body, const char *value)
{
    bool first = body->used > 0 && body->text[body->used - 1] == '[';
    put_string(body, first ? "\"" : ",\"");
    put_escaped(body, value);
    put_string(body, "\"");
}

void body_list_end(struct body *body)
{
    put_string(body, "]");
}

bool body_end(struct body *body)
{
    put_string(body, "}");
    return !body->overflow;
}
