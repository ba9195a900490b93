/*
 * Printer lock: whose turn it is at a printer that several programs of this machine use. A lock that
 * is held ends with its program, however that ends.
 */
#ifndef LANYARD_PRINTER_LOCK_H
#define LANYARD_PRINTER_LOCK_H

#include <stdbool.h>

/* Takes the lock of `path`, a file that is made; *lock is then to be released. False: another holds
 * it. One that cannot be made at all is done without, with one log line (*lock is -1). */
bool printer_lock_take(const char *path, int *lock);
void printer_lock_release(int *lock);

#endif
