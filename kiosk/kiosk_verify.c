/* The guard's mode: each badge is decided, recorded and shown at once. */
#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "timebase.h"

#define DAY_MS INT64_C(86400000) /* of counting, outside the event's days */

static bool step(struct kiosk *kiosk, struct guard_input input)
{
    input.now_ms = time_monotonic_us() / 1000;
    input.unix_ms = time_realtime_ms();
    bool changed = guard_step(&kiosk->guard, &input);
    if (changed) {
        kiosk->model.guard = kiosk->guard;
        kiosk->dirty = true;
    }
    return changed;
}

/* Verdicts leave nothing of the person behind but a line among the last scans. */
static void clear(struct kiosk *kiosk)
{
    kiosk_person_forget(kiosk);
    kiosk->model.since_ms = 0;
    kiosk->model.serial = 0;
    kiosk->model.can_force = false;
    explicit_bzero(kiosk->text, sizeof kiosk->text);
    kiosk->text_size = 0;
    explicit_bzero(kiosk->model.watch_why, sizeof kiosk->model.watch_why);
    explicit_bzero(kiosk->model.guard_note, sizeof kiosk->model.guard_note);
}

static void show_verdict(struct kiosk *kiosk, enum direction direction)
{
    const struct outcome *outcome = &kiosk->outcome;
    struct guard_scan scan = {
        .at_ms = time_realtime_ms(), .direction = direction, .decision = outcome->decision};
    kiosk_person_show(kiosk);
    kiosk->model.photo = kiosk->photo.rgb ? &kiosk->photo : NULL;
    kiosk->model.decision = outcome->decision;
    kiosk->model.can_force = outcome->known && !decision_admits(outcome->decision);
    kiosk->model.since_ms = outcome->history.since_ms;
    if (outcome->presented.code.kind == CODE_LY1 && outcome->presented.status == CREDENTIAL_OK) {
        kiosk->model.serial = outcome->presented.credential.serial;
    }
    snprintf(kiosk->model.watch_why, sizeof kiosk->model.watch_why, "%s", outcome->watch_why);
    if (outcome->known) {
        snprintf(kiosk->model.guard_note, sizeof kiosk->model.guard_note, "%s",
                 outcome->attendee.guard_note);
        attendee_latin_name(&outcome->attendee, scan.name, sizeof scan.name);
        if (!scan.name[0]) {
            attendee_display_name(&outcome->attendee, scan.name, sizeof scan.name);
        }
    }
    step(kiosk, (struct guard_input){.kind = GUARD_IN_DECIDED, .scan = &scan});
    explicit_bzero(&scan, sizeof scan);
}

static void take_code(struct kiosk *kiosk, const char *data, size_t size)
{
    enum direction direction = kiosk->guard.direction;
    if (!guard_accepts_code(&kiosk->guard, time_monotonic_us() / 1000)) {
        kiosk->ignored_code = true;
        return;
    }
    clear(kiosk);
    size = size < sizeof kiosk->text ? size : sizeof kiosk->text;
    memcpy(kiosk->text, data, size);
    kiosk->text_size = size;
    /* a door has no badge to print; a fault of the store is an outcome, too */
    station_pass(kiosk->station, data, size, &kiosk->checkpoint, direction, time_realtime_ms(),
                 false, &kiosk->outcome);
    kiosk_gate_decided(kiosk, direction);
    kiosk_log_decision(&kiosk->outcome, direction == DIRECTION_OUT ? "out" : "in");
    show_verdict(kiosk, direction);
}

/* The verdict that it overrules stays among the last scans, below this one. */
void kiosk_verify_force(struct kiosk *kiosk, const char *reason)
{
    enum direction direction = kiosk->guard.scans[0].direction;
    const struct pass_request request = {.text = kiosk->text,
                                         .length = kiosk->text_size,
                                         .checkpoint = &kiosk->checkpoint,
                                         .direction = direction,
                                         .at_ms = time_realtime_ms(),
                                         .force_reason = reason};
    station_pass_request(kiosk->station, &request, &kiosk->outcome);
    kiosk_gate_decided(kiosk, direction);
    kiosk_log_decision(&kiosk->outcome, "forced");
    kiosk_person_hide(kiosk);
    show_verdict(kiosk, direction);
}

static void leave_verdict(struct kiosk *kiosk, enum guard_input_kind kind)
{
    enum guard_state before = kiosk->guard.state;
    if (step(kiosk, (struct guard_input){.kind = kind}) && before != GUARD_READY &&
        kiosk->guard.state == GUARD_READY) {
        clear(kiosk);
    }
}

static void take_action(struct kiosk *kiosk, const struct ui_event *event)
{
    if (event->action == UI_ACTION_TURN) {
        step(kiosk, (struct guard_input){.kind = GUARD_IN_TURN});
        leave_verdict(kiosk, GUARD_IN_DISMISS);
    } else if (event->action == UI_ACTION_FORCE && kiosk->model.can_force) {
        kiosk_staff_open(kiosk, STAFF_TO_FORCE);
    } else if (event->action == UI_ACTION_BACK) {
        leave_verdict(kiosk, GUARD_IN_DISMISS);
    }
}

static void tick(struct kiosk *kiosk)
{
    if (kiosk_staff_is_open(kiosk)) {
        return; /* the verdict waits below */
    }
    leave_verdict(kiosk, GUARD_IN_TICK);
    if (kiosk->ignored_code && kiosk->scanner &&
        guard_accepts_code(&kiosk->guard, time_monotonic_us() / 1000)) {
        kiosk->ignored_code = false; /* whoever held it up need not do it again */
        scanner_rearm(kiosk->scanner);
    }
}

/* ---- what was before this start ---- */

static void name_of(struct kiosk *kiosk, uint64_t holder, char *out, size_t size)
{
    struct attendee attendee;
    out[0] = '\0';
    if (holder && store_attendee(kiosk->station->store, holder, &attendee) == STORE_FOUND) {
        attendee_latin_name(&attendee, out, size);
        if (!out[0]) {
            attendee_display_name(&attendee, out, size);
        }
    }
}

/* Newest first: the last scans come before those that only count. */
static bool recall_one(const struct door_passage *passage, void *userdata)
{
    struct kiosk *kiosk = userdata;
    struct guard_scan scan = {
        .at_ms = passage->at_ms, .direction = passage->direction, .decision = passage->decision};
    if (guard_wants_name(&kiosk->guard, &scan, time_realtime_ms())) {
        name_of(kiosk, passage->holder, scan.name, sizeof scan.name);
    }
    guard_recall(&kiosk->guard, &scan, time_realtime_ms());
    return true;
}

/* The counters of the event day at this door, whoever stood there before. */
static void recall(struct kiosk *kiosk)
{
    const struct event_info *event = &kiosk->station->event;
    int64_t now_ms = time_realtime_ms();
    int day = event_day_at(event, now_ms);
    int64_t since_ms = day >= 0 ? event->days[day].starts_ms : now_ms - DAY_MS;
    store_door_passages(kiosk->station->store, kiosk->checkpoint.code, since_ms, recall_one, kiosk);
}

static void start(struct kiosk *kiosk)
{
    guard_init(&kiosk->guard, time_monotonic_us() / 1000);
    recall(kiosk);
    LOG_INFO("%s: %d in, %d out, %d stopped so far", kiosk->checkpoint.code, kiosk->guard.passed_in,
             kiosk->guard.passed_out, kiosk->guard.stopped);
    kiosk->model.face = UI_FACE_VERIFY;
    kiosk->model.guard = kiosk->guard;
}

static const char *screen(const struct kiosk *kiosk)
{
    return guard_state_string(kiosk->guard.state);
}

const struct kiosk_face kiosk_face_verify = {
    .start = start, .code = take_code, .action = take_action, .tick = tick, .screen = screen};
