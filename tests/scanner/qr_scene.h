/*
 * QR scenes: pictures with QR codes made by the tests and the bench themselves, so that the answer
 * is known. A code is drawn through any projective map, smoothed over the pixel.
 */
#ifndef TESTS_SCANNER_QR_SCENE_H
#define TESTS_SCANNER_QR_SCENE_H

#include "scanner.h"

enum qr_scene_level { QR_LEVEL_L, QR_LEVEL_M, QR_LEVEL_Q, QR_LEVEL_H };

struct qr_scene_code {
    const char *text;
    int version; /* 0: the smallest */
    enum qr_scene_level level;
    struct scan_point corners[4]; /* of the modules without quiet zone, clockwise from top left */
    uint8_t dark, light;          /* grey of the modules; dark > light draws it inverted */
    int quiet;                    /* modules of quiet zone painted around */
    bool mirrored;
    float
        dot; /* radius of round modules, in modules; 0: squares. Finder patterns stay as they are */
    float bend; /* how far the middle of the sides is pushed, as a share of the side: a bottle */
};

/* Memory for width x height, all `grey`. Exits the program when there is none. */
void qr_scene_init(struct frame *frame, int width, int height, uint8_t grey);
void qr_scene_finish(struct frame *frame);

/* Draws a code into the frame. False: the text does not fit the version. */
bool qr_scene_draw(struct frame *frame, const struct qr_scene_code *code);

/* Corners of an upright square: its top left, its side, turned clockwise by `degrees` about its
 * centre. */
void qr_scene_square(float x, float y, float side, float degrees, struct scan_point corners[4]);

/* A credential-like text of 154 characters for `seed`. */
void qr_scene_credential(unsigned seed, char text[155]);

#endif
