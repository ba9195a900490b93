/*
 * Run: one job under way, from its handing over to its last report. Belongs to follow.h.
 */
#ifndef LANYARD_PRINTER_RUN_H
#define LANYARD_PRINTER_RUN_H

#include "printer/follow.h"

/* How long a device may not answer before its job counts as lost from sight. */
#define SILENCE_MS 5000
#define JOB_NAME_PREFIX "lanyard-"

struct run {
    struct follow *follow;
    struct print_report report;
    int64_t started_us, heard_us;
    int64_t cancelled_us; /* 0: not cancelled */
    bool blocked;         /* at the last look but one, while the job was waiting for somebody */
    const char *cause;    /* why it was cancelled */
    bool resumed;         /* the queue was started again, which is tried once */
};

int64_t run_ms_since(int64_t start_us);

/* Reports; `format` is what staff read. */
void run_tell(struct run *run, enum print_report_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Notes that the job is out of sight, and may still be somewhere. */
void run_lose(struct run *run);

/* Starts a queue that somebody has paused, once in a run. */
void run_resume_once(struct run *run);

/* Looks at the job until it has ended, and reports that; or until it is told to leave. */
void run_follow(struct run *run);

#endif
