/* The guard's mode: each badge is decided, recorded and shown at once. */
#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "timebase.h"

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
    explicit_bzero(kiosk->model.watch_why, sizeof kiosk->model.watch_why);
}

static void show_verdict(struct kiosk *kiosk, enum direction direction)
{
    const struct outcome *outcome = &kiosk->outcome;
    struct guard_scan scan = {
        .at_ms = time_realtime_ms(), .direction = direction, .decision = outcome->decision};
    kiosk_person_show(kiosk);
    kiosk->model.photo = kiosk->photo.rgb ? &kiosk->photo : NULL;
    kiosk->model.decision = outcome->decision;
    kiosk->model.since_ms = outcome->history.since_ms;
    if (outcome->presented.code.kind == CODE_LY1 && outcome->presented.status == CREDENTIAL_OK) {
        kiosk->model.serial = outcome->presented.credential.serial;
    }
    snprintf(kiosk->model.watch_why, sizeof kiosk->model.watch_why, "%s", outcome->watch_why);
    if (outcome->known) {
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
    /* a door has no badge to print; a fault of the store is an outcome, too */
    station_pass(kiosk->station, data, size, &kiosk->checkpoint, direction, time_realtime_ms(),
                 false, &kiosk->outcome);
    kiosk_log_decision(&kiosk->outcome, direction == DIRECTION_OUT ? "out" : "in");
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
    } else if (event->action == UI_ACTION_BACK) {
        leave_verdict(kiosk, GUARD_IN_DISMISS);
    }
}

static void tick(struct kiosk *kiosk)
{
    leave_verdict(kiosk, GUARD_IN_TICK);
    if (kiosk->ignored_code && kiosk->scanner &&
        guard_accepts_code(&kiosk->guard, time_monotonic_us() / 1000)) {
        kiosk->ignored_code = false; /* whoever held it up need not do it again */
        scanner_rearm(kiosk->scanner);
    }
}

static void start(struct kiosk *kiosk)
{
    guard_init(&kiosk->guard, time_monotonic_us() / 1000);
    kiosk->model.face = UI_FACE_VERIFY;
    kiosk->model.guard = kiosk->guard;
}

static const char *screen(const struct kiosk *kiosk)
{
    return guard_state_string(kiosk->guard.state);
}

const struct kiosk_face kiosk_face_verify = {
    .start = start, .code = take_code, .action = take_action, .tick = tick, .screen = screen};
