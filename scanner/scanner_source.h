/* For tests: a scanner on a frame source of their own. */
#ifndef SCANNER_SCANNER_SOURCE_H
#define SCANNER_SCANNER_SOURCE_H

#include "scanner.h"

/* As scanner_start; config->source_spec is not used. Owns `source` from now on, also when it
 * fails. */
struct scanner *scanner_start_with_source(struct frame_source *source,
                                          const struct scanner_config *config);

#endif
