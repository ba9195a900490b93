/*
 * QR reader: zbar behind a narrow door, for QR codes only and with the bytes as coded. This is the
 * only file that knows zbar; everything cleverer happens before a picture comes here.
 */
#ifndef SCANNER_QR_READER_H
#define SCANNER_QR_READER_H

#include "scanner.h"

struct qr_reader;
struct qr_reader *qr_reader_create(void); /* NULL: no memory */
void qr_reader_destroy(struct qr_reader *reader);

/*
 * Reads the QR codes in `height` rows of `width` grey pixels, `stride` bytes apart, looking at
 * every `step`-th row and column for finder patterns (1: all; larger is cheaper). Writes at most
 * `max` codes and returns how many; corners are in pixels of this picture, clockwise from the
 * code's own top left. One thread at a time.
 */
size_t qr_reader_read(struct qr_reader *reader, const uint8_t *luma, int width, int height,
                      int stride, int step, struct scan_code *codes, size_t max);

/*
 * Drops what encoders and scanners add around a text: white control characters (CR, LF, GS, NUL)
 * and ECI marks ("\000026") at both ends. Works in place and returns the new size; a NUL follows
 * it. `data` has room for size + 1 bytes.
 */
size_t qr_reader_strip(uint8_t *data, size_t size);

#endif
