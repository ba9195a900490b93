/*
 * Access decision: may this person pass here, now? A pure function over values; the time is a
 * parameter. The order of checks is docs/architecture.md's and stands in one table (access.c).
 */
#ifndef LANYARD_ACCESS_H
#define LANYARD_ACCESS_H

#include "attendee.h"
#include "code.h"
#include "credential.h"

enum verdict { VERDICT_ADMIT, VERDICT_ADMIT_WITH_NOTE, VERDICT_REFUSE, VERDICT_REFER };
const char *
verdict_string(enum verdict verdict); /* "admit", "admit-with-note", "refuse", "refer" */

/* X(enumerator, keyword of the command line). Texts for people: assets/messages, "reason.KEYWORD".
 */
#define REASON_TABLE(X)                            \
    X(REASON_OK, "ok")                             \
    X(REASON_NOT_A_CREDENTIAL, "not-a-credential") \
    X(REASON_CONTACT_CARD, "contact-card")         \
    X(REASON_URL, "web-address")                   \
    X(REASON_WIFI, "wifi-code")                    \
    X(REASON_BOARDING_PASS, "boarding-pass")       \
    X(REASON_MALFORMED, "malformed")               \
    X(REASON_WRONG_EVENT, "wrong-event")           \
    X(REASON_UNKNOWN_KEY, "unknown-key")           \
    X(REASON_BAD_SIGNATURE, "bad-signature")       \
    X(REASON_WRONG_TYPE, "wrong-type")             \
    X(REASON_NEEDS_BADGE, "needs-badge")           \
    X(REASON_NOT_YET_VALID, "not-yet-valid")       \
    X(REASON_EXPIRED, "expired")                   \
    X(REASON_UNKNOWN_ATTENDEE, "unknown-attendee") \
    X(REASON_REVOKED, "revoked")                   \
    X(REASON_SUSPENDED, "suspended")               \
    X(REASON_WITHDRAWN, "withdrawn")               \
    X(REASON_PENDING_APPROVAL, "pending-approval") \
    X(REASON_SUPERSEDED, "superseded")             \
    X(REASON_REFERRED, "referred")                 \
    X(REASON_WRONG_ZONE, "wrong-zone")             \
    X(REASON_WRONG_VENUE, "wrong-venue")           \
    X(REASON_WRONG_DAY, "wrong-day")               \
    X(REASON_WRONG_DIRECTION, "wrong-direction")   \
    X(REASON_CLOSED, "closed")                     \
    X(REASON_NOT_INVITED, "not-invited")           \
    X(REASON_ESCORT_REQUIRED, "escort-required")   \
    X(REASON_STALE_DATA, "stale-data")             \
    X(REASON_ALREADY_INSIDE, "already-inside")     \
    X(REASON_NOT_INSIDE, "not-inside")             \
    X(REASON_NO_REENTRY, "no-re-entry")            \
    X(REASON_TOO_SOON, "too-soon")                 \
    X(REASON_TOO_MANY, "too-many-accompanying")    \
    X(REASON_FULL, "full")                         \
    X(REASON_PHOTO_CHECK, "photo-check")           \
    X(REASON_TEST_CREDENTIAL, "test-credential")   \
    X(REASON_FORCED, "forced")                     \
    X(REASON_STATION_FAULT, "station-fault")

#define REASON_ENUM(name, keyword) name,
enum reason { REASON_TABLE(REASON_ENUM) REASON_COUNT };
#undef REASON_ENUM

const char *reason_string(enum reason reason);
bool reason_parse(const char *keyword, enum reason *out);

enum direction {
    DIRECTION_NONE, /* only looking: verify */
    DIRECTION_IN,
    DIRECTION_OUT,
};
bool direction_parse(const char *text, enum direction *out); /* "in", "out" */

/* What was held up. */
struct presented {
    struct code code;
    enum credential_status status; /* for CODE_LY1 */
    struct credential credential;  /* valid when status is CREDENTIAL_OK */
    enum ticket_status ticket;     /* for CODE_PRETIX_SIG1 */
};

/* What the replica knows about the holder, at the scope of the checkpoint. */
struct access_history {
    bool serial_revoked;
    bool serial_suspended; /* forgotten at home, a day badge stands for it */
    bool holder_revoked;
    int newest_issue; /* of the holder's badges, but for day badges given back; 0: none */
    bool arrived;     /* checked in at registration */
    int64_t arrived_ms;
    bool inside;         /* inside the checkpoint's zone (registration: the event) */
    int64_t since_ms;    /* of the last passage; 0: none */
    bool escort_present; /* an escort was admitted here within the rule's minutes */
};

/* Which ways a checkpoint lets people pass. */
enum ways { WAYS_BOTH, WAYS_IN, WAYS_OUT };
const char *ways_string(enum ways ways); /* "both", "in", "out" */
bool ways_parse(const char *text, enum ways *out);

/* A stretch of time in which a checkpoint is open; it may end after midnight. */
struct opening {
    int64_t from_ms, to_ms; /* the end is outside */
    int day;                /* bit of the event day on which it begins */
};

/* Who is let in where the data is too old, because the hub has been away. */
enum offline {
    OFFLINE_DENY,      /* nobody: they are referred */
    OFFLINE_HOME_GATE, /* whoever comes to the place's home gate; others refer them there */
    OFFLINE_FLAG,      /* everybody, with a note that stands in the record */
};
const char *offline_string(enum offline offline); /* "deny", "home-gate", "flag" */
bool offline_parse(const char *text, enum offline *out);

/* The rules that apply at one checkpoint now, and the numbers that they look at. All zeros: no rule
 * but the checkpoint's own. */
struct access_policy {
    int64_t data_age_s; /* how old the replica's data is; 0 for a station without hub */
    enum offline offline;
    bool home_gate; /* this station is one of those that let in while apart */
    enum ways ways;
    bool timed;                     /* open only during `openings`; else all day */
    const struct opening *openings; /* lent */
    size_t opening_count;
    bool invited_only;  /* a session with an invitation list is on, … */
    bool invited;       /* … and the holder is on it */
    bool no_reentry;    /* who has left does not come in again */
    int min_gap_s;      /* between two scans of a person that let in; 0: none */
    int companions_max; /* accompanying persons that a badge may bring */
    int companions;     /* how many come along now */
    int capacity;       /* people inside at the same time; 0: no limit */
    int people;         /* inside now, with those accompanying */
};

struct decision {
    enum verdict verdict;
    enum reason reason;
};

/*
 * `attendee` is NULL when nobody was found. Never fails. Checks, in order: what the code is →
 * length and form → key → signature → type for this checkpoint → time → known → revoked (serial,
 * holder) → suspended → withdrawn or not approved → older issue → watch flag → zone, venue, day →
 * direction → opening hours → session's invitation → escort → age of data → already inside or not
 * inside → re-entry → minutes between scans → accompanying → capacity → photo → note of old data.
 * Nobody is kept from leaving by a rule about coming in.
 */
struct decision access_decide(const struct event_info *event, const struct presented *presented,
                              const struct attendee *attendee, const struct checkpoint *checkpoint,
                              enum direction direction, const struct access_history *history,
                              const struct access_policy *policy, int64_t now_ms);

/* Whether the person may pass: VERDICT_ADMIT, with a note or without. */
bool decision_admits(struct decision decision);

/* What a delegate is shown: watch flags, faults and missing data all become VERDICT_REFER with
 * REASON_REFERRED, so that nobody at the kiosk learns the real one. */
struct decision decision_for_delegate(struct decision decision);

#endif
