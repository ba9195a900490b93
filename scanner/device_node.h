/* Opening a device node, and explaining to people why it does not open. */
#ifndef SCANNER_DEVICE_NODE_H
#define SCANNER_DEVICE_NODE_H

#include <stddef.h>

#include "scanner/fault.h"

/* Opens the character device `path` for reading and writing, non-blocking. -1: `fault` says why,
 * and for a missing permission which group to join. */
int device_node_open(const char *path, struct fault *fault);

#define DEVICE_PATH_SIZE 64

/* The nodes "FOLDER/PREFIXn" in the order of n, at most `most`. Returns their count. */
size_t device_node_list(const char *folder, const char *prefix, char (*paths)[DEVICE_PATH_SIZE],
                        size_t most);

#endif
