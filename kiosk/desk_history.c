/* What has happened to a person, read back from the log. */
#include <stdio.h>
#include <string.h>

#include "kiosk/desk.h"
#include "store_access.h"

#define LOOK_BACK 50000 /* events; a log of more is not read to its beginning at a desk */

struct reading {
    struct kiosk *kiosk;
    char mark[48]; /* "holder":"0123…" */
    int64_t seen;
};

/* Copies the text of a member. Bodies are written by one function: a quote within a value is
 * escaped, so what stands here as a member is one. False: there is none. */
static bool member(const struct audit_event *event, const char *name, char *out, size_t size)
{
    char wanted[48];
    int length = snprintf(wanted, sizeof wanted, "\"%s\":\"", name);
    const char *at = memmem(event->body, event->body_size, wanted, (size_t)length);
    out[0] = '\0';
    if (!at) {
        return false;
    }
    at += length;
    size_t left = event->body_size - (size_t)(at - event->body), used = 0;
    while (used < left && at[used] != '"' && at[used] != '\\' && used + 1 < size) {
        out[used] = at[used];
        used++;
    }
    out[used] = '\0';
    return true;
}

static bool is_passage(const char *kind)
{
    return strcmp(kind, "arrival") == 0 || strcmp(kind, "admission") == 0 ||
           strcmp(kind, "exit") == 0;
}

static void take_badge(struct kiosk *kiosk, const struct audit_event *event)
{
    char uuid[UUID_TEXT_SIZE];
    struct intent intent;
    struct access_history history;
    struct store *store = kiosk->station->store;
    struct desk_view *view = &kiosk->model.desk;
    if (view->badge_count == DESK_BADGES || !member(event, "intent", uuid, sizeof uuid) ||
        store_intent(store, uuid, &intent) != STORE_FOUND ||
        !store_history(store, intent.holder, intent.serial, &kiosk->checkpoint, &history)) {
        return;
    }
    struct desk_badge *badge = &view->badges[view->badge_count++];
    *badge = (struct desk_badge){
        .serial = intent.serial, .issue = intent.issue, .at_ms = intent.created_ms};
    snprintf(badge->state, sizeof badge->state, "%s",
             history.serial_revoked     ? "revoked"
             : history.serial_suspended ? "suspended"
                                        : intent_state_string(intent.state));
}

/* The place's name for its code. */
static void write_place(struct kiosk *kiosk, const struct audit_event *event, char *out,
                        size_t size)
{
    char code[32];
    struct checkpoint checkpoint;
    out[0] = '\0';
    if (member(event, "checkpoint", code, sizeof code) && code[0] &&
        store_checkpoint(kiosk->station->store, code, &checkpoint) == STORE_FOUND) {
        snprintf(out, size, "%s", checkpoint.name);
    }
}

/* Of the course of a print only its end is worth a line. */
static bool is_told(const struct audit_event *event)
{
    char state[24];
    return strcmp(event->kind, "badge-state") != 0 ||
           (member(event, "state", state, sizeof state) && strcmp(state, "confirmed") == 0);
}

static void take_event(struct kiosk *kiosk, const struct audit_event *event)
{
    struct desk_view *view = &kiosk->model.desk;
    struct desk_event *out = &view->events[view->event_count];
    if (view->event_count == DESK_EVENTS || !is_told(event)) {
        return;
    }
    *out = (struct desk_event){.at_ms = hlc_ms(event->hlc)};
    snprintf(out->kind, sizeof out->kind, "%s", event->kind);
    write_place(kiosk, event, out->where, sizeof out->where);
    if (!member(event, "staff", out->staff, sizeof out->staff)) {
        member(event, "by", out->staff, sizeof out->staff);
    }
    view->event_count++;
}

static bool look_at(const struct audit_event *event, void *userdata)
{
    struct reading *reading = userdata;
    struct kiosk *kiosk = reading->kiosk;
    struct desk *desk = kiosk->desk;
    if (!memmem(event->body, event->body_size, reading->mark, strlen(reading->mark))) {
        return ++reading->seen < LOOK_BACK;
    }
    if (strcmp(event->kind, "undo") == 0) {
        desk->undone |= !desk->last_passage[0]; /* the newest passage is taken back already */
    } else if (is_passage(event->kind) && !desk->last_passage[0] && !desk->undone) {
        uuid_format(event->uuid, desk->last_passage);
    }
    if (strcmp(event->kind, "badge-issued") == 0) {
        take_badge(kiosk, event);
    }
    take_event(kiosk, event);
    return true;
}

void desk_read_history(struct kiosk *kiosk, uint64_t holder)
{
    struct desk_view *view = &kiosk->model.desk;
    struct reading reading = {.kiosk = kiosk};
    char text[HOLDER_TEXT_SIZE];
    snprintf(reading.mark, sizeof reading.mark, "\"holder\":\"%s\"", holder_format(holder, text));
    view->badge_count = view->event_count = 0;
    kiosk->desk->last_passage[0] = '\0';
    kiosk->desk->undone = false;
    store_events(kiosk->station->store, true, LOOK_BACK, look_at, &reading);
}
