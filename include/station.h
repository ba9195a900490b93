/*
 * Station: an opened event folder and what a station does with it, without a screen or a device.
 * Commands and the touch application both work through here, so that a rule stands once.
 *
 * Folder:  lanyard.db  keys/root.key  keys/NAME.key  photos/  print/ (the file printer's output)
 * One station belongs to one thread.
 */
#ifndef LANYARD_STATION_H
#define LANYARD_STATION_H

#include "badge.h"
#include "invitation.h"
#include "store.h"

struct station {
    char directory[4096];
    struct store *store; /* owned */
    struct event_info event;
    struct key_list keys;
    struct station_key key; /* id 0: opened read-only or without a key of its own */
};

/* Opens DIR; makes the event's time zone the process's. NULL with one log line. */
struct station *station_open(const char *directory, enum store_mode mode);
void station_close(struct station *station); /* wipes the key; NULL-safe */

/* As station_open for writing, but also when the station's own key is missing, damaged or revoked:
 * then key.id is 0, and only keys can be made and revoked. */
struct station *station_open_for_keys(const char *directory);

/* The same, silently, while a key waits to be entered into the list; else as station_open. */
struct station *station_open_for_sync(const char *directory);

/* Takes over a key list that another process has changed meanwhile. False: store fault. */
bool station_refresh_keys(struct station *station);

/* Makes a new event folder: store, root key, one station key "station-1", registration and a main
 * door. False with one log line if DIR holds an event or cannot be written; nothing is left
 * half-made. */
bool station_init(const char *directory, struct event_info *event);

/* Removes what station_init made, for a caller whose next step failed. */
void station_discard(const char *directory);

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
    int64_t data_age_s;
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

/* ---- badges ---- */
/* A new badge for the holder. If one may exist: fails unless `reason` ("lost", …) says that it is
 * replaced; the old serial is then revoked in the same transaction. */
bool station_issue_badge(struct station *station, uint64_t holder, const char *reason,
                         struct intent *out);

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
