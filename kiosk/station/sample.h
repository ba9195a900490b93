/*
 * The sample conference: read from assets/sample, made up person by person. The same index is
 * always the same person, whatever the number asked for. All people are invented. One thread.
 */
#ifndef LANYARD_STATION_SAMPLE_H
#define LANYARD_STATION_SAMPLE_H

#include "attendee.h"

#define SAMPLE_PEOPLE_MAX 1000000

/* Part of an asset: lent, without a NUL. */
struct sample_text {
    const char *at;
    size_t size;
};
bool sample_text_is(struct sample_text text, const char *word);

/* ---- tables: lines of tab-separated fields, none empty; a line that starts with # is a comment */
#define SAMPLE_FIELDS_MAX 5

struct sample_table {
    const char *file; /* for messages */
    const char *at, *end;
    int line;
    struct sample_text fields[SAMPLE_FIELDS_MAX]; /* of the present row */
    size_t count;
    bool faulty;
};
void sample_table_open(struct sample_table *table, const char *file, const char *text, size_t size);
/* The next row. False: there is none, or it is malformed (`faulty`, after one log line). */
bool sample_table_next(struct sample_table *table);
/* Logs "FILE:LINE: WHAT" and sets `faulty`. Returns false. */
bool sample_table_fault(struct sample_table *table, const char *what);
/* Reads field `index` as 0..limit. False: a fault. */
bool sample_table_number(struct sample_table *table, size_t index, int limit, int *out);
/* Copies field `index` whole. False: a fault, it does not fit. */
bool sample_table_copy(struct sample_table *table, size_t index, char *out, size_t size);

/* ---- names of one language: assets/sample/names-LANGUAGE.tsv ---- */
enum sample_list_kind { SAMPLE_MALE, SAMPLE_FEMALE, SAMPLE_FAMILY, SAMPLE_LIST_COUNT };

struct sample_name {
    struct sample_text native[2]; /* empty in a Latin pool; [1] is hers, for family names */
    struct sample_text latin[2];
};

struct sample_list {
    struct sample_name *items; /* owned */
    size_t count, capacity;
};

enum sample_order { SAMPLE_GIVEN_FAMILY, SAMPLE_FAMILY_GIVEN, SAMPLE_FAMILY_JOINED };

struct sample_pool {
    char language[16];
    bool own_script;         /* else names are Latin and have no native form */
    enum sample_order order; /* of the native form */
    int families;            /* family names a person has, 1 or 2 */
    struct sample_list lists[SAMPLE_LIST_COUNT];
    int used[2]; /* men, women named so far */
};

/* Makes `out` from a file's text, which must outlive it. False: one log line names file and line.
 */
bool sample_pool_parse(const char *file, const char *language, const char *text, size_t size,
                       struct sample_pool *out);
void sample_pool_finish(struct sample_pool *pool);

/* Names the next man or woman: no full name comes twice before all of the pool have come. False:
 * one log line, a name does not fit its field. */
bool sample_pool_name(struct sample_pool *pool, bool woman, struct attendee *out);

/* ---- people ---- */
/* Visits 0..count-1 in a scattered order, each once while `step` runs from 0 to count-1. */
size_t sample_scatter(size_t step, size_t count);

#define SAMPLE_LANGUAGES_MAX 8

struct sample_delegation {
    struct delegation value;
    int size;                           /* its share of the delegates */
    size_t pools[SAMPLE_LANGUAGES_MAX]; /* of its languages */
    size_t pool_count;
    int people; /* made so far */
};

struct sample; /* tables, and how far it has come */

/* Reads all of assets/sample. NULL: one log line. */
struct sample *sample_create(void);
void sample_destroy(struct sample *sample); /* NULL-safe */

/* In the order of the file. */
size_t sample_delegations(const struct sample *sample, const struct sample_delegation **out);

/* Makes the next person of an event with `day_count` days. False: one log line. */
bool sample_next(struct sample *sample, size_t day_count, struct attendee *out);

/* ---- places and rules ---- */
struct sample_session {
    struct session session; /* without its times */
    size_t day;
    const char *starts, *ends; /* local, "09:30" */
};

struct sample_setup {
    const struct zone *zones;
    size_t zone_count;
    const struct venue *venues;
    size_t venue_count;
    const struct category *categories;
    size_t category_count;
    const struct checkpoint *checkpoints;
    size_t checkpoint_count;
    const struct sample_session *sessions;
    size_t session_count;
};
extern const struct sample_setup sample_setup;

/* NULL: no category has that letter. */
const struct category *sample_category(struct sample_text letter);

#endif
