/*
 * Cameras through V4L2, the single-planar interface: what USB cameras and most built-in ones speak.
 * (Multi-planar devices are told apart and refused with a reason.) Frames are read from memory that
 * the driver fills.
 */
#define LOG_MODULE "camera"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/videodev2.h>

#include "log.h"
#include "scanner/camera_device.h"
#include "scanner/camera_format.h"
#include "scanner/device_node.h"
#include "timebase.h"

#define BUFFERS 4 /* one being read, one being filled, two so that a late reader costs no frame */
#define STALE_US (1000 * 1000)

struct buffer {
    void *start; /* mapped */
    size_t length;
};

struct camera_device {
    int fd;
    struct buffer buffers[BUFFERS];
    uint32_t buffer_count;
    bool streaming;
    struct luma_image image; /* layout and size of each frame */
    bool warned;             /* of a frame that could not be used */
    char description[160];
};

struct mode_list {
    struct camera_mode modes[CAMERA_MODES_MAX];
    size_t count;
};

static int control(int fd, unsigned long request, void *argument)
{
    int result;
    do {
        result = ioctl(fd, request, argument);
    } while (result < 0 && errno == EINTR);
    return result;
}

/* ---- what the device offers ---- */

static bool check_device(int fd, char name[33], struct fault *fault)
{
    struct v4l2_capability capability = {0};
    if (control(fd, VIDIOC_QUERYCAP, &capability) != 0) {
        return fault_set(fault, "not a camera");
    }
    uint32_t can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps
                                                                  : capability.capabilities;
    if (!(can & V4L2_CAP_VIDEO_CAPTURE)) {
        return fault_set(fault, can & V4L2_CAP_VIDEO_CAPTURE_MPLANE
                                    ? "speaks only the multi-planar interface, which is not "
                                      "supported: use a USB camera"
                                    : "does not capture pictures");
    }
    if (!(can & V4L2_CAP_STREAMING)) {
        return fault_set(fault, "cannot stream, which is not supported: use another camera");
    }
    snprintf(name, 33, "%.32s", (const char *)capability.card);
    return true;
}

static void add_mode(struct mode_list *list, struct camera_mode mode)
{
    if (list->count < CAMERA_MODES_MAX) {
        list->modes[list->count++] = mode;
    }
}

static void add_rates(int fd, uint32_t fourcc, struct camera_mode mode, int want_fps,
                      struct mode_list *list)
{
    struct v4l2_frmivalenum rate = {
        .pixel_format = fourcc, .width = (uint32_t)mode.width, .height = (uint32_t)mode.height};
    for (; control(fd, VIDIOC_ENUM_FRAMEINTERVALS, &rate) == 0; rate.index++) {
        if (rate.type == V4L2_FRMIVAL_TYPE_DISCRETE) {
            mode.fps = camera_fps(rate.discrete.numerator, rate.discrete.denominator);
            add_mode(list, mode);
            continue;
        }
        int fastest = camera_fps(rate.stepwise.min.numerator, rate.stepwise.min.denominator);
        int slowest = camera_fps(rate.stepwise.max.numerator, rate.stepwise.max.denominator);
        mode.fps = camera_size_within(want_fps, slowest, fastest, 1);
        add_mode(list, mode);
        return;
    }
    if (rate.index == 0) { /* the device does not say */
        add_mode(list, mode);
    }
}

static void add_sizes(int fd, uint32_t fourcc, enum luma_layout layout,
                      const struct camera_wish *wish, struct mode_list *list)
{
    struct camera_mode mode = {layout, wish->width, wish->height, 0};
    struct v4l2_frmsizeenum size = {.pixel_format = fourcc};
    for (; control(fd, VIDIOC_ENUM_FRAMESIZES, &size) == 0; size.index++) {
        if (size.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
            mode.width = (int)size.discrete.width;
            mode.height = (int)size.discrete.height;
            add_rates(fd, fourcc, mode, wish->fps, list);
            continue;
        }
        const struct v4l2_frmsize_stepwise *s = &size.stepwise;
        mode.width = camera_size_within(wish->width, (int)s->min_width, (int)s->max_width,
                                        (int)s->step_width);
        mode.height = camera_size_within(wish->height, (int)s->min_height, (int)s->max_height,
                                         (int)s->step_height);
        add_rates(fd, fourcc, mode, wish->fps, list);
        return;
    }
    if (size.index == 0) {
        add_mode(list, mode);
    }
}

static bool choose_mode(int fd, const struct camera_wish *wish, struct camera_mode *out,
                        struct fault *fault)
{
    struct mode_list *list = calloc(1, sizeof *list);
    if (!list) {
        return fault_set(fault, "no memory");
    }
    struct v4l2_fmtdesc format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    for (; control(fd, VIDIOC_ENUM_FMT, &format) == 0; format.index++) {
        enum luma_layout layout;
        if (luma_layout_find(format.pixelformat, &layout) &&
            (wish->layouts == 0 || wish->layouts & 1u << layout)) {
            add_sizes(fd, format.pixelformat, layout, wish, list);
        }
    }
    const struct camera_mode *best =
        camera_mode_choose(list->modes, list->count, wish->width, wish->height, wish->fps);
    if (best) {
        *out = *best;
    }
    free(list);
    return best || fault_set(fault, "offers none of YUYV, UYVY, NV12, GREY and MJPEG: use another "
                                    "camera");
}

/* ---- starting ---- */

static bool fail_busy(struct fault *fault, const char *what)
{
    return errno == EBUSY ? fault_set(fault, "in use by another program: end that one")
                          : fault_set_errno(fault, what);
}

/* Asks for the mode; the driver has the last word on all of it. */
static bool set_format(struct camera_device *device, const struct camera_mode *mode,
                       struct fault *fault)
{
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    format.fmt.pix.pixelformat = luma_layout_fourcc(mode->layout);
    format.fmt.pix.width = (uint32_t)mode->width;
    format.fmt.pix.height = (uint32_t)mode->height;
    format.fmt.pix.field = V4L2_FIELD_NONE;
    if (control(device->fd, VIDIOC_S_FMT, &format) != 0) {
        return fail_busy(fault, "does not take its own format");
    }
    if (!luma_layout_find(format.fmt.pix.pixelformat, &device->image.layout)) {
        return fault_set(fault, "takes another format than it offers");
    }
    device->image.width = (int)format.fmt.pix.width;
    device->image.height = (int)format.fmt.pix.height;
    device->image.stride = format.fmt.pix.bytesperline;
    return true;
}

/* The rate that the driver agrees to; 0: it does not say. */
static int set_rate(int fd, int fps)
{
    struct v4l2_streamparm parameter = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    parameter.parm.capture.timeperframe = (struct v4l2_fract){1, (uint32_t)fps};
    if (fps <= 0 || control(fd, VIDIOC_S_PARM, &parameter) != 0) {
        return fps;
    }
    return camera_fps(parameter.parm.capture.timeperframe.numerator,
                      parameter.parm.capture.timeperframe.denominator);
}

static bool map_buffer(struct camera_device *device, uint32_t index, struct fault *fault)
{
    struct v4l2_buffer buffer = {
        .index = index, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
    if (control(device->fd, VIDIOC_QUERYBUF, &buffer) != 0) {
        return fault_set_errno(fault, "does not show its buffers");
    }
    void *start = mmap(NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, device->fd,
                       (off_t)buffer.m.offset);
    if (start == MAP_FAILED) {
        return fault_set_errno(fault, "its buffers cannot be mapped");
    }
    device->buffers[device->buffer_count++] = (struct buffer){start, buffer.length};
    if (control(device->fd, VIDIOC_QBUF, &buffer) != 0) {
        return fault_set_errno(fault, "does not take buffers");
    }
    return true;
}

static bool start_streaming(struct camera_device *device, struct fault *fault)
{
    struct v4l2_requestbuffers request = {
        .count = BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
    if (control(device->fd, VIDIOC_REQBUFS, &request) != 0) {
        return fail_busy(fault, "has no memory for buffers");
    }
    for (uint32_t i = 0; i < request.count && i < BUFFERS; i++) {
        if (!map_buffer(device, i, fault)) {
            return false;
        }
    }
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (device->buffer_count < 2 || control(device->fd, VIDIOC_STREAMON, &type) != 0) {
        return fail_busy(fault, "does not start (too little USB bandwidth? use another port)");
    }
    device->streaming = true;
    return true;
}

struct camera_device *camera_device_open(const char *path, const struct camera_wish *wish,
                                         struct fault *fault)
{
    struct camera_mode mode = {0};
    char name[33];
    struct camera_device *device = calloc(1, sizeof *device);
    if (!device) {
        fault_set(fault, "no memory");
        return NULL;
    }
    device->fd = device_node_open(path, fault);
    if (device->fd < 0 || !check_device(device->fd, name, fault) ||
        !choose_mode(device->fd, wish, &mode, fault) || !set_format(device, &mode, fault)) {
        camera_device_close(device);
        return NULL;
    }
    int fps = set_rate(device->fd, mode.fps);
    snprintf(device->description, sizeof device->description, "%.64s (%s) %dx%d %s %d fps", path,
             name, device->image.width, device->image.height,
             luma_layout_string(device->image.layout), fps);
    if (!start_streaming(device, fault)) {
        camera_device_close(device);
        return NULL;
    }
    return device;
}

/* ---- reading ---- */

/* Takes a filled buffer. False with errno EAGAIN: there is none. */
static bool dequeue(struct camera_device *device, struct v4l2_buffer *out)
{
    *out = (struct v4l2_buffer){.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
    if (control(device->fd, VIDIOC_DQBUF, out) != 0) {
        return false;
    }
    if (out->index >= device->buffer_count) {
        errno = EINVAL;
        return false;
    }
    return true;
}

/* Takes the newest filled buffer and gives older ones back. False: as dequeue. */
static bool dequeue_newest(struct camera_device *device, struct v4l2_buffer *out)
{
    struct v4l2_buffer next;
    if (!dequeue(device, out)) {
        return false;
    }
    while (dequeue(device, &next)) {
        struct v4l2_buffer old = *out;
        *out = next;
        if (control(device->fd, VIDIOC_QBUF, &old) != 0) {
            return false;
        }
    }
    return errno == EAGAIN;
}

static bool convert(struct camera_device *device, const struct v4l2_buffer *buffer,
                    struct frame *out)
{
    struct fault why = {"the driver marks it as damaged"};
    struct luma_image image = device->image;
    const struct buffer *memory = &device->buffers[buffer->index];
    image.data = memory->start;
    image.size = buffer->bytesused < memory->length ? buffer->bytesused : memory->length;
    if (!(buffer->flags & V4L2_BUF_FLAG_ERROR) && luma_convert(&image, out, &why)) {
        return true;
    }
    log_write(device->warned ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARN, LOG_MODULE,
              "%s: a frame was skipped: %s", device->description, why.text);
    device->warned = true;
    return false;
}

/* The driver's time where it makes sense, else now. */
static int64_t capture_time_us(const struct v4l2_buffer *buffer)
{
    int64_t now_us = time_monotonic_us();
    int64_t told_us = (int64_t)buffer->timestamp.tv_sec * 1000000 + buffer->timestamp.tv_usec;
    uint32_t clock = buffer->flags & V4L2_BUF_FLAG_TIMESTAMP_MASK;
    bool sane = clock == V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC && told_us <= now_us &&
                now_us - told_us < STALE_US;
    return sane ? told_us : now_us;
}

static enum camera_status give_up(struct fault *fault)
{
    if (errno == ENODEV) {
        fault_set(fault, "unplugged");
    } else {
        fault_set_errno(fault, "stopped");
    }
    return CAMERA_GONE;
}

enum camera_status camera_device_read(struct camera_device *device, int timeout_ms,
                                      struct frame *out, struct fault *fault)
{
    struct pollfd waiting = {device->fd, POLLIN, 0};
    int ready = poll(&waiting, 1, timeout_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
        return CAMERA_NONE;
    }
    struct v4l2_buffer buffer;
    if (ready < 0 || !dequeue_newest(device, &buffer)) { /* an error polled is named here too */
        bool nothing = ready > 0 && (waiting.revents & POLLIN) && errno == EAGAIN;
        return nothing ? CAMERA_NONE : give_up(fault);
    }
    bool usable = convert(device, &buffer, out);
    out->captured_us = capture_time_us(&buffer);
    out->sequence = buffer.sequence;
    if (control(device->fd, VIDIOC_QBUF, &buffer) != 0) {
        return give_up(fault);
    }
    return usable ? CAMERA_FRAME : CAMERA_NONE;
}

bool camera_device_set(struct camera_device *device, uint32_t id, int value)
{
    struct v4l2_queryctrl query = {.id = id};
    struct v4l2_control wanted = {.id = id, .value = value};
    return control(device->fd, VIDIOC_QUERYCTRL, &query) == 0 &&
           !(query.flags & V4L2_CTRL_FLAG_DISABLED) && query.minimum <= value &&
           value <= query.maximum && control(device->fd, VIDIOC_S_CTRL, &wanted) == 0;
}

const char *camera_device_describe(const struct camera_device *device)
{
    return device->description;
}

void camera_device_close(struct camera_device *device)
{
    if (!device) {
        return;
    }
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (device->streaming) {
        control(device->fd, VIDIOC_STREAMOFF, &type);
    }
    for (uint32_t i = 0; i < device->buffer_count; i++) {
        munmap(device->buffers[i].start, device->buffers[i].length);
    }
    if (device->fd >= 0) {
        close(device->fd);
    }
    free(device);
}
