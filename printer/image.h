/*
 * Image: a picture of a template, drawn on any context. PNG by cairo, SVG by librsvg, the
 * first page of a PDF by pdf_page.h, JPEG by the decoder that the template's files bring. Never changed once made.
 */
#ifndef LANYARD_PRINTER_IMAGE_H
#define LANYARD_PRINTER_IMAGE_H

#include <cairo.h>

#include "badge_template.h"

struct image;
/* NULL: `why` says what is wrong with the file. */
struct image *image_load(const char *name, const struct template_files *files, char why[128]);
void image_destroy(struct image *image); /* NULL-safe */

/* Natural size, in any one unit. */
void image_size(const struct image *image, double *width, double *height);

/* Draws at (0, 0) in its natural size. */
void image_paint(cairo_t *cr, const struct image *image);

#endif
