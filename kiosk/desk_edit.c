/* Correcting and registering: a draft of the person, one field after the other, saved as one event
 * with each value before and after. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <string.h>

#include "kiosk/desk.h"
#include "log.h"
#include "roster.h"
#include "timebase.h"

/* What stands on a badge or finds a person; the rest is the organiser's file. */
static const char *const fields[] = {"family_name", "given_name", "native_name",
                                     "title",       "position",   "organisation",
                                     "delegation",  "category",   "email"};
#define FIELDS (sizeof fields / sizeof fields[0])
#define CHOICES 512

static const struct attendee *original(const struct kiosk *kiosk)
{
    static const struct attendee nobody;
    return kiosk->model.desk.is_new ? &nobody : &kiosk->outcome.attendee;
}

static void value_of(struct kiosk *kiosk, const struct attendee *attendee, const char *field,
                     char *out, size_t size)
{
    struct delegation delegation;
    out[0] = '\0';
    if (strcmp(field, "delegation") == 0 &&
        store_delegation(kiosk->station->store, attendee->delegation, &delegation) == STORE_FOUND) {
        roster_delegation_name(&delegation, kiosk->model.language, out, size);
    } else {
        roster_get(kiosk->station->store, attendee, field, out, size);
    }
}

void desk_list_fields(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    char key[48], before[ATTENDEE_TEXT_SIZE];
    desk_clear_rows(kiosk);
    view->replaces = false;
    for (size_t i = 0; i < FIELDS; i++) {
        snprintf(key, sizeof key, "desk.field.%s", fields[i]);
        struct desk_row row = {.issue = 0};
        snprintf(row.name, sizeof row.name, "%s", key);
        value_of(kiosk, &kiosk->desk->draft, fields[i], row.more, sizeof row.more);
        value_of(kiosk, original(kiosk), fields[i], before, sizeof before);
        row.changed = !view->is_new && strcmp(row.more, before) != 0;
        view->replaces |=
            row.changed && kiosk->outcome.has_badge && roster_field_on_badge(fields[i]);
        if ((int)i >= view->first && view->row_count < DESK_ROWS) {
            view->rows[view->row_count++] = row;
        }
    }
    bool photo = strcmp(kiosk->desk->draft.photo, original(kiosk)->photo) != 0;
    view->replaces |= photo && kiosk->outcome.has_badge;
    view->total = (int)FIELDS;
}

void desk_start_fields(struct kiosk *kiosk, bool is_new)
{
    struct desk_view *view = &kiosk->model.desk;
    view->is_new = is_new;
    kiosk->desk->draft = kiosk->outcome.attendee;
    if (is_new && !roster_new(kiosk->station->store, &kiosk->desk->draft)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return;
    }
    desk_go(kiosk, DESK_FIELDS);
    desk_list_fields(kiosk);
}

/* ---- one field ---- */

static bool is_chosen(const char *field)
{
    return strcmp(field, "delegation") == 0 || strcmp(field, "category") == 0;
}

static bool begins_somewhere(const char *name, const char *text)
{
    for (const char *at = name; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncasecmp(at, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}

/* The n-th value from `first` on that the text is the beginning of a word of. */
static void offer(struct kiosk *kiosk, int *at, const char *code, const char *name, bool now)
{
    struct desk_view *view = &kiosk->model.desk;
    if (!begins_somewhere(name, view->field.text)) {
        return;
    }
    if ((*at)++ >= view->first && view->row_count < DESK_ROWS) {
        struct desk_row *row = desk_add_row(kiosk, name, "");
        snprintf(row->native, sizeof row->native, "%.200s", code);
        row->changed = now;
    }
}

static int offer_delegations(struct kiosk *kiosk)
{
    static struct delegation all[CHOICES];
    struct desk_view *view = &kiosk->model.desk;
    int at = 0, count = store_delegations(kiosk->station->store, all, CHOICES);
    for (int i = 0; i < count; i++) {
        char name[ATTENDEE_TEXT_SIZE];
        size_t before = view->row_count;
        roster_delegation_name(&all[i], kiosk->model.language, name, sizeof name);
        offer(kiosk, &at, all[i].code, name,
              strcmp(all[i].code, kiosk->desk->draft.delegation) == 0);
        if (view->row_count > before) {
            snprintf(view->rows[before].country, sizeof view->rows[before].country, "%s",
                     delegation_flag(&all[i]));
        }
    }
    return at;
}

static int offer_categories(struct kiosk *kiosk)
{
    struct category all[64];
    struct desk_view *view = &kiosk->model.desk;
    int at = 0, count = store_categories(kiosk->station->store, all, 64);
    for (int i = 0; i < count; i++) {
        size_t before = view->row_count;
        offer(kiosk, &at, all[i].name, all[i].name, all[i].code == kiosk->desk->draft.category);
        if (view->row_count > before) {
            struct desk_row *row = &view->rows[before];
            snprintf(row->mark, sizeof row->mark, "%s", all[i].letter);
            row->rgb = all[i].rgb;
        }
    }
    return at;
}

void desk_edit_changed(struct kiosk *kiosk)
{
    const char *field = kiosk->desk->field;
    desk_clear_rows(kiosk);
    if (is_chosen(field)) {
        kiosk->model.desk.total =
            strcmp(field, "category") == 0 ? offer_categories(kiosk) : offer_delegations(kiosk);
    }
}

void desk_open_field(struct kiosk *kiosk, int index)
{
    struct desk_view *view = &kiosk->model.desk;
    struct desk *desk = kiosk->desk;
    size_t at = (size_t)(view->first + index);
    if (at >= FIELDS) {
        return;
    }
    char value[ATTENDEE_TEXT_SIZE] = "";
    snprintf(desk->field, sizeof desk->field, "%s", fields[at]);
    snprintf(view->label, sizeof view->label, "desk.field.%s", fields[at]);
    if (!is_chosen(desk->field)) {
        roster_get(kiosk->station->store, &desk->draft, desk->field, value, sizeof value);
    }
    desk_text_set(&view->field, value);
    view->shift = !value[0];
    view->keyboard |= !is_chosen(desk->field);
    bool latin = strcmp(desk->field, "native_name") != 0;
    view->layout = latin ? DESK_LATIN : view->layout;
    desk_go(kiosk, DESK_EDIT);
    desk_edit_changed(kiosk);
}

static void take_value(struct kiosk *kiosk, const char *value)
{
    char error[512];
    if (!roster_set(kiosk->station->store, &kiosk->desk->draft, kiosk->desk->field, value, error,
                    sizeof error)) {
        desk_say(kiosk, "desk.notice.bad-value", error, true);
        return;
    }
    desk_text_set(&kiosk->model.desk.field, "");
    desk_back(kiosk);
}

void desk_edit_done(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    if (strcmp(kiosk->desk->field, "stock") == 0) {
        desk_take_stock(kiosk);
    } else if (!is_chosen(kiosk->desk->field)) {
        char value[DESK_TEXT_SIZE];
        snprintf(value, sizeof value, "%s", view->field.text);
        take_value(kiosk, value);
    } else if (view->row_count > 0) {
        desk_choose_value(kiosk, 0);
    }
}

void desk_choose_value(struct kiosk *kiosk, int index)
{
    char value[ATTENDEE_TEXT_SIZE];
    snprintf(value, sizeof value, "%s", kiosk->model.desk.rows[index].native);
    take_value(kiosk, value);
}

/* ---- saving ---- */

struct change_texts {
    char before[FIELDS + 2][ATTENDEE_TEXT_SIZE], after[FIELDS + 2][ATTENDEE_TEXT_SIZE];
};

static void note_change(struct kiosk *kiosk, struct attendee_fact *fact, struct change_texts *texts,
                        const char *field)
{
    struct store *store = kiosk->station->store;
    size_t at = fact->change_count;
    texts->before[at][0] = '\0';
    if (!kiosk->model.desk.is_new) {
        roster_get(store, &kiosk->outcome.attendee, field, texts->before[at], ATTENDEE_TEXT_SIZE);
    }
    roster_get(store, &kiosk->desk->draft, field, texts->after[at], ATTENDEE_TEXT_SIZE);
    if (strcmp(texts->before[at], texts->after[at]) != 0) {
        fact->changes[at].field = field;
        fact->changes[at].before = texts->before[at];
        fact->changes[at].after = texts->after[at];
        fact->change_count++;
    }
}

static bool write_draft(struct kiosk *kiosk, const char *kind, size_t *changes)
{
    struct store *store = kiosk->station->store;
    struct desk *desk = kiosk->desk;
    static struct change_texts texts;
    struct attendee_fact fact = {.kind = kind,
                                 .by = desk->session.name[0] ? desk->session.name : "desk",
                                 .why = "at the desk"};
    for (size_t i = 0; i < FIELDS; i++) {
        note_change(kiosk, &fact, &texts, fields[i]);
    }
    note_change(kiosk, &fact, &texts, "photo");
    note_change(kiosk, &fact, &texts, "approval");
    *changes = fact.change_count;
    if (fact.change_count == 0) {
        return true;
    }
    bool written = false;
    if (store_begin(store)) {
        written = store_put_attendee(store, &desk->draft);
        fact.holder = desk->draft.holder;
        written = written && store_append_attendee_fact(store, &fact) && store_commit(store);
        if (!written) {
            store_rollback(store);
        }
    }
    explicit_bzero(&texts, sizeof texts);
    return written;
}

bool desk_save(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    struct desk *desk = kiosk->desk;
    size_t changes = 0;
    if (!desk->draft.family_name[0] && !desk->draft.given_name[0]) {
        desk_say(kiosk, "desk.notice.needs-name", NULL, true);
        return false;
    }
    desk_list_fields(kiosk); /* whether the badge must be replaced */
    if (view->is_new) {
        desk->draft.holder = holder_make();
        desk->draft.approval = APPROVAL_PENDING;
    }
    if (!write_draft(kiosk, view->is_new ? "attendee-added" : "attendee-changed", &changes)) {
        desk_say(kiosk, "desk.notice.fault", NULL, true);
        return false;
    }
    kiosk->outcome.attendee.holder = desk->draft.holder;
    if (changes == 0) {
        desk_back(kiosk);
        desk_say(kiosk, "desk.notice.unchanged", NULL, false);
    }
    return changes > 0;
}

bool desk_set_approval(struct kiosk *kiosk, const char *kind, const char *approval)
{
    size_t changes;
    kiosk->model.desk.is_new = false;
    kiosk->desk->draft = kiosk->outcome.attendee;
    return approval_parse(approval, &kiosk->desk->draft.approval) &&
           write_draft(kiosk, kind, &changes);
}
