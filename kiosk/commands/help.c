#include <stdio.h>

#include "kiosk/commands/command.h"

static void print_overview(void)
{
    puts("usage: lanyard COMMAND [OPTION]… \n\nCheck-in kiosk and badge printing.\n");
    for (size_t i = 0; command_table[i]; i++) {
        printf("  %-10s %s\n", command_table[i]->name, command_table[i]->summary);
    }
    puts("\nEvery command takes --event DIR (default $LANYARD_EVENT, else ./event) and --json.\n"
         "'lanyard help COMMAND' says more; so does 'man lanyard-COMMAND'.");
}

static enum exit_status run(int argc, char **argv)
{
    if (argc < 2) {
        print_overview();
        return EXIT_DONE;
    }
    const struct command *command = command_find(argv[1]);
    if (command) {
        printf("usage: lanyard %s %s\n\n%s.\n%s%s", command->name, command->usage, command->summary,
               command->options ? "\n" : "", command->options ? command->options : "");
        return EXIT_DONE;
    }
    fprintf(stderr, "lanyard: there is no command \"%s\"; 'lanyard help' lists them\n", argv[1]);
    return EXIT_USAGE;
}

const struct command command_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .summary = "Lists the commands, or explains one",
    .run = run,
};
