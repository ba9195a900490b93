#include "text.h"

#include <stdio.h>
#include <string.h>

#define FOLDED_SIZE 2048

/*
 * Ways in which romanisations differ, each to one form; the longest that fits is taken. "^" stands
 * for the start of a word, "$" for its end.
 */
static const struct {
    const char *from, *to;
} rules[] = {
    {"^ye", "e"}, {"off$", "ov"}, {"dzh", "j"}, {"tsch", "k"}, {"shch", "sk"}, {"sch", "s"},
    {"tch", "k"}, {"kh", "h"},    {"zh", "z"},  {"sh", "s"},   {"ch", "k"},    {"gh", "g"},
    {"ph", "f"},  {"th", "t"},    {"dj", "j"},  {"ks", "h"},   {"ck", "k"},    {"yo", "e"},
    {"iy", "i"},  {"yi", "i"},    {"ij", "i"},  {"ue", "u"},   {"oe", "o"},    {"ae", "a"},
    {"oo", "u"},  {"ou", "u"},    {"ee", "i"},  {"c", "k"},    {"q", "k"},     {"w", "v"},
    {"x", "h"},   {"y", "i"},
};

/* How many characters of `at` the pattern takes; 0: it does not fit. */
static size_t match(const char *word, const char *at, const char *pattern)
{
    const char *from = at;
    if (*pattern == '^') {
        if (at != word) {
            return 0;
        }
        pattern++;
    }
    while (*pattern && *pattern != '$') {
        if (*pattern++ != *at++) {
            return 0;
        }
    }
    return *pattern == '$' && *at ? 0 : (size_t)(at - from);
}

char *text_skeleton(const char *word, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = word; *at && used + 3 < size;) {
        const char plain[2] = {*at, '\0'};
        const char *to = plain;
        size_t taken = 1, longest = 0;
        for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
            size_t fits = match(word, at, rules[i].from);
            if (fits > longest) {
                longest = taken = fits;
                to = rules[i].to;
            }
        }
        for (; *to; to++) {
            if (used == 0 || out[used - 1] != *to) { /* doubled letters count once */
                out[used++] = *to;
            }
        }
        at += taken;
    }
    out[used] = '\0';
    return out;
}

static void emit(const char *word, void (*each)(const char *word, void *userdata), void *userdata)
{
    char skeleton[TEXT_WORD_SIZE];
    if (word[0]) {
        each(word, userdata);
        if (strcmp(text_skeleton(word, skeleton, sizeof skeleton), word) != 0) {
            each(skeleton, userdata);
        }
    }
}

/* A word with hyphens: each part, and all run together. */
static void emit_parts(const char *from, size_t length,
                       void (*each)(const char *word, void *userdata), void *userdata)
{
    char whole[TEXT_WORD_SIZE], part[TEXT_WORD_SIZE];
    size_t whole_used = 0, part_used = 0;
    bool several = false;
    for (size_t i = 0; i <= length; i++) {
        if (i == length || from[i] == '-') {
            part[part_used] = '\0';
            several |= i < length;
            emit(part, each, userdata);
            part_used = 0;
            continue;
        }
        if (part_used + 1 < sizeof part) {
            part[part_used++] = from[i];
        }
        if (whole_used + 1 < sizeof whole) {
            whole[whole_used++] = from[i];
        }
    }
    whole[whole_used] = '\0';
    if (several) {
        emit(whole, each, userdata);
    }
}

void text_terms(const char *text, void (*each)(const char *word, void *userdata), void *userdata)
{
    char folded[FOLDED_SIZE];
    text_fold(text, folded, sizeof folded);
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " ");
        emit_parts(at, length, each, userdata);
        at += length;
        at += strspn(at, " ");
    }
}
