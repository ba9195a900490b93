/* PGM, plain (P2) and raw (P5), of 8 or 16 bits. */
#include "scanner/image.h"

struct reader {
    const uint8_t *at, *end;
};

static bool matches(const uint8_t *data, size_t size)
{
    return size > 2 && data[0] == 'P' && (data[1] == '5' || data[1] == '2');
}

static bool is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void skip_space_and_comments(struct reader *reader)
{
    while (reader->at < reader->end && (is_space(*reader->at) || *reader->at == '#')) {
        if (*reader->at == '#') {
            while (reader->at < reader->end && *reader->at != '\n') {
                reader->at++;
            }
        } else {
            reader->at++;
        }
    }
}

static bool read_number(struct reader *reader, uint32_t limit, uint32_t *out)
{
    skip_space_and_comments(reader);
    const uint8_t *start = reader->at;
    uint32_t value = 0;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') {
        value = value * 10 + (uint32_t)(*reader->at++ - '0');
        if (value > limit) {
            return false;
        }
    }
    *out = value;
    return reader->at > start;
}

static uint8_t to_byte(uint32_t value, uint32_t peak)
{
    return (uint8_t)(value >= peak ? 255 : (value * 255 + peak / 2) / peak);
}

static bool read_raw(struct reader *reader, uint32_t peak, uint8_t *out, size_t count,
                     struct fault *error)
{
    size_t wide = peak > 255 ? 2 : 1;
    if (reader->at == reader->end || !is_space(*reader->at++) ||
        (size_t)(reader->end - reader->at) < count * wide) {
        return fault_set(error, "the PGM file is cut off");
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t value =
            wide == 2 ? (uint32_t)(reader->at[2 * i] << 8 | reader->at[2 * i + 1]) : reader->at[i];
        out[i] = to_byte(value, peak);
    }
    return true;
}

static bool read_plain(struct reader *reader, uint32_t peak, uint8_t *out, size_t count,
                       struct fault *error)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t value;
        if (!read_number(reader, 65535, &value)) {
            return fault_set(error, "the PGM file is cut off or has a bad number");
        }
        out[i] = to_byte(value, peak);
    }
    return true;
}

static bool luma(const uint8_t *data, size_t size, struct frame *out, struct fault *error)
{
    struct reader reader = {data + 2, data + size};
    uint32_t width, height, peak;
    if (!read_number(&reader, 1u << 24, &width) || !read_number(&reader, 1u << 24, &height) ||
        !read_number(&reader, 65535, &peak) || peak == 0) {
        return fault_set(error, "the PGM header is malformed");
    }
    if (!image_check_size(width, height, error)) {
        return false;
    }
    size_t count = (size_t)width * height;
    if ((size_t)(reader.end - reader.at) < count) { /* each pixel takes a byte at least */
        return fault_set(error, "the PGM file is cut off");
    }
    if (!frame_resize(out, (int)width, (int)height)) {
        return fault_set(error, "no memory for %ux%u pixels", width, height);
    }
    return data[1] == '5' ? read_raw(&reader, peak, out->luma, count, error)
                          : read_plain(&reader, peak, out->luma, count, error);
}

const struct image_codec image_pgm = {"PGM", matches, luma, NULL};
