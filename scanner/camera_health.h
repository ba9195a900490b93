/*
 * Camera health: whether what a camera delivers is a live picture. Sensors hang with their last
 * picture, lenses are covered, cables half pulled: all look like a working camera to the driver.
 * Pure: time comes with the frames.
 */
#ifndef SCANNER_CAMERA_HEALTH_H
#define SCANNER_CAMERA_HEALTH_H

#include "picture.h"

#define CAMERA_TROUBLE_US \
    (1700 * 1000) /* how long trouble lasts before it is called so: it is told
                                           within two seconds */
#define CAMERA_RESTART_US (4 * 1000 * 1000) /* pause after a restart; doubled each time, up to */
#define CAMERA_RESTART_MAX_US (64 * 1000 * 1000)

enum camera_trouble {
    CAMERA_WELL,
    CAMERA_SILENT, /* no frames come */
    CAMERA_FROZEN, /* frames come, all the same to the last bit */
    CAMERA_BLACK,  /* nothing lighter than a covered lens */
};

/* For people: what is seen and what to do about it. "" when well. */
const char *camera_trouble_string(enum camera_trouble trouble);

struct camera_health {                    /* starts as zeroes */
    int64_t frame_us, changed_us, lit_us; /* when last */
    uint64_t print;                       /* of the last frame's pixels */
    int64_t restart_us, restart_pause_us;
};

/* The camera was opened, or opened again. */
void camera_health_begin(struct camera_health *health, int64_t now_us);

/* What to think after this frame. */
enum camera_trouble camera_health_frame(struct camera_health *health, const struct frame *frame);

/* What to think when no frame came until now. */
enum camera_trouble camera_health_wait(const struct camera_health *health, int64_t now_us);

/* In trouble: whether to start the camera anew now. True is noted as done; it comes less and less
 * often, until all was well for a while. */
bool camera_health_restart_is_due(struct camera_health *health, int64_t now_us);

#endif
