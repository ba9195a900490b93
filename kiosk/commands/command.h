/*
 * Commands: the frame that every subcommand uses. Results go to stdout, messages to stderr.
 * Main thread.
 */
#ifndef LANYARD_COMMAND_H
#define LANYARD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "station.h"

enum exit_status {
    EXIT_DONE = 0,
    EXIT_NO = 1,     /* the answer is no: refused, not found, not decoded */
    EXIT_USAGE = 2,  /* usage or bad input */
    EXIT_DEVICE = 3, /* a device or server failed */
};

struct command {
    const char *name;
    const char *usage;   /* what stands after "lanyard NAME" */
    const char *summary; /* one line */
    const char *options; /* the options, a line each, for help; may be NULL */
    enum exit_status (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

extern const struct command command_init, command_invite, command_scan, command_checkin,
    command_verify, command_print, command_replace, command_revoke, command_attendees, command_jobs,
    command_printers, command_audit, command_import, command_export, command_preflight,
    command_attendee, command_rules, command_found, command_staff, command_incidents, command_undo,
    command_watch, command_template, command_handover, command_keys, command_hub, command_sync,
    command_simulate, command_kiosk, command_report, command_doctor, command_delegation,
    command_help;

/* NULL-terminated, in the order of help. */
extern const struct command *const command_table[];

/* NULL: no such command. */
const struct command *command_find(const char *name);

/* ---- arguments ---- */
enum arg_kind { ARG_FLAG, ARG_TEXT, ARG_INT, ARG_LIST };

#define ARG_LIST_MAX 64
struct arg_list { /* of an option that may be given several times */
    const char *values[ARG_LIST_MAX];
    size_t count;
};

struct arg {
    const char *name; /* without the dashes */
    enum arg_kind kind;
    void *value; /* bool *, const char **, int *, struct arg_list * */
};

/* What every command takes. */
struct common {
    const char *event; /* --event, else $LANYARD_EVENT, else "event" */
    bool json;
    const char *const *words; /* what is left, NULL-terminated; points into argv */
    int word_count;
};

/*
 * Reads options by the table (NULL-named row ends it) anywhere among the words; "--" ends them.
 * False after one line on stderr: an unknown option, a missing or malformed value, or fewer than
 * `least` or more than `most` (-1: any) words.
 */
bool args_read(const struct command *command, int argc, char **argv, const struct arg *table,
               int least, int most, struct common *out);

/* ---- output ---- */
struct json_row; /* one JSON object being built */
struct json_row *row_start(void);
void row_text(struct json_row *row, const char *key,
              const char *value); /* NULL: null; bad UTF-8 is replaced */
void row_int(struct json_row *row, const char *key, int64_t value);
void row_real(struct json_row *row, const char *key, double value);
void row_bool(struct json_row *row, const char *key, bool value);
void row_null(struct json_row *row, const char *key);
void row_holder(struct json_row *row, const char *key, uint64_t holder); /* 0: null */
void row_base64(struct json_row *row, const char *key, const void *data, size_t size);
/* Adds `value` (taken over) as an element of the array `key`. */
void row_append(struct json_row *row, const char *key, struct json_row *value);
/* Adds JSON text as it is; what is not JSON is added as a text. */
void row_json(struct json_row *row, const char *key, const char *json);
/* Adds [x, y] as an element of the array `key`. */
void row_corner(struct json_row *row, const char *key, const double corner[2]);
/* Prints the object on a line of stdout and frees it. */
void row_print(struct json_row *row);
/* The same, to another file. */
void row_write(struct json_row *row, FILE *out);

/* A code's bytes as UTF-8: as they are, else as Shift-JIS or Latin-1 by how they look. `out` has
 * room for three bytes a byte. Returns out. */
char *code_text(const void *data, size_t size, char *out, size_t out_size);

/* A text for a terminal: control characters, marks that reorder and broken UTF-8 shown as "?".
 * Returns out. */
char *plain_text(const char *text, char *out, size_t size);
/* Prints a line for people on stdout, made plain; the format has no newline. */
void print_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "12 of 200" on stderr when that is a terminal; `done` == `total` ends the line. */
void progress_show(const char *what, int64_t done, int64_t total);

/* ---- what several commands need ---- */
/* Opens the station of --event; NULL after one log line. */
struct station *command_station(const struct common *common, enum store_mode mode);

/* The holders that `query` finds. False: store fault. *holders is the caller's to free. */
bool holders_find(struct station *station, const char *query, int limit, uint64_t **holders,
                  size_t *count);

/* The one holder that `query` finds; EXIT_NO or EXIT_USAGE with a message for none or several. */
enum exit_status one_holder(const char *command, struct station *station, const char *query,
                            uint64_t *holder);

/* Whether the holder may have a badge or invitation ("no badge", …); else a line says why not. Who
 * is pending may with `pending_too`. *out is set unless the store fails (false). */
bool holder_is_eligible(struct station *station, uint64_t holder, bool pending_too,
                        const char *refusal, bool *out);

/* Whether there is one QUERY, or --all and none. An empty query, as a script's empty variable makes
 * it, must not mean everybody. */
bool query_is_given(const struct common *common, bool all);

/* The text to check: the one word, or the first QR code in `image`. *text is the caller's to free.
 * Returns EXIT_DONE, EXIT_USAGE (neither or both) or EXIT_NO (no code in the picture). */
enum exit_status code_argument(const struct common *common, const char *image, char **text,
                               size_t *length);

/* Checkpoint by --checkpoint; NULL is the registration. False after one line that names those there
 * are. */
bool checkpoint_argument(struct station *station, const char *code, struct checkpoint *out);

/* --at: the event's local time unless it has an offset; NULL is now. False after one line. */
bool time_argument(const char *command, const char *text, int64_t *out_ms);

/* The device of the first printer that station_printers() finds for `wanted`. */
void printer_spec(struct station *station, const char *wanted, char *out, size_t size);

#endif
