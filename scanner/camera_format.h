/*
 * Camera format: which of the modes that a camera offers to use. Pure.
 */
#ifndef SCANNER_CAMERA_FORMAT_H
#define SCANNER_CAMERA_FORMAT_H

#include "scanner/luma.h"

#define CAMERA_MODES_MAX 512

struct camera_mode {
    enum luma_layout layout;
    int width, height;
    int fps; /* frames a second, rounded; 0: the camera does not say */
};

/*
 * The mode to use, of all offered: fast enough comes first, then a picture at least as large as
 * wanted but no larger than it must be (or the largest there is), then an uncompressed layout, then
 * frame rate no higher than it must be. NULL when `count` is 0.
 */
const struct camera_mode *camera_mode_choose(const struct camera_mode *modes, size_t count,
                                             int want_width, int want_height, int want_fps);

/*
 * A camera may offer any size within limits instead of a list: the size nearest to the wanted one
 * that is allowed, for one side.
 */
int camera_size_within(int want, int least, int most, int step);

/* The frame rate of an interval of numerator/denominator seconds, rounded; 0 when it makes no
 * sense. */
int camera_fps(uint32_t numerator, uint32_t denominator);

#endif
