/* Staff on the command line: who does it, who approves it, and their PINs. */
#ifndef LANYARD_SIGN_IN_H
#define LANYARD_SIGN_IN_H

#include "kiosk/commands/command.h"

struct sign_in {
    const char *staff, *pin_file, *approve_by, *approve_pin_file; /* lent: into argv */
};

/* Rows for a command's table of arguments. */
#define SIGN_IN_ARGS(s)                                                     \
    {"staff", ARG_TEXT, &(s).staff}, {"pin-file", ARG_TEXT, &(s).pin_file}, \
        {"approve-by", ARG_TEXT, &(s).approve_by},                          \
    {                                                                       \
        "approve-pin-file", ARG_TEXT, &(s).approve_pin_file                 \
    }
#define SIGN_IN_USAGE \
    " [--staff NAME [--pin-file FILE]] [--approve-by NAME [--approve-pin-file FILE]]"
#define SIGN_IN_OPTIONS                                                              \
    "  --staff NAME    who does it: a name, or a staff card's text\n"                \
    "  --pin-file F    the PIN's file (- is standard input); else it is asked for\n" \
    "  --approve-by NAME  the second person, where one is needed\n"                  \
    "  --approve-pin-file F  that person's PIN\n"

/* Whether it may be done; names the persons in the events that follow. Else a message, and EXIT_NO
 * or EXIT_DEVICE is the command's status. */
enum exit_status sign_in(const char *command, struct station *station, enum permission permission,
                         const struct sign_in *who);

/* A PIN from a file, "-" for standard input, or with NULL from the terminal without showing it.
 * False with a message; the caller wipes it. */
bool pin_read(const char *command, const char *path, const char *prompt,
              char out[STAFF_PIN_MAX + 2]);

#endif
