#define LOG_MODULE "badge"
#include <inttypes.h>
#include <string.h>

#include "kiosk/station/rules.h"
#include "kiosk/station/station_private.h"
#include "log.h"
#include "store_access.h"
#include "timebase.h"

/* A day ends at midnight, or with the last door that stays open longer. */
static int64_t day_end_s(const struct station *station, size_t day)
{
    return (station->rules ? rules_day_end(station->rules, &station->event, day)
                           : station->event.days[day].ends_ms) /
           1000;
}

static void validity_of(const struct station *station, uint8_t days, uint32_t *not_before,
                        uint16_t *lifetime_min)
{
    int64_t from = 0, to = 0;
    for (size_t i = 0; i < station->event.day_count; i++) {
        if (days & (1u << i)) {
            from = from ? from : station->event.days[i].starts_ms / 1000;
            to = day_end_s(station, i);
        }
    }
    int64_t minutes = (to - from) / 60;
    *not_before = (uint32_t)from;
    *lifetime_min = (uint16_t)(minutes > UINT16_MAX ? UINT16_MAX : minutes);
}

static uint64_t digest_of(const struct station *station, const struct attendee *attendee)
{
    char name[2 * ATTENDEE_TEXT_SIZE];
    return credential_digest(station->event.uuid, attendee_latin_name(attendee, name, sizeof name),
                             attendee->organisation, (const uint8_t *)attendee->photo,
                             strlen(attendee->photo));
}

struct credential station_credential(const struct station *station, enum credential_type type,
                                     const struct attendee *attendee)
{
    struct credential credential = {
        .type = type,
        .flags = type == CREDENTIAL_BADGE && attendee->escort_required ? CREDENTIAL_ESCORT : 0,
        .holder = attendee->holder,
        .issue = 1,
        .category = attendee->category,
        .zones = attendee->zones,
        .venues = attendee->venues,
        .days = attendee->days,
        .digest = digest_of(station, attendee),
    };
    validity_of(station, attendee->days, &credential.not_before, &credential.lifetime_min);
    return credential;
}

/* Cuts a credential down to the event day that is now. */
static bool limit_to_today(const struct station *station, struct credential *credential)
{
    int day = event_day_at(&station->event, time_realtime_ms());
    if (day < 0 || !(credential->days >> day & 1)) {
        LOG_ERROR("a day badge is for a day of the event that the person's badge is for; today is "
                  "none");
        return false;
    }
    credential->days = (uint8_t)(1u << day);
    validity_of(station, credential->days, &credential->not_before, &credential->lifetime_min);
    return true;
}

bool station_issue(struct station *station, const struct attendee *attendee, const char *reason,
                   struct intent *out)
{
    struct credential credential = station_credential(station, CREDENTIAL_BADGE, attendee);
    int newest;
    if (!store_highest_issue(station->store, attendee->holder, &newest)) {
        return false;
    }
    if (strcmp(reason, REASON_FORGOTTEN) == 0 && !limit_to_today(station, &credential)) {
        return false;
    }
    if (newest >= UINT8_MAX) {
        LOG_ERROR("holder %016" PRIx64 " has had %d badges, the most a credential can count; "
                  "register the person anew",
                  attendee->holder, newest);
        return false;
    }
    memset(out, 0, sizeof *out);
    credential.issue = (uint8_t)(newest + 1);
    credential.flags |= newest > 0 ? CREDENTIAL_REPLACEMENT : 0;
    credential.serial = store_next_serial(station->store);
    if (credential.serial == 0) {
        return false;
    }
    credential_sign(&credential, station->event.uuid, &station->key, out->credential);
    out->holder = attendee->holder;
    out->serial = credential.serial;
    out->issue = credential.issue;
    return store_append_intent(station->store, out, reason);
}

bool station_badge_bar(struct station *station, uint64_t holder, const char **out)
{
    struct attendee attendee;
    struct checkpoint registration;
    struct access_history history;
    enum store_found found = store_attendee(station->store, holder, &attendee);
    if (found == STORE_NOT_FOUND) {
        LOG_ERROR("there is no attendee %016" PRIx64, holder);
    }
    if (found != STORE_FOUND ||
        store_checkpoint(station->store, "", &registration) != STORE_FOUND ||
        !store_history(station->store, holder, 0, &registration, &history)) {
        return false;
    }
    *out = history.holder_revoked                   ? "revoked"
           : attendee.approval != APPROVAL_APPROVED ? approval_string(attendee.approval)
                                                    : NULL;
    return true;
}

/* What becomes of the badge that stands; `reason` NULL: it must be one that never came out. */
static bool retire(struct station *station, const struct attendee *attendee,
                   const struct intent *old, const char *reason, bool has_suspended)
{
    bool forgotten = reason && strcmp(reason, REASON_FORGOTTEN) == 0;
    if (!reason && intent_may_exist(old->state)) {
        LOG_ERROR("%s %s has badge %" PRIu32 " (%s); use 'lanyard replace' to make another",
                  attendee->given_name, attendee->family_name, old->serial,
                  intent_state_string(old->state));
        return false;
    }
    if (forgotten && !has_suspended && intent_may_exist(old->state)) {
        return store_append_suspension(station->store, attendee->holder, old->serial, reason);
    }
    return store_append_revocation(station->store, attendee->holder, old->serial,
                                   reason ? reason : "never-printed");
}

/* A forgotten badge dies with whatever replaces its day badge for good. */
static bool retire_suspended(struct station *station, const struct intent *suspended,
                             const char *reason)
{
    return strcmp(reason, REASON_FORGOTTEN) == 0 ||
           store_append_revocation(station->store, suspended->holder, suspended->serial, reason);
}

/* Inside the caller's transaction: the old badge dies, the new one stands. */
static bool issue_or_replace(struct station *station, uint64_t holder, const char *reason,
                             struct intent *out)
{
    struct attendee attendee;
    struct intent old, suspended;
    const char *bar;
    if (!station_badge_bar(station, holder, &bar) ||
        store_attendee(station->store, holder, &attendee) != STORE_FOUND) {
        return false;
    }
    if (bar) {
        LOG_ERROR("%s %s is %s: no badge", attendee.given_name, attendee.family_name, bar);
        return false;
    }
    enum store_found found = store_intent_of(station->store, holder, &old);
    enum store_found waiting = store_suspended_of(station->store, holder, &suspended);
    if (found == STORE_FAILED || waiting == STORE_FAILED) {
        return false;
    }
    if (waiting == STORE_FOUND && !reason) {
        LOG_ERROR("badge %" PRIu32
                  " of %s %s is suspended; use 'lanyard found' or 'lanyard replace'",
                  suspended.serial, attendee.given_name, attendee.family_name);
        return false;
    }
    if ((found == STORE_FOUND &&
         !retire(station, &attendee, &old, reason, waiting == STORE_FOUND)) ||
        (waiting == STORE_FOUND && !retire_suspended(station, &suspended, reason))) {
        return false;
    }
    return station_issue(station, &attendee, reason ? reason : "print", out);
}

bool station_issue_badge(struct station *station, uint64_t holder, const char *reason,
                         struct intent *out)
{
    if (!store_begin(station->store)) {
        return false;
    }
    if (issue_or_replace(station, holder, reason, out) && store_commit(station->store)) {
        return true;
    }
    store_rollback(station->store);
    return false;
}

static enum store_found reinstate(struct station *station, uint64_t holder, struct intent *out)
{
    struct intent day_badge;
    enum store_found found = store_suspended_of(station->store, holder, out);
    if (found != STORE_FOUND) {
        return found;
    }
    enum store_found standing = store_intent_of(station->store, holder, &day_badge);
    bool done = standing != STORE_FAILED &&
                (standing == STORE_NOT_FOUND ||
                 store_append_revocation(station->store, holder, day_badge.serial,
                                         REASON_DAY_BADGE_RETURNED)) &&
                store_append_reinstatement(station->store, holder, out->serial);
    return done ? STORE_FOUND : STORE_FAILED;
}

enum store_found station_badge_found(struct station *station, uint64_t holder, struct intent *out)
{
    if (!store_begin(station->store)) {
        return STORE_FAILED;
    }
    enum store_found found = reinstate(station, holder, out);
    if (found == STORE_FOUND && store_commit(station->store)) {
        return STORE_FOUND;
    }
    store_rollback(station->store);
    return found == STORE_FOUND ? STORE_FAILED : found;
}
