/*
 * QR: a text as black and white modules. One file knows libqrencode. Any thread.
 */
#ifndef LANYARD_PRINTER_QR_H
#define LANYARD_PRINTER_QR_H

#include <stdbool.h>
#include <stdint.h>

#define QR_SIDE_MAX 177 /* version 40 */

struct qr {
    int side;      /* modules, without the quiet zone; 0: no code */
    uint8_t *dark; /* owned; side * side bytes, 1 is black, rows from the top */
};

/* Error correction: how much of the code may be lost. In the order in which they are tried. */
enum qr_level { QR_LEVEL_Q, QR_LEVEL_M, QR_LEVEL_L, QR_LEVEL_COUNT }; /* 25, 15, 7 % */

/* The smallest version that holds the text, alphanumeric where its characters allow. False: one log
 * line. */
bool qr_encode(const char *text, enum qr_level level, struct qr *out);
void qr_finish(struct qr *qr);

/* False outside the code. */
bool qr_dark(const struct qr *qr, int x, int y);

#endif
