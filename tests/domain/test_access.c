/*
 * The access decision, row by row. A row changes what it names in a case that is admitted: Zulfiya
 * with a valid badge, going in at a door of her zone on the first day.
 *
 * link: kiosk/domain/access.c kiosk/domain/access_names.c kiosk/domain/attendee.c
 * link: kiosk/domain/base45.c kiosk/domain/bytes.c kiosk/domain/credential.c
 * link: kiosk/domain/key_list.c
 */
#include "access.h"
#include "tests/test.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define START_MS INT64_C(1779062400000)
#define NOON_MS (START_MS + DAY_MS / 2)

struct setting {
    struct event_info event;
    struct presented presented;
    struct attendee attendee;
    bool known;
    struct checkpoint checkpoint;
    enum direction direction;
    struct access_history history;
    struct access_policy policy;
    int64_t now_ms;
};

static struct setting usual(void)
{
    return (struct setting){
        .event = {.day_count = 2,
                  .days = {{"2026-05-18", START_MS, START_MS + DAY_MS},
                           {"2026-05-19", START_MS + DAY_MS, START_MS + 2 * DAY_MS}}},
        .presented = {.code = {.kind = CODE_LY1},
                      .status = CREDENTIAL_OK,
                      .credential = {.type = CREDENTIAL_BADGE,
                                     .holder = 7,
                                     .serial = 100,
                                     .issue = 1,
                                     .zones = 0x4,
                                     .venues = 0x1,
                                     .days = 0x3,
                                     .not_before = START_MS / 1000,
                                     .lifetime_min = 2 * 1440}},
        .attendee = {.holder = 7, .zones = 0x4, .venues = 0x1, .days = 0x3},
        .known = true,
        .checkpoint = {.kind = CHECKPOINT_DOOR, .zone = 2, .venue = 0, .anti_passback = true},
        .direction = DIRECTION_IN,
        .history = {.newest_issue = 1, .arrived = true},
        .now_ms = NOON_MS,
    };
}

static struct decision decide(const struct setting *s)
{
    return access_decide(&s->event, &s->presented, s->known ? &s->attendee : NULL, &s->checkpoint,
                         s->direction, &s->history, &s->policy, s->now_ms);
}

/* What a row changes, in words of its own. */
#define CHANGE(name, ...)               \
    static void name(struct setting *s) \
    {                                   \
        __VA_ARGS__;                    \
    }

CHANGE(nothing, (void)s)
CHANGE(at_registration, s->checkpoint.kind = CHECKPOINT_REGISTRATION; s->checkpoint.zone = -1)
CHANGE(invitation, s->presented.credential.type = CREDENTIAL_INVITATION)
CHANGE(staff_card, s->presented.credential.type = CREDENTIAL_STAFF)
CHANGE(staff_registration, at_registration(s); staff_card(s))
CHANGE(empty, s->presented.code.kind = CODE_EMPTY)
CHANGE(contact_card, s->presented.code.kind = CODE_CONTACT_CARD)
CHANGE(web_address, s->presented.code.kind = CODE_URL)
CHANGE(wifi, s->presented.code.kind = CODE_WIFI)
CHANGE(boarding_pass, s->presented.code.kind = CODE_BOARDING_PASS)
CHANGE(other, s->presented.code.kind = CODE_OTHER; s->known = false)
CHANGE(bad_length, s->presented.status = CREDENTIAL_BAD_LENGTH)
CHANGE(bad_charset, s->presented.status = CREDENTIAL_BAD_CHARSET)
CHANGE(bad_triplet, s->presented.status = CREDENTIAL_BAD_TRIPLET)
CHANGE(bad_version, s->presented.status = CREDENTIAL_BAD_VERSION)
CHANGE(bad_type, s->presented.status = CREDENTIAL_BAD_TYPE)
CHANGE(bad_reserved, s->presented.status = CREDENTIAL_BAD_RESERVED)
CHANGE(foreign_status, s->presented.status = CREDENTIAL_FOREIGN)
CHANGE(wrong_event, s->presented.status = CREDENTIAL_WRONG_EVENT)
CHANGE(unknown_key, s->presented.status = CREDENTIAL_UNKNOWN_KEY)
CHANGE(revoked_key, s->presented.status = CREDENTIAL_KEY_REVOKED)
CHANGE(key_usage, s->presented.status = CREDENTIAL_KEY_USAGE)
CHANGE(bad_signature, s->presented.status = CREDENTIAL_BAD_SIGNATURE)
CHANGE(test_badge, s->presented.credential.flags = CREDENTIAL_TEST)
CHANGE(early, s->now_ms = START_MS - 1000)
CHANGE(last_second, s->presented.credential.lifetime_min = 720; s->now_ms = NOON_MS - 1)
CHANGE(expired, s->presented.credential.lifetime_min = 720)
CHANGE(nobody, s->known = false)
CHANGE(somebody_else, s->attendee.holder = 8)
CHANGE(serial_revoked, s->history.serial_revoked = true)
CHANGE(holder_revoked, s->history.holder_revoked = true)
CHANGE(withdrawn, s->attendee.approval = APPROVAL_WITHDRAWN)
CHANGE(rejected, s->attendee.approval = APPROVAL_REJECTED)
CHANGE(pending, s->attendee.approval = APPROVAL_PENDING)
CHANGE(superseded, s->history.newest_issue = 2)
CHANGE(newer_than_known, s->history.newest_issue = 0)
CHANGE(old_invitation, at_registration(s); invitation(s); s->history.newest_issue = 2)
CHANGE(watched, s->attendee.watch = true)
CHANGE(other_zone, s->checkpoint.zone = 3)
CHANGE(highest_zone, s->checkpoint.zone = 15; s->presented.credential.zones = 0x8000)
CHANGE(no_zone, s->checkpoint.zone = -1; s->presented.credential.zones = 0)
CHANGE(other_venue, s->checkpoint.venue = 7)
CHANGE(any_venue, s->checkpoint.venue = -1; s->presented.credential.venues = 0)
CHANGE(second_day_only, s->presented.credential.days = 0x2)
CHANGE(second_day, second_day_only(s); s->now_ms += DAY_MS)
CHANGE(between_days, s->event.days[0].ends_ms = START_MS + 1)
CHANGE(no_days, s->event.day_count = 0; s->presented.credential.days = 0)
CHANGE(escorted, s->attendee.escort_required = true)
CHANGE(escort_flag, s->presented.credential.flags = CREDENTIAL_ESCORT)
CHANGE(escort_there, escorted(s); s->history.escort_present = true)
CHANGE(escort_registration, at_registration(s); escorted(s); invitation(s))
CHANGE(escort_out, escorted(s); s->direction = DIRECTION_OUT; s->history.inside = true)
CHANGE(stale, s->checkpoint.refer_data_older_s = 60; s->policy.data_age_s = 61)
CHANGE(stale_flag, stale(s); s->policy.offline = OFFLINE_FLAG)
CHANGE(stale_home, stale(s); s->policy.offline = OFFLINE_HOME_GATE; s->policy.home_gate = true)
CHANGE(stale_away, stale(s); s->policy.offline = OFFLINE_HOME_GATE)
CHANGE(stale_home_fresh, s->policy.offline = OFFLINE_HOME_GATE)
CHANGE(just_fresh, s->checkpoint.refer_data_older_s = 60; s->policy.data_age_s = 60)
CHANGE(age_unlimited, s->policy.data_age_s = 1000000)
CHANGE(inside, s->history.inside = true)
CHANGE(inside_no_rule, inside(s); s->checkpoint.anti_passback = false)
CHANGE(inside_looking, inside(s); s->direction = DIRECTION_NONE)
CHANGE(leaving, inside(s); s->direction = DIRECTION_OUT)
CHANGE(leaving_unseen, s->direction = DIRECTION_OUT)
CHANGE(photo_check, s->presented.credential.flags = CREDENTIAL_PHOTO_CHECK)
CHANGE(photo_leaving, photo_check(s); leaving(s))
CHANGE(photo_stale, photo_check(s); stale(s))
/* the rules of the place */
static const struct opening morning = {START_MS + 8 * HOUR_MS, START_MS + 12 * HOUR_MS, 0};
static const struct opening evening = {START_MS + 20 * HOUR_MS, START_MS + 26 * HOUR_MS, 0};
#define OPEN(s, hours) \
    ((s)->policy.timed = true, (s)->policy.openings = &(hours), (s)->policy.opening_count = 1)

CHANGE(suspended, s->history.serial_suspended = true)
CHANGE(exit_only, s->policy.ways = WAYS_OUT)
CHANGE(exit_only_leaving, exit_only(s); leaving(s))
CHANGE(exit_only_looking, exit_only(s); s->direction = DIRECTION_NONE)
CHANGE(entry_only, s->policy.ways = WAYS_IN)
CHANGE(entry_only_leaving, entry_only(s); leaving(s))
CHANGE(never_open, s->policy.timed = true)
CHANGE(before_opening, OPEN(s, morning); s->now_ms = morning.from_ms - 1)
CHANGE(first_moment_open, OPEN(s, morning); s->now_ms = morning.from_ms)
CHANGE(last_moment_open, OPEN(s, morning); s->now_ms = morning.to_ms - 1)
CHANGE(after_closing, OPEN(s, morning); s->now_ms = morning.to_ms)
CHANGE(leaving_after_closing, after_closing(s); leaving(s))
CHANGE(looking_after_closing, after_closing(s); s->direction = DIRECTION_NONE)
CHANGE(past_midnight, OPEN(s, evening); s->now_ms = START_MS + 25 * HOUR_MS;
       s->presented.credential.days = 0x1)
CHANGE(past_midnight_second_day_only, past_midnight(s); s->presented.credential.days = 0x2)
CHANGE(past_midnight_no_hours, s->now_ms = START_MS + 25 * HOUR_MS;
       s->presented.credential.days = 0x1)
CHANGE(past_midnight_closed, OPEN(s, evening); s->now_ms = START_MS + 26 * HOUR_MS)
CHANGE(not_invited, s->policy.invited_only = true)
CHANGE(not_invited_leaving, not_invited(s); leaving(s))
CHANGE(invited, not_invited(s); s->policy.invited = true)
CHANGE(no_reentry, s->policy.no_reentry = true; s->history.since_ms = NOON_MS - HOUR_MS)
CHANGE(reentry, no_reentry(s); s->policy.no_reentry = false)
CHANGE(first_entry, no_reentry(s); s->history.since_ms = 0)
CHANGE(no_reentry_leaving, no_reentry(s); leaving(s))
CHANGE(too_soon, s->policy.min_gap_s = 60; s->history.since_ms = NOON_MS - 59999)
CHANGE(soon_enough, too_soon(s); s->history.since_ms = NOON_MS - 60000)
CHANGE(never_scanned, too_soon(s); s->history.since_ms = 0)
CHANGE(soon_leaving, too_soon(s); leaving(s))
CHANGE(clock_set_back, too_soon(s); s->history.since_ms = NOON_MS + HOUR_MS)
CHANGE(accompanied, s->policy.companions = 1)
CHANGE(accompanied_allowed, accompanied(s); s->policy.companions_max = 1)
CHANGE(full, s->policy.capacity = 10; s->policy.people = 10)
CHANGE(last_place, full(s); s->policy.people = 9)
CHANGE(last_place_accompanied, last_place(s); accompanied_allowed(s))
CHANGE(over_full, full(s); s->policy.people = 12)
CHANGE(full_leaving, full(s); leaving(s))
CHANGE(full_one_of_them, full(s); inside_no_rule(s))
CHANGE(full_looking, full(s); s->direction = DIRECTION_NONE)
CHANGE(room_unlimited, s->policy.people = 1000000)
/* registration */
CHANGE(arriving, at_registration(s); invitation(s))
CHANGE(arriving_badge, at_registration(s))
CHANGE(arriving_twice, arriving(s); inside(s))
CHANGE(arriving_twice_badge, at_registration(s); inside(s))
CHANGE(arriving_no_passback, arriving_twice(s); s->checkpoint.anti_passback = false)
CHANGE(looking_invitation, arriving_twice(s); s->direction = DIRECTION_NONE)
CHANGE(looking_badge, at_registration(s); inside(s); s->direction = DIRECTION_NONE)
CHANGE(leaving_event, at_registration(s); leaving(s))
CHANGE(leaving_never_there, at_registration(s); s->direction = DIRECTION_OUT)
CHANGE(back_again, arriving(s); s->history.since_ms = NOON_MS - 1)
/* an invitation, a foreign code at a door */
CHANGE(invitation_allowed, invitation(s); s->checkpoint.takes_invitations = true)
/* foreign codes */
CHANGE(ticket, at_registration(s); s->presented.code.kind = CODE_PRETIX;
       s->presented.status = CREDENTIAL_FOREIGN; s->presented.credential = (struct credential){0})
CHANGE(ticket_nobody, ticket(s); s->known = false)
CHANGE(ticket_sig1, ticket_nobody(s); s->presented.code.kind = CODE_PRETIX_SIG1)
CHANGE(ticket_indico, ticket_nobody(s); s->presented.code.kind = CODE_INDICO)
CHANGE(ticket_indico_old, ticket_nobody(s); s->presented.code.kind = CODE_INDICO_LEGACY)
CHANGE(ticket_alfio, ticket_nobody(s); s->presented.code.kind = CODE_ALFIO)
CHANGE(ticket_other, ticket(s); s->presented.code.kind = CODE_OTHER)
CHANGE(ticket_door, ticket(s); s->checkpoint.kind = CHECKPOINT_DOOR; s->checkpoint.zone = 2)
CHANGE(ticket_allowed, ticket_door(s); s->checkpoint.takes_invitations = true)
CHANGE(ticket_other_zone, ticket_allowed(s); s->attendee.zones = 0)
CHANGE(ticket_other_venue, ticket_allowed(s); s->attendee.venues = 0)
CHANGE(ticket_other_day, ticket(s); s->attendee.days = 0x2)
CHANGE(ticket_revoked, ticket(s); s->history.holder_revoked = true)
CHANGE(ticket_pending, ticket(s); s->attendee.approval = APPROVAL_PENDING)
CHANGE(ticket_twice, ticket(s); s->history.inside = true)
CHANGE(ticket_watched, ticket(s); s->attendee.watch = true)
/* of two faults, the earlier check speaks */
CHANGE(order_signature_test, bad_signature(s); test_badge(s))
CHANGE(order_test_type, test_badge(s); staff_card(s))
CHANGE(order_type_time, staff_card(s); expired(s))
CHANGE(order_time_known, expired(s); nobody(s))
CHANGE(order_known_revoked, nobody(s); serial_revoked(s))
CHANGE(order_revoked_withdrawn, serial_revoked(s); withdrawn(s))
CHANGE(order_revoked_superseded, serial_revoked(s); superseded(s))
CHANGE(order_pending_superseded, pending(s); superseded(s))
CHANGE(order_superseded_watch, superseded(s); watched(s))
CHANGE(order_watch_zone, watched(s); other_zone(s))
CHANGE(order_zone_venue, other_zone(s); other_venue(s))
CHANGE(order_venue_day, other_venue(s); second_day_only(s))
CHANGE(order_day_escort, second_day_only(s); escorted(s))
CHANGE(order_escort_stale, escorted(s); stale(s))
CHANGE(order_stale_inside, stale(s); inside(s))
CHANGE(stale_flag_inside, stale_flag(s); inside(s))
CHANGE(order_revoked_suspended, serial_revoked(s); suspended(s))
CHANGE(order_suspended_superseded, suspended(s); superseded(s))
CHANGE(order_day_direction, second_day_only(s); exit_only(s))
CHANGE(order_direction_closed, exit_only(s); never_open(s))
CHANGE(order_closed_invited, never_open(s); not_invited(s))
CHANGE(order_invited_escort, not_invited(s); escorted(s))
CHANGE(order_inside_soon, inside(s); too_soon(s))
CHANGE(order_reentry_soon, no_reentry(s); s->policy.min_gap_s = 100000)
CHANGE(order_soon_accompanied, too_soon(s); accompanied(s))
CHANGE(order_accompanied_full, accompanied(s); full(s))
CHANGE(order_full_photo, full(s); photo_check(s))

#define ADMIT VERDICT_ADMIT
#define REFUSE VERDICT_REFUSE
#define REFER VERDICT_REFER

static const struct {
    const char *name;
    void (*change)(struct setting *s);
    enum verdict verdict;
    enum reason reason;
} rows[] = {
#define ROW(change, verdict, reason)              \
    {                                             \
#change, change, verdict, REASON_##reason \
    }
    ROW(nothing, ADMIT, OK),
    ROW(empty, REFUSE, NOT_A_CREDENTIAL),
    ROW(other, REFUSE, NOT_A_CREDENTIAL),
    ROW(foreign_status, REFUSE, NOT_A_CREDENTIAL),
    ROW(contact_card, REFUSE, CONTACT_CARD),
    ROW(web_address, REFUSE, URL),
    ROW(wifi, REFUSE, WIFI),
    ROW(boarding_pass, REFUSE, BOARDING_PASS),
    ROW(bad_length, REFUSE, MALFORMED),
    ROW(bad_charset, REFUSE, MALFORMED),
    ROW(bad_triplet, REFUSE, MALFORMED),
    ROW(bad_version, REFUSE, MALFORMED),
    ROW(bad_type, REFUSE, MALFORMED),
    ROW(bad_reserved, REFUSE, MALFORMED),
    ROW(wrong_event, REFUSE, WRONG_EVENT),
    ROW(unknown_key, REFUSE, UNKNOWN_KEY),
    ROW(revoked_key, REFUSE, UNKNOWN_KEY),
    ROW(key_usage, REFUSE, UNKNOWN_KEY),
    ROW(bad_signature, REFUSE, BAD_SIGNATURE),
    ROW(test_badge, REFUSE, TEST_CREDENTIAL),
    ROW(staff_card, REFUSE, WRONG_TYPE),
    ROW(staff_registration, REFUSE, WRONG_TYPE),
    ROW(invitation, REFUSE, NEEDS_BADGE),
    ROW(invitation_allowed, ADMIT, OK),
    ROW(early, REFUSE, NOT_YET_VALID),
    ROW(last_second, ADMIT, OK),
    ROW(expired, REFUSE, EXPIRED),
    ROW(nobody, REFUSE, UNKNOWN_ATTENDEE),
    ROW(somebody_else, REFUSE, UNKNOWN_ATTENDEE),
    ROW(serial_revoked, REFUSE, REVOKED),
    ROW(holder_revoked, REFUSE, REVOKED),
    ROW(withdrawn, REFUSE, WITHDRAWN),
    ROW(rejected, REFUSE, WITHDRAWN),
    ROW(pending, REFER, PENDING_APPROVAL),
    ROW(superseded, REFUSE, SUPERSEDED),
    ROW(newer_than_known, ADMIT, OK),
    ROW(old_invitation, ADMIT, OK),
    ROW(watched, REFER, REFERRED),
    ROW(other_zone, REFUSE, WRONG_ZONE),
    ROW(highest_zone, ADMIT, OK),
    ROW(no_zone, ADMIT, OK),
    ROW(other_venue, REFUSE, WRONG_VENUE),
    ROW(any_venue, ADMIT, OK),
    ROW(second_day_only, REFUSE, WRONG_DAY),
    ROW(second_day, ADMIT, OK),
    ROW(between_days, REFUSE, WRONG_DAY),
    ROW(no_days, ADMIT, OK),
    ROW(escorted, REFER, ESCORT_REQUIRED),
    ROW(escort_flag, REFER, ESCORT_REQUIRED),
    ROW(escort_there, ADMIT, OK),
    ROW(escort_registration, ADMIT, OK),
    ROW(escort_out, ADMIT, OK),
    ROW(stale, REFER, STALE_DATA),
    ROW(stale_flag, VERDICT_ADMIT_WITH_NOTE, STALE_DATA),
    ROW(stale_home, ADMIT, OK),
    ROW(stale_away, REFER, STALE_DATA),
    ROW(stale_flag_inside, REFUSE, ALREADY_INSIDE),
    ROW(stale_home_fresh, ADMIT, OK),
    ROW(just_fresh, ADMIT, OK),
    ROW(age_unlimited, ADMIT, OK),
    ROW(inside, REFUSE, ALREADY_INSIDE),
    ROW(inside_no_rule, ADMIT, OK),
    ROW(inside_looking, REFUSE, ALREADY_INSIDE),
    ROW(leaving, ADMIT, OK),
    ROW(leaving_unseen, REFUSE, NOT_INSIDE),
    ROW(photo_check, VERDICT_ADMIT_WITH_NOTE, PHOTO_CHECK),
    ROW(photo_leaving, ADMIT, OK),
    ROW(photo_stale, REFER, STALE_DATA),
    ROW(arriving, ADMIT, OK),
    ROW(arriving_badge, ADMIT, OK),
    ROW(arriving_twice, REFUSE, ALREADY_INSIDE),
    ROW(arriving_twice_badge, REFUSE, ALREADY_INSIDE),
    ROW(arriving_no_passback, REFUSE, ALREADY_INSIDE),
    ROW(looking_invitation, REFUSE, ALREADY_INSIDE),
    ROW(looking_badge, ADMIT, OK),
    ROW(leaving_event, ADMIT, OK),
    ROW(leaving_never_there, REFUSE, NOT_INSIDE),
    ROW(back_again, ADMIT, OK),
    ROW(ticket, ADMIT, OK),
    ROW(ticket_other, ADMIT, OK),
    ROW(ticket_nobody, REFUSE, UNKNOWN_ATTENDEE),
    ROW(ticket_sig1, REFUSE, UNKNOWN_ATTENDEE),
    ROW(ticket_indico, REFUSE, UNKNOWN_ATTENDEE),
    ROW(ticket_indico_old, REFUSE, UNKNOWN_ATTENDEE),
    ROW(ticket_alfio, REFUSE, UNKNOWN_ATTENDEE),
    ROW(ticket_door, REFUSE, NEEDS_BADGE),
    ROW(ticket_allowed, ADMIT, OK),
    ROW(ticket_other_zone, REFUSE, WRONG_ZONE),
    ROW(ticket_other_venue, REFUSE, WRONG_VENUE),
    ROW(ticket_other_day, REFUSE, WRONG_DAY),
    ROW(ticket_revoked, REFUSE, REVOKED),
    ROW(ticket_pending, REFER, PENDING_APPROVAL),
    ROW(ticket_twice, REFUSE, ALREADY_INSIDE),
    ROW(ticket_watched, REFER, REFERRED),
    ROW(order_signature_test, REFUSE, BAD_SIGNATURE),
    ROW(order_test_type, REFUSE, TEST_CREDENTIAL),
    ROW(order_type_time, REFUSE, WRONG_TYPE),
    ROW(order_time_known, REFUSE, EXPIRED),
    ROW(order_known_revoked, REFUSE, UNKNOWN_ATTENDEE),
    ROW(order_revoked_withdrawn, REFUSE, REVOKED),
    ROW(order_revoked_superseded, REFUSE, REVOKED),
    ROW(order_pending_superseded, REFER, PENDING_APPROVAL),
    ROW(order_superseded_watch, REFUSE, SUPERSEDED),
    ROW(order_watch_zone, REFER, REFERRED),
    ROW(order_zone_venue, REFUSE, WRONG_ZONE),
    ROW(order_venue_day, REFUSE, WRONG_VENUE),
    ROW(order_day_escort, REFUSE, WRONG_DAY),
    ROW(order_escort_stale, REFER, ESCORT_REQUIRED),
    ROW(order_stale_inside, REFER, STALE_DATA),
    ROW(order_revoked_suspended, REFUSE, REVOKED),
    ROW(order_suspended_superseded, REFER, SUSPENDED),
    ROW(order_day_direction, REFUSE, WRONG_DAY),
    ROW(order_direction_closed, REFUSE, WRONG_DIRECTION),
    ROW(order_closed_invited, REFUSE, CLOSED),
    ROW(order_invited_escort, REFUSE, NOT_INVITED),
    ROW(order_inside_soon, REFUSE, ALREADY_INSIDE),
    ROW(order_reentry_soon, REFUSE, NO_REENTRY),
    ROW(order_soon_accompanied, REFUSE, TOO_SOON),
    ROW(order_accompanied_full, REFUSE, TOO_MANY),
    ROW(order_full_photo, REFUSE, FULL),
    ROW(suspended, REFER, SUSPENDED),
    ROW(exit_only, REFUSE, WRONG_DIRECTION),
    ROW(exit_only_leaving, ADMIT, OK),
    ROW(exit_only_looking, ADMIT, OK),
    ROW(entry_only, ADMIT, OK),
    ROW(entry_only_leaving, REFUSE, WRONG_DIRECTION),
    ROW(never_open, REFUSE, CLOSED),
    ROW(before_opening, REFUSE, CLOSED),
    ROW(first_moment_open, ADMIT, OK),
    ROW(last_moment_open, ADMIT, OK),
    ROW(after_closing, REFUSE, CLOSED),
    ROW(leaving_after_closing, ADMIT, OK),
    ROW(looking_after_closing, REFUSE, CLOSED),
    ROW(past_midnight, ADMIT, OK),
    ROW(past_midnight_second_day_only, REFUSE, WRONG_DAY),
    ROW(past_midnight_no_hours, REFUSE, WRONG_DAY),
    ROW(past_midnight_closed, REFUSE, CLOSED),
    ROW(not_invited, REFUSE, NOT_INVITED),
    ROW(not_invited_leaving, ADMIT, OK),
    ROW(invited, ADMIT, OK),
    ROW(no_reentry, REFUSE, NO_REENTRY),
    ROW(reentry, ADMIT, OK),
    ROW(first_entry, ADMIT, OK),
    ROW(no_reentry_leaving, ADMIT, OK),
    ROW(too_soon, REFUSE, TOO_SOON),
    ROW(soon_enough, ADMIT, OK),
    ROW(never_scanned, ADMIT, OK),
    ROW(soon_leaving, ADMIT, OK),
    ROW(clock_set_back, ADMIT, OK),
    ROW(accompanied, REFUSE, TOO_MANY),
    ROW(accompanied_allowed, ADMIT, OK),
    ROW(full, REFUSE, FULL),
    ROW(last_place, ADMIT, OK),
    ROW(last_place_accompanied, REFUSE, FULL),
    ROW(over_full, REFUSE, FULL),
    ROW(full_leaving, ADMIT, OK),
    ROW(full_one_of_them, ADMIT, OK),
    ROW(full_looking, REFUSE, FULL),
    ROW(room_unlimited, ADMIT, OK),
};
#define ROW_COUNT (sizeof rows / sizeof rows[0])

static void test_decisions(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct setting setting = usual();
        rows[i].change(&setting);
        struct decision decision = decide(&setting);
        if (decision.verdict != rows[i].verdict || decision.reason != rows[i].reason) {
            fail_msg("%s: %s, %s", rows[i].name, verdict_string(decision.verdict),
                     reason_string(decision.reason));
        }
    }
}

/* Every reason stands in the table above, but for those that only a broken store and a supervisor
 * give. */
static void test_every_reason_is_tested(void **state)
{
    (void)state;
    bool seen[REASON_COUNT] = {[REASON_STATION_FAULT] = true, [REASON_FORCED] = true};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        seen[rows[i].reason] = true;
    }
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (!seen[i]) {
            fail_msg("no row for %s", reason_string((enum reason)i));
        }
    }
}

/* Nobody at the kiosk learns what is for staff only. */
static void test_for_delegate(void **state)
{
    (void)state;
    static const struct {
        struct decision is, shown;
    } shown[] = {
        {{ADMIT, REASON_OK}, {ADMIT, REASON_OK}},
        {{VERDICT_ADMIT_WITH_NOTE, REASON_STALE_DATA}, {VERDICT_ADMIT, REASON_OK}},
        {{VERDICT_ADMIT_WITH_NOTE, REASON_PHOTO_CHECK},
         {VERDICT_ADMIT_WITH_NOTE, REASON_PHOTO_CHECK}},
        {{REFER, REASON_REFERRED}, {REFER, REASON_REFERRED}},
        {{REFER, REASON_PENDING_APPROVAL}, {REFER, REASON_REFERRED}},
        {{REFER, REASON_ESCORT_REQUIRED}, {REFER, REASON_REFERRED}},
        {{REFER, REASON_STALE_DATA}, {REFER, REASON_REFERRED}},
        {{REFER, REASON_STATION_FAULT}, {REFER, REASON_REFERRED}},
        {{REFUSE, REASON_STATION_FAULT}, {REFER, REASON_REFERRED}},
        {{REFUSE, REASON_REVOKED}, {REFER, REASON_REFERRED}},
        {{REFUSE, REASON_UNKNOWN_ATTENDEE}, {REFUSE, REASON_UNKNOWN_ATTENDEE}},
        {{REFUSE, REASON_CONTACT_CARD}, {REFUSE, REASON_CONTACT_CARD}},
        {{REFUSE, REASON_ALREADY_INSIDE}, {REFUSE, REASON_ALREADY_INSIDE}},
    };
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        struct decision decision = decision_for_delegate(shown[i].is);
        assert_int_equal(decision.verdict, shown[i].shown.verdict);
        assert_int_equal(decision.reason, shown[i].shown.reason);
    }
}

static void test_words(void **state)
{
    (void)state;
    enum reason reason;
    enum direction direction;
    for (size_t i = 0; i < REASON_COUNT; i++) {
        assert_true(reason_parse(reason_string((enum reason)i), &reason));
        assert_int_equal(reason, i);
    }
    assert_false(reason_parse("because", &reason));
    assert_true(direction_parse("in", &direction) && direction == DIRECTION_IN);
    assert_true(direction_parse("out", &direction) && direction == DIRECTION_OUT);
    assert_false(direction_parse("up", &direction));
    assert_string_equal(verdict_string(VERDICT_ADMIT_WITH_NOTE), "admit-with-note");
    assert_string_equal(verdict_string(VERDICT_REFER), "refer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_every_reason_is_tested),
        cmocka_unit_test(test_for_delegate),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
