/*
 * Store: the station's SQLite replica. Facts are append-only events; what follows from them (who is
 * inside, which badge is issued, what is revoked) is kept in tables by the same transaction.
 *
 * One store belongs to one thread; other threads and processes open their own. WAL,
 * synchronous=FULL, defensive mode. Every failure is one log line and changes nothing.
 */
#ifndef LANYARD_STORE_H
#define LANYARD_STORE_H

#include "access.h"
#include "attendee.h"
#include "audit.h"
#include "print_intent.h"

struct store;

enum store_mode { STORE_READ_ONLY, STORE_READ_WRITE };

/* Makes a new database with all migrations and the event's facts. False if `path` exists. */
bool store_create(const char *path, const struct event_info *event);

/*
 * Opens, checks and migrates. NULL: the log line tells apart a missing, a truncated or damaged, a
 * newer (written by a later version), and a locked or read-only file, each with the way to mend it.
 */
struct store *store_open(const char *path, enum store_mode mode);
void store_close(struct store *store); /* NULL-safe */

/* How much of the file is held in memory at most; 96 MB else, for whoever searches all of it. */
void store_limit_cache(struct store *store, int kib);

/* Folds the write-ahead log into the file if there is enough of it. Takes some syncs: for a moment
 * when nobody waits; else a commit does it now and then. */
void store_fold_log(struct store *store);

/* Whose events this store writes; lent until store_close. Appending without one fails. */
void store_set_signer(struct store *store, const struct station_key *key);

/* Looks for one row. */
enum store_found { STORE_FOUND, STORE_NOT_FOUND, STORE_FAILED };

/* ---- transactions: BEGIN IMMEDIATE … COMMIT. Every append below must stand inside one. ---- */
/* After a failed write a transaction can only be rolled back; store_commit then does that. */
bool store_begin(struct store *store);
bool store_commit(struct store *store); /* durable when it returns true; else rolled back */
void store_rollback(struct store *store);

/* ---- the event's setup ---- */
bool store_event(struct store *store, struct event_info *out);
bool store_put_delegation(struct store *store, const struct delegation *delegation);
bool store_put_category(struct store *store, const struct category *category);
bool store_put_zone(struct store *store, const struct zone *zone);
bool store_put_venue(struct store *store, const struct venue *venue);
bool store_put_session(struct store *store, const struct session *session);
bool store_put_checkpoint(struct store *store, const struct checkpoint *checkpoint);
enum store_found store_delegation(struct store *store, const char *code, struct delegation *out);
enum store_found store_category(struct store *store, uint8_t code, struct category *out);
bool store_put_focal_point(struct store *store, const char *delegation,
                           const struct focal_point *focal_point);
enum store_found store_focal_point(struct store *store, const char *delegation,
                                   struct focal_point *out);
/* NULL or "" finds the event's registration. */
enum store_found store_checkpoint(struct store *store, const char *code, struct checkpoint *out);
/* Up to `limit` rows in order of bit (sessions: of time); returns how many, -1 on failure. */
int store_delegations(struct store *store, struct delegation *out, int limit); /* by name */
int store_categories(struct store *store, struct category *out, int limit);    /* by code */
int store_zones(struct store *store, struct zone *out, int limit);
int store_venues(struct store *store, struct venue *out, int limit);
int store_sessions(struct store *store, struct session *out, int limit);
int store_checkpoints(struct store *store, struct checkpoint *out, int limit);

/* The sealed key list (key_list.h), its root key, and settings by name. */
bool store_put_key_list(struct store *store, const char *text, size_t length);
bool store_key_list(struct store *store, struct key_list *out);
bool store_put_setting(struct store *store, const char *name, const char *value);
enum store_found store_setting(struct store *store, const char *name, char *out, size_t size);

/* ---- roster ---- */
/* Adds, or changes the row with the same holder (or else the same external id). A holder of 0 is
 * given a random one, written back. */
bool store_put_attendee(struct store *store, struct attendee *attendee);
enum store_found store_attendee(struct store *store, uint64_t holder, struct attendee *out);
enum store_found store_attendee_by_external(struct store *store, const char *external_id,
                                            struct attendee *out);
enum store_found store_attendee_by_serial(struct store *store, uint32_t serial,
                                          struct attendee *out);
enum store_found store_attendee_by_foreign(struct store *store, const char *foreign_code,
                                           struct attendee *out);
int64_t store_attendee_count(struct store *store); /* -1 on failure */
/* Everybody, in order of family name, until `each` returns false. `each` may use the store. */
bool store_each_attendee(struct store *store,
                         bool (*each)(const struct attendee *attendee, void *userdata),
                         void *userdata);
/* Nobody's is all empty. */
bool store_put_tie(struct store *store, uint64_t holder, const struct attendee_tie *tie);
enum store_found store_tie(struct store *store, uint64_t holder, struct attendee_tie *out);
/* A person's fields as the last imported file had them, in the importer's own words. *out is the
 * caller's to free; NULL unless found. */
bool store_put_roster_row(struct store *store, uint64_t holder, const char *fields);
enum store_found store_roster_row(struct store *store, uint64_t holder, char **out);

/* One line of the desk's list. */
struct attendee_row {
    struct attendee attendee;
    char delegation_name[ATTENDEE_TEXT_SIZE];
    char category_name[64];
    char state[32];  /* "expected", "arrived", "left", "withdrawn", "pending-approval", "revoked" */
    int issue;       /* newest badge; 0: none */
    uint32_t serial; /* of the newest badge */
};

/*
 * Calls `each` (return false to stop) for attendees that match `query`: a holder, external id,
 * badge serial, foreign code or e-mail address alone; else words, in any order and script, each the
 * beginning of a word of a name, organisation, e-mail, delegation or category, however a name is
 * romanised. Where nobody is found, one typing error a word is forgiven. The likeliest first:
 * whole names, then those not yet arrived, then the delegation of the last arrival. "" finds all,
 * in order of delegation and name. `limit` 0: all. False on failure.
 */
bool store_search(struct store *store, const char *query, int limit,
                  bool (*each)(const struct attendee_row *row, void *userdata), void *userdata);

/* After many changes: puts the search's index in one piece, without what is gone, so that it
 * answers sooner. Inside a transaction. */
bool store_search_tidy(struct store *store);

/* ---- what a decision rests on ---- */
bool store_history(struct store *store, uint64_t holder, uint32_t serial,
                   const struct checkpoint *checkpoint, struct access_history *out);

/* ---- facts: each appends one signed event and applies it ---- */
struct passage {
    uint64_t holder;
    uint32_t serial; /* of the credential shown; 0 for a foreign code */
    char checkpoint[32];
    int scope;                /* checkpoint_scope() */
    int companions;           /* persons who come or leave along, without a badge */
    enum direction direction; /* IN or OUT */
    struct decision decision;
    const char *force_reason; /* lent; NULL unless somebody overruled the decision … */
    enum reason overruled;    /* … which was this one */
    int64_t at_ms;            /* what was said to be the time (--at), else the clock's */
    bool once; /* nobody enters here twice without leaving between: two stations that both admit
                  make an incident. Arrivals always. */
};
bool store_append_passage(struct store *store, const struct passage *passage);

/* A code that was refused or referred: its raw bytes, bounded to 512. `holder` 0 when unknown. */
struct refusal {
    uint64_t holder;
    char checkpoint[32];
    struct decision decision;
    const char *text; /* lent */
    size_t length;
    int64_t at_ms;
};
bool store_append_refusal(struct store *store, const struct refusal *refusal);

/* A serial never given before by any station: high byte from the signer's key id. 0 on failure. */
uint32_t store_next_serial(struct store *store);

struct intent {
    char uuid[UUID_TEXT_SIZE];
    uint64_t holder;
    uint32_t serial;
    int issue;
    enum intent_state state;
    char credential[160]; /* the badge's LY1 text */
    char printer[128];    /* device spec; "" until one is chosen */
    int job_id;
    int64_t created_ms, updated_ms;
    char detail[256];               /* last words of the device */
    char station[KEY_STATION_SIZE]; /* which has it in hand: whose word the state is */
};

/* A new badge: its uuid is made here. Fails if the holder has a badge that may exist and is not
 * revoked. */
bool store_append_intent(struct store *store, struct intent *intent, const char *reason);
/* Moves an intent by print_intent.h's rules; *out receives it. Fails when the move makes no sense.
 */
bool store_append_intent_input(struct store *store, const char *uuid, enum intent_input input,
                               const char *printer, int job_id, const char *detail,
                               struct intent *out);
enum store_found store_intent(struct store *store, const char *uuid, struct intent *out);
/* The holder's newest badge that is not revoked. */
enum store_found store_intent_of(struct store *store, uint64_t holder, struct intent *out);
/* Newest first; `open_only` those still under way. */
bool store_intents(struct store *store, bool open_only, int limit,
                   bool (*each)(const struct intent *intent, void *userdata), void *userdata);

/* An invitation's serial, so that it can be revoked and found. */
bool store_append_invitation(struct store *store, uint64_t holder, uint32_t serial);

/* Revokes one serial (holder 0: whoever's it is), or with serial 0 everything of the holder. */
bool store_append_revocation(struct store *store, uint64_t holder, uint32_t serial,
                             const char *reason);

/* A file that was imported: how many people it added, changed, left and lacked, and its BLAKE2b. */
struct roster_fact {
    const char *file; /* its name */
    int64_t added, changed, unchanged, rejected, missing;
    uint8_t hash[32];
};
bool store_append_roster(struct store *store, const struct roster_fact *fact);

/* A correction: who made it and why, and each field before and after. */
#define STORE_CHANGES_MAX 32
struct attendee_fact {
    uint64_t holder;
    const char *kind; /* "attendee-added", "attendee-changed", "attendee-approved", … */
    const char *by, *why;
    struct attendee_change {
        const char *field, *before, *after;
    } changes[STORE_CHANGES_MAX];
    size_t change_count;
};
bool store_append_attendee_fact(struct store *store, const struct attendee_fact *fact);

/* A change of the key list: "station-key-added", "station-key-revoked". */
bool store_append_key_change(struct store *store, const char *kind, uint16_t key_id,
                             const char *station);

/* ---- the log ---- */
/* Calls `each` (false stops) for events in order of station and sequence, or with `newest_first` by
 * clock. `limit` 0: all. False on failure. */
bool store_events(struct store *store, bool newest_first, int64_t limit,
                  bool (*each)(const struct audit_event *event, void *userdata), void *userdata);

struct audit_report {
    enum audit_fault fault;
    char station[KEY_STATION_SIZE]; /* of the fault, else of the head */
    uint64_t sequence;              /* of the fault */
    char uuid[UUID_TEXT_SIZE];
    char detail[256];
    uint64_t events;               /* checked */
    uint8_t head[AUDIT_HASH_SIZE]; /* over the heads of all stations, in name order */
};
/* Walks every chain to its signed head, and replays the events to compare the derived tables. False
 * when the store cannot be read; a fault is in the report. */
bool store_audit(struct store *store, struct audit_report *out);

/* ---- key files: DIR/keys, mode 0600 ---- */
#define KEY_ROOT_FILE "keys/root.key"
/* Refuses to overwrite. */
bool key_file_write(const char *path, const struct station_key *key);
/* False with the fix in the log line: missing, wrong mode (not 0600), wrong owner, damaged. */
bool key_file_read(const char *path, struct station_key *out);

#endif
