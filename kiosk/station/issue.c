#define LOG_MODULE "badge"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

#define PHOTO_MAX_SIDE 900 /* pixels: 42 mm at 540 dpi */

void station_validity(const struct event_info *event, uint8_t days, uint32_t *not_before,
                      uint16_t *lifetime_min)
{
    int64_t from = 0, to = 0;
    for (size_t i = 0; i < event->day_count; i++) {
        if (days & (1u << i)) {
            from = from ? from : event->days[i].starts_ms / 1000;
            to = event->days[i].ends_ms / 1000;
        }
    }
    int64_t minutes = (to - from) / 60;
    *not_before = (uint32_t)from;
    *lifetime_min = (uint16_t)(minutes > UINT16_MAX ? UINT16_MAX : minutes);
}

uint64_t station_digest(const struct station *station, const struct attendee *attendee)
{
    char name[2 * ATTENDEE_TEXT_SIZE];
    return credential_digest(station->event.uuid, attendee_latin_name(attendee, name, sizeof name),
                             attendee->organisation, (const uint8_t *)attendee->photo,
                             strlen(attendee->photo));
}

static struct credential badge_credential(const struct station *station,
                                          const struct attendee *attendee)
{
    struct credential credential = {
        .type = CREDENTIAL_BADGE,
        .flags = attendee->escort_required ? CREDENTIAL_ESCORT : 0,
        .holder = attendee->holder,
        .issue = 1,
        .category = attendee->category,
        .zones = attendee->zones,
        .venues = attendee->venues,
        .days = attendee->days,
        .digest = station_digest(station, attendee),
    };
    station_validity(&station->event, attendee->days, &credential.not_before,
                     &credential.lifetime_min);
    return credential;
}

/* The newest issue number that the holder has had. */
static bool newest_issue(struct station *station, uint64_t holder, int *out)
{
    struct checkpoint registration;
    struct access_history history;
    if (store_checkpoint(station->store, "", &registration) != STORE_FOUND ||
        !store_history(station->store, holder, 0, &registration, &history)) {
        return false;
    }
    *out = history.newest_issue;
    return true;
}

bool station_issue(struct station *station, const struct attendee *attendee, const char *reason,
                   struct intent *out)
{
    struct credential credential = badge_credential(station, attendee);
    int newest;
    if (!newest_issue(station, attendee->holder, &newest)) {
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

/* Inside the caller's transaction: the old badge dies, the new one stands. */
static bool issue_or_replace(struct station *station, uint64_t holder, const char *reason,
                             struct intent *out)
{
    struct attendee attendee;
    struct intent old;
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
    if (found == STORE_FAILED) {
        return false;
    }
    if (found == STORE_FOUND) {
        if (!reason && intent_may_exist(old.state)) {
            LOG_ERROR("%s %s has badge %" PRIu32 " (%s); use 'lanyard replace' to make another",
                      attendee.given_name, attendee.family_name, old.serial,
                      intent_state_string(old.state));
            return false;
        }
        if (!store_append_revocation(station->store, holder, old.serial,
                                     reason ? reason : "never-printed")) {
            return false;
        }
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

/* ---- what stands on it ---- */

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

struct date {
    int year, month, day;
};

static struct date read_date(const char *text)
{
    struct date date = {0, 1, 0};
    sscanf(text, "%d-%d-%d", &date.year, &date.month, &date.day);
    date.month = date.month < 1 || date.month > 12 ? 1 : date.month;
    return date;
}

char *station_event_dates(const struct event_info *event, char *out, size_t size)
{
    out[0] = '\0';
    if (event->day_count == 0) {
        return out;
    }
    struct date from = read_date(event->days[0].date);
    struct date to = read_date(event->days[event->day_count - 1].date);
    const char *first = month_names[from.month - 1], *last = month_names[to.month - 1];
    if (event->day_count == 1) {
        snprintf(out, size, "%d %s %d", to.day, last, to.year);
    } else if (from.year != to.year) {
        snprintf(out, size, "%d %s %d – %d %s %d", from.day, first, from.year, to.day, last,
                 to.year);
    } else if (from.month != to.month) {
        snprintf(out, size, "%d %s – %d %s %d", from.day, first, to.day, last, to.year);
    } else {
        snprintf(out, size, "%d–%d %s %d", from.day, to.day, last, to.year);
    }
    return out;
}

static bool fill_zones(struct station *station, const struct attendee *attendee, struct badge *out)
{
    struct zone zones[EVENT_ZONES_MAX];
    int count = store_zones(station->store, zones, EVENT_ZONES_MAX);
    if (count < 0) {
        return false;
    }
    for (int i = 0; i < count && out->zone_count < BADGE_ZONES_MAX; i++) {
        struct badge_zone *zone = &out->zones[out->zone_count++];
        snprintf(zone->label, sizeof zone->label, "%s", zones[i].name);
        zone->number = zones[i].bit + 1;
        zone->allowed = (attendee->zones >> zones[i].bit) & 1;
    }
    return true;
}

static void fill_days(const struct event_info *event, const struct attendee *attendee,
                      struct badge *out)
{
    for (size_t i = 0; i < event->day_count && i < BADGE_DAYS_MAX; i++) {
        struct date date = read_date(event->days[i].date);
        snprintf(out->days[i].label, sizeof out->days[i].label, "%d %.3s", date.day,
                 month_names[date.month - 1]);
        out->days[i].allowed = (attendee->days >> i) & 1;
        out->day_count = i + 1;
    }
}

static bool fill_lookups(struct station *station, const struct attendee *attendee,
                         struct badge *out)
{
    struct category category;
    struct delegation delegation;
    enum store_found found = store_category(station->store, attendee->category, &category);
    if (found == STORE_FAILED) {
        return false;
    }
    if (found == STORE_FOUND) {
        snprintf(out->category_letter, sizeof out->category_letter, "%s", category.letter);
        snprintf(out->category_name, sizeof out->category_name, "%s", category.name);
        out->category_rgb = category.rgb;
    }
    found = store_delegation(station->store, attendee->delegation, &delegation);
    if (found == STORE_FOUND) {
        snprintf(out->delegation, sizeof out->delegation, "%s", delegation.name);
        snprintf(out->country, sizeof out->country, "%s", delegation_flag(&delegation));
    } else {
        snprintf(out->delegation, sizeof out->delegation, "%s", attendee->organisation);
    }
    return found != STORE_FAILED;
}

static void fill_photo(const struct station *station, const struct attendee *attendee,
                       struct badge *out)
{
    char folder[PATH_SIZE], path[PATH_SIZE];
    if (attendee->photo[0] && !strchr(attendee->photo, '/') &&
        station_path(station->directory, "photos", folder, sizeof folder) &&
        station_path(folder, attendee->photo, path, sizeof path)) {
        picture_load(path, PHOTO_MAX_SIDE, &out->photo); /* without one: the placeholder */
    }
}

static bool fill_badge(struct station *station, uint64_t holder, struct badge *out)
{
    struct attendee attendee;
    memset(out, 0, sizeof *out);
    if (store_attendee(station->store, holder, &attendee) != STORE_FOUND) {
        LOG_ERROR("there is no attendee %016" PRIx64, holder);
        return false;
    }
    snprintf(out->event_name, sizeof out->event_name, "%s", station->event.name);
    station_event_dates(&station->event, out->event_dates, sizeof out->event_dates);
    snprintf(out->family_name, sizeof out->family_name, "%s", attendee.family_name);
    snprintf(out->given_name, sizeof out->given_name, "%s", attendee.given_name);
    snprintf(out->native_name, sizeof out->native_name, "%s", attendee.native_name);
    snprintf(out->position, sizeof out->position, "%s", attendee.position);
    out->escort = attendee.escort_required;
    fill_days(&station->event, &attendee, out);
    if (!fill_lookups(station, &attendee, out) || !fill_zones(station, &attendee, out)) {
        return false;
    }
    fill_photo(station, &attendee, out);
    return true;
}

bool station_badge(struct station *station, const struct intent *intent, struct badge *out)
{
    if (!fill_badge(station, intent->holder, out)) {
        return false;
    }
    snprintf(out->qr_text, sizeof out->qr_text, "%s", intent->credential);
    out->serial = intent->serial;
    out->issue = intent->issue;
    return true;
}

bool station_test_badge(struct station *station, uint64_t holder, struct badge *out)
{
    struct attendee attendee;
    if (!fill_badge(station, holder, out)) {
        return false;
    }
    if (store_attendee(station->store, holder, &attendee) != STORE_FOUND) {
        badge_finish(out);
        return false;
    }
    struct credential credential = badge_credential(station, &attendee);
    credential.flags |= CREDENTIAL_TEST;
    credential_sign(&credential, station->event.uuid, &station->key, out->qr_text);
    out->issue = credential.issue;
    out->test = true;
    return true;
}
