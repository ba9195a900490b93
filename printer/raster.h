/*
 * Raster: pages of dots as PWG raster (PWG 5102.4) or as URF. Pure; any thread.
 */
#ifndef LANYARD_PRINTER_RASTER_H
#define LANYARD_PRINTER_RASTER_H

#include "printer/sink.h"

/* A page. Its pixels are cairo's, a word each, and are turned into the printer's ink line by line.
 */
struct raster_page {
    const uint32_t *pixels; /* lent */
    size_t stride;          /* words */
    int width, height;      /* dots */
    int dpi;
    int pages;         /* of the document */
    bool two_sided;    /* both sides of a sheet follow each other */
    const char *media; /* PWG name */
};

/* Each false: no memory. */
bool raster_begin(struct sink *sink, enum raster_format format, int pages);
bool raster_page(struct sink *sink, enum raster_format format, enum raster_ink ink,
                 const struct raster_page *page);

#endif
