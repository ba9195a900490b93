#define LOG_MODULE "event"
#include <string.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "replica.h"

static void outcome_fault(struct outcome *out)
{
    out->decision = (struct decision){VERDICT_REFER, REASON_STATION_FAULT};
}

/* Whose code it is: by the credential's holder, or by the ticket of another system. */
static enum store_found find_attendee(struct station *station, struct outcome *out)
{
    const struct presented *presented = &out->presented;
    if (presented->code.kind == CODE_LY1) {
        return presented->status == CREDENTIAL_OK
                   ? store_attendee(station->store, presented->credential.holder, &out->attendee)
                   : STORE_NOT_FOUND;
    }
    return presented->code.lookup[0]
               ? store_attendee_by_foreign(station->store, presented->code.lookup, &out->attendee)
               : STORE_NOT_FOUND;
}

static bool load_facts(struct station *station, struct outcome *out)
{
    enum store_found found = find_attendee(station, out);
    if (found == STORE_FAILED) {
        return false;
    }
    out->known = found == STORE_FOUND;
    if (!out->known) {
        return true;
    }
    uint32_t serial = out->presented.code.kind == CODE_LY1 ? out->presented.credential.serial : 0;
    found = store_intent_of(station->store, out->attendee.holder, &out->badge);
    out->has_badge = found == STORE_FOUND && intent_may_exist(out->badge.state);
    return found != STORE_FAILED && store_history(station->store, out->attendee.holder, serial,
                                                  &out->checkpoint, &out->history);
}

bool station_look(struct station *station, const char *text, size_t length,
                  const struct checkpoint *checkpoint, enum direction direction, int64_t at_ms,
                  struct outcome *out)
{
    memset(out, 0, sizeof *out);
    out->checkpoint = *checkpoint;
    code_classify(text, length, &out->presented.code);
    if (out->presented.code.kind == CODE_LY1) {
        out->presented.status =
            credential_verify(out->presented.code.text, out->presented.code.length, &station->keys,
                              &out->presented.credential);
    }
    if (!load_facts(station, out)) {
        outcome_fault(out);
        return false;
    }
    /* No hub: the replica is the truth, and has no age. */
    out->data_age_s = replica_data_age_s(station->store, at_ms);
    struct access_policy policy = {.data_age_s = out->data_age_s};
    out->decision =
        access_decide(&station->event, &out->presented, out->known ? &out->attendee : NULL,
                      checkpoint, direction, &out->history, &policy, at_ms);
    return true;
}

static bool admits(struct decision decision)
{
    return decision.verdict == VERDICT_ADMIT || decision.verdict == VERDICT_ADMIT_WITH_NOTE;
}

static bool record_passage(struct station *station, enum direction direction, int64_t at_ms,
                           const struct outcome *outcome)
{
    struct passage passage = {
        .holder = outcome->attendee.holder,
        .scope = checkpoint_scope(&outcome->checkpoint),
        .direction = direction,
        .decision = outcome->decision,
        .at_ms = at_ms,
        .once = outcome->checkpoint.anti_passback,
    };
    if (outcome->presented.code.kind == CODE_LY1) {
        passage.serial = outcome->presented.credential.serial;
    }
    memcpy(passage.checkpoint, outcome->checkpoint.code, sizeof passage.checkpoint);
    return store_append_passage(station->store, &passage);
}

static bool record_refusal(struct station *station, const char *text, size_t length, int64_t at_ms,
                           const struct outcome *outcome)
{
    struct refusal refusal = {
        .holder = outcome->known ? outcome->attendee.holder : 0,
        .decision = outcome->decision,
        .text = text,
        .length = length,
        .at_ms = at_ms,
    };
    memcpy(refusal.checkpoint, outcome->checkpoint.code, sizeof refusal.checkpoint);
    return store_append_refusal(station->store, &refusal);
}

/* Whether this scan is to bring a badge: on arrival, or on a later scan when none ever came out. */
static bool badge_is_due(const struct outcome *outcome, enum direction direction, bool want_badge)
{
    return want_badge && direction == DIRECTION_IN &&
           outcome->checkpoint.kind == CHECKPOINT_REGISTRATION &&
           (!outcome->has_badge || outcome->badge.state == INTENT_PENDING) &&
           (admits(outcome->decision) || outcome->decision.reason == REASON_ALREADY_INSIDE);
}

/* A badge that was never printed is dead before its successor stands. */
static bool issue_due(struct station *station, struct outcome *out)
{
    if (out->has_badge) {
        return true; /* it waits, unsent */
    }
    if (out->badge.serial != 0 && !store_append_revocation(station->store, out->attendee.holder,
                                                           out->badge.serial, "never-printed")) {
        return false;
    }
    out->has_badge = out->badge_is_new =
        station_issue(station, &out->attendee, "arrival", &out->badge);
    return out->has_badge;
}

static bool record(struct station *station, const char *text, size_t length,
                   enum direction direction, int64_t at_ms, bool want_badge, struct outcome *out)
{
    bool due = badge_is_due(out, direction, want_badge);
    bool recorded = true;
    if (due && !admits(out->decision)) {
        out->decision = (struct decision){VERDICT_ADMIT_WITH_NOTE, REASON_ALREADY_INSIDE};
    } else {
        recorded = admits(out->decision) ? record_passage(station, direction, at_ms, out)
                                         : record_refusal(station, text, length, at_ms, out);
    }
    return recorded && (!due || issue_due(station, out));
}

bool station_pass(struct station *station, const char *text, size_t length,
                  const struct checkpoint *checkpoint, enum direction direction, int64_t at_ms,
                  bool want_badge, struct outcome *out)
{
    memset(out, 0, sizeof *out);
    out->checkpoint = *checkpoint;
    if (!store_begin(station->store)) {
        outcome_fault(out);
        return false;
    }
    if (station_look(station, text, length, checkpoint, direction, at_ms, out) &&
        record(station, text, length, direction, at_ms, want_badge, out) &&
        store_commit(station->store)) {
        return true;
    }
    store_rollback(station->store);
    out->has_badge = out->badge_is_new = false;
    outcome_fault(out);
    return false;
}
