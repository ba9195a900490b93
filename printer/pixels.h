/*
 * Pixels: cairo's words into what others want. Pure; any thread.
 */
#ifndef LANYARD_PRINTER_PIXELS_H
#define LANYARD_PRINTER_PIXELS_H

#include <stdint.h>

/* Each `count` pixels of CAIRO_FORMAT_RGB24; three bytes each, or one as an eye weighs colours. */
void pixels_to_rgb(const uint32_t *restrict from, int count, uint8_t *restrict to);
void pixels_to_grey(const uint32_t *restrict from, int count, uint8_t *restrict to);

#endif
