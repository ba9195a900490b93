#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

void kiosk_model_init(struct kiosk *kiosk)
{
    struct ui_model *model = &kiosk->model;
    const struct event_info *event = &kiosk->station->event;
    memset(model, 0, sizeof *model);
    snprintf(model->language, sizeof model->language, "%s", kiosk->options->language);
    snprintf(model->event_name, sizeof model->event_name, "%s",
             kiosk->brand.name[0] ? kiosk->brand.name : event->name);
    snprintf(model->place, sizeof model->place, "%s", event->place);
    snprintf(model->timezone, sizeof model->timezone, "%s", event->timezone);
    snprintf(model->checkpoint, sizeof model->checkpoint, "%s", kiosk->checkpoint.name);
    if (event->day_count > 0) {
        model->starts_ms = event->days[0].starts_ms;
        model->ends_ms = event->days[event->day_count - 1].ends_ms - 1;
    }
    kiosk_staff_line(kiosk);
    model->camera = UI_CAMERA_NONE;
    model->seconds_left = -1;
    model->data_age_s = -1;
    model->progress_percent = -1;
}

/* Wipes everything personal, and what this visitor has chosen. */
static void forget(struct kiosk *kiosk)
{
    struct ui_model *model = &kiosk->model;
    kiosk_person_forget(kiosk);
    model->arrived_ms = 0;
    memset(model->steps, 0, sizeof model->steps);
    model->progress_percent = -1;
    explicit_bzero(kiosk->text, sizeof kiosk->text);
    kiosk->text_size = 0;
    kiosk->visit_intent[0] = '\0';
    explicit_bzero(&kiosk->job, sizeof kiosk->job);
    kiosk->badge_waits = kiosk->badge_read = false;
}

/* The visitor has left: the next one finds the first screen as it was. */
static void forget_choices(struct kiosk *kiosk)
{
    snprintf(kiosk->model.language, sizeof kiosk->model.language, "%s", kiosk->options->language);
    kiosk->language_chosen = false;
    kiosk->model.comfort = 0;
}

/* The invitation speaks its holder's language, unless another was chosen by hand. */
static void follow_language(struct kiosk *kiosk)
{
    const char *language = kiosk->outcome.attendee.language;
    if (!kiosk->language_chosen && kiosk->outcome.known && language[0] &&
        message_has(language, "language.name")) {
        snprintf(kiosk->model.language, sizeof kiosk->model.language, "%s", language);
    }
}

static void fill_step(struct kiosk *kiosk, const struct session *session, struct ui_step *out)
{
    struct venue venues[EVENT_VENUES_MAX];
    const struct event_info *event = &kiosk->station->event;
    int count = store_venues(kiosk->station->store, venues, EVENT_VENUES_MAX);
    *out = (struct ui_step){.at_ms = session->starts_ms};
    out->today = event_day_at(event, session->starts_ms) == event_day_at(event, time_realtime_ms());
    snprintf(out->what, sizeof out->what, "%s", session->name);
    for (int i = 0; i < count; i++) {
        if (venues[i].bit == session->venue) {
            snprintf(out->where, sizeof out->where, "%s", venues[i].name);
        }
    }
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
    int64_t now = time_realtime_ms();
    size_t filled = 0;
    int count = store_sessions(kiosk->station->store, sessions, 64);
    for (int i = 0; i < count && filled < UI_STEPS; i++) {
        if (sessions[i].ends_ms > now && is_for(kiosk, &sessions[i])) {
            fill_step(kiosk, &sessions[i], &kiosk->model.steps[filled++]);
        }
    }
}

/* The code of the visit on the screen, still or again in front of the camera. */
static bool own_code(const struct kiosk *kiosk, const char *data, size_t size)
{
    bool waiting = kiosk->visit.state == VISIT_ATTRACT || kiosk->visit.state == VISIT_SCAN;
    return !waiting && size == kiosk->text_size && memcmp(kiosk->text, data, size) == 0;
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
    } else if (looked && !decision_admits(outcome->decision)) {
        looked = station_pass(kiosk->station, kiosk->text, kiosk->text_size, &kiosk->checkpoint,
                              DIRECTION_IN, now, false, outcome);
    }
    return looked;
}

/* Somebody who is wrong here, or now, learns where and when they are expected. */
static bool helps_with_steps(enum reason reason)
{
    return reason == REASON_ALREADY_INSIDE || reason == REASON_WRONG_VENUE ||
           reason == REASON_WRONG_DAY || reason == REASON_NOT_YET_VALID;
}

static void take_code(struct kiosk *kiosk, const char *data, size_t size)
{
    if (kiosk_badge_seen(kiosk, data, size)) {
        kiosk->badge_read = true;
        kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_COLLECTED});
        return;
    }
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
    kiosk_log_decision(&kiosk->outcome, "scan");
    follow_language(kiosk);
    if (decision_admits(kiosk->outcome.decision)) {
        kiosk_person_show(kiosk);
    }
    if (helps_with_steps(kiosk->outcome.decision.reason) && kiosk->outcome.known) {
        fill_next_steps(kiosk);
    }
    kiosk->model.arrived_ms =
        kiosk->outcome.history.arrived ? kiosk->outcome.history.arrived_ms : 0;
    kiosk_input(kiosk,
                (struct visit_input){.kind = VISIT_IN_DECIDED,
                                     .decision = decision_for_delegate(kiosk->outcome.decision)});
}

static void record(struct kiosk *kiosk)
{
    struct outcome *outcome = &kiosk->outcome;
    kiosk->asked_us = time_monotonic_us();
    station_pass(kiosk->station, kiosk->text, kiosk->text_size, &kiosk->checkpoint, DIRECTION_IN,
                 time_realtime_ms(), true, outcome);
    kiosk_log_decision(outcome, "check-in");
    bool due = decision_admits(outcome->decision) && outcome->has_badge &&
               outcome->badge.state == INTENT_PENDING;
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
    model->sheet = kiosk->visit.sheet;
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
    enum visit_sheet sheet_before = kiosk->visit.sheet;
    input.now_ms = time_monotonic_us() / 1000;
    enum visit_effect effect = visit_step(&kiosk->visit, &input);
    if (effect == VISIT_DO_FORGET) {
        forget(kiosk);
    } else if (effect == VISIT_DO_CONFIRM_BADGE) {
        kiosk_badge_collected(kiosk);
    }
    if (kiosk->visit.state == VISIT_ATTRACT && before != VISIT_ATTRACT) {
        forget_choices(kiosk);
        kiosk_memory_trim(kiosk);
    }
    if (before != kiosk->visit.state || sheet_before != kiosk->visit.sheet ||
        input.kind == VISIT_IN_DECIDED) {
        LOG_DEBUG("%s → %s", visit_state_string(before), visit_state_string(kiosk->visit.state));
        entered(kiosk);
    }
    if (effect == VISIT_DO_RECORD) {
        record(kiosk);
    }
}

static void choose_language(struct kiosk *kiosk, int index)
{
    const char *const *languages = message_languages();
    for (int i = 0; languages[i]; i++) {
        if (i == index) {
            snprintf(kiosk->model.language, sizeof kiosk->model.language, "%s", languages[i]);
            kiosk->language_chosen = true;
        }
    }
    kiosk_person_language(kiosk);
    kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_CLOSE});
}

static void turn_comfort(struct kiosk *kiosk, int bit)
{
    kiosk->model.comfort ^= (unsigned)bit;
    kiosk->dirty = true;
    kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_ACTIVITY});
}

static void take_action(struct kiosk *kiosk, const struct ui_event *event)
{
    static const struct {
        enum ui_action action;
        enum visit_input_kind input;
    } inputs[] = {
        {UI_ACTION_START, VISIT_IN_START},     {UI_ACTION_YES, VISIT_IN_YES},
        {UI_ACTION_NO, VISIT_IN_NO},           {UI_ACTION_BACK, VISIT_IN_BACK},
        {UI_ACTION_DONE, VISIT_IN_BACK},       {UI_ACTION_HELP, VISIT_IN_HELP},
        {UI_ACTION_DESK, VISIT_IN_DESK},       {UI_ACTION_MORE_TIME, VISIT_IN_ACTIVITY},
        {UI_ACTION_TOUCH, VISIT_IN_ACTIVITY},  {UI_ACTION_LANGUAGE, VISIT_IN_LANGUAGE},
        {UI_ACTION_COMFORT, VISIT_IN_COMFORT}, {UI_ACTION_COLLECTED, VISIT_IN_COLLECTED},
    };
    if (event->action == UI_ACTION_CHOOSE) {
        choose_language(kiosk, event->value);
    } else if (event->action == UI_ACTION_SWITCH) {
        turn_comfort(kiosk, event->value);
    }
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        if (inputs[i].action == event->action) {
            kiosk_input(kiosk, (struct visit_input){.kind = inputs[i].input});
            return;
        }
    }
}

static void tick(struct kiosk *kiosk)
{
    kiosk_input(kiosk, (struct visit_input){.kind = VISIT_IN_TICK});
    int seconds =
        kiosk->visit.sheet_ms ? -1 : visit_seconds_left(&kiosk->visit, time_monotonic_us() / 1000);
    if (seconds != kiosk->model.seconds_left) {
        kiosk->model.seconds_left = seconds;
        kiosk->dirty = true;
    }
}

static void start(struct kiosk *kiosk)
{
    visit_init(&kiosk->visit, time_monotonic_us() / 1000);
}

static const char *screen(const struct kiosk *kiosk)
{
    return kiosk->visit.sheet != VISIT_SHEET_NONE ? visit_sheet_string(kiosk->visit.sheet)
                                                  : visit_state_string(kiosk->visit.state);
}

static void printed(struct kiosk *kiosk, uint64_t holder, bool done)
{
    (void)holder;
    kiosk_input(kiosk,
                (struct visit_input){.kind = done ? VISIT_IN_PRINTED : VISIT_IN_PRINT_FAULT});
}

const struct kiosk_face kiosk_face_self = {.start = start,
                                           .code = take_code,
                                           .action = take_action,
                                           .tick = tick,
                                           .screen = screen,
                                           .printed = printed};
