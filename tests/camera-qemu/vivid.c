#include "tests/camera-qemu/vivid.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/v4l2-dv-timings.h>
#include <linux/videodev2.h>

#define WIDTH 1280
#define HEIGHT 720
#define BUFFERS 3

/* ---- nodes and controls ---- */

static bool has_role(int fd, bool output)
{
    struct v4l2_capability capability = {0};
    return ioctl(fd, VIDIOC_QUERYCAP, &capability) == 0 &&
           strcmp((const char *)capability.driver, "vivid") == 0 &&
           capability.device_caps & (output ? V4L2_CAP_VIDEO_OUTPUT : V4L2_CAP_VIDEO_CAPTURE);
}

bool vivid_find(bool output, char path[VIVID_PATH_SIZE])
{
    bool found = false;
    for (int i = 0; i < 16 && !found; i++) {
        snprintf(path, VIVID_PATH_SIZE, "/dev/video%d", i);
        int fd = open(path, O_RDWR | O_CLOEXEC);
        if (fd >= 0) {
            found = has_role(fd, output);
            close(fd);
        }
    }
    return found;
}

bool vivid_set(const char *path, const char *name, int value)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    struct v4l2_queryctrl query = {.id = V4L2_CTRL_FLAG_NEXT_CTRL};
    bool done = false;
    while (!done && fd >= 0 && ioctl(fd, VIDIOC_QUERYCTRL, &query) == 0) {
        if (strcmp((const char *)query.name, name) == 0) {
            struct v4l2_control control = {.id = query.id, .value = value};
            done = ioctl(fd, VIDIOC_S_CTRL, &control) == 0;
            break;
        }
        query.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
    }
    if (!done) {
        printf("# %s has no control \"%s\" = %d: %s\n", path, name, value, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return done;
}

static bool request(const char *path, unsigned long what, void *argument)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool done = fd >= 0 && ioctl(fd, what, argument) == 0;
    if (!done) {
        printf("# %s: request %lx: %s\n", path, what, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return done;
}

bool vivid_set_input(const char *path, int input)
{
    return request(path, VIDIOC_S_INPUT, &input);
}

bool vivid_set_timings(const char *path)
{
    struct v4l2_dv_timings timings = V4L2_DV_BT_CEA_1280X720P30;
    return request(path, VIDIOC_S_DV_TIMINGS, &timings);
}

static bool write_device_name(const char *file)
{
    char path[128];
    snprintf(path, sizeof path, "/sys/bus/platform/drivers/vivid/%s", file);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool done = fd >= 0 && write(fd, "vivid.0", 7) == 7;
    if (!done) {
        printf("# %s: %s\n", path, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return done;
}

bool vivid_unplug(void)
{
    return write_device_name("unbind");
}

bool vivid_plug(void)
{
    return write_device_name("bind");
}

/* ---- feeding the output ---- */

struct feeder {
    int fd;
    enum luma_layout layout;
    size_t stride;
    uint8_t *buffers[BUFFERS];
    size_t length;
    pthread_t thread;
    atomic_bool stopping;
    pthread_mutex_t lock; /* of the picture */
    struct frame picture;
};

static void put_row(const struct feeder *feeder, const uint8_t *luma, uint8_t *out)
{
    size_t step = feeder->layout == LUMA_YUYV || feeder->layout == LUMA_UYVY ? 2 : 1;
    size_t offset = feeder->layout == LUMA_UYVY;
    for (size_t x = 0; x < WIDTH; x++) {
        out[x * step + offset] = luma[x];
        if (step == 2) {
            out[x * 2 + 1 - offset] = 128;
        }
    }
}

static void fill(struct feeder *feeder, uint8_t *out, uint32_t turn)
{
    static uint8_t noise[WIDTH];
    for (size_t x = 0; x < WIDTH; x++) {
        noise[x] = (uint8_t)(100 + (x * 7 + turn * 13) % 50);
    }
    memset(out, 128, feeder->length);
    pthread_mutex_lock(&feeder->lock);
    for (size_t y = 0; y < HEIGHT; y++) {
        const uint8_t *row = feeder->picture.luma + y * (size_t)feeder->picture.stride;
        put_row(feeder, y < 4 ? noise : row, out + y * feeder->stride);
    }
    pthread_mutex_unlock(&feeder->lock);
}

static void *run_feeder(void *userdata)
{
    struct feeder *feeder = userdata;
    for (uint32_t turn = 0; !atomic_load(&feeder->stopping); turn++) {
        struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_OUTPUT,
                                     .memory = V4L2_MEMORY_MMAP};
        struct pollfd ready = {feeder->fd, POLLOUT, 0};
        if (poll(&ready, 1, 200) == 0) {
            continue;
        }
        if (ioctl(feeder->fd, VIDIOC_DQBUF, &buffer) != 0) {
            break; /* unplugged */
        }
        fill(feeder, feeder->buffers[buffer.index], turn);
        ioctl(feeder->fd, VIDIOC_QBUF, &buffer);
    }
    return NULL;
}

static bool prepare(struct feeder *feeder)
{
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_OUTPUT};
    format.fmt.pix.width = WIDTH;
    format.fmt.pix.height = HEIGHT;
    format.fmt.pix.pixelformat = luma_layout_fourcc(feeder->layout);
    struct v4l2_requestbuffers wanted = {
        .count = BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_OUTPUT, .memory = V4L2_MEMORY_MMAP};
    if (ioctl(feeder->fd, VIDIOC_S_FMT, &format) != 0 || format.fmt.pix.width != WIDTH ||
        ioctl(feeder->fd, VIDIOC_REQBUFS, &wanted) != 0 || wanted.count != BUFFERS) {
        return false;
    }
    feeder->stride = format.fmt.pix.bytesperline;
    for (uint32_t i = 0; i < BUFFERS; i++) {
        struct v4l2_buffer buffer = {
            .index = i, .type = V4L2_BUF_TYPE_VIDEO_OUTPUT, .memory = V4L2_MEMORY_MMAP};
        if (ioctl(feeder->fd, VIDIOC_QUERYBUF, &buffer) != 0) {
            return false;
        }
        feeder->length = buffer.length;
        void *start = mmap(NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, feeder->fd,
                           (off_t)buffer.m.offset);
        if (start == MAP_FAILED) {
            return false;
        }
        feeder->buffers[i] = start;
        fill(feeder, start, i);
        buffer.bytesused = format.fmt.pix.sizeimage;
        if (ioctl(feeder->fd, VIDIOC_QBUF, &buffer) != 0) {
            return false;
        }
    }
    int type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
    return ioctl(feeder->fd, VIDIOC_STREAMON, &type) == 0;
}

struct feeder *feeder_start(enum luma_layout layout, const struct frame *picture)
{
    char path[VIVID_PATH_SIZE];
    struct feeder *feeder = calloc(1, sizeof *feeder);
    feeder->layout = layout;
    pthread_mutex_init(&feeder->lock, NULL);
    frame_copy(&feeder->picture, picture);
    feeder->fd = vivid_find(true, path) ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (feeder->fd < 0 || !prepare(feeder) ||
        pthread_create(&feeder->thread, NULL, run_feeder, feeder) != 0) {
        printf("# the output %s does not start: %s\n", path, strerror(errno));
        exit(1);
    }
    return feeder;
}

void feeder_show(struct feeder *feeder, const struct frame *picture)
{
    pthread_mutex_lock(&feeder->lock);
    frame_copy(&feeder->picture, picture);
    pthread_mutex_unlock(&feeder->lock);
}

void feeder_stop(struct feeder *feeder)
{
    if (!feeder) {
        return;
    }
    int type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
    atomic_store(&feeder->stopping, true);
    pthread_join(feeder->thread, NULL);
    ioctl(feeder->fd, VIDIOC_STREAMOFF, &type);
    for (int i = 0; i < BUFFERS; i++) {
        munmap(feeder->buffers[i], feeder->length);
    }
    close(feeder->fd);
    frame_finish(&feeder->picture);
    pthread_mutex_destroy(&feeder->lock);
    free(feeder);
}
