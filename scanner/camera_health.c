#include "scanner/camera_health.h"

#include <string.h>

#define ROW_STEP 4     /* a quarter of the rows stands for all: noise touches every row */
#define LIGHT 40       /* video black is 16, and sensors add noise to it */
#define LIT_SHARE 1000 /* black: fewer than one pixel in so many is light */

const char *camera_trouble_string(enum camera_trouble trouble)
{
    static const char *const texts[] = {
        [CAMERA_WELL] = "",
        [CAMERA_SILENT] = "sends no pictures: check its cable",
        [CAMERA_FROZEN] = "picture is frozen",
        [CAMERA_BLACK] = "picture is black: uncover the lens or put on a light",
    };
    return texts[trouble];
}

void camera_health_begin(struct camera_health *health, int64_t now_us)
{
    health->frame_us = health->changed_us = health->lit_us = now_us;
    health->print = 0;
}

/* Hashes a row and counts its light pixels (of every eighth). */
static uint64_t look_at_row(const uint8_t *row, int width, uint64_t print, uint32_t *light)
{
    uint64_t word = 0;
    int x = 0;
    for (; x + 8 <= width; x += 8) {
        memcpy(&word, row + x, 8);
        print = (print ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        print ^= print >> 29;
        *light += row[x] > LIGHT;
    }
    for (; x < width; x++) {
        print = (print ^ row[x]) * UINT64_C(0x9e3779b97f4a7c15);
        *light += row[x] > LIGHT;
    }
    return print;
}

enum camera_trouble camera_health_frame(struct camera_health *health, const struct frame *frame)
{
    uint64_t print = 1;
    uint32_t light = 0, looked_at = 0;
    for (int y = 0; y < frame->height; y += ROW_STEP) {
        print = look_at_row(frame->luma + (size_t)y * (size_t)frame->stride, frame->width, print,
                            &light);
        looked_at += (uint32_t)(frame->width / 8 + frame->width % 8);
    }
    health->frame_us = frame->captured_us;
    if (print != health->print) {
        health->changed_us = frame->captured_us;
        health->print = print;
    }
    if ((uint64_t)light * LIT_SHARE > looked_at) {
        health->lit_us = frame->captured_us;
    }
    if (frame->captured_us - health->lit_us >= CAMERA_TROUBLE_US) {
        return CAMERA_BLACK;
    }
    return frame->captured_us - health->changed_us >= CAMERA_TROUBLE_US ? CAMERA_FROZEN
                                                                        : CAMERA_WELL;
}

enum camera_trouble camera_health_wait(const struct camera_health *health, int64_t now_us)
{
    return now_us - health->frame_us >= CAMERA_TROUBLE_US ? CAMERA_SILENT : CAMERA_WELL;
}

bool camera_health_restart_is_due(struct camera_health *health, int64_t now_us)
{
    int64_t since = now_us - health->restart_us;
    if (health->restart_pause_us == 0 || since > 2 * CAMERA_RESTART_MAX_US) {
        health->restart_pause_us = CAMERA_RESTART_US;
    } else if (since < health->restart_pause_us) {
        return false;
    } else if (health->restart_pause_us < CAMERA_RESTART_MAX_US) {
        health->restart_pause_us *= 2;
    }
    health->restart_us = now_us;
    return true;
}
