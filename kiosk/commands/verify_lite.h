/* verify with only a key list and a revocation list: a guard's own device. */
#ifndef LANYARD_VERIFY_LITE_H
#define LANYARD_VERIFY_LITE_H

#include "kiosk/commands/command.h"

struct lite_options {
    const char *keys, *revocations; /* files */
    const char *root; /* the root key's public half that must have signed; NULL: any */
    int zone;         /* bit; -1: none */
};

enum exit_status verify_lite(const struct common *common, const struct lite_options *options,
                             const char *text, size_t length, int64_t at_ms);

#endif
