/* Delegations: their names, and who answers for each one's list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kiosk/commands/sign_in.h"
#include "roster.h"
#include "store_count.h"
#include "text.h"

#define DELEGATIONS_MAX 512

struct delegation_options {
    const char *name, *country, *focal_point, *email, *phone, *language;
    struct sign_in who;
};

static enum exit_status complain(const char *what, const char *detail)
{
    fprintf(stderr, "lanyard delegation: %s%s%s\n", what, detail[0] ? ": " : "", detail);
    return EXIT_USAGE;
}

/* ---- list ---- */

struct listing {
    struct delegation delegations[DELEGATIONS_MAX];
    int64_t people[DELEGATIONS_MAX];
    int count;
};

static bool count_people(const struct count_expected *row, void *userdata)
{
    struct listing *listing = userdata;
    for (int i = 0; i < listing->count; i++) {
        if (strcmp(listing->delegations[i].code, row->delegation) == 0) {
            listing->people[i] += row->people;
        }
    }
    return true;
}

static void show(const struct common *common, const struct delegation *delegation,
                 const char *language, const struct focal_point *focal, int64_t people)
{
    char name[ATTENDEE_TEXT_SIZE], plain[4][ATTENDEE_TEXT_SIZE];
    roster_delegation_name(delegation, language, name, sizeof name);
    if (!common->json) {
        printf("%-12s %5lld  %s%s%s%s%s%s%s\n", delegation->code, (long long)people,
               plain_text(name, plain[0], sizeof plain[0]), focal->name[0] ? " -- " : "",
               plain_text(focal->name, plain[1], sizeof plain[1]), focal->email[0] ? ", " : "",
               plain_text(focal->email, plain[2], sizeof plain[2]), focal->phone[0] ? ", " : "",
               plain_text(focal->phone, plain[3], sizeof plain[3]));
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "delegation", delegation->code);
    row_text(row, "name", name);
    row_text(row, "country", delegation->country);
    row_int(row, "people", people);
    row_text(row, "focal_point", focal->name);
    row_text(row, "email", focal->email);
    row_text(row, "phone", focal->phone);
    row_print(row);
}

static enum exit_status list(struct station *station, const struct common *common,
                             const struct delegation_options *options)
{
    struct listing *listing = calloc(1, sizeof *listing);
    if (listing) {
        listing->count = store_delegations(station->store, listing->delegations, DELEGATIONS_MAX);
    }
    bool ok = listing && listing->count >= 0 &&
              store_count_expected(station->store, count_people, listing);
    for (int i = 0; ok && i < listing->count; i++) {
        struct focal_point focal;
        ok =
            store_focal_point(station->store, listing->delegations[i].code, &focal) != STORE_FAILED;
        if (ok) {
            show(common, &listing->delegations[i], options->language, &focal, listing->people[i]);
        }
    }
    free(listing);
    return ok ? EXIT_DONE : EXIT_DEVICE;
}

/* ---- set ---- */

struct edit {
    struct delegation delegation;
    struct focal_point focal;
    char before[5][ATTENDEE_TEXT_SIZE];
    struct attendee_fact fact;
};

/* Takes a cleaned value into its field and notes the difference. */
static bool take(struct edit *edit, const char *field, const char *value, char *out, size_t size)
{
    char clean[ATTENDEE_TEXT_SIZE];
    if (!value) {
        return true;
    }
    enum text_fault fault = text_clean(value, strlen(value), clean, sizeof clean);
    fault = strlen(clean) < size ? fault : TEXT_TOO_LONG;
    if (text_refused(fault)) {
        complain(field, text_fault_string(fault));
        return false;
    }
    if (strcmp(clean, out) != 0) {
        size_t at = edit->fact.change_count++;
        snprintf(edit->before[at], sizeof edit->before[at], "%s", out);
        snprintf(out, size, "%s", clean);
        edit->fact.changes[at] = (struct attendee_change){field, edit->before[at], out};
    }
    return true;
}

static bool take_all(struct edit *edit, const struct delegation_options *options)
{
    struct country country = {.alpha2 = ""};
    if (options->country && options->country[0] && !country_find(options->country, &country)) {
        complain("--country: no ISO 3166 code and no country's name", options->country);
        return false;
    }
    if (options->email && options->email[0] && !strchr(options->email, '@')) {
        complain("--email: no e-mail address", options->email);
        return false;
    }
    struct delegation *delegation = &edit->delegation;
    struct focal_point *focal = &edit->focal;
    return take(edit, "country", options->country ? country.alpha2 : NULL, delegation->country,
                sizeof delegation->country) &&
           take(edit, "name", options->name, delegation->name, sizeof delegation->name) &&
           take(edit, "focal_point", options->focal_point, focal->name, sizeof focal->name) &&
           take(edit, "email", options->email, focal->email, sizeof focal->email) &&
           take(edit, "phone", options->phone, focal->phone, sizeof focal->phone);
}

/* The delegation of a code in capitals or not; a new one where there is none. False: fault. */
static bool find(struct station *station, const char *code, struct edit *out, bool *known)
{
    struct listing *listing = calloc(1, sizeof *listing);
    int count =
        listing ? store_delegations(station->store, listing->delegations, DELEGATIONS_MAX) : -1;
    *known = false;
    snprintf(out->delegation.code, sizeof out->delegation.code, "%s", code);
    for (int i = 0; i < count; i++) {
        if (strcasecmp(listing->delegations[i].code, code) == 0) {
            out->delegation = listing->delegations[i];
            *known = true;
        }
    }
    free(listing);
    return count >= 0 &&
           store_focal_point(station->store, out->delegation.code, &out->focal) != STORE_FAILED;
}

static bool is_code(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length < sizeof((struct delegation *)0)->code &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
               length;
}

static bool keep(struct station *station, struct edit *edit,
                 const struct delegation_options *options)
{
    struct store *store = station->store;
    edit->fact.kind = "delegation-changed";
    edit->fact.by = options->who.staff && strlen(options->who.staff) < STAFF_NAME_SIZE
                        ? options->who.staff
                        : "command";
    edit->fact.why = edit->delegation.code;
    if (store_begin(store) && store_put_delegation(store, &edit->delegation) &&
        store_put_focal_point(store, edit->delegation.code, &edit->focal) &&
        store_append_attendee_fact(store, &edit->fact) && store_commit(store)) {
        return true;
    }
    store_rollback(store);
    return false;
}

static enum exit_status set(struct station *station, const struct common *common,
                            const struct delegation_options *options)
{
    const char *code = common->words[1];
    struct edit edit = {.fact = {.holder = 0}};
    bool known;
    if (!is_code(code)) {
        return complain("a code is 1 to 15 letters, digits and hyphens", code);
    }
    if (!find(station, code, &edit, &known)) {
        return EXIT_DEVICE;
    }
    if (!take_all(&edit, options)) {
        return EXIT_USAGE;
    }
    if (!edit.delegation.name[0] && edit.delegation.country[0]) {
        country_name(edit.delegation.country, "en", edit.delegation.name,
                     sizeof edit.delegation.name);
    }
    if (!edit.delegation.name[0]) {
        fprintf(stderr, "lanyard delegation: there is no %s; give a new one --name or --country\n",
                code);
        return EXIT_NO;
    }
    if (known && edit.fact.change_count == 0) {
        return EXIT_DONE; /* it is so already */
    }
    return keep(station, &edit, options) ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    struct delegation_options options = {.language = "en"};
    struct common common;
    const struct arg table[] = {
        {"name", ARG_TEXT, &options.name},
        {"country", ARG_TEXT, &options.country},
        {"focal-point", ARG_TEXT, &options.focal_point},
        {"email", ARG_TEXT, &options.email},
        {"phone", ARG_TEXT, &options.phone},
        {"language", ARG_TEXT, &options.language},
        SIGN_IN_ARGS(options.who),
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_delegation, argc, argv, table, 1, 2, &common)) {
        return EXIT_USAGE;
    }
    bool lists = strcmp(common.words[0], "list") == 0 && common.word_count == 1;
    bool sets = strcmp(common.words[0], "set") == 0 && common.word_count == 2;
    if (!lists && !sets) {
        return complain("list, or set CODE", "");
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status =
        sets ? sign_in("delegation", station, PERMIT_EDIT, &options.who) : EXIT_DONE;
    if (status == EXIT_DONE) {
        status = lists ? list(station, &common, &options) : set(station, &common, &options);
    }
    station_close(station);
    return status;
}

const struct command command_delegation = {
    .name = "delegation",
    .usage = "list [--language L] | set CODE [--name NAME] [--country C] [--focal-point NAME] "
             "[--email ADDRESS] [--phone NUMBER]" SIGN_IN_USAGE,
    .summary = "Lists delegations; sets a name and the focal point",
    .options = "  --language L    names of countries in another language (default en)\n"
               "  --name NAME     of an organisation, or of a country as this event writes it\n"
               "  --country C     ISO 3166 code or name, for the flag and other languages\n"
               "  --focal-point N  who answers for the delegation's list\n"
               "  --email A       of the focal point\n"
               "  --phone N       of the focal point\n" SIGN_IN_OPTIONS,
    .run = run,
};
