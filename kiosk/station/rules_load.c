/* From the file that people write to the rules that stand in the store, and from there to what a
 * decision takes. */
#define LOG_MODULE "rules"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/station/rules.h"
#include "kiosk/station/station_private.h"
#include "log.h"
#include "store_access.h"

#define LIST_MAX (4 * 1024 * 1024) /* bytes of an invitation list */

/* The event's names, as arrays of its own. */
struct names {
    struct zone zones[EVENT_ZONES_MAX];
    struct checkpoint checkpoints[RULES_PLACES_MAX];
    struct session sessions[RULES_PLACES_MAX];
    struct category categories[255];
    struct rules_names lent;
};

/* A text being read, with its source for the messages. */
struct source {
    const char *path;
    char *text; /* owned */
    size_t length;
};

static void log_fault(int line, const char *text, void *userdata)
{
    const struct source *source = userdata;
    LOG_ERROR("%s, line %d: %s", source->path, line, text);
}

static struct names *load_names(struct station *station)
{
    struct names *names = malloc(sizeof *names);
    if (!names) {
        LOG_ERROR("no memory");
        return NULL;
    }
    names->lent = (struct rules_names){
        .event = &station->event,
        .zones = names->zones,
        .zone_count = store_zones(station->store, names->zones, EVENT_ZONES_MAX),
        .checkpoints = names->checkpoints,
        .checkpoint_count = store_checkpoints(station->store, names->checkpoints, RULES_PLACES_MAX),
        .sessions = names->sessions,
        .session_count = store_sessions(station->store, names->sessions, RULES_PLACES_MAX),
        .categories = names->categories,
        .category_count = store_categories(station->store, names->categories, 255),
    };
    bool loaded = names->lent.zone_count >= 0 && names->lent.checkpoint_count >= 0 &&
                  names->lent.session_count >= 0 && names->lent.category_count >= 0;
    if (!loaded) {
        free(names);
        return NULL;
    }
    return names;
}

/* NULL when there are faults, each of them logged. */
static struct rules *parse(struct station *station, struct source *source)
{
    struct names *names = load_names(station);
    struct rules *rules = names ? malloc(sizeof *rules) : NULL;
    if (rules &&
        !rules_parse(source->text, source->length, &names->lent, log_fault, source, rules)) {
        free(rules);
        rules = NULL;
    }
    free(names);
    return rules;
}

static bool read_file(const char *path, size_t limit, struct source *out)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        LOG_ERRNO("%s: cannot be read", path);
        return false;
    }
    out->path = path;
    out->text = malloc(limit + 1);
    out->length = out->text ? fread(out->text, 1, limit + 1, file) : 0;
    bool read = out->text && !ferror(file);
    fclose(file);
    if (read && out->length <= limit) {
        return true;
    }
    LOG_ERROR("%s: %s", path, read ? "the file is too long" : "cannot be read");
    free(out->text);
    out->text = NULL;
    return false;
}

/* ---- what stands ---- */

bool station_refresh_rules(struct station *station)
{
    char id[UUID_TEXT_SIZE];
    struct rules_text *stored;
    if (!store_rules_id(station->store, id)) {
        return false;
    }
    if (strcmp(id, station->rules_id) == 0) {
        return station->rules || !id[0];
    }
    if (!(stored = malloc(sizeof *stored))) {
        LOG_ERROR("no memory");
        return false;
    }
    bool found = store_rules(station->store, stored) == STORE_FOUND;
    struct source source = {"the rules in force", stored->text, found ? stored->length : 0};
    free(station->rules);
    station->rules = found ? parse(station, &source) : NULL;
    strcpy(station->rules_id, found ? stored->id : "");
    free(stored);
    if (!station->rules) {
        LOG_ERROR("%s: the rules in force do not fit the event any more, so everybody is sent to "
                  "the desk; load good ones with 'lanyard rules load'",
                  station->directory);
    }
    return station->rules != NULL;
}

void station_compare_rules(struct station *station)
{
    char path[PATH_SIZE];
    struct source file;
    struct rules_text *stored = calloc(1, sizeof *stored);
    if (stored && station_path(station->directory, RULES_FILE, path, sizeof path) &&
        access(path, F_OK) == 0 && read_file(path, RULES_TEXT_MAX, &file)) {
        enum store_found found = store_rules(station->store, stored);
        if (found != STORE_FAILED &&
            (file.length != stored->length || memcmp(file.text, stored->text, file.length) != 0)) {
            LOG_WARN("%s: is not what is in force; load it with 'lanyard rules load'", path);
        }
        free(file.text);
    }
    free(stored);
}

/* ---- what a decision takes ---- */

static bool is_invited(struct station *station, const struct rules_here *here,
                       const struct attendee *attendee, bool *out)
{
    *out = rules_invites(here->session, attendee);
    return *out || store_is_invited(station->store, here->session->code, attendee->holder, out);
}

static bool is_escorted(struct station *station, const struct rules_here *here, int64_t at_ms,
                        const struct attendee *attendee, bool *out)
{
    static const uint8_t none[CATEGORY_SET_SIZE];
    const struct rules *rules = station->rules;
    bool anybody = !rules || memcmp(rules->escort_categories, none, sizeof none) == 0;
    return store_escort_is_here(station->store, attendee->holder, here->checkpoint.code,
                                at_ms - here->escort_s * INT64_C(1000), at_ms,
                                anybody ? NULL : rules->escort_categories, out);
}

static bool needs_escort(const struct outcome *outcome)
{
    bool flagged = outcome->presented.code.kind == CODE_LY1 &&
                   (outcome->presented.credential.flags & CREDENTIAL_ESCORT);
    return outcome->attendee.escort_required || flagged;
}

bool station_apply_rules(struct station *station, int64_t at_ms, struct outcome *out,
                         struct rules_here *here)
{
    rules_at(station->rules, &out->checkpoint, at_ms, here);
    if (here->policy.capacity > 0 &&
        !store_people_inside(station->store, checkpoint_scope(&out->checkpoint),
                             &here->policy.people)) {
        return false;
    }
    if (!out->known) {
        return true;
    }
    return (!here->policy.invited_only ||
            is_invited(station, here, &out->attendee, &here->policy.invited)) &&
           (!needs_escort(out) ||
            is_escorted(station, here, at_ms, &out->attendee, &out->history.escort_present));
}

/* ---- loading ---- */

/* What a text and its lists come to, ready to be recorded. */
struct loading {
    struct station *station;
    struct source source;
    struct rules *rules; /* owned */
    char rules_id[UUID_TEXT_SIZE];
    bool record;
};

/* Somebody named in a file: an external id, or a holder. */
static bool find_person(struct loading *loading, const char *name, const char *path, int line,
                        uint64_t *out)
{
    struct attendee attendee;
    enum store_found found = store_attendee_by_external(loading->station->store, name, &attendee);
    if (found == STORE_NOT_FOUND && holder_parse(name, out)) {
        found = store_attendee(loading->station->store, *out, &attendee);
    }
    *out = found == STORE_FOUND ? attendee.holder : 0;
    if (found == STORE_NOT_FOUND) {
        LOG_ERROR("%s, line %d: \"%.60s\" is neither an external id nor a holder of the roster",
                  path, line, name);
    }
    return found == STORE_FOUND;
}

static bool take_escorts(struct loading *loading)
{
    const struct rules *rules = loading->rules;
    struct escort_pair pairs[RULES_ESCORTS_MAX];
    bool good = true;
    for (int i = 0; i < rules->escort_count; i++) {
        const struct escort_rule *escort = &rules->escorts[i];
        good &= find_person(loading, escort->guest, loading->source.path, escort->line,
                            &pairs[i].guest);
        good &= find_person(loading, escort->escort, loading->source.path, escort->line,
                            &pairs[i].escort);
    }
    if (!good || !loading->record || rules->escort_count == 0) {
        return good;
    }
    return store_append_escorts(loading->station->store, loading->rules_id, pairs,
                                (size_t)rules->escort_count);
}

/* One name a line; "#" starts a comment. Faults are logged; *count is how many were found. */
static bool read_list(struct loading *loading, struct source *list, uint64_t *holders,
                      size_t *count)
{
    bool good = true;
    int line = 0;
    list->text[list->length] = '\0';
    for (char *at = list->text, *next; at; at = next) {
        next = strchr(at, '\n');
        if (next) {
            *next++ = '\0';
        }
        at[strcspn(at, "#\r")] = '\0';
        size_t length = strlen(at);
        while (length > 0 && (at[length - 1] == ' ' || at[length - 1] == '\t')) {
            at[--length] = '\0';
        }
        line++;
        if (length > 0) {
            bool found = find_person(loading, at, list->path, line, &holders[*count]);
            *count += found;
            good &= found;
        }
    }
    return good;
}

static bool take_invited(struct loading *loading, const struct session_rule *session)
{
    char path[PATH_SIZE];
    struct source list;
    if (!session->invited_file[0]) {
        return true;
    }
    if (!station_path(loading->station->directory, session->invited_file, path, sizeof path) ||
        !read_file(path, LIST_MAX, &list)) {
        return false;
    }
    size_t count = 0;
    uint64_t *holders = calloc(list.length / 2 + 2, sizeof *holders);
    bool good = holders && read_list(loading, &list, holders, &count);
    if (good && loading->record) {
        good = store_append_invited(loading->station->store, loading->rules_id, session->code,
                                    holders, count);
    }
    free(holders);
    free(list.text);
    return good;
}

static bool take_lists(struct loading *loading)
{
    bool good = take_escorts(loading);
    for (int i = 0; i < loading->rules->session_count; i++) {
        good &= take_invited(loading, &loading->rules->sessions[i]);
    }
    return good;
}

static bool record(struct loading *loading)
{
    struct store *store = loading->station->store;
    if (!store_begin(store)) {
        return false;
    }
    loading->record = true;
    if (store_append_rules(store, loading->source.text, loading->source.length,
                           loading->rules_id) &&
        take_lists(loading) && store_commit(store)) {
        return true;
    }
    store_rollback(store);
    return false;
}

static bool read_rules(struct station *station, const char *path, bool keep)
{
    char usual[PATH_SIZE];
    struct loading loading = {.station = station};
    if (!path) {
        if (!station_path(station->directory, RULES_FILE, usual, sizeof usual)) {
            return false;
        }
        path = usual;
    }
    if (!read_file(path, RULES_TEXT_MAX, &loading.source)) {
        return false;
    }
    loading.rules = parse(station, &loading.source);
    bool good = loading.rules && take_lists(&loading) && (!keep || record(&loading));
    free(loading.rules);
    free(loading.source.text);
    return good && (!keep || station_refresh_rules(station));
}

bool station_check_rules(struct station *station, const char *path)
{
    return read_rules(station, path, false);
}

bool station_load_rules(struct station *station, const char *path)
{
    return read_rules(station, path, true);
}
