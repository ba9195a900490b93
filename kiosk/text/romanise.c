#define LOG_MODULE "text"
#include "kiosk/text/romanise.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

#include "log.h"

#define UNITS_MAX 512

struct letter {
    UChar32 small;
    const char *latin;
};

/* As names are written in passports and on badges, not as libraries transliterate titles. */
static const struct letter cyrillic[] = {
    {0x0430, "a"},    {0x0431, "b"},  {0x0432, "v"},  {0x0433, "g"},  {0x0434, "d"},
    {0x0435, "e"},    {0x0436, "zh"}, {0x0437, "z"},  {0x0438, "i"},  {0x0439, "y"},
    {0x043a, "k"},    {0x043b, "l"},  {0x043c, "m"},  {0x043d, "n"},  {0x043e, "o"},
    {0x043f, "p"},    {0x0440, "r"},  {0x0441, "s"},  {0x0442, "t"},  {0x0443, "u"},
    {0x0444, "f"},    {0x0445, "kh"}, {0x0446, "ts"}, {0x0447, "ch"}, {0x0448, "sh"},
    {0x0449, "shch"}, {0x044a, ""},   {0x044b, "y"},  {0x044c, ""},   {0x044d, "e"},
    {0x044e, "yu"},   {0x044f, "ya"}, {0x0450, "e"},  {0x0451, "yo"}, {0x0452, "dj"},
    {0x0453, "gj"},   {0x0454, "ye"}, {0x0455, "dz"}, {0x0456, "i"},  {0x0457, "yi"},
    {0x0458, "j"},    {0x0459, "lj"}, {0x045a, "nj"}, {0x045b, "c"},  {0x045c, "kj"},
    {0x045d, "i"},    {0x045e, "u"},  {0x045f, "dz"}, {0x0491, "g"},  {0x0493, "gh"},
    {0x0495, "gh"},   {0x0497, "j"},  {0x0499, "z"},  {0x049b, "q"},  {0x049d, "k"},
    {0x04a1, "q"},    {0x04a3, "ng"}, {0x04a5, "ng"}, {0x04ab, "s"},  {0x04af, "u"},
    {0x04b1, "u"},    {0x04b3, "h"},  {0x04b7, "j"},  {0x04b9, "j"},  {0x04bb, "h"},
    {0x04d1, "a"},    {0x04d3, "a"},  {0x04d5, "ae"}, {0x04d7, "e"},  {0x04d9, "a"},
    {0x04e3, "i"},    {0x04e5, "i"},  {0x04e7, "o"},  {0x04e9, "o"},  {0x04ef, "u"},
    {0x04f1, "u"},    {0x04f3, "u"},
};

/* Letters that do not come apart into a plain letter and marks. */
static const struct letter latin[] = {
    {0x00df, "ss"}, {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"}, {0x0111, "d"},
    {0x0127, "h"},  {0x0131, "i"},  {0x0138, "k"}, {0x0142, "l"}, {0x014b, "n"},  {0x0153, "oe"},
    {0x0167, "t"},  {0x0180, "b"},  {0x01dd, "e"}, {0x0259, "a"}, {0x0268, "i"},  {0x027a, "l"},
};

static const char *find(const struct letter *table, size_t count, UChar32 small)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table[middle].small < small) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && table[low].small == small ? table[low].latin : NULL;
}

const char *romanise_cyrillic(UChar32 small)
{
    return find(cyrillic, sizeof cyrillic / sizeof cyrillic[0], small);
}

const char *romanise_latin(UChar32 small)
{
    return find(latin, sizeof latin / sizeof latin[0], small);
}

/* ICU's transliterator costs some 100 ms to make and is needed for few names: one for the process,
 * made when the first such name comes. */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static UTransliterator *any_latin;

static bool open_any_latin(void)
{
    static const char id[] = "Any-Latin";
    UChar units[sizeof id];
    UErrorCode status = U_ZERO_ERROR;
    if (!any_latin) {
        u_uastrcpy(units, id);
        any_latin = utrans_openU(units, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    }
    if (U_FAILURE(status)) {
        LOG_ERROR("ICU has no \"%s\" (%s); install its data", id, u_errorName(status));
    }
    return any_latin != NULL;
}

UChar32 romanise_base(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    UChar parts[20];
    int32_t length = unorm2_getDecomposition(nfkd, c, parts, 20, &status);
    if (U_FAILURE(status) || length <= 0) {
        return c;
    }
    UChar32 base;
    U16_GET(parts, 0, 0, length, base);
    return base;
}

/* Writes what is ASCII of a small Latin letter. Returns the length. */
static size_t plain_letter(UChar32 small, char *out, size_t size)
{
    const char *text = romanise_latin(small);
    UChar32 base = small < 0x80 ? small : romanise_base(small);
    const char letter[2] = {(char)(base < 0x80 ? base : 0), '\0'};
    text = text ? text : letter;
    size_t length = strlen(text);
    if (length >= size) {
        return 0;
    }
    memcpy(out, text, length);
    return length;
}

/* ---- what was romanised before: given names come again and again, and ICU is slow ---- */

#define MEMO_ROWS 2048
#define MEMO_UNITS 20
#define MEMO_LATIN 44

struct memo {
    UChar units[MEMO_UNITS]; /* 0 behind them */
    char latin[MEMO_LATIN];
};
static struct memo memos[MEMO_ROWS]; /* with the guard held */

static struct memo *find_memo(const UChar *units, int32_t length)
{
    uint32_t hash = 2166136261u;
    for (int32_t i = 0; i < length; i++) {
        hash = (hash ^ units[i]) * 16777619u;
    }
    return length < MEMO_UNITS ? &memos[(hash ^ hash >> 15) % MEMO_ROWS] : NULL;
}

/* Empty when ICU fails. */
static size_t transliterate(const UChar *units, int32_t length, char *out, size_t size)
{
    UChar buffer[UNITS_MAX];
    int32_t limit = length < UNITS_MAX / 4 ? length : UNITS_MAX / 4, used = limit;
    UErrorCode status = U_ZERO_ERROR;
    u_memcpy(buffer, units, limit);
    if (open_any_latin()) {
        utrans_transUChars(any_latin, buffer, &used, UNITS_MAX, 0, &limit, &status);
    }
    size_t written = 0;
    for (int32_t at = 0; U_SUCCESS(status) && at < used;) {
        UChar32 c;
        U16_NEXT(buffer, at, used, c);
        written += plain_letter(u_tolower(c), out + written, size - written);
    }
    out[written] = '\0';
    return written;
}

size_t romanise_other(const UChar *units, int32_t length, char *out, size_t size)
{
    struct memo *memo = find_memo(units, length);
    pthread_mutex_lock(&guard);
    bool known = memo && memo->units[0] && u_memcmp(memo->units, units, length) == 0 &&
                 memo->units[length] == 0 && strlen(memo->latin) < size;
    size_t written = known ? strlen(memo->latin) : transliterate(units, length, out, size);
    if (known) {
        memcpy(out, memo->latin, written + 1);
    } else if (memo && any_latin && written < MEMO_LATIN) {
        u_memcpy(memo->units, units, length);
        memo->units[length] = 0;
        memcpy(memo->latin, out, written + 1);
    }
    pthread_mutex_unlock(&guard);
    return written;
}
