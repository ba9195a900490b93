#include "frame_source.h"

#include <string.h>
#include <sys/stat.h>

#include "scanner/camera.h"
#include "scanner/replay.h"

static bool is_camera(const char *spec)
{
    struct stat info;
    return strcmp(spec, "auto") == 0 || strncmp(spec, "/dev/", 5) == 0 ||
           (stat(spec, &info) == 0 && S_ISCHR(info.st_mode));
}

struct frame_source *frame_source_open(const char *spec, const struct frame_source_options *options)
{
    struct frame_source_options filled = options ? *options : (struct frame_source_options){0};
    if (filled.want_width <= 0 || filled.want_height <= 0) {
        filled.want_width = 1280;
        filled.want_height = 720;
    }
    if (filled.want_fps <= 0) {
        filled.want_fps = 30;
    }
    spec = spec ? spec : "auto";
    if (is_camera(spec)) {
        return camera_open(spec, &filled);
    }
    return replay_open(spec, &filled);
}

bool frame_source_hold(struct frame_source *source, const char *name)
{
    return replay_hold(source, name);
}

void frame_source_destroy(struct frame_source *source)
{
    if (source) {
        source->ops->destroy(source);
    }
}
