/*
 * Roster: the organiser's table of people, in and out of the store. CSV in any usual encoding,
 * pretix orders and check-in lists, Indico registrations, and what this program exports.
 *
 * One thread, that of the store. Files are read once, in pieces; memory does not grow with them but
 * for 16 bytes a row.
 */
#ifndef LANYARD_ROSTER_H
#define LANYARD_ROSTER_H

#include "store.h"

enum roster_format { ROSTER_AUTO, ROSTER_CSV, ROSTER_PRETIX, ROSTER_INDICO, ROSTER_FORMAT_COUNT };
bool roster_format_parse(const char *text, enum roster_format *out); /* "auto", "csv", … */

/* The fields' names, "external_id" and so on, NULL-terminated, in the order of an export. */
const char *const *roster_fields(void);

struct roster_map {
    const char *column; /* as the file's header has it */
    const char *field;  /* "" leaves the column out */
};

/* What there is to say about a row. `row` counts as a spreadsheet does: the header is 1. For JSON
 * it counts the records. 0 is the file itself. */
enum roster_level {
    ROSTER_ERROR, /* the row is rejected, or the file cannot be read to its end */
    ROSTER_NOTE,  /* taken, but somebody should look */
};

struct roster_remark {
    enum roster_level level;
    int64_t row;
    const char *field; /* lent; "" for the row as a whole */
    const char *text;  /* lent; the cause */
};

struct roster_change {
    int64_t row;
    const struct attendee *attendee;    /* as it is now; lent */
    const char *field, *before, *after; /* lent */
    bool replaces_badge;                /* what is printed changes, and there is a badge */
};

/* Called as the file is read. `missing`: people of earlier imports whom this file does not have;
 * nothing happens to them. Members may be NULL. */
struct roster_listener {
    void (*remark)(const struct roster_remark *remark, void *userdata);
    void (*change)(const struct roster_change *change, void *userdata);
    void (*missing)(const struct attendee *attendee, void *userdata);
    void (*progress)(int64_t done_bytes, int64_t total_bytes, void *userdata);
    void *userdata;
};

struct roster_options {
    enum roster_format format;
    const char *encoding; /* NULL: found out */
    const struct roster_map *maps;
    size_t map_count;
    const char *photos;       /* folder of pictures, NULL: none */
    const char *photo_folder; /* the event's own, where they are copied to */
    bool dry_run;
    bool skip_bad;        /* import the good rows although others are rejected */
    bool add_delegations; /* names that are no country become delegations */
};

struct roster_summary {
    int64_t added, changed, unchanged, rejected, missing, notes, delegations;
    bool imported;     /* false: dry run, or nothing was written because of rejected rows */
    char encoding[32]; /* "windows-1251" */
    char delimiter;    /* of a CSV, else '\0' */
    char format[16];   /* "csv", "pretix", "indico", "json" */
};

enum roster_result {
    ROSTER_DONE,       /* imported, or would be */
    ROSTER_REJECTED,   /* rows were rejected */
    ROSTER_UNREADABLE, /* the file as a whole: one log line or remark says why */
    ROSTER_FAILED,     /* the store: one log line */
};

/*
 * Imports `path` in one transaction. Unless skip_bad is set, one rejected row means that nothing is
 * imported.
 *
 * A row is a person by its external id, else by its ticket's code, else by name, delegation and
 * e-mail. Of a person that is there, only what differs from the file imported last is changed, so
 * that a correction made at the desk outlives the next import; holders, check-ins, badges and
 * serials stay.
 */
enum roster_result roster_import(struct store *store, const char *path,
                                 const struct roster_options *options,
                                 const struct roster_listener *listener,
                                 struct roster_summary *out);

/* The name of a delegation in a language: in English its own; else ICU's for a country, the United
 * Nations and the European Union, and an organisation's own. */
char *roster_delegation_name(const struct delegation *delegation, const char *language, char *out,
                             size_t size);

/* Everybody as an export has them: `texts` in the order of roster_fields(). In order of family
 * name. False: store fault, or `each` returned false. */
bool roster_export(struct store *store,
                   bool (*each)(const struct attendee *attendee, const char *const *texts,
                                void *userdata),
                   void *userdata);

/* One field of a person as text, and set from text by the rules of the import: names of countries,
 * categories, zones, days. Get gives "" for no such field. Set is false when `error` says why. */
bool roster_get(struct store *store, const struct attendee *attendee, const char *field, char *out,
                size_t size);
bool roster_set(struct store *store, struct attendee *attendee, const char *field,
                const char *value, char *error, size_t size);

/* A person with the defaults of the event: its first category, all days. */
bool roster_new(struct store *store, struct attendee *out);

/* Whether a field stands on the badge or in its code, so that a change of it asks for another. */
bool roster_field_on_badge(const char *field);

/* Checks a picture and copies it, upright, small enough and without what else its file tells, into
 * the event's folder of photos. `name` receives its name there. False: `error` says why. */
bool roster_take_photo(const char *path, const char *photo_folder, char *name, size_t name_size,
                       char *error, size_t size);

/* A cell of a CSV: quoted where needed, and a sign in front of what a spreadsheet would run.
 * Returns the length that was, or would have been, written. */
size_t roster_csv_cell(const char *text, char *out, size_t size);

#endif
