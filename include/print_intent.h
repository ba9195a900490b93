/*
 * Print intent: at most one valid badge per holder.
 *
 *   INTENT → SUBMITTING → SUBMITTED → PRINTING → CONFIRMED | FAILED | UNKNOWN
 *
 * INTENT is committed with its serial; SUBMITTING before the first byte to the printer. UNKNOWN is
 * never printed again by itself: a person answers, and a new print is a new serial with the old one
 * revoked in the same transaction. Pure.
 */
#ifndef LANYARD_PRINT_INTENT_H
#define LANYARD_PRINT_INTENT_H

#include <stdbool.h>

enum intent_state {
    INTENT_PENDING, /* "intent": committed, nothing sent */
    INTENT_SUBMITTING,
    INTENT_SUBMITTED,
    INTENT_PRINTING,
    INTENT_CONFIRMED, /* the badge is in somebody's hand */
    INTENT_FAILED,    /* certainly no badge came out */
    INTENT_UNKNOWN,   /* a badge may have come out */
    INTENT_STATE_COUNT,
};
const char *intent_state_string(enum intent_state state); /* "intent", "submitting", … */
bool intent_state_parse(const char *text, enum intent_state *out);

enum intent_input {
    INTENT_IN_SUBMIT,            /* about to send the first byte */
    INTENT_IN_ACCEPTED,          /* the device gave a job id */
    INTENT_IN_REFUSED,           /* the device took nothing */
    INTENT_IN_UNCERTAIN,         /* the connection broke while sending */
    INTENT_IN_PRINTING,          /* job-state processing */
    INTENT_IN_COMPLETED_COUNTED, /* completed, and an impression counter that counts says so */
    INTENT_IN_COMPLETED,         /* completed: bytes handed over; somebody must confirm */
    INTENT_IN_ENDED,             /* canceled or aborted before anything was printed */
    INTENT_IN_VANISHED,          /* the job is not there any more */
    INTENT_IN_SEEN,              /* the badge's QR was read back, or a person has it in hand */
    INTENT_IN_NOT_SEEN,          /* a person says that nothing came out */
    INTENT_INPUT_COUNT,
};
const char *intent_input_string(enum intent_input input);

/* The next state; false and *next untouched when the input makes no sense in `state`. After
 * INTENT_IN_COMPLETED an intent stays PRINTING until seen, not seen, or found open at a restart. */
bool intent_next(enum intent_state state, enum intent_input input, enum intent_state *next);

/* Whether the intent is still under way: to be looked up after a restart. */
bool intent_is_open(enum intent_state state);

/* Whether its badge may exist: the holder then gets no second one without a replacement. */
bool intent_may_exist(enum intent_state state);

#endif
