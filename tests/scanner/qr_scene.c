#include "tests/scanner/qr_scene.h"

#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBPIXELS 4 /* samples a side of each pixel */

void qr_scene_init(struct frame *frame, int width, int height, uint8_t grey)
{
    memset(frame, 0, sizeof *frame);
    frame->capacity = (size_t)width * (size_t)height;
    frame->luma = malloc(frame->capacity);
    if (!frame->luma) {
        fprintf(stderr, "no memory for a scene\n");
        exit(1);
    }
    memset(frame->luma, grey, frame->capacity);
    frame->width = frame->stride = width;
    frame->height = height;
}

void qr_scene_finish(struct frame *frame)
{
    free(frame->luma);
    memset(frame, 0, sizeof *frame);
}

void qr_scene_square(float x, float y, float side, float degrees, struct scan_point corners[4])
{
    float turn = degrees * (float)M_PI / 180.0f;
    float centre_x = x + side / 2, centre_y = y + side / 2;
    static const float unit[4][2] = {{-0.5f, -0.5f}, {0.5f, -0.5f}, {0.5f, 0.5f}, {-0.5f, 0.5f}};
    for (int i = 0; i < 4; i++) {
        float u = unit[i][0] * side, v = unit[i][1] * side;
        corners[i].x = centre_x + u * cosf(turn) - v * sinf(turn);
        corners[i].y = centre_y + u * sinf(turn) + v * cosf(turn);
    }
}

void qr_scene_credential(unsigned seed, char text[155])
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    memcpy(text, "LY1:", 4);
    unsigned state = seed * 2654435761u + 12345u;
    for (int i = 4; i < 154; i++) {
        state = state * 1664525u + 1013904223u;
        text[i] = alphabet[(state >> 16) % 45];
    }
    text[154] = '\0';
}

/* A projective map from the unit square to the corners, as 3x3 rows. */
static void square_to_quad(const struct scan_point c[4], double m[9])
{
    double dx1 = c[1].x - c[2].x, dx2 = c[3].x - c[2].x;
    double dy1 = c[1].y - c[2].y, dy2 = c[3].y - c[2].y;
    double sx = c[0].x - c[1].x + c[2].x - c[3].x;
    double sy = c[0].y - c[1].y + c[2].y - c[3].y;
    double det = dx1 * dy2 - dx2 * dy1;
    double g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det;
    double rows[9] = {c[1].x - c[0].x + g * c[1].x,
                      c[3].x - c[0].x + h * c[3].x,
                      c[0].x,
                      c[1].y - c[0].y + g * c[1].y,
                      c[3].y - c[0].y + h * c[3].y,
                      c[0].y,
                      g,
                      h,
                      1};
    memcpy(m, rows, sizeof rows);
}

static void invert(const double m[9], double out[9])
{
    double rows[9] = {
        m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    memcpy(out, rows, sizeof rows);
}

/* Grey of the code at a point of the frame, or -1 outside of it and its quiet zone. */
static int grey_at(const struct qr_scene_code *code, const QRcode *qr, const double inverse[9],
                   double x, double y)
{
    double w = inverse[6] * x + inverse[7] * y + inverse[8];
    double u = (inverse[0] * x + inverse[1] * y + inverse[2]) / w * qr->width;
    double v = (inverse[3] * x + inverse[4] * y + inverse[5]) / w * qr->width;
    double across = u / qr->width;
    v -= 4 * code->bend * across * (1 - across) * qr->width;
    int column = (int)floor(u), row = (int)floor(v);
    if (column < -code->quiet || row < -code->quiet || column >= qr->width + code->quiet ||
        row >= qr->width + code->quiet) {
        return -1;
    }
    if (column < 0 || row < 0 || column >= qr->width || row >= qr->width) {
        return code->light;
    }
    bool finder = (row < 7 && (column < 7 || column >= qr->width - 7)) ||
                  (column < 7 && row >= qr->width - 7);
    if (code->dot > 0 && !finder && hypot(u - column - 0.5, v - row - 0.5) > code->dot) {
        return code->light;
    }
    int at = code->mirrored ? column * qr->width + row : row * qr->width + column;
    return qr->data[at] & 1 ? code->dark : code->light;
}

static uint8_t pixel_at(const struct qr_scene_code *code, const QRcode *qr, const double inverse[9],
                        int x, int y, uint8_t under)
{
    int sum = 0;
    for (int i = 0; i < SUBPIXELS * SUBPIXELS; i++) {
        double px = x + (i % SUBPIXELS + 0.5) / SUBPIXELS;
        double py = y + (i / SUBPIXELS + 0.5) / SUBPIXELS;
        int grey = grey_at(code, qr, inverse, px, py);
        sum += grey < 0 ? under : grey;
    }
    return (uint8_t)(sum / (SUBPIXELS * SUBPIXELS));
}

bool qr_scene_draw(struct frame *frame, const struct qr_scene_code *code)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    QRcode *qr = QRcode_encodeString(code->text, code->version, levels[code->level], QR_MODE_8, 1);
    if (!qr || (code->version && qr->version != code->version)) {
        QRcode_free(qr);
        return false;
    }
    double map[9], inverse[9];
    square_to_quad(code->corners, map);
    invert(map, inverse);
    float reach = 0, x = 0, y = 0; /* a box around the corners, wide enough for the quiet zone */
    for (int i = 0; i < 4; i++) {
        x += code->corners[i].x / 4;
        y += code->corners[i].y / 4;
    }
    for (int i = 0; i < 4; i++) {
        reach = fmaxf(reach, hypotf(code->corners[i].x - x, code->corners[i].y - y));
    }
    reach *= 1.0f + 3.0f * (float)code->quiet / (float)qr->width + fabsf(code->bend);
    for (int row = (int)fmaxf(0, y - reach); row < frame->height && (float)row < y + reach; row++) {
        uint8_t *line = frame->luma + (size_t)row * (size_t)frame->stride;
        for (int column = (int)fmaxf(0, x - reach);
             column < frame->width && (float)column < x + reach; column++) {
            line[column] = pixel_at(code, qr, inverse, column, row, line[column]);
        }
    }
    QRcode_free(qr);
    return true;
}
