/*
 * Secret keys in files: readable lines, mode 0600, written so that a reader finds the whole file or
 * none, and never over another.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "key_list.h"
#include "store.h"

#define LOG_MODULE "keys"
#include "log.h"

/* ---- writing ---- */

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            text += written;
            length -= (size_t)written;
        }
    }
    return fsync(fd) == 0;
}

/* Makes the new name last over a power cut. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash - path) : 1;
    snprintf(folder, sizeof folder, "%.*s", length > 0 ? length : 1, slash ? path : ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

bool key_file_write(const char *path, const struct station_key *key)
{
    char temporary[4096];
    char text[KEY_TEXT_SIZE];
    size_t length = key_format(key, text);
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    int fd = mkstemp(temporary); /* mode 0600 */
    bool written = fd >= 0 && write_all(fd, text, length);
    explicit_bzero(text, sizeof text);
    /* a link, unlike a rename, fails where the name is taken */
    bool named = written && link(temporary, path) == 0;
    int error = errno;
    if (fd >= 0) {
        close(fd);
        unlink(temporary);
    }
    errno = error;
    if (!named && errno == EEXIST) {
        LOG_ERROR("%s: there is a key already, and it is not overwritten; move it away first",
                  path);
        return false;
    }
    if (!named || !sync_folder(path)) {
        LOG_ERRNO("%s: cannot be written; check that its folder exists and is yours", path);
        return false;
    }
    return true;
}

/* ---- reading ---- */

/* Whether only its owner, who runs this program, can read it. */
static bool check_access(const char *path, int fd)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        LOG_ERROR("%s: not a file; restore the key", path);
        return false;
    }
    if (status.st_mode & 0177) {
        LOG_ERROR("%s: mode %04o lets others use the key; run: chmod 600 %s", path,
                  (unsigned)(status.st_mode & 07777), path);
        return false;
    }
    if (status.st_uid != geteuid()) {
        LOG_ERROR("%s: belongs to user %u; run as that user, or: chown %u %s", path,
                  (unsigned)status.st_uid, (unsigned)geteuid(), path);
        return false;
    }
    return true;
}

bool key_file_read(const char *path, struct station_key *out)
{
    char text[KEY_TEXT_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        LOG_ERRNO("%s: the key cannot be read; restore it, or make one with `lanyard keys "
                  "new-station`",
                  path);
        return false;
    }
    bool ok = false;
    if (check_access(path, fd)) {
        ssize_t length = read(fd, text, sizeof text - 1);
        text[length > 0 ? length : 0] = '\0';
        ok = key_parse(text, out);
        if (!ok) {
            LOG_ERROR("%s: damaged; restore the key, or revoke it and make a new one", path);
        }
    }
    explicit_bzero(text, sizeof text);
    close(fd);
    return ok;
}
