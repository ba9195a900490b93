/*
 * Printer book: the printers of a station, from printers.ini in the event's folder
 * (docs/printing.md). Without that file a station has one printer.
 */
#ifndef LANYARD_PRINTER_BOOK_H
#define LANYARD_PRINTER_BOOK_H

#include "print_route.h"
#include "station.h"

#define PRINTERS_FILE "printers.ini"

/*
 * `wanted`: names of the file, apart by commas; else one device spec. NULL: every printer of the
 * file that is for this station; without a file the event's setting "printer", else its folder
 * print/. False with a log line for each fault, with file and line.
 */
bool station_printers(struct station *station, const char *wanted, struct printer_book *out);

/* The file of a printer's lock (printer_config.lock_path); its folder is made. Returns out. */
char *station_printer_lock(const struct station *station, const struct printer_profile *profile,
                           char *out, size_t size);

#endif
