#define LOG_MODULE "event"
#include <string.h>

#include "kiosk/station/rules.h"
#include "kiosk/station/station_private.h"
#include "log.h"
#include "replica.h"
#include "store_access.h"
#include "timebase.h"

static void outcome_fault(struct outcome *out)
{
    out->decision = (struct decision){VERDICT_REFER, REASON_STATION_FAULT};
    memset(out->event, 0, sizeof out->event); /* what was not committed is no event */
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

/* The keys of another system's signed tickets, if the event has any. */
static bool check_ticket(struct station *station, int64_t at_ms, struct presented *presented)
{
    uint8_t keys[STATION_TICKET_KEYS][TICKET_KEY_SIZE];
    int count = station_ticket_keys(station, keys);
    if (count >= 0) {
        presented->ticket = ticket_check(&presented->code, (const uint8_t(*)[TICKET_KEY_SIZE])keys,
                                         (size_t)count, at_ms / 1000);
    }
    return count >= 0;
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

/* Who only looks has no key, but the store names the station. */
static bool is_home_gate(struct station *station, const struct rules_here *here)
{
    char name[KEY_STATION_SIZE] = "";
    store_setting(station->store, "station", name, sizeof name);
    return rules_is_home_gate(here, name);
}

/* The rest of what a decision takes, and the decision. */
static bool decide(struct station *station, const struct pass_request *request, struct outcome *out)
{
    struct rules_here here;
    int64_t doubt_ms;
    bool watched = false;
    if (out->known && !station_watch_match(station, &out->attendee, &watched, out->watch_why,
                                           sizeof out->watch_why)) {
        return false;
    }
    out->attendee.watch |= watched;
    if (!station_refresh_rules(station) ||
        !station_apply_rules(station, request->at_ms, out, &here)) {
        return false;
    }
    out->checkpoint = here.checkpoint;
    out->capacity = here.policy.capacity;
    out->people = here.policy.people;
    /* no hub: the replica is the truth, and has no age */
    if (!station_clock_doubt(station, &doubt_ms)) {
        return false;
    }
    out->clock_doubt_s = doubt_ms / 1000;
    out->data_age_s = replica_data_age_s(station->store, request->at_ms) + out->clock_doubt_s;
    here.policy.data_age_s = out->data_age_s;
    here.policy.companions = request->companions;
    if (here.policy.offline == OFFLINE_HOME_GATE) {
        here.policy.home_gate = is_home_gate(station, &here);
    }
    out->decision = access_decide(&station->event, &out->presented,
                                  out->known ? &out->attendee : NULL, &out->checkpoint,
                                  request->direction, &out->history, &here.policy, request->at_ms);
    return true;
}

static bool look(struct station *station, const struct pass_request *request, struct outcome *out)
{
    memset(out, 0, sizeof *out);
    out->checkpoint = *request->checkpoint;
    station->busy_us = time_monotonic_us();
    code_classify(request->text, request->length, &out->presented.code);
    if (out->presented.code.kind == CODE_LY1) {
        out->presented.status =
            credential_verify(out->presented.code.text, out->presented.code.length, &station->keys,
                              &out->presented.credential);
    }
    bool checked = out->presented.code.kind != CODE_PRETIX_SIG1 ||
                   check_ticket(station, request->at_ms, &out->presented);
    if (checked && load_facts(station, out) && decide(station, request, out)) {
        return true;
    }
    outcome_fault(out);
    return false;
}

bool station_look(struct station *station, const char *text, size_t length,
                  const struct checkpoint *checkpoint, enum direction direction, int64_t at_ms,
                  struct outcome *out)
{
    const struct pass_request request = {.text = text,
                                         .length = length,
                                         .checkpoint = checkpoint,
                                         .direction = direction,
                                         .at_ms = at_ms};
    return look(station, &request, out);
}

/* `overruled` is what the decision was before somebody forced it. */
static bool record_passage(struct station *station, const struct pass_request *request,
                           enum reason overruled, struct outcome *outcome)
{
    struct passage passage = {
        .holder = outcome->attendee.holder,
        .scope = checkpoint_scope(&outcome->checkpoint),
        .direction = request->direction,
        .companions = request->companions,
        .decision = outcome->decision,
        .force_reason = outcome->decision.reason == REASON_FORCED ? request->force_reason : NULL,
        .overruled = overruled,
        .at_ms = request->at_ms,
        .once = outcome->checkpoint.anti_passback && outcome->decision.reason != REASON_FORCED,
    };
    if (outcome->presented.code.kind == CODE_LY1) {
        passage.serial = outcome->presented.credential.serial;
    }
    memcpy(passage.checkpoint, outcome->checkpoint.code, sizeof passage.checkpoint);
    if (!store_append_passage(station->store, &passage)) {
        return false;
    }
    strcpy(outcome->event, store_last_event(station->store));
    return true;
}

static bool record_refusal(struct station *station, const struct pass_request *request,
                           const struct outcome *outcome)
{
    struct refusal refusal = {
        .holder = outcome->known ? outcome->attendee.holder : 0,
        .decision = outcome->decision,
        .text = request->text,
        .length = request->length,
        .at_ms = request->at_ms,
    };
    memcpy(refusal.checkpoint, outcome->checkpoint.code, sizeof refusal.checkpoint);
    return store_append_refusal(station->store, &refusal);
}

bool outcome_owes_badge(const struct outcome *outcome)
{
    if (outcome->has_badge) {
        return outcome->badge.state == INTENT_PENDING;
    }
    return outcome->badge.serial != 0 || outcome->history.newest_issue == 0;
}

/* Whether this scan is to bring a badge: on arrival, or on a later scan when none ever came out. */
static bool badge_is_due(const struct outcome *outcome, const struct pass_request *request)
{
    return request->want_badge && request->direction == DIRECTION_IN &&
           outcome->checkpoint.kind == CHECKPOINT_REGISTRATION &&
           (!outcome->has_badge || outcome->badge.state == INTENT_PENDING) &&
           (decision_admits(outcome->decision) ||
            (outcome->decision.reason == REASON_ALREADY_INSIDE && outcome_owes_badge(outcome)));
}

/* A badge that was never printed is dead before its successor stands. */
static bool issue_due(struct station *station, struct outcome *out)
{
    struct intent suspended;
    if (out->has_badge) {
        return true; /* it waits, unsent */
    }
    enum store_found waiting = store_suspended_of(station->store, out->attendee.holder, &suspended);
    if (waiting != STORE_NOT_FOUND) {
        return waiting == STORE_FOUND; /* forgotten at home: the desk makes the day badge */
    }
    if (out->badge.serial != 0 && !store_append_revocation(station->store, out->attendee.holder,
                                                           out->badge.serial, "never-printed")) {
        return false;
    }
    out->has_badge = out->badge_is_new =
        station_issue(station, &out->attendee, "arrival", &out->badge);
    return out->has_badge;
}

static bool record(struct station *station, const struct pass_request *request, struct outcome *out)
{
    enum reason decided = out->decision.reason;
    bool due = badge_is_due(out, request);
    bool recorded = true;
    if (request->force_reason && out->known && !decision_admits(out->decision)) {
        out->decision = (struct decision){VERDICT_ADMIT_WITH_NOTE, REASON_FORCED};
    }
    if (due && !decision_admits(out->decision)) {
        out->decision = (struct decision){VERDICT_ADMIT_WITH_NOTE, REASON_ALREADY_INSIDE};
    } else {
        recorded = decision_admits(out->decision) ? record_passage(station, request, decided, out)
                                                  : record_refusal(station, request, out);
    }
    return recorded && station_raise(station, decided, out) && (!due || issue_due(station, out));
}

bool station_pass_request(struct station *station, const struct pass_request *request,
                          struct outcome *out)
{
    memset(out, 0, sizeof *out);
    out->checkpoint = *request->checkpoint;
    if (!store_begin(station->store)) {
        outcome_fault(out);
        return false;
    }
    if (look(station, request, out) && record(station, request, out) &&
        store_commit(station->store)) {
        return true;
    }
    store_rollback(station->store);
    out->has_badge = out->badge_is_new = false;
    outcome_fault(out);
    return false;
}

bool station_no_show(struct station *station, const struct outcome *outcome)
{
    if (store_begin(station->store) &&
        store_append_undo(station->store, outcome->event, "no-show") == UNDO_DONE &&
        store_commit(station->store)) {
        return true;
    }
    store_rollback(station->store);
    return false;
}

bool station_pass(struct station *station, const char *text, size_t length,
                  const struct checkpoint *checkpoint, enum direction direction, int64_t at_ms,
                  bool want_badge, struct outcome *out)
{
    const struct pass_request request = {.text = text,
                                         .length = length,
                                         .checkpoint = checkpoint,
                                         .direction = direction,
                                         .at_ms = at_ms,
                                         .want_badge = want_badge};
    return station_pass_request(station, &request, out);
}
