/*
 * Camera device: one open, streaming camera. camera_v4l2.c talks to Linux; tests link a device of
 * their own. One thread at a time.
 */
#ifndef SCANNER_CAMERA_DEVICE_H
#define SCANNER_CAMERA_DEVICE_H

#include "picture.h"
#include "scanner/fault.h"

struct camera_device;

struct camera_wish {
    int width, height, fps;
    unsigned layouts; /* bits 1 << enum luma_layout that will do; 0: any */
};

enum camera_status {
    CAMERA_FRAME, /* *out holds the newest frame */
    CAMERA_NONE,  /* nothing came in time, or nothing of use */
    CAMERA_GONE,  /* unplugged or failed: close it */
};

/* Opens the camera at `path`, chooses a mode and starts it. NULL: `fault` says why not. */
struct camera_device *camera_device_open(const char *path, const struct camera_wish *wish,
                                         struct fault *fault);

/* Waits at most timeout_ms. Writes luma, sequence and captured_us; older frames that wait in the
 * driver are dropped. `fault` is written on CAMERA_GONE. */
enum camera_status camera_device_read(struct camera_device *device, int timeout_ms,
                                      struct frame *out, struct fault *fault);

/* Asks for a control's value (its V4L2 number). False: the camera has no such control. */
bool camera_device_set(struct camera_device *device, uint32_t control, int value);

/* "/dev/video0 (USB Camera) 1280x720 YUYV 30 fps"; valid until it is closed. */
const char *camera_device_describe(const struct camera_device *device);

/* NULL-safe. */
void camera_device_close(struct camera_device *device);

#endif
