/* Servers that a test of printers needs: a shell of its own, which starts and stops them by their own
 * process ids (tests/lib/cups.sh), with a line in and a line out. */
#ifndef LANYARD_TEST_SERVERS_H
#define LANYARD_TEST_SERVERS_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"

static struct {
    pid_t pid;
    FILE *to, *from;
    char folder[64], why[256]; /* why there are none */
} servers;

static inline void servers_shell(const char *script, const char *argument)
{
    int in[2], out[2];
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    servers.pid = fork();
    assert_true(servers.pid >= 0);
    if (servers.pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execlp("bash", "bash", "-c", script, "bash", servers.folder, argument, NULL);
        _exit(127);
    }
    close(in[0]), close(out[1]);
    servers.to = fdopen(in[1], "w");
    servers.from = fdopen(out[0], "r");
}

/* Runs the script with a new folder and `argument`. It says "ready SERVER", which becomes CUPS's
 * server, or why not. */
static inline void servers_start(const char *script, const char *argument)
{
    static char server[128];
    char line[256] = "";
    signal(SIGPIPE, SIG_IGN);
    snprintf(servers.folder, sizeof servers.folder, "/tmp/lanyard-cups.XXXXXX");
    assert_non_null(mkdtemp(servers.folder));
    servers_shell(script, argument);
    assert_non_null(fgets(line, sizeof line, servers.from));
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "ready %127s", server) == 1) {
        setenv("CUPS_SERVER", server, 1);
    } else {
        snprintf(servers.why, sizeof servers.why, "%s", line);
    }
}

static inline int servers_stop(void)
{
    char command[128];
    fclose(servers.to);
    fclose(servers.from);
    waitpid(servers.pid, NULL, 0);
    snprintf(command, sizeof command, "rm -rf '%s'", servers.folder);
    return system(command);
}

#endif
