/*
 * Visit: the self-service kiosk's course from the attract screen to "take your badge", as a pure
 * state machine. kiosk.c feeds it what happened and carries out what it asks for; ui/ draws it.
 */
#ifndef LANYARD_VISIT_H
#define LANYARD_VISIT_H

#include "access.h"

/* Each value is a screen. */
enum visit_state {
    VISIT_ATTRACT,  /* nobody there: how it works, touch or hold up a code */
    VISIT_SCAN,     /* live picture, "hold your code here" */
    VISIT_CONFIRM,  /* "is this you?" with name and photo */
    VISIT_PRINTING, /* checked in; the badge is being printed */
    VISIT_COLLECT,  /* printed: "take your badge", where to go next; "I have my badge" */
    VISIT_DONE,     /* checked in without a badge to print, or thanked */
    VISIT_REFUSED,  /* refused, with the next step */
    VISIT_DESK,     /* neutral: please go to the desk */
    VISIT_STATE_COUNT,
};
const char *visit_state_string(enum visit_state state); /* "attract", … the script's names */

/* What lies over a screen; the visit below waits. */
enum visit_sheet {
    VISIT_SHEET_NONE,
    VISIT_SHEET_LANGUAGE, /* choose a language */
    VISIT_SHEET_COMFORT,  /* larger texts, contrast, reach, speech */
    VISIT_SHEET_HELP,     /* how it works, or to the desk */
    VISIT_SHEET_TIME,     /* "are you still there?" */
    VISIT_SHEET_COUNT,
};
const char *visit_sheet_string(enum visit_sheet sheet); /* "", "language", … */

enum visit_input_kind {
    VISIT_IN_START,       /* touched the attract screen */
    VISIT_IN_DECIDED,     /* a code was held up and looked up: `decision` */
    VISIT_IN_YES,         /* "yes, that is me" */
    VISIT_IN_NO,          /* "that is not me" */
    VISIT_IN_CHECKED_IN,  /* recorded: `decision`, `prints` */
    VISIT_IN_PRINTED,     /* the printer says done */
    VISIT_IN_PRINT_FAULT, /* the printer cannot; staff must help */
    VISIT_IN_COLLECTED,   /* "I have my badge", or read back */
    VISIT_IN_BACK,        /* back, done, cancel */
    VISIT_IN_HELP,        /* opens the help */
    VISIT_IN_LANGUAGE,    /* opens the choice of languages */
    VISIT_IN_COMFORT,
    VISIT_IN_CLOSE,    /* the sheet: chosen, or back */
    VISIT_IN_DESK,     /* to the registration desk */
    VISIT_IN_ACTIVITY, /* somebody is there: a touch, "more time" */
    VISIT_IN_TICK,     /* time passed */
};

struct visit_input {
    enum visit_input_kind kind;
    struct decision decision; /* as the delegate may see it */
    bool prints;              /* a badge is on its way */
    int64_t now_ms;           /* monotonic */
};

/* What the kiosk must do next; at most one. */
enum visit_effect {
    VISIT_DO_NOTHING,
    VISIT_DO_RECORD, /* record the check-in of the person on the screen, then feed CHECKED_IN */
    VISIT_DO_CONFIRM_BADGE, /* the badge is in hand: close the print intent */
    VISIT_DO_FORGET,        /* wipe everything personal */
};

struct visit {
    enum visit_state state;
    enum visit_sheet sheet;
    struct decision decision;
    int64_t entered_ms;
    int64_t deadline_ms; /* when the state gives up by itself; 0: never */
    int64_t sheet_ms;    /* when the sheet closes by itself; 0: never */
};

/* How long before the end of its time a visit asks whether more is needed: WCAG 2.2.1. */
#define VISIT_WARNS_MS 20000

void visit_init(struct visit *visit, int64_t now_ms);
enum visit_effect visit_step(struct visit *visit, const struct visit_input *input);

/* Whether a code held up now starts a new visit (true while nobody else's data is on the way). */
bool visit_accepts_code(const struct visit *visit);

/* Seconds until the state gives up; -1 when it does not. */
int visit_seconds_left(const struct visit *visit, int64_t now_ms);

#endif
