/*
 * Fault: why something outside (a file, a device) cannot be used, as words. Who finds it out says
 * so here; who knows whether it matters logs it. Any thread.
 */
#ifndef SCANNER_FAULT_H
#define SCANNER_FAULT_H

#include <stdbool.h>

struct fault {
    char text[320]; /* follows "NAME: " */
};

/* Writes the text. Returns false, for `return fault_set(...)`. */
bool fault_set(struct fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As fault_set, followed by ": " and the text of errno, or that text alone when `what` is NULL. */
bool fault_set_errno(struct fault *fault, const char *what);

#endif
