/*
 * A session: one connection to the hub as this station. hello, then push, pull and ack as often as
 * there is something. Sync thread, or the caller of sync_once.
 */
#ifndef LANYARD_SESSION_H
#define LANYARD_SESSION_H

#include "kiosk/sync/connection.h"
#include "sync.h"

#define HUB_SCHEMA 3 /* the newest step of assets/hub that this program knows */

struct hub_session {
    struct connection *connection;        /* owned */
    struct store *store;                  /* lent */
    const struct station_key *key;        /* lent */
    const struct sync_listener *listener; /* lent; may be NULL */
    bool may_edit;
    bool healing;         /* the hub has lost something */
    uint64_t pushed;      /* the hub has this station's events up to here */
    int64_t keys_version; /* the hub's */
    struct sync_report report;
    struct replica_state state;
    bool files_asked;                     /* whether the hub lacks files that are here */
    int64_t files_looked_us;              /* when the folder was last looked through; 0: not yet */
    char files_before[REPLICA_PATH_SIZE]; /* fetching has come down to here */
};

/* Connects, LISTENs and says hello. False: logged (CALL_STOPPED is silent). */
bool session_open(struct hub_session *session, int stop_fd);
void session_close(struct hub_session *session);

/* Pushes and pulls until both sides are up to date. False: the connection is to be given up; what
 * is done stands. */
bool session_exchange(struct hub_session *session);

/* Tells the hub how this station stands. */
bool session_ack(struct hub_session *session);

/* A call's end that is no success, as one log line. False, always. */
bool session_fail(struct hub_session *session, enum call_result result, const char *doing);

/* files.c: looks through the folder now and then for what has changed. */
bool session_look_at_files(struct hub_session *session);
/* Sends what the hub lacks. */
bool session_push_files(struct hub_session *session);
/* Fetches a few of the files that are missing: first `wanted` (NULL: none), which somebody waits for. *more:
 * there may be others. */
bool session_pull_files(struct hub_session *session, const char *wanted, bool *more);

/* push.c: everything that waits goes up. */
bool session_push(struct hub_session *session);
/* What other stations' events the hub has lost. */
bool session_heal(struct hub_session *session);

#endif
