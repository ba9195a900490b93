#define LOG_MODULE "text"
#include "text.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "log.h"

#define FOLDED_SIZE 128

/* Rosters come in these; the languages of the screens. */
static const char *const languages[] = {"en", "fr", "ru", "tg", "uz", "kk", "ky",
                                        "tk", "fa", "ar", "zh", "es", "de", "tr"};
#define LANGUAGE_COUNT (sizeof languages / sizeof languages[0])

/* Names that rosters use and CLDR does not: official and older ones, and abbreviations. Folded. */
static const struct {
    const char *folded, *alpha2;
} others[] = {
    {"america", "US"},
    {"brunei darussalam", "BN"},
    {"cabo verde", "CV"},
    {"czech republic", "CZ"},
    {"democratic peoples republic of korea", "KP"},
    {"democratic republic of the congo", "CD"},
    {"drc", "CD"},
    {"england", "GB"},
    {"great britain", "GB"},
    {"holland", "NL"},
    {"islamic republic of iran", "IR"},
    {"iran islamic republic of", "IR"},
    {"ivory coast", "CI"},
    {"kyrgyz republic", "KG"},
    {"kirgiziya", "KG"},
    {"lao peoples democratic republic", "LA"},
    {"macedonia", "MK"},
    {"palestine state of", "PS"},
    {"peoples republic of china", "CN"},
    {"prc", "CN"},
    {"republic of korea", "KR"},
    {"republic of moldova", "MD"},
    {"russian federation", "RU"},
    {"rossiyskaya federatsiya", "RU"},
    {"federation de russie", "RU"},
    {"slovak republic", "SK"},
    {"state of palestine", "PS"},
    {"swaziland", "SZ"},
    {"syrian arab republic", "SY"},
    {"the gambia", "GM"},
    {"the netherlands", "NL"},
    {"timor leste", "TL"},
    {"turkey", "TR"},
    {"uae", "AE"},
    {"uk", "GB"},
    {"united kingdom of great britain and northern ireland", "GB"},
    {"united republic of tanzania", "TZ"},
    {"united states of america", "US"},
    {"usa", "US"},
    {"ssha", "US"},
    {"viet nam", "VN"},
    {"belorussiya", "BY"},
    {"kazakstan", "KZ"},
    {"moldaviya", "MD"},
    {"turkmeniya", "TM"},
    {"angliya", "GB"},
    {"bosnia", "BA"},
    {"burma", "MM"},
    {"dprk", "KP"},
    {"etats unis damerique", "US"},
    {"frg", "DE"},
    {"holy see", "VA"},
    {"hong kong", "HK"},
    {"kndr", "KP"},
    {"knr", "CN"},
    {"ksa", "SA"},
    {"lao pdr", "LA"},
    {"palestine", "PS"},
    {"pr china", "CN"},
    {"republic of china", "TW"}, /* not what is left without the first words */
    {"republique francaise", "FR"},
    {"rf", "RU"},
    {"rok", "KR"},
    {"vatican", "VA"},
};

struct name {
    char folded[FOLDED_SIZE];
    char alpha2[3];
};

/* Made once, when the first country is asked for: some 4,000 names. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct name *names; /* sorted by folded */
static size_t name_count;

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->folded, ((const struct name *)b)->folded);
}

/* Hyphens and an article before the name make no difference. */
static void fold_name(const char *text, char folded[FOLDED_SIZE])
{
    text_fold(text, folded, FOLDED_SIZE);
    for (char *at = folded; *at; at++) {
        *at = *at == '-' ? ' ' : *at;
    }
}

bool country_name(const char *alpha2, const char *language, char *out, size_t size)
{
    char locale[16];
    UChar units[128];
    UErrorCode status = U_ZERO_ERROR;
    if (strlen(alpha2) != 2) {
        return false;
    }
    snprintf(locale, sizeof locale, "und_%s", alpha2);
    int32_t length = uloc_getDisplayCountry(locale, language, units, 128, &status);
    if (U_FAILURE(status) || (status == U_USING_DEFAULT_WARNING && length == 2)) {
        return false; /* the code itself: no such country */
    }
    status = U_ZERO_ERROR;
    u_strToUTF8(out, (int32_t)size, NULL, units, length, &status);
    return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

static void add_name(const char *text, const char *alpha2)
{
    struct name *name = &names[name_count];
    fold_name(text, name->folded);
    if (name->folded[0]) {
        snprintf(name->alpha2, sizeof name->alpha2, "%s", alpha2);
        name_count++;
    }
}

static void load(void)
{
    const char *const *codes = uloc_getISOCountries();
    size_t count = 0, capacity = sizeof others / sizeof others[0];
    while (codes[count]) {
        count++;
    }
    names = calloc(capacity + count * LANGUAGE_COUNT, sizeof *names);
    if (!names) {
        LOG_ERROR("out of memory; close other programs");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < LANGUAGE_COUNT; k++) {
            char text[256];
            if (country_name(codes[i], languages[k], text, sizeof text)) {
                add_name(text, codes[i]);
            }
        }
    }
    for (size_t i = 0; i < capacity; i++) {
        add_name(others[i].folded, others[i].alpha2);
    }
    qsort(names, name_count, sizeof *names, compare_names);
}

static bool set_country(const char *alpha2, struct country *out)
{
    char locale[16];
    snprintf(locale, sizeof locale, "und_%s", alpha2);
    snprintf(out->alpha2, sizeof out->alpha2, "%s", alpha2);
    snprintf(out->alpha3, sizeof out->alpha3, "%s", uloc_getISO3Country(locale));
    return out->alpha3[0] != '\0';
}

static bool by_code(const char *text, struct country *out)
{
    size_t length = strlen(text);
    for (const char *const *code = uloc_getISOCountries(); *code; code++) {
        if ((length == 2 && strcasecmp(text, *code) == 0) ||
            (length == 3 && set_country(*code, out) && strcasecmp(text, out->alpha3) == 0)) {
            return set_country(*code, out);
        }
    }
    return false;
}

/* "u s a" is "usa": no blank between words of one letter. */
static void join_initials(char *folded)
{
    char *to = folded;
    size_t word = 0; /* letters of the word before */
    for (const char *at = folded; *at; at++) {
        bool before_one = *at == ' ' && at[1] && (at[2] == ' ' || at[2] == '\0');
        bool dropped = before_one && word == 1;
        word = *at != ' ' ? word + 1 : 0;
        if (!dropped) {
            *to++ = *at;
        }
    }
    *to = '\0';
}

/* What a state calls itself in front of its name. */
static const char *without_style(const char *folded)
{
    static const char *const styles[] = {
        "the ",           "islamic republic of ", "republic of ",    "kingdom of ",
        "state of ",      "sultanate of ",        "respublika ",     "islamskaya respublika ",
        "korolevstvo ",   "gosudarstvo ",         "republique de ",  "republique du ",
        "royaume de ",    "royaume du ",          "republique d",    "sultanat d",
        "federation of ", "principality of ",     "commonwealth of "};
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        size_t length = strlen(styles[i]);
        if (strncmp(folded, styles[i], length) == 0) {
            return folded + length;
        }
    }
    return NULL;
}

static const struct name *find_name(const char *folded)
{
    struct name wanted = {.folded = ""};
    snprintf(wanted.folded, sizeof wanted.folded, "%s", folded);
    return wanted.folded[0] && names
               ? bsearch(&wanted, names, name_count, sizeof *names, compare_names)
               : NULL;
}

bool country_find(const char *text, struct country *out)
{
    struct country country = {.alpha2 = ""};
    char folded[FOLDED_SIZE];
    size_t length = strlen(text);
    if ((length == 2 || length == 3) && by_code(text, &country)) {
        *out = country;
        return true;
    }
    pthread_once(&once, load);
    fold_name(text, folded);
    join_initials(folded);
    const struct name *name = find_name(folded);
    for (const char *rest = folded; !name && (rest = without_style(rest));) {
        name = find_name(rest);
    }
    if (!name || !set_country(name->alpha2, &country)) {
        return false;
    }
    *out = country;
    return true;
}
