/*
 * Bytes of any encoding through every function that text of an outside file passes.
 *
 * link: kiosk/text/encoding.c kiosk/text/decoder.c kiosk/text/clean.c kiosk/text/fold.c
 * link: kiosk/text/terms.c kiosk/text/latin.c kiosk/text/romanise.c kiosk/text/country.c
 * link: kiosk/log.c
 */
#include <stdlib.h>
#include <string.h>

#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_term(const char *word, void *userdata)
{
    (void)userdata;
    if (strlen(word) >= TEXT_WORD_SIZE || strchr(word, ' ')) {
        abort();
    }
}

static bool take_text(const char *utf8, size_t size, void *userdata)
{
    char clean[256], out[256];
    struct country country;
    (void)userdata;
    if (text_refused(text_clean(utf8, size < 200 ? size : 200, clean, sizeof clean))) {
        return true;
    }
    text_fold(clean, out, sizeof out);
    text_latin(clean, out, 32);
    text_terms(clean, take_term, NULL);
    text_is_latin(clean);
    country_find(clean, &country);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char encoding[TEXT_ENCODING_SIZE];
    text_encoding_guess(data, size, encoding);
    struct text_decoder *decoder = text_decoder_create(encoding);
    if (!decoder) {
        abort(); /* a guess is always one that there is */
    }
    text_decode(decoder, data, size / 2, false, take_text, NULL);
    text_decode(decoder, data + size / 2, size - size / 2, true, take_text, NULL);
    text_decoder_destroy(decoder);
    return 0;
}
