/*
 * Reader device: one open hand scanner. hid_evdev.c and serial.c are its kinds; code_reader.c owns
 * them on its thread.
 */
#ifndef SCANNER_READER_DEVICE_H
#define SCANNER_READER_DEVICE_H

#include "scanner/code_text.h"
#include "scanner/fault.h"

#define READER_PATH_SIZE 256

struct reader_device;

/* Takes what came of a text; see code_text. */
struct reader_sink {
    void (*event)(struct reader_device *device, enum code_text_event event, void *userdata);
    void *userdata;
};

struct reader_device_ops {
    /* Reads all that has come. False: it is gone, `fault` says how. */
    bool (*read)(struct reader_device *device, const struct reader_sink *sink, struct fault *fault);
    void (*destroy)(struct reader_device *device);
};

struct reader_device {
    const struct reader_device_ops *ops;
    int fd; /* owned; readable when something has come */
    char path[READER_PATH_SIZE];
    char name[128]; /* for people */
    struct code_text text;
};

/* Feeds a byte into the device's text and tells the sink what comes of it. */
void reader_device_byte(struct reader_device *device, uint8_t byte, int64_t time_us,
                        const struct reader_sink *sink);

/* Tells the sink what becomes of the text when nothing comes until now. */
void reader_device_tick(struct reader_device *device, int64_t now_us,
                        const struct reader_sink *sink);

/* NULL: `fault` says why. With `any` a keyboard of any name is taken, else only what is known for a
 * scanner (then the fault is empty for others). */
struct reader_device *hid_open(const char *path, bool any, struct fault *fault);

/* `path` may end in ":BAUD". */
struct reader_device *serial_open(const char *path, struct fault *fault);

/* Whether a device of this name and USB maker is known for a barcode scanner. Pure. */
bool reader_is_scanner(const char *name, unsigned vendor);

#endif
