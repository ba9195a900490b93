/* lanyard: finds the subcommand and runs it. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/commands/command.h"

static enum exit_status no_such_command(const char *name)
{
    fprintf(stderr, "lanyard: there is no command \"%s\"; 'lanyard help' lists them\n", name);
    return EXIT_USAGE;
}

/* Results that did not get out are no success. */
static enum exit_status finish_output(enum exit_status status)
{
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_DONE) {
        perror("lanyard: cannot write the results");
        status = EXIT_DEVICE;
    }
    return status;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN); /* a closed pipe or printer is an error of the write, not our end */
    if (argc < 2) {
        command_help.run(1, (char *[]){"help", NULL});
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) {
        puts("lanyard " LANYARD_VERSION);
        return finish_output(EXIT_DONE);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        name = "help";
    }
    const struct command *command = command_find(name);
    if (!command) {
        return no_such_command(name);
    }
    if (argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0)) {
        return finish_output(command_help.run(2, (char *[]){"help", argv[1], NULL}));
    }
    return finish_output(command->run(argc - 1, argv + 1));
}
