/* Camera: a camera device as a frame source that survives unplugging. */
#ifndef SCANNER_CAMERA_H
#define SCANNER_CAMERA_H

#include "frame_source.h"

/*
 * `spec`: "auto" or a device's path. NULL with one log line when there is no usable camera now.
 * A camera that goes away later is looked for twice a second: for "auto" any that captures, else
 * the one at the same path. Each change is logged once.
 */
struct frame_source *camera_open(const char *spec, const struct frame_source_options *options);

#endif
