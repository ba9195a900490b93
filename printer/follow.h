/*
 * Follow: one print job from a badge to its end, on the caller's thread. The core of printer.h,
 * with its waiting and reporting left to whoever runs it.
 */
#ifndef LANYARD_PRINTER_FOLLOW_H
#define LANYARD_PRINTER_FOLLOW_H

#include "printer.h"

enum follow_order {
    FOLLOW_ON,     /* look at the job again */
    FOLLOW_CANCEL, /* cancel it, and see what becomes of it */
    FOLLOW_LEAVE,  /* stop following at once; no last report */
};

struct follow {
    struct printer_config
        config;                  /* its texts are owned; poll_ms, give_up_ms, idle_ms have values */
    struct print_device *device; /* owned; NULL: not open */
    struct badge_renderer
        *renderer;     /* owned; made by follow_warm_up() on the thread that uses it */
    int rendered;      /* badges, by this renderer */
    struct frame code; /* owned; the last one that was read back */
    int wait_ms;       /* until a device that does not open is tried again … */
    int64_t retry_us;  /* … which is then */
    int64_t calm_us;   /* when its queue was last seen, and was not paused; 0: not yet */
    char lost[64]; /* the name of a job that was lost from sight, to be cancelled; "" for none */
    /* Waits `ms` (0: only asks), or less when there is an order. */
    enum follow_order (*pause)(void *userdata, int ms);
    void (*report)(void *userdata, const struct print_report *report, bool last);
    void *userdata;
};

/* False: one log line. The caller then sets pause, report and userdata. */
bool follow_init(struct follow *follow, const struct printer_config *config);
void follow_finish(struct follow *follow);

/* Opens the device, if it is not open. False: one log line. */
bool follow_open(struct follow *follow);

/* Makes the renderer, if there is none yet, and lets the device learn what it will need. */
bool follow_warm_up(struct follow *follow);

/* How the printer stands now. One that cannot be asked is PRINTER_OFFLINE. */
void follow_look(struct follow *follow, struct printer_status *out);

/* Renders, submits, and reports each change until the job has ended (or FOLLOW_LEAVE). */
void follow_job(struct follow *follow, const char intent[37], const struct badge *badge,
                const struct badge_template *template, int dpi);

#endif
