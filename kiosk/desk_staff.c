/* Who is at the desk: names, PINs, the second person, the end of a session. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/desk.h"
#include "log.h"
#include "timebase.h"

#define STAFF_MAX 256

bool desk_unguarded(struct kiosk *kiosk)
{
    struct staff one;
    return store_staff_list(kiosk->station->store, &one, 1) == 0;
}

bool desk_is_open(const struct kiosk *kiosk)
{
    return kiosk->model.desk.unguarded || kiosk->desk->session.name[0];
}

bool desk_may(const struct kiosk *kiosk, enum permission permission)
{
    return kiosk->model.desk.unguarded ||
           (kiosk->desk->session.name[0] && staff_may(kiosk->desk->session.role, permission));
}

/* Whether this person may stand in the list that is on. */
static bool belongs(const struct kiosk *kiosk, const struct staff *staff)
{
    if (!staff->enabled || !staff->has_pin) {
        return false;
    }
    bool another = strcmp(staff->name, kiosk->desk->session.name) != 0;
    return kiosk->model.desk.screen != DESK_APPROVER ||
           (another && staff_may_approve(staff->role, kiosk->desk->permission));
}

void desk_list_staff(struct kiosk *kiosk)
{
    struct staff *all = calloc(STAFF_MAX, sizeof *all);
    int count = all ? store_staff_list(kiosk->station->store, all, STAFF_MAX) : 0;
    struct desk_view *view = &kiosk->model.desk;
    int at = 0;
    desk_clear_rows(kiosk);
    for (int i = 0; i < count; i++) {
        if (belongs(kiosk, &all[i]) && at++ >= view->first) {
            desk_add_row(kiosk, all[i].name, staff_role_string(all[i].role));
        }
    }
    view->total = at;
    free(all);
}

void desk_ask_pin(struct kiosk *kiosk, const char *who, bool approves)
{
    struct desk *desk = kiosk->desk;
    struct desk_view *view = &kiosk->model.desk;
    bool is_name = strlen(who) < STAFF_NAME_SIZE;
    snprintf(desk->who, sizeof desk->who, "%s", who);
    snprintf(view->who, sizeof view->who, "%s", is_name ? who : "");
    explicit_bzero(desk->pin, sizeof desk->pin);
    view->digits = 0;
    view->approves = approves;
    desk_go(kiosk, DESK_PIN);
}

static void signed_in(struct kiosk *kiosk, const struct staff *staff)
{
    struct desk *desk = kiosk->desk;
    struct desk_view *view = &kiosk->model.desk;
    staff_session_start(&desk->session, staff->name, staff->role, time_monotonic_us() / 1000);
    snprintf(view->staff, sizeof view->staff, "%s", staff->name);
    view->role = staff->role;
    LOG_INFO("%s signed in (%s)", staff->name, staff_role_string(staff->role));
    desk_page(kiosk, DESK_SEARCH);
}

static void take_approval(struct kiosk *kiosk, const struct staff *staff)
{
    struct desk *desk = kiosk->desk;
    if (strcmp(staff->name, desk->session.name) == 0 ||
        !staff_may_approve(staff->role, desk->permission)) {
        desk_say(kiosk, "desk.notice.not-approved", NULL, true);
        return;
    }
    snprintf(desk->approver, sizeof desk->approver, "%s", staff->name);
    desk_back(kiosk);
    desk_back(kiosk); /* to where the deed was touched */
    desk_approved(kiosk);
}

static void try_pin(struct kiosk *kiosk)
{
    struct desk *desk = kiosk->desk;
    struct staff staff;
    int64_t wait_ms = 0;
    const struct credentials credentials = {desk->who, desk->pin};
    enum staff_answer answer = station_sign_in(kiosk->station, &credentials, &staff, &wait_ms);
    explicit_bzero(desk->pin, sizeof desk->pin);
    kiosk->model.desk.digits = 0;
    if (answer == STAFF_OK) {
        (kiosk->model.desk.approves ? take_approval : signed_in)(kiosk, &staff);
        return;
    }
    LOG_INFO("%s: %s", kiosk->model.desk.who, staff_answer_string(answer));
    if (answer == STAFF_WAIT) {
        desk->wait_until_us = time_monotonic_us() + wait_ms * 1000;
    } else {
        desk_say(kiosk, answer == STAFF_WRONG ? "desk.notice.wrong-pin" : "desk.notice.fault", NULL,
                 true);
    }
}

void desk_pin_key(struct kiosk *kiosk, int key)
{
    struct desk *desk = kiosk->desk;
    size_t length = strlen(desk->pin);
    if (key >= '0' && key <= '9' && length < STAFF_PIN_MAX) {
        desk->pin[length] = (char)key;
        length++;
    } else if (key == DESK_KEY_ERASE && length > 0) {
        desk->pin[--length] = '\0';
    } else if (key == DESK_KEY_ENTER && length >= STAFF_PIN_MIN && kiosk->model.desk.wait_s == 0) {
        try_pin(kiosk);
        return;
    }
    kiosk->model.desk.digits = (int)length;
}

void desk_sign_out(struct kiosk *kiosk, const char *why)
{
    struct desk *desk = kiosk->desk;
    struct desk_view *view = &kiosk->model.desk;
    LOG_INFO("%s signed out", desk->session.name);
    desk->session = (struct staff_session){0};
    explicit_bzero(view->staff, sizeof view->staff);
    explicit_bzero(&view->field, sizeof view->field);
    explicit_bzero(&desk->draft, sizeof desk->draft);
    explicit_bzero(desk->pin, sizeof desk->pin);
    explicit_bzero(desk->approver, sizeof desk->approver);
    desk_forget_photos(kiosk);
    desk_clear_rows(kiosk);
    desk_page(kiosk, view->unguarded ? DESK_SEARCH : DESK_SIGN_IN);
    if (why) {
        desk_say(kiosk, why, NULL, true);
    }
}
