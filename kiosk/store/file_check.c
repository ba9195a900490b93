#include "kiosk/store/file_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOG_MODULE "store"
#include "log.h"

#define HEADER_SIZE 100
static const char magic[16] = "SQLite format 3";

static bool check_header(const char *path, int fd, bool has_log)
{
    unsigned char header[HEADER_SIZE];
    struct stat status;
    ssize_t got = pread(fd, header, sizeof header, 0);
    if (got < 0 || fstat(fd, &status) != 0) {
        LOG_ERRNO("%s: cannot be read; check the disk", path);
        return false;
    }
    if ((size_t)got < sizeof header) {
        LOG_ERROR("%s: truncated to %zd bytes; restore a copy of it", path, got);
        return false;
    }
    if (memcmp(header, magic, sizeof magic) != 0) {
        LOG_ERROR("%s: not a Lanyard store, or damaged; give another folder, or restore a copy",
                  path);
        return false;
    }
    int64_t page_size = header[16] << 8 | header[17];
    int64_t pages = (int64_t)header[28] << 24 | header[29] << 16 | header[30] << 8 | header[31];
    page_size = page_size == 1 ? 65536 : page_size;
    if (!has_log && status.st_size < pages * page_size) {
        LOG_ERROR("%s: truncated: %lld of %lld bytes are left; restore a copy of it", path,
                  (long long)status.st_size, (long long)(pages * page_size));
        return false;
    }
    return true;
}

bool file_has_log(const char *path)
{
    char name[4096 + 8];
    struct stat status;
    snprintf(name, sizeof name, "%s-wal", path);
    return stat(name, &status) == 0 && status.st_size > 0;
}

bool file_check(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        LOG_ERROR("%s: there is no such store; make one with `lanyard init DIR`", path);
        return false;
    }
    if (fd < 0) {
        LOG_ERRNO("%s: cannot be opened; check the owner and mode of it and its folder", path);
        return false;
    }
    bool ok = check_header(path, fd, file_has_log(path));
    close(fd);
    return ok;
}
