/*
 * The whole decoder. Input: flags, width, height, turn (a byte each), then spoils. With flag 1 they
 * are pixels that replace the picture; without, runs of four bytes (column, row, length, grey)
 * painted over a picture with a QR code in it, so that the steps behind the locator are reached.
 *
 * link: scanner/decoder.c scanner/stillness.c scanner/search.c scanner/cascade.c scanner/locator.c
 * link: scanner/finder.c scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/sharpen.c scanner/plane.c
 * link: scanner/pattern.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c scanner/qr_reader.c kiosk/log.c kiosk/timebase.c
 * link: tests/scanner/qr_scene.c
 */
#include "scanner.h"
#include "tests/scanner/qr_scene.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FLAG_RAW = 1, FLAG_FIRST = 2, FLAG_TRACK = 4, FLAG_THOROUGH = 8, FLAG_INVERTED = 16 };

#define CODE_SIDE 96 /* pixels of the picture with the code */

/* The picture that is to be spoilt; drawing is slow, so each of its forms is kept. */
static const uint8_t *drawn_code(uint8_t flags, uint8_t turn)
{
    static uint8_t *drawn[8 * 8];
    int form = flags >> 4 & 7, eighth = turn >> 5;
    uint8_t **kept = &drawn[form * 8 + eighth];
    if (!*kept) {
        struct frame frame;
        bool inverted = flags & FLAG_INVERTED;
        struct qr_scene_code code = {.text = "to be spoilt",
                                     .dark = inverted ? 220 : 30,
                                     .light = inverted ? 30 : 220,
                                     .quiet = 2,
                                     .mirrored = flags & 32,
                                     .bend = flags & 64 ? 0.05f : 0};
        qr_scene_init(&frame, CODE_SIDE, CODE_SIDE, 128);
        qr_scene_square(20, 20, 56, 45.0f * (float)eighth, code.corners);
        qr_scene_draw(&frame, &code);
        *kept = frame.luma; /* lives on */
    }
    return *kept;
}

static void paint(struct frame *frame, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t at = (size_t)data[i] % (size_t)frame->width +
                    (size_t)data[i + 1] % (size_t)frame->height * (size_t)frame->stride;
        for (size_t k = 0; k < data[i + 2] && at + k < frame->capacity; k++) {
            frame->luma[at + k] = data[i + 3];
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct decoder *decoder;
    static struct scan_result result;
    if (size < 5) {
        return 0;
    }
    decoder = decoder ? decoder : decoder_create();
    uint8_t flags = data[0];
    struct frame frame;
    bool raw = flags & FLAG_RAW;
    qr_scene_init(&frame, raw ? 24 + data[1] % 104 : CODE_SIDE,
                  raw ? 24 + data[2] % 104 : CODE_SIDE, 128);
    if (raw) {
        for (size_t i = 0; i < frame.capacity; i++) {
            frame.luma[i] = data[3 + i % (size - 3)];
        }
    } else {
        memcpy(frame.luma, drawn_code(flags, data[3]), frame.capacity);
        paint(&frame, data + 4, size - 4);
    }
    struct decode_options options = {.first_only = flags & FLAG_FIRST,
                                     .budget_ms = 400,
                                     .track = flags & FLAG_TRACK,
                                     .thorough = flags & FLAG_THOROUGH};
    size_t count = decoder_decode(decoder, &frame, &options, &result);
    for (size_t i = 0; i < count; i++) {
        if (result.codes[i].size >= SCAN_DATA_MAX ||
            result.codes[i].data[result.codes[i].size] != '\0') {
            abort();
        }
    }
    qr_scene_finish(&frame);
    return 0;
}
