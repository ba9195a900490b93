#include "text.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "kiosk/text/romanise.h"

#define RUN_MAX 128

/* Letters of scripts that ICU romanises are gathered, since what stands for one depends on its
 * neighbours. */
struct folder {
    char *out;
    size_t used, size;
    UChar run[RUN_MAX];
    int32_t run_length;
};

static void put_char(struct folder *folder, char c)
{
    bool gap = c == ' ' || c == '-';
    char last = folder->used > 0 ? folder->out[folder->used - 1] : ' ';
    if (folder->used + 1 >= folder->size || (c == '-' && (last == ' ' || last == '-')) ||
        (c == ' ' && last == ' ')) {
        return;
    }
    if (gap && last == '-') {
        folder->out[folder->used - 1] = ' ';
        return;
    }
    folder->out[folder->used++] = c;
}

static void put_ascii(struct folder *folder, char c)
{
    if (c >= 'A' && c <= 'Z') {
        put_char(folder, (char)(c + 'a' - 'A'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        put_char(folder, c);
    } else if (c != '\'' && c != '`') {
        put_char(folder, c == '-' ? '-' : ' ');
    }
}

static void put_text(struct folder *folder, const char *text)
{
    for (; *text; text++) {
        put_ascii(folder, *text);
    }
}

static void end_run(struct folder *folder)
{
    char latin[4 * RUN_MAX];
    if (folder->run_length > 0) {
        romanise_other(folder->run, folder->run_length, latin, sizeof latin);
        put_text(folder, latin);
        folder->run_length = 0;
    }
}

/* Apostrophes within names, in the forms that keyboards and typesetters have for them. */
static bool is_apostrophe(UChar32 c)
{
    return c == 0x2018 || c == 0x2019 || c == 0x201b || (c >= 0x02b9 && c <= 0x02bf) ||
           c == 0x02c8 || c == 0x00b4 || c == 0x2032;
}

static void put_run(struct folder *folder, UChar32 c)
{
    if (folder->run_length + 2 > RUN_MAX) {
        end_run(folder);
    }
    if (U_IS_BMP(c)) {
        folder->run[folder->run_length++] = (UChar)c;
    } else {
        folder->run[folder->run_length++] = U16_LEAD(c);
        folder->run[folder->run_length++] = U16_TRAIL(c);
    }
}

static void put_letter(struct folder *folder, UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar32 small = u_tolower(c);
    const char *latin = romanise_cyrillic(small);
    latin = latin ? latin : romanise_latin(small);
    UChar32 base = latin ? small : u_tolower(romanise_base(small));
    if (!latin && base != small) {
        latin = romanise_cyrillic(base);
    }
    if (latin || base < 0x80) {
        end_run(folder);
    }
    if (latin) {
        put_text(folder, latin);
    } else if (base < 0x80) {
        put_ascii(folder, (char)base);
    } else if (uscript_getScript(c, &status) != USCRIPT_INHERITED || folder->run_length > 0) {
        put_run(folder, c);
    }
}

static void fold_point(struct folder *folder, UChar32 c)
{
    if (c < 0x80) {
        end_run(folder);
        put_ascii(folder, (char)c);
    } else if (is_apostrophe(c)) {
        return;
    } else if (c >= 0x2010 && c <= 0x2015) {
        end_run(folder);
        put_char(folder, '-');
    } else if (u_isalpha(c) || u_charType(c) == U_NON_SPACING_MARK ||
               u_charType(c) == U_COMBINING_SPACING_MARK) {
        put_letter(folder, c);
    } else if (u_charDigitValue(c) >= 0) {
        end_run(folder);
        put_char(folder, (char)('0' + u_charDigitValue(c)));
    } else if (c != 0x200c && c != 0x200d) {
        end_run(folder);
        put_char(folder, ' ');
    }
}

char *text_fold(const char *text, char *out, size_t size)
{
    struct folder folder = {.out = out, .size = size};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text, at, length, c);
        fold_point(&folder, c < 0 ? ' ' : c);
    }
    end_run(&folder);
    while (folder.used > 0 && (out[folder.used - 1] == ' ' || out[folder.used - 1] == '-')) {
        folder.used--;
    }
    out[folder.used] = '\0';
    return out;
}
