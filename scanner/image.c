#define LOG_MODULE "scanner"
#include "scanner/image.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "log.h"
#include "scanner.h"

static const struct image_codec *const codecs[] = {&image_jpeg, &image_png, &image_pgm};

bool image_check_size(size_t width, size_t height, struct fault *error)
{
    if (width < 1 || height < 1) {
        return fault_set(error, "the picture has no pixels");
    }
    if (width > 16384 || height > 16384 || width * height > IMAGE_PIXELS_MAX) {
        return fault_set(error, "%zux%zu pixels are too many: at most 16384 a side and %zu in all",
                         width, height, IMAGE_PIXELS_MAX);
    }
    return true;
}

const struct image_codec *image_codec_find(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < sizeof codecs / sizeof codecs[0]; i++) {
        if (codecs[i]->matches(data, size)) {
            return codecs[i];
        }
    }
    return NULL;
}

bool frame_read(const char *path, struct frame *out, char *why, size_t size)
{
    struct fault error;
    bool ok = image_file_luma(path, out, &error);
    snprintf(why, size, "%s", ok ? "" : error.text);
    return ok;
}

bool frame_load(const char *path, struct frame *out)
{
    struct fault error;
    if (!image_file_luma(path, out, &error)) {
        LOG_ERROR("cannot read %s: %s", path, error.text);
        return false;
    }
    return true;
}

bool frame_name_is_picture(const char *name)
{
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".pgm"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcasecmp(name + length - ending, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}
