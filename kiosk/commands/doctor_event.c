/* The event: its folder, its record, its keys, its hub. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "kiosk/commands/doctor.h"
#include "sync.h"
#include "timebase.h"

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

void doctor_event(struct doctor *doctor)
{
    char dates[128];
    const char *folder = doctor->common->event;
    doctor->station = command_station(doctor->common, STORE_READ_ONLY);
    if (!doctor->station) {
        doctor_say(doctor, "event", false,
                   "Name the event's folder with --event, or make one with 'lanyard init'.", "%s",
                   doctor->logged);
        return;
    }
    const struct event_info *event = &doctor->station->event;
    station_event_dates(event, dates, sizeof dates);
    bool over =
        event->day_count > 0 && event->days[event->day_count - 1].ends_ms < time_realtime_ms();
    doctor_say(doctor, "event", !over,
               over ? "Every code is expired: make a new event with 'lanyard init'." : "",
               "%s, %s, in %s (%s)%s", event->name, dates, folder, event->timezone,
               over ? ": its last day is over" : "");
}

void doctor_database(struct doctor *doctor)
{
    struct audit_report report;
    if (!doctor->station) {
        return;
    }
    int64_t people = store_attendee_count(doctor->station->store);
    if (people < 0 || !store_audit_quick(doctor->station->store, &report)) {
        doctor_say(doctor, "database", false,
                   "Stop the kiosk, copy the folder away, and look with 'lanyard audit verify'.",
                   "it cannot be read: %s", doctor->logged);
        return;
    }
    bool whole = report.fault == AUDIT_OK;
    doctor_say(doctor, "database", whole,
               whole ? "" : "Run 'lanyard audit verify': it names the event that is wrong.",
               "%" PRId64 " people, %" PRId64 " events%s", people, (int64_t)report.events,
               whole ? ", chain whole" : ": the chain is broken");
}

static const struct key_entry *entry_of(const struct station *station, uint16_t id)
{
    for (size_t i = 0; i < station->keys.count; i++) {
        if (station->keys.entries[i].id == id) {
            return &station->keys.entries[i];
        }
    }
    return NULL;
}

/* The key that this folder would sign with: opened for writing, as the kiosk would. */
static const char *key_fault(struct station *station, const struct key_entry *key)
{
    const struct event_info *event = &station->event;
    int64_t now = time_realtime_ms() / 1000;
    int64_t end = event->day_count > 0 ? event->days[event->day_count - 1].ends_ms / 1000 : now;
    if (!key) {
        return "the key list does not know it";
    }
    if (key->revoked_at) {
        return "it is revoked";
    }
    if (key->not_before > now) {
        return "it is not valid yet";
    }
    return key->not_after < end || key->not_after < now + DAY_S ? "it ends before the event does"
                                                                : NULL;
}

static void check_root_key(struct doctor *doctor)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/keys/root.key", doctor->station->directory);
    bool here = access(path, F_OK) == 0;
    doctor_say(doctor, "root-key", !here,
               here ? "Copy it to a stick and remove it here; it is needed only for 'lanyard keys'."
                    : "",
               here ? "%s lies on this machine: who takes the machine can make keys"
                    : "%s is not on this machine, as it should be",
               path);
}

void doctor_keys(struct doctor *doctor)
{
    if (!doctor->station) {
        return;
    }
    struct station *own = station_open_for_keys(doctor->common->event);
    if (!own || own->key.id == 0) {
        doctor_say(doctor, "keys", false, "Make one with 'lanyard keys new-station'.",
                   "this station has no key: it can verify, and print nothing%s%s",
                   doctor->logged[0] ? ": " : "", doctor->logged);
    } else {
        const struct key_entry *entry = entry_of(own, own->key.id);
        const char *fault = key_fault(own, entry);
        doctor_say(doctor, "keys", !fault,
                   fault ? "Make another with 'lanyard keys new-station'; look at the clock." : "",
                   "key %u of %s%s%s", own->key.id, own->key.station, fault ? ": " : "",
                   fault ? fault : " is valid for the whole event");
    }
    station_close(own);
    check_root_key(doctor);
}

void doctor_hub(struct doctor *doctor)
{
    struct replica_state state;
    if (!doctor->station || !replica_state(doctor->station->store, &state)) {
        return;
    }
    if (!state.hub[0]) {
        doctor_say(doctor, "hub", true, "", "this station stands alone; no hub is named");
        return;
    }
    int64_t age_s = replica_data_age_s(doctor->station->store, time_realtime_ms());
    struct station *own = station_open(doctor->common->event, STORE_READ_WRITE);
    struct sync_link *link = own ? sync_link_open(own->store, &own->key) : NULL;
    doctor_say(doctor, "hub", link != NULL,
               link ? "" : "Look at the network and at the hub; the station goes on without it.",
               "%s; %" PRId64 " rows wait, data is %" PRId64 " s old%s%s",
               link ? "it answers" : "it does not answer", state.outbox, age_s, link ? "" : ": ",
               link ? "" : doctor->logged);
    sync_link_close(link);
    station_close(own);
}
