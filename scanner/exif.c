#include "scanner/exif.h"

#include <stdbool.h>
#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define ENTRY_SIZE 12

struct tiff {
    const uint8_t *bytes;
    size_t size;
    bool big_endian;
};

/* The unsigned number of `width` bytes at `at`; 0 outside the data. */
static uint32_t number_at(const struct tiff *tiff, size_t at, size_t width)
{
    if (at > tiff->size || tiff->size - at < width) {
        return 0;
    }
    uint32_t value = 0;
    for (size_t i = 0; i < width; i++) {
        value = value << 8 | tiff->bytes[at + (tiff->big_endian ? i : width - 1 - i)];
    }
    return value;
}

int exif_orientation(const uint8_t *bytes, size_t size)
{
    if (size < 8 || (memcmp(bytes, "II*\0", 4) != 0 && memcmp(bytes, "MM\0*", 4) != 0)) {
        return 1;
    }
    struct tiff tiff = {bytes, size, bytes[0] == 'M'};
    size_t directory = number_at(&tiff, 4, 4);
    size_t count = number_at(&tiff, directory, 2);
    for (size_t i = 0; i < count; i++) {
        size_t entry = directory + 2 + i * ENTRY_SIZE;
        if (entry > size) {
            break;
        }
        if (number_at(&tiff, entry, 2) == TAG_ORIENTATION &&
            number_at(&tiff, entry + 2, 2) == TYPE_SHORT && number_at(&tiff, entry + 4, 4) == 1) {
            uint32_t value = number_at(&tiff, entry + 8, 2);
            return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}
