#include "text.h"

#include <ctype.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "kiosk/text/romanise.h"

#define RUN_MAX 128

static bool is_latin_letter(UChar32 c)
{
    if (c < 0x0250) { /* most, without asking */
        return true;
    }
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    return script == USCRIPT_LATIN || script == USCRIPT_COMMON || script == USCRIPT_INHERITED;
}

const char *text_script(uint32_t code_point)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *name = uscript_getName(uscript_getScript((UChar32)code_point, &status));
    return name ? name : "Unknown";
}

bool text_is_latin(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text, at, length, c);
        if (c < 0 || !is_latin_letter(c)) {
            return false;
        }
    }
    return true;
}

struct writer {
    char *out;
    size_t used, size;
    bool cut;
    UChar run[RUN_MAX];
    int32_t run_length;
};

static void put(struct writer *writer, const char *text, size_t length)
{
    if (writer->cut || writer->used + length >= writer->size) {
        writer->cut = true;
        return;
    }
    memcpy(writer->out + writer->used, text, length);
    writer->used += length;
}

/* ICU's small letters, each word with a capital: names of scripts that have none. */
static void end_run(struct writer *writer)
{
    char latin[4 * RUN_MAX];
    size_t length = 0;
    if (writer->run_length > 0) {
        length = romanise_other(writer->run, writer->run_length, latin, sizeof latin);
    }
    for (size_t i = 0; i < length; i++) {
        if (i == 0 || latin[i - 1] == ' ') {
            latin[i] = (char)toupper((unsigned char)latin[i]);
        }
    }
    put(writer, latin, length);
    writer->run_length = 0;
}

static void put_cyrillic(struct writer *writer, const char *latin, bool capital)
{
    char text[8];
    size_t length = strlen(latin);
    memcpy(text, latin, length);
    if (capital && length > 0) {
        text[0] = (char)toupper((unsigned char)text[0]);
    }
    put(writer, text, length);
}

char *text_latin(const char *text, char *out, size_t size)
{
    struct writer writer = {.out = out, .size = size};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t from = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)text, at, length, c);
        UChar32 small = c < 0 ? ' ' : u_tolower(c);
        const char *latin = romanise_cyrillic(small);
        if (latin || is_latin_letter(small)) {
            end_run(&writer);
        }
        if (latin) {
            put_cyrillic(&writer, latin, small != c);
        } else if (is_latin_letter(small)) {
            put(&writer, text + from, at - from);
        } else if (writer.run_length + 2 <= RUN_MAX) {
            UBool error = false;
            U16_APPEND(writer.run, writer.run_length, RUN_MAX, c, error);
            (void)error; /* there is room */
        }
    }
    end_run(&writer);
    out[writer.used] = '\0';
    return out;
}
