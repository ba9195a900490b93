/*
 * PDF page: the first page of a PDF as an SVG drawing, made by poppler's pdftocairo in a process of
 * its own that has little time, little memory and no files. Any thread.
 */
#ifndef LANYARD_PRINTER_PDF_PAGE_H
#define LANYARD_PRINTER_PDF_PAGE_H

#include "badge_template.h"

/* False: `why` says what is wrong. bytes_finish(svg). */
bool pdf_page_to_svg(const struct bytes *pdf, struct bytes *svg, char why[128]);

#endif
