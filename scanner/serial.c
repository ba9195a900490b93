/* Scanners on a serial line: USB CDC, or RS-232 with or without an adapter. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "scanner/device_node.h"
#include "scanner/reader_device.h"
#include "timebase.h"

static const struct {
    long baud;
    speed_t speed;
} speeds[] = {
    {1200, B1200},   {2400, B2400},   {4800, B4800},   {9600, B9600},
    {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200},
};

static bool serial_read(struct reader_device *device, const struct reader_sink *sink,
                        struct fault *fault)
{
    uint8_t bytes[512];
    for (;;) {
        ssize_t count = read(device->fd, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && errno == EAGAIN) {
            return true;
        }
        if (count <= 0) { /* what a line does when its device goes */
            return count == 0 || errno == EIO || errno == ENODEV || errno == ENXIO
                       ? fault_set(fault, "unplugged")
                       : fault_set_errno(fault, "failed");
        }
        int64_t now_us = time_monotonic_us();
        for (ssize_t i = 0; i < count; i++) {
            reader_device_byte(device, bytes[i], now_us, sink);
        }
    }
}

static void serial_destroy(struct reader_device *device)
{
    if (device->fd >= 0) {
        ioctl(device->fd, TIOCNXCL);
        close(device->fd);
    }
    free(device);
}

static const struct reader_device_ops serial_ops = {.read = serial_read, .destroy = serial_destroy};

/* Splits "PATH:BAUD". False: no such speed. */
static bool split_speed(const char *spec, char path[READER_PATH_SIZE], speed_t *speed)
{
    const char *colon = strrchr(spec, ':');
    char *end = NULL;
    long baud = colon ? strtol(colon + 1, &end, 10) : 115200;
    bool told = colon && end > colon + 1 && *end == '\0';
    size_t length = told ? (size_t)(colon - spec) : strlen(spec);
    if (length >= READER_PATH_SIZE) {
        return false;
    }
    memcpy(path, spec, length);
    path[length] = '\0';
    for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
        if (speeds[i].baud == (told ? baud : 115200)) {
            *speed = speeds[i].speed;
            return true;
        }
    }
    return false;
}

static bool set_line(int fd, speed_t speed, struct fault *fault)
{
    struct termios line;
    if (tcgetattr(fd, &line) != 0) {
        return fault_set(fault, "not a serial line");
    }
    cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cc[VMIN] = 1; /* so that no bytes is EAGAIN, and 0 means gone */
    line.c_cc[VTIME] = 0;
    cfsetispeed(&line, speed);
    cfsetospeed(&line, speed);
    if (tcsetattr(fd, TCSANOW, &line) != 0) {
        return fault_set_errno(fault, "does not take the line's settings");
    }
    tcflush(fd, TCIFLUSH);
    ioctl(fd, TIOCEXCL); /* modem managers like to talk to what they find */
    return true;
}

struct reader_device *serial_open(const char *spec, struct fault *fault)
{
    speed_t speed = B115200;
    struct reader_device *device = calloc(1, sizeof *device);
    if (!device) {
        fault_set(fault, "no memory");
        return NULL;
    }
    device->ops = &serial_ops;
    device->fd = -1;
    if (!split_speed(spec, device->path, &speed)) {
        fault_set(fault, "a serial line's speed is 1200 to 115200");
        goto destroy;
    }
    device->fd = device_node_open(device->path, fault);
    if (device->fd < 0 || !set_line(device->fd, speed, fault)) {
        goto destroy;
    }
    snprintf(device->name, sizeof device->name, "%.120s", device->path);
    return device;
destroy:
    serial_destroy(device);
    return NULL;
}
