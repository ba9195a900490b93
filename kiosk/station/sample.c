#define LOG_MODULE "sample"
#include "kiosk/station/sample.h"

#include <stdio.h>

#include "log.h"
#include "station.h"
#include "timebase.h"

#define PROGRESS_EVERY 1000

static bool put_places(struct store *store)
{
    const struct sample_setup *setup = &sample_setup;
    bool put = true;
    for (size_t i = 0; put && i < setup->zone_count; i++) {
        put = store_put_zone(store, &setup->zones[i]);
    }
    for (size_t i = 0; put && i < setup->venue_count; i++) {
        put = store_put_venue(store, &setup->venues[i]);
    }
    for (size_t i = 0; put && i < setup->category_count; i++) {
        put = store_put_category(store, &setup->categories[i]);
    }
    for (size_t i = 0; put && i < setup->checkpoint_count; i++) {
        put = store_put_checkpoint(store, &setup->checkpoints[i]);
    }
    return put;
}

static bool local_time(const char *date, const char *clock, int64_t *unix_ms)
{
    char text[32];
    snprintf(text, sizeof text, "%sT%s", date, clock);
    if (!time_parse_iso(text, unix_ms)) {
        LOG_ERROR("the event's day \"%s\" is not a date like 2026-05-18; make the event again",
                  date);
        return false;
    }
    return true;
}

static bool put_sessions(struct store *store, const struct event_info *event)
{
    for (size_t i = 0; i < sample_setup.session_count; i++) {
        const struct sample_session *sample = &sample_setup.sessions[i];
        if (sample->day >= event->day_count) {
            continue;
        }
        const char *date = event->days[sample->day].date;
        struct session session = sample->session;
        if (!local_time(date, sample->starts, &session.starts_ms) ||
            !local_time(date, sample->ends, &session.ends_ms) ||
            !store_put_session(store, &session)) {
            return false;
        }
    }
    return true;
}

static bool put_delegations(struct store *store, const struct sample *sample)
{
    const struct sample_delegation *delegations;
    size_t count = sample_delegations(sample, &delegations);
    for (size_t i = 0; i < count; i++) {
        if (!store_put_delegation(store, &delegations[i].value)) {
            return false;
        }
    }
    return true;
}

static bool put_people(struct store *store, struct sample *sample, size_t day_count, int attendees,
                       void (*progress)(int done, int total))
{
    struct attendee attendee;
    for (int i = 0; i < attendees; i++) {
        if (!sample_next(sample, day_count, &attendee) || !store_put_attendee(store, &attendee)) {
            return false;
        }
        if (progress && ((i + 1) % PROGRESS_EVERY == 0 || i + 1 == attendees)) {
            progress(i + 1, attendees);
        }
    }
    return true;
}

bool station_fill_sample(struct station *station, int attendees,
                         void (*progress)(int done, int total))
{
    const struct event_info *event = &station->event;
    if (attendees < 0 || attendees > SAMPLE_PEOPLE_MAX) {
        LOG_ERROR("the sample conference has 0 to %d people, not %d", SAMPLE_PEOPLE_MAX, attendees);
        return false;
    }
    if (event->day_count == 0) {
        LOG_ERROR("the event has no days; make it with --days");
        return false;
    }
    struct sample *sample = sample_create();
    if (!sample) {
        return false;
    }
    bool filled = false;
    if (!store_begin(station->store)) {
        goto done;
    }
    if (!put_places(station->store) || !put_sessions(station->store, event) ||
        !put_delegations(station->store, sample) ||
        !put_people(station->store, sample, event->day_count, attendees, progress) ||
        !store_search_tidy(station->store)) {
        store_rollback(station->store);
        goto done;
    }
    filled = store_commit(station->store);
done:
    sample_destroy(sample);
    return filled;
}
