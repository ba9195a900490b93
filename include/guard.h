/*
 * Guard: the verify screen's course at a door, as a pure state machine. Badges follow each other
 * without a touch: each verdict stands until the next badge or until its time is over. kiosk.c
 * feeds it what was decided and recorded; ui/ draws it.
 */
#ifndef LANYARD_GUARD_H
#define LANYARD_GUARD_H

#include "access.h"

/* Each value is a screen. */
enum guard_state {
    GUARD_READY,  /* live picture, counters, the last scans */
    GUARD_ADMIT,  /* let in (or out) */
    GUARD_NOTE,   /* let in, with something to look at */
    GUARD_REFUSE, /* not through here */
    GUARD_REFER,  /* to somebody else */
    GUARD_STATE_COUNT,
};
const char *guard_state_string(enum guard_state state); /* "ready", … the script's names */

struct guard_scan {
    int64_t at_ms; /* Unix */
    enum direction direction;
    struct decision decision;
    char name[ATTENDEE_TEXT_SIZE]; /* "" when nobody was found */
};

#define GUARD_SCANS 5 /* shown and kept */

struct guard {
    enum guard_state state;
    enum direction direction; /* DIRECTION_IN or DIRECTION_OUT: what the next scan counts as */
    int64_t entered_ms;
    int64_t deadline_ms; /* when the verdict gives way to READY; 0: never */
    uint32_t number;     /* of the verdict on the screen, counted from 1 */
    int passed_in, passed_out, stopped;
    struct guard_scan scans[GUARD_SCANS]; /* newest first; of the last hour */
    size_t scan_count;
};

enum guard_input_kind {
    GUARD_IN_DECIDED, /* a badge was shown and recorded: `scan` */
    GUARD_IN_TURN,    /* in becomes out, and back */
    GUARD_IN_DISMISS, /* touched the verdict */
    GUARD_IN_TICK,    /* time passed */
};

struct guard_input {
    enum guard_input_kind kind;
    const struct guard_scan *scan; /* lent */
    int64_t now_ms;                /* monotonic */
    int64_t unix_ms;               /* of the tick */
};

void guard_init(struct guard *guard, int64_t now_ms);

/* Takes over what the log knows from before the start, newest first: it counts, and the last ones of
 * the last hour are among the scans. */
void guard_recall(struct guard *guard, const struct guard_scan *scan, int64_t unix_ms);
/* Whether the next one recalled will be among the scans: only then is its name worth looking up. */
bool guard_wants_name(const struct guard *guard, const struct guard_scan *scan, int64_t unix_ms);

/* False: nothing on the screen changes. */
bool guard_step(struct guard *guard, const struct guard_input *input);

/* Somebody who was let in or out has not passed after all: it no longer counts. */
void guard_no_show(struct guard *guard, enum direction direction);

/* Whether a badge shown now is looked at. A fresh verdict is not wiped off by the next glimpse of
 * the camera: a refusal stands for longer than an admission. */
bool guard_accepts_code(const struct guard *guard, int64_t now_ms);

#endif
