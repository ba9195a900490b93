/* Picture files of any content: as luma, as photo, and EXIF alone.
 * link: scanner/image.c scanner/image_file.c scanner/image_jpeg.c scanner/image_png.c
 * link: scanner/image_pgm.c scanner/exif.c scanner/frame.c scanner/fault.c kiosk/log.c */
#include <stdlib.h>

#include "scanner/exif.h"
#include "scanner/image.h"

#define PIXELS_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether a JPEG announces more pixels than there is time for here. */
static bool is_large_jpeg(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 8 < size; i++) {
        if (data[i] == 0xff && (data[i + 1] & 0xf0) == 0xc0 &&
            (data[i + 5] << 8 | data[i + 6]) * (uint64_t)(data[i + 7] << 8 | data[i + 8]) >
                PIXELS_MAX) {
            return true;
        }
    }
    return false;
}

static void use(const uint8_t *pixels, size_t count)
{
    static volatile uint8_t last;
    last = pixels[count - 1];
    (void)last;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct frame frame = {0};
    struct image_rgb rgb = {0};
    struct fault fault;
    int orientation = exif_orientation(data, size);
    if (orientation < 1 || orientation > 8) {
        abort();
    }
    const struct image_codec *codec = image_codec_find(data, size);
    if (!codec || (codec == &image_jpeg && is_large_jpeg(data, size))) {
        return 0;
    }
    if (codec->luma(data, size, &frame, &fault)) {
        use(frame.luma, (size_t)frame.width * (size_t)frame.height);
    }
    if (codec->rgb && codec->rgb(data, size, 100, &rgb, &fault)) {
        use(rgb.pixels, (size_t)rgb.width * (size_t)rgb.height * 3);
        if (rgb.orientation < 1 || rgb.orientation > 8) {
            abort();
        }
        free(rgb.pixels);
    }
    frame_finish(&frame);
    return 0;
}
