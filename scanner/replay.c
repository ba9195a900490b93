#define LOG_MODULE "replay"
#include "scanner/replay.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "log.h"
#include "scanner.h"
#include "scanner/image.h"
#include "timebase.h"

#define CACHE_BYTES_MAX ((size_t)64 << 20)
#define GREY 128

struct shot {
    char *name; /* owned; in the folder */
    bool broken;
    struct frame cached; /* no pixels: not kept */
};

struct replay {
    struct frame_source port; /* first: the port's pointer is ours */
    struct frame_source_options options;
    char *folder;       /* owned */
    struct shot *shots; /* owned */
    size_t count, at;
    size_t cached_bytes;
    int64_t due_us;
    uint64_t sequence;
    char description[512];

    pthread_mutex_t lock; /* of the next member, which any thread may change */
    struct frame held;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct shot *)a)->name, ((const struct shot *)b)->name);
}

static bool add_shot(struct replay *replay, const char *name)
{
    struct shot *shots = realloc(replay->shots, (replay->count + 1) * sizeof *shots);
    if (!shots) {
        return false;
    }
    replay->shots = shots;
    char *copy = strdup(name);
    if (!copy) {
        return false;
    }
    shots[replay->count++] = (struct shot){.name = copy};
    return true;
}

static bool list_folder(struct replay *replay, const char *path)
{
    DIR *dir = opendir(path);
    if (!dir) {
        LOG_ERRNO("cannot open the folder %s", path);
        return false;
    }
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        if (entry->d_name[0] != '.' && frame_name_is_picture(entry->d_name)) {
            ok = add_shot(replay, entry->d_name);
        }
    }
    closedir(dir);
    if (!ok) {
        LOG_ERROR("no memory to list %s", path);
        return false;
    }
    if (replay->count == 0 && !replay->options.hold) {
        LOG_ERROR("no pictures in %s: put PNG, JPEG or PGM files there", path);
        return false;
    }
    if (replay->count > 0) {
        qsort(replay->shots, replay->count, sizeof *replay->shots, compare_names);
    }
    replay->folder = strdup(path);
    return replay->folder != NULL;
}

static bool list_file(struct replay *replay, const char *path)
{
    const char *slash = strrchr(path, '/');
    replay->folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    return replay->folder && add_shot(replay, slash ? slash + 1 : path);
}

static bool list_shots(struct replay *replay, const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        LOG_ERRNO("no camera or folder of pictures at %s", path);
        return false;
    }
    return S_ISDIR(info.st_mode) ? list_folder(replay, path) : list_file(replay, path);
}

static bool load(const struct replay *replay, const char *name, struct frame *out,
                 struct fault *error)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", replay->folder, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        return fault_set(error, "its path is too long");
    }
    return image_file_luma(path, out, error);
}

/* Sleeps until the next picture is due, at most timeout_ms. False: not due yet. */
static bool wait_until_due(struct replay *replay, int timeout_ms)
{
    int64_t now = time_monotonic_us();
    int64_t period = 1000000 / replay->options.want_fps;
    int64_t until = now + (int64_t)timeout_ms * 1000;
    bool due = replay->due_us <= until;
    until = due ? replay->due_us : until;
    if (until > now) {
        struct timespec wake = {(time_t)(until / 1000000), (long)(until % 1000000) * 1000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL) == EINTR) {
        }
    }
    if (due) { /* a reader that was late is not made up for */
        replay->due_us = (replay->due_us > now - period ? replay->due_us : now) + period;
    }
    return due;
}

static bool deliver_shot(struct replay *replay, struct shot *shot, struct frame *out)
{
    if (shot->cached.luma) {
        return frame_copy(out, &shot->cached);
    }
    struct fault error = {""};
    if (!load(replay, shot->name, out, &error)) {
        LOG_WARN("skipped %s/%s: %s", replay->folder, shot->name, error.text);
        shot->broken = true;
        return false;
    }
    if (replay->cached_bytes + out->capacity <= CACHE_BYTES_MAX && frame_copy(&shot->cached, out)) {
        replay->cached_bytes += shot->cached.capacity;
    }
    return true;
}

/* Writes the next readable picture. False: there is none. */
static bool deliver_next(struct replay *replay, struct frame *out)
{
    for (size_t tries = 0; tries < replay->count; tries++) {
        if (replay->at == replay->count && replay->options.loop) {
            replay->at = 0;
        }
        if (replay->at == replay->count) {
            return false;
        }
        struct shot *shot = &replay->shots[replay->at++];
        if (!shot->broken && deliver_shot(replay, shot, out)) {
            return true;
        }
    }
    return false;
}

static bool deliver_held(struct replay *replay, struct frame *out)
{
    pthread_mutex_lock(&replay->lock);
    bool ok = frame_copy(out, &replay->held);
    pthread_mutex_unlock(&replay->lock);
    return ok;
}

static enum frame_status replay_next(struct frame_source *source, int timeout_ms, struct frame *out)
{
    struct replay *replay = (struct replay *)source;
    if (!wait_until_due(replay, timeout_ms)) {
        return FRAME_TIMEOUT;
    }
    if (!(replay->options.hold ? deliver_held : deliver_next)(replay, out)) {
        return FRAME_ENDED;
    }
    out->sequence = ++replay->sequence;
    out->captured_us = time_monotonic_us();
    return FRAME_READY;
}

static const char *replay_describe(struct frame_source *source)
{
    return ((struct replay *)source)->description;
}

static void replay_destroy(struct frame_source *source)
{
    struct replay *replay = (struct replay *)source;
    for (size_t i = 0; i < replay->count; i++) {
        free(replay->shots[i].name);
        frame_finish(&replay->shots[i].cached);
    }
    free(replay->shots);
    free(replay->folder);
    frame_finish(&replay->held);
    pthread_mutex_destroy(&replay->lock);
    free(replay);
}

static const struct frame_source_ops replay_ops = {
    .kind = "replay",
    .next = replay_next,
    .describe = replay_describe,
    .destroy = replay_destroy,
};

static bool make_grey(const struct replay *replay, struct frame *out)
{
    if (!frame_resize(out, replay->options.want_width, replay->options.want_height)) {
        LOG_ERROR("no memory for a frame of %dx%d", replay->options.want_width,
                  replay->options.want_height);
        return false;
    }
    memset(out->luma, GREY, (size_t)out->stride * (size_t)out->height);
    return true;
}

struct frame_source *replay_open(const char *path, const struct frame_source_options *options)
{
    struct replay *replay = calloc(1, sizeof *replay);
    if (!replay || pthread_mutex_init(&replay->lock, NULL) != 0) {
        LOG_ERROR("no memory to replay %s", path);
        free(replay);
        return NULL;
    }
    replay->port.ops = &replay_ops;
    replay->options = *options;
    if (!list_shots(replay, path) || !make_grey(replay, &replay->held)) {
        replay_destroy(&replay->port);
        return NULL;
    }
    snprintf(replay->description, sizeof replay->description, "%.400s, %zu pictures at %d fps%s",
             path, replay->count, options->want_fps, options->hold ? ", held" : "");
    return &replay->port;
}

bool replay_hold(struct frame_source *source, const char *name)
{
    if (source->ops != &replay_ops) {
        LOG_ERROR("a camera cannot be told what to see");
        return false;
    }
    struct replay *replay = (struct replay *)source;
    struct frame frame = {0};
    struct fault error = {"a name in the folder is needed"};
    if (name ? strchr(name, '/') || !load(replay, name, &frame, &error)
             : !make_grey(replay, &frame)) {
        LOG_ERROR("cannot show %s/%s: %s", replay->folder, name ? name : "", error.text);
        return false;
    }
    pthread_mutex_lock(&replay->lock);
    struct frame old = replay->held;
    replay->held = frame;
    pthread_mutex_unlock(&replay->lock);
    frame_finish(&old);
    return true;
}
