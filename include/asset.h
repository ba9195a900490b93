/*
 * Assets: files of assets/ built into the program, so that it runs from any place. Any thread.
 */
#ifndef LANYARD_ASSET_H
#define LANYARD_ASSET_H

#include <stddef.h>

/* The bytes of assets/NAME ("messages/en.txt"); followed by a NUL that is not counted. NULL: there
 * is none. Static. */
const char *asset_find(const char *name, size_t *size);

/* The n-th asset's name, NULL past the last. */
const char *asset_name(size_t index);

#endif
