#include "scanner/stillness.h"

#include <stdlib.h>
#include <string.h>

#define CHANGE_MIN 12 /* grey levels; noise is less, averaged as it is */
#define SHARE 1000    /* so small a part of the pixels may change by chance */

static bool has_changed(const struct stillness *stillness, const struct plane *small)
{
    int changed = 0;
    if (small->width != stillness->width || small->height != stillness->height) {
        return true;
    }
    for (int y = 0; y < small->height; y++) {
        const uint8_t *now = small->pixels + (size_t)y * (size_t)small->stride;
        const uint8_t *then = stillness->pixels + (size_t)y * (size_t)small->width;
        for (int x = 0; x < small->width; x++) {
            changed += abs(now[x] - then[x]) > CHANGE_MIN;
        }
    }
    return changed * SHARE > small->width * small->height;
}

unsigned stillness_look(struct stillness *stillness, const struct plane *small)
{
    if ((size_t)small->width * (size_t)small->height > STILLNESS_PIXELS_MAX) {
        return 0;
    }
    if (!has_changed(stillness, small)) {
        return ++stillness->frames;
    }
    for (int y = 0; y < small->height; y++) {
        memcpy(stillness->pixels + (size_t)y * (size_t)small->width,
               small->pixels + (size_t)y * (size_t)small->stride, (size_t)small->width);
    }
    stillness->width = small->width;
    stillness->height = small->height;
    stillness->frames = 0;
    return 0;
}
