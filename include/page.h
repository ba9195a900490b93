/*
 * Page: SVG drawings as the pages of a PDF document, for lists and reports. Any thread, each call
 * on its own.
 */
#ifndef LANYARD_PAGE_H
#define LANYARD_PAGE_H

#include "badge.h"

#define PAGE_WIDTH_MM 210 /* A4, upright */
#define PAGE_HEIGHT_MM 297

/* Each drawing fills an A4 page; it refers to nothing outside itself. False: one log line. */
bool pages_render_pdf(const struct bytes *drawings, size_t count, const char *title,
                      struct bytes *out);

#endif
