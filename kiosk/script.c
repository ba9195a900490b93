#define LOG_MODULE "script"
#include "kiosk/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define WAIT_DEFAULT_S 10.0

static const struct {
    const char *word;
    enum script_verb verb;
    bool argument;
} verbs[] = {
    {"hold", SCRIPT_HOLD, true},   {"scan", SCRIPT_SCAN, true},     {"press", SCRIPT_PRESS, true},
    {"wait", SCRIPT_WAIT, true},   {"expect", SCRIPT_EXPECT, true}, {"sleep", SCRIPT_SLEEP, true},
    {"shot", SCRIPT_SHOT, true},   {"quit", SCRIPT_QUIT, false},    {"type", SCRIPT_TYPE, true},
    {"where", SCRIPT_WHERE, true},
};

static bool read_seconds(const char *text, double *out)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || value < 0 || value > 86400) {
        return false;
    }
    *out = value;
    return true;
}

/* The part after the screen's name, if there is one. */
static bool read_wait(struct script_step *step)
{
    char *space = strchr(step->argument, ' ');
    step->seconds = WAIT_DEFAULT_S;
    if (!space) {
        return true;
    }
    *space = '\0';
    return read_seconds(space + 1, &step->seconds);
}

static bool read_argument(struct script_step *step, bool wanted, const char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1])) {
        length--;
    }
    if ((length > 0) != wanted || length >= sizeof step->argument) {
        return false;
    }
    memcpy(step->argument, text, length);
    step->argument[length] = '\0';
    return step->verb == SCRIPT_WAIT    ? read_wait(step)
           : step->verb == SCRIPT_SLEEP ? read_seconds(step->argument, &step->seconds)
                                        : true;
}

bool script_parse_line(const char *name, int line, const char *text, struct script_step *out,
                       bool *used)
{
    text += strspn(text, " \t");
    *used = !strchr("#\r\n", text[0]);
    if (!*used) {
        return true;
    }
    size_t length = strcspn(text, " \t\r\n");
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strlen(verbs[i].word) == length && strncmp(verbs[i].word, text, length) == 0) {
            *out = (struct script_step){.verb = verbs[i].verb, .line = line};
            if (read_argument(out, verbs[i].argument, text + length)) {
                return true;
            }
            LOG_ERROR("%s:%d: \"%s\" %s", name, line, verbs[i].word,
                      verbs[i].argument ? "needs an argument (wait and sleep: seconds)"
                                        : "takes no argument");
            return false;
        }
    }
    LOG_ERROR("%s:%d: \"%.*s\" is not a step", name, line, (int)length, text);
    return false;
}

static bool add_step(struct script *script, const struct script_step *step)
{
    struct script_step *steps = realloc(script->steps, (script->count + 1) * sizeof *script->steps);
    if (!steps) {
        LOG_ERROR("no memory");
        return false;
    }
    script->steps = steps;
    script->steps[script->count++] = *step;
    return true;
}

bool script_load(const char *path, struct script *out)
{
    char text[1024];
    struct script script = {0};
    FILE *file = fopen(path, "r");
    if (!file) {
        LOG_ERRNO("%s: cannot read the script", path);
        return false;
    }
    bool good = true;
    for (int line = 1; good && fgets(text, sizeof text, file); line++) {
        struct script_step step;
        bool used;
        good = script_parse_line(path, line, text, &step, &used) &&
               (!used || add_step(&script, &step));
    }
    fclose(file);
    if (good) {
        *out = script;
    } else {
        script_finish(&script);
    }
    return good;
}

void script_finish(struct script *script)
{
    free(script->steps);
    memset(script, 0, sizeof *script);
}
