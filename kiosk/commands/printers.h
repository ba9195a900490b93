/* The parts of "lanyard printers". */
#ifndef LANYARD_COMMANDS_PRINTERS_H
#define LANYARD_COMMANDS_PRINTERS_H

#include "kiosk/commands/command.h"
#include "print_route.h"

/* Prints a badge for nobody and tells what became of it. */
enum exit_status printers_test(struct station *station, const struct common *common,
                               const struct printer_profile *profile, const char *template);

#endif
