/*
 * Vivid, the kernel's video test driver, as the camera of a test: its nodes and controls, plugging
 * and unplugging, and a thread that feeds pictures into its output, which the driver loops to its
 * capture side. Runs as root in the test's virtual machine.
 */
#ifndef TESTS_CAMERA_QEMU_VIVID_H
#define TESTS_CAMERA_QEMU_VIVID_H

#include "picture.h"
#include "scanner/luma.h"

#define VIVID_PATH_SIZE 64

/* The capture or output node of the driver. False: there is none (now). */
bool vivid_find(bool output, char path[VIVID_PATH_SIZE]);

/* Sets the control called `name` ("Loop Video"). False: no such control, or it refuses. */
bool vivid_set(const char *path, const char *name, int value);

/* Input VIVID_LOOP is looped from the output, VIVID_WEBCAM has a test picture of its own. Refused
 * while somebody streams. */
#define VIVID_LOOP 0
#define VIVID_WEBCAM 1
bool vivid_set_input(const char *path, int input);

/* 1280x720 at 30 frames a second, on an HDMI input or output. */
bool vivid_set_timings(const char *path);

/* Takes the device away as unplugging does, and brings it back, with input VIVID_LOOP. */
bool vivid_unplug(void);
bool vivid_plug(void);

struct feeder;

/* Shows `picture` (1280x720, with a line of noise so that no two frames are alike) on the output,
 * coded as `layout`. Ends the program, saying why, when the output does not work. */
struct feeder *feeder_start(enum luma_layout layout, const struct frame *picture);
void feeder_show(struct feeder *feeder, const struct frame *picture);
void feeder_stop(struct feeder *feeder); /* NULL-safe; also after the device went away */

#endif
