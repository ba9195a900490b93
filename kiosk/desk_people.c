/* People at the desk: the search as it is typed, and one person with all that is known. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <string.h>

#include "kiosk/desk.h"
#include "log.h"
#include "roster.h"
#include "timebase.h"

#define FOUND_MAX 200 /* more than anybody scrolls through */
#define THUMB_SIDE 192

struct finding {
    struct kiosk *kiosk;
    int at;
};

static void fill_row(struct kiosk *kiosk, struct desk_row *row, const struct attendee_row *found)
{
    struct category category;
    struct delegation delegation;
    const struct attendee *attendee = &found->attendee;
    attendee_latin_name(attendee, row->name, sizeof row->name);
    snprintf(row->native, sizeof row->native, "%s", attendee->native_name);
    snprintf(row->more, sizeof row->more, "%s",
             found->delegation_name[0] ? found->delegation_name : attendee->organisation);
    if (store_delegation(kiosk->station->store, attendee->delegation, &delegation) == STORE_FOUND) {
        roster_delegation_name(&delegation, kiosk->model.language, row->more, sizeof row->more);
        snprintf(row->country, sizeof row->country, "%s", delegation_flag(&delegation));
        snprintf(row->code, sizeof row->code, "%s", delegation.code);
    }
    if (store_category(kiosk->station->store, attendee->category, &category) == STORE_FOUND) {
        snprintf(row->mark, sizeof row->mark, "%s", category.letter);
        row->rgb = category.rgb;
    }
    row->issue = found->issue;
}

static bool take_found(const struct attendee_row *found, void *userdata)
{
    struct finding *finding = userdata;
    struct kiosk *kiosk = finding->kiosk;
    struct desk_view *view = &kiosk->model.desk;
    if (finding->at++ < view->first || view->row_count == DESK_ROWS) {
        return true;
    }
    size_t index = view->row_count;
    struct desk_row *row = desk_add_row(kiosk, "", found->state);
    kiosk->desk->row_holders[index] = found->attendee.holder;
    fill_row(kiosk, row, found);
    return true;
}

/* ---- small photos ---- */

static struct desk_thumb *shelf_find(struct desk *desk, uint64_t holder)
{
    for (int i = 0; i < DESK_SHELF; i++) {
        if (desk->shelf[i].holder == holder) {
            desk->shelf[i].used = ++desk->used;
            return &desk->shelf[i];
        }
    }
    return NULL;
}

static struct desk_thumb *shelf_make(struct desk *desk, uint64_t holder)
{
    struct desk_thumb *oldest = &desk->shelf[0];
    for (int i = 1; i < DESK_SHELF; i++) {
        if (desk->shelf[i].used < oldest->used) {
            oldest = &desk->shelf[i];
        }
    }
    picture_finish(&oldest->picture);
    *oldest = (struct desk_thumb){.holder = holder, .used = ++desk->used};
    return oldest;
}

static void load_thumb(struct kiosk *kiosk, uint64_t holder)
{
    char path[4096 + ATTENDEE_TEXT_SIZE + 16];
    struct attendee attendee;
    struct desk_thumb *thumb = shelf_make(kiosk->desk, holder);
    if (store_attendee(kiosk->station->store, holder, &attendee) == STORE_FOUND &&
        attendee.photo[0]) {
        snprintf(path, sizeof path, "%s/photos/%s", kiosk->station->directory, attendee.photo);
        picture_load(path, THUMB_SIDE, &thumb->picture);
    }
}

static void put_photos(struct kiosk *kiosk, bool load)
{
    struct desk_view *view = &kiosk->model.desk;
    for (size_t i = 0; i < view->row_count; i++) {
        uint64_t holder = kiosk->desk->row_holders[i];
        if (load && !shelf_find(kiosk->desk, holder)) {
            load_thumb(kiosk, holder);
        }
        const struct desk_thumb *thumb = shelf_find(kiosk->desk, holder);
        view->rows[i].photo = thumb && thumb->picture.rgb ? &thumb->picture : NULL;
    }
}

void desk_search(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    struct finding finding = {.kiosk = kiosk};
    desk_clear_rows(kiosk);
    view->deeds = desk_may(kiosk, PERMIT_REPLACE) ? 1u << DESK_DEED_REGISTER : 0;
    if (view->field.text[0] &&
        !store_search(kiosk->station->store, view->field.text, FOUND_MAX, take_found, &finding)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
    }
    view->total = finding.at;
    put_photos(kiosk, false);
    kiosk->desk->search_due = view->row_count > 0;
    kiosk->desk->typed_us = time_monotonic_us();
}

void desk_search_photos(struct kiosk *kiosk)
{
    kiosk->desk->search_due = false;
    if (kiosk->model.desk.screen == DESK_SEARCH) {
        put_photos(kiosk, true);
        kiosk->dirty = true;
    }
}

void desk_forget_photos(struct kiosk *kiosk)
{
    for (int i = 0; i < DESK_SHELF; i++) {
        picture_finish(&kiosk->desk->shelf[i].picture);
    }
    memset(kiosk->desk->shelf, 0, sizeof kiosk->desk->shelf);
    for (size_t i = 0; i < DESK_ROWS; i++) {
        kiosk->model.desk.rows[i].photo = NULL;
    }
}

/* ---- one person ---- */

struct standing {
    char state[32];
    bool found;
};

static bool take_standing(const struct attendee_row *row, void *userdata)
{
    struct standing *standing = userdata;
    snprintf(standing->state, sizeof standing->state, "%s", row->state);
    standing->found = true;
    return false;
}

/* What may be done, by role and by how the person stands. */
static uint32_t deeds_of(struct kiosk *kiosk, const char *bar, bool suspended)
{
    const struct outcome *outcome = &kiosk->outcome;
    bool desk = desk_may(kiosk, PERMIT_REPLACE), badge = outcome->has_badge;
    bool waits = badge && outcome->badge.state == INTENT_PENDING;
    bool arrived = outcome->history.arrived,
         approved = outcome->attendee.approval == APPROVAL_APPROVED;
    const struct {
        enum desk_deed deed;
        bool offered;
    } rows[] = {
        {DESK_DEED_CHECK_IN, desk && !bar && !arrived},
        {DESK_DEED_PRINT, desk && !bar && arrived && (!badge || waits) && !suspended},
        {DESK_DEED_APPROVE, !approved && desk_may(kiosk, PERMIT_EDIT_APPROVED)},
        {DESK_DEED_REPLACE, desk && !bar && ((badge && !waits) || suspended)},
        {DESK_DEED_HAND_OVER,
         desk && !bar && badge && !waits && outcome->badge.state != INTENT_CONFIRMED},
        {DESK_DEED_FOUND, desk && suspended},
        {DESK_DEED_CORRECT, desk_may(kiosk, PERMIT_EDIT_APPROVED)},
        {DESK_DEED_PHOTO, desk_may(kiosk, PERMIT_EDIT_APPROVED)},
        {DESK_DEED_UNDO, desk_may(kiosk, PERMIT_UNDO) && kiosk->desk->last_passage[0]},
        {DESK_DEED_WITHDRAW, approved && desk_may(kiosk, PERMIT_REVOKE)},
    };
    uint32_t deeds = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        deeds |= rows[i].offered ? 1u << rows[i].deed : 0;
    }
    return deeds;
}

static bool load_person(struct kiosk *kiosk, uint64_t holder)
{
    struct store *store = kiosk->station->store;
    struct outcome *outcome = &kiosk->outcome;
    kiosk_person_forget(kiosk);
    if (store_attendee(store, holder, &outcome->attendee) != STORE_FOUND) {
        return false;
    }
    enum store_found found = store_intent_of(store, holder, &outcome->badge);
    outcome->known = true;
    outcome->checkpoint = kiosk->checkpoint;
    outcome->has_badge = found == STORE_FOUND && intent_may_exist(outcome->badge.state);
    return found != STORE_FAILED &&
           store_history(store, holder, outcome->has_badge ? outcome->badge.serial : 0,
                         &kiosk->checkpoint, &outcome->history);
}

void desk_read_person(struct kiosk *kiosk, uint64_t holder)
{
    struct desk_view *view = &kiosk->model.desk;
    struct standing standing = {.found = false};
    struct intent suspended;
    const char *bar = NULL;
    char query[HOLDER_TEXT_SIZE];
    if (!load_person(kiosk, holder) || !station_badge_bar(kiosk->station, holder, &bar) ||
        !store_search(kiosk->station->store, holder_format(holder, query), 1, take_standing,
                      &standing)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return;
    }
    kiosk_person_show(kiosk);
    kiosk->model.photo = kiosk->photo.rgb ? &kiosk->photo : NULL;
    snprintf(view->state, sizeof view->state, "%s", standing.state);
    snprintf(view->note, sizeof view->note, "%s", kiosk->outcome.attendee.guard_note);
    view->arrived_ms = kiosk->outcome.history.arrived ? kiosk->outcome.history.arrived_ms : 0;
    bool rests = store_suspended_of(kiosk->station->store, holder, &suspended) == STORE_FOUND;
    desk_read_history(kiosk, holder);
    view->deeds = deeds_of(kiosk, bar, rests);
    kiosk->dirty = true;
}

bool desk_open_person(struct kiosk *kiosk, uint64_t holder)
{
    kiosk->model.desk.replaces = false;
    desk_read_person(kiosk, holder);
    if (!kiosk->outcome.known) {
        return false;
    }
    if (kiosk->model.desk.screen != DESK_PERSON) {
        desk_go(kiosk, DESK_PERSON);
    } else {
        kiosk->model.desk.number++;
    }
    return true;
}

void desk_forget(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    kiosk_person_forget(kiosk);
    explicit_bzero(view->badges, sizeof view->badges);
    explicit_bzero(view->events, sizeof view->events);
    explicit_bzero(view->note, sizeof view->note);
    view->badge_count = view->event_count = 0;
    view->replaces = false;
    kiosk->desk->last_passage[0] = '\0';
    kiosk->dirty = true;
    kiosk_memory_trim(kiosk);
}
