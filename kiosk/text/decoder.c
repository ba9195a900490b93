#define LOG_MODULE "text"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>

#include "log.h"

#define UNITS 8192

struct text_decoder {
    UConverter *from, *to; /* owned */
    bool started;          /* behind the place of a byte order mark */
    UChar units[UNITS];    /* between the two */
    char utf8[4 * UNITS];
};

struct text_decoder *text_decoder_create(const char *encoding)
{
    struct text_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) {
        LOG_ERROR("out of memory; close other programs");
        return NULL;
    }
    UErrorCode status = U_ZERO_ERROR;
    decoder->from = ucnv_open(encoding, &status);
    if (!U_FAILURE(status)) {
        decoder->to = ucnv_open("UTF-8", &status);
    }
    if (U_FAILURE(status)) {
        LOG_ERROR("there is no encoding \"%s\"; use a name like UTF-8, windows-1251 or ISO-8859-1",
                  encoding);
        text_decoder_destroy(decoder);
        return NULL;
    }
    return decoder;
}

void text_decoder_destroy(struct text_decoder *decoder)
{
    if (decoder) {
        ucnv_close(decoder->from);
        ucnv_close(decoder->to);
        free(decoder);
    }
}

/* Hands the units over as UTF-8. */
static bool hand_over(struct text_decoder *decoder, const UChar *units, const UChar *end, bool last,
                      bool (*each)(const char *utf8, size_t size, void *userdata), void *userdata)
{
    if (!decoder->started && units < end) {
        decoder->started = true;
        units += *units == 0xfeff;
    }
    UErrorCode status = U_ZERO_ERROR;
    char *at = decoder->utf8;
    ucnv_fromUnicode(decoder->to, &at, decoder->utf8 + sizeof decoder->utf8, &units, end, NULL,
                     last, &status);
    return at == decoder->utf8 || each(decoder->utf8, (size_t)(at - decoder->utf8), userdata);
}

bool text_decode(struct text_decoder *decoder, const void *data, size_t size, bool last,
                 bool (*each)(const char *utf8, size_t size, void *userdata), void *userdata)
{
    const char *at = data, *end = at + size;
    UErrorCode status;
    do {
        UChar *to = decoder->units;
        status = U_ZERO_ERROR;
        ucnv_toUnicode(decoder->from, &to, decoder->units + UNITS, &at, end, NULL, last, &status);
        bool more = status == U_BUFFER_OVERFLOW_ERROR;
        if (!hand_over(decoder, decoder->units, to, last && !more, each, userdata)) {
            return false;
        }
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    return true;
}
