#define LOG_MODULE "qr_reader"
#include "scanner/qr_reader.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#define ECI_MARK_LENGTH 7 /* backslash and six digits */

struct qr_reader {
    zbar_image_scanner_t *scanner; /* owned */
    zbar_image_t *image;           /* owned; borrows `packed` or the caller's pixels for a call */
    uint8_t *packed;               /* owned; rows without padding, as zbar wants them */
    size_t packed_size;
};

struct qr_reader *qr_reader_create(void)
{
    struct qr_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        goto fail;
    }
    reader->scanner = zbar_image_scanner_create();
    reader->image = zbar_image_create();
    if (!reader->scanner || !reader->image) {
        goto fail;
    }
    zbar_image_scanner_set_config(reader->scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(reader->scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    /* without this zbar guesses a character set and garbles the text */
    zbar_image_scanner_set_config(reader->scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    zbar_image_set_format(reader->image, zbar_fourcc('Y', '8', '0', '0'));
    return reader;
fail:
    LOG_ERROR("no memory for a QR reader");
    qr_reader_destroy(reader);
    return NULL;
}

void qr_reader_destroy(struct qr_reader *reader)
{
    if (!reader) {
        return;
    }
    if (reader->image) {
        zbar_image_destroy(reader->image);
    }
    if (reader->scanner) {
        zbar_image_scanner_destroy(reader->scanner);
    }
    free(reader->packed);
    free(reader);
}

static bool is_padding(uint8_t c)
{
    return c == '\r' || c == '\n' || c == 0x1d || c == '\0';
}

static bool is_eci_mark(const uint8_t *at)
{
    if (at[0] != '\\') {
        return false;
    }
    for (int i = 1; i < ECI_MARK_LENGTH; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return false;
        }
    }
    return true;
}

/* How many bytes of a mark lie at the given end of data. */
static size_t mark_length(const uint8_t *data, size_t size, bool at_end)
{
    if (size == 0) {
        return 0;
    }
    if (is_padding(at_end ? data[size - 1] : data[0])) {
        return 1;
    }
    if (size < ECI_MARK_LENGTH) {
        return 0;
    }
    return is_eci_mark(at_end ? data + size - ECI_MARK_LENGTH : data) ? ECI_MARK_LENGTH : 0;
}

size_t qr_reader_strip(uint8_t *data, size_t size)
{
    size_t start = 0;
    for (size_t cut; (cut = mark_length(data + start, size - start, false)) > 0;) {
        start += cut;
    }
    for (size_t cut; (cut = mark_length(data + start, size - start, true)) > 0;) {
        size -= cut;
    }
    memmove(data, data + start, size - start);
    data[size - start] = '\0';
    return size - start;
}

/* zbar wants rows without padding; copies when the caller's have some. NULL: no memory. */
static const uint8_t *pack_rows(struct qr_reader *reader, const uint8_t *luma, int width,
                                int height, int stride)
{
    if (stride == width) {
        return luma;
    }
    size_t size = (size_t)width * (size_t)height;
    if (size > reader->packed_size) {
        uint8_t *grown = realloc(reader->packed, size);
        if (!grown) {
            LOG_ERROR("no memory for a picture of %dx%d", width, height);
            return NULL;
        }
        reader->packed = grown;
        reader->packed_size = size;
    }
    for (int y = 0; y < height; y++) {
        memcpy(reader->packed + (size_t)y * (size_t)width, luma + (size_t)y * (size_t)stride,
               (size_t)width);
    }
    return reader->packed;
}

/* zbar lists the corners against the clock: top left, bottom left, bottom right, top right. */
static void copy_corners(const zbar_symbol_t *symbol, struct scan_point corners[4])
{
    static const unsigned clockwise[4] = {0, 3, 2, 1};
    for (unsigned i = 0; i < 4; i++) {
        corners[i].x = (float)zbar_symbol_get_loc_x(symbol, clockwise[i]);
        corners[i].y = (float)zbar_symbol_get_loc_y(symbol, clockwise[i]);
    }
}

static bool copy_symbol(const zbar_symbol_t *symbol, struct scan_code *code)
{
    size_t size = zbar_symbol_get_data_length(symbol);
    if (zbar_symbol_get_type(symbol) != ZBAR_QRCODE || size == 0 || size >= SCAN_DATA_MAX ||
        zbar_symbol_get_loc_size(symbol) < 4) {
        return false;
    }
    memcpy(code->data, zbar_symbol_get_data(symbol), size);
    code->size = qr_reader_strip(code->data, size);
    copy_corners(symbol, code->corners);
    return code->size > 0;
}

size_t qr_reader_read(struct qr_reader *reader, const uint8_t *luma, int width, int height,
                      int stride, int step, struct scan_code *codes, size_t max)
{
    const uint8_t *rows = pack_rows(reader, luma, width, height, stride);
    if (!rows) {
        return 0;
    }
    zbar_image_scanner_set_config(reader->scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, step);
    zbar_image_scanner_set_config(reader->scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, step);
    zbar_image_set_size(reader->image, (unsigned)width, (unsigned)height);
    zbar_image_set_data(reader->image, rows, (size_t)width * (size_t)height, NULL);
    size_t count = 0;
    if (zbar_scan_image(reader->scanner, reader->image) > 0) {
        const zbar_symbol_t *symbol = zbar_image_first_symbol(reader->image);
        for (; symbol && count < max; symbol = zbar_symbol_next(symbol)) {
            count += copy_symbol(symbol, &codes[count]);
        }
    }
    zbar_image_scanner_recycle_image(reader->scanner, reader->image);
    zbar_image_set_data(reader->image, NULL, 0, NULL);
    return count;
}
