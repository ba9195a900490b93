/* EXIF, of which one field matters here. Pure. */
#ifndef SCANNER_EXIF_H
#define SCANNER_EXIF_H

#include <stddef.h>
#include <stdint.h>

/*
 * The orientation, 1..8, in `tiff` (what follows "Exif\0\0" in a JPEG's APP1 segment; the whole of
 * a PNG's eXIf chunk). 1 (upright) when it is absent or the bytes make no sense.
 */
int exif_orientation(const uint8_t *tiff, size_t size);

#endif
