#include "printer/pdf_page.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SVG_MAX ((size_t)8 << 20)
#define WAIT_MS 10000
/* Limits of the process: seconds of processor time; kilobytes of memory and of any file. */
#define COMMAND                                                                                 \
    "ulimit -t 5; ulimit -v 1000000; ulimit -f 0; ulimit -c 0; exec pdftocairo -svg -f 1 -l 1 " \
    "-nocenter - -"

/* What goes in and what has come out. */
struct talk {
    const uint8_t *in;
    size_t in_left;
    int to, from;
    uint8_t *out;
    size_t size, capacity;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void put_some(struct talk *talk)
{
    ssize_t count = write(talk->to, talk->in, talk->in_left);
    if (count > 0) {
        talk->in += count;
        talk->in_left -= (size_t)count;
    }
    if (talk->in_left == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
        close(talk->to);
        talk->to = -1;
    }
}

/* False: the end, too much, or no memory. */
static bool take_some(struct talk *talk)
{
    if (talk->capacity - talk->size < 65536) {
        size_t capacity = talk->capacity ? talk->capacity * 2 : 262144;
        uint8_t *grown = capacity <= 2 * SVG_MAX ? realloc(talk->out, capacity) : NULL;
        if (!grown) {
            return false;
        }
        talk->out = grown;
        talk->capacity = capacity;
    }
    ssize_t count = read(talk->from, talk->out + talk->size, talk->capacity - talk->size);
    talk->size += count > 0 ? (size_t)count : 0;
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Until the process has closed its end, or its time is over. */
static void converse(struct talk *talk)
{
    int64_t end_ms = now_ms() + WAIT_MS, left_ms;
    bool more = true;
    while (more && (left_ms = end_ms - now_ms()) > 0) {
        struct pollfd ends[] = {{talk->from, POLLIN, 0}, {talk->to, POLLOUT, 0}};
        if (poll(ends, talk->to >= 0 ? 2 : 1, (int)left_ms) <= 0) {
            continue;
        }
        if (talk->to >= 0 && ends[1].revents) {
            put_some(talk);
        }
        if (ends[0].revents) {
            more = take_some(talk);
        }
    }
}

/* Starts the process with the two ends as its input and output. */
static bool start(int in, int out, pid_t *pid)
{
    char *const arguments[] = {"sh", "-c", COMMAND, NULL};
    char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, pipes;
    sigemptyset(&none);
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &pipes);
    bool ok = posix_spawn_file_actions_adddup2(&actions, in, 0) == 0 &&
              posix_spawn_file_actions_adddup2(&actions, out, 1) == 0 &&
              posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
              posix_spawn(pid, "/bin/sh", &actions, &attributes, arguments, environment) == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return ok;
}

/* Writing to a process that has ended must not end this one. Returns what was there before. */
static bool block_pipe_signal(sigset_t *before)
{
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    return pthread_sigmask(SIG_BLOCK, &pipes, before) == 0;
}

static void unblock_pipe_signal(const sigset_t *before)
{
    const struct timespec at_once = {0, 0};
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    if (!sigismember(before, SIGPIPE)) {
        while (sigtimedwait(&pipes, NULL, &at_once) > 0) {
        }
    }
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* Runs it to its end; its exit status, -1 when it could not be started. */
static int run(struct talk *talk)
{
    int in[2], out[2], status = -1;
    pid_t pid;
    if (pipe2(in, O_CLOEXEC) != 0) {
        return -1;
    }
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]), close(in[1]);
        return -1;
    }
    bool started = start(in[0], out[1], &pid);
    close(in[0]), close(out[1]);
    talk->to = in[1];
    talk->from = out[0];
    if (started) {
        (void)fcntl(talk->to, F_SETFL, O_NONBLOCK);
        converse(talk);
        kill(pid, SIGKILL); /* it has closed its output, or has had its time */
        waitpid(pid, &status, 0);
    }
    if (talk->to >= 0) {
        close(talk->to);
    }
    close(talk->from);
    return started ? status : -1;
}

/* A drawing that was cut off is none. */
static bool is_whole(const struct talk *talk)
{
    static const char end[] = "</svg>\n";
    size_t length = sizeof end - 1;
    return talk->size > length && talk->size <= SVG_MAX &&
           memcmp(talk->out + talk->size - length, end, length) == 0;
}

bool pdf_page_to_svg(const struct bytes *pdf, struct bytes *svg, char why[128])
{
    struct talk talk = {.in = pdf->data, .in_left = pdf->size};
    sigset_t before;
    *svg = (struct bytes){0};
    if (pdf->size < 5 || memcmp(pdf->data, "%PDF-", 5) != 0) {
        snprintf(why, 128, "it is not a PDF document");
        return false;
    }
    bool blocked = block_pipe_signal(&before);
    int status = run(&talk);
    if (blocked) {
        unblock_pipe_signal(&before);
    }
    bool missing = status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127;
    bool whole = is_whole(&talk);
    if (missing || !whole) {
        snprintf(why, 128, "%s",
                 missing ? "a PDF needs pdftocairo: install poppler-utils"
                         : "its first page cannot be drawn, or takes too much to draw");
        free(talk.out);
        return false;
    }
    *svg = (struct bytes){.data = talk.out, .size = talk.size};
    return true;
}
