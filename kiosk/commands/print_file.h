/* Badges into one PDF file, for print and replace. */
#ifndef LANYARD_PRINT_FILE_H
#define LANYARD_PRINT_FILE_H

#include "kiosk/commands/command.h"

/* One line (or JSON object) about a badge. */
void badge_row_print(const struct common *common, const struct intent *intent, const char *state);

/* Whether a file can be made at `path`; asked before a badge is issued for it. False after one
 * line. */
bool print_file_path_is_good(const char *path);

/* A page for each holder. Without `issue` they are test badges; with it each is issued, and whoever
 * has one already is left out with a message. */
enum exit_status print_file(struct station *station, const struct common *common, const char *path,
                            const uint64_t *holders, size_t count, bool issue);

/* The same for intents that were just made. */
enum exit_status print_file_intents(struct station *station, const struct common *common,
                                    const char *path, struct intent *intents, size_t count);

#endif
