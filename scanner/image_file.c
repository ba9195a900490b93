#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanner/image.h"

/* The bytes read; fewer than `size` when the file shrank meanwhile, -1 on error. */
static ssize_t read_all(int fd, uint8_t *bytes, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(fd, bytes + have, size - have);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static bool check_kind(int fd, size_t *size, struct fault *error)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return fault_set_errno(error, NULL);
    }
    if (!S_ISREG(info.st_mode)) {
        return fault_set(error, "not a file");
    }
    if ((uintmax_t)info.st_size > IMAGE_FILE_MAX) {
        return fault_set(error, "%jd bytes are too many: at most %zu are read",
                         (intmax_t)info.st_size, IMAGE_FILE_MAX);
    }
    *size = (size_t)info.st_size;
    return true;
}

bool image_file_read(const char *path, uint8_t **data, size_t *size, struct fault *error)
{
    bool ok = false;
    uint8_t *bytes = NULL;
    size_t expected = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not hang us */
    if (fd < 0) {
        return fault_set_errno(error, NULL);
    }
    if (!check_kind(fd, &expected, error)) {
        goto close_file;
    }
    bytes = malloc(expected ? expected : 1);
    ssize_t got = bytes ? read_all(fd, bytes, expected) : -1;
    if (got < 0) {
        fault_set_errno(error, NULL);
        goto free_bytes;
    }
    *data = bytes;
    *size = (size_t)got;
    bytes = NULL;
    ok = true;
free_bytes:
    free(bytes);
close_file:
    close(fd);
    return ok;
}

bool image_file_luma(const char *path, struct frame *out, struct fault *error)
{
    uint8_t *data = NULL;
    size_t size = 0;
    struct frame loaded = {0};
    if (!image_file_read(path, &data, &size, error)) {
        return false;
    }
    const struct image_codec *codec = image_codec_find(data, size);
    bool ok = codec ? codec->luma(data, size, &loaded, error)
                    : fault_set(error, "not a picture (PNG, JPEG or PGM)");
    free(data);
    if (!ok) {
        frame_finish(&loaded);
        return false;
    }
    frame_finish(out);
    *out = loaded;
    return true;
}
