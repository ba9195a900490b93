/*
 * Rules: the access policy of an event, as a file that people write (docs/rules.md) and as the
 * values that a decision takes. rules_parse() reads and checks the text; rules_at() tells what
 * holds at a checkpoint at a moment. Local times are in the process's time zone. One thread.
 */
#ifndef LANYARD_RULES_H
#define LANYARD_RULES_H

#include "access.h"

#define RULES_TEXT_MAX 12000
#define RULES_OPENINGS_MAX 32
#define RULES_PLACES_MAX 64
#define RULES_ESCORTS_MAX 256

/* The names that a text may use: the event's own. Lent. */
struct rules_names {
    const struct event_info *event;
    const struct zone *zones;
    int zone_count;
    const struct checkpoint *checkpoints;
    int checkpoint_count;
    const struct session *sessions;
    int session_count;
    const struct category *categories;
    int category_count;
};

/* What one section says, RULE_UNSET where it says nothing; a checkpoint's words go before its
 * zone's. */
#define RULE_UNSET (-1)
struct rule {
    int ways; /* enum ways */
    int reentry, anti_passback, takes_invitations;
    int minutes_between, capacity, escort_minutes, accompanying, data_age_minutes;
    int offline;         /* enum offline */
    char home_gate[256]; /* stations: " gate-1 gate-2 "; "" when nothing is said */
    bool timed;
    struct opening openings[RULES_OPENINGS_MAX];
    size_t opening_count;
};
extern const struct rule rule_nothing; /* says nothing */

#define CATEGORY_SET_SIZE 32 /* a bit for each code */

struct session_rule {
    const char *code;       /* of names.sessions, lent by whoever keeps the names */
    int64_t from_ms, to_ms; /* admission: from some minutes before the start to the end */
    int zone;
    int capacity; /* 0: the zone's */
    bool invited_only;
    uint8_t categories[CATEGORY_SET_SIZE];
    char delegations[512];  /* " TJK UN " */
    char invited_file[128]; /* in the event's folder; "" for none */
};

struct escort_rule {
    char guest[64], escort[64]; /* external ids or holders */
    int line;
};

struct rules {
    struct rule zones[EVENT_ZONES_MAX]; /* by bit */
    struct rule checkpoints[RULES_PLACES_MAX];
    char checkpoint_codes[RULES_PLACES_MAX][32];
    int checkpoint_count;
    struct session_rule sessions[RULES_PLACES_MAX];
    char session_codes[RULES_PLACES_MAX][32];
    int session_count;
    uint8_t escort_categories[CATEGORY_SET_SIZE]; /* none set: anyone who needs no escort */
    struct escort_rule escorts[RULES_ESCORTS_MAX];
    int escort_count;
};

/* Receives each fault: the number of its line and what is wrong. */
typedef void rules_fault_fn(int line, const char *text, void *userdata);

/* `text` is outside bytes. False when there was a fault; all are reported, *out is then undefined.
 */
bool rules_parse(const char *text, size_t length, const struct rules_names *names,
                 rules_fault_fn *fault, void *userdata, struct rules *out);

/* What holds at a checkpoint at a moment. `policy` borrows from `rules`. */
struct rules_here {
    struct checkpoint checkpoint; /* with what the rules say about it */
    struct access_policy policy;
    int escort_s;          /* an escort's admission counts so long */
    const char *home_gate; /* as in struct rule; lent */
    const struct session_rule
        *session; /* on now in the checkpoint's zone; NULL: none with a rule */
};
/* `rules` NULL: none are in force. */
void rules_at(const struct rules *rules, const struct checkpoint *checkpoint, int64_t at_ms,
              struct rules_here *out);

/* Whether a session's lists by category and delegation name the attendee. */
bool rules_invites(const struct session_rule *session, const struct attendee *attendee);

/* When the last opening that begins on this event day ends; the day's own end when none is later.
 */
int64_t rules_day_end(const struct rules *rules, const struct event_info *event, size_t day);

/* Whether the home gates that a rule names have this station. */
bool rules_is_home_gate(const struct rules_here *here, const char *station);

bool category_set_has(const uint8_t set[CATEGORY_SET_SIZE], uint8_t category);

#endif
