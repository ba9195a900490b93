/* Scanners that pose as a keyboard, through libevdev. */
#define LOG_MODULE "reader"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <libevdev/libevdev.h>

#include "log.h"
#include "scanner/device_node.h"
#include "scanner/reader_device.h"
#include "scanner/wedge.h"

struct hid {
    struct reader_device base; /* first: the base's pointer is ours */
    struct libevdev *evdev;    /* owned */
    struct wedge wedge;
};

static void take_event(struct hid *hid, const struct input_event *event,
                       const struct reader_sink *sink)
{
    uint8_t byte;
    if (event->type != EV_KEY || event->value == 2) { /* 2: repeated by the kernel */
        return;
    }
    if (wedge_key(&hid->wedge, event->code, event->value == 1, &byte)) {
        int64_t time_us = (int64_t)event->input_event_sec * 1000000 + event->input_event_usec;
        reader_device_byte(&hid->base, byte, time_us, sink);
    }
}

/* The kernel dropped events: what has come of the text is worth nothing. */
static void resynchronise(struct hid *hid, const struct reader_sink *sink)
{
    struct input_event event;
    while (libevdev_next_event(hid->evdev, LIBEVDEV_READ_FLAG_SYNC, &event) ==
           LIBEVDEV_READ_STATUS_SYNC) {
    }
    memset(&hid->wedge, 0, sizeof hid->wedge);
    memset(&hid->base.text, 0, sizeof hid->base.text);
    sink->event(&hid->base, CODE_TEXT_LOST, sink->userdata);
}

static bool hid_read(struct reader_device *device, const struct reader_sink *sink,
                     struct fault *fault)
{
    struct hid *hid = (struct hid *)device;
    struct input_event event;
    int status;
    while ((status = libevdev_next_event(hid->evdev, LIBEVDEV_READ_FLAG_NORMAL, &event)) >= 0) {
        if (status == LIBEVDEV_READ_STATUS_SYNC) {
            resynchronise(hid, sink);
        } else {
            take_event(hid, &event, sink);
        }
    }
    if (status == -EAGAIN || status == -EINTR) {
        return true;
    }
    errno = -status;
    return status == -ENODEV ? fault_set(fault, "unplugged") : fault_set_errno(fault, "failed");
}

static void hid_destroy(struct reader_device *device)
{
    struct hid *hid = (struct hid *)device;
    if (hid->evdev) {
        libevdev_grab(hid->evdev, LIBEVDEV_UNGRAB);
        libevdev_free(hid->evdev);
    }
    if (hid->base.fd >= 0) {
        close(hid->base.fd);
    }
    free(hid);
}

static const struct reader_device_ops hid_ops = {.read = hid_read, .destroy = hid_destroy};

static bool is_keyboard(const struct libevdev *evdev)
{
    return libevdev_has_event_code(evdev, EV_KEY, KEY_A) &&
           libevdev_has_event_code(evdev, EV_KEY, KEY_0) &&
           libevdev_has_event_code(evdev, EV_KEY, KEY_ENTER);
}

static bool hid_prepare(struct hid *hid, bool any, struct fault *fault)
{
    int failure = libevdev_new_from_fd(hid->base.fd, &hid->evdev);
    if (failure < 0) {
        errno = -failure;
        return fault_set_errno(fault, "not an input device");
    }
    const char *name = libevdev_get_name(hid->evdev);
    bool known = is_keyboard(hid->evdev) &&
                 reader_is_scanner(name, (unsigned)libevdev_get_id_vendor(hid->evdev));
    if (!any && !known) {
        return fault_set(fault, "%s", "");
    }
    if (!is_keyboard(hid->evdev)) {
        return fault_set(fault, "not a keyboard");
    }
    failure = libevdev_grab(hid->evdev, LIBEVDEV_GRAB);
    if (failure < 0) {
        errno = -failure;
        return failure == -EBUSY ? fault_set(fault, "in use by another program: end that one")
                                 : fault_set_errno(fault, "cannot be taken from the desktop");
    }
    libevdev_set_clock_id(hid->evdev, CLOCK_MONOTONIC);
    snprintf(hid->base.name, sizeof hid->base.name, "%.120s", name);
    return true;
}

struct reader_device *hid_open(const char *path, bool any, struct fault *fault)
{
    struct hid *hid = calloc(1, sizeof *hid);
    if (!hid) {
        fault_set(fault, "no memory");
        return NULL;
    }
    hid->base.ops = &hid_ops;
    snprintf(hid->base.path, sizeof hid->base.path, "%s", path);
    hid->base.fd = device_node_open(path, fault);
    if (hid->base.fd < 0 || !hid_prepare(hid, any, fault)) {
        hid_destroy(&hid->base);
        return NULL;
    }
    return &hid->base;
}
