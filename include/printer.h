/*
 * Printer: a print device on a thread of its own. Takes one job at a time, follows it to its end
 * and reports each change by callback. It keeps nothing: the queue of intents is the store's, and
 * what the reports mean for an intent is decided by print_intent.h.
 */
#ifndef LANYARD_PRINTER_H
#define LANYARD_PRINTER_H

#include "badge.h"
#include "print_device.h"

enum print_report_kind {
    PRINT_REPORT_SUBMITTED, /* job_id is set */
    PRINT_REPORT_PROGRESS,  /* the job or the printer changed state */
    PRINT_REPORT_COMPLETED, /* job-state completed; `counted` tells whether impressions were counted
                             */
    PRINT_REPORT_FAILED,    /* ended without paper, or never handed over */
    PRINT_REPORT_UNKNOWN,   /* the job vanished or the connection broke: may have printed */
};

struct print_report {
    enum print_report_kind kind;
    char intent[37]; /* the job's intent UUID */
    int job_id;      /* 0: none yet */
    struct job_status job;
    bool counted;
    uint32_t printer_reasons;
    int64_t sent_us;  /* monotonic: when the job's first byte went out; 0: not yet, or not told */
    char detail[256]; /* in words, for staff */
};

struct printer_config {
    const char *device_spec; /* see print_device_open */
    int poll_ms;             /* how often a job is asked after; 0: 250 */
    int give_up_ms; /* a job that has not ended by then is cancelled and reported; 0: 120 s */
    int idle_ms;    /* how often the printer is looked at without a job; 0: 2 s */
    /* A file that is locked while a badge is in the printer, so that those of several programs on
     * this machine come out one after the other. NULL: the printer is nobody else's. */
    const char *lock_path;
    /* Its counter also counts what never came out: COMPLETED is never `counted`. */
    bool distrust_count;
    /* Job attributes of IPP that each badge is sent with, apart by spaces: darkness and speed of a
     * label printer. NULL: none. */
    const char *options;
    void (*on_report)(const struct print_report *report, void *userdata); /* printer thread */
    /* How the printer stands: at the start, then at each change while there is no job. One that
     * cannot be opened is PRINTER_OFFLINE. NULL: it is not looked at. Printer thread. */
    void (*on_status)(const struct printer_status *status, void *userdata);
    /* Reads the code of a badge back, as it will be printed, before it is sent: whether a scanner
     * sees `text` in `code`. A badge that is not read is not sent. Printer thread. NULL: not
     * asked. */
    bool (*check)(const struct frame *code, const char *text, void *userdata);
    void *userdata;
};

struct printer;
/* The thread opens the device, and tries again while that fails: a badge that comes meanwhile is
 * reported FAILED. NULL with one log line: no memory or no thread. */
struct printer *printer_start(const struct printer_config *config);

/* Queues one badge for rendering and printing; `dpi` is for a printer that does not tell its own. Takes over the badge's photo (the struct is emptied)
 * and a reference of its own to the template. False: a job is in flight (one per printer) or no
 * memory; the badge is then untouched. Any thread. */
bool printer_submit(struct printer *printer, const char intent[37], struct badge *badge,
                    struct badge_template *template, int dpi);

/* The same in two steps, so that the badge is rendered while its caller commits that it is being
 * sent: after printer_prepare() nothing goes to the device until printer_release(), which drops it
 * with `send` false (PRINT_REPORT_FAILED follows). Any thread. */
bool printer_prepare(struct printer *printer, const char intent[37], struct badge *badge,
                     struct badge_template *template, int dpi);
void printer_release(struct printer *printer, bool send);

/* Cancels the job in flight, if any; its report follows. Any thread. */
void printer_cancel(struct printer *printer);

/* Stops the thread; a job in flight is left to the device. NULL-safe. */
void printer_stop(struct printer *printer);

/*
 * The same without a thread, for commands: renders, submits, follows to the end, calls on_report on
 * this thread for each change. Returns the last report's kind in *last.
 */
bool printer_run(const struct printer_config *config, const char intent[37],
                 const struct badge *badge, const struct badge_template *template, int dpi,
                 struct print_report *last);

#endif
