/* The bytes of a QR code as text for people; what they truly are stands beside it in base64. */
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "text.h"

struct sink {
    char *out;
    size_t size, used;
    bool whole; /* everything could be decoded, and fitted */
};

static bool take(const char *utf8, size_t size, void *userdata)
{
    struct sink *sink = userdata;
    static const char broken[] = "\xEF\xBF\xBD";
    if (sink->used + size >= sink->size || memmem(utf8, size, broken, strlen(broken))) {
        sink->whole = false;
        return false;
    }
    memcpy(sink->out + sink->used, utf8, size);
    sink->used += size;
    return true;
}

static bool decode_as(const char *encoding, const void *data, size_t size, char *out,
                      size_t out_size)
{
    struct text_decoder *decoder = text_decoder_create(encoding);
    struct sink sink = {.out = out, .size = out_size, .whole = decoder != NULL};
    if (decoder) {
        text_decode(decoder, data, size, true, take, &sink);
    }
    text_decoder_destroy(decoder);
    out[sink.used] = '\0';
    return sink.whole;
}

/* Japanese bytes come in runs; the accents of a Latin-1 text stand alone among letters. */
static bool looks_japanese(const uint8_t *data, size_t size)
{
    size_t in_runs = 0, alone = 0;
    for (size_t i = 0; i < size;) {
        size_t run = 0;
        while (i + run < size && data[i + run] >= 0x80) {
            run++;
        }
        in_runs += run > 1 ? run : 0;
        alone += run == 1;
        i += run ? run : 1;
    }
    return in_runs > alone;
}

/* A QR code that says nothing is UTF-8 today, was Latin-1 by the standard, and Shift-JIS in Japan.
 */
char *code_text(const void *data, size_t size, char *out, size_t out_size)
{
    if (decode_as("UTF-8", data, size, out, out_size) ||
        (looks_japanese(data, size) && decode_as("Shift_JIS", data, size, out, out_size)) ||
        decode_as("ISO-8859-1", data, size, out, out_size)) {
        return out;
    }
    size_t kept = size < out_size ? size : out_size - 1;
    memcpy(out, data, kept);
    out[kept] = '\0';
    return out;
}
