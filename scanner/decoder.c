#include "log.h"
#include "scanner.h"
#include "scanner/qr_reader.h"
#include "timebase.h"

#include <stdlib.h>

struct decoder {
    struct qr_reader *reader; /* owned */
};

struct decoder *decoder_create(void)
{
    struct decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) {
        LOG_ERROR("no memory for a decoder");
        return NULL;
    }
    decoder->reader = qr_reader_create();
    if (!decoder->reader) {
        decoder_destroy(decoder);
        return NULL;
    }
    return decoder;
}

void decoder_destroy(struct decoder *decoder)
{
    if (!decoder) {
        return;
    }
    qr_reader_destroy(decoder->reader);
    free(decoder);
}

size_t decoder_decode(struct decoder *decoder, const struct frame *frame,
                      const struct decode_options *options, struct scan_result *result)
{
    int64_t start_us = time_monotonic_us();
    size_t max = options->first_only ? 1 : SCAN_CODES_MAX;
    result->count = 0;
    if (frame->luma && frame->width > 0 && frame->height > 0) {
        result->count = qr_reader_read(decoder->reader, frame->luma, frame->width, frame->height,
                                       frame->stride, 1, result->codes, max);
    }
    result->method = result->count > 0 ? "frame" : "";
    result->elapsed_us = time_monotonic_us() - start_us;
    return result->count;
}
