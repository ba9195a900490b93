#define LOG_MODULE "printer"
#include "printer/qr.h"

#include <stdlib.h>
#include <string.h>

#include <qrencode.h>

#include "log.h"

bool qr_encode(const char *text, enum qr_level level, struct qr *out)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_Q, QR_ECLEVEL_M, QR_ECLEVEL_L};
    /* Capitals and digits make it an alphanumeric code by themselves. */
    QRcode *code = QRcode_encodeString(text, 0, levels[level], QR_MODE_8, 1);
    if (!code) {
        LOG_ERRNO("cannot make a QR code of %zu characters", strlen(text));
        return false;
    }
    size_t count = (size_t)code->width * (size_t)code->width;
    uint8_t *dark = malloc(count);
    if (!dark) {
        LOG_ERROR("no memory for a QR code");
        QRcode_free(code);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        dark[i] = code->data[i] & 1;
    }
    *out = (struct qr){.side = code->width, .dark = dark};
    QRcode_free(code);
    return true;
}

void qr_finish(struct qr *qr)
{
    free(qr->dark);
    *qr = (struct qr){0};
}

bool qr_dark(const struct qr *qr, int x, int y)
{
    return x >= 0 && y >= 0 && x < qr->side && y < qr->side && qr->dark[y * qr->side + x];
}
