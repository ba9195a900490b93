/* The organiser's mode: which screen is on, and what touches, keys and codes mean there. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/desk.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

#define NOTICE_US 9000000
#define LOOK_AGAIN_US 5000000 /* live pages */
#define PHOTOS_AFTER_US 150000

/* ---- the way through the screens ---- */

static void enter(struct kiosk *kiosk, enum desk_screen screen)
{
    struct desk_view *view = &kiosk->model.desk;
    view->screen = screen;
    view->number++;
    view->first = 0;
    kiosk->dirty = true;
}

void desk_go(struct kiosk *kiosk, enum desk_screen screen)
{
    struct desk *desk = kiosk->desk;
    if (desk->depth < DESK_DEPTH) {
        desk->back[desk->depth++] = kiosk->model.desk.screen;
    }
    enter(kiosk, screen);
}

/* Fills the rows of a screen that comes back. */
static void refill(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    kiosk->desk->looked_us = time_monotonic_us();
    switch (view->screen) {
    case DESK_SIGN_IN:
    case DESK_APPROVER:
        desk_list_staff(kiosk);
        break;
    case DESK_SEARCH:
        desk_search(kiosk);
        break;
    case DESK_PERSON:
        desk_read_person(kiosk, kiosk->outcome.attendee.holder);
        break;
    case DESK_REASONS:
        desk_list_reasons(kiosk);
        break;
    case DESK_FIELDS:
        desk_list_fields(kiosk);
        break;
    case DESK_PRINTERS:
        desk_read_printers(kiosk);
        break;
    case DESK_INCIDENTS:
        desk_read_incidents(kiosk);
        break;
    case DESK_ARRIVALS:
        desk_read_arrivals(kiosk);
        break;
    default:
        break;
    }
    kiosk->dirty = true;
}

void desk_page(struct kiosk *kiosk, enum desk_screen screen)
{
    struct desk_view *view = &kiosk->model.desk;
    bool leaves = kiosk->outcome.known && screen != DESK_PERSON;
    kiosk->desk->depth = 0;
    if (leaves) {
        desk_forget(kiosk);
    }
    if (screen == DESK_SEARCH) {
        desk_text_set(&view->field, "");
        view->shift = view->figures = false;
    }
    enter(kiosk, screen);
    refill(kiosk);
}

void desk_back(struct kiosk *kiosk)
{
    struct desk *desk = kiosk->desk;
    if (desk->depth == 0) {
        return;
    }
    enum desk_screen left = kiosk->model.desk.screen;
    explicit_bzero(desk->pin, sizeof desk->pin);
    if (left == DESK_PERSON) {
        desk_forget(kiosk);
    }
    enter(kiosk, desk->back[--desk->depth]);
    refill(kiosk);
}

/* ---- rows and words ---- */

void desk_clear_rows(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    explicit_bzero(view->rows, sizeof view->rows);
    view->row_count = 0;
    view->total = 0;
    kiosk->dirty = true;
}

struct desk_row *desk_add_row(struct kiosk *kiosk, const char *name, const char *state)
{
    struct desk_view *view = &kiosk->model.desk;
    if (view->row_count == DESK_ROWS) {
        return NULL;
    }
    struct desk_row *row = &view->rows[view->row_count++];
    memset(row, 0, sizeof *row);
    snprintf(row->name, sizeof row->name, "%s", name);
    snprintf(row->state, sizeof row->state, "%s", state);
    return row;
}

void desk_say(struct kiosk *kiosk, const char *key, const char *value, bool bad)
{
    struct desk_view *view = &kiosk->model.desk;
    snprintf(view->notice, sizeof view->notice, "%s", key);
    snprintf(view->notice_value, sizeof view->notice_value, "%s", value ? value : "");
    view->notice_bad = bad;
    kiosk->desk->notice_us = time_monotonic_us() + NOTICE_US;
    kiosk->dirty = true;
}

static void unsay(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    if (view->notice[0]) {
        view->notice[0] = '\0';
        explicit_bzero(view->notice_value, sizeof view->notice_value);
        kiosk->dirty = true;
    }
}

const char *desk_person_name(const struct kiosk *kiosk)
{
    const struct ui_person *person = &kiosk->model.person;
    bool latin = strcmp(message_text(kiosk->model.language, "language.names"), "latin") == 0;
    return (latin && person->name[0]) || !person->native_name[0] ? person->name
                                                                 : person->native_name;
}

/* ---- what is touched ---- */

/* Keys that change the keyboard itself. */
static bool keyboard_key(struct desk_view *view, int key)
{
    switch (key) {
    case DESK_KEY_SHIFT:
        view->shift = !view->shift;
        return true;
    case DESK_KEY_LAYOUT:
        view->layout = (enum desk_layout)(((int)view->layout + 1) % DESK_LAYOUT_COUNT);
        view->figures = false;
        return true;
    case DESK_KEY_DIGITS:
        view->figures = !view->figures;
        return true;
    case DESK_KEY_SHOW:
        view->keyboard = !view->keyboard;
        return true;
    default:
        return false;
    }
}

static void enter_key(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    if (view->screen == DESK_EDIT) {
        desk_edit_done(kiosk);
    } else if (view->screen == DESK_SEARCH && view->row_count > 0) {
        desk_open_person(kiosk, kiosk->desk->row_holders[0]);
    } else if (view->screen == DESK_QUESTION) {
        desk_touch_deed(kiosk, DESK_DEED_YES);
    }
}

static void text_key(struct kiosk *kiosk, int key)
{
    struct desk_view *view = &kiosk->model.desk;
    if (!desk_text_key(&view->field, key)) {
        return;
    }
    bool starts = view->field.caret == 0 || desk_text_before(&view->field) == ' ';
    view->shift = view->screen == DESK_EDIT && starts;
    view->first = 0;
    if (view->screen == DESK_SEARCH) {
        desk_search(kiosk);
    } else {
        desk_edit_changed(kiosk);
    }
}

static void take_key(struct kiosk *kiosk, int key)
{
    struct desk_view *view = &kiosk->model.desk;
    kiosk->dirty = true;
    if (view->screen == DESK_PIN) {
        desk_pin_key(kiosk, key);
    } else if (key == DESK_KEY_ENTER) {
        enter_key(kiosk);
    } else if (!keyboard_key(view, key) &&
               (view->screen == DESK_SEARCH || view->screen == DESK_EDIT)) {
        text_key(kiosk, key);
    } else if (view->screen == DESK_PERSON && key > ' ') {
        desk_page(kiosk, DESK_SEARCH); /* who types there looks for the next person */
        text_key(kiosk, key);
    }
}

static void open_row(struct kiosk *kiosk, int index)
{
    struct desk_view *view = &kiosk->model.desk;
    if (index < 0 || (size_t)index >= view->row_count) {
        return;
    }
    switch (view->screen) {
    case DESK_SIGN_IN:
        desk_ask_pin(kiosk, view->rows[index].name, false);
        break;
    case DESK_APPROVER:
        desk_ask_pin(kiosk, view->rows[index].name, true);
        break;
    case DESK_SEARCH:
        desk_open_person(kiosk, kiosk->desk->row_holders[index]);
        break;
    case DESK_REASONS:
        desk_choose_reason(kiosk, index);
        break;
    case DESK_FIELDS:
        desk_open_field(kiosk, index);
        break;
    case DESK_EDIT:
        desk_choose_value(kiosk, index);
        break;
    case DESK_INCIDENTS:
        desk_open_incident(kiosk, index);
        break;
    default:
        break;
    }
}

static void scroll(struct kiosk *kiosk, int step)
{
    struct desk_view *view = &kiosk->model.desk;
    int first = view->first + step * 4, last = view->total - 1;
    first = first > last ? last : first;
    view->first = first < 0 ? 0 : first;
    if (view->screen == DESK_EDIT) {
        desk_edit_changed(kiosk);
    } else {
        refill(kiosk);
    }
}

static void choose_language(struct kiosk *kiosk, int index)
{
    const char *const *languages = message_languages();
    for (int i = 0; languages[i]; i++) {
        if (i == index) {
            snprintf(kiosk->model.language, sizeof kiosk->model.language, "%s", languages[i]);
        }
    }
    kiosk->dirty = true;
}

/* What goes without anybody signed in. */
static bool is_public(const struct kiosk *kiosk, enum ui_action action)
{
    return desk_is_open(kiosk) || action == UI_ACTION_KEY || action == UI_ACTION_OPEN ||
           action == UI_ACTION_BACK || action == UI_ACTION_SCROLL;
}

static void take_action(struct kiosk *kiosk, const struct ui_event *event)
{
    struct desk *desk = kiosk->desk;
    if (desk_is_open(kiosk) && desk->session.name[0]) {
        staff_session_touch(&desk->session, time_monotonic_us() / 1000);
    }
    if (!is_public(kiosk, event->action)) {
        return;
    }
    if (event->action != UI_ACTION_TOUCH) {
        unsay(kiosk);
    }
    switch (event->action) {
    case UI_ACTION_KEY:
        take_key(kiosk, event->value);
        break;
    case UI_ACTION_OPEN:
        open_row(kiosk, event->value);
        break;
    case UI_ACTION_PAGE:
        desk_page(kiosk, (enum desk_screen)event->value);
        break;
    case UI_ACTION_BACK:
        desk_back(kiosk);
        break;
    case UI_ACTION_SCROLL:
        scroll(kiosk, event->value);
        break;
    case UI_ACTION_DEED:
        desk_touch_deed(kiosk, (enum desk_deed)event->value);
        break;
    case UI_ACTION_CHOOSE:
        choose_language(kiosk, event->value);
        break;
    case UI_ACTION_SWITCH:
        kiosk->model.comfort ^= (unsigned)event->value;
        kiosk->dirty = true;
        break;
    default:
        break;
    }
}

/* ---- time ---- */

static void tick_session(struct kiosk *kiosk, int64_t now_us)
{
    const struct staff_session *session = &kiosk->desk->session;
    if (session->name[0] && now_us / 1000 - session->touched_ms >= STAFF_SESSION_MS) {
        desk_sign_out(kiosk, "desk.notice.timed-out");
    }
}

static void tick_wait(struct kiosk *kiosk, int64_t now_us)
{
    int64_t left_us = kiosk->desk->wait_until_us - now_us;
    int seconds = left_us > 0 ? (int)((left_us + 999999) / 1000000) : 0;
    if (seconds != kiosk->model.desk.wait_s) {
        kiosk->model.desk.wait_s = seconds;
        kiosk->dirty = true;
    }
}

static void tick(struct kiosk *kiosk)
{
    struct desk *desk = kiosk->desk;
    const struct desk_view *view = &kiosk->model.desk;
    int64_t now = time_monotonic_us();
    tick_session(kiosk, now);
    tick_wait(kiosk, now);
    if (view->notice[0] && now >= desk->notice_us) {
        unsay(kiosk);
    }
    if (desk->search_due && now - desk->typed_us >= PHOTOS_AFTER_US) {
        desk_search_photos(kiosk);
    }
    bool live = view->screen == DESK_ARRIVALS || view->screen == DESK_INCIDENTS;
    if (live && now - desk->looked_us >= LOOK_AGAIN_US) {
        refill(kiosk);
    }
}

/* ---- the face ---- */

bool desk_create(struct kiosk *kiosk)
{
    kiosk->desk = calloc(1, sizeof *kiosk->desk);
    if (!kiosk->desk) {
        LOG_ERROR("no memory for the desk");
    }
    return kiosk->desk != NULL;
}

void desk_destroy(struct kiosk *kiosk)
{
    if (kiosk->desk) {
        desk_forget_photos(kiosk);
        explicit_bzero(kiosk->desk, sizeof *kiosk->desk);
    }
    free(kiosk->desk);
    kiosk->desk = NULL;
}

static void start(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    kiosk->model.face = UI_FACE_DESK;
    view->unguarded = desk_unguarded(kiosk);
    view->keyboard = true;
    view->layout =
        strcmp(kiosk->model.language, "ru") == 0 || strcmp(kiosk->model.language, "tg") == 0
            ? DESK_CYRILLIC
        : strcmp(kiosk->model.language, "ar") == 0 ? DESK_ARABIC
        : strcmp(kiosk->model.language, "fa") == 0 ? DESK_PERSIAN
                                                   : DESK_LATIN;
    desk_count_incidents(kiosk);
    desk_page(kiosk, view->unguarded ? DESK_SEARCH : DESK_SIGN_IN);
    if (view->unguarded) {
        desk_say(kiosk, "desk.sign-in.none", NULL, true);
    }
}

static const char *screen(const struct kiosk *kiosk)
{
    return desk_screen_string(kiosk->model.desk.screen);
}

/* The printer has said how it ended. */
static void printed(struct kiosk *kiosk, bool done)
{
    bool shown = kiosk->outcome.known;
    desk_say(kiosk, done ? "desk.notice.printed" : "desk.notice.not-printed",
             shown ? desk_person_name(kiosk) : "", !done);
    if (kiosk->model.desk.screen == DESK_PERSON) {
        desk_read_person(kiosk, kiosk->outcome.attendee.holder);
    }
}

const struct kiosk_face kiosk_face_desk = {.start = start,
                                           .code = desk_code,
                                           .action = take_action,
                                           .tick = tick,
                                           .screen = screen,
                                           .printed = printed};
