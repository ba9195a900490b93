/* The verbs of `lanyard hub` that make stations: joining, snapshots, servers. */
#ifndef LANYARD_COMMAND_HUB_H
#define LANYARD_COMMAND_HUB_H

#include "kiosk/commands/command.h"

struct hub_options {
    struct common common;
    bool may_edit;
    int minutes;
    const char *out, *snapshot;
};

enum exit_status hub_join_here(const struct hub_options *options);
enum exit_status hub_make_snapshot(const struct hub_options *options);
enum exit_status hub_name_hosts(const struct hub_options *options);

#endif
