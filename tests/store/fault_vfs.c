#include "tests/store/fault_vfs.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

static sqlite3_vfs *real; /* the system's */
static sqlite3_vfs shim;
static unsigned armed_kinds;
static int left;
static enum fault_action armed_action;
static int fired;

struct fault_file {
    sqlite3_file base;
    sqlite3_file *under; /* behind this struct, in the same memory */
};

/* Whether this operation is to fail; does not return when it is the one to die at. */
static int strikes(enum fault_kind kind)
{
    if (!(armed_kinds & kind) || left == 0 || --left > 0) {
        return 0;
    }
    fired = 1;
    if (armed_action == FAULT_KILL) {
        kill(getpid(), SIGKILL);
    }
    return 1;
}

static sqlite3_file *under(sqlite3_file *file)
{
    return ((struct fault_file *)(void *)file)->under;
}

#define U(file) under(file)->pMethods

static int file_close(sqlite3_file *f)
{
    return U(f)->xClose(under(f));
}
static int file_read(sqlite3_file *f, void *data, int size, sqlite3_int64 at)
{
    return U(f)->xRead(under(f), data, size, at);
}
static int file_write(sqlite3_file *f, const void *data, int size, sqlite3_int64 at)
{
    return strikes(FAULT_WRITE) ? SQLITE_FULL : U(f)->xWrite(under(f), data, size, at);
}
static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return strikes(FAULT_WRITE) ? SQLITE_IOERR_TRUNCATE : U(f)->xTruncate(under(f), size);
}
static int file_sync(sqlite3_file *f, int flags)
{
    return strikes(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : U(f)->xSync(under(f), flags);
}
static int file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return U(f)->xFileSize(under(f), size);
}
static int file_lock(sqlite3_file *f, int level)
{
    return strikes(FAULT_LOCK) ? SQLITE_IOERR_LOCK : U(f)->xLock(under(f), level);
}
static int file_unlock(sqlite3_file *f, int level)
{
    return U(f)->xUnlock(under(f), level);
}
static int file_check_lock(sqlite3_file *f, int *out)
{
    return U(f)->xCheckReservedLock(under(f), out);
}
static int file_control(sqlite3_file *f, int op, void *argument)
{
    return U(f)->xFileControl(under(f), op, argument);
}
static int file_sector(sqlite3_file *f)
{
    return U(f)->xSectorSize(under(f));
}
static int file_device(sqlite3_file *f)
{
    return U(f)->xDeviceCharacteristics(under(f));
}
static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return strikes(FAULT_OPEN) ? SQLITE_IOERR_SHMMAP
                               : U(f)->xShmMap(under(f), page, size, extend, out);
}
static int file_shm_lock(sqlite3_file *f, int offset, int count, int flags)
{
    return !(flags & SQLITE_SHM_UNLOCK) && strikes(FAULT_LOCK)
               ? SQLITE_IOERR_SHMLOCK
               : U(f)->xShmLock(under(f), offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *f)
{
    U(f)->xShmBarrier(under(f));
}
static int file_shm_unmap(sqlite3_file *f, int drop)
{
    return U(f)->xShmUnmap(under(f), drop);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                    int *out_flags)
{
    struct fault_file *own = (struct fault_file *)(void *)file;
    (void)vfs;
    memset(own, 0, sizeof *own);
    if (strikes(FAULT_OPEN)) {
        return SQLITE_CANTOPEN;
    }
    own->under = (sqlite3_file *)(void *)(own + 1);
    int code = real->xOpen(real, name, own->under, flags, out_flags);
    own->base.pMethods = own->under->pMethods ? &methods : NULL;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_dir)
{
    (void)vfs;
    return strikes(FAULT_WRITE) ? SQLITE_IOERR_DELETE : real->xDelete(real, name, sync_dir);
}

void fault_vfs_install(void)
{
    sqlite3_initialize();
    real = sqlite3_vfs_find(NULL);
    shim = *real;
    shim.zName = "fault";
    shim.pNext = NULL;
    shim.szOsFile = (int)sizeof(struct fault_file) + real->szOsFile;
    shim.xOpen = vfs_open;
    shim.xDelete = vfs_delete;
    sqlite3_vfs_register(&shim, 1);
}

void fault_vfs_arm(unsigned kinds, int nth, enum fault_action action)
{
    armed_kinds = kinds;
    armed_action = action;
    left = nth;
    fired = 0;
}

int fault_vfs_fired(void)
{
    return fired;
}

void fault_vfs_disarm(void)
{
    armed_kinds = 0;
    left = 0;
}
