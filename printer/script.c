#include "printer/script.h"

#include <string.h>

#include <glib.h>

#define LEADING 1.18
/* Letters of what binds to the next word, and of all that may be bound together. */
#define SMALL_WORD_MAX 3
#define ABBREVIATION_MAX 6
#define FRAGMENT_MAX 2
#define TIED_MAX 22
#define LEADING_TALL 1.55
#define LEADING_NASTALIQ 2.1

/* Sans serif first for each script, so that fontconfig does not offer a serif or a bitmap face. */
#define SCRIPTS                                                                           \
    "Noto Sans,Noto Sans Arabic,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Hebrew," \
    "Noto Sans Thai,Noto Sans Armenian,Noto Sans Georgian,"
#define MORE_SCRIPTS                                                                       \
    ",Noto Sans Ethiopic,Noto Sans Khmer,Noto Sans Lao,Noto Sans Myanmar,Noto Sans Tamil," \
    "Noto Sans Sinhala,Noto Sans Gujarati,Noto Sans Gurmukhi,Noto Sans Telugu,"            \
    "Noto Sans Kannada,Noto Sans Malayalam,Noto Sans Oriya,Noto Serif Tibetan"

static const struct {
    const char *language, *families;
} forms[FORM_COUNT] = {
    [FORM_PLAIN] = {"en", SCRIPTS "Noto Sans CJK SC" MORE_SCRIPTS},
    [FORM_URDU] = {"ur", "Noto Sans,Noto Nastaliq Urdu,Noto Sans Arabic"},
    [FORM_SIMPLIFIED] = {"zh-cn", SCRIPTS "Noto Sans CJK SC" MORE_SCRIPTS},
    [FORM_TRADITIONAL] = {"zh-tw", SCRIPTS "Noto Sans CJK TC" MORE_SCRIPTS},
    [FORM_HONG_KONG] = {"zh-hk", SCRIPTS "Noto Sans CJK HK" MORE_SCRIPTS},
    [FORM_JAPANESE] = {"ja", SCRIPTS "Noto Sans CJK JP" MORE_SCRIPTS},
    [FORM_KOREAN] = {"ko", SCRIPTS "Noto Sans CJK KR" MORE_SCRIPTS},
};

static const struct {
    char country[3];
    enum script_form form;
} countries[] = {
    {"TW", FORM_TRADITIONAL}, {"HK", FORM_HONG_KONG}, {"MO", FORM_HONG_KONG},
    {"JP", FORM_JAPANESE},    {"KR", FORM_KOREAN},    {"KP", FORM_KOREAN},
};

const char *script_language(enum script_form form)
{
    return forms[form].language;
}

const char *script_families(enum script_form form)
{
    return forms[form].families;
}

bool script_form_is_han(enum script_form form)
{
    return form >= FORM_SIMPLIFIED;
}

/* Letters that Arabic and Persian do not have, and Urdu has in nearly every name. */
static bool is_urdu(gunichar c)
{
    static const gunichar letters[] = {0x0679, 0x0688, 0x0691, 0x06BA, 0x06C1, 0x06C2, 0x06D2};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (c == letters[i]) {
            return true;
        }
    }
    return false;
}

enum script_form script_form_of(const char *text, const char *country)
{
    bool han = false, urdu = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        switch (g_unichar_get_script(g_utf8_get_char(at))) {
        case G_UNICODE_SCRIPT_HANGUL:
            return FORM_KOREAN;
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
            return FORM_JAPANESE;
        case G_UNICODE_SCRIPT_HAN:
            han = true;
            break;
        default:
            urdu = urdu || is_urdu(g_utf8_get_char(at));
            break;
        }
    }
    for (size_t i = 0; han && i < sizeof countries / sizeof countries[0]; i++) {
        if (strcmp(countries[i].country, country) == 0) {
            return countries[i].form;
        }
    }
    return han ? FORM_SIMPLIFIED : urdu ? FORM_URDU : FORM_PLAIN;
}

static bool is_tall(gunichar c)
{
    static const GUnicodeScript tall[] = {
        G_UNICODE_SCRIPT_ARABIC,   G_UNICODE_SCRIPT_DEVANAGARI, G_UNICODE_SCRIPT_BENGALI,
        G_UNICODE_SCRIPT_THAI,     G_UNICODE_SCRIPT_LAO,        G_UNICODE_SCRIPT_KHMER,
        G_UNICODE_SCRIPT_MYANMAR,  G_UNICODE_SCRIPT_TIBETAN,    G_UNICODE_SCRIPT_TAMIL,
        G_UNICODE_SCRIPT_GUJARATI, G_UNICODE_SCRIPT_GURMUKHI,   G_UNICODE_SCRIPT_SINHALA,
        G_UNICODE_SCRIPT_TELUGU,   G_UNICODE_SCRIPT_KANNADA,    G_UNICODE_SCRIPT_MALAYALAM,
    };
    GUnicodeScript script = g_unichar_get_script(c);
    for (size_t i = 0; i < sizeof tall / sizeof tall[0]; i++) {
        if (tall[i] == script) {
            return true;
        }
    }
    return false;
}

double script_leading(const char *text, enum script_form form)
{
    if (form == FORM_URDU) {
        return LEADING_NASTALIQ;
    }
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (is_tall(g_utf8_get_char(at))) {
            return LEADING_TALL;
        }
    }
    return LEADING;
}

/* ---- lines ---- */

/* A word between two spaces. */
struct word {
    size_t start, end; /* bytes */
    size_t letters;
    bool small;  /* nothing but small letters */
    bool period; /* ends in one */
};

static struct word read_word(const char *text, size_t start)
{
    struct word word = {.start = start, .end = start, .small = true};
    while (text[word.end] && text[word.end] != ' ') {
        gunichar c = g_utf8_get_char(text + word.end);
        word.small = word.small && g_unichar_islower(c);
        word.period = c == '.';
        word.letters++;
        word.end += (size_t)(g_utf8_next_char(text + word.end) - (text + word.end));
    }
    return word;
}

/* "Al-", "Co-": what stands before the hyphen is too little for a line's end. Returns the hyphen's
 * byte, 0 when there is none. */
static size_t find_fragment(const char *text, const struct word *word)
{
    size_t letters = 0;
    for (size_t at = word->start; at < word->end; letters++) {
        if (text[at] == '-') {
            return letters > 0 && letters <= FRAGMENT_MAX && at + 1 < word->end ? at : 0;
        }
        at += (size_t)(g_utf8_next_char(text + at) - (text + at));
    }
    return 0;
}

/* From the space or hyphen at `at` to the end of the character after it. */
static struct script_tie tie_after(const char *text, size_t at)
{
    return (struct script_tie){(unsigned)at, (unsigned)(g_utf8_next_char(text + at + 1) - text)};
}

size_t script_ties(const char *text, struct script_tie out[SCRIPT_TIES_MAX])
{
    size_t count = 0, tied = 0; /* letters since the last place where a line may end */
    for (struct word word = read_word(text, 0);
         word.end > word.start && count + 1 < SCRIPT_TIES_MAX;) {
        size_t hyphen = find_fragment(text, &word);
        if (hyphen) {
            out[count++] = tie_after(text, hyphen);
        }
        if (!text[word.end]) {
            break;
        }
        struct word next = read_word(text, word.end + 1);
        bool binds = (word.small && word.letters <= SMALL_WORD_MAX) ||
                     (word.period && word.letters <= ABBREVIATION_MAX);
        tied += word.letters + 1;
        if (binds && tied + next.letters <= TIED_MAX && next.letters > 0) {
            out[count++] = tie_after(text, word.end);
        } else {
            tied = 0;
        }
        word = next;
    }
    return count;
}

/* ---- cleaning ---- */

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
