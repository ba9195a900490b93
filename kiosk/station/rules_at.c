/* What holds at a checkpoint at a moment. */
#include <stdio.h>
#include <string.h>

#include "kiosk/station/rules_parse.h"

#define APART_MINUTES 1  /* data older than this count as old, where a rule says only what then */
#define ESCORT_MINUTES 5 /* where no rule says how long an escort's admission counts */

bool category_set_has(const uint8_t set[CATEGORY_SET_SIZE], uint8_t category)
{
    return set[category / 8] >> category % 8 & 1;
}

static const struct rule *checkpoint_rule(const struct rules *rules, const char *code)
{
    for (int i = 0; rules && i < rules->checkpoint_count; i++) {
        if (strcmp(rules->checkpoint_codes[i], code) == 0) {
            return &rules->checkpoints[i];
        }
    }
    return &rule_nothing;
}

/* The rule of the zone behind a door; of no zone, nothing. */
static const struct rule *zone_rule(const struct rules *rules, int zone)
{
    return rules && zone >= 0 ? &rules->zones[zone] : &rule_nothing;
}

/* The checkpoint's word, else the zone's, else what stands without rules. */
static int choose(int own, int zone, int otherwise)
{
    return own != RULE_UNSET ? own : zone != RULE_UNSET ? zone : otherwise;
}

/* The session in a zone that admits at this moment; of several, the one that starts last. */
static const struct session_rule *session_now(const struct rules *rules, int zone, int64_t at_ms)
{
    const struct session_rule *found = NULL;
    for (int i = 0; rules && zone >= 0 && i < rules->session_count; i++) {
        const struct session_rule *session = &rules->sessions[i];
        bool on = session->zone == zone && at_ms >= session->from_ms && at_ms < session->to_ms;
        if (on && (!found || session->from_ms >= found->from_ms)) {
            found = session;
        }
    }
    return found;
}

static void apply(const struct rule *own, const struct rule *zone, struct rules_here *out)
{
    struct checkpoint *checkpoint = &out->checkpoint;
    const struct rule *hours = own->timed ? own : zone;
    checkpoint->anti_passback =
        choose(own->anti_passback, zone->anti_passback, checkpoint->anti_passback);
    checkpoint->takes_invitations =
        choose(own->takes_invitations, RULE_UNSET, checkpoint->takes_invitations);
    int offline = choose(own->offline, zone->offline, RULE_UNSET);
    int age = choose(own->data_age_minutes, zone->data_age_minutes,
                     offline == RULE_UNSET ? RULE_UNSET : APART_MINUTES);
    out->home_gate = own->home_gate[0] ? own->home_gate : zone->home_gate;
    checkpoint->refer_data_older_s = age > 0 ? age * 60 : checkpoint->refer_data_older_s;
    out->escort_s = choose(own->escort_minutes, zone->escort_minutes, ESCORT_MINUTES) * 60;
    out->policy = (struct access_policy){
        .ways = (enum ways)choose(own->ways, RULE_UNSET, WAYS_BOTH),
        .offline = offline == RULE_UNSET ? OFFLINE_DENY : (enum offline)offline,
        .timed = hours->timed,
        .openings = hours->openings,
        .opening_count = hours->opening_count,
        .no_reentry = !choose(own->reentry, zone->reentry, true),
        .min_gap_s = choose(own->minutes_between, zone->minutes_between, 0) * 60,
        .companions_max = choose(own->accompanying, zone->accompanying, 0),
        .capacity = choose(own->capacity, zone->capacity, 0),
    };
}

void rules_at(const struct rules *rules, const struct checkpoint *checkpoint, int64_t at_ms,
              struct rules_here *out)
{
    const struct rule *own = checkpoint_rule(rules, checkpoint->code);
    bool in_zone = checkpoint->kind == CHECKPOINT_DOOR && checkpoint->zone < EVENT_ZONES_MAX;
    int zone = in_zone ? checkpoint->zone : -1;
    out->checkpoint = *checkpoint;
    apply(own, zone_rule(rules, zone), out);
    out->session = session_now(rules, zone, at_ms);
    if (out->session) {
        int capacity = out->session->capacity;
        bool smaller =
            capacity > 0 && (out->policy.capacity == 0 || capacity < out->policy.capacity);
        out->policy.capacity = smaller ? capacity : out->policy.capacity;
        out->policy.invited_only = out->session->invited_only;
    }
}

bool rules_is_home_gate(const struct rules_here *here, const char *station)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, " %s ", station);
    return station[0] && here->home_gate && strstr(here->home_gate, wanted);
}

bool rules_invites(const struct session_rule *session, const struct attendee *attendee)
{
    char wanted[sizeof attendee->delegation + 2];
    snprintf(wanted, sizeof wanted, " %s ", attendee->delegation);
    return category_set_has(session->categories, attendee->category) ||
           (attendee->delegation[0] && strstr(session->delegations, wanted));
}

/* The latest end among a rule's openings of a day. */
static int64_t latest_end(const struct rule *rule, size_t day, int64_t end_ms)
{
    for (size_t i = 0; i < rule->opening_count; i++) {
        if (rule->openings[i].day == (int)day && rule->openings[i].to_ms > end_ms) {
            end_ms = rule->openings[i].to_ms;
        }
    }
    return end_ms;
}

int64_t rules_day_end(const struct rules *rules, const struct event_info *event, size_t day)
{
    int64_t end_ms = event->days[day].ends_ms;
    for (size_t i = 0; i < EVENT_ZONES_MAX; i++) {
        end_ms = latest_end(&rules->zones[i], day, end_ms);
    }
    for (int i = 0; i < rules->checkpoint_count; i++) {
        end_ms = latest_end(&rules->checkpoints[i], day, end_ms);
    }
    return end_ms;
}
