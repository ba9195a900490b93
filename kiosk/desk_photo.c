/* Photographs taken at the desk: the middle of the camera's picture, as it was shown, becomes the
 * person's photo. The camera's pictures have no colour, so the photo is grey. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/desk.h"
#include "log.h"
#include "roster.h"

#define ASPECT_WIDTH 32 /* millimetres on the badge */
#define ASPECT_HEIGHT 42
#define QUALITY 92

static void show_photo(struct kiosk *kiosk)
{
    kiosk->model.photo = kiosk->photo.rgb ? &kiosk->photo : NULL;
    kiosk->dirty = true;
}

void desk_start_photo(struct kiosk *kiosk)
{
    kiosk->model.desk.taken = false;
    desk_go(kiosk, DESK_PHOTO);
}

/* The largest part of the frame with the photo's shape, centred: what the screen shows. */
static bool crop(const struct frame *frame, struct picture *out)
{
    int width = frame->width, height = frame->height;
    if (width * ASPECT_HEIGHT > height * ASPECT_WIDTH) {
        width = height * ASPECT_WIDTH / ASPECT_HEIGHT;
    } else {
        height = width * ASPECT_HEIGHT / ASPECT_WIDTH;
    }
    int left = (frame->width - width) / 2, top = (frame->height - height) / 2;
    uint8_t *to = width > 0 && height > 0 ? malloc((size_t)width * (size_t)height * 3) : NULL;
    *out = (struct picture){.rgb = to, .width = width, .height = height};
    for (int y = 0; to && y < height; y++) {
        const uint8_t *from =
            frame->luma + (size_t)(top + y) * (size_t)frame->stride + (size_t)left;
        for (int x = 0; x < width; x++, to += 3) {
            to[0] = to[1] = to[2] = from[x];
        }
    }
    return out->rgb != NULL;
}

void desk_take_photo(struct kiosk *kiosk)
{
    struct picture taken;
    if (!kiosk->shown.luma || !crop(&kiosk->shown, &taken)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return;
    }
    picture_finish(&kiosk->photo);
    kiosk->photo = taken;
    kiosk->model.desk.taken = true;
    show_photo(kiosk);
}

/* Writes the picture into a file of its own, which the caller removes. */
static bool write_jpeg(const struct picture *picture, char *path)
{
    uint8_t *jpeg = NULL;
    size_t size = 0;
    bool written = false;
    int file = mkstemp(path);
    if (file >= 0 && picture_encode_jpeg(picture, QUALITY, &jpeg, &size)) {
        written = write(file, jpeg, size) == (ssize_t)size;
    }
    if (!written) {
        LOG_ERRNO("%s: the photo cannot be written", path);
    }
    if (file >= 0) {
        close(file);
    }
    free(jpeg);
    return written;
}

bool desk_photo_to_draft(struct kiosk *kiosk)
{
    char folder[4200], path[4300], name[64], error[4600];
    snprintf(folder, sizeof folder, "%s/photos", kiosk->station->directory);
    snprintf(path, sizeof path, "%s/.taken-XXXXXX", folder);
    bool good = write_jpeg(&kiosk->photo, path);
    if (good && !roster_take_photo(path, folder, name, sizeof name, error, sizeof error)) {
        LOG_ERROR("%s", error);
        good = false;
    }
    unlink(path);
    kiosk->desk->draft = kiosk->outcome.attendee;
    if (good) {
        snprintf(kiosk->desk->draft.photo, sizeof kiosk->desk->draft.photo, "%s", name);
    }
    return good;
}
