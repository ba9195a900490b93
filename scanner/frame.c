#include <stdlib.h>
#include <string.h>

#include "picture.h"

#define SIDE_MAX 16384

bool frame_resize(struct frame *frame, int width, int height)
{
    if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX) {
        return false;
    }
    size_t need = (size_t)width * (size_t)height;
    if (need > frame->capacity) {
        uint8_t *luma = malloc(need);
        if (!luma) {
            return false;
        }
        free(frame->luma);
        frame->luma = luma;
        frame->capacity = need;
    }
    frame->width = width;
    frame->height = height;
    frame->stride = width;
    return true;
}

bool frame_copy(struct frame *to, const struct frame *from)
{
    if (!frame_resize(to, from->width, from->height)) {
        return false;
    }
    for (int y = 0; y < from->height; y++) {
        memcpy(to->luma + (size_t)y * (size_t)to->stride,
               from->luma + (size_t)y * (size_t)from->stride, (size_t)from->width);
    }
    to->sequence = from->sequence;
    to->captured_us = from->captured_us;
    return true;
}

void frame_finish(struct frame *frame)
{
    if (frame) {
        free(frame->luma);
        *frame = (struct frame){0};
    }
}
