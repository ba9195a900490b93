/* Who is in a batch, to be signed: for print. */
#ifndef LANYARD_PRINT_MANIFEST_H
#define LANYARD_PRINT_MANIFEST_H

#include "kiosk/commands/command.h"

/* A PDF with pages for each delegation's focal point when `path` ends in .pdf, else a CSV, in the
 * order of the intents. False after one line. */
bool print_manifest(struct station *station, struct badge_renderer *renderer, const char *path,
                    const struct intent *intents, size_t count);

#endif
