#include "tests/scanner/fake_decoder.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "scanner.h"

struct decoder {
    int unused;
};

static atomic_int decoded;

int fake_decoder_count(void)
{
    return atomic_load(&decoded);
}

void fake_codes_draw(struct frame *frame, const char *texts)
{
    size_t mark = strlen(FAKE_CODE_MARK);
    memcpy(frame->luma, FAKE_CODE_MARK, mark);
    memcpy(frame->luma + mark, texts, strlen(texts) + 1);
}

struct decoder *decoder_create(void)
{
    return calloc(1, sizeof(struct decoder));
}

void decoder_destroy(struct decoder *decoder)
{
    free(decoder);
}

size_t decoder_decode(struct decoder *decoder, const struct frame *frame,
                      const struct decode_options *options, struct scan_result *result)
{
    (void)decoder, (void)options;
    atomic_fetch_add(&decoded, 1);
    result->count = 0;
    if (memcmp(frame->luma, FAKE_CODE_MARK, strlen(FAKE_CODE_MARK)) != 0) {
        return 0;
    }
    const char *at = (const char *)frame->luma + strlen(FAKE_CODE_MARK);
    while (*at && result->count < SCAN_CODES_MAX) {
        struct scan_code *code = &result->codes[result->count++];
        code->size = strcspn(at, "\n");
        memcpy(code->data, at, code->size);
        code->data[code->size] = '\0';
        at += code->size + (at[code->size] == '\n');
    }
    return result->count;
}
