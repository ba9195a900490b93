/*
 * The key list's text form, docs/formats.md. Every list has exactly one text: what is read has no
 * leading zero, no spare blank, no other order, so that the signature covers one reading only.
 */
#include "key_list.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "attendee.h"
#include "kiosk/domain/bytes.h"

#define FORMAT 1
#define USAGE_ALL (KEY_SIGNS_BADGES | KEY_SIGNS_INVITATIONS | KEY_SIGNS_STAFF | KEY_SIGNS_EVENTS)
#define TIME_MAX 253402300799 /* the end of the year 9999 */

/* ---- writing ---- */

/* Appends to text; false when it does not fit. */
__attribute__((format(printf, 4, 5))) static bool put(char *text, size_t size, size_t *used,
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text + *used, size - *used, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= size - *used) {
        return false;
    }
    *used += (size_t)length;
    return true;
}

static bool put_entry(const struct key_entry *entry, char *text, size_t size, size_t *used)
{
    char hex[2 * KEY_PUBLIC_SIZE + 1];
    return put(text, size, used, "key %04x %s %" PRId64 " %" PRId64 " %x %" PRId64 " %s\n",
               entry->id, bytes_to_hex(entry->public_key, KEY_PUBLIC_SIZE, hex), entry->not_before,
               entry->not_after, entry->usage, entry->revoked_at, entry->station);
}

size_t key_list_seal(struct key_list *list, int64_t now, const uint8_t root_secret[KEY_SECRET_SIZE],
                     char *text, size_t size)
{
    char uuid[UUID_TEXT_SIZE];
    char hex[2 * KEY_SIGNATURE_SIZE + 1];
    uint8_t signature[KEY_SIGNATURE_SIZE];
    const uint8_t *root_public = root_secret + KEY_SECRET_SIZE - KEY_PUBLIC_SIZE;
    size_t used = 0;
    bool fits = put(text, size, &used, "lanyard-keys %d %s %" PRIu32 " %" PRId64 "\nroot %s\n",
                    FORMAT, uuid_format(list->event_uuid, uuid), list->version + 1, now,
                    bytes_to_hex(root_public, KEY_PUBLIC_SIZE, hex));
    for (size_t i = 0; fits && i < list->count; i++) {
        fits = put_entry(&list->entries[i], text, size, &used);
    }
    if (!fits) {
        return 0;
    }
    crypto_sign_detached(signature, NULL, (const uint8_t *)text, used, root_secret);
    if (!put(text, size, &used, "signature %s\n",
             bytes_to_hex(signature, KEY_SIGNATURE_SIZE, hex))) {
        return 0;
    }
    list->version++;
    list->issued_at = now;
    memcpy(list->root_public, root_public, KEY_PUBLIC_SIZE);
    return used;
}

/* ---- reading ---- */

/* What is left to read of a line. */
struct line {
    const char *at;
    size_t left;
    bool bad; /* something was not of its form; what was read since is void */
};

/* Takes the next word and the one blank behind it. */
static size_t take_word(struct line *line, const char **word)
{
    const char *blank = memchr(line->at, ' ', line->left);
    size_t length = blank ? (size_t)(blank - line->at) : line->left;
    size_t used = blank ? length + 1 : length;
    *word = line->at;
    line->bad |= length == 0 || (blank && used == line->left);
    line->at += used;
    line->left -= used;
    return length;
}

static bool take_literal(struct line *line, const char *literal)
{
    const char *word;
    size_t length = take_word(line, &word);
    bool same = length == strlen(literal) && memcmp(word, literal, length) == 0;
    line->bad |= !same;
    return same;
}

/* A number without leading zeros, at most `most`, in base 10 or 16. */
static int64_t take_number(struct line *line, int base, int64_t most)
{
    const char *word;
    size_t length = take_word(line, &word);
    int64_t value = 0;
    bool bad = length == 0 || length > 12 || (length > 1 && word[0] == '0');
    for (size_t i = 0; !bad && i < length; i++) {
        int digit = word[i] >= '0' && word[i] <= '9'   ? word[i] - '0'
                    : word[i] >= 'a' && word[i] <= 'f' ? word[i] - 'a' + 10
                                                       : 99;
        bad = digit >= base;
        value = value * base + digit;
    }
    bad = bad || value > most;
    line->bad |= bad;
    return bad ? 0 : value;
}

static void take_hex(struct line *line, uint8_t *out, size_t size)
{
    const char *word;
    size_t length = take_word(line, &word);
    line->bad |= length != 2 * size || !bytes_from_hex(word, length, out, size);
}

static void take_station(struct line *line, char out[KEY_STATION_SIZE])
{
    const char *word;
    size_t length = take_word(line, &word);
    bool bad = length == 0 || length >= KEY_STATION_SIZE;
    for (size_t i = 0; !bad && i < length; i++) {
        bad = !((word[i] >= 'a' && word[i] <= 'z') || (word[i] >= '0' && word[i] <= '9') ||
                word[i] == '-');
    }
    line->bad |= bad;
    if (!bad) {
        memcpy(out, word, length);
        out[length] = '\0';
    }
}

static void take_uuid(struct line *line, uint8_t out[16])
{
    char text[UUID_TEXT_SIZE] = "";
    const char *word;
    size_t length = take_word(line, &word);
    if (length == UUID_TEXT_SIZE - 1) {
        memcpy(text, word, length);
    }
    line->bad |= !uuid_parse(text, out);
}

static bool line_done(const struct line *line)
{
    return !line->bad && line->left == 0;
}

/* The reader of a whole text. */
struct reader {
    const char *text;
    size_t length;
    size_t at;
    int number; /* of the line taken last */
};

/* Takes the next line without its newline; false at the end or when it has none. */
static bool next_line(struct reader *reader, struct line *line)
{
    const char *start = reader->text + reader->at;
    const char *end = memchr(start, '\n', reader->length - reader->at);
    reader->number++;
    if (!end) {
        return false;
    }
    *line = (struct line){.at = start, .left = (size_t)(end - start)};
    reader->at += line->left + 1;
    return true;
}

static enum key_list_status read_head(struct reader *reader, struct key_list *out)
{
    struct line line;
    if (!next_line(reader, &line) || !take_literal(&line, "lanyard-keys")) {
        return KEY_LIST_MALFORMED;
    }
    int64_t format = take_number(&line, 10, 999999);
    if (!line.bad && format > FORMAT) {
        return KEY_LIST_NEWER_FORMAT;
    }
    take_uuid(&line, out->event_uuid);
    out->version = (uint32_t)take_number(&line, 10, UINT32_MAX);
    out->issued_at = take_number(&line, 10, TIME_MAX);
    if (!line_done(&line) || format != FORMAT || !next_line(reader, &line) ||
        !take_literal(&line, "root")) {
        return KEY_LIST_MALFORMED;
    }
    take_hex(&line, out->root_public, KEY_PUBLIC_SIZE);
    return line_done(&line) ? KEY_LIST_OK : KEY_LIST_MALFORMED;
}

/* Reads what follows the word "key". Ids grow and bear the event's tag. */
static bool read_entry(struct line *line, struct key_list *out)
{
    if (out->count == KEY_LIST_MAX) {
        return false;
    }
    struct key_entry *entry = &out->entries[out->count];
    uint8_t id[2] = {0, 0};
    unsigned last = out->count > 0 ? out->entries[out->count - 1].id & 0xffu : 0;
    take_hex(line, id, sizeof id);
    entry->id = (uint16_t)(id[0] << 8 | id[1]);
    take_hex(line, entry->public_key, KEY_PUBLIC_SIZE);
    entry->not_before = take_number(line, 10, TIME_MAX);
    entry->not_after = take_number(line, 10, TIME_MAX);
    entry->usage = (uint8_t)take_number(line, 16, USAGE_ALL);
    entry->revoked_at = take_number(line, 10, TIME_MAX);
    take_station(line, entry->station);
    out->count++;
    return line_done(line) && id[0] == key_event_tag(out->event_uuid) && id[1] > last;
}

/* Reads keys and the signature, which must be the last line. *signed_length: bytes before it. */
static bool read_rest(struct reader *reader, struct key_list *out,
                      uint8_t signature[KEY_SIGNATURE_SIZE], size_t *signed_length)
{
    for (;;) {
        struct line line;
        const char *word;
        *signed_length = reader->at;
        if (!next_line(reader, &line)) {
            return false;
        }
        size_t length = take_word(&line, &word);
        if (length == 3 && memcmp(word, "key", 3) == 0) {
            if (!read_entry(&line, out)) {
                return false;
            }
        } else if (length == 9 && memcmp(word, "signature", 9) == 0) {
            take_hex(&line, signature, KEY_SIGNATURE_SIZE);
            return line_done(&line) && reader->at == reader->length;
        } else {
            return false;
        }
    }
}

enum key_list_status key_list_open(const char *text, size_t length,
                                   const uint8_t root_public[KEY_PUBLIC_SIZE],
                                   const uint8_t event_uuid[16], struct key_list *out, int *line)
{
    struct reader reader = {.text = text, .length = length};
    struct key_list list = {0};
    uint8_t signature[KEY_SIGNATURE_SIZE];
    size_t signed_length;
    enum key_list_status status = read_head(&reader, &list);
    if (status == KEY_LIST_OK && memcmp(list.event_uuid, event_uuid, 16) != 0) {
        status = KEY_LIST_WRONG_EVENT;
        reader.number = 1;
    } else if (status == KEY_LIST_OK && !read_rest(&reader, &list, signature, &signed_length)) {
        status = KEY_LIST_MALFORMED;
    } else if (status == KEY_LIST_OK &&
               (memcmp(list.root_public, root_public, KEY_PUBLIC_SIZE) != 0 ||
                crypto_sign_verify_detached(signature, (const uint8_t *)text, signed_length,
                                            root_public) != 0)) {
        status = KEY_LIST_BAD_SIGNATURE;
    }
    if (line) {
        *line = reader.number;
    }
    if (status == KEY_LIST_OK) {
        *out = list;
    }
    return status;
}

bool key_list_peek_root(const char *text, size_t length, uint8_t root_public[KEY_PUBLIC_SIZE])
{
    struct reader reader = {.text = text, .length = length};
    struct key_list list = {0};
    if (read_head(&reader, &list) != KEY_LIST_OK) {
        return false;
    }
    memcpy(root_public, list.root_public, KEY_PUBLIC_SIZE);
    return true;
}
