#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "printer/template.h"

#define MM_MAX 2000

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Digits from *at on, at most `most` of them. False: none, or more. */
static bool read_digits(const char **at, int most, int64_t *out, int *count)
{
    const char *p = *at;
    int64_t value = 0;
    for (*count = 0; isdigit((unsigned char)*p) && *count < most; p++, ++*count) {
        value = value * 10 + (*p - '0');
    }
    if (*count == 0 || isdigit((unsigned char)*p)) {
        return false;
    }
    *at = p;
    *out = value;
    return true;
}

static bool ends_word(const char *at)
{
    return *at == '\0' || *at == ' ' || *at == '\t';
}

bool value_mm(const char **at, int32_t *out_um)
{
    static const int32_t units[] = {1000, 100, 10, 1};
    const char *p = skip_blanks(*at);
    bool negative = *p == '-';
    int64_t whole, part = 0;
    int count;
    p += negative;
    if (!read_digits(&p, 4, &whole, &count) || whole > MM_MAX) {
        return false;
    }
    if (*p == '.') {
        p++;
        if (!read_digits(&p, 3, &part, &count)) {
            return false;
        }
        part *= units[count];
    }
    if (!ends_word(p)) {
        return false;
    }
    int32_t um = (int32_t)(whole * 1000 + part);
    *out_um = negative ? -um : um;
    *at = p;
    return true;
}

bool value_int(const char **at, int least, int most, int *out)
{
    const char *p = skip_blanks(*at);
    bool negative = *p == '-';
    int64_t value;
    int count;
    p += negative;
    if (!read_digits(&p, 9, &value, &count) || !ends_word(p)) {
        return false;
    }
    value = negative ? -value : value;
    if (value < least || value > most) {
        return false;
    }
    *out = (int)value;
    *at = p;
    return true;
}

bool value_word(const char **at, char *out, size_t size)
{
    const char *p = skip_blanks(*at);
    size_t length = strcspn(p, " \t");
    if (length == 0 || length >= size) {
        return false;
    }
    memcpy(out, p, length);
    out[length] = '\0';
    *at = p + length;
    return true;
}

bool value_end(const char *at)
{
    return *skip_blanks(at) == '\0';
}

bool value_rgb(const char *word, uint32_t *out)
{
    uint32_t value = 0;
    if (word[0] != '#' || strlen(word) != 7) {
        return false;
    }
    for (int i = 1; i < 7; i++) {
        unsigned char c = (unsigned char)word[i];
        if (!isxdigit(c)) {
            return false;
        }
        value = value << 4 | (uint32_t)(isdigit(c) ? c - '0' : tolower(c) - 'a' + 10);
    }
    *out = value;
    return true;
}

int value_choice(const char *word, const char *const *words)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(word, words[i]) == 0) {
            return i;
        }
    }
    return -1;
}

bool value_ink(const char *word, struct ink *out)
{
    static const char *const names[] = {"none",     "ink",         "soft",  "line",  "tint",
                                        "category", "on-category", "white", "black", NULL};
    int index = value_choice(word, names);
    if (index > INK_ON_CATEGORY) {
        *out = (struct ink){INK_RGB, index == INK_ON_CATEGORY + 1 ? 0xFFFFFF : 0};
        return true;
    }
    if (index >= 0) {
        *out = (struct ink){(enum ink_name)index, 0};
        return true;
    }
    struct ink ink = {INK_RGB, 0};
    if (!value_rgb(word, &ink.rgb)) {
        return false;
    }
    *out = ink;
    return true;
}
