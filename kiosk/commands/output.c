#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/command.h"
#include "log.h"

struct json_row {
    json_t *object; /* owned */
};

struct json_row *row_start(void)
{
    struct json_row *row = calloc(1, sizeof *row);
    if (row) {
        row->object = json_object();
    }
    return row;
}

static void set(struct json_row *row, const char *key, json_t *value)
{
    if (row) {
        json_object_set_new(row->object, key, value);
    }
}

/* Length of the UTF-8 sequence at `text`, 0 when it is broken. */
static size_t sequence_length(const unsigned char *text)
{
    if (text[0] < 0x80) {
        return 1;
    }
    size_t length = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (text[0] < 0xC2 || text[0] > 0xF4) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (text[0] == 0xE0 && text[1] < 0xA0) || (text[0] == 0xF0 && text[1] < 0x90);
    bool outside = (text[0] == 0xED && text[1] > 0x9F) || (text[0] == 0xF4 && text[1] > 0x8F);
    return overlong || outside ? 0 : length;
}

/* Copies with broken bytes replaced. */
static void clean_text(const char *text, const char *replacement, char *out, size_t size)
{
    size_t used = 0;
    while (*text) {
        size_t length = sequence_length((const unsigned char *)text);
        const char *from = length ? text : replacement;
        size_t bytes = length ? length : strlen(replacement);
        if (used + bytes >= size) {
            break;
        }
        memcpy(out + used, from, bytes);
        used += bytes;
        text += length ? length : 1;
    }
    out[used] = '\0';
}

void row_text(struct json_row *row, const char *key, const char *value)
{
    if (!value) {
        set(row, key, json_null());
        return;
    }
    json_t *text = json_string(value);
    if (!text) { /* not UTF-8 */
        size_t size = 3 * strlen(value) + 1;
        char *clean = malloc(size);
        if (clean) {
            clean_text(value, "\xEF\xBF\xBD", clean, size);
            text = json_string(clean);
            free(clean);
        }
    }
    set(row, key, text ? text : json_null());
}

void row_int(struct json_row *row, const char *key, int64_t value)
{
    set(row, key, json_integer(value));
}

void row_real(struct json_row *row, const char *key, double value)
{
    set(row, key, json_real(value));
}

void row_bool(struct json_row *row, const char *key, bool value)
{
    set(row, key, json_boolean(value));
}

void row_null(struct json_row *row, const char *key)
{
    set(row, key, json_null());
}

void row_holder(struct json_row *row, const char *key, uint64_t holder)
{
    char text[HOLDER_TEXT_SIZE];
    row_text(row, key, holder ? holder_format(holder, text) : NULL);
}

void row_base64(struct json_row *row, const char *key, const void *data, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const uint8_t *bytes = data;
    char *text = malloc(4 * ((size + 2) / 3) + 1), *to = text;
    for (size_t i = 0; text && i < size; i += 3) {
        size_t left = size - i;
        uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0);
        *to++ = digits[group >> 18];
        *to++ = digits[group >> 12 & 63];
        *to++ = left > 1 ? digits[group >> 6 & 63] : '=';
        *to++ = left > 2 ? digits[group & 63] : '=';
    }
    if (text) {
        *to = '\0';
    }
    row_text(row, key, text);
    free(text);
}

static json_t *array_of(struct json_row *row, const char *key)
{
    json_t *array = json_object_get(row->object, key);
    if (!array) {
        array = json_array();
        json_object_set_new(row->object, key, array);
    }
    return array;
}

void row_append(struct json_row *row, const char *key, struct json_row *value)
{
    if (row) {
        json_t *array = array_of(row, key);
        if (value) {
            json_array_append_new(array, value->object);
        }
    }
    free(value);
}

void row_json(struct json_row *row, const char *key, const char *json)
{
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    if (value) {
        set(row, key, value);
    } else {
        row_text(row, key, json);
    }
}

void row_corner(struct json_row *row, const char *key, const double corner[2])
{
    if (row) {
        json_array_append_new(array_of(row, key), json_pack("[f,f]", corner[0], corner[1]));
    }
}

void row_print(struct json_row *row)
{
    row_write(row, stdout);
}

void row_write(struct json_row *row, FILE *out)
{
    if (!row) {
        return;
    }
    json_dumpf(row->object, out, JSON_COMPACT | JSON_REAL_PRECISION(6));
    fputc('\n', out);
    json_decref(row->object);
    free(row);
}

char *plain_text(const char *text, char *out, size_t size)
{
    clean_text(text, "?", out, size);
    return log_tame(out);
}

void print_line(const char *format, ...)
{
    char *line = NULL;
    va_list args;
    va_start(args, format);
    int length = vasprintf(&line, format, args);
    va_end(args);
    if (length >= 0) {
        size_t size = 3 * (size_t)length + 1;
        char *plain = malloc(size);
        puts(plain ? plain_text(line, plain, size) : "?");
        free(plain);
        free(line);
    }
}

void progress_show(const char *what, int64_t done, int64_t total)
{
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r%s: %lld of %lld%s", what, (long long)done, (long long)total,
                done == total ? "\n" : "");
    }
}
