/* One record into the store. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "kiosk/roster/import.h"

static bool store_fault(struct import *import)
{
    import->failed = true;
    return false;
}

/* ---- whose record it is ---- */

#define DERIVED "auto-" /* an id begins with it that no file gave */

/* For a file without an id of its own: from what tells people apart. */
static void derive_id(const struct record *record, char id[64])
{
    char text[4 * ATTENDEE_TEXT_SIZE], folded[4 * ATTENDEE_TEXT_SIZE];
    uint8_t hash[DIGEST_SIZE] = {0};
    struct digest *digest = digest_create();
    if (record->text[FIELD_FOREIGN_CODE][0]) {
        snprintf(folded, sizeof folded, "%s", record->text[FIELD_FOREIGN_CODE]);
    } else {
        snprintf(text, sizeof text, "%s %s %s %s", record->text[FIELD_FAMILY_NAME],
                 record->text[FIELD_GIVEN_NAME], record->text[FIELD_DELEGATION],
                 record->text[FIELD_EMAIL]);
        text_fold(text, folded, sizeof folded);
    }
    if (digest) {
        digest_add(digest, folded, strlen(folded));
        digest_end(digest, hash);
    }
    digest_destroy(digest);
    size_t used = (size_t)snprintf(id, 64, DERIVED);
    for (size_t i = 0; i < 8; i++) {
        used += (size_t)snprintf(id + used, 64 - used, "%02x", hash[i]);
    }
}

static void say_derived(struct import *import)
{
    if (!import->said_derived) {
        import->said_derived = true;
        remark(&import->remarks, NULL, ROSTER_NOTE, 0, "external_id",
               "the file has no column with an id, so people are told apart by ticket, or by name, "
               "delegation and e-mail: a spelling that is mended makes a new person. Better add a "
               "column \"id\"");
    }
}

/* Somebody who came without an id, by a ticket, and now gets one. */
static enum store_found find_derived(struct store *store, const char *ticket, struct attendee *out)
{
    enum store_found found = store_attendee_by_foreign(store, ticket, out);
    bool derived = strncmp(out->external_id, DERIVED, sizeof DERIVED - 1) == 0;
    return found == STORE_FOUND && !derived ? STORE_NOT_FOUND : found;
}

/* Finds the person that a record is about; holder 0 in *out for a new one. */
static bool find_person(struct import *import, struct record *record, struct attendee *out)
{
    struct store *store = import->store;
    uint64_t holder;
    enum store_found found = STORE_NOT_FOUND;
    if (record->text[FIELD_HOLDER][0] && holder_parse(record->text[FIELD_HOLDER], &holder)) {
        found = store_attendee(store, holder, out);
    }
    if (found == STORE_NOT_FOUND && record->text[FIELD_EXTERNAL_ID][0]) {
        found = store_attendee_by_external(store, record->text[FIELD_EXTERNAL_ID], out);
        if (found == STORE_NOT_FOUND && record->text[FIELD_FOREIGN_CODE][0]) {
            found = find_derived(store, record->text[FIELD_FOREIGN_CODE], out);
        }
    } else if (found == STORE_NOT_FOUND) {
        if (record->text[FIELD_FOREIGN_CODE][0]) {
            found = store_attendee_by_foreign(store, record->text[FIELD_FOREIGN_CODE], out);
        }
        if (found == STORE_NOT_FOUND) {
            say_derived(import);
            derive_id(record, record->text[FIELD_EXTERNAL_ID]);
            record->given[FIELD_EXTERNAL_ID] = true;
            found = store_attendee_by_external(store, record->text[FIELD_EXTERNAL_ID], out);
        } else if (found == STORE_FOUND) {
            record->given[FIELD_EXTERNAL_ID] = false; /* keeps the one it has */
        }
    }
    if (found == STORE_NOT_FOUND) {
        out->holder = 0;
    }
    return found != STORE_FAILED;
}

static void check_twice(struct import *import, struct record *record, uint64_t holder)
{
    int64_t row = holder ? seen_row(&import->seen, holder) : 0;
    if (row != 0) {
        remark(&import->remarks, record, ROSTER_ERROR, record->row, "external_id",
               "the same person as in row %" PRId64 " (id \"%s\")", row,
               record->text[FIELD_EXTERNAL_ID]);
    }
}

/* A ticket's code stands for one person. */
static bool check_foreign(struct import *import, struct record *record, uint64_t holder)
{
    struct attendee other;
    const char *code = record->text[FIELD_FOREIGN_CODE];
    if (!code[0]) {
        return true;
    }
    enum store_found found = store_attendee_by_foreign(import->store, code, &other);
    if (found == STORE_FOUND && other.holder != holder) {
        remark(&import->remarks, record, ROSTER_ERROR, record->row, "foreign_code",
               "this ticket's code belongs to %s %s (id \"%s\") already", other.given_name,
               other.family_name, other.external_id);
    }
    return found != STORE_FAILED;
}

/* ---- its fields ---- */

/* An empty cell takes nothing away where a person always has something. */
static bool keeps_when_empty(enum roster_field field)
{
    return field == FIELD_HOLDER || field == FIELD_EXTERNAL_ID || field == FIELD_PHOTO ||
           field == FIELD_ZONES || field == FIELD_VENUES || field == FIELD_DAYS ||
           field == FIELD_APPROVAL || field == FIELD_CATEGORY;
}

static bool set_fields(struct import *import, struct record *record, const char *base,
                       struct person *person)
{
    for (int i = 0; i < FIELD_EXPORTED; i++) {
        enum roster_field field = (enum roster_field)i;
        char error[512];
        const char *text = record->text[field];
        if (!record->given[field] || (!text[0] && keeps_when_empty(field)) ||
            base_has(base, field, text) || (field == FIELD_PHOTO && import->photos.from)) {
            continue;
        }
        enum lookup lookup = person_set(import->places, person, field, text, error, sizeof error);
        if (lookup == LOOKUP_FAILED) {
            return false;
        }
        if (lookup == LOOKUP_UNKNOWN) {
            remark(&import->remarks, record, ROSTER_ERROR, record->row, field_name(field), "%s",
                   error);
        }
    }
    if (record->text[FIELD_EMAIL][0] && !strchr(record->text[FIELD_EMAIL], '@')) {
        remark(&import->remarks, record, ROSTER_NOTE, record->row, "email",
               "\"%s\" is no e-mail address", record->text[FIELD_EMAIL]);
    }
    return true;
}

bool roster_field_on_badge(const char *field)
{
    static const enum roster_field fields[] = {
        FIELD_FAMILY_NAME,  FIELD_GIVEN_NAME, FIELD_NATIVE_NAME, FIELD_POSITION,
        FIELD_ORGANISATION, FIELD_DELEGATION, FIELD_CATEGORY,    FIELD_PHOTO,
        FIELD_ZONES,        FIELD_VENUES,     FIELD_DAYS,        FIELD_ESCORT_REQUIRED,
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(field, field_name(fields[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_badge(struct import *import, uint64_t holder, bool *out)
{
    struct intent badge;
    enum store_found found = store_intent_of(import->store, holder, &badge);
    *out = found == STORE_FOUND && intent_may_exist(badge.state);
    return found != STORE_FAILED;
}

static void tell_change(const struct import *import, const struct record *record,
                        const struct person *person, const struct attendee_change *change,
                        bool badge)
{
    const struct roster_listener *listener = import->remarks.listener;
    const struct roster_change told = {
        .row = record->row,
        .attendee = &person->attendee,
        .field = change->field,
        .before = change->before,
        .after = change->after,
        .replaces_badge = badge && roster_field_on_badge(change->field),
    };
    if (listener && listener->change) {
        listener->change(&told, listener->userdata);
    }
}

/* The differences between before and after: noted in *out, and told. */
static bool find_changes(struct import *import, const struct record *record,
                         const struct person *person, struct attendee_fact *out)
{
    bool badge = false;
    for (int i = 0; i < FIELD_EXPORTED; i++) {
        const char *before = import->before.text[i], *after = import->after.text[i];
        if (strcmp(before, after) == 0) {
            continue;
        }
        if (out->change_count == 0 && !has_badge(import, person->attendee.holder, &badge)) {
            return false;
        }
        struct attendee_change *change = &out->changes[out->change_count++];
        *change = (struct attendee_change){field_name((enum roster_field)i), before, after};
        tell_change(import, record, person, change, badge);
    }
    return true;
}

/* Who changed which field: the file, by its row. */
static bool append_change(struct import *import, const struct record *record,
                          struct attendee_fact *fact)
{
    char why[ATTENDEE_TEXT_SIZE + 32];
    snprintf(why, sizeof why, "row %" PRId64 " of %.*s", record->row, ATTENDEE_TEXT_SIZE - 1,
             import->file_name);
    fact->kind = "attendee-changed";
    fact->by = "import";
    fact->why = why;
    return import->options->dry_run || store_append_attendee_fact(import->store, fact);
}

static bool gives_tie(const struct record *record)
{
    return record->given[FIELD_SESSIONS] || record->given[FIELD_HOST] ||
           record->given[FIELD_ESCORT] || record->given[FIELD_ACCOMPANIES];
}

static bool put_person(struct import *import, const struct record *record, struct person *person,
                       const char *base)
{
    return store_put_attendee(import->store, &person->attendee) &&
           (!gives_tie(record) ||
            store_put_tie(import->store, person->attendee.holder, &person->tie)) &&
           store_put_roster_row(import->store, person->attendee.holder, base);
}

static bool add_person(struct import *import, struct record *record)
{
    struct person person;
    if (!record->text[FIELD_FAMILY_NAME][0] && !record->text[FIELD_GIVEN_NAME][0]) {
        remark(&import->remarks, record, ROSTER_ERROR, record->row, "family_name",
               "a person needs a name");
        return true;
    }
    person_start(import->places, &person);
    if (!set_fields(import, record, NULL, &person)) {
        return false;
    }
    if (record->rejected) {
        return true;
    }
    photos_take(&import->photos, record, &person, &import->remarks);
    if (!put_person(import, record, &person, base_write(record, import->base)) ||
        !seen_add(&import->seen, person.attendee.holder, record->row)) {
        return false;
    }
    import->remarks.summary->added++;
    return true;
}

static bool change_person(struct import *import, struct record *record, struct person *person,
                          const char *base)
{
    struct attendee_fact fact = {.holder = person->attendee.holder};
    if (store_tie(import->store, person->attendee.holder, &person->tie) == STORE_FAILED) {
        return false;
    }
    person_texts(import->places, person, &import->before);
    if (!set_fields(import, record, base, person)) {
        return false;
    }
    if (record->rejected) {
        return true;
    }
    photos_take(&import->photos, record, person, &import->remarks);
    person_texts(import->places, person, &import->after);
    if (!find_changes(import, record, person, &fact)) {
        return false;
    }
    bool changed = fact.change_count > 0;
    base_write(record, import->base);
    bool same_base = base && strcmp(base, import->base) == 0;
    if (changed ? !put_person(import, record, person, import->base) ||
                      !append_change(import, record, &fact)
                : !same_base &&
                      !store_put_roster_row(import->store, person->attendee.holder, import->base)) {
        return false;
    }
    *(changed ? &import->remarks.summary->changed : &import->remarks.summary->unchanged) += 1;
    return seen_add(&import->seen, person->attendee.holder, record->row);
}

/* The quick way for the many rows that are as they were. */
static bool is_same(struct import *import, const struct record *record, const char *base)
{
    return base && !import->photos.from && strcmp(base_write(record, import->base), base) == 0;
}

static bool take_known(struct import *import, struct record *record, struct person *person)
{
    char *base;
    if (store_roster_row(import->store, person->attendee.holder, &base) == STORE_FAILED) {
        return false;
    }
    bool ok;
    if (is_same(import, record, base)) {
        import->remarks.summary->unchanged++;
        ok = seen_add(&import->seen, person->attendee.holder, record->row);
    } else {
        ok = change_person(import, record, person, base);
    }
    free(base);
    return ok;
}

static bool take_record(struct import *import, struct record *record)
{
    struct person person = {.attendee = {.holder = 0}};
    names_assemble(record, &import->remarks);
    if (record->rejected) {
        return true;
    }
    if (!find_person(import, record, &person.attendee)) {
        return false;
    }
    check_twice(import, record, person.attendee.holder);
    if (!record->rejected && !check_foreign(import, record, person.attendee.holder)) {
        return false;
    }
    if (record->rejected) {
        return true;
    }
    return person.attendee.holder ? take_known(import, record, &person)
                                  : add_person(import, record);
}

bool import_record(struct record *record, void *userdata)
{
    struct import *import = userdata;
    if (!take_record(import, record)) {
        return store_fault(import);
    }
    import->remarks.summary->rejected += record->rejected;
    return true;
}
