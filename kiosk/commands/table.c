#include <stddef.h>
#include <string.h>

#include "kiosk/commands/command.h"

/* clang-format off */
const struct command *const command_table[] = {
    &command_init,
    &command_import,
    &command_export,
    &command_invite,
    &command_scan,
    &command_checkin,
    &command_verify,
    &command_print,
    &command_replace,
    &command_found,
    &command_revoke,
    &command_undo,
    &command_attendees,
    &command_jobs,
    &command_printers,
    &command_audit,
    &command_incidents,
    &command_watch,
    &command_rules,
    &command_staff,
    &command_keys,
    &command_hub,
    &command_sync,
    &command_simulate,
    &command_kiosk,
    &command_template,
    &command_handover,
    &command_attendee,
    &command_delegation,
    &command_preflight,
    &command_report,
    &command_doctor,
    &command_help,
    NULL,
};
/* clang-format on */

const struct command *command_find(const char *name)
{
    for (size_t i = 0; command_table[i]; i++) {
        if (strcmp(command_table[i]->name, name) == 0) {
            return command_table[i];
        }
    }
    return NULL;
}
