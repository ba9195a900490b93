#include "printer/script.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

#define LEADING 1.18
#define LEADING_TALL 1.55

static const struct {
    const char *language, *families;
} forms[HAN_COUNT] = {
#define SCRIPTS                                                                           \
    "Noto Sans,Noto Sans Arabic,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Hebrew," \
    "Noto Sans Thai,Noto Sans Armenian,Noto Sans Georgian,"
    [HAN_NONE] = {"en", SCRIPTS "Noto Sans CJK SC"},
    [HAN_SIMPLIFIED] = {"zh-cn", SCRIPTS "Noto Sans CJK SC"},
    [HAN_TRADITIONAL] = {"zh-tw", SCRIPTS "Noto Sans CJK TC"},
    [HAN_HONG_KONG] = {"zh-hk", SCRIPTS "Noto Sans CJK HK"},
    [HAN_JAPANESE] = {"ja", SCRIPTS "Noto Sans CJK JP"},
    [HAN_KOREAN] = {"ko", SCRIPTS "Noto Sans CJK KR"},
};

static const struct {
    char country[3];
    enum han_form form;
} countries[] = {
    {"TW", HAN_TRADITIONAL}, {"HK", HAN_HONG_KONG}, {"MO", HAN_HONG_KONG},
    {"JP", HAN_JAPANESE},    {"KR", HAN_KOREAN},    {"KP", HAN_KOREAN},
};

const char *script_language(enum han_form form)
{
    return forms[form].language;
}

const char *script_families(enum han_form form)
{
    return forms[form].families;
}

enum han_form script_han_form(const char *text, const char *country)
{
    bool han = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        switch (g_unichar_get_script(g_utf8_get_char(at))) {
        case G_UNICODE_SCRIPT_HANGUL:
            return HAN_KOREAN;
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
            return HAN_JAPANESE;
        case G_UNICODE_SCRIPT_HAN:
            han = true;
            break;
        default:
            break;
        }
    }
    for (size_t i = 0; han && i < sizeof countries / sizeof countries[0]; i++) {
        if (strcmp(countries[i].country, country) == 0) {
            return countries[i].form;
        }
    }
    return han ? HAN_SIMPLIFIED : HAN_NONE;
}

static bool is_tall(gunichar c)
{
    static const GUnicodeScript tall[] = {
        G_UNICODE_SCRIPT_ARABIC,   G_UNICODE_SCRIPT_DEVANAGARI, G_UNICODE_SCRIPT_BENGALI,
        G_UNICODE_SCRIPT_THAI,     G_UNICODE_SCRIPT_LAO,        G_UNICODE_SCRIPT_KHMER,
        G_UNICODE_SCRIPT_MYANMAR,  G_UNICODE_SCRIPT_TIBETAN,    G_UNICODE_SCRIPT_TAMIL,
        G_UNICODE_SCRIPT_GUJARATI, G_UNICODE_SCRIPT_GURMUKHI,   G_UNICODE_SCRIPT_SINHALA,
    };
    GUnicodeScript script = g_unichar_get_script(c);
    for (size_t i = 0; i < sizeof tall / sizeof tall[0]; i++) {
        if (tall[i] == script) {
            return true;
        }
    }
    return false;
}

double script_leading(const char *text)
{
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (is_tall(g_utf8_get_char(at))) {
            return LEADING_TALL;
        }
    }
    return LEADING;
}

/* The next character, U+FFFD for a byte that starts none; moves `at` on. */
static gunichar next_character(const char **at)
{
    gunichar c = g_utf8_get_char_validated(*at, -1);
    if (c == (gunichar)-1 || c == (gunichar)-2) {
        *at += 1;
        return 0xFFFD;
    }
    *at = g_utf8_next_char(*at);
    return c;
}

static bool keeps_together(gunichar c)
{
    return c == 0x00A0 || c == 0x202F; /* no-break spaces */
}

void script_clean(const char *text, char out[SCRIPT_TEXT_SIZE])
{
    size_t used = 0;
    bool gap = false;
    for (const char *at = text; *at && used + 8 < SCRIPT_TEXT_SIZE;) {
        gunichar c = next_character(&at);
        if ((g_unichar_isspace(c) && !keeps_together(c)) || g_unichar_iscntrl(c)) {
            gap = used > 0;
            continue;
        }
        if (gap) {
            out[used++] = ' ';
            gap = false;
        }
        used += (size_t)g_unichar_to_utf8(c, out + used);
    }
    out[used] = '\0';
}
