/* What a station and its people do, at the dice's choice. */
#include <stdio.h>
#include <string.h>

#include "store_access.h"
#include "tests/torture/world.h"
#include "timebase.h"

/* The newest event, which is ours: nobody else writes. */
static bool take_newest(const struct audit_event *event, void *userdata)
{
    struct ack *ack = userdata;
    ack->sequence = event->sequence;
    memcpy(ack->hash, event->hash, sizeof ack->hash);
    return false;
}

static enum deed done(struct station *station, struct ack *out)
{
    return store_events(station->store, true, 1, take_newest, out) ? DEED_DONE : DEED_FAILED;
}

static enum deed pass(struct station *station, const char *text, const char *checkpoint,
                      enum direction direction, struct ack *out)
{
    struct checkpoint where;
    struct outcome outcome;
    if (store_checkpoint(station->store, checkpoint, &where) != STORE_FOUND) {
        return DEED_FAILED;
    }
    return station_pass(station, text, strlen(text), &where, direction, time_realtime_ms(),
                        direction == DIRECTION_IN, &outcome)
               ? done(station, out)
               : DEED_FAILED;
}

static enum deed arrive(struct station *station, unsigned person, enum direction direction,
                        struct ack *out)
{
    char code[64];
    world_code(person, code);
    return pass(station, code, "registration", direction, out);
}

static enum deed go_through_door(struct station *station, uint64_t holder, enum direction direction,
                                 struct ack *out)
{
    struct intent badge;
    enum store_found found = store_intent_of(station->store, holder, &badge);
    if (found != STORE_FOUND) {
        return found == STORE_FAILED ? DEED_FAILED : DEED_NONE;
    }
    return pass(station, badge.credential, "main-entrance", direction, out);
}

static enum deed replace(struct station *station, uint64_t holder, const char *reason,
                         struct ack *out)
{
    struct intent intent;
    return station_issue_badge(station, holder, reason, &intent) ? done(station, out) : DEED_FAILED;
}

static enum deed find_badge(struct station *station, uint64_t holder, struct ack *out)
{
    struct intent intent;
    switch (station_badge_found(station, holder, &intent)) {
    case STORE_FOUND:
        return done(station, out);
    case STORE_NOT_FOUND:
        return DEED_NONE;
    default:
        return DEED_FAILED;
    }
}

/* The next word of the printer on the person's badge. */
static enum deed print_on(struct station *station, uint64_t holder, struct dice *dice,
                          struct ack *out)
{
    static const enum intent_input inputs[] = {INTENT_IN_SUBMIT,    INTENT_IN_ACCEPTED,
                                               INTENT_IN_PRINTING,  INTENT_IN_COMPLETED_COUNTED,
                                               INTENT_IN_UNCERTAIN, INTENT_IN_REFUSED};
    struct intent intent;
    enum intent_state next;
    enum intent_input input = inputs[dice_below(dice, sizeof inputs / sizeof inputs[0])];
    enum store_found found = store_intent_of(station->store, holder, &intent);
    if (found == STORE_FAILED) {
        return DEED_FAILED;
    }
    if (found == STORE_NOT_FOUND || !intent_next(intent.state, input, &next)) {
        return DEED_NONE;
    }
    if (store_begin(station->store) &&
        store_append_intent_input(station->store, intent.uuid, input, "file:x", 7, "", NULL) &&
        store_commit(station->store)) {
        return done(station, out);
    }
    store_rollback(station->store);
    return DEED_FAILED;
}

/* A desk corrects a person's data. */
static enum deed correct(struct world *world, struct station *station, unsigned person,
                         uint32_t revision, struct ack *out)
{
    struct attendee attendee;
    if (store_attendee(station->store, world->holders[person], &attendee) != STORE_FOUND) {
        return DEED_FAILED;
    }
    snprintf(attendee.position, sizeof attendee.position, "%u", revision);
    if (!store_begin(station->store)) {
        return DEED_FAILED;
    }
    if (store_put_attendee(station->store, &attendee) && store_commit(station->store)) {
        *out = (struct ack){.person = person, .revision = revision};
        return DEED_DONE;
    }
    store_rollback(station->store);
    return DEED_FAILED;
}

/* A supervisor overrules the door. */
static enum deed force(struct station *station, uint64_t holder, struct ack *out)
{
    struct checkpoint where;
    struct outcome outcome;
    struct intent badge;
    enum store_found found = store_intent_of(station->store, holder, &badge);
    if (found != STORE_FOUND) {
        return found == STORE_FAILED ? DEED_FAILED : DEED_NONE;
    }
    if (store_checkpoint(station->store, "main-entrance", &where) != STORE_FOUND) {
        return DEED_FAILED;
    }
    const struct pass_request request = {.text = badge.credential,
                                         .length = strlen(badge.credential),
                                         .checkpoint = &where,
                                         .direction = DIRECTION_IN,
                                         .at_ms = time_realtime_ms(),
                                         .force_reason = "torture"};
    return station_pass_request(station, &request, &outcome) ? done(station, out) : DEED_FAILED;
}

static bool keep_passage(const struct audit_event *event, void *userdata)
{
    static const char *const kinds[] = {"arrival", "admission", "exit"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(event->kind, kinds[i]) == 0) {
            uuid_format(event->uuid, userdata);
            return false;
        }
    }
    return true;
}

/* The last passage was a mistake. */
static enum deed undo(struct station *station, struct ack *out)
{
    char event[UUID_TEXT_SIZE] = "";
    if (!store_events(station->store, true, 20, keep_passage, event)) {
        return DEED_FAILED;
    }
    if (!event[0]) {
        return DEED_NONE;
    }
    if (!store_begin(station->store)) {
        return DEED_FAILED;
    }
    enum undo_result result = store_append_undo(station->store, event, "torture");
    if (result == UNDO_DONE && store_commit(station->store)) {
        return done(station, out);
    }
    store_rollback(station->store);
    return result == UNDO_DONE || result == UNDO_FAILED ? DEED_FAILED : DEED_NONE;
}

static bool keep_incident(const struct incident *incident, void *userdata)
{
    memcpy(userdata, incident->id, sizeof incident->id);
    return false;
}

/* Somebody has looked at the newest incident. */
static enum deed look_at_incident(struct station *station, struct dice *dice, struct ack *out)
{
    char id[UUID_TEXT_SIZE] = "";
    if (!store_incidents(station->store, false, 1, keep_incident, id)) {
        return DEED_FAILED;
    }
    if (!id[0]) {
        return DEED_NONE;
    }
    if (store_begin(station->store) &&
        store_append_incident_state(station->store, id, dice_below(dice, 2) ? "seen" : "closed",
                                    "torture") &&
        store_commit(station->store)) {
        return done(station, out);
    }
    store_rollback(station->store);
    return DEED_FAILED;
}

/* Somebody comes on the watch list, or goes. */
static enum deed watch(struct station *station, unsigned person, struct ack *out)
{
    struct watch_entry entry = {.organisation = "Nowhere"}, first;
    snprintf(entry.name, sizeof entry.name, "Person %u", person);
    int count = store_watch_list(station->store, &first, 1);
    if (count < 0 || !store_begin(station->store)) {
        return DEED_FAILED;
    }
    bool good = count > 0 ? store_remove_watch(station->store, first.id) == STORE_FOUND
                          : store_put_watch(station->store, &entry);
    if (good && store_commit(station->store)) {
        return done(station, out);
    }
    store_rollback(station->store);
    return DEED_FAILED;
}

enum deed world_act(struct world *world, struct station *station, struct dice *dice,
                    uint32_t revision, struct ack *out)
{
    static const char *const reasons[] = {"lost", "stolen", REASON_FORGOTTEN};
    unsigned person = dice_below(dice, WORLD_PEOPLE);
    uint64_t holder = world->holders[person];
    enum direction direction = dice_below(dice, 2) ? DIRECTION_IN : DIRECTION_OUT;
    *out = (struct ack){0};
    switch (dice_below(dice, 14)) {
    case 0:
    case 1:
    case 2:
        return arrive(station, person, direction, out);
    case 3:
    case 4:
        return go_through_door(station, holder, direction, out);
    case 5:
        return replace(station, holder, reasons[dice_below(dice, 3)], out);
    case 6:
        return find_badge(station, holder, out);
    case 7:
        return correct(world, station, person, revision, out);
    case 8:
        return pass(station, "nobody's code", "main-entrance", DIRECTION_IN, out);
    case 9:
        return force(station, holder, out);
    case 10:
        return undo(station, out);
    case 11:
        return look_at_incident(station, dice, out);
    case 12:
        return watch(station, person, out);
    default:
        return print_on(station, holder, dice, out);
    }
}
