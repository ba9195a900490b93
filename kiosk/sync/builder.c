#include "kiosk/sync/builder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void builder_finish(struct builder *builder)
{
    free(builder->text);
    *builder = (struct builder){0};
}

/* Room for `more` bytes and a NUL. */
static char *reserve(struct builder *builder, size_t more)
{
    if (builder->failed) {
        return NULL;
    }
    if (builder->used + more + 1 > builder->size) {
        size_t size = 2 * (builder->used + more) + 256;
        char *text = realloc(builder->text, size);
        if (!text) {
            builder->failed = true;
            return NULL;
        }
        builder->text = text;
        builder->size = size;
    }
    return builder->text + builder->used;
}

static void add(struct builder *builder, const char *text, size_t length)
{
    char *at = reserve(builder, length);
    if (at) {
        memcpy(at, text, length);
        at[length] = '\0';
        builder->used += length;
    }
}

static void separate(struct builder *builder)
{
    add(builder, builder->used ? "," : "{", 1);
}

void builder_number(struct builder *builder, int64_t value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    separate(builder);
    add(builder, digits, (size_t)length);
}

void builder_text(struct builder *builder, const char *value)
{
    size_t length = strlen(value);
    separate(builder);
    char *at = reserve(builder, 2 * length + 2);
    if (!at) {
        return;
    }
    *at++ = '"';
    for (size_t i = 0; i < length; i++) {
        if (value[i] == '"' || value[i] == '\\') {
            *at++ = '\\';
        }
        *at++ = value[i];
    }
    *at++ = '"';
    *at = '\0';
    builder->used = (size_t)(at - builder->text);
}

void builder_bytes(struct builder *builder, const void *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = data;
    separate(builder);
    add(builder, "\"\\\\x", 4);
    char *at = reserve(builder, 2 * size + 1);
    if (!at) {
        return;
    }
    for (size_t i = 0; i < size; i++) {
        *at++ = digits[bytes[i] >> 4];
        *at++ = digits[bytes[i] & 15];
    }
    *at++ = '"';
    *at = '\0';
    builder->used = (size_t)(at - builder->text);
}

const char *builder_end(struct builder *builder)
{
    add(builder, builder->used ? "}" : "{}", builder->used ? 1 : 2);
    return builder->failed ? NULL : builder->text;
}
