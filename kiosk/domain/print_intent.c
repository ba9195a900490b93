#include "print_intent.h"

#include <stddef.h>
#include <string.h>

static const char *const state_names[INTENT_STATE_COUNT] = {
    [INTENT_PENDING] = "intent",      [INTENT_SUBMITTING] = "submitting",
    [INTENT_SUBMITTED] = "submitted", [INTENT_PRINTING] = "printing",
    [INTENT_CONFIRMED] = "confirmed", [INTENT_FAILED] = "failed",
    [INTENT_UNKNOWN] = "unknown",
};

static const char *const input_names[INTENT_INPUT_COUNT] = {
    [INTENT_IN_SUBMIT] = "submit",       [INTENT_IN_ACCEPTED] = "accepted",
    [INTENT_IN_REFUSED] = "refused",     [INTENT_IN_UNCERTAIN] = "uncertain",
    [INTENT_IN_PRINTING] = "printing",   [INTENT_IN_COMPLETED_COUNTED] = "completed-counted",
    [INTENT_IN_COMPLETED] = "completed", [INTENT_IN_ENDED] = "ended",
    [INTENT_IN_VANISHED] = "vanished",   [INTENT_IN_SEEN] = "seen",
    [INTENT_IN_NOT_SEEN] = "not-seen",
};

/* One more than the next state, so that what is not named makes no sense. */
#define TO(state) (INTENT_##state + 1)

/*
 * A device's news may come late or twice: after CONFIRMED it changes nothing. UNKNOWN moves only by
 * a person's answer or a counter's; FAILED never, as its holder may have been given another badge.
 */
static const unsigned char table[INTENT_STATE_COUNT][INTENT_INPUT_COUNT] = {
    [INTENT_PENDING] =
        {
            [INTENT_IN_SUBMIT] = TO(SUBMITTING),
            [INTENT_IN_ENDED] = TO(FAILED),
            [INTENT_IN_NOT_SEEN] = TO(FAILED),
        },
    [INTENT_SUBMITTING] =
        {
            [INTENT_IN_ACCEPTED] = TO(SUBMITTED),
            [INTENT_IN_REFUSED] = TO(FAILED),
            [INTENT_IN_UNCERTAIN] = TO(UNKNOWN),
            [INTENT_IN_PRINTING] = TO(PRINTING),
            [INTENT_IN_COMPLETED_COUNTED] = TO(CONFIRMED),
            [INTENT_IN_COMPLETED] = TO(PRINTING),
            [INTENT_IN_ENDED] = TO(FAILED),
            [INTENT_IN_VANISHED] = TO(UNKNOWN),
            [INTENT_IN_SEEN] = TO(CONFIRMED),
            [INTENT_IN_NOT_SEEN] = TO(FAILED),
        },
    [INTENT_SUBMITTED] =
        {
            [INTENT_IN_UNCERTAIN] = TO(UNKNOWN),
            [INTENT_IN_PRINTING] = TO(PRINTING),
            [INTENT_IN_COMPLETED_COUNTED] = TO(CONFIRMED),
            [INTENT_IN_COMPLETED] = TO(PRINTING),
            [INTENT_IN_ENDED] = TO(FAILED),
            [INTENT_IN_VANISHED] = TO(UNKNOWN),
            [INTENT_IN_SEEN] = TO(CONFIRMED),
            [INTENT_IN_NOT_SEEN] = TO(FAILED),
        },
    [INTENT_PRINTING] =
        {
            [INTENT_IN_UNCERTAIN] = TO(UNKNOWN),
            [INTENT_IN_PRINTING] = TO(PRINTING),
            [INTENT_IN_COMPLETED_COUNTED] = TO(CONFIRMED),
            [INTENT_IN_COMPLETED] = TO(PRINTING),
            [INTENT_IN_ENDED] = TO(FAILED),
            [INTENT_IN_VANISHED] = TO(UNKNOWN),
            [INTENT_IN_SEEN] = TO(CONFIRMED),
            [INTENT_IN_NOT_SEEN] = TO(FAILED),
        },
    [INTENT_CONFIRMED] =
        {
            [INTENT_IN_UNCERTAIN] = TO(CONFIRMED),
            [INTENT_IN_PRINTING] = TO(CONFIRMED),
            [INTENT_IN_COMPLETED_COUNTED] = TO(CONFIRMED),
            [INTENT_IN_COMPLETED] = TO(CONFIRMED),
            [INTENT_IN_VANISHED] = TO(CONFIRMED),
            [INTENT_IN_SEEN] = TO(CONFIRMED),
        },
    [INTENT_FAILED] = {0},
    [INTENT_UNKNOWN] =
        {
            [INTENT_IN_COMPLETED_COUNTED] = TO(CONFIRMED),
            [INTENT_IN_SEEN] = TO(CONFIRMED),
            [INTENT_IN_NOT_SEEN] = TO(FAILED),
        },
};

const char *intent_state_string(enum intent_state state)
{
    return state_names[state];
}

bool intent_state_parse(const char *text, enum intent_state *out)
{
    for (size_t i = 0; i < INTENT_STATE_COUNT; i++) {
        if (strcmp(text, state_names[i]) == 0) {
            *out = (enum intent_state)i;
            return true;
        }
    }
    return false;
}

const char *intent_input_string(enum intent_input input)
{
    return input_names[input];
}

bool intent_next(enum intent_state state, enum intent_input input, enum intent_state *next)
{
    unsigned char to = table[state][input];
    if (to == 0) {
        return false;
    }
    *next = (enum intent_state)(to - 1);
    return true;
}

bool intent_is_open(enum intent_state state)
{
    return state == INTENT_PENDING || state == INTENT_SUBMITTING || state == INTENT_SUBMITTED ||
           state == INTENT_PRINTING;
}

bool intent_may_exist(enum intent_state state)
{
    return state != INTENT_FAILED;
}
