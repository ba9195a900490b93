/*
 * One person at the desk: corrected, added, approved, withdrawn. Each is an event with who and why.
 * Once the event has staff, they sign in; what makes or changes an approved identity needs two.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/sign_in.h"
#include "roster.h"

enum action { ACTION_ADD, ACTION_CHANGE, ACTION_APPROVE, ACTION_REJECT, ACTION_WITHDRAW };

static const struct {
    const char *word, *kind;
    const char *approval; /* what it becomes; NULL: stays */
} actions[] = {
    [ACTION_ADD] = {"add", "attendee-added", "pending"},
    [ACTION_CHANGE] = {"change", "attendee-changed", NULL},
    [ACTION_APPROVE] = {"approve", "attendee-approved", "approved"},
    [ACTION_REJECT] = {"reject", "attendee-rejected", "rejected"},
    [ACTION_WITHDRAW] = {"withdraw", "attendee-withdrawn", "withdrawn"},
};

struct correction {
    const struct common *common;
    struct station *station;
    enum action action;
    struct arg_list sets; /* FIELD=VALUE */
    const char *photo, *by, *why;
    struct sign_in who;
    struct attendee before, after;
    char fields[STORE_CHANGES_MAX][32];
    char old[STORE_CHANGES_MAX][ATTENDEE_TEXT_SIZE];
    char new[STORE_CHANGES_MAX][ATTENDEE_TEXT_SIZE];
    size_t count;
    bool replaces_badge;
};

static bool complain(const char *what, const char *detail)
{
    fprintf(stderr, "lanyard attendee: %s%s%s\n", what, detail[0] ? ": " : "", detail);
    return false;
}

/* ---- who ---- */

struct match {
    struct attendee attendee;
    int count;
};

static bool take_match(const struct attendee_row *row, void *userdata)
{
    struct match *match = userdata;
    char name[2 * ATTENDEE_TEXT_SIZE], plain[2 * ATTENDEE_TEXT_SIZE], holder[HOLDER_TEXT_SIZE];
    if (match->count++ == 0) {
        match->attendee = row->attendee;
        return true;
    }
    if (match->count == 2) {
        attendee_latin_name(&match->attendee, name, sizeof name);
        fprintf(stderr, "lanyard attendee: several people match; give the holder of one:\n%s  %s\n",
                holder_format(match->attendee.holder, holder),
                plain_text(name, plain, sizeof plain));
    }
    attendee_latin_name(&row->attendee, name, sizeof name);
    fprintf(stderr, "%s  %s\n", holder_format(row->attendee.holder, holder),
            plain_text(name, plain, sizeof plain));
    return match->count < 8;
}

static enum exit_status find_person(struct correction *correction, const char *query)
{
    struct match match = {.count = 0};
    if (!store_search(correction->station->store, query, 8, take_match, &match)) {
        return EXIT_DEVICE;
    }
    if (match.count == 0) {
        complain("nobody matches", query);
    }
    correction->before = correction->after = match.attendee;
    return match.count == 1 ? EXIT_DONE : EXIT_NO;
}

/* ---- what ---- */

/* Sets a field and notes the difference. */
static bool set_field(struct correction *correction, const char *field, const char *value)
{
    struct store *store = correction->station->store;
    char error[512];
    if (strlen(field) >= sizeof correction->fields[0] || correction->count == STORE_CHANGES_MAX) {
        return complain("there is no such field", field);
    }
    char *old = correction->old[correction->count], *new = correction->new[correction->count];
    roster_get(store, &correction->after, field, old, ATTENDEE_TEXT_SIZE);
    if (!roster_set(store, &correction->after, field, value, error, sizeof error)) {
        return complain(field, error);
    }
    roster_get(store, &correction->after, field, new, ATTENDEE_TEXT_SIZE);
    if (strcmp(old, new) != 0) {
        snprintf(correction->fields[correction->count++], sizeof correction->fields[0], "%s",
                 field);
    }
    return true;
}

static bool set_all(struct correction *correction)
{
    for (size_t i = 0; i < correction->sets.count; i++) {
        const char *text = correction->sets.values[i], *equals = strchr(text, '=');
        char field[32];
        if (!equals || (size_t)(equals - text) >= sizeof field) {
            return complain("--set wants FIELD=VALUE", text);
        }
        snprintf(field, sizeof field, "%.*s", (int)(equals - text), text);
        if (!set_field(correction, field, equals + 1)) {
            return false;
        }
    }
    const char *approval = actions[correction->action].approval;
    return !approval || set_field(correction, "approval", approval);
}

static bool set_photo(struct correction *correction)
{
    char folder[4200], name[64], error[4600];
    if (!correction->photo) {
        return true;
    }
    snprintf(folder, sizeof folder, "%s/photos", correction->station->directory);
    if (!roster_take_photo(correction->photo, folder, name, sizeof name, error, sizeof error)) {
        return complain("--photo", error);
    }
    if (strcmp(name, correction->after.photo) != 0 && correction->count < STORE_CHANGES_MAX) {
        snprintf(correction->fields[correction->count], sizeof correction->fields[0], "photo");
        snprintf(correction->old[correction->count], ATTENDEE_TEXT_SIZE, "%s",
                 correction->after.photo);
        snprintf(correction->new[correction->count++], ATTENDEE_TEXT_SIZE, "%s", name);
        snprintf(correction->after.photo, sizeof correction->after.photo, "%s", name);
    }
    return true;
}

/* Whether a badge that may be out there no longer tells the truth. */
static bool look_at_badge(struct correction *correction)
{
    struct intent badge;
    enum store_found found =
        store_intent_of(correction->station->store, correction->after.holder, &badge);
    bool changed = false;
    for (size_t i = 0; i < correction->count; i++) {
        changed |= roster_field_on_badge(correction->fields[i]);
    }
    correction->replaces_badge = changed && found == STORE_FOUND && intent_may_exist(badge.state);
    return found != STORE_FAILED;
}

static bool append_fact(struct correction *correction)
{
    struct attendee_fact fact = {.holder = correction->after.holder,
                                 .kind = actions[correction->action].kind,
                                 .by = correction->by,
                                 .why = correction->why,
                                 .change_count = correction->count};
    for (size_t i = 0; i < correction->count; i++) {
        fact.changes[i].field = correction->fields[i];
        fact.changes[i].before = correction->old[i];
        fact.changes[i].after = correction->new[i];
    }
    return store_append_attendee_fact(correction->station->store, &fact);
}

/* ---- whether it may be done ---- */

/* Whose face, name, rights and codes those are. */
static bool is_identity(const char *field)
{
    return roster_field_on_badge(field) || strcmp(field, "external_id") == 0 ||
           strcmp(field, "foreign_code") == 0 || strcmp(field, "approval") == 0;
}

static bool names_identity(const struct correction *correction)
{
    bool named = correction->photo != NULL;
    for (size_t i = 0; i < correction->sets.count; i++) {
        char field[32];
        size_t length = strcspn(correction->sets.values[i], "=");
        snprintf(field, sizeof field, "%.*s", (int)(length < 31 ? length : 31),
                 correction->sets.values[i]);
        named |= is_identity(field);
    }
    return named;
}

/* Turning somebody away takes nobody's rights but that person's: one is enough. */
static enum permission permission_for(const struct correction *correction)
{
    bool approved =
        correction->action != ACTION_ADD && correction->before.approval == APPROVAL_APPROVED;
    bool identity = names_identity(correction);
    bool opens = correction->action == ACTION_APPROVE && !approved;
    return opens || (approved && identity) ? PERMIT_EDIT_APPROVED : PERMIT_EDIT;
}

/* ---- how it ends ---- */

static void show(const struct correction *correction)
{
    char name[2 * ATTENDEE_TEXT_SIZE], plain[3][2 * ATTENDEE_TEXT_SIZE], holder[HOLDER_TEXT_SIZE];
    attendee_latin_name(&correction->after, name, sizeof name);
    if (correction->common->json) {
        struct json_row *row = row_start();
        row_holder(row, "holder", correction->after.holder);
        row_text(row, "name", name);
        row_text(row, "approval", approval_string(correction->after.approval));
        row_bool(row, "replace_badge", correction->replaces_badge);
        row_append(row, "changes", NULL);
        for (size_t i = 0; i < correction->count; i++) {
            struct json_row *change = row_start();
            row_text(change, "field", correction->fields[i]);
            row_text(change, "before", correction->old[i]);
            row_text(change, "after", correction->new[i]);
            row_append(row, "changes", change);
        }
        row_print(row);
        return;
    }
    printf("%s  %s  %s\n", holder_format(correction->after.holder, holder),
           plain_text(name, plain[0], sizeof plain[0]),
           approval_string(correction->after.approval));
    for (size_t i = 0; i < correction->count; i++) {
        printf("  %s: \"%s\" is now \"%s\"\n", correction->fields[i],
               plain_text(correction->old[i], plain[1], sizeof plain[1]),
               plain_text(correction->new[i], plain[2], sizeof plain[2]));
    }
    if (correction->replaces_badge) {
        puts("  The badge must be replaced: lanyard replace … --reason wrong-data");
    }
}

/* Within a transaction. */
static enum exit_status correct(struct correction *correction)
{
    struct store *store = correction->station->store;
    if (!set_all(correction) || !set_photo(correction)) {
        return EXIT_USAGE;
    }
    if (!correction->after.family_name[0] && !correction->after.given_name[0]) {
        complain("a person needs a name", "--set family_name=… --set given_name=…");
        return EXIT_USAGE;
    }
    if (correction->count == 0 && correction->action != ACTION_ADD) {
        return EXIT_DONE; /* it is so already */
    }
    return store_put_attendee(store, &correction->after) && look_at_badge(correction) &&
                   append_fact(correction)
               ? EXIT_DONE
               : EXIT_DEVICE;
}

static enum exit_status work(struct correction *correction, const char *query)
{
    struct store *store = correction->station->store;
    enum exit_status status = EXIT_DONE;
    if (correction->action != ACTION_ADD) {
        status = find_person(correction, query);
    } else if (roster_new(store, &correction->after)) {
        correction->after.holder = holder_make();
    } else {
        status = EXIT_DEVICE;
    }
    if (status == EXIT_DONE) {
        status =
            sign_in("attendee", correction->station, permission_for(correction), &correction->who);
    }
    if (status != EXIT_DONE) {
        return status;
    }
    status = store_begin(store) ? correct(correction) : EXIT_DEVICE;
    if (status == EXIT_DONE && !store_commit(store)) {
        status = EXIT_DEVICE;
    }
    if (status == EXIT_DONE) {
        show(correction);
    } else {
        store_rollback(store);
    }
    return status;
}

static bool parse_action(const char *word, enum action *out)
{
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].word, word) == 0) {
            *out = (enum action)i;
            return true;
        }
    }
    return complain("the action is one of add, change, approve, reject, withdraw, not", word);
}

static enum exit_status run(int argc, char **argv)
{
    struct common common;
    struct correction *correction = calloc(1, sizeof *correction);
    if (!correction) {
        return EXIT_DEVICE;
    }
    const struct arg table[] = {
        {"set", ARG_LIST, &correction->sets}, {"photo", ARG_TEXT, &correction->photo},
        {"by", ARG_TEXT, &correction->by},    {"why", ARG_TEXT, &correction->why},
        SIGN_IN_ARGS(correction->who),        {NULL, ARG_FLAG, NULL},
    };
    enum exit_status status = EXIT_USAGE;
    correction->common = &common;
    if (!args_read(&command_attendee, argc, argv, table, 1, 2, &common) ||
        !parse_action(common.words[0], &correction->action)) {
        goto out;
    }
    bool adds = correction->action == ACTION_ADD;
    if (!correction->by && correction->who.staff) { /* a card's text stays out of the record */
        bool name = strlen(correction->who.staff) < STAFF_NAME_SIZE;
        correction->by = name ? correction->who.staff : "staff card";
    }
    if (adds != (common.word_count == 1) || (!adds && !common.words[1][0]) || !correction->by ||
        !correction->by[0] || !correction->why || !correction->why[0]) {
        complain(
            "give --by WHO (or --staff NAME) and --why REASON, and a QUERY unless you add somebody",
            "");
        goto out;
    }
    correction->station = command_station(&common, STORE_READ_WRITE);
    if (correction->station) {
        status = work(correction, common.words[1]);
    }
    station_close(correction->station);
out:
    free(correction);
    return status;
}

const struct command command_attendee = {
    .name = "attendee",
    .usage = "add|change|approve|reject|withdraw [QUERY] [--set FIELD=VALUE]… [--photo FILE] "
             "[--by WHO] --why REASON" SIGN_IN_USAGE,
    .summary = "Corrects, adds, approves or withdraws a person",
    .options =
        "  --set FIELD=VALUE  as the fields of 'lanyard import'; may be repeated\n"
        "  --photo FILE       a new photo, JPEG or PNG\n"
        "  --by WHO           who says so, kept in the record; default the --staff\n"
        "  --why REASON       why; kept in the record\n" SIGN_IN_OPTIONS
        "Who is added waits for approval. Once the event has staff, they sign in, and a second\n"
        "person approves when somebody is approved, or when the name, photo, rights or codes of\n"
        "somebody approved change.\n",
    .run = run,
};
