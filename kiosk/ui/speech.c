#define LOG_MODULE "ui"
#include "kiosk/ui/speech.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"

extern char **environ;

/* How each program takes a voice; the text comes on its standard input. */
static const struct program {
    const char *name, *voice_option, *stdin_option;
} programs[] = {
    {"espeak-ng", "-v", "--stdin"},
    {"spd-say", "-l", "-e"},
};

struct speech {
    const struct program *program; /* NULL: a file */
    FILE *file;                    /* owned; NULL: a program */
    pid_t pid;                     /* of what is being said; 0: nothing */
};

static bool is_installed(const char *name)
{
    char path[4096];
    for (const char *at = getenv("PATH"); at && *at;) {
        size_t length = strcspn(at, ":");
        int used = snprintf(path, sizeof path, "%.*s/%s", (int)length, at, name);
        if (used > 0 && (size_t)used < sizeof path && access(path, X_OK) == 0) {
            return true;
        }
        at += length + (at[length] == ':');
    }
    return false;
}

static const struct program *find_program(const char *spec)
{
    bool any = strcmp(spec, "auto") == 0;
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        if ((any || strcmp(spec, programs[i].name) == 0) && is_installed(programs[i].name)) {
            return &programs[i];
        }
    }
    if (!any) {
        LOG_WARN("%s is not installed: nothing is read aloud; apt install espeak-ng", spec);
    }
    return NULL;
}

struct speech *speech_open(const char *spec)
{
    if (!spec || strcmp(spec, "none") == 0) {
        return NULL;
    }
    struct speech speech = {0}, *made;
    if (strncmp(spec, "file:", 5) == 0) {
        speech.file = fopen(spec + 5, "ae");
        if (!speech.file) {
            LOG_ERRNO("%s: cannot write what is said", spec + 5);
        }
    } else {
        speech.program = find_program(spec);
    }
    made = speech.file || speech.program ? malloc(sizeof *made) : NULL;
    if (made) {
        *made = speech;
    } else if (speech.file) {
        fclose(speech.file);
    }
    return made;
}

void speech_stop(struct speech *speech)
{
    if (speech && speech->pid) {
        kill(speech->pid, SIGTERM);
        while (waitpid(speech->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        speech->pid = 0;
    }
}

void speech_close(struct speech *speech)
{
    if (!speech) {
        return;
    }
    speech_stop(speech);
    if (speech->file) {
        fclose(speech->file);
    }
    free(speech);
}

/* Starts the program with the reading end of a pipe as its input. Returns the writing end, -1. */
static int start_program(struct speech *speech, const char *voice)
{
    const struct program *program = speech->program;
    char *const arguments[] = {(char *)program->name, (char *)program->voice_option, (char *)voice,
                               (char *)program->stdin_option, NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -1;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int failure = posix_spawnp(&speech->pid, program->name, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (failure != 0) {
        LOG_WARN("%s cannot be started: %s", program->name, strerror(failure));
        speech->pid = 0;
        close(ends[1]);
        return -1;
    }
    return ends[1];
}

void speech_say(struct speech *speech, const char *voice, const char *text)
{
    if (!speech || !text[0]) {
        return;
    }
    speech_stop(speech);
    if (speech->file) {
        fprintf(speech->file, "%s\t%s\n", voice, text);
        fflush(speech->file);
        return;
    }
    int input = start_program(speech, voice);
    if (input >= 0) {
        /* a screen's text fits the pipe: this does not wait; who ends early has said enough */
        struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
        sigaction(SIGPIPE, &ignore, &before);
        ssize_t written = write(input, text, strlen(text));
        sigaction(SIGPIPE, &before, NULL);
        if (written < 0) {
            LOG_DEBUG("%s took no text", speech->program->name);
        }
        close(input);
    }
}

/* ---- texts ---- */

/* Appends a text as a sentence; the first of those that take turns. Control characters and marks of
 * direction are no words. */
static void append(char *out, size_t size, size_t *used, const char *text)
{
    size_t length = strcspn(text, "|");
    if (length == 0 || *used + length + 3 >= size) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        bool mark = strncmp(text + i, "\u2068", 3) == 0 || strncmp(text + i, "\u2069", 3) == 0;
        if (mark) {
            i += 2;
        } else {
            out[(*used)++] = text[i] == '\n' || text[i] == '\t' ? ' ' : text[i];
        }
    }
    bool ends = *used > 0 && strchr(".!?", out[*used - 1]);
    *used += (size_t)snprintf(out + *used, size - *used, "%s", ends ? " " : ". ");
}

static bool lies_in(const struct widget_tree *tree, size_t index, uint8_t outer)
{
    uint8_t at = (uint8_t)index;
    while (at != WIDGET_NONE && at != outer) {
        at = tree->items[at].parent;
    }
    return at == outer;
}

/* The target that a text is the label of; the ground of a screen is none. */
static bool is_label(const struct widget_tree *tree, const struct widget *widget)
{
    for (uint8_t at = widget->parent; at != WIDGET_NONE && at != 0; at = tree->items[at].parent) {
        if (tree->items[at].action != UI_ACTION_NONE) {
            return true;
        }
    }
    return false;
}

static bool is_spoken(const struct widget *widget)
{
    return widget->kind == WIDGET_TEXT && widget->text && !widget->is_emoji;
}

char *speech_of_tree(const struct widget_tree *tree, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int labels = 0; labels < 2; labels++) {
        for (size_t i = 0; i < tree->count; i++) {
            const struct widget *widget = &tree->items[i];
            if (is_spoken(widget) && is_label(tree, widget) == (labels == 1)) {
                append(out, size, &used, widget->text);
            }
        }
    }
    return out;
}

char *speech_of_widget(const struct widget_tree *tree, uint8_t index, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < tree->count; i++) {
        if (is_spoken(&tree->items[i]) && lies_in(tree, i, index)) {
            append(out, size, &used, tree->items[i].text);
        }
    }
    return out;
}
