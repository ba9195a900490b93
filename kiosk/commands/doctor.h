/* Doctor: the checks of this machine and its event; for the command's own files. Main thread. */
#ifndef LANYARD_DOCTOR_H
#define LANYARD_DOCTOR_H

#include "kiosk/commands/command.h"

struct doctor {
    const struct common *common;
    struct station *station; /* owned; NULL: the event could not be opened */
    const char *camera;      /* --camera */
    const char *printer;     /* --printer; NULL: the event's */
    int wrong;               /* findings so far that are not well */
    char logged[512];        /* the last line that was logged, "" when none since the check began */
};

/* What one check found. `fix` is "" when all is well. */
void doctor_say(struct doctor *doctor, const char *check, bool ok, const char *fix,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Of the event. */
void doctor_event(struct doctor *doctor);
void doctor_database(struct doctor *doctor);
void doctor_keys(struct doctor *doctor);
void doctor_hub(struct doctor *doctor);
/* Of the machine. */
void doctor_clock(struct doctor *doctor);
void doctor_disk(struct doctor *doctor);
void doctor_fonts(struct doctor *doctor);
void doctor_screen(struct doctor *doctor);
void doctor_camera(struct doctor *doctor);
void doctor_printer(struct doctor *doctor);

#endif
