#define LOG_MODULE "printer"
#include "badge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

void bytes_finish(struct bytes *bytes)
{
    if (bytes) {
        free(bytes->data);
        *bytes = (struct bytes){0};
    }
}

static bool write_all(int fd, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t done = write(fd, data, size);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        if (done > 0) {
            data += done;
            size -= (size_t)done;
        }
    }
    return fsync(fd) == 0;
}

/* So that the new name itself survives a power cut. A file system that cannot is not an error. */
static void sync_folder_of(const char *path)
{
    char *folder = strdup(path);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    if (slash) {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

bool bytes_write_file(const struct bytes *bytes, const char *path)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
        LOG_ERROR("no memory to write %s", path);
        return false;
    }
    int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
    if (fd < 0) {
        LOG_ERRNO("cannot write %s: is its folder there and writable?", path);
        free(temporary);
        return false;
    }
    bool ok = write_all(fd, bytes->data, bytes->size);
    ok = close(fd) == 0 && ok;
    ok = ok && rename(temporary, path) == 0;
    if (!ok) {
        int cause = errno;
        LOG_ERRNO("cannot write %s", path);
        unlink(temporary);
        errno = cause;
    } else {
        sync_folder_of(path);
    }
    free(temporary);
    return ok;
}
