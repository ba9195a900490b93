#include "text.h"

#include <stdio.h>
#include <string.h>

#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#define SAMPLE_MAX 65536
#define SURE 60 /* of ICU's 100 */

static const struct {
    const char *name;
    size_t size;
    unsigned char bytes[4];
} marks[] = {
    {"UTF-32LE", 4, {0xff, 0xfe, 0, 0}}, {"UTF-32BE", 4, {0, 0, 0xfe, 0xff}},
    {"UTF-8", 3, {0xef, 0xbb, 0xbf}},    {"UTF-16LE", 2, {0xff, 0xfe}},
    {"UTF-16BE", 2, {0xfe, 0xff}},
};

static const char *by_mark(const unsigned char *data, size_t size)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (size >= marks[i].size && memcmp(data, marks[i].bytes, marks[i].size) == 0) {
            return marks[i].name;
        }
    }
    return NULL;
}

/* Tables hold delimiters and line ends: in UTF-16 these have a zero byte beside them, on one side.
 */
static const char *by_zeros(const unsigned char *data, size_t size)
{
    size_t even = 0, odd = 0;
    for (size_t i = 0; i + 1 < size; i += 2) {
        even += data[i] == 0 && data[i + 1] != 0;
        odd += data[i + 1] == 0 && data[i] != 0;
    }
    if (odd > 4 * even && odd * 20 > size) {
        return "UTF-16LE";
    }
    return even > 4 * odd && even * 20 > size ? "UTF-16BE" : NULL;
}

/* Whether it is UTF-8, if not without fault: broken characters among as many whole ones, which
 * other encodings make by chance only now and then (rows of two encodings: the broken are refused);
 * or halves of surrogate pairs, which only careless writers of UTF-8 make. The last may be cut off. */
static bool is_utf8(const unsigned char *data, size_t size)
{
    size_t whole = 0, broken = 0, halves = 0;
    for (size_t at = 0; at < size;) {
        size_t from = at;
        UChar32 c;
        U8_NEXT(data, at, size, c);
        if (c >= 0) {
            whole += c >= 0x80;
        } else if (data[from] == 0xed && from + 1 < size && data[from + 1] >= 0xa0) {
            halves++;
            at = from + 3 < size ? from + 3 : size;
        } else {
            broken += at + 3 < size;
        }
    }
    return broken == 0 || (whole > 0 && whole >= broken) || halves > broken;
}

/* How bytes above 127 follow each other, read as Windows Cyrillic, where C0..DF are capitals and
 * E0..FF small letters. */
struct runs {
    size_t letters; /* bytes that would be Cyrillic letters */
    size_t count;   /* runs of them */
    size_t rising;  /* a capital behind a small letter: in no Cyrillic word */
    size_t falling; /* small letters behind a capital */
    size_t dos;     /* 80..AF and E0..EF: letters of IBM866 */
    size_t high;
};

static struct runs count_runs(const unsigned char *data, size_t size)
{
    struct runs runs = {0};
    for (size_t i = 0; i < size; i++) {
        bool before = i > 0 && data[i - 1] >= 0xc0;
        runs.high += data[i] >= 0x80;
        runs.dos += (data[i] >= 0x80 && data[i] < 0xb0) || (data[i] >= 0xe0 && data[i] < 0xf0);
        if (data[i] >= 0xc0) {
            runs.letters++;
            runs.count += !before;
            runs.rising += before && data[i - 1] >= 0xe0 && data[i] < 0xe0;
            runs.falling += before && data[i - 1] < 0xe0 && data[i] >= 0xe0;
        }
    }
    return runs;
}

/* What ICU's detector says, when it is sure and the encoding is one byte a letter or East Asian. */
static const char *by_detector(const unsigned char *data, size_t size)
{
    static const char *const trusted[] = {
        "Shift_JIS",  "GB18030",    "Big5",         "EUC-JP",       "EUC-KR",
        "ISO-8859-2", "ISO-8859-7", "windows-1250", "windows-1253", "windows-1254",
        "ISO-8859-8", "ISO-8859-9", "windows-1255",
    };
    const char *found = NULL;
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, (const char *)data, (int32_t)size, &status);
    const UCharsetMatch *match = ucsdet_detect(detector, &status);
    if (match && U_SUCCESS(status) && ucsdet_getConfidence(match, &status) >= SURE) {
        const char *name = ucsdet_getName(match, &status);
        for (size_t i = 0; i < sizeof trusted / sizeof trusted[0]; i++) {
            found = strcmp(name, trusted[i]) == 0 ? trusted[i] : found;
        }
    }
    ucsdet_close(detector);
    return found;
}

static const char *by_letters(const unsigned char *data, size_t size)
{
    struct runs runs = count_runs(data, size);
    if (runs.high > 3 * runs.letters && runs.dos * 10 > 9 * runs.high) {
        return "IBM866";
    }
    if (runs.letters < 2 * runs.count || runs.letters * 3 < runs.high) {
        const char *detected = by_detector(data, size);
        return detected ? detected : "windows-1252"; /* single marked letters among plain ones */
    }
    if (runs.rising > 2 * runs.falling) {
        return "KOI8-R"; /* there the small letters come first */
    }
    if (runs.rising * 12 > runs.letters) {
        return "windows-1256"; /* Arabic has no capitals: both halves mix */
    }
    return "windows-1251";
}

void text_encoding_guess(const void *data, size_t size, char out[TEXT_ENCODING_SIZE])
{
    const unsigned char *bytes = data;
    size = size < SAMPLE_MAX ? size : SAMPLE_MAX;
    const char *name = by_mark(bytes, size);
    if (!name) {
        name = by_zeros(bytes, size);
    }
    if (!name) {
        name = is_utf8(bytes, size) ? "UTF-8" : by_letters(bytes, size);
    }
    snprintf(out, TEXT_ENCODING_SIZE, "%s", name);
}
