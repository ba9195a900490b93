#define LOG_MODULE "reader"
#include "code_reader.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "log.h"
#include "scanner/device_node.h"
#include "scanner/reader_device.h"
#include "timebase.h"

#define DEVICES_MAX 8
#define NODES_MAX 64
#define LOOK_EVERY_US (1000 * 1000)

struct code_reader {
    struct code_reader_config config;
    char *spec; /* owned */
    bool automatic;
    pthread_t thread;
    int wake_fd; /* owned; readable when the thread shall end */

    /* the thread */
    struct reader_device *devices[DEVICES_MAX]; /* owned */
    size_t count;
    struct reader_sink sink;
    int64_t look_us;
    struct fault fault; /* why the one device is not there, as last logged */
};

static void take_event(struct reader_device *device, enum code_text_event event, void *userdata)
{
    struct code_reader *reader = userdata;
    if (event == CODE_TEXT_LOST) {
        LOG_WARN("%s: a code arrived incomplete: scan it again", device->name);
    } else if (reader->config.on_text) {
        reader->config.on_text(device->text.bytes, device->text.length, device->name,
                               reader->config.userdata);
    }
}

/* ---- coming and going ---- */

static bool has_device(const struct code_reader *reader, const char *path)
{
    for (size_t i = 0; i < reader->count; i++) {
        if (strcmp(reader->devices[i]->path, path) == 0) {
            return true;
        }
    }
    return false;
}

static void add_device(struct code_reader *reader, struct reader_device *device)
{
    reader->devices[reader->count++] = device;
    reader->fault.text[0] = '\0';
    LOG_INFO("%s: %s", device->path, device->name);
    if (reader->config.on_device) {
        reader->config.on_device(true, device->name, reader->config.userdata);
    }
}

static void drop_device(struct code_reader *reader, size_t index, const struct fault *fault)
{
    struct reader_device *device = reader->devices[index];
    LOG_WARN("%s: %s; looking for it", device->name, fault->text);
    reader->devices[index] = reader->devices[--reader->count];
    if (reader->config.on_device) {
        reader->config.on_device(false, device->name, reader->config.userdata);
    }
    device->ops->destroy(device);
}

static bool is_input(const char *spec)
{
    return strncmp(spec, "/dev/input/", 11) == 0;
}

static void look_for_the_one(struct code_reader *reader)
{
    struct fault fault = {""};
    struct reader_device *device = is_input(reader->spec) ? hid_open(reader->spec, true, &fault)
                                                          : serial_open(reader->spec, &fault);
    if (device) {
        add_device(reader, device);
    } else if (strcmp(fault.text, reader->fault.text) != 0) {
        LOG_WARN("%s: %s; looking for it", reader->spec, fault.text);
        reader->fault = fault;
    }
}

static void look_for_keyboards(struct code_reader *reader)
{
    char paths[NODES_MAX][DEVICE_PATH_SIZE];
    size_t count = device_node_list("/dev/input", "event", paths, NODES_MAX);
    for (size_t i = 0; i < count && reader->count < DEVICES_MAX; i++) {
        struct fault fault = {""};
        struct reader_device *device =
            has_device(reader, paths[i]) ? NULL : hid_open(paths[i], false, &fault);
        if (device) {
            add_device(reader, device);
        } else if (fault.text[0] && !reader->fault.text[0]) {
            LOG_INFO("%s: %s", paths[i], fault.text); /* it need not be a scanner */
            reader->fault = fault;                    /* once: all of them lack the same */
        }
    }
}

/* udev names serial lines by maker and product. */
static void look_for_lines(struct code_reader *reader)
{
    DIR *dir = opendir("/dev/serial/by-id");
    for (struct dirent *entry; dir && reader->count < DEVICES_MAX && (entry = readdir(dir));) {
        char path[READER_PATH_SIZE];
        struct fault fault = {""};
        int length = snprintf(path, sizeof path, "/dev/serial/by-id/%s", entry->d_name);
        if (length < (int)sizeof path && reader_is_scanner(entry->d_name, 0) &&
            !has_device(reader, path)) {
            struct reader_device *device = serial_open(path, &fault);
            if (device) {
                add_device(reader, device);
            }
        }
    }
    if (dir) {
        closedir(dir);
    }
}

static void look(struct code_reader *reader)
{
    if (reader->automatic) {
        look_for_keyboards(reader);
        look_for_lines(reader);
    } else if (reader->count == 0) {
        look_for_the_one(reader);
    }
    reader->look_us = time_monotonic_us() + LOOK_EVERY_US;
}

/* ---- the thread ---- */

/* How long nothing can happen without a device telling. */
static int choose_timeout_ms(const struct code_reader *reader)
{
    int64_t us = reader->look_us - time_monotonic_us();
    for (size_t i = 0; i < reader->count; i++) {
        if (code_text_is_open(&reader->devices[i]->text) && us > CODE_TEXT_PAUSE_US) {
            us = CODE_TEXT_PAUSE_US;
        }
    }
    return us > 0 ? (int)(us / 1000) + 1 : 0;
}

/* Reads what came; false when the thread shall end. */
static bool wait_and_read(struct code_reader *reader)
{
    struct pollfd waiting[DEVICES_MAX + 1] = {{reader->wake_fd, POLLIN, 0}};
    for (size_t i = 0; i < reader->count; i++) {
        waiting[i + 1] = (struct pollfd){reader->devices[i]->fd, POLLIN, 0};
    }
    poll(waiting, reader->count + 1, choose_timeout_ms(reader));
    for (size_t i = reader->count; i-- > 0;) { /* backwards: dropping moves the last one here */
        struct fault fault = {""};
        struct reader_device *device = reader->devices[i];
        if (waiting[i + 1].revents && !device->ops->read(device, &reader->sink, &fault)) {
            drop_device(reader, i, &fault);
            continue;
        }
        reader_device_tick(device, time_monotonic_us(), &reader->sink);
    }
    return !(waiting[0].revents & POLLIN);
}

static void *run_reader(void *userdata)
{
    struct code_reader *reader = userdata;
    do {
        if (time_monotonic_us() >= reader->look_us) {
            look(reader);
        }
    } while (wait_and_read(reader));
    for (size_t i = 0; i < reader->count; i++) {
        reader->devices[i]->ops->destroy(reader->devices[i]);
    }
    return NULL;
}

static bool start_thread(struct code_reader *reader)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failure = pthread_create(&reader->thread, NULL, run_reader, reader);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failure == 0) {
        pthread_setname_np(reader->thread, "reader");
    }
    return failure == 0;
}

struct code_reader *code_reader_start(const struct code_reader_config *config)
{
    if (strcmp(config->spec, "auto") != 0 && config->spec[0] != '/') {
        LOG_ERROR("%s names no scanner: \"auto\", /dev/input/… or /dev/tty… do", config->spec);
        return NULL;
    }
    struct code_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        LOG_ERROR("no memory for the scanner %s", config->spec);
        return NULL;
    }
    reader->config = *config;
    reader->spec = strdup(config->spec);
    reader->automatic = strcmp(config->spec, "auto") == 0;
    reader->sink = (struct reader_sink){take_event, reader};
    reader->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!reader->spec || reader->wake_fd < 0 || !start_thread(reader)) {
        LOG_ERRNO("cannot start reading the scanner %s", config->spec);
        if (reader->wake_fd >= 0) {
            close(reader->wake_fd);
        }
        free(reader->spec);
        free(reader);
        return NULL;
    }
    reader->config.spec = NULL;
    return reader;
}

void code_reader_stop(struct code_reader *reader)
{
    if (!reader) {
        return;
    }
    if (eventfd_write(reader->wake_fd, 1) != 0) {
        LOG_ERRNO("cannot wake the reader");
    }
    pthread_join(reader->thread, NULL);
    close(reader->wake_fd);
    free(reader->spec);
    free(reader);
}
