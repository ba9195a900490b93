/*
 * A file system for SQLite that kills this process, or fails, at the nth operation of a kind. It
 * stands in front of the real one; only tests link it.
 */
#ifndef LANYARD_TEST_FAULT_VFS_H
#define LANYARD_TEST_FAULT_VFS_H

enum fault_kind { /* bits */
                  FAULT_OPEN = 1 << 0,
                  FAULT_WRITE = 1 << 1,
                  FAULT_SYNC = 1 << 2,
                  FAULT_LOCK = 1 << 3,
                  FAULT_ANY = FAULT_OPEN | FAULT_WRITE | FAULT_SYNC | FAULT_LOCK,
};
enum fault_action { FAULT_KILL, FAULT_FAIL };

/* Makes it the process's file system. */
void fault_vfs_install(void);

/* From now on: at the nth (from 1) operation of `kinds`, `action`. A failing one fails once. */
void fault_vfs_arm(unsigned kinds, int nth, enum fault_action action);

/* Whether the fault has come. */
int fault_vfs_fired(void);
void fault_vfs_disarm(void);

#endif
