/*
 * Camera care: what a camera is asked for, where it can: short exposures at a steady rate, because
 * blur costs more codes than darkness, and a torch when it is dark. Pure.
 */
#ifndef SCANNER_CAMERA_CARE_H
#define SCANNER_CAMERA_CARE_H

#include "picture.h"

struct camera_hint {
    uint32_t control; /* V4L2's number */
    int value;
};

/* Asked for when a camera starts; many lack most of them. */
extern const struct camera_hint camera_hints[];
extern const size_t camera_hint_count;

extern const struct camera_hint camera_torch_on, camera_torch_off;

/* Dark for so long: the torch goes on. It stays on for a while, goes off to see whether it is still
 * dark, and if so goes on for twice as long, up to the last. */
#define CAMERA_DARK_US (1000 * 1000)
#define CAMERA_TORCH_US (60 * 1000 * 1000)
#define CAMERA_TORCH_MAX_US (960 * 1000 * 1000)

struct camera_torch { /* starts as zeroes */
    bool on;
    int64_t dark_us;           /* when darkness began; 0: it is light */
    int64_t changed_us, on_us; /* when last put on or off; how long it stays on */
};

/* Looks at a frame. True: torch->on has changed. */
bool camera_torch_look(struct camera_torch *torch, const struct frame *frame);

#endif
