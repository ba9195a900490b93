#include "desk.h"

#include <stdio.h>
#include <string.h>

static const char *const screen_names[DESK_SCREEN_COUNT] = {
    [DESK_SIGN_IN] = "sign-in",   [DESK_PIN] = "pin",           [DESK_APPROVER] = "approver",
    [DESK_SEARCH] = "search",     [DESK_PERSON] = "person",     [DESK_REASONS] = "reasons",
    [DESK_QUESTION] = "question", [DESK_FIELDS] = "fields",     [DESK_EDIT] = "edit",
    [DESK_PHOTO] = "photo",       [DESK_PRINTERS] = "printers", [DESK_INCIDENTS] = "incidents",
    [DESK_ARRIVALS] = "arrivals", [DESK_SETTINGS] = "settings",
};

const char *desk_screen_string(enum desk_screen screen)
{
    return (unsigned)screen < DESK_SCREEN_COUNT ? screen_names[screen] : "sign-in";
}

#define DEED_WORD(name, word) [name] = word,
static const char *const deed_words[DESK_DEED_COUNT] = {DESK_DEED_TABLE(DEED_WORD)};
#undef DEED_WORD

const char *desk_deed_string(enum desk_deed deed)
{
    return (unsigned)deed < DESK_DEED_COUNT ? deed_words[deed] : "";
}

/* ---- text fields ---- */

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

void desk_text_set(struct desk_text *field, const char *text)
{
    size_t length = strnlen(text, sizeof field->text - 1);
    while (length > 0 && is_continuation(text[length]) && text[length]) {
        length--; /* cut between characters */
    }
    memset(field, 0, sizeof *field);
    memcpy(field->text, text, length);
    field->caret = length;
}

static size_t encode(int point, char out[4])
{
    unsigned c = (unsigned)point;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1; c >>= 6) {
        out[i] = (char)(0x80 | (c & 0x3F));
    }
    out[0] = (char)((size == 2 ? 0xC0u : size == 3 ? 0xE0u : 0xF0u) | c);
    return size;
}

static size_t before(const struct desk_text *field)
{
    size_t at = field->caret;
    while (at > 0 && is_continuation(field->text[at - 1])) {
        at--;
    }
    return at > 0 ? at - 1 : 0;
}

static size_t after(const struct desk_text *field)
{
    size_t at = field->caret, length = strlen(field->text);
    at += at < length;
    while (at < length && is_continuation(field->text[at])) {
        at++;
    }
    return at;
}

static bool cut(struct desk_text *field, size_t from, size_t to)
{
    memmove(field->text + from, field->text + to, strlen(field->text + to) + 1);
    field->caret = from;
    return from != to;
}

static bool insert(struct desk_text *field, int point)
{
    char bytes[4];
    size_t size = encode(point, bytes), length = strlen(field->text);
    bool leads = field->caret == 0 && point == ' ';
    if (leads || length + size >= sizeof field->text || point < 32 || point == 127 ||
        point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
        return false;
    }
    memmove(field->text + field->caret + size, field->text + field->caret,
            length - field->caret + 1);
    memcpy(field->text + field->caret, bytes, size);
    field->caret += size;
    return true;
}

static bool move(struct desk_text *field, size_t to)
{
    bool moves = field->caret != to;
    field->caret = to;
    return moves;
}

bool desk_text_key(struct desk_text *field, int key)
{
    if (key <= DESK_KEY_SWAP) {
        cut(field, before(field), field->caret);
        return insert(field, DESK_KEY_SWAP - key);
    }
    switch (key) {
    case DESK_KEY_ERASE:
        return cut(field, before(field), field->caret);
    case DESK_KEY_DELETE:
        return cut(field, field->caret, after(field));
    case DESK_KEY_LEFT:
        return move(field, before(field));
    case DESK_KEY_RIGHT:
        return move(field, after(field));
    case DESK_KEY_HOME:
        return move(field, 0);
    case DESK_KEY_END:
        return move(field, strlen(field->text));
    case DESK_KEY_CLEAR:
        return cut(field, 0, strlen(field->text));
    default:
        return insert(field, key);
    }
}

int desk_text_before(const struct desk_text *field)
{
    size_t at = before(field);
    unsigned char first = (unsigned char)field->text[at];
    if (field->caret == 0) {
        return 0;
    }
    int point = first < 0x80   ? first
                : first < 0xE0 ? first & 0x1F
                : first < 0xF0 ? first & 0x0F
                               : first & 0x07;
    for (at++; at < field->caret; at++) {
        point = point << 6 | ((unsigned char)field->text[at] & 0x3F);
    }
    return point;
}
