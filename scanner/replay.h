/* Replay: a folder of pictures, or one picture, in place of a camera. */
#ifndef SCANNER_REPLAY_H
#define SCANNER_REPLAY_H

#include "frame_source.h"

/*
 * See frame_source_open. Pictures are read when their turn comes and kept in memory up to a bound;
 * one that cannot be read is skipped with one warning. With options->hold the folder may be empty:
 * its pictures are looked for when frame_source_hold names them.
 */
struct frame_source *replay_open(const char *path, const struct frame_source_options *options);

/* See frame_source_hold. */
bool replay_hold(struct frame_source *source, const char *name);

#endif
