/* The staff's sheet over any face: who asks, who approves, and what they may then do. PINs are kept
 * until the sheet closes, and wiped. */
#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "timebase.h"

#define IDLE_MS 30000
#define STAFF_MAX 256

static struct staff_person *person_of(struct kiosk *kiosk)
{
    return &kiosk->staff.persons[kiosk->model.staff.part == UI_STAFF_APPROVER];
}

bool kiosk_staff_is_open(const struct kiosk *kiosk)
{
    return kiosk->model.staff.step != UI_STAFF_NONE;
}

void kiosk_staff_close(struct kiosk *kiosk)
{
    explicit_bzero(&kiosk->staff, sizeof kiosk->staff);
    explicit_bzero(&kiosk->model.staff, sizeof kiosk->model.staff);
    kiosk->dirty = true;
}

/* Whether this one may take the part that is asked for. */
static bool may_take_part(const struct kiosk *kiosk, const struct staff *staff)
{
    bool known = staff->enabled && staff->has_pin;
    switch (kiosk->model.staff.part) {
    case UI_STAFF_SELF:
        return known && staff_may(staff->role, PERMIT_FORCE);
    case UI_STAFF_APPROVER:
        return known && staff_may_approve(staff->role, PERMIT_FORCE) &&
               strcmp(staff->name, kiosk->staff.persons[0].name) != 0;
    default: /* the program ends for those who keep the station */
        return known && (staff->role == STAFF_SUPERVISOR || staff->role == STAFF_ADMINISTRATOR);
    }
}

/* The page's names. Returns how many there are on all pages; -1: store fault. */
static int list_names(struct kiosk *kiosk)
{
    struct ui_staff *shown = &kiosk->model.staff;
    struct staff *all = calloc(STAFF_MAX, sizeof *all);
    int count = all ? store_staff_list(kiosk->station->store, all, STAFF_MAX) : -1, fitting = 0;
    int first = kiosk->staff.page * UI_STAFF_NAMES;
    shown->name_count = 0;
    for (int i = 0; i < count; i++) {
        if (may_take_part(kiosk, &all[i])) {
            if (fitting >= first && shown->name_count < UI_STAFF_NAMES) {
                memcpy(shown->names[shown->name_count++], all[i].name, sizeof all[i].name);
            }
            fitting++;
        }
    }
    free(all);
    shown->more = fitting > UI_STAFF_NAMES;
    return count < 0 ? -1 : fitting;
}

static void set_fault(struct kiosk *kiosk, const char *fault)
{
    snprintf(kiosk->model.staff.fault, sizeof kiosk->model.staff.fault, "%s", fault);
    kiosk->dirty = true;
}

static void ask_name(struct kiosk *kiosk, enum ui_staff_part part)
{
    kiosk->model.staff.step = UI_STAFF_NAME;
    kiosk->model.staff.part = part;
    kiosk->model.staff.typed = 0;
    kiosk->staff.page = 0;
    explicit_bzero(person_of(kiosk), sizeof *person_of(kiosk));
    int count = list_names(kiosk);
    set_fault(kiosk, count < 0 ? "store" : count == 0 ? "nobody" : "");
}

static void ask_pin(struct kiosk *kiosk, const char *who, const char *name)
{
    struct staff_person *person = person_of(kiosk);
    snprintf(person->who, sizeof person->who, "%s", who);
    snprintf(person->name, sizeof person->name, "%s", name);
    snprintf(kiosk->model.staff.who, sizeof kiosk->model.staff.who, "%s", name);
    kiosk->model.staff.step = UI_STAFF_PIN;
    kiosk->model.staff.typed = 0;
    set_fault(kiosk, "");
}

void kiosk_staff_open(struct kiosk *kiosk, enum staff_purpose purpose)
{
    struct staff staff;
    kiosk_staff_close(kiosk);
    kiosk->staff.purpose = purpose;
    kiosk->staff.touched_ms = time_monotonic_us() / 1000;
    kiosk->staff.has_staff = store_staff_list(kiosk->station->store, &staff, 1) != 0;
    if (purpose == STAFF_TO_FORCE) {
        kiosk->model.staff.step = UI_STAFF_REASON;
    } else if (kiosk->staff.has_staff) {
        ask_name(kiosk, UI_STAFF_LEAVER);
    } else {
        kiosk->model.staff.step = UI_STAFF_LEAVE;
    }
}

/* ---- what was proved ---- */

static const char *fault_word(enum staff_answer answer)
{
    static const char *const words[] = {
        [STAFF_OK] = "",
        [STAFF_NOBODY] = "wrong",
        [STAFF_WRONG] = "wrong",
        [STAFF_WAIT] = "wait",
        [STAFF_NOT_ALLOWED] = "not-allowed",
        [STAFF_NEEDS_APPROVAL] = "not-approved",
        [STAFF_NOT_APPROVED] = "not-approved",
        [STAFF_FAULT] = "store",
    };
    return words[answer];
}

static void refuse(struct kiosk *kiosk, enum staff_answer answer, int64_t wait_ms)
{
    struct staff_person *person = person_of(kiosk);
    explicit_bzero(person->pin, sizeof person->pin);
    kiosk->model.staff.typed = 0;
    kiosk->model.staff.wait_s = (int)((wait_ms + 999) / 1000);
    LOG_WARN("staff sheet: %s: %s", person->name, staff_answer_string(answer));
    set_fault(kiosk, fault_word(answer));
}

static void force(struct kiosk *kiosk)
{
    const struct staff_person *persons = kiosk->staff.persons;
    const struct credentials by = {persons[0].who, persons[0].pin};
    const struct credentials approved_by = {persons[1].who, persons[1].pin};
    enum ui_force_reason reason = kiosk->staff.reason;
    int64_t wait_ms;
    enum staff_answer answer =
        station_authorise(kiosk->station, PERMIT_FORCE, kiosk->staff.has_staff ? &by : NULL,
                          kiosk->staff.has_staff ? &approved_by : NULL, &wait_ms);
    if (answer != STAFF_OK) {
        refuse(kiosk, answer, wait_ms);
        return;
    }
    kiosk_staff_close(kiosk);
    kiosk_verify_force(kiosk, ui_force_reason_string(reason));
    store_set_actor(kiosk->station->store, NULL, NULL);
}

/* A whole PIN: is it theirs, and may they? */
static void enter(struct kiosk *kiosk)
{
    struct staff_person *person = person_of(kiosk);
    const struct credentials credentials = {person->who, person->pin};
    struct staff staff;
    int64_t wait_ms;
    enum staff_answer answer = station_sign_in(kiosk->station, &credentials, &staff, &wait_ms);
    if (answer == STAFF_OK) {
        snprintf(person->name, sizeof person->name, "%s", staff.name);
        answer = may_take_part(kiosk, &staff)                   ? STAFF_OK
                 : kiosk->model.staff.part == UI_STAFF_APPROVER ? STAFF_NOT_APPROVED
                                                                : STAFF_NOT_ALLOWED;
    }
    if (answer != STAFF_OK) {
        refuse(kiosk, answer, wait_ms);
    } else if (kiosk->model.staff.part == UI_STAFF_SELF) {
        ask_name(kiosk, UI_STAFF_APPROVER);
    } else if (kiosk->staff.purpose == STAFF_TO_FORCE) {
        force(kiosk);
    } else {
        LOG_INFO("%s ends the program", staff.name);
        kiosk_staff_close(kiosk);
        kiosk->ended = true;
    }
}

/* ---- what was touched ---- */

static void take_key(struct kiosk *kiosk, int key)
{
    struct staff_person *person = person_of(kiosk);
    size_t typed = strlen(person->pin);
    if (kiosk->model.staff.step != UI_STAFF_PIN) {
        return;
    }
    if (key == '\r' && typed >= STAFF_PIN_MIN) {
        enter(kiosk);
        return;
    }
    if (key == '\b' && typed > 0) {
        person->pin[typed - 1] = '\0';
    } else if (key >= '0' && key <= '9' && typed < STAFF_PIN_MAX) {
        person->pin[typed] = (char)key;
        set_fault(kiosk, "");
    }
    kiosk->model.staff.typed = (int)strlen(person->pin);
    kiosk->dirty = true;
}

static void take_pick(struct kiosk *kiosk, int value)
{
    struct ui_staff *shown = &kiosk->model.staff;
    if (shown->step == UI_STAFF_REASON && value >= 0 && value < UI_FORCE_REASONS) {
        kiosk->staff.reason = (enum ui_force_reason)value;
        if (kiosk->staff.has_staff) {
            ask_name(kiosk, UI_STAFF_SELF);
        } else {
            force(kiosk);
        }
    } else if (shown->step == UI_STAFF_NAME && value == UI_PICK_MORE) {
        kiosk->staff.page++;
        list_names(kiosk);
        if (shown->name_count == 0) {
            kiosk->staff.page = 0;
            list_names(kiosk);
        }
        kiosk->dirty = true;
    } else if (shown->step == UI_STAFF_NAME && value >= 0 && (size_t)value < shown->name_count) {
        char name[STAFF_NAME_SIZE];
        memcpy(name, shown->names[value], sizeof name);
        ask_pin(kiosk, name, name);
    }
}

/* One step back; out of the first one, the sheet closes. */
static void go_back(struct kiosk *kiosk)
{
    if (kiosk->model.staff.step == UI_STAFF_PIN) {
        ask_name(kiosk, kiosk->model.staff.part);
    } else {
        kiosk_staff_close(kiosk);
    }
}

bool kiosk_staff_action(struct kiosk *kiosk, const struct ui_event *event)
{
    if (event->action == UI_ACTION_STAFF && !kiosk_staff_is_open(kiosk)) {
        kiosk_staff_open(kiosk, STAFF_TO_LEAVE);
        return true;
    }
    if (!kiosk_staff_is_open(kiosk)) {
        return false;
    }
    kiosk->staff.touched_ms = time_monotonic_us() / 1000;
    if (event->action == UI_ACTION_KEY) {
        take_key(kiosk, event->value);
    } else if (event->action == UI_ACTION_PICK) {
        take_pick(kiosk, event->value);
    } else if (event->action == UI_ACTION_BACK) {
        go_back(kiosk);
    } else if (event->action == UI_ACTION_YES && kiosk->model.staff.step == UI_STAFF_LEAVE) {
        LOG_INFO("the program was ended at the screen; the event has no staff yet");
        kiosk_staff_close(kiosk);
        kiosk->ended = true;
    }
    return true;
}

bool kiosk_staff_code(struct kiosk *kiosk, const char *data, size_t size)
{
    char text[CREDENTIAL_TEXT_SIZE];
    struct credential card;
    struct staff staff;
    if (!kiosk_staff_is_open(kiosk)) {
        return false;
    }
    if (kiosk->model.staff.step != UI_STAFF_NAME || size >= sizeof text) {
        return true;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    kiosk->staff.touched_ms = time_monotonic_us() / 1000;
    if (credential_verify(text, size, &kiosk->station->keys, &card) == CREDENTIAL_OK &&
        card.type == CREDENTIAL_STAFF &&
        store_staff(kiosk->station->store, "", card.holder, &staff) == STORE_FOUND) {
        ask_pin(kiosk, text, staff.name);
    } else {
        set_fault(kiosk, "card");
    }
    explicit_bzero(text, sizeof text);
    return true;
}

void kiosk_staff_tick(struct kiosk *kiosk)
{
    int64_t now_ms = time_monotonic_us() / 1000;
    if (kiosk_staff_is_open(kiosk) && now_ms - kiosk->staff.touched_ms > IDLE_MS) {
        kiosk_staff_close(kiosk);
    }
}
