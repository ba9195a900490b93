/* Every nth operation of the disk, and every nth allocation of the database, fails once. */
#ifndef LANYARD_TORTURE_FAULTY_H
#define LANYARD_TORTURE_FAULTY_H

#include <stdbool.h>

/* False with a message. Prints a line for each kind. Without `all`, later allocations are tried in
 * growing steps. */
bool faulty_run(const char *base, unsigned long seed, bool all);

#endif
