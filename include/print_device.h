/*
 * Print device: the port to paper. Implementations: "file" (a folder that receives PDFs; always
 * works) and "cups" (an IPP queue). IPP's own words are used for states and reasons.
 * One thread at a time per device.
 */
#ifndef LANYARD_PRINT_DEVICE_H
#define LANYARD_PRINT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* printer-state-reasons (RFC 8011 §5.4.12, PWG 5100.x), suffix -error/-warning/-report removed. */
enum printer_reason {
    PRINTER_MEDIA_EMPTY = 1 << 0,
    PRINTER_MEDIA_NEEDED = 1 << 1,
    PRINTER_MEDIA_LOW = 1 << 2,
    PRINTER_MEDIA_JAM = 1 << 3,
    PRINTER_COVER_OPEN = 1 << 4,
    PRINTER_MARKER_EMPTY = 1 << 5,
    PRINTER_MARKER_LOW = 1 << 6,
    PRINTER_OFFLINE = 1 << 7,
    PRINTER_PAUSED = 1 << 8,
    PRINTER_OTHER = 1 << 9, /* a reason without a bit here; its keyword is in `keywords` */
};

/* The bit for an IPP keyword, suffix or not; 0 for "none", PRINTER_OTHER for an unknown one. */
uint32_t printer_reason_parse(const char *keyword);
/* The keyword of one bit; "" for 0. */
const char *printer_reason_string(enum printer_reason reason);
/* The key of a message (message.h) that tells staff what to do about the reason that presses most:
 * "printer.media-empty"; {printer} is its name. NULL: nothing is wrong. */
const char *printer_reason_advice(uint32_t reasons);
/* Reasons that stop paper from coming out. */
#define PRINTER_BLOCKING                                                                   \
    (PRINTER_MEDIA_EMPTY | PRINTER_MEDIA_NEEDED | PRINTER_MEDIA_JAM | PRINTER_COVER_OPEN | \
     PRINTER_MARKER_EMPTY | PRINTER_OFFLINE | PRINTER_PAUSED)

enum printer_state { PRINTER_IDLE = 3, PRINTER_PROCESSING = 4, PRINTER_STOPPED = 5 }; /* RFC 8011 */

struct printer_status {
    char name[128];
    char description[128]; /* make and model, or the folder */
    enum printer_state state;
    uint32_t reasons;   /* printer_reason bits */
    char keywords[256]; /* the reasons as reported, comma-separated */
    bool accepting;
    bool is_default;
    int up_s; /* how long the printer has been on; 0: not told */
};

enum job_state { /* RFC 8011 §5.3.7 */
                 JOB_PENDING = 3,
                 JOB_HELD = 4,
                 JOB_PROCESSING = 5,
                 JOB_STOPPED = 6,
                 JOB_CANCELED = 7,
                 JOB_ABORTED = 8,
                 JOB_COMPLETED = 9,
};
const char *job_state_string(enum job_state state); /* RFC 8011's keyword: "pending-held", … */

struct job_status {
    int id;
    enum job_state state;
    char reasons[256];  /* job-state-reasons, comma-separated */
    char message[256];  /* job-printer-state-message */
    int impressions;    /* job-impressions-completed; -1: not reported */
    bool started;       /* it has been processed: paper may have moved */
    bool may_print;     /* it has ended, but the printer itself may still hold it */
    bool never_arrived; /* the printer itself was on all the while, and never had it */
    bool forgotten;     /* the printer itself was switched on since, and does not know it */
    uint32_t printer_reasons;
};

enum print_document { PRINT_PDF, PRINT_PWG_RASTER, PRINT_URF };

/* What a printer wants to be sent, as it reports itself. */
struct print_form {
    enum print_document document;
    int dpi;                      /* of its head; 0: not told */
    bool black_1, grey_8, rgb_24; /* the inks of a raster that it takes */
};

struct print_job {
    const char *name; /* "lanyard-" and the intent's UUID: the key by which it is found again */
    enum print_document document;
    const uint8_t *data; /* lent */
    size_t size;
    const char *options;   /* more job attributes, "print-darkness=20 print-speed=5"; NULL: none */
    const char *pwg_media; /* "iso_a6_105x148mm" */
    int32_t width_um, height_um;
    bool two_sided;
};

enum print_submit_status {
    PRINT_SUBMITTED,
    PRINT_REFUSED,   /* nothing was handed over: no such queue, media not offered, not accepting */
    PRINT_UNCERTAIN, /* the connection broke while handing over: look it up by name */
};

enum job_found { JOB_FOUND, JOB_NOT_FOUND, JOB_LOOKUP_FAILED };

struct print_device;

struct print_device_ops {
    const char *kind; /* "file", "cups" */
    /* Hands the job over. `why` receives the reason in words unless PRINT_SUBMITTED. */
    enum print_submit_status (*submit)(struct print_device *device, const struct print_job *job,
                                       int *job_id, char why[256]);
    enum job_found (*job)(struct print_device *device, int job_id, struct job_status *out);
    enum job_found (*find)(struct print_device *device, const char *job_name,
                           struct job_status *out);
    bool (*cancel)(struct print_device *device, int job_id);
    bool (*status)(struct print_device *device, struct printer_status *out);
    bool (*resume)(struct print_device *device); /* restarts a stopped queue */
    void (*destroy)(struct print_device *device);
    /* Whether the printer has the size of `job` (its document is not looked at); else `why`. NULL:
     * it takes every size. */
    bool (*offers)(struct print_device *device, const struct print_job *job, char why[256]);
    /* Learns ahead what submit needs to know. NULL: nothing. */
    void (*warm)(struct print_device *device);
    /* Whether the job may have changed since this was last asked: a hint, cheaper than `job`. NULL:
     * there are none. */
    bool (*changed)(struct print_device *device, int job_id);
    /* What it wants to be sent. NULL: PDF, at any resolution. */
    void (*form)(struct print_device *device, struct print_form *out);
};

struct print_device {
    const struct print_device_ops *ops;
    int64_t sent_us; /* monotonic: when the first byte of the last job went out */
};

/*
 * `spec`: "file:FOLDER" (or any text with a slash), else the name of a CUPS queue on $CUPS_SERVER
 * or the local cupsd. NULL with one log line: no such queue, no cupsd, the folder cannot be
 * written.
 */
struct print_device *print_device_open(const char *spec);
void print_device_destroy(struct print_device *device); /* NULL-safe */

/* Calls `each` for every CUPS queue. False: no cupsd answers (one log line says how to mend it). */
bool print_device_list(void (*each)(const struct printer_status *status, void *userdata),
                       void *userdata);

/* A printer that announces itself in the network and has no queue yet. */
struct printer_found {
    char name[128];
    char uri[512];         /* what a queue is made for: lpadmin -v */
    char description[128]; /* make and model */
};
/* Listens for printers by DNS-SD, for at most `timeout_ms`. False: nothing on this machine hears
 * them, with one log line. */
bool print_device_discover(int timeout_ms,
                           void (*each)(const struct printer_found *found, void *userdata),
                           void *userdata);

#endif
