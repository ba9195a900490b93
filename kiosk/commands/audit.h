/* The parts of the command audit. */
#ifndef LANYARD_COMMAND_AUDIT_H
#define LANYARD_COMMAND_AUDIT_H

#include "kiosk/commands/command.h"

/* Which events are shown; NULL and "" are any. */
struct log_filter {
    const struct common *common;
    const char *person, *station, *staff, *kind;
    char holder[HOLDER_TEXT_SIZE]; /* of `person` */
    int64_t since_ms, until_ms;
    int limit, shown;
};

/* For store_events: shows an event that passes the filter; userdata is the filter. */
bool log_show(const struct audit_event *event, void *userdata);

/* The signed end of every chain: printed, as a QR code into `out`, added to the file `append`;
 * NULL: not. */
enum exit_status heads_show(struct station *station, const struct common *common, const char *out,
                            const char *append);

/* Compares heads noted earlier with the chains: one text, and every one in a file. A difference
 * goes into the report, and EXIT_NO is returned. */
enum exit_status heads_check(struct station *station, const char *head, const char *path,
                             struct audit_report *report);

#endif
