#include "guard.h"

#include <string.h>

#define SCANS_KEPT_MS (60 * 60 * 1000) /* names do not stay on a screen at a door */

/* Per state: its name, how long it stands, and how long no other badge replaces it. */
static const struct {
    const char *name;
    int limit_ms, held_ms;
} states[GUARD_STATE_COUNT] = {
    [GUARD_READY] = {"ready", 0, 0},        [GUARD_ADMIT] = {"admit", 4000, 400},
    [GUARD_NOTE] = {"note", 8000, 1000},    [GUARD_REFUSE] = {"refuse", 12000, 1500},
    [GUARD_REFER] = {"refer", 12000, 1500},
};

static const enum guard_state by_verdict[] = {
    [VERDICT_ADMIT] = GUARD_ADMIT,
    [VERDICT_ADMIT_WITH_NOTE] = GUARD_NOTE,
    [VERDICT_REFUSE] = GUARD_REFUSE,
    [VERDICT_REFER] = GUARD_REFER,
};

const char *guard_state_string(enum guard_state state)
{
    return states[state].name;
}

static void enter(struct guard *guard, enum guard_state state, int64_t now_ms)
{
    guard->state = state;
    guard->entered_ms = now_ms;
    guard->deadline_ms = states[state].limit_ms ? now_ms + states[state].limit_ms : 0;
}

void guard_init(struct guard *guard, int64_t now_ms)
{
    *guard = (struct guard){.direction = DIRECTION_IN};
    enter(guard, GUARD_READY, now_ms);
}

static void count(struct guard *guard, const struct guard_scan *scan)
{
    bool passed = decision_admits(scan->decision);
    int *counter = !passed                            ? &guard->stopped
                   : scan->direction == DIRECTION_OUT ? &guard->passed_out
                                                      : &guard->passed_in;
    (*counter)++;
}

bool guard_wants_name(const struct guard *guard, const struct guard_scan *scan, int64_t unix_ms)
{
    return guard->scan_count < GUARD_SCANS && unix_ms - scan->at_ms <= SCANS_KEPT_MS;
}

void guard_recall(struct guard *guard, const struct guard_scan *scan, int64_t unix_ms)
{
    if (guard_wants_name(guard, scan, unix_ms)) {
        guard->scans[guard->scan_count++] = *scan;
    }
    count(guard, scan);
}

static bool decided(struct guard *guard, const struct guard_input *input)
{
    size_t kept = guard->scan_count < GUARD_SCANS ? guard->scan_count : GUARD_SCANS - 1;
    memmove(guard->scans + 1, guard->scans, kept * sizeof guard->scans[0]);
    guard->scans[0] = *input->scan;
    guard->scan_count = kept + 1;
    guard->number++;
    count(guard, input->scan);
    enter(guard, by_verdict[input->scan->decision.verdict], input->now_ms);
    return true;
}

static bool turn(struct guard *guard, const struct guard_input *input)
{
    (void)input;
    guard->direction = guard->direction == DIRECTION_IN ? DIRECTION_OUT : DIRECTION_IN;
    return true;
}

static bool dismiss(struct guard *guard, const struct guard_input *input)
{
    if (guard->state == GUARD_READY) {
        return false;
    }
    enter(guard, GUARD_READY, input->now_ms);
    return true;
}

static bool forget_old_scans(struct guard *guard, int64_t unix_ms)
{
    size_t before = guard->scan_count;
    while (guard->scan_count > 0 &&
           unix_ms - guard->scans[guard->scan_count - 1].at_ms > SCANS_KEPT_MS) {
        guard->scan_count--;
        memset(&guard->scans[guard->scan_count], 0, sizeof guard->scans[0]);
    }
    return guard->scan_count != before;
}

static bool tick(struct guard *guard, const struct guard_input *input)
{
    bool forgot = forget_old_scans(guard, input->unix_ms);
    bool over = guard->deadline_ms && input->now_ms >= guard->deadline_ms;
    return (over && dismiss(guard, input)) || forgot;
}

bool guard_step(struct guard *guard, const struct guard_input *input)
{
    static bool (*const steps[])(struct guard *, const struct guard_input *) = {
        [GUARD_IN_DECIDED] = decided,
        [GUARD_IN_TURN] = turn,
        [GUARD_IN_DISMISS] = dismiss,
        [GUARD_IN_TICK] = tick,
    };
    return steps[input->kind](guard, input);
}

void guard_no_show(struct guard *guard, enum direction direction)
{
    int *counter = direction == DIRECTION_OUT ? &guard->passed_out : &guard->passed_in;
    *counter -= *counter > 0;
}

bool guard_accepts_code(const struct guard *guard, int64_t now_ms)
{
    return now_ms - guard->entered_ms >= states[guard->state].held_ms;
}
