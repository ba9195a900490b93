/*
 * Faults for a whole program, preloaded: the FAULT_NTH-th call of FAULT_CALL fails once.
 *
 *   FAULT_CALL=write|fsync|open|malloc FAULT_NTH=n FAULT_FD=fd LD_PRELOAD=faults.so lanyard …
 *
 * Whether the fault came is told by a byte written to FAULT_FD. Calls on the terminal's descriptors
 * (0 to 2) and on FAULT_FD are let alone.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum call { CALL_NONE, CALL_WRITE, CALL_FSYNC, CALL_OPEN, CALL_MALLOC };

static enum call wanted;
static long left;
static int tell_fd = -1;
static __thread bool within; /* a call made by this file */

__attribute__((constructor)) static void start(void)
{
    static const char *const names[] = {"", "write", "fsync", "open", "malloc"};
    const char *call = getenv("FAULT_CALL");
    const char *nth = getenv("FAULT_NTH");
    const char *fd = getenv("FAULT_FD");
    tell_fd = fd ? atoi(fd) : -1;
    left = nth ? atol(nth) : 0;
    for (int i = 1; call && i <= CALL_MALLOC; i++) {
        if (strcmp(call, names[i]) == 0) {
            wanted = (enum call)i;
        }
    }
}

/* The next definition of a function, without converting a pointer to an object into one to a
 * function. */
#define REAL(function)                                 \
    static __typeof__(function) *real;                 \
    if (!real) {                                       \
        *(void **)&real = dlsym(RTLD_NEXT, #function); \
    }

static bool strikes(enum call call)
{
    if (call != wanted || within || left <= 0 || __sync_sub_and_fetch(&left, 1) != 0) {
        return false;
    }
    within = true;
    if (tell_fd >= 0) {
        REAL(write)
        real(tell_fd, "!", 1);
    }
    within = false;
    return true;
}

static bool is_ours(int fd)
{
    return fd > 2 && fd != tell_fd;
}

ssize_t write(int fd, const void *data, size_t size)
{
    REAL(write)
    if (is_ours(fd) && strikes(CALL_WRITE)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
    REAL(pwrite64)
    if (is_ours(fd) && strikes(CALL_WRITE)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, data, size, at);
}

int fsync(int fd)
{
    REAL(fsync)
    if (strikes(CALL_FSYNC)) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync)
    if (strikes(CALL_FSYNC)) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

static mode_t mode_of(int flags, va_list rest)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    REAL(open)
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    if (strikes(CALL_OPEN)) {
        errno = EMFILE;
        return -1;
    }
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    REAL(open64)
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    if (strikes(CALL_OPEN)) {
        errno = EMFILE;
        return -1;
    }
    return real(path, flags, mode);
}

/* The C library's own entries: looking these up by dlsym would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    if (strikes(CALL_MALLOC)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (strikes(CALL_MALLOC)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    if (strikes(CALL_MALLOC)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_realloc(old, size);
}
