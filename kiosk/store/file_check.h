/* What can be said of a store's file before SQLite opens it. */
#ifndef LANYARD_FILE_CHECK_H
#define LANYARD_FILE_CHECK_H

#include <stdbool.h>

/* False with one log line that tells a missing, unreadable, truncated or foreign file apart. */
bool file_check(const char *path);

/* Whether there is a write-ahead log with something in it. */
bool file_has_log(const char *path);

#endif
