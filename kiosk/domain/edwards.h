/*
 * Points of the curve of Ed25519 (RFC 8032), and sums of many of them: for checking many signatures
 * at once. Only public values: nothing here takes the same time for all inputs. Pure; any thread.
 */
#ifndef LANYARD_EDWARDS_H
#define LANYARD_EDWARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SIZEOF_INT128__
#define EDWARDS_HERE 1 /* else the machine has no product of 128 bits, and this is not built */
#else
#define EDWARDS_HERE 0
#endif

/* A number modulo 2^255 - 19, in five parts of 51 bits and a little more. */
struct field {
    uint64_t part[5];
};

/* Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
struct edwards_point {
    struct field x, y, z, t;
};

/* A point that is only added: y + x, y - x and 2dxy, with Z = 1. */
struct edwards_addend {
    struct field sum, difference, product;
};

#define EDWARDS_WEIGHT_SIZE 16

/* Reads a point's canonical form. False: there is none. */
bool edwards_read(const uint8_t bytes[32], struct edwards_addend *out);
void edwards_write(const struct edwards_point *point, uint8_t out[32]);

/* The sum of all points, each times its weight (little-endian). */
void edwards_sum(const uint8_t (*weights)[EDWARDS_WEIGHT_SIZE], const struct edwards_addend *points,
                 size_t count, struct edwards_point *out);

#endif
