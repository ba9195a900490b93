#define LOG_MODULE "printer"
#include "printer/printer_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "log.h"

bool printer_lock_take(const char *path, int *lock)
{
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*lock < 0) {
        LOG_ERRNO("%s: the printer cannot be locked, and is used all the same", path);
        return true;
    }
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    int error = errno;
    close(*lock);
    *lock = -1;
    if (error != EWOULDBLOCK) {
        errno = error;
        LOG_ERRNO("%s: the printer cannot be locked, and is used all the same", path);
    }
    return error != EWOULDBLOCK;
}

void printer_lock_release(int *lock)
{
    if (*lock >= 0) {
        close(*lock);
    }
    *lock = -1;
}
