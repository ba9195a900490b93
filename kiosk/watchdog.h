/*
 * Watchdog: notices when the main thread hangs, and ends the program so that its service starts it
 * anew; and tells systemd that all is well, where systemd wants to know (sd_notify's protocol,
 * without its library). The record is safe: what was acknowledged is on the disk.
 */
#ifndef LANYARD_WATCHDOG_H
#define LANYARD_WATCHDOG_H

#include <stdbool.h>

#define WATCHDOG_STATUS 3 /* the exit status then */

struct watchdog_config {
    int period_ms; /* how often it looks */
    int patience;  /* looks without a beat before it ends the program */
};

struct watchdog;
/* NULL after one log line: no thread. */
struct watchdog *watchdog_start(const struct watchdog_config *config);
void watchdog_stop(struct watchdog *watchdog); /* NULL-safe */

/* The main loop goes round. NULL-safe; cheap. */
void watchdog_beat(struct watchdog *watchdog);

/* Tells systemd "READY=1" and the like. False: nobody listens ($NOTIFY_SOCKET). */
bool watchdog_notify(const char *state);

#endif
