#include "text.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

static const char *const fault_names[] = {
    [TEXT_CLEAN] = "is clean",
    [TEXT_HAD_CONTROLS] = "held control or invisible characters, left out",
    [TEXT_HAD_BIDI] = "held characters that turn the writing direction around, left out",
    [TEXT_GARBLED] = "looks as if it had been through a wrong encoding once; compare it with the "
                     "original",
    [TEXT_HAS_NUL] = "holds a NUL byte",
    [TEXT_BROKEN] = "holds a character that cannot be read; check the file's encoding",
    [TEXT_TOO_LONG] = "is too long",
};

const char *text_fault_string(enum text_fault fault)
{
    return fault_names[fault];
}

bool text_refused(enum text_fault fault)
{
    return fault >= TEXT_HAS_NUL;
}

static bool is_bidi(UChar32 c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x061c;
}

/* Direction marks are dropped without a word: they stand in honest Arabic and Hebrew files. Joiners
 * (200C, 200D) belong to the spelling of Persian and of Indian languages. */
static bool is_silent(UChar32 c)
{
    return c == 0x200e || c == 0x200f || c == 0xfeff || c == 0x00ad;
}

static bool is_invisible(UChar32 c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200b || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

static bool is_broken(UChar32 c)
{
    return c < 0 || c == 0xfffd || U_IS_UNICODE_NONCHAR(c) || U_IS_SURROGATE(c);
}

struct cleaner {
    char *out;
    size_t used, size;
    bool blank; /* one is due before the next character */
    enum text_fault fault;
};

static void found(struct cleaner *cleaner, enum text_fault fault)
{
    cleaner->fault = fault > cleaner->fault ? fault : cleaner->fault;
}

static void put(struct cleaner *cleaner, UChar32 c)
{
    bool error = false;
    size_t room = (size_t)U8_LENGTH(c) + 2;
    if (cleaner->used + room > cleaner->size) {
        found(cleaner, TEXT_TOO_LONG);
        return;
    }
    if (cleaner->blank && cleaner->used > 0) {
        cleaner->out[cleaner->used++] = ' ';
    }
    cleaner->blank = false;
    U8_APPEND((uint8_t *)cleaner->out, cleaner->used, cleaner->size, c, error);
    (void)error; /* there is room */
}

static void take(struct cleaner *cleaner, UChar32 c)
{
    if (c > ' ' && c < 0x7f) {
        put(cleaner, c);
    } else if (c == 0) {
        found(cleaner, TEXT_HAS_NUL);
    } else if (is_broken(c)) {
        found(cleaner, TEXT_BROKEN);
    } else if (is_bidi(c)) {
        found(cleaner, TEXT_HAD_BIDI);
    } else if (u_isUWhiteSpace(c)) {
        cleaner->blank = true;
    } else if (is_invisible(c)) {
        found(cleaner, TEXT_HAD_CONTROLS);
    } else if (!is_silent(c)) {
        put(cleaner, c);
    }
}

static bool is_ascii(const char *text)
{
    while (*text > 0) {
        text++;
    }
    return *text == '\0';
}

/* NFC never needs more than three times the bytes, and what it makes is checked for length. */
static void compose(struct cleaner *cleaner)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    int32_t capacity = (int32_t)cleaner->used * 3 + 8, length = 0;
    UChar *units = malloc(2 * (size_t)capacity * sizeof *units);
    if (!units) {
        found(cleaner, TEXT_TOO_LONG);
        return;
    }
    u_strFromUTF8(units, capacity, &length, cleaner->out, (int32_t)cleaner->used, &status);
    if (U_SUCCESS(status) && !unorm2_isNormalized(nfc, units, length, &status)) {
        int32_t bytes = 0;
        UChar *composed = units + capacity;
        length = unorm2_normalize(nfc, units, length, composed, capacity, &status);
        u_strToUTF8(cleaner->out, (int32_t)cleaner->size, &bytes, composed, length, &status);
        if (U_FAILURE(status) || (size_t)bytes >= cleaner->size) {
            found(cleaner, TEXT_TOO_LONG);
        } else {
            cleaner->used = (size_t)bytes;
        }
    }
    free(units);
}

/* What a byte 80..BF of UTF-8 becomes as Latin-1 or windows-1252. */
static bool is_tail(UChar32 c)
{
    static const UChar32 windows[] = {0x20ac, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                      0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x017d, 0x2018,
                                      0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc,
                                      0x2122, 0x0161, 0x203a, 0x0153, 0x017e, 0x0178};
    for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++) {
        if (windows[i] == c) {
            return true;
        }
    }
    return c >= 0xa0 && c <= 0xbf;
}

/* "MÃ¼ller", "Ð˜Ð²Ð°Ð½": letters that begin a character of UTF-8, with a tail behind. */
static bool is_garbled(const char *text, size_t size)
{
    UChar32 before = 0;
    for (size_t at = 0; at < size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text, at, size, c);
        bool head = before == 0xc2 || before == 0xc3 || before == 0xc5 || before == 0xd0 ||
                    before == 0xd1 || before == 0xd8 || before == 0xd9;
        if (head && is_tail(c)) {
            return true;
        }
        before = c;
    }
    return false;
}

enum text_fault text_clean(const char *text, size_t size, char *out, size_t out_size)
{
    struct cleaner cleaner = {.out = out, .size = out_size};
    for (size_t at = 0; at < size && cleaner.fault != TEXT_TOO_LONG;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text, at, size, c);
        take(&cleaner, c);
    }
    out[cleaner.used] = '\0';
    if (!text_refused(cleaner.fault) && !is_ascii(out)) {
        compose(&cleaner);
        if (cleaner.fault == TEXT_CLEAN && is_garbled(out, cleaner.used)) {
            cleaner.fault = TEXT_GARBLED;
        }
    }
    out[text_refused(cleaner.fault) ? 0 : cleaner.used] = '\0';
    return cleaner.fault;
}
