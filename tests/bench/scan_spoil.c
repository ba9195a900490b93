#include "tests/bench/scan_spoil.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

unsigned spoil_random(unsigned *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

float spoil_uniform(unsigned *state, float low, float high)
{
    return low + (high - low) * (float)(spoil_random(state) >> 8) / (float)(1 << 24);
}

/* Near enough to a normal distribution of deviation 1. */
static float normal(unsigned *state)
{
    float sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += spoil_uniform(state, 0, 1);
    }
    return sum;
}

uint8_t spoil_byte(float value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

typedef float kernel_fn(int offset, float size);

/* Blurs along one direction; `kernel` weighs offsets. */
static void blur_along(struct frame *frame, int dx, int dy, int reach, float size,
                       kernel_fn *kernel)
{
    uint8_t *copy = malloc(frame->capacity);
    memcpy(copy, frame->luma, frame->capacity);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            float sum = 0, total = 0;
            for (int i = -reach; i <= reach; i++) {
                int px = x + i * dx, py = y + i * dy;
                if (px >= 0 && py >= 0 && px < frame->width && py < frame->height) {
                    float weight = kernel(i, size);
                    sum += weight * (float)copy[py * frame->stride + px];
                    total += weight;
                }
            }
            frame->luma[y * frame->stride + x] = spoil_byte(sum / total + 0.5f);
        }
    }
    free(copy);
}

static float bell(int offset, float size)
{
    return expf(-0.5f * (float)(offset * offset) / (size * size));
}

static float box(int offset, float size)
{
    float rest = size / 2 + 0.5f - fabsf((float)offset);
    return rest < 0 ? 0 : rest > 1 ? 1 : rest;
}

void spoil_blur(struct frame *frame, float sigma)
{
    int reach = (int)ceilf(2.5f * sigma);
    blur_along(frame, 1, 0, reach, sigma, bell);
    blur_along(frame, 0, 1, reach, sigma, bell);
}

void spoil_motion(struct frame *frame, int dx, int dy, float length)
{
    blur_along(frame, dx, dy, (int)length + 1, length, box);
}

void spoil_noise(struct frame *frame, float sigma, unsigned *state)
{
    for (size_t i = 0; i < frame->capacity; i++) {
        frame->luma[i] = spoil_byte((float)frame->luma[i] + sigma * normal(state) + 0.5f);
    }
}

void spoil_light(struct frame *frame, float base, float factor)
{
    for (size_t i = 0; i < frame->capacity; i++) {
        frame->luma[i] = spoil_byte(base + factor * (float)frame->luma[i]);
    }
}

/* A lamp mirrored in a screen: saturated in the middle, soft at the edge. */
void spoil_glare(struct frame *frame, float x, float y, float radius)
{
    for (int row = 0; row < frame->height; row++) {
        for (int column = 0; column < frame->width; column++) {
            float distance = hypotf((float)column - x, ((float)row - y) * 1.3f) / radius;
            uint8_t *pixel = &frame->luma[row * frame->stride + column];
            *pixel = spoil_byte((float)*pixel + 330.0f * expf(-distance * distance * 1.5f));
        }
    }
}

/* A screen's own pixel grid beating with the camera's. */
void spoil_moire(struct frame *frame, float strength, unsigned *state)
{
    float period = spoil_uniform(state, 2.1f, 3.4f), turn = spoil_uniform(state, 0, 3);
    float slow = spoil_uniform(state, 14, 40);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            float u = (float)x * cosf(turn) + (float)y * sinf(turn);
            float wave = sinf(6.283f * u / period) + sinf(6.283f * (float)y / period) +
                         1.2f * sinf(6.283f * (u + 0.4f * (float)y) / slow);
            uint8_t *pixel = &frame->luma[y * frame->stride + x];
            *pixel = spoil_byte((float)*pixel + strength * wave);
        }
    }
}

void spoil_fill(struct frame *frame, int x, int y, int width, int height, uint8_t grey)
{
    for (int row = y < 0 ? 0 : y; row < y + height && row < frame->height; row++) {
        for (int column = x < 0 ? 0 : x; column < x + width && column < frame->width; column++) {
            frame->luma[row * frame->stride + column] = grey;
        }
    }
}

void spoil_stroke(struct frame *frame, struct scan_point from, struct scan_point to, float width,
                  uint8_t grey)
{
    float length = hypotf(to.x - from.x, to.y - from.y);
    for (float t = 0; t <= length; t += 0.5f) {
        float x = from.x + (to.x - from.x) * t / length, y = from.y + (to.y - from.y) * t / length;
        spoil_fill(frame, (int)(x - width / 2), (int)(y - width / 2), (int)ceilf(width),
                   (int)ceilf(width), grey);
    }
}

/* Lines from one point across the code, as a cracked screen has. */
void spoil_cracks(struct frame *frame, const struct scan_point corners[4], float module,
                  unsigned *state)
{
    float u = spoil_uniform(state, 0.3f, 0.9f), v = spoil_uniform(state, 0.3f, 0.9f);
    struct scan_point from = {
        corners[0].x + u * (corners[1].x - corners[0].x) + v * (corners[3].x - corners[0].x),
        corners[0].y + u * (corners[1].y - corners[0].y) + v * (corners[3].y - corners[0].y)};
    for (int i = 0; i < 4; i++) {
        float turn = spoil_uniform(state, 0, 6.283f),
              length = module * spoil_uniform(state, 15, 40);
        struct scan_point to = {from.x + length * cosf(turn), from.y + length * sinf(turn)};
        spoil_stroke(frame, from, to, module * spoil_uniform(state, 0.4f, 0.9f),
                     (uint8_t)spoil_uniform(state, 0, 255));
    }
}

void spoil_shadow(struct frame *frame, struct scan_point at, unsigned *state)
{
    float angle = spoil_uniform(state, 0, 6.28f), soft = spoil_uniform(state, 1, 6);
    float deep = spoil_uniform(state, 0.15f, 0.4f), across = cosf(angle), down = sinf(angle);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            float side = (((float)x - at.x) * across + ((float)y - at.y) * down) / soft;
            float light = side > 1 ? 1 : side < -1 ? 0 : 0.5f + 0.5f * side;
            uint8_t *pixel = &frame->luma[y * frame->stride + x];
            *pixel = spoil_byte((float)*pixel * (deep + (1 - deep) * light));
        }
    }
}

void spoil_disc(struct frame *frame, float x, float y, float radius, uint8_t grey)
{
    for (int row = 0; row < frame->height; row++) {
        for (int column = 0; column < frame->width; column++) {
            if (hypotf((float)column - x, (float)row - y) < radius) {
                frame->luma[row * frame->stride + column] = grey;
            }
        }
    }
}
