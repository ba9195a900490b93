/* Badges into one PDF file, for print and replace. */
#ifndef LANYARD_PRINT_FILE_H
#define LANYARD_PRINT_FILE_H

#include "kiosk/commands/command.h"

/* One line (or JSON object) about a badge. */
void badge_row_print(const struct common *common, const struct intent *intent, const char *state);

/* Whether a file can be made at `path`; asked before a badge is issued for it. False after one
 * line. */
bool print_file_path_is_good(const char *path);

struct print_batch {
    const char *template; /* NULL: the event's */
    const char *path;     /* of the PDF */
    const char *manifest; /* who is in it, in order, as .pdf or .csv; NULL: none */
    bool issue;           /* real badges; else test badges, which are not recorded */
    bool collect;         /* issued when handed over, not when written */
};

/* One document with a badge for each holder, in their order. Whoever has a badge already is left
 * out with a message, unless it is of this same file and was never finished. */
enum exit_status print_file(struct station *station, const struct common *common,
                            const struct print_batch *batch, const uint64_t *holders, size_t count);

/* The same for one intent that was just made. */
enum exit_status print_file_intent(struct station *station, const struct common *common,
                                   const char *path, struct intent *intent);

#endif
