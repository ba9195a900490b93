/* Who is printing which badge just now: a lock on one byte of a file, for each serial. The system
 * takes it back from a process that dies. */
#define LOG_MODULE "event"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "kiosk/station/station_private.h"
#include "log.h"

#define LOCK_FILE "print/lock"

static bool open_locks(struct station *station)
{
    char path[PATH_SIZE];
    if (station->has_locks) {
        return true;
    }
    if (!station_path(station->directory, LOCK_FILE, path, sizeof path)) {
        return false;
    }
    station->locks = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    station->has_locks = station->locks >= 0;
    if (!station->has_locks) {
        LOG_ERRNO("%s: cannot be made, so two programs may take the same badge in hand; check the "
                  "folder's owner and mode",
                  path);
    }
    return station->has_locks;
}

static bool set_lock(struct station *station, uint32_t serial, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = serial, .l_len = 1};
    return fcntl(station->locks, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES);
}

bool station_lock_badge(struct station *station, uint32_t serial)
{
    return !open_locks(station) || set_lock(station, serial, F_WRLCK);
}

void station_unlock_badge(struct station *station, uint32_t serial)
{
    if (station->has_locks) {
        set_lock(station, serial, F_UNLCK);
    }
}
