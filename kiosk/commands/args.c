#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/command.h"

static bool complain(const struct command *command, const char *what, const char *detail)
{
    fprintf(stderr, "lanyard %s: %s%s%s\nusage: lanyard %s %s\n", command->name, what,
            detail ? ": " : "", detail ? detail : "", command->name, command->usage);
    return false;
}

static const struct arg *find_arg(const struct arg *table, const char *name, size_t length)
{
    for (; table->name; table++) {
        if (strlen(table->name) == length && strncmp(table->name, name, length) == 0) {
            return table;
        }
    }
    return NULL;
}

static bool store_value(const struct arg *arg, const char *text)
{
    char *end;
    long number;
    switch (arg->kind) {
    case ARG_FLAG:
        *(bool *)arg->value = true;
        return true;
    case ARG_TEXT:
        *(const char **)arg->value = text;
        return true;
    case ARG_LIST: {
        struct arg_list *list = arg->value;
        if (list->count == ARG_LIST_MAX) {
            return false;
        }
        list->values[list->count++] = text;
        return true;
    }
    case ARG_INT:
        errno = 0;
        number = strtol(text, &end, 10);
        if (errno || end == text || *end || number < INT_MIN || number > INT_MAX) {
            return false;
        }
        *(int *)arg->value = (int)number;
        return true;
    }
    return false;
}

/* One "--name[=value]" at argv[*at]; moves *at past what it used. */
static bool read_option(const struct command *command, int argc, char **argv,
                        const struct arg *table, int *at)
{
    const char *name = argv[*at] + 2;
    const char *equals = strchr(name, '=');
    const struct arg *arg = find_arg(table, name, equals ? (size_t)(equals - name) : strlen(name));
    if (!arg) {
        return complain(command, "unknown option", argv[*at]);
    }
    const char *value = equals ? equals + 1 : NULL;
    if (arg->kind == ARG_FLAG && value) {
        return complain(command, "this option takes no value", argv[*at]);
    }
    if (arg->kind != ARG_FLAG && !value) {
        if (*at + 1 >= argc) {
            return complain(command, "this option needs a value", argv[*at]);
        }
        value = argv[++*at];
    }
    if (!store_value(arg, value)) {
        char detail[256];
        snprintf(detail, sizeof detail, "--%s %.200s", arg->name, value);
        return complain(command, "not a whole number", detail);
    }
    (*at)++;
    return true;
}

bool args_read(const struct command *command, int argc, char **argv, const struct arg *table,
               int least, int most, struct common *out)
{
    struct arg all[24];
    size_t count = 0;
    all[count++] = (struct arg){"event", ARG_TEXT, &out->event};
    all[count++] = (struct arg){"json", ARG_FLAG, &out->json};
    for (; table && table->name; table++) {
        all[count++] = *table;
    }
    all[count] = (struct arg){NULL, ARG_FLAG, NULL};

    const char *from_environment = getenv("LANYARD_EVENT");
    out->event = from_environment && from_environment[0] ? from_environment : "event";
    out->json = false;
    int words = 0;
    for (int at = 1; at < argc;) {
        if (strcmp(argv[at], "--") == 0) {
            while (++at < argc) {
                argv[words++] = argv[at];
            }
        } else if (strncmp(argv[at], "--", 2) == 0) {
            if (!read_option(command, argc, argv, all, &at)) {
                return false;
            }
        } else {
            argv[words++] = argv[at++];
        }
    }
    argv[words] = NULL; /* argv has argc + 1 places, and words < argc */
    out->words = (const char *const *)argv;
    out->word_count = words;
    if (words < least) {
        return complain(command, "something is missing", NULL);
    }
    if (most >= 0 && words > most) {
        return complain(command, "one word too many", argv[most]);
    }
    return true;
}
