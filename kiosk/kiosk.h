/*
 * Kiosk: the touch application, joined from its parts. See docs/architecture.md for the threads.
 */
#ifndef LANYARD_KIOSK_H
#define LANYARD_KIOSK_H

#include <stdbool.h>

#include "station.h"

enum kiosk_mode { KIOSK_SELF, KIOSK_VERIFY, KIOSK_DESK };

struct kiosk_options {
    enum kiosk_mode mode;
    const char *checkpoint; /* code; NULL: the event's registration, or its first door to verify */
    const char *language;   /* of the first screen; NULL: English */
    const char *camera;     /* see frame_source_open */
    const char *reader;     /* see code_reader_config.spec; NULL: no reader besides the camera */
    const char *printer;    /* see station_printers */
    const char *gate;       /* see gate_open; of the guard's face; NULL: none */
    int gate_wait_ms;       /* how long a person may take to pass it */
    const char *script;     /* NULL: run until closed */
    const char *shots;      /* folder for a PNG of each screen; NULL: none */
    bool windowed;
    int width, height;  /* of the window; 0: the default */
    const char *speech; /* see ui_config; NULL: none */
    bool dark, still, silent;
    bool camera_overlay; /* show what the scanner sees, and let F8 turn that off and on */
};

enum kiosk_end {
    KIOSK_CLOSED,
    KIOSK_SCRIPT_FAILED, /* a step of the script did not come true; one log line names it */
    KIOSK_NO_SCREEN,
    KIOSK_BAD_SCRIPT,
};

/* Runs until it is closed, told to stop by SIGINT or SIGTERM, or its script ends. Main thread. */
enum kiosk_end kiosk_run(struct station *station, const struct kiosk_options *options);

#endif
