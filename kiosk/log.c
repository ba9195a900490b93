#include "log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 2048

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static log_sink_fn *current_sink;
static void *current_userdata;
static int threshold = -1; /* -1: not chosen yet */

static const char *const level_names[] = {"error", "warn", "info", "debug"};

static int level_from_environment(void)
{
    const char *wanted = getenv("LANYARD_LOG");
    for (int i = 0; wanted && i <= LOG_LEVEL_DEBUG; i++) {
        if (strcmp(wanted, level_names[i]) == 0) {
            return i;
        }
    }
    return LOG_LEVEL_WARN;
}

void log_set_level(enum log_level level)
{
    pthread_mutex_lock(&lock);
    threshold = (int)level;
    pthread_mutex_unlock(&lock);
}

void log_set_sink(log_sink_fn *sink, void *userdata)
{
    pthread_mutex_lock(&lock);
    current_sink = sink;
    current_userdata = userdata;
    pthread_mutex_unlock(&lock);
}

/* The bytes at `text` that are no character to show; 0: it is one. */
static size_t control_length(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] < 0x20 || at[0] == 0x7F) {
        return 1;
    }
    if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F) { /* U+0080 to U+009F */
        return 2;
    }
    bool embeds = at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0xA8 && at[2] <= 0xAE;
    bool isolates = at[0] == 0xE2 && at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9;
    return embeds || isolates ? 3 : 0;
}

char *log_tame(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        size_t skipped = control_length(from);
        *to++ = skipped ? '?' : *from;
        from += skipped ? skipped : 1;
    }
    *to = '\0';
    return text;
}

static void write_line(enum log_level level, const char *module, char *line)
{
    log_tame(line);
    pthread_mutex_lock(&lock);
    if (threshold < 0) {
        threshold = level_from_environment();
    }
    if ((int)level <= threshold) {
        if (current_sink) {
            current_sink(level, module, line, current_userdata);
        } else {
            fprintf(stderr, "lanyard: %s%s%s: %s\n",
                    level == LOG_LEVEL_ERROR ? "" : level_names[level],
                    level == LOG_LEVEL_ERROR ? "" : ": ", module, line);
        }
    }
    pthread_mutex_unlock(&lock);
}

void log_write(enum log_level level, const char *module, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    write_line(level, module, line);
}

void log_write_errno(enum log_level level, const char *module, const char *format, ...)
{
    int code = errno;
    char line[LINE_SIZE];
    va_list args;
    va_start(args, format);
    int used = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof line) {
        char text[256];
        snprintf(line + used, sizeof line - (size_t)used, ": %s",
                 strerror_r(code, text, sizeof text));
    }
    write_line(level, module, line);
    errno = code;
}
