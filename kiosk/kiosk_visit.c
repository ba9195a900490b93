#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

#define KEYS_EVERY_US 2000000

void kiosk_staff_line(struct kiosk *kiosk, uint32_t printer_reasons)
{
    char *line = kiosk->model.staff_line;
    size_t size = sizeof kiosk->model.staff_line;
    const char *advice = printer_reason_advice(printer_reasons);
    const struct message_value printer = {"printer", kiosk->options->printer};
    snprintf(line, size, "%s · %s", kiosk->station->key.station, kiosk->checkpoint.name);
    if (advice) {
        message_format(kiosk->model.language, advice, &printer, 1, line, size);
    }
    kiosk->dirty = true;
}

void kiosk_model_init(struct kiosk *kiosk)
{
    struct ui_model *model = &kiosk->model;
    const struct event_info *event = &kiosk->station->event;
    memset(model, 0, sizeof *model);
    snprintf(model->language, sizeof model->language, "en");
    snprintf(model->event_name, sizeof model->event_name, "%s", event->name);
    snprintf(model->place, sizeof model->place, "%s", event->place);
    station_event_dates(event, model->event_dates, sizeof model->event_dates);
    kiosk_staff_line(kiosk, 0);
    model->camera = UI_CAMERA_NONE;
    model->seconds_left = -1;
    model->data_age_s = -1;
    model->progress_percent = -1;
}

/* Wipes everything personal. */
static void forget(struct kiosk *kiosk)
{
    struct ui_model *model = &kiosk->model;
    picture_finish(&kiosk->photo);
    picture_finish(&kiosk->badge_picture);
    explicit_bzero(&model->person, sizeof model->person);
    model->photo = model->badge = NULL;
    model->arrived_at[0] = model->next_step[0] = model->next_step_2[0] = '\0';
    model->progress_percent = -1;
    explicit_bzero(&kiosk->outcome, sizeof kiosk->outcome);
    explicit_bzero(kiosk->text, sizeof kiosk->text);
    kiosk->text_size = 0;
    kiosk->visit_intent[0] = '\0';
}

static void local_text(int64_t unix_ms, bool with_date, char *out, size_t size)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    size_t used = with_date ? strftime(out, size, "%-d %b, %H:%M", &local)
                            : strftime(out, size, "%H:%M", &local);
    out[used] = '\0';
}

static void fill_person(struct kiosk *kiosk)
{
    const struct attendee *attendee = &kiosk->outcome.attendee;
    struct ui_person *person = &kiosk->model.person;
    struct category category;
    struct delegation delegation;
    attendee_latin_name(attendee, person->name, sizeof person->name);
    snprintf(person->native_name, sizeof person->native_name, "%s", attendee->native_name);
    snprintf(person->role, sizeof person->role, "%s", attendee->position);
    if (store_category(kiosk->station->store, attendee->category, &category) == STORE_FOUND) {
        snprintf(person->category, sizeof person->category, "%s", category.name);
        snprintf(person->category_letter, sizeof person->category_letter, "%s", category.letter);
        person->category_rgb = category.rgb;
    }
    if (store_delegation(kiosk->station->store, attendee->delegation, &delegation) == STORE_FOUND) {
        snprintf(person->delegation, sizeof person->delegation, "%s", delegation.name);
        snprintf(person->country, sizeof person->country, "%s", delegation_flag(&delegation));
    } else {
        snprintf(person->delegation, sizeof person->delegation, "%s", attendee->organisation);
    }
}

/* "09:30 · Opening · Conference hall"; of another day "25 Nov, 09:30 · …". */
static void session_text(struct kiosk *kiosk, const struct session *session, char *out, size_t size)
{
    struct venue venues[EVENT_VENUES_MAX];
    char when[32];
    const char *where = "";
    const struct event_info *event = &kiosk->station->event;
    bool today = event_day_at(event, session->starts_ms) == event_day_at(event, time_realtime_ms());
    int count = store_venues(kiosk->station->store, venues, EVENT_VENUES_MAX);
    for (int i = 0; i < count; i++) {
        if (venues[i].bit == session->venue) {
            where = venues[i].name;
        }
    }
    local_text(session->starts_ms, !today, when, sizeof when);
    snprintf(out, size, "%s · %s%s%s", when, session->name, where[0] ? " · " : "", where);
}

/* Whether the person may be there: that day, and in that place. */
static bool is_for(const struct kiosk *kiosk, const struct session *session)
{
    const struct attendee *attendee = &kiosk->outcome.attendee;
    int day = event_day_at(&kiosk->station->event, session->starts_ms);
    bool today = day < 0 || (attendee->days >> day & 1);
    bool here = session->venue < 0 || (attendee->venues >> session->venue & 1);
    return today && here;
}

static void fill_next_steps(struct kiosk *kiosk)
{
    struct session sessions[64];
    char *const places[] = {kiosk->model.next_step, kiosk->model.next_step_2};
    int64_t now = time_realtime_ms();
    size_t filled = 0;
    int count = store_sessions(kiosk->station->store, sessions, 64);
    for (int i = 0; i < count && filled < 2; i++) {
        if (sessions[i].ends_ms > now && is_for(kiosk, &sessions[i])) {
            session_text(kiosk, &sessions[i], places[filled++], ATTENDEE_TEXT_SIZE);
        }
    }
}

static void log_decision(const struct outcome *outcome, const char *what)
{
    char holder[HOLDER_TEXT_SIZE] = "-";
    if (outcome->known) {
        holder_format(outcome->attendee.holder, holder);
    }
    LOG_INFO("%s: %s %s (%s)", what, verdict_string(outcome->decision.verdict),
             reason_string(outcome->decision.reason), holder);
}

/* The code of the visit on the screen, still or again in front of the camera. */
static bool own_code(const struct kiosk *kiosk, const char *data, size_t size)
{
    bool waiting = kiosk->visit.state == VISIT_ATTRACT || kiosk->visit.state == VISIT_SCAN;
    return !waiting && size == kiosk->text_size && memcmp(kiosk->text, data, size) == 0;
}

static bool admits(struct decision decision)
{
    return decision.verdict == VERDICT_ADMIT || decision.verdict == VERDICT_ADMIT_WITH_NOTE;
}

/* Looks without recording. A refusal is recorded at once; an admission when the person says yes. */
static bool look(struct kiosk *kiosk)
{
    struct outcome *outcome = &kiosk->outcome;
    int64_t now = time_realtime_ms();
    bool looked = station_look(kiosk->station, kiosk->text, kiosk->text_size, &kiosk->checkpoint,
                               DIRECTION_IN, now, outcome);
    bool retry =
        looked && outcome->decision.reason == REASON_ALREADY_INSIDE && outcome_owes_badge(outcome);
    if (retry) { /* arrived, but the badge never came out */
        outcome->decision = (struct decision){VERDICT_ADMIT_WITH_NOTE, REASON_ALREADY_INSIDE};
    } else if (looked && !admits(outcome->decision)) {
        looked = station_pass(kiosk->station, kiosk->text, kiosk->text_size, &kiosk->checkpoint,
                              DIRECTION_IN, now, false, outcome);
    }
    return looked;
}

void kiosk_code(struct kiosk *kiosk, const char *data, size_t size)
{
    if (own_code(kiosk, data, size)) {
        return;
    }
    if (!visit_accepts_code(&kiosk->visit)) {
        kiosk->ignored_code = true;
        return;
    }
    forget(kiosk);
    size = size < sizeof kiosk->text ? size : sizeof kiosk->text;
    memcpy(kiosk->text, data, size);
    kiosk->text_size = size;
    look(kiosk);
    log_decision(&kiosk->outcome, "scan");
    if (kiosk->outcome.known && admits(kiosk->outcome.decision)) {
        fill_person(kiosk);
        struct badge badge;
        const struct intent no_badge = {.holder = kiosk->outcome.attendee.holder};
        if (station_badge(kiosk->station, &no_badge, &badge)) {
            kiosk->photo = badge.photo; /* moved */
            memset(&badge.photo, 0, sizeof badge.photo);
            badge_finish(&badge);
        }
    }
    if (kiosk->outcome.history.arrived) {
        local_text(kiosk->outcome.history.arrived_ms, false, kiosk->model.arrived_at,
                   sizeof kiosk->model.arrived_at);
    }
    kiosk_input(kiosk,
                (struct visit_input){.kind = VISIT_IN_DECIDED,
                                     .decision = decision_for_delegate(kiosk->outcome.decision)});
}

static void record(struct kiosk *kiosk)
{
    struct outcome *outcome = &kiosk->outcome;
    station_pass(kiosk->station, kiosk->text, kiosk->text_size, &kiosk->checkpoint, DIRECTION_IN,
                 time_realtime_ms(), true, outcome);
    log_decision(outcome, "check-in");
    bool due =
        admits(outcome->decision) && outcome->has_badge && outcome->badge.state == INTENT_PENDING;
    fill_next_steps(kiosk);
    kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_CHECKED_IN,
                                            .decision = decision_for_delegate(outcome->decision),
                                            .prints = due});
    if (due && !kiosk_print(kiosk)) {
        kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_PRINT_FAULT});
    }
}

static void entered(struct kiosk *kiosk)
{
    struct ui_model *model = &kiosk->model;
    model->screen = kiosk->visit.state;
    model->decision = kiosk->visit.decision;
    model->photo = kiosk->photo.rgb ? &kiosk->photo : NULL;
    model->badge = kiosk->badge_picture.rgb ? &kiosk->badge_picture : NULL;
    model->seconds_left = visit_seconds_left(&kiosk->visit, time_monotonic_us() / 1000);
    kiosk->dirty = true;
    if (kiosk->ignored_code && kiosk->scanner && visit_accepts_code(&kiosk->visit)) {
        kiosk->ignored_code = false;
        scanner_rearm(kiosk->scanner);
    }
}

void kiosk_input(struct kiosk *kiosk, struct visit_input input)
{
    enum visit_state before = kiosk->visit.state;
    input.now_ms = time_monotonic_us() / 1000;
    enum visit_effect effect = visit_step(&kiosk->visit, &input);
    if (effect == VISIT_DO_FORGET) {
        forget(kiosk);
    } else if (effect == VISIT_DO_CONFIRM_BADGE) {
        kiosk_badge_collected(kiosk);
    }
    if (before != kiosk->visit.state || input.kind == VISIT_IN_DECIDED) {
        LOG_DEBUG("%s → %s", visit_state_string(before), visit_state_string(kiosk->visit.state));
        entered(kiosk);
    }
    if (effect == VISIT_DO_RECORD) {
        record(kiosk);
    }
}

void kiosk_action(struct kiosk *kiosk, enum ui_action action)
{
    static const struct {
        enum ui_action action;
        enum visit_input_kind input;
    } inputs[] = {
        {UI_ACTION_START, VISIT_IN_START},
        {UI_ACTION_YES, VISIT_IN_YES},
        {UI_ACTION_NO, VISIT_IN_NO},
        {UI_ACTION_BACK, VISIT_IN_BACK},
        {UI_ACTION_DONE, VISIT_IN_BACK},
        {UI_ACTION_HELP, VISIT_IN_HELP},
        {UI_ACTION_COLLECTED, VISIT_IN_COLLECTED},
    };
    if (action == UI_ACTION_QUIT) {
        kiosk->ended = true;
    }
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        if (inputs[i].action == action) {
            kiosk_input(kiosk, (struct visit_input){.kind = inputs[i].input});
            return;
        }
    }
}

/* A key revoked from another process must stop here, too. */
static void refresh_keys(struct kiosk *kiosk)
{
    int64_t now = time_monotonic_us();
    if (now - kiosk->keys_read_us > KEYS_EVERY_US) {
        kiosk->keys_read_us = now;
        station_refresh_keys(kiosk->station);
    }
}

void kiosk_tick(struct kiosk *kiosk)
{
    refresh_keys(kiosk);
    kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_TICK});
    int seconds = visit_seconds_left(&kiosk->visit, time_monotonic_us() / 1000);
    if (seconds != kiosk->model.seconds_left) {
        kiosk->model.seconds_left = seconds;
        kiosk->dirty = true;
    }
}
