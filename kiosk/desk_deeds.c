/* What is done at the desk: who may, what is asked first, and the deed itself. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <string.h>

#include "kiosk/desk.h"
#include "kiosk/print_flow.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

static const char *const reasons[] = {"lost",       "stolen",         "damaged",
                                      "wrong-data", REASON_FORGOTTEN, "other"};
#define REASONS (sizeof reasons / sizeof reasons[0])

/* ---- the deeds; each says how it went ---- */

/* Back to the person, whatever was on the way. */
static void show_person(struct kiosk *kiosk)
{
    struct desk *desk = kiosk->desk;
    uint64_t holder = kiosk->outcome.attendee.holder;
    desk->depth = 0;
    kiosk->model.desk.screen = DESK_SEARCH;
    desk_read_person(kiosk, holder);
    desk_go(kiosk, DESK_PERSON);
}

static void print_badge(struct kiosk *kiosk, const char *said)
{
    bool sent = kiosk->outcome.has_badge && kiosk_print(kiosk);
    char name[ATTENDEE_TEXT_SIZE];
    snprintf(name, sizeof name, "%s", desk_person_name(kiosk));
    show_person(kiosk);
    desk_say(kiosk, sent ? said : "desk.notice.no-printer", name, !sent);
    explicit_bzero(name, sizeof name);
}

/* A fresh invitation stands for the one that the person has not brought: so every rule of a
 * check-in counts here, too. */
static bool make_invitation(struct kiosk *kiosk, char *text, size_t size)
{
    struct invitation invitation;
    struct store *store = kiosk->station->store;
    if (!store_begin(store)) {
        return false;
    }
    if (station_invite(kiosk->station, kiosk->outcome.attendee.holder, &invitation) &&
        store_commit(store)) {
        snprintf(text, size, "%s", invitation.qr_text);
        return true;
    }
    store_rollback(store);
    return false;
}

static void say_refused(struct kiosk *kiosk)
{
    char key[64];
    const char *language = kiosk->model.language;
    snprintf(key, sizeof key, "guard.reason.%s", reason_string(kiosk->outcome.decision.reason));
    show_person(kiosk);
    desk_say(kiosk, "desk.notice.refused",
             message_has("en", key) ? message_text(language, key) : key, true);
}

static void check_in(struct kiosk *kiosk)
{
    char text[256];
    if (!make_invitation(kiosk, text, sizeof text)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return;
    }
    station_pass(kiosk->station, text, strlen(text), &kiosk->checkpoint, DIRECTION_IN,
                 time_realtime_ms(), true, &kiosk->outcome);
    kiosk_log_decision(&kiosk->outcome, "check-in at the desk");
    if (!decision_admits(kiosk->outcome.decision)) {
        say_refused(kiosk);
    } else if (kiosk->outcome.has_badge && kiosk->outcome.badge.state == INTENT_PENDING) {
        print_badge(kiosk, "desk.notice.checked-in");
    } else {
        show_person(kiosk);
        desk_say(kiosk, "desk.notice.arrived", desk_person_name(kiosk), false);
    }
}

static void issue(struct kiosk *kiosk, const char *reason, const char *said)
{
    struct outcome *outcome = &kiosk->outcome;
    struct intent intent;
    if (!station_issue_badge(kiosk->station, outcome->attendee.holder, reason, &intent)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return;
    }
    outcome->badge = intent;
    outcome->has_badge = true;
    print_badge(kiosk, said);
}

static void print(struct kiosk *kiosk)
{
    if (kiosk->outcome.has_badge) {
        print_badge(kiosk, "desk.notice.printing"); /* it waits, unsent */
    } else {
        issue(kiosk, NULL, "desk.notice.printing");
    }
}

static void replace(struct kiosk *kiosk)
{
    issue(kiosk, kiosk->desk->reason, "desk.notice.replaced");
}

static void found(struct kiosk *kiosk)
{
    struct intent intent;
    enum store_found back =
        station_badge_found(kiosk->station, kiosk->outcome.attendee.holder, &intent);
    show_person(kiosk);
    desk_say(kiosk, back == STORE_FOUND ? "desk.notice.found" : "desk.notice.fault", NULL,
             back != STORE_FOUND);
}

static void undo(struct kiosk *kiosk)
{
    struct store *store = kiosk->station->store;
    enum undo_result result = UNDO_FAILED;
    if (store_begin(store)) {
        result = store_append_undo(store, kiosk->desk->last_passage, "at the desk");
        if (result != UNDO_DONE || !store_commit(store)) {
            store_rollback(store);
            result = result == UNDO_DONE ? UNDO_FAILED : result;
        }
    }
    show_person(kiosk);
    desk_say(kiosk,
             result == UNDO_DONE     ? "desk.notice.undone"
             : result == UNDO_FAILED ? "desk.notice.fault"
                                     : "desk.notice.no-undo",
             NULL, result != UNDO_DONE);
}

static void hand_over(struct kiosk *kiosk)
{
    struct intent *badge = &kiosk->outcome.badge;
    bool done = kiosk->outcome.has_badge &&
                print_flow_move(kiosk->station, badge->uuid, INTENT_IN_SEEN, badge->printer,
                                badge->job_id, "handed over", badge);
    show_person(kiosk);
    desk_say(kiosk, done ? "desk.notice.handed-over" : "desk.notice.fault", desk_person_name(kiosk),
             !done);
}

static void change_approval(struct kiosk *kiosk, const char *kind, const char *approval,
                            const char *said)
{
    bool done = desk_set_approval(kiosk, kind, approval);
    show_person(kiosk);
    desk_say(kiosk, done ? said : "desk.notice.fault", desk_person_name(kiosk), !done);
}

static void approve(struct kiosk *kiosk)
{
    change_approval(kiosk, "attendee-approved", "approved", "desk.notice.approved");
}

static void withdraw(struct kiosk *kiosk)
{
    change_approval(kiosk, "attendee-withdrawn", "withdrawn", "desk.notice.withdrawn");
}

static void save(struct kiosk *kiosk)
{
    bool photo = kiosk->model.desk.screen == DESK_PHOTO;
    kiosk->model.desk.is_new &= !photo;
    bool is_new = kiosk->model.desk.is_new;
    if (photo && !desk_photo_to_draft(kiosk)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return;
    }
    if (!desk_save(kiosk)) {
        return;
    }
    bool replaces = kiosk->model.desk.replaces;
    show_person(kiosk);
    kiosk->model.desk.replaces = replaces;
    desk_say(kiosk, is_new ? "desk.notice.registered" : "desk.notice.saved",
             desk_person_name(kiosk), false);
}

/* ---- who may, and what is asked first ---- */

static const struct {
    enum permission permission;
    void (*run)(struct kiosk *kiosk);
    bool asks;
} deeds[DESK_DEED_COUNT] = {
    [DESK_DEED_CHECK_IN] = {PERMIT_REPLACE, check_in, false},
    [DESK_DEED_PRINT] = {PERMIT_REPLACE, print, false},
    [DESK_DEED_REPLACE] = {PERMIT_REPLACE, replace, false},
    [DESK_DEED_FOUND] = {PERMIT_REPLACE, found, false},
    [DESK_DEED_APPROVE] = {PERMIT_EDIT_APPROVED, approve, true},
    [DESK_DEED_WITHDRAW] = {PERMIT_REVOKE, withdraw, true},
    [DESK_DEED_HAND_OVER] = {PERMIT_REPLACE, hand_over, true},
    [DESK_DEED_UNDO] = {PERMIT_UNDO, undo, true},
    [DESK_DEED_SAVE] = {PERMIT_EDIT_APPROVED, save, false},
};

/* Which permission a deed takes: a stolen badge is graver, and whoever is not approved yet may be
 * corrected by one person. */
static enum permission permission_of(const struct kiosk *kiosk, enum desk_deed deed)
{
    bool approved = kiosk->outcome.known && kiosk->outcome.attendee.approval == APPROVAL_APPROVED;
    if (deed == DESK_DEED_REPLACE && strcmp(kiosk->desk->reason, "stolen") == 0) {
        return PERMIT_REPLACE_STOLEN;
    }
    if (deed == DESK_DEED_SAVE && (kiosk->model.desk.is_new || !approved)) {
        return PERMIT_REPLACE;
    }
    return deeds[deed].permission;
}

static void run(struct kiosk *kiosk, enum desk_deed deed)
{
    struct desk *desk = kiosk->desk;
    store_set_actor(kiosk->station->store, desk->session.name[0] ? desk->session.name : NULL,
                    desk->approver[0] ? desk->approver : NULL);
    deeds[deed].run(kiosk);
    store_set_actor(kiosk->station->store, NULL, NULL);
    explicit_bzero(desk->approver, sizeof desk->approver);
}

void desk_do(struct kiosk *kiosk, enum desk_deed deed)
{
    struct desk *desk = kiosk->desk;
    enum permission permission = permission_of(kiosk, deed);
    if (!deeds[deed].run) {
        return;
    }
    if (!desk_may(kiosk, permission)) {
        desk_say(kiosk, "desk.notice.not-allowed", NULL, true);
        return;
    }
    if (staff_needs_approval(permission) && !kiosk->model.desk.unguarded) {
        desk->permission = permission;
        desk->waiting = deed;
        kiosk->model.desk.deed = deed;
        desk_go(kiosk, DESK_APPROVER);
        desk_list_staff(kiosk);
        return;
    }
    run(kiosk, deed);
}

void desk_approved(struct kiosk *kiosk)
{
    run(kiosk, kiosk->desk->waiting);
}

void desk_list_reasons(struct kiosk *kiosk)
{
    desk_clear_rows(kiosk);
    for (size_t i = 0; i < REASONS; i++) {
        desk_add_row(kiosk, reasons[i], "");
    }
    kiosk->model.desk.total = (int)REASONS;
}

void desk_choose_reason(struct kiosk *kiosk, int index)
{
    snprintf(kiosk->desk->reason, sizeof kiosk->desk->reason, "%s", reasons[index]);
    desk_do(kiosk, DESK_DEED_REPLACE);
}

static void ask(struct kiosk *kiosk, enum desk_deed deed)
{
    kiosk->model.desk.deed = deed;
    desk_go(kiosk, DESK_QUESTION);
}

void desk_touch_deed(struct kiosk *kiosk, enum desk_deed deed)
{
    struct desk_view *view = &kiosk->model.desk;
    switch (deed) {
    case DESK_DEED_SIGN_OUT:
        desk_sign_out(kiosk, NULL);
        break;
    case DESK_DEED_DARK:
        view->dark = !view->dark;
        kiosk->dirty = true;
        break;
    case DESK_DEED_PHOTO:
        desk_start_photo(kiosk);
        break;
    case DESK_DEED_TAKE:
        desk_take_photo(kiosk);
        break;
    case DESK_DEED_AGAIN:
        if (view->screen == DESK_PHOTO) {
            view->taken = false;
            kiosk->dirty = true;
        } else {
            desk_page(kiosk, view->screen);
        }
        break;
    case DESK_DEED_REPLACE:
        desk_go(kiosk, DESK_REASONS);
        desk_list_reasons(kiosk);
        break;
    case DESK_DEED_CORRECT:
    case DESK_DEED_REGISTER:
        desk_start_fields(kiosk, deed == DESK_DEED_REGISTER);
        break;
    case DESK_DEED_YES:
        desk_do(kiosk, view->deed);
        break;
    default:
        (deeds[deed].asks ? ask : desk_do)(kiosk, deed);
        break;
    }
}

/* ---- codes ---- */

/* A staff card says who is there; the PIN proves it. */
static bool take_staff_card(struct kiosk *kiosk, const char *text, size_t size)
{
    const enum desk_screen screen = kiosk->model.desk.screen;
    struct credential card;
    char copy[CREDENTIAL_TEXT_SIZE];
    bool asks = screen == DESK_SIGN_IN || screen == DESK_APPROVER;
    if (!asks || size >= sizeof copy ||
        credential_verify(text, size, &kiosk->station->keys, &card) != CREDENTIAL_OK ||
        card.type != CREDENTIAL_STAFF) {
        return false;
    }
    memcpy(copy, text, size);
    copy[size] = '\0';
    desk_ask_pin(kiosk, copy, screen == DESK_APPROVER);
    return true;
}

/* A badge printed ahead, held up to be handed over, asks that at once. */
static bool is_ahead(const struct outcome *outcome, const char *text, size_t size)
{
    const struct intent *badge = &outcome->badge;
    return outcome->known && outcome->has_badge && strlen(badge->credential) == size &&
           memcmp(badge->credential, text, size) == 0 && badge->state != INTENT_CONFIRMED &&
           badge->state != INTENT_PENDING;
}

void desk_code(struct kiosk *kiosk, const char *text, size_t size)
{
    struct outcome outcome;
    if (take_staff_card(kiosk, text, size) || !desk_is_open(kiosk)) {
        return;
    }
    enum desk_screen screen = kiosk->model.desk.screen;
    if (screen == DESK_FIELDS || screen == DESK_EDIT || screen == DESK_PIN ||
        screen == DESK_APPROVER || screen == DESK_PHOTO) {
        return; /* nothing that is being written is lost to a code in view */
    }
    bool looked = station_look(kiosk->station, text, size, &kiosk->checkpoint, DIRECTION_NONE,
                               time_realtime_ms(), &outcome);
    kiosk_log_decision(&outcome, "shown at the desk");
    if (!looked || !outcome.known) {
        kiosk->outcome.decision = outcome.decision;
        desk_say(kiosk, "desk.notice.not-found", NULL, true);
        return;
    }
    bool ahead = is_ahead(&outcome, text, size);
    desk_page(kiosk, DESK_SEARCH);
    if (desk_open_person(kiosk, outcome.attendee.holder)) {
        kiosk->outcome.decision = outcome.decision;
        if (ahead && kiosk->model.desk.deeds >> DESK_DEED_HAND_OVER & 1) {
            ask(kiosk, DESK_DEED_HAND_OVER);
        }
    }
    explicit_bzero(&outcome, sizeof outcome);
}
