/*
 * The access decision as a list of checks. Each looks at one thing and either decides or passes on;
 * `checks` below is the order, and the only place where it stands.
 */
#include "access.h"

/* The question, as every check sees it. */
struct question {
    const struct event_info *event;
    const struct presented *presented;
    const struct attendee *attendee; /* NULL: nobody was found */
    const struct checkpoint *checkpoint;
    enum direction direction;
    const struct access_history *history;
    const struct access_policy *policy;
    int64_t now_ms;
    bool signed_here; /* an LY1 credential; else a foreign code */
    bool registration;
};

/* Decides, or returns false to pass on. */
typedef bool check_fn(const struct question *q, struct decision *out);

static bool refuse(struct decision *out, enum reason reason)
{
    *out = (struct decision){VERDICT_REFUSE, reason};
    return true;
}

static bool refer(struct decision *out, enum reason reason)
{
    *out = (struct decision){VERDICT_REFER, reason};
    return true;
}

static bool is_type(const struct question *q, enum credential_type type)
{
    return q->signed_here && q->presented->credential.type == type;
}

static bool has_flag(const struct question *q, enum credential_flag flag)
{
    return q->signed_here && (q->presented->credential.flags & flag);
}

/* ---- what was held up ---- */

static bool check_code(const struct question *q, struct decision *out)
{
    static const enum reason reasons[CODE_KIND_COUNT] = {
        [CODE_EMPTY] = REASON_NOT_A_CREDENTIAL,
        [CODE_CONTACT_CARD] = REASON_CONTACT_CARD,
        [CODE_URL] = REASON_URL,
        [CODE_WIFI] = REASON_WIFI,
        [CODE_BOARDING_PASS] = REASON_BOARDING_PASS,
    };
    enum code_kind kind = q->presented->code.kind;
    if (kind == CODE_OTHER && !q->attendee) {
        return refuse(out, REASON_NOT_A_CREDENTIAL);
    }
    return reasons[kind] != REASON_OK && refuse(out, reasons[kind]);
}

/* Form, key and signature: credential_verify() has looked in this order. */
static bool check_credential(const struct question *q, struct decision *out)
{
    static const enum reason reasons[CREDENTIAL_STATUS_COUNT] = {
        [CREDENTIAL_FOREIGN] = REASON_NOT_A_CREDENTIAL,
        [CREDENTIAL_BAD_LENGTH] = REASON_MALFORMED,
        [CREDENTIAL_BAD_CHARSET] = REASON_MALFORMED,
        [CREDENTIAL_BAD_TRIPLET] = REASON_MALFORMED,
        [CREDENTIAL_BAD_VERSION] = REASON_MALFORMED,
        [CREDENTIAL_BAD_TYPE] = REASON_MALFORMED,
        [CREDENTIAL_BAD_RESERVED] = REASON_MALFORMED,
        [CREDENTIAL_WRONG_EVENT] = REASON_WRONG_EVENT,
        [CREDENTIAL_UNKNOWN_KEY] = REASON_UNKNOWN_KEY,
        [CREDENTIAL_KEY_REVOKED] = REASON_UNKNOWN_KEY,
        [CREDENTIAL_KEY_USAGE] = REASON_UNKNOWN_KEY,
        [CREDENTIAL_BAD_SIGNATURE] = REASON_BAD_SIGNATURE,
    };
    enum credential_status status = q->presented->status;
    return q->signed_here && status != CREDENTIAL_OK && refuse(out, reasons[status]);
}

/* A ticket whose issuer's key the event has. */
static bool check_ticket(const struct question *q, struct decision *out)
{
    static const enum reason reasons[TICKET_STATUS_COUNT] = {
        [TICKET_BAD_SIGNATURE] = REASON_BAD_SIGNATURE,
        [TICKET_NOT_YET_VALID] = REASON_NOT_YET_VALID,
        [TICKET_EXPIRED] = REASON_EXPIRED,
    };
    enum reason reason = reasons[q->presented->ticket];
    return reason != REASON_OK && refuse(out, reason);
}

static bool check_test(const struct question *q, struct decision *out)
{
    return has_flag(q, CREDENTIAL_TEST) && refuse(out, REASON_TEST_CREDENTIAL);
}

static bool check_type(const struct question *q, struct decision *out)
{
    if (is_type(q, CREDENTIAL_STAFF)) {
        return refuse(out, REASON_WRONG_TYPE);
    }
    bool badge = is_type(q, CREDENTIAL_BADGE);
    return !q->registration && !badge && !q->checkpoint->takes_invitations &&
           refuse(out, REASON_NEEDS_BADGE);
}

static bool check_time(const struct question *q, struct decision *out)
{
    if (!q->signed_here) {
        return false;
    }
    int64_t now = q->now_ms >= 0 ? q->now_ms / 1000 : -1;
    enum credential_time time = credential_time_at(&q->presented->credential, now);
    return time != CREDENTIAL_IN_TIME &&
           refuse(out, time == CREDENTIAL_EXPIRED ? REASON_EXPIRED : REASON_NOT_YET_VALID);
}

/* ---- who it is ---- */

static bool check_known(const struct question *q, struct decision *out)
{
    bool known =
        q->attendee && (!q->signed_here || q->attendee->holder == q->presented->credential.holder);
    return !known && refuse(out, REASON_UNKNOWN_ATTENDEE);
}

static bool check_revoked(const struct question *q, struct decision *out)
{
    return (q->history->serial_revoked || q->history->holder_revoked) &&
           refuse(out, REASON_REVOKED);
}

static bool check_suspended(const struct question *q, struct decision *out)
{
    return q->history->serial_suspended && refer(out, REASON_SUSPENDED);
}

static bool check_approval(const struct question *q, struct decision *out)
{
    switch (q->attendee->approval) {
    case APPROVAL_PENDING:
        return refer(out, REASON_PENDING_APPROVAL);
    case APPROVAL_REJECTED:
    case APPROVAL_WITHDRAWN:
        return refuse(out, REASON_WITHDRAWN);
    default:
        return false;
    }
}

static bool check_issue(const struct question *q, struct decision *out)
{
    return is_type(q, CREDENTIAL_BADGE) &&
           q->presented->credential.issue < q->history->newest_issue &&
           refuse(out, REASON_SUPERSEDED);
}

static bool check_watch(const struct question *q, struct decision *out)
{
    return q->attendee->watch && refer(out, REASON_REFERRED);
}

/* ---- where and when: a credential says it itself, for a foreign code the roster does ---- */

static bool check_zone(const struct question *q, struct decision *out)
{
    unsigned zones = q->signed_here ? q->presented->credential.zones : q->attendee->zones;
    int zone = q->checkpoint->zone;
    return zone >= 0 && !(zones >> zone & 1) && refuse(out, REASON_WRONG_ZONE);
}

static bool check_venue(const struct question *q, struct decision *out)
{
    unsigned venues = q->signed_here ? q->presented->credential.venues : q->attendee->venues;
    int venue = q->checkpoint->venue;
    return venue >= 0 && !(venues >> venue & 1) && refuse(out, REASON_WRONG_VENUE);
}

/* The opening that holds this moment; NULL when it is closed. */
static const struct opening *opening_now(const struct question *q)
{
    for (size_t i = 0; i < q->policy->opening_count; i++) {
        const struct opening *opening = &q->policy->openings[i];
        if (q->now_ms >= opening->from_ms && q->now_ms < opening->to_ms) {
            return opening;
        }
    }
    return NULL;
}

/* After midnight an evening that is still open belongs to the day on which it began. */
static bool check_day(const struct question *q, struct decision *out)
{
    unsigned days = q->signed_here ? q->presented->credential.days : q->attendee->days;
    const struct opening *opening = opening_now(q);
    int day = opening ? opening->day : event_day_at(q->event, q->now_ms);
    bool allowed = q->event->day_count == 0 || (day >= 0 && (days >> day & 1));
    return !allowed && refuse(out, REASON_WRONG_DAY);
}

/* ---- the rules of the place ---- */

static bool check_direction(const struct question *q, struct decision *out)
{
    bool wrong = (q->direction == DIRECTION_IN && q->policy->ways == WAYS_OUT) ||
                 (q->direction == DIRECTION_OUT && q->policy->ways == WAYS_IN);
    return wrong && refuse(out, REASON_WRONG_DIRECTION);
}

static bool check_open(const struct question *q, struct decision *out)
{
    return q->policy->timed && q->direction != DIRECTION_OUT && !opening_now(q) &&
           refuse(out, REASON_CLOSED);
}

static bool check_invited(const struct question *q, struct decision *out)
{
    return q->policy->invited_only && !q->policy->invited && q->direction != DIRECTION_OUT &&
           refuse(out, REASON_NOT_INVITED);
}

/* ---- what else has happened ---- */

static bool check_escort(const struct question *q, struct decision *out)
{
    bool required = q->attendee->escort_required || has_flag(q, CREDENTIAL_ESCORT);
    return required && !q->registration && q->direction != DIRECTION_OUT &&
           !q->history->escort_present && refer(out, REASON_ESCORT_REQUIRED);
}

static bool is_stale(const struct question *q)
{
    int limit_s = q->checkpoint->refer_data_older_s;
    return limit_s > 0 && q->policy->data_age_s > limit_s;
}

static bool check_age(const struct question *q, struct decision *out)
{
    bool lets_in = q->policy->offline == OFFLINE_FLAG ||
                   (q->policy->offline == OFFLINE_HOME_GATE && q->policy->home_gate);
    return is_stale(q) && !lets_in && refer(out, REASON_STALE_DATA);
}

/* At a registration somebody who only looks at a badge is not told that its holder is inside: that
 * is what a badge is for. */
static bool check_inside(const struct question *q, struct decision *out)
{
    bool looks_at_badge = q->direction == DIRECTION_NONE && is_type(q, CREDENTIAL_BADGE);
    bool counts = q->registration ? !looks_at_badge : q->checkpoint->anti_passback;
    return q->direction != DIRECTION_OUT && counts && q->history->inside &&
           refuse(out, REASON_ALREADY_INSIDE);
}

static bool check_not_inside(const struct question *q, struct decision *out)
{
    return q->direction == DIRECTION_OUT && !q->history->inside && refuse(out, REASON_NOT_INSIDE);
}

static bool check_reentry(const struct question *q, struct decision *out)
{
    bool has_left = q->history->since_ms != 0 && !q->history->inside;
    return q->policy->no_reentry && q->direction != DIRECTION_OUT && has_left &&
           refuse(out, REASON_NO_REENTRY);
}

/* A last scan that lies ahead was made before the clock was set back: then nobody knows how long
 * ago it was, and the rule keeps nobody waiting for the clock to catch up. */
static bool check_gap(const struct question *q, struct decision *out)
{
    int64_t elapsed_ms = q->now_ms - q->history->since_ms;
    return q->direction == DIRECTION_IN && q->history->since_ms != 0 && elapsed_ms >= 0 &&
           elapsed_ms < q->policy->min_gap_s * INT64_C(1000) && refuse(out, REASON_TOO_SOON);
}

static bool check_companions(const struct question *q, struct decision *out)
{
    return q->direction == DIRECTION_IN && q->policy->companions > q->policy->companions_max &&
           refuse(out, REASON_TOO_MANY);
}

static bool check_capacity(const struct question *q, struct decision *out)
{
    int coming = (q->history->inside ? 0 : 1) + q->policy->companions;
    return q->policy->capacity > 0 && q->direction != DIRECTION_OUT && coming > 0 &&
           q->policy->people + coming > q->policy->capacity && refuse(out, REASON_FULL);
}

static bool check_photo(const struct question *q, struct decision *out)
{
    if (q->direction == DIRECTION_OUT || !has_flag(q, CREDENTIAL_PHOTO_CHECK)) {
        return false;
    }
    *out = (struct decision){VERDICT_ADMIT_WITH_NOTE, REASON_PHOTO_CHECK};
    return true;
}

static bool check_flagged(const struct question *q, struct decision *out)
{
    if (!is_stale(q) || q->policy->offline != OFFLINE_FLAG || q->direction == DIRECTION_OUT) {
        return false;
    }
    *out = (struct decision){VERDICT_ADMIT_WITH_NOTE, REASON_STALE_DATA};
    return true;
}

static check_fn *const checks[] = {
    check_code,      check_credential, check_ticket,  check_test,      check_type,
    check_time,      check_known,      check_revoked, check_suspended, check_approval,
    check_issue,     check_watch,      check_zone,    check_venue,     check_day,
    check_direction, check_open,       check_invited, check_escort,    check_age,
    check_inside,    check_not_inside, check_reentry, check_gap,       check_companions,
    check_capacity,  check_photo,      check_flagged,
};

struct decision access_decide(const struct event_info *event, const struct presented *presented,
                              const struct attendee *attendee, const struct checkpoint *checkpoint,
                              enum direction direction, const struct access_history *history,
                              const struct access_policy *policy, int64_t now_ms)
{
    const struct question question = {
        .event = event,
        .presented = presented,
        .attendee = attendee,
        .checkpoint = checkpoint,
        .direction = direction,
        .history = history,
        .policy = policy,
        .now_ms = now_ms,
        .signed_here = presented->code.kind == CODE_LY1,
        .registration = checkpoint->kind == CHECKPOINT_REGISTRATION,
    };
    struct decision decision = {VERDICT_ADMIT, REASON_OK};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (checks[i](&question, &decision)) {
            break;
        }
    }
    return decision;
}

bool decision_admits(struct decision decision)
{
    return decision.verdict == VERDICT_ADMIT || decision.verdict == VERDICT_ADMIT_WITH_NOTE;
}

struct decision decision_for_delegate(struct decision decision)
{
    if (decision.verdict == VERDICT_ADMIT_WITH_NOTE && decision.reason == REASON_STALE_DATA) {
        return (struct decision){VERDICT_ADMIT, REASON_OK}; /* the network is no matter of theirs */
    }
    bool hidden = decision.verdict == VERDICT_REFER || decision.reason == REASON_REVOKED ||
                  decision.reason == REASON_STATION_FAULT;
    return hidden ? (struct decision){VERDICT_REFER, REASON_REFERRED} : decision;
}
