/*
 * What spoils a picture on its way to the scanner, and the chance that decides how much. `state` is
 * a seed that moves on, never 0.
 */
#ifndef TESTS_BENCH_SCAN_SPOIL_H
#define TESTS_BENCH_SCAN_SPOIL_H

#include "scanner.h"

unsigned spoil_random(unsigned *state);
float spoil_uniform(unsigned *state, float low, float high);
uint8_t spoil_byte(float value); /* cut to 0..255 */

void spoil_blur(struct frame *frame, float sigma); /* out of focus */
/* Moved by `length` steps of (dx, dy) while the shutter was open. */
void spoil_motion(struct frame *frame, int dx, int dy, float length);
void spoil_noise(struct frame *frame, float sigma, unsigned *state);
void spoil_light(struct frame *frame, float base, float factor);
/* A lamp mirrored in a screen: saturated in the middle, soft at the edge. */
void spoil_glare(struct frame *frame, float x, float y, float radius);
/* A screen's own pixel grid beating with the camera's. */
void spoil_moire(struct frame *frame, float strength, unsigned *state);
/* Lines from one point across the code, as a cracked screen has. */
void spoil_cracks(struct frame *frame, const struct scan_point corners[4], float module,
                  unsigned *state);

/* The edge of the sun or of a roof through a point: beyond it, it is darker. */
void spoil_shadow(struct frame *frame, struct scan_point at, unsigned *state);
/* A fingertip, or a part of a logo. */
void spoil_disc(struct frame *frame, float x, float y, float radius, uint8_t grey);

void spoil_fill(struct frame *frame, int x, int y, int width, int height, uint8_t grey);
void spoil_stroke(struct frame *frame, struct scan_point from, struct scan_point to, float width,
                  uint8_t grey);

#endif
