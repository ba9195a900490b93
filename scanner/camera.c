#define LOG_MODULE "camera"
#include "scanner/camera.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "scanner/camera_care.h"
#include "scanner/camera_device.h"
#include "scanner/device_node.h"
#include "timebase.h"

#define DEVICES_MAX 32
#define LOOK_EVERY_US (500 * 1000)

struct camera {
    struct frame_source port; /* first: the port's pointer is ours */
    struct camera_wish wish;
    char *spec;                   /* owned */
    bool automatic;               /* spec is "auto" */
    struct camera_device *device; /* owned; NULL: not there */
    struct camera_torch torch;
    int64_t look_us; /* when to look for it again */
    uint64_t sequence;
    char description[256];
    struct fault fault; /* why there is no device, as last logged */
};

/* Tries each camera of the system. NULL: `fault` tells about the first that nearly was one. */
static struct camera_device *find_device(const struct camera *camera, struct fault *fault)
{
    char paths[DEVICES_MAX][DEVICE_PATH_SIZE];
    size_t count = device_node_list("/dev", "video", paths, DEVICES_MAX);
    struct fault first = {"none found: plug one in"};
    for (size_t i = 0; i < count; i++) {
        struct fault why = {""};
        struct camera_device *device = camera_device_open(paths[i], &camera->wish, &why);
        if (device) {
            return device;
        }
        if (i == 0) {
            fault_set(&first, "none works; %s: %.200s", paths[i], why.text);
        }
    }
    *fault = first;
    return NULL;
}

static void ask(struct camera_device *device, const struct camera_hint *hint)
{
    camera_device_set(device, hint->control, hint->value); /* most cameras lack most controls */
}

static bool look_for_device(struct camera *camera, struct fault *fault)
{
    camera->device = camera->automatic ? find_device(camera, fault)
                                       : camera_device_open(camera->spec, &camera->wish, fault);
    camera->look_us = time_monotonic_us() + LOOK_EVERY_US;
    for (size_t i = 0; camera->device && i < camera_hint_count; i++) {
        ask(camera->device, &camera_hints[i]);
    }
    return camera->device != NULL;
}

static void sleep_us(int64_t us)
{
    struct timespec left = {(time_t)(us / 1000000), (long)(us % 1000000) * 1000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

static const char *name_of(const struct camera *camera)
{
    return camera->automatic ? "camera" : camera->spec;
}

/* Waits for the next look, at most timeout_ms, and looks. True: the device is back. */
static bool wait_for_device(struct camera *camera, int timeout_ms)
{
    int64_t pause_us = camera->look_us - time_monotonic_us();
    if (pause_us > (int64_t)timeout_ms * 1000) {
        sleep_us((int64_t)timeout_ms * 1000);
        return false;
    }
    if (pause_us > 0) {
        sleep_us(pause_us);
    }
    struct fault fault = {""};
    if (look_for_device(camera, &fault)) {
        LOG_WARN("%s is back", camera_device_describe(camera->device));
        camera->fault.text[0] = '\0';
        return true;
    }
    if (strcmp(fault.text, camera->fault.text) != 0) {
        LOG_WARN("%s: %s; still looking for it", name_of(camera), fault.text);
        camera->fault = fault;
    }
    return false;
}

static void close_device(struct camera *camera)
{
    if (camera->device && camera->torch.on) {
        ask(camera->device, &camera_torch_off);
    }
    camera->torch = (struct camera_torch){0};
    camera_device_close(camera->device);
    camera->device = NULL;
}

static void drop_device(struct camera *camera)
{
    close_device(camera);
    camera->look_us = time_monotonic_us() + LOOK_EVERY_US;
}

static enum frame_status camera_next(struct frame_source *source, int timeout_ms, struct frame *out)
{
    struct camera *camera = (struct camera *)source;
    if (!camera->device && !wait_for_device(camera, timeout_ms)) {
        return FRAME_LOST;
    }
    struct fault fault = {""};
    switch (camera_device_read(camera->device, timeout_ms, out, &fault)) {
    case CAMERA_FRAME:
        out->sequence = ++camera->sequence;
        if (camera_torch_look(&camera->torch, out)) {
            ask(camera->device, camera->torch.on ? &camera_torch_on : &camera_torch_off);
        }
        return FRAME_READY;
    case CAMERA_NONE:
        return FRAME_TIMEOUT;
    case CAMERA_GONE:
        break;
    }
    LOG_WARN("%s: %s; looking for it", camera_device_describe(camera->device), fault.text);
    camera->fault = fault;
    drop_device(camera);
    return FRAME_LOST;
}

static const char *camera_describe(struct frame_source *source)
{
    struct camera *camera = (struct camera *)source;
    if (camera->device) {
        return camera_device_describe(camera->device);
    }
    snprintf(camera->description, sizeof camera->description, "%.60s: %.180s", name_of(camera),
             camera->fault.text);
    return camera->description;
}

static void camera_restart(struct frame_source *source)
{
    struct camera *camera = (struct camera *)source;
    struct fault fault = {""};
    drop_device(camera);
    if (!look_for_device(camera, &fault)) {
        camera->fault = fault;
    }
}

static void camera_destroy(struct frame_source *source)
{
    struct camera *camera = (struct camera *)source;
    close_device(camera);
    free(camera->spec);
    free(camera);
}

static const struct frame_source_ops camera_ops = {
    .kind = "v4l2",
    .live = true,
    .next = camera_next,
    .describe = camera_describe,
    .restart = camera_restart,
    .destroy = camera_destroy,
};

struct frame_source *camera_open(const char *spec, const struct frame_source_options *options)
{
    struct camera *camera = calloc(1, sizeof *camera);
    char *copy = strdup(spec);
    if (!camera || !copy) {
        LOG_ERROR("no memory for the camera %s", spec);
        goto free_parts;
    }
    camera->port.ops = &camera_ops;
    camera->spec = copy;
    camera->automatic = strcmp(spec, "auto") == 0;
    camera->wish =
        (struct camera_wish){options->want_width, options->want_height, options->want_fps, 0};
    if (!look_for_device(camera, &camera->fault)) {
        log_write(options->wait ? LOG_LEVEL_WARN : LOG_LEVEL_ERROR, LOG_MODULE,
                  "%s: %s (--camera DIR plays a folder of pictures instead)", name_of(camera),
                  camera->fault.text);
        if (!options->wait) {
            goto free_parts;
        }
        return &camera->port;
    }
    LOG_INFO("%s", camera_device_describe(camera->device));
    return &camera->port;
free_parts:
    free(copy);
    free(camera);
    return NULL;
}
