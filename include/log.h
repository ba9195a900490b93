/*
 * Log: one of the two process-wide seams (the other is the clock).
 *
 * Operational failures are reported once, where they happen, as one line that names what failed,
 * on what, and how to mend it; the caller then only passes `false` up.
 * Define LOG_MODULE before including this header. Any thread.
 */
#ifndef LANYARD_LOG_H
#define LANYARD_LOG_H

#ifndef LOG_MODULE
#define LOG_MODULE "lanyard"
#endif

enum log_level {
    LOG_LEVEL_ERROR, /* the work asked for was not done */
    LOG_LEVEL_WARN,  /* done, but somebody should look */
    LOG_LEVEL_INFO,  /* a fact of the running kiosk */
    LOG_LEVEL_DEBUG,
};

/* Receives each line, without a newline. Called on the logging thread, one call at a time. */
typedef void log_sink_fn(enum log_level level, const char *module, const char *line,
                         void *userdata);

/* Lines above `level` are dropped. Default LOG_LEVEL_WARN, or $LANYARD_LOG=error|warn|info|debug.
 */
void log_set_level(enum log_level level);

/* Replaces the default sink (standard error). NULL restores it. */
void log_set_sink(log_sink_fn *sink, void *userdata);

void log_write(enum log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As log_write, followed by ": " and the text of errno. */
void log_write_errno(enum log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Makes a text safe to show on a terminal, in place: control characters and marks that reorder
 * what is read (a name may hold them, and a log line may hold a name) become "?". Returns text. */
char *log_tame(char *text);

#define LOG_ERROR(...) log_write(LOG_LEVEL_ERROR, LOG_MODULE, __VA_ARGS__)
#define LOG_WARN(...) log_write(LOG_LEVEL_WARN, LOG_MODULE, __VA_ARGS__)
#define LOG_INFO(...) log_write(LOG_LEVEL_INFO, LOG_MODULE, __VA_ARGS__)
#define LOG_DEBUG(...) log_write(LOG_LEVEL_DEBUG, LOG_MODULE, __VA_ARGS__)
#define LOG_ERRNO(...) log_write_errno(LOG_LEVEL_ERROR, LOG_MODULE, __VA_ARGS__)

#endif
