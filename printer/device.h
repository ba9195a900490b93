/*
 * The implementations behind print_device_open(). Each returns NULL with one log line.
 */
#ifndef LANYARD_PRINTER_DEVICE_H
#define LANYARD_PRINTER_DEVICE_H

#include "print_device.h"

/* `folder` receives JOBNAME.pdf; it is made when its parent is there. */
struct print_device *device_file_open(const char *folder);

/* `queue` on $CUPS_SERVER or the local cupsd. */
struct print_device *device_cups_open(const char *queue);

#endif
