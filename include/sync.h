/*
 * Sync: several stations share a PostgreSQL hub and go on working when it is gone. Facts go up as
 * signed events and come down to every station; the store checks and applies them (replica.h).
 * docs/hub.md tells what the hub keeps and how it is run.
 */
#ifndef LANYARD_SYNC_H
#define LANYARD_SYNC_H

#include "replica.h"
#include "sync_status.h"

/* ---- a station's side ---- */

struct sync_report {
    int64_t pushed; /* events and documents that went up */
    int64_t pulled; /* events and documents that were new here */
    int64_t cursor;
    int64_t lag_s;                  /* age of the store's data afterwards */
    int64_t waiting;                /* still to go up */
    int64_t quarantined, incidents; /* found by this sync */
    int64_t files;                  /* photos and templates that came down */
    bool keys;                      /* a newer key list came down */
    int64_t clock_off_ms;           /* this machine's clock against the hub's */
};

/* Connects, brings both sides up to date, and disconnects. `key` signs for the store's station.
 * False with one log line: no hub named, not reached, refused. What was done before stands. */
bool sync_once(struct store *store, const struct station_key *key, struct sync_report *out);

/* The same with a connection that is kept, for who syncs often without a thread of its own. NULL
 * or false: logged; the connection is then of no more use. */
struct sync_link;
struct sync_link *sync_link_open(struct store *store, const struct station_key *key);
bool sync_link_exchange(struct sync_link *link, struct sync_report *out);
void sync_link_close(struct sync_link *link); /* NULL-safe */

/* Called on the sync thread. */
struct sync_listener {
    void (*changed)(const struct sync_status *status,
                    void *userdata); /* connected, lost, waiting */
    /* a page changed the store: reread what is shown; `report` has what it brought */
    void (*applied)(const struct replica_report *report, void *userdata);
    void *userdata;
};

/*
 * A thread with a connection of its own to the store at `path` and to the hub that the store names:
 * pushes what the station writes, listens, pulls, polls every 5 s, and when the hub is gone tries
 * again with growing pauses. NULL: logged. `key` is copied; the listener's pointers are lent.
 */
struct sync;
struct sync *sync_create(const char *path, const struct station_key *key,
                         const struct sync_listener *listener);
void sync_wake(struct sync *sync); /* something was committed; any thread */
/* Somebody waits for this file of the event's folder ("photos/…"): it comes before others. Any
 * thread. */
void sync_need_file(struct sync *sync, const char *path);
/* How it stands now; any thread. */
void sync_get_status(struct sync *sync, struct sync_status *out);
void sync_destroy(struct sync *sync); /* within a second, whatever the hub does; NULL-safe */

/* Names other servers for the store's hub: "HOST[:PORT]" with commas between; of several the one
 * that can be written to is looked for. False: logged. */
bool sync_set_hosts(struct store *store, const char *hosts);

/* ---- the operator's side: with the address of a role that may create roles ---- */

/* Installs the schema or its newer steps. A hub without an event gets the store's, and the store's
 * station is enrolled as one that may edit, with the hub named in its store. */
bool hub_init(const char *url, struct store *store, const struct station_key *key);

#define HUB_CODE_SIZE 96
/* A place for a station: its one-time code, good for `minutes`, to be typed or shown as a QR. */
bool hub_enrol(const char *url, const char *station, bool may_edit, int minutes,
               char code[HUB_CODE_SIZE]);
/* Cuts it off at once. False also when there is none of this name. */
bool hub_revoke(const char *url, const char *station);

/* For `lanyard simulate`, on a hub of its own: only one whose event bears this name is touched. */
#define HUB_SIMULATION "Lanyard simulation"
enum hub_trick {
    HUB_CLEAR,   /* empties the hub */
    HUB_BACKUP,  /* keeps a copy of its data */
    HUB_RESTORE, /* goes back to the copy, as from a backup after a loss */
    HUB_KILL,    /* ends all sessions of stations and lets nobody in */
    HUB_REVIVE,  /* lets them in again */
    HUB_DELAY,   /* whoever writes waits for half a second */
};
bool hub_play(const char *url, enum hub_trick trick);

struct hub_station {
    char name[KEY_STATION_SIZE];
    char state[16]; /* "enrolled", "joined", "revoked" */
    bool may_edit;
    int64_t events;               /* of its chain, here */
    int64_t seen_s;               /* ago; -1: never */
    int64_t behind;               /* of the feed, when it was seen last */
    int64_t waiting, quarantined; /* as it said then */
    int64_t clock_off_ms;
    char version[32];
    bool has_key; /* it offered a public key */
    uint8_t public_key[KEY_PUBLIC_SIZE];
};
struct hub_state {
    char event[UUID_TEXT_SIZE];
    char name[ATTENDEE_TEXT_SIZE];
    int64_t schema, generation, feed, stations, documents, events, incidents;
};
bool hub_status(const char *url, struct hub_state *out,
                void (*each)(const struct hub_station *station, void *userdata), void *userdata);

/* A version of a field that another took the place of; texts are lent. */
struct hub_lost {
    const char *kind, *key, *field;
    const char *value;   /* JSON */
    const char *station; /* that had written it */
    int64_t at_ms;
};
/* Newest first. */
bool hub_lost(const char *url, int limit, void (*each)(const struct hub_lost *lost, void *userdata),
              void *userdata);

/* Gives the hub a snapshot for stations that join, in the place of the one before; as the store's
 * station, which must be one that may edit. */
bool hub_put_snapshot(struct store *store, const char *path);
/* Fetches it, with a station's address. *there: there is one. */
bool hub_get_snapshot(const char *url, const char *path, bool *there);

/* ---- joining ---- */

/* What a new station learns from the hub, with its one-time code. */
struct hub_offer {
    struct event_info event; /* days are dates only */
    char station[KEY_STATION_SIZE];
    char url[1024]; /* to be named in its store: the code in `url` is spent */
    char *keys;     /* the key list's text; owned, hub_offer_finish */
    uint8_t root_public[KEY_PUBLIC_SIZE];
    uint8_t public_key[KEY_PUBLIC_SIZE];
    uint8_t secret_key[KEY_SECRET_SIZE];
};
/* Trades the code for a password of its own and offers a fresh public key. */
bool hub_join(const char *url, const char *station_code, struct hub_offer *out);
void hub_offer_finish(struct hub_offer *offer);

#endif
