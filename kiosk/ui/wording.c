#define LOG_MODULE "ui"
#include "kiosk/ui/wording.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "log.h"

#define LANGUAGES_MAX 32
#define TEXT_MAX 256 /* characters of a date */
#define VALUES_MAX 8
#define MONTHS_KEY "date.months" /* only of languages for which ICU has none in official use */

/* What is open for one language; NULL: not asked for yet. */
struct words {
    char language[16];
    UDateIntervalFormat *days;
    UDateFormat *time, *day_time;
    UNumberFormat *number;
    UPluralRules *plural;
    char form[16]; /* the last answer of wording_plural */
};

struct wording {
    UChar timezone[64];
    struct words languages[LANGUAGES_MAX];
    size_t count;
};

struct wording *wording_create(const char *timezone)
{
    struct wording *wording = calloc(1, sizeof *wording);
    UErrorCode status = U_ZERO_ERROR;
    if (!wording) {
        LOG_ERROR("no memory");
        return NULL;
    }
    u_strFromUTF8(wording->timezone, 63, NULL, timezone, -1, &status);
    return wording;
}

static void words_close(struct words *words)
{
    if (words->days) {
        udtitvfmt_close(words->days);
    }
    if (words->time) {
        udat_close(words->time);
    }
    if (words->day_time) {
        udat_close(words->day_time);
    }
    if (words->number) {
        unum_close(words->number);
    }
    if (words->plural) {
        uplrules_close(words->plural);
    }
}

void wording_destroy(struct wording *wording)
{
    for (size_t i = 0; wording && i < wording->count; i++) {
        words_close(&wording->languages[i]);
    }
    free(wording);
}

static struct words *words_of(struct wording *wording, const char *language)
{
    for (size_t i = 0; i < wording->count; i++) {
        if (strcmp(wording->languages[i].language, language) == 0) {
            return &wording->languages[i];
        }
    }
    if (wording->count == LANGUAGES_MAX) {
        words_close(&wording->languages[--wording->count]);
    }
    struct words *words = &wording->languages[wording->count++];
    *words = (struct words){0};
    snprintf(words->language, sizeof words->language, "%s", language);
    return words;
}

static const char *locale_of(const struct words *words)
{
    return message_text(words->language, "language.locale");
}

/* `length` UTF-16 units as UTF-8; "" after a failure of ICU, which is logged. */
static char *finish(const UChar *text, int32_t length, UErrorCode status, char *out, size_t size)
{
    if (U_SUCCESS(status)) {
        u_strToUTF8(out, (int32_t)size, NULL, text, length, &status);
    }
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING) {
        LOG_WARN("a date or number could not be written: %s", u_errorName(status));
        out[0] = '\0';
    }
    return out;
}

/* The language's own order of the fields of `skeleton`. */
static UDateFormat *open_format(const struct wording *wording, const char *locale,
                                const char *skeleton)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar fields[32], pattern[64];
    u_uastrcpy(fields, skeleton);
    UDateTimePatternGenerator *generator = udatpg_open(locale, &status);
    int32_t length = udatpg_getBestPattern(generator, fields, -1, pattern, 64, &status);
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, wording->timezone, -1,
                                    pattern, length, &status);
    udatpg_close(generator);
    return format;
}

/* Puts the months of the message "date.months" in place of ICU's. */
static void take_months(struct words *words, UDateFormat *format)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *at = message_text(words->language, MONTHS_KEY);
    for (int month = 0; month < 12 && *at; month++) {
        UChar name[32];
        size_t length = strcspn(at, "|");
        u_strFromUTF8(name, 32, NULL, at, (int32_t)length, &status);
        udat_setSymbols(format, UDAT_MONTHS, month, name, -1, &status);
        at += length + (at[length] == '|');
    }
}

/* For languages that bring their own months: one format for each side of the dash. */
static UDateFormat *open_pattern(const struct wording *wording, struct words *words,
                                 const char *pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[32];
    u_uastrcpy(text, pattern);
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale_of(words), wording->timezone,
                                    -1, text, -1, &status);
    if (format) {
        take_months(words, format);
    }
    return format;
}

static char *format_date(UDateFormat *format, int64_t at_ms, char *out, size_t size)
{
    UErrorCode status = format ? U_ZERO_ERROR : U_MISSING_RESOURCE_ERROR;
    UChar text[TEXT_MAX];
    int32_t length = format ? udat_format(format, (UDate)at_ms, text, TEXT_MAX, NULL, &status) : 0;
    return finish(text, length, status, out, size);
}

static void format_part(const struct wording *wording, struct words *words, const char *pattern,
                        int64_t at_ms, char *out, size_t size)
{
    UDateFormat *format = open_pattern(wording, words, pattern);
    format_date(format, at_ms, out, size);
    if (format) {
        udat_close(format);
    }
}

/* "24–25 ноябри 2026", "30 ноябри – 1 декабри 2026" */
static char *own_days(const struct wording *wording, struct words *words, int64_t starts_ms,
                      int64_t ends_ms, char *out, size_t size)
{
    char first[64], month[2][64], last[64];
    format_part(wording, words, "yMMdd", starts_ms, first, sizeof first);
    format_part(wording, words, "yMMdd", ends_ms, last, sizeof last);
    bool one_day = strcmp(first, last) == 0;
    format_part(wording, words, "yMM", starts_ms, month[0], sizeof month[0]);
    format_part(wording, words, "yMM", ends_ms, month[1], sizeof month[1]);
    bool one_month = strcmp(month[0], month[1]) == 0;
    format_part(wording, words, one_month ? "d" : "d MMMM", starts_ms, first, sizeof first);
    format_part(wording, words, "d MMMM y", ends_ms, last, sizeof last);
    snprintf(out, size, "%s%s%s", one_day ? "" : first,
             one_day     ? ""
             : one_month ? "–"
                         : " – ",
             last);
    return out;
}

char *wording_days(struct wording *wording, const char *language, int64_t starts_ms,
                   int64_t ends_ms, char *out, size_t size)
{
    struct words *words = words_of(wording, language);
    UErrorCode status = U_ZERO_ERROR;
    UChar fields[32], text[TEXT_MAX];
    if (message_has(language, MONTHS_KEY)) {
        return own_days(wording, words, starts_ms, ends_ms, out, size);
    }
    u_uastrcpy(fields, "yMMMMd");
    if (!words->days) {
        words->days = udtitvfmt_open(locale_of(words), fields, -1, wording->timezone, -1, &status);
    }
    int32_t length = U_SUCCESS(status)
                         ? udtitvfmt_format(words->days, (UDate)starts_ms, (UDate)ends_ms, text,
                                            TEXT_MAX, NULL, &status)
                         : 0;
    return finish(text, length, status, out, size);
}

char *wording_time(struct wording *wording, const char *language, int64_t at_ms, char *out,
                   size_t size)
{
    struct words *words = words_of(wording, language);
    if (!words->time) {
        words->time = open_format(wording, locale_of(words), "HHmm");
    }
    return format_date(words->time, at_ms, out, size);
}

char *wording_day_time(struct wording *wording, const char *language, int64_t at_ms, char *out,
                       size_t size)
{
    struct words *words = words_of(wording, language);
    if (!words->day_time) {
        words->day_time = message_has(language, MONTHS_KEY)
                              ? open_pattern(wording, words, "d MMMM, HH:mm")
                              : open_format(wording, locale_of(words), "dMMMHHmm");
    }
    return format_date(words->day_time, at_ms, out, size);
}

char *wording_number(struct wording *wording, const char *language, int64_t number, char *out,
                     size_t size)
{
    struct words *words = words_of(wording, language);
    UErrorCode status = U_ZERO_ERROR;
    UChar text[TEXT_MAX];
    if (!words->number) {
        words->number = unum_open(UNUM_DECIMAL, NULL, 0, locale_of(words), NULL, &status);
    }
    int32_t length = U_SUCCESS(status)
                         ? unum_formatInt64(words->number, number, text, TEXT_MAX, NULL, &status)
                         : 0;
    return finish(text, length, status, out, size);
}

const char *wording_plural(struct wording *wording, const char *language, int64_t number)
{
    struct words *words = words_of(wording, language);
    UErrorCode status = U_ZERO_ERROR;
    UChar form[16];
    if (!words->plural) {
        words->plural = uplrules_openForType(locale_of(words), UPLURAL_TYPE_CARDINAL, &status);
    }
    int32_t length =
        U_SUCCESS(status) ? uplrules_select(words->plural, (double)number, form, 16, &status) : 0;
    if (!finish(form, length, status, words->form, sizeof words->form)[0]) {
        snprintf(words->form, sizeof words->form, "other");
    }
    return words->form;
}

char *wording_count(struct wording *wording, const char *language, const char *key, int64_t number,
                    const struct message_value *values, size_t value_count, char *out, size_t size)
{
    char full[64], digits[32];
    struct message_value all[VALUES_MAX];
    size_t count = 0;
    snprintf(full, sizeof full, "%s.%s", key, wording_plural(wording, language, number));
    wording_number(wording, language, number, digits, sizeof digits);
    all[count++] = (struct message_value){"number", digits};
    for (size_t i = 0; i < value_count && count < VALUES_MAX; i++) {
        all[count++] = values[i];
    }
    return message_format(language, full, all, count, out, size);
}
