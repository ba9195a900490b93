/*
 * Station: an opened event folder and what a station does with it, without a screen or a device.
 * Commands and the touch application both work through here, so that a rule stands once.
 *
 * Folder:  lanyard.db  keys/root.key  keys/NAME.key  photos/  print/ (the file printer's output)
 *          rules.ini (docs/rules.md; in force once loaded)  theme.ini (brand.h)
 * One station belongs to one thread.
 */
#ifndef LANYARD_STATION_H
#define LANYARD_STATION_H

#include "badge.h"
#include "brand.h"
#include "invitation.h"
#include "store_access.h"

struct rules;      /* kiosk/station/rules.h */
struct watch_list; /* kiosk/station/watch_list.c */

struct station {
    char directory[4096];
    struct store *store; /* owned */
    struct event_info event;
    struct key_list keys;
    struct station_key key; /* id 0: opened read-only or without a key of its own */
    struct rules *rules;    /* owned; NULL: none are in force */
    char rules_id[UUID_TEXT_SIZE];
    struct watch_list *watch; /* owned; NULL: not read yet */
    bool has_locks;
    int locks;          /* owned descriptor, with has_locks */
    int64_t busy_us;    /* monotonic: the last look or pass */
    int64_t idle_us;    /* the last station_idle that did something */
    int64_t head_us;    /* the last head that was noted … */
    uint64_t head_last; /* … and its number */
};

/* Opens DIR; makes the event's time zone the process's. NULL with one log line. */
struct station *station_open(const char *directory, enum store_mode mode);
void station_close(struct station *station); /* wipes the key; NULL-safe */

/* As station_open for writing, but also when the station's own key is missing, damaged or revoked:
 * then key.id is 0, and only keys can be made and revoked. */
struct station *station_open_for_keys(const char *directory);

/* The same, silently, while a key waits to be entered into the list; else as station_open. */
struct station *station_open_for_sync(const char *directory);

/* Takes over a key list that another process has changed meanwhile, and the successor of the
 * station's own key if that was revoked; without one, key.id is 0. False: store fault. */
bool station_refresh_keys(struct station *station);

/* Makes a new event folder: store, root key, one station key "station-1", registration and a main
 * door. False with one log line if DIR holds an event or cannot be written; nothing is left
 * half-made. */
bool station_init(const char *directory, struct event_info *event);

/* Removes what station_init made, for a caller whose next step failed. */
void station_discard(const char *directory);

/* Reads DIR/theme.ini; what is faulty in it is left out. False with a log line for each fault, with
 * file and line; true also when there is none. */
bool station_brand(const char *directory, struct brand *out);

/* "24–25 November 2026"; days of one month, or of several. Returns out. */
char *station_event_dates(const struct event_info *event, char *out, size_t size);

/* ---- one code held up ---- */
struct outcome {
    struct presented presented;
    struct decision decision;
    bool known; /* attendee is set */
    struct attendee attendee;
    struct access_history history;
    struct checkpoint checkpoint;
    bool has_badge;
    struct intent badge; /* the newest valid badge, or the one made just now */
    bool badge_is_new;
    int64_t data_age_s;         /* how old what it rests on may be: with clock_doubt_s */
    int64_t clock_doubt_s;      /* how far this machine's clock may be wrong; 0: no sign of it */
    char watch_why[256];        /* what of the watch list agreed; for security only */
    char event[UUID_TEXT_SIZE]; /* of the passage that was recorded; "" for none */
    int capacity, people;       /* of the scope, where a rule limits it; 0: no limit */
};

/* Looks up and decides; records nothing. `at_ms` is the time that counts. False: store fault, and
 * the outcome is VERDICT_REFER / REASON_STATION_FAULT. */
bool station_look(struct station *station, const char *text, size_t length,
                  const struct checkpoint *checkpoint, enum direction direction, int64_t at_ms,
                  struct outcome *out);

/* The same, and records it in one transaction: passage or refusal, state, and with `want_badge`
 * (and an arrival) the print intent, unless the holder has a badge already. */
bool station_pass(struct station *station, const char *text, size_t length,
                  const struct checkpoint *checkpoint, enum direction direction, int64_t at_ms,
                  bool want_badge, struct outcome *out);

/* The same in all its ways. */
struct pass_request {
    const char *text; /* lent, as are the others */
    size_t length;
    const struct checkpoint *checkpoint;
    enum direction direction;
    int64_t at_ms;
    bool want_badge;
    int companions;           /* persons who come along without a badge */
    const char *force_reason; /* NULL; else admit a known person whatever the decision is */
};
bool station_pass_request(struct station *station, const struct pass_request *request,
                          struct outcome *out);

/* Whether an invitation shown again still brings a badge: none ever came out. A badge that was
 * revoked is replaced at the desk, not by whoever holds a copy of the invitation. */
bool outcome_owes_badge(const struct outcome *outcome);

/* ---- staff ---- */
/* Somebody who says who they are: a name or a staff card's text, and a PIN. NULL: nobody does. */
struct credentials {
    const char *who, *pin; /* lent */
};
enum staff_answer {
    STAFF_OK,
    STAFF_NOBODY,         /* staff must say who they are */
    STAFF_WRONG,          /* no such person, or not that PIN: not told which */
    STAFF_WAIT,           /* too many wrong PINs: wait */
    STAFF_NOT_ALLOWED,    /* the role may not do this */
    STAFF_NEEDS_APPROVAL, /* a second person must approve */
    STAFF_NOT_APPROVED,   /* the second person is the first, or may not approve */
    STAFF_FAULT,          /* the store failed */
};
const char *staff_answer_string(enum staff_answer answer); /* a sentence for staff */

/* Checks a PIN. The attempt is counted on disk before the PIN is looked at. `wait_ms` receives how
 * long to wait, for STAFF_WAIT. */
enum staff_answer station_sign_in(struct station *station, const struct credentials *credentials,
                                  struct staff *out, int64_t *wait_ms);

/*
 * Whether this may be done by the first and, where a second person is needed, approved by the
 * other. From STAFF_OK on, the events of this station name them, until the next call. While the
 * event has no staff everything is allowed and nobody is named.
 */
enum staff_answer station_authorise(struct station *station, enum permission permission,
                                    const struct credentials *by,
                                    const struct credentials *approved_by, int64_t *wait_ms);

/* Adds or changes; `pin` NULL keeps the one there is. The first must be an administrator, and the
 * last one stays. False with a log line. */
bool station_put_staff(struct station *station, const char *name, enum staff_role role,
                       bool enabled, const char *pin);
/* A fresh staff card; older ones of the person are dead. */
bool station_staff_card(struct station *station, const char *name, char text[CREDENTIAL_TEXT_SIZE]);

/* Writes DIR/keys.txt and DIR/revocations.txt, what a guard's own device needs to verify badges. */
bool station_pack(struct station *station, const char *directory);

/* ---- between people ---- */
/*
 * For a program that runs for long: call it again and again while nobody waits. It does what is due,
 * in a few milliseconds: looks whether the clock has jumped (an incident), notes the signed head of
 * the chain in a file, and folds the database's log into it, so that no scan has to wait for that.
 */
void station_idle(struct station *station);

/* How often heads are noted and where. `every_minutes` 0: not at all; `path` "": heads.txt in the
 * event's folder. Best on another disk: who has both can rewrite both. */
#define STATION_HEAD_MINUTES 15
struct head_notes {
    int every_minutes;
    char path[4096];
};
bool station_head_notes(struct station *station, struct head_notes *out);
bool station_set_head_notes(struct station *station, const struct head_notes *notes);

/* Adds the head of the station's own chain to the file now. False with a log line. */
bool station_note_head(struct station *station);

/* ---- watch list ---- */
/* Whether an entry agrees with the attendee, near or in full; `why` says what did. False: store
 * fault. */
bool station_watch_match(struct station *station, const struct attendee *attendee, bool *hit,
                         char *why, size_t size);

/* ---- rules: docs/rules.md ---- */
#define RULES_FILE "rules.ini"

/* Reads a file of rules (NULL: rules.ini in the event's folder) and the lists that it names. False
 * with a log line for each fault, with file and line. */
bool station_check_rules(struct station *station, const char *path);

/* The same, and puts them in force, in one transaction. Other programs on the same store follow
 * with their next decision. */
bool station_load_rules(struct station *station, const char *path);

/* ---- badges ---- */
/* Why the holder may have no badge: "pending", "rejected", "withdrawn", "revoked"; NULL: they may.
 * False with one log line: store fault, or nobody has that holder. */
bool station_badge_bar(struct station *station, uint64_t holder, const char **out);

/*
 * A new badge for the holder. If one may exist: fails unless `reason` ("lost", …) says that it is
 * replaced; the old serial is then revoked in the same transaction. With REASON_FORGOTTEN the old
 * one is suspended instead, and the new one is a day badge: it ends with the event day that is now.
 * Fails for whom station_badge_bar names a reason.
 */
#define REASON_FORGOTTEN "forgotten"
bool station_issue_badge(struct station *station, uint64_t holder, const char *reason,
                         struct intent *out);

/* A forgotten badge was found: it is good again and the day badge is revoked, in one transaction.
 * NOT_FOUND: no badge of the holder is suspended; one that was replaced as lost stays dead. */
enum store_found station_badge_found(struct station *station, uint64_t holder, struct intent *out);

/* Marks a badge as being printed by this program, until it is unlocked or the program ends. False:
 * another one prints it just now. */
bool station_lock_badge(struct station *station, uint32_t serial);
void station_unlock_badge(struct station *station, uint32_t serial);

/* Fills everything that stands on the badge. `photo` is loaded if there is one. */
bool station_badge(struct station *station, const struct intent *intent, struct badge *out);

/* A badge that admits nobody, marked TEST: signed with the test flag, not recorded. */
bool station_test_badge(struct station *station, uint64_t holder, struct badge *out);

/* ---- invitations ---- */
/* A fresh signed invitation. Inside the caller's transaction (store_begin), so that a whole roster
 * is committed in few steps. */
bool station_invite(struct station *station, uint64_t holder, struct invitation *out);

/* A key for another station, signed into the list by the root key in keys/. A folder that has lost
 * its own key becomes that station. */
bool station_new_key(struct station *station, const char *name, struct station_key *out);
/* Everything that the key has signed is refused from now on. For the station's own key a successor
 * is made in the same step, so that the station goes on. */
bool station_revoke_key(struct station *station, uint16_t key_id);

/* The public keys of another system whose signed tickets the event takes (pretix sig1). Add: false
 * when there is no room or the text is no key. Keys: how many, -1 on failure. */
#define STATION_TICKET_KEYS 8
bool station_add_ticket_key(struct station *station, const char *text);
int station_ticket_keys(struct station *station, uint8_t out[STATION_TICKET_KEYS][TICKET_KEY_SIZE]);

/* ---- a station that joins through a hub ---- */
/* A folder for an event that is known elsewhere: `key` (its id does not count) waits in keys/ until
 * the key list names it. Makes the event's time zone the process's. */
bool station_make_folder(const char *directory, struct event_info *event,
                         const struct station_key *key, const char *keys);
/* Takes a waiting key into use once the list names it; *name is the folder's station. */
bool station_take_key(struct station *station, const char **name);
/* Enters another station's public key into the list; needs keys/root.key. */
bool station_admit_key(struct station *station, const char *name,
                       const uint8_t public_key[KEY_PUBLIC_SIZE]);

/* Fills the event with the sample conference: delegations, categories, zones, venues, sessions,
 * checkpoints and `attendees` invented people, the same for the same number. In one transaction.
 * `progress` (may be NULL) is told now and then. */
bool station_fill_sample(struct station *station, int attendees,
                         void (*progress)(int done, int total));

#endif
