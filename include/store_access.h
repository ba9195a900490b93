/*
 * Store, the part for access: rules of the event, who is inside where, escorts, invitation lists.
 * The contracts of store.h hold: one thread, one log line for a failure, appends within a
 * transaction.
 */
#ifndef LANYARD_STORE_ACCESS_H
#define LANYARD_STORE_ACCESS_H

#include "revocation_list.h"
#include "staff.h"
#include "store.h"

/* ---- rules: a text (docs/rules.md) and the lists that it names, recorded as events ---- */
#define STORE_RULES_MAX 12000 /* bytes */

struct rules_text {
    char id[UUID_TEXT_SIZE]; /* another with each text; "" while there is none */
    char text[STORE_RULES_MAX + 1];
    size_t length;
    int64_t at_ms; /* when it was loaded */
};

/* Makes the text the event's rules; its id is made here. */
bool store_append_rules(struct store *store, const char *text, size_t length,
                        char id[UUID_TEXT_SIZE]);
enum store_found store_rules(struct store *store, struct rules_text *out);
/* Only the id, to see cheaply whether other rules stand. "" for none. */
bool store_rules_id(struct store *store, char id[UUID_TEXT_SIZE]);

/* Who is invited to a session and who escorts whom, under the rules with this id. */
bool store_append_invited(struct store *store, const char *rules_id, const char *session,
                          const uint64_t *holders, size_t count);
struct escort_pair {
    uint64_t guest, escort;
};
bool store_append_escorts(struct store *store, const char *rules_id,
                          const struct escort_pair *pairs, size_t count);

/* Whether the standing rules' list for the session has the holder, or the roster ties them to it. */
bool store_is_invited(struct store *store, const char *session, uint64_t holder, bool *out);

/*
 * Whether an escort of `guest` was let in at the checkpoint between the two moments and is still
 * inside. Its escorts are those that the rules or the roster's ties name; else anybody of `categories` (a bit for each
 * code) who needs no escort; with NULL, anybody who needs none.
 */
bool store_escort_is_here(struct store *store, uint64_t guest, const char *checkpoint,
                          int64_t from_ms, int64_t to_ms, const uint8_t categories[32], bool *out);

/* People inside a scope now, those accompanying them too. */
bool store_people_inside(struct store *store, int scope, int *out);

/* ---- what has happened at a checkpoint ---- */
struct door_passage {
    uint64_t holder;          /* 0: nobody known */
    enum direction direction; /* a refusal is counted as an entry */
    bool refused;
    struct decision decision;
    int64_t at_ms;
};
/* Calls `each` (false stops) for passages and refusals there since a moment, of all stations,
 * newest first; what was undone is left out. */
bool store_door_passages(struct store *store, const char *checkpoint, int64_t since_ms,
                         bool (*each)(const struct door_passage *passage, void *userdata),
                         void *userdata);

/* ---- badges that are forgotten, and holders revoked by mistake ---- */
#define REASON_DAY_BADGE_RETURNED "day-badge-returned" /* a revocation's */

/* Suspends a badge until it is reinstated: its holder left it at home. */
bool store_append_suspension(struct store *store, uint64_t holder, uint32_t serial,
                             const char *reason);
/* Makes a suspended badge good again. Fails if it is not suspended, is revoked, or if the holder
 * has another badge that may exist and is not revoked. */
bool store_append_reinstatement(struct store *store, uint64_t holder, uint32_t serial);
/* The holder's suspended badge that is not revoked. */
enum store_found store_suspended_of(struct store *store, uint64_t holder, struct intent *out);
/* The highest issue number of the holder's badges that may have come out; 0: none. */
bool store_highest_issue(struct store *store, uint64_t holder, int *out);
/* Lifts the revocation of everything of a holder. Revoked serials stay revoked. */
bool store_append_revocation_lifted(struct store *store, uint64_t holder, const char *reason);

/* ---- staff ---- */
struct staff {
    char name[STAFF_NAME_SIZE];
    enum staff_role role;
    bool enabled;
    uint64_t holder; /* of the staff card */
    uint32_t card;   /* its serial; 0: none. An older card is dead. */
    bool has_pin;    /* on this station */
    int failed;      /* wrong PINs since the last right one */
};

/* Who acts from now on, and who approved: written into every event. NULL: nobody is known. */
void store_set_actor(struct store *store, const char *staff, const char *approver);

/* Adds or changes the one with this name. */
bool store_append_staff(struct store *store, const struct staff *staff);
/* In order of name; returns how many, -1 on failure. */
int store_staff_list(struct store *store, struct staff *out, int limit);
/* By name, or with "" by the holder of a card. */
enum store_found store_staff(struct store *store, const char *name, uint64_t holder,
                             struct staff *out);

/* A PIN's hash; its attempts start anew. */
bool store_put_pin(struct store *store, const char *name, const char *hash);
enum store_found store_pin(struct store *store, const char *name, char hash[STAFF_HASH_SIZE],
                           int *failed, int64_t *last_ms);
/* Counts an attempt, durable before the PIN is looked at, in a transaction of its own. */
bool store_count_attempt(struct store *store, const char *name, int64_t now_ms);
bool store_clear_attempts(struct store *store, const char *name);

/* ---- for a guard's own device ---- */
/* Everything revoked or suspended. The caller finishes the list, also after a failure. */
bool store_revocations(struct store *store, struct revocation_list *out);
/* The sealed key list as it is; the caller frees it. NULL: logged. */
char *store_key_list_text(struct store *store);

/* store_audit without the signatures of single events and without replaying the tables: every event
 * is hashed, and each chain must end in its signed head, which vouches for all before it. */
bool store_audit_quick(struct store *store, struct audit_report *out);

/* ---- watch list: this station's own; events say only that an entry came or went ---- */
#define WATCH_ENTRIES_MAX 1024
struct watch_entry {
    char id[24];
    char name[ATTENDEE_TEXT_SIZE];
    char delegation[16];
    char organisation[ATTENDEE_TEXT_SIZE];
    char email[ATTENDEE_TEXT_SIZE];
    char note[ATTENDEE_TEXT_SIZE];
};
/* Adds one; its id is made here. */
bool store_put_watch(struct store *store, struct watch_entry *entry);
enum store_found store_remove_watch(struct store *store, const char *id);
/* In order of coming; how many, -1 on failure. */
int store_watch_list(struct store *store, struct watch_entry *out, int limit);
/* Another number whenever the list is changed. */
bool store_watch_version(struct store *store, int64_t *out);

/* ---- incidents ---- */
enum incident_kind {
    INCIDENT_DOUBLE_ADMISSION,
    INCIDENT_REVOKED_SHOWN,
    INCIDENT_FORGED_CODE,
    INCIDENT_WATCH_HIT,
    INCIDENT_CLOCK_JUMP,
    INCIDENT_CHAIN_BREAK,
    INCIDENT_KINDS
};
const char *incident_kind_string(enum incident_kind kind); /* "double-admission", … */

struct incident {
    char id[UUID_TEXT_SIZE];
    char kind[AUDIT_KIND_SIZE];
    uint64_t holder; /* 0: nobody known */
    uint32_t serial;
    char checkpoint[32];
    char detail[256];
    int64_t at_ms;
    char station[KEY_STATION_SIZE];
    char state[16]; /* "new", "seen", "closed" */
    char staff[STAFF_NAME_SIZE];
    char note[256];
};

/* Unless one of the kind about the same holder and checkpoint is younger than `window_ms`; with 0,
 * unless one is not closed. */
bool store_append_incident(struct store *store, enum incident_kind kind, uint64_t holder,
                           uint32_t serial, const char *checkpoint, const char *detail,
                           int64_t window_ms);
bool store_append_incident_state(struct store *store, const char *id, const char *state,
                                 const char *note);
/* Newest first. */
bool store_incidents(struct store *store, bool closed_too, int limit,
                     bool (*each)(const struct incident *incident, void *userdata), void *userdata);
enum store_found store_incident(struct store *store, const char *id, struct incident *out);

/* How far the clock is behind the newest event; 0 when it is not. */
bool store_clock_behind(struct store *store, int64_t *behind_ms);

/* ---- undo ---- */
enum undo_result {
    UNDO_DONE,
    UNDO_NO_PASSAGE, /* no such event, or one of another kind */
    UNDO_TWICE,      /* undone already */
    UNDO_LATER,      /* the person has passed there since */
    UNDO_FAILED,
};
/* Takes back an arrival, admission or exit: the person stands as before it. */
enum undo_result store_append_undo(struct store *store, const char *event, const char *reason);

/* The newest event that this store has appended; "" before the first. */
const char *store_last_event(const struct store *store);

/* The hash of one event. */
enum store_found store_event_hash(struct store *store, const char *station, uint64_t sequence,
                                  uint8_t hash[AUDIT_HASH_SIZE]);
/* The signed end of the signer's chain. */
enum store_found store_head(struct store *store, const char *station, struct audit_head *out);

#endif
