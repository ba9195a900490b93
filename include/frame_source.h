/*
 * Frame source: the port through which light comes in. A V4L2 camera and the replay of a folder of
 * pictures are its implementations; tests add their own. One thread at a time.
 */
#ifndef LANYARD_FRAME_SOURCE_H
#define LANYARD_FRAME_SOURCE_H

#include "picture.h"

enum frame_status {
    FRAME_READY,   /* *out holds a new frame */
    FRAME_TIMEOUT, /* nothing came in time; ask again */
    FRAME_LOST,    /* the device is away; ask again, the source waits and looks for it itself */
    FRAME_ENDED,   /* a replay that does not loop is over; there will be no more */
};

struct frame_source;

struct frame_source_ops {
    const char *kind; /* "v4l2", "replay" */
    bool live;        /* a sensor: its pictures never repeat to the last bit unless it hangs */
    /* Waits at most timeout_ms for a frame and writes it into *out, reusing its memory. */
    enum frame_status (*next)(struct frame_source *source, int timeout_ms, struct frame *out);
    /* What is delivering now, for people: "/dev/video0 1280x720 YUYV 30 fps". Valid until next().
     */
    const char *(*describe)(struct frame_source *source);
    /* Starts the device anew, because its pictures are no good. NULL: cannot. */
    void (*restart)(struct frame_source *source);
    void (*destroy)(struct frame_source *source);
};

struct frame_source {
    const struct frame_source_ops *ops;
};

struct frame_source_options {
    int want_width, want_height; /* 0: 1280x720 */
    int want_fps;                /* 0: 30; also the speed of a replay */
    bool wait;                   /* a camera that is not there yet is waited for, not refused */
    bool loop;                   /* a replay starts again after its last picture */
    bool hold;                   /* a replay shows one picture until told another
                                    (frame_source_hold) */
};

/*
 * `spec`: "auto" (the first capturing camera), "/dev/videoN", a folder of pictures (PNG, JPEG, PGM,
 * in name order) or one picture. NULL with one log line when there is none or it cannot be opened.
 */
struct frame_source *frame_source_open(const char *spec,
                                       const struct frame_source_options *options);

/* For a replay opened with `hold`: the picture (name in its folder) to deliver from now on, or NULL
 * for an empty grey frame. Any thread. False: not a replay, or no such picture. */
bool frame_source_hold(struct frame_source *source, const char *name);

/* NULL-safe. */
void frame_source_destroy(struct frame_source *source);

#endif
