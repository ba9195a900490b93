/* What the files of station/ share. */
#ifndef LANYARD_STATION_PRIVATE_H
#define LANYARD_STATION_PRIVATE_H

#include "station.h"

#define PATH_SIZE 4352
#define STORE_FILE "lanyard.db"

/* DIRECTORY/NAME. False with one log line when it does not fit. */
bool station_path(const char *directory, const char *name, char *out, size_t size);

struct rules_here;

/* Takes over the rules that the store holds now, if they are others. False: there are some but they
 * cannot be followed. */
bool station_refresh_rules(struct station *station);

/* Warns when the event's rules.ini is not what is in force. */
void station_compare_rules(struct station *station);

/* What the rules make of out->checkpoint at this moment, into `here`, and what the history then
 * says about escorts. The attendee has been looked up. False: store fault. */
bool station_apply_rules(struct station *station, int64_t at_ms, struct outcome *out,
                         struct rules_here *here);

/* Frees what is in memory of the watch list. */
void station_forget_watch(struct station *station);

/* How far the clock may be wrong: it has jumped since this machine started and nobody has closed the
 * incident, or it is behind the record. 0 when less than a minute. False: store fault. */
bool station_clock_doubt(struct station *station, int64_t *doubt_ms);

/* Raises an incident for what station_clock_doubt sees. Inside the caller's transaction. */
bool station_raise_clock(struct station *station, const char *checkpoint);

/* The same at given clocks; for tests. */
bool station_clock_doubt_at(struct station *station, int64_t wall_ms, int64_t boot_ms,
                            int64_t *doubt_ms);
bool station_raise_clock_at(struct station *station, const char *checkpoint, int64_t wall_ms,
                            int64_t boot_ms);

/* Raises what somebody should look at about a recorded scan: by the reason of its decision, and
 * when the clock is behind the record. Inside the caller's transaction. */
bool station_raise(struct station *station, enum reason reason, const struct outcome *outcome);

/* A fresh pair for station `name`, entered into the list; in force now and on the event's days,
 * wherever they lie. False: the list has no room, or the station has a key in force. */
bool station_make_entry(struct key_list *list, const struct event_info *event, const char *name,
                        struct station_key *out);

/* Seals the list with the root's key and puts it into the store. Inside a transaction. */
bool station_save_keys(struct store *store, struct key_list *list, const struct station_key *root);

/* For writing, with no key of its own: it waits for one. */
struct station *station_open_waiting(const char *directory);

/* The folders of an event. */
bool station_make_folders(const char *directory);

/* keys/root.key, if it is this event's. The caller wipes it. */
bool station_read_root(const struct station *station, struct station_key *root);

/* Commits the changed list with its event; the station's own copy changes only then. */
bool station_commit_list(struct station *station, struct key_list *list,
                         const struct station_key *root, const char *kind, uint16_t id,
                         const char *name);

/* A new badge inside the caller's transaction; the holder must have none that may exist. */
bool station_issue(struct station *station, const struct attendee *attendee, const char *reason,
                   struct intent *out);

/* A credential of this type for what the roster says of the attendee: issue 1, no serial, not signed
 * yet. It lives from the first of the person's days to the end of the last. */
struct credential station_credential(const struct station *station, enum credential_type type,
                                     const struct attendee *attendee);

#endif
