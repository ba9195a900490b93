/*
 * Code readers: barcode scanners that are devices of their own and send text. USB and Bluetooth
 * ones that pose as a keyboard are taken away from the desktop ("grabbed"), so that what they read
 * reaches only the code parser and never a text field; their keys are understood as a US keyboard's
 * by position, whatever layout the desktop uses. (So the scanner itself is to be left at, or set
 * to, US keyboard or ALT mode.) Serial ones (USB CDC, RS-232) are read as raw bytes.
 */
#ifndef LANYARD_CODE_READER_H
#define LANYARD_CODE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct code_reader_config {
    /*
     * "auto": every device whose name or maker is known for scanners, also those plugged in later.
     * "/dev/input/…": that keyboard, whatever it is called. "/dev/tty…", "/dev/serial/…": that
     * serial line, with ":BAUD" at the end if it is a real one ("/dev/ttyUSB0:9600"; 115200).
     */
    const char *spec;

    /* Called on the reader's thread; arguments are only lent for the call. Each may be NULL. */

    /* A whole text, without its terminator; data[size] is NUL. `device` is for people. */
    void (*on_text)(const uint8_t *data, size_t size, const char *device, void *userdata);
    /* A device came or went. */
    void (*on_device)(bool present, const char *device, void *userdata);
    void *userdata;
};

struct code_reader;

/* Starts the thread. A device that is not there yet is waited for; each change is logged once.
 * NULL with one log line: no memory, or a spec that names no device. */
struct code_reader *code_reader_start(const struct code_reader_config *config);

/* Stops the thread, gives keyboards back and frees everything; no callback comes after it returns.
 * NULL-safe. */
void code_reader_stop(struct code_reader *reader);

#endif
