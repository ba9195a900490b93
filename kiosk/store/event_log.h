/* The events: appending one's own, applying any, reading all. For the store's own files. */
#ifndef LANYARD_EVENT_LOG_H
#define LANYARD_EVENT_LOG_H

#include "kiosk/store/body.h"
#include "kiosk/store/database.h"

/* Seals the body as the signer's next event, keeps it and applies it. Needs an open transaction and
 * a signer. */
bool event_log_append(struct store *store, const char *kind, struct body *body);

/* Signs and writes the chain's head, which moved with each event since. False: the transaction can
 * only be rolled back. */
bool event_log_settle(struct store *store);

/*
 * Brings the derived tables up to an event: this station's, another's, or one replayed. Events of
 * several stations end in the same rows in any order. An unknown kind changes nothing.
 */
bool event_log_apply(struct store *store, const struct audit_event *event);

/* The same for an event that others made or that is replayed: one that cannot be applied has no
 * effect at all, on every replica alike; *effective is then false. False: store fault. */
bool event_log_apply_or_skip(struct store *store, const struct audit_event *event, bool *effective);

/* Whether the failure just now lies in the event, not in the disk or the machine. */
bool event_log_is_poison(struct store *store);

/* For a replay of all events into an empty store: what follows only from all of them together (how
 * many are inside, who was admitted twice) is left out, then made up for in one step. */
bool event_log_defer(struct store *store);
bool event_log_make_up(struct store *store);

/* Keeps an event as it is. */
bool event_log_insert(struct store *store, const struct audit_event *event);

/* Whether a credential may bear the serial: it is one, and nobody has it yet. Logged if not. */
bool event_log_serial_is_free(struct store *store, uint32_t serial);

/* A row of any statement that selects events. body is lent until the statement moves on. */
void event_log_read(sqlite3_stmt *statement, struct audit_event *out);
/* Hands each of the statement's events to `each`, until that returns false, and finalises it. */
bool event_log_each(struct store *store, sqlite3_stmt *statement,
                    bool (*each)(const struct audit_event *event, void *userdata), void *userdata);

/* A row of SQL_HEADS or SQL_HEAD_GET. */
void event_log_read_head(sqlite3_stmt *statement, struct audit_head *out);

#endif
