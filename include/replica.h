/*
 * Replica: the store's side of the sync with a hub. What goes up (this station's events, changed
 * documents, the key list), what comes down (a page with its cursor, in one transaction), and what
 * was put aside. Same rules as store.h: one store, one thread.
 *
 * A document is a row of the roster or the setup, as one flat JSON object; docs/hub.md lists them.
 */
#ifndef LANYARD_REPLICA_H
#define LANYARD_REPLICA_H

#include "snapshot.h"
#include "store.h"

#define REPLICA_PUSH_MAX 200 /* events of one push */

struct replica_state {
    char hub[1024];        /* connection string; "" : no hub, this store stands alone */
    bool may_edit;         /* changes of the roster made here go up */
    int64_t generation;    /* of the hub; 0: never met */
    int64_t cursor;        /* everything of the feed up to here is in this store */
    int64_t seen;          /* the hub has had its feed up to here; it must still have it */
    uint8_t seen_mark[16]; /* by which that is told */
    uint64_t pushed;       /* the hub has this station's events up to here */
    int64_t contact_ms;    /* when this store was last known to be up to date; 0: never */
    int64_t outbox;        /* events and documents that wait to go up */
    int64_t quarantined;   /* rows put aside */
};
bool replica_state(struct store *store, struct replica_state *out);

/* Names the hub ("" leaves it). */
bool replica_set_hub(struct store *store, const char *hub);
/* What the hub said at hello. Another generation forgets the cursor, so that all is pulled again.
 * A station that may edit offers all its documents then, and notes changes from then on. */
bool replica_met(struct store *store, int64_t generation, bool may_edit, uint64_t pushed);
bool replica_set_pushed(struct store *store, uint64_t pushed);
bool replica_set_seen(struct store *store, int64_t seen, const uint8_t mark[16]);
bool replica_set_contact(struct store *store, int64_t now_ms);

/* How old the store's data is: 0 without a hub, since the last contact with one. -1: store fault.
 */
int64_t replica_data_age_s(struct store *store, int64_t now_ms);

/* Forgets how far it has pulled, so that all comes again. */
bool replica_pull_again(struct store *store);

/* Changes when another connection has committed; for a cheap look whether there is news. */
int64_t replica_version(struct store *store);

/* A number over everything that must be equal on all replicas: roster, setup, events, chain heads
 * and what follows from them. Tells differences by accident, not by malice. False: store fault. */
bool replica_digest(struct store *store, uint64_t *out);

/* ---- up ---- */
/* Calls `each` (false stops) for the station's events behind `after`, in order, at most `limit`. */
bool replica_events(struct store *store, const char *station, uint64_t after, int limit,
                    bool (*each)(const struct audit_event *event, void *userdata), void *userdata);

/* The signed head of the chain as it stood at this event: the one kept, or for the signer's own
 * chain a fresh one. False: there is none. */
bool replica_head(struct store *store, const struct audit_event *event, struct audit_head *out);

/* Where each chain ends here: up to `limit`; returns how many, -1 on failure. */
int replica_heads(struct store *store, struct audit_head *out, int limit);

struct replica_document { /* texts are lent */
    const char *kind, *key;
    const char *body;    /* all of it, JSON */
    const char *changed; /* names of the fields, with commas between; "": all are new */
    int64_t at_ms;       /* of the last change */
    int64_t note;        /* for replica_document_sent */
};
bool replica_documents(struct store *store, int limit,
                       bool (*each)(const struct replica_document *document, void *userdata),
                       void *userdata);
/* Forgets the changes up to `note`. Inside a transaction. */
bool replica_document_sent(struct store *store, const char *kind, const char *key, int64_t note);

/* The sealed key list's text (key_list.h). *out is the caller's to free. */
bool replica_key_list(struct store *store, char **out, uint32_t *version);

/* ---- down ---- */
enum replica_item_type { REPLICA_EVENT, REPLICA_DOCUMENT, REPLICA_KEYS };

/* One row of a page; all lent. */
struct replica_item {
    enum replica_item_type type;
    int64_t seq;
    struct audit_event event;
    bool has_head; /* the event ends a batch: `head` is its chain's head there */
    struct audit_head head;
    const char *kind, *key, *text; /* a document's; `text` also the key list */
    size_t text_size;
    int64_t stamp_ms;
};

struct replica_report {
    int events;      /* new here */
    int documents;   /* taken over */
    int quarantined; /* put aside, each with a log line */
    int incidents;   /* double admissions that this page brought to light */
    bool keys;       /* a newer key list was taken */
};

/*
 * Applies a page and its cursor in one transaction. Events that are here already are skipped; each
 * new run of a station is checked against its chain, its keys and its signed head. A run that fails
 * is put aside and the others go on; what waited for a key is tried again when keys arrive.
 * Revocations and badges take effect before passages. False: nothing has changed.
 */
bool replica_apply(struct store *store, const struct replica_item *items, size_t count,
                   int64_t cursor, const uint8_t mark[16], struct replica_report *out);

/* ---- files of the event's folder: photos, badge templates ---- */
#define REPLICA_PATH_SIZE 256
#define REPLICA_CONTENT_SIZE 80 /* BLAKE2b-256 in hexadecimal, a colon, the size in bytes */
#define REPLICA_FILE_MAX (16 * 1024 * 1024)

struct replica_file {
    char path[REPLICA_PATH_SIZE]; /* within the event's folder */
    char content[REPLICA_CONTENT_SIZE];
    bool here;           /* the folder has it with this content */
    int64_t modified_ns; /* of the file when it was looked at last */
};
/* The folders whose files travel, NULL at the end. */
extern const char *const replica_file_folders[];
/* Whether a file of this name may travel: in one of the folders, not hidden, not beside them. */
bool replica_file_name(const char *path);
/* The event's folder: the one that the store lies in. */
bool replica_folder(struct store *store, char *out, size_t size);

enum store_found replica_file(struct store *store, const char *path, struct replica_file *out);
/* The folder has this file with this content. With `changed`, here it became another one, which
 * goes up where the station may edit. Inside a transaction. */
bool replica_file_is(struct store *store, const struct replica_file *file, bool changed);
/* Those that are named and not here, before this path in descending order ("" : from the end). */
int replica_files_missing(struct store *store, const char *before, struct replica_file *out,
                          int limit);
int64_t replica_files_missing_count(struct store *store); /* -1: store fault */

/* ---- snapshot.h: the whole store as one signed file ---- */
/* Writes one, without what is this station's own (its name, PINs, the way to the hub). `key` signs:
 * the station's, or with id 0 the root's. False with one log line; nothing is left behind. */
bool replica_snapshot_make(struct store *store, const struct station_key *key, const char *path);
/* Makes the store at `path`, which takes the place of an empty one and is closed, from a snapshot
 * that `keys` vouch for (`stations` as in snapshot_head_open), as that of `station`. False with one
 * log line: what was there stands. */
bool replica_snapshot_take(const char *snapshot, const struct key_list *keys, bool stations,
                           const char *station, const char *path);

/* ---- to look at ---- */
/* Somebody was let in at two stations without leaving between: the first stands. */
struct double_admission {
    uint64_t holder;
    int scope;
    int64_t at_ms, first_at_ms;
    char station[KEY_STATION_SIZE], first_station[KEY_STATION_SIZE];
    char checkpoint[32], first_checkpoint[32];
};
/* Newest first. */
bool replica_double_admissions(struct store *store, int limit,
                               bool (*each)(const struct double_admission *one, void *userdata),
                               void *userdata);

struct quarantine_row {
    char station[KEY_STATION_SIZE]; /* "" for a document */
    uint64_t sequence;
    char what[64]; /* kind of event or document */
    char reason[128];
    int64_t at_ms;
};
bool replica_quarantine(struct store *store, int limit,
                        bool (*each)(const struct quarantine_row *row, void *userdata),
                        void *userdata);

#endif
