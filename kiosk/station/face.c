/* What stands on a badge. */
#define LOG_MODULE "badge"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/station/station_private.h"
#include "log.h"

#define PHOTO_MAX_SIDE 900 /* pixels: 42 mm at 540 dpi */

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

static void fill_days(const struct event_info *event, unsigned days, struct badge *out)
{
    int allowed = 0;
    out->day_count = 0;
    for (size_t i = 0; i < event->day_count && i < BADGE_DAYS_MAX; i++) {
        struct date date = read_date(event->days[i].date);
        snprintf(out->days[i].label, sizeof out->days[i].label, "%d %.3s", date.day,
                 month_names[date.month - 1]);
        out->days[i].allowed = days >> i & 1;
        out->day_count = i + 1;
        allowed += out->days[i].allowed;
    }
    out->one_day = out->day_count > 1 && allowed == 1;
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
    out->head = attendee.head_of_delegation;
    fill_days(&station->event, attendee.days, out);
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
    struct credential credential;
    uint8_t raw[CREDENTIAL_SIZE];
    snprintf(out->qr_text, sizeof out->qr_text, "%s", intent->credential);
    if (credential_parse(out->qr_text, strlen(out->qr_text), &credential, raw) == CREDENTIAL_OK) {
        fill_days(&station->event, credential.days, out); /* a day badge's is one */
    }
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
    struct credential credential = station_credential(station, CREDENTIAL_BADGE, &attendee);
    credential.flags |= CREDENTIAL_TEST;
    credential_sign(&credential, station->event.uuid, &station->key, out->qr_text);
    out->issue = credential.issue;
    out->test = true;
    return true;
}
