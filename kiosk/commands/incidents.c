#include <stdio.h>
#include <string.h>

#include "kiosk/commands/sign_in.h"
#include "timebase.h"

struct showing {
    struct station *station;
    const struct common *common;
};

static bool show(const struct incident *incident, void *userdata)
{
    const struct showing *showing = userdata;
    char time[TIME_TEXT_SIZE], name[2 * ATTENDEE_TEXT_SIZE] = "", plain[2 * ATTENDEE_TEXT_SIZE];
    struct attendee attendee;
    if (incident->holder &&
        store_attendee(showing->station->store, incident->holder, &attendee) == STORE_FOUND) {
        attendee_latin_name(&attendee, name, sizeof name);
    }
    time_format_iso(incident->at_ms, time);
    if (!showing->common->json) {
        printf("%s  %-6s  %-16s %-20s %s%s%s\n  %s\n", time, incident->state, incident->kind,
               incident->checkpoint, plain_text(name, plain, sizeof plain), name[0] ? ": " : "",
               incident->detail, incident->id);
        return true;
    }
    struct json_row *row = row_start();
    row_text(row, "incident", incident->id);
    row_text(row, "kind", incident->kind);
    row_text(row, "state", incident->state);
    row_text(row, "time", time);
    row_text(row, "station", incident->station);
    row_text(row, "checkpoint", incident->checkpoint);
    row_holder(row, "holder", incident->holder);
    row_text(row, "name", name[0] ? name : NULL);
    row_int(row, "serial", incident->serial);
    row_text(row, "detail", incident->detail);
    row_text(row, "staff", incident->staff[0] ? incident->staff : NULL);
    row_text(row, "note", incident->note[0] ? incident->note : NULL);
    row_print(row);
    return true;
}

static enum exit_status set_state(struct showing *showing, const char *id, const char *state,
                                  const char *note)
{
    struct store *store = showing->station->store;
    struct incident incident;
    enum store_found found = store_incident(store, id, &incident);
    if (found == STORE_NOT_FOUND) {
        fprintf(stderr, "lanyard incidents: there is no incident %s\n", id);
    }
    if (found != STORE_FOUND) {
        return found == STORE_FAILED ? EXIT_DEVICE : EXIT_NO;
    }
    if (!store_begin(store) || !store_append_incident_state(store, id, state, note ? note : "") ||
        !store_commit(store) || store_incident(store, id, &incident) != STORE_FOUND) {
        store_rollback(store);
        return EXIT_DEVICE;
    }
    show(&incident, showing);
    return EXIT_DONE;
}

static enum exit_status act(struct showing *showing, bool all, const char *note)
{
    const struct common *common = showing->common;
    const char *word = common->word_count > 0 ? common->words[0] : "list";
    if (strcmp(word, "list") == 0) {
        return store_incidents(showing->station->store, all, 0, show, showing) ? EXIT_DONE
                                                                               : EXIT_DEVICE;
    }
    bool close = strcmp(word, "close") == 0;
    return set_state(showing, common->words[1], close ? "closed" : "seen", note);
}

static bool words_are_good(const struct common *common)
{
    if (common->word_count < 2) {
        return common->word_count == 0 || strcmp(common->words[0], "list") == 0;
    }
    return strcmp(common->words[0], "seen") == 0 || strcmp(common->words[0], "close") == 0;
}

static enum exit_status run(int argc, char **argv)
{
    bool all = false;
    const char *note = NULL;
    struct sign_in who = {0};
    struct common common;
    const struct arg table[] = {
        {"all", ARG_FLAG, &all},
        {"note", ARG_TEXT, &note},
        SIGN_IN_ARGS(who),
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_incidents, argc, argv, table, 0, 2, &common)) {
        return EXIT_USAGE;
    }
    if (!words_are_good(&common)) {
        fputs("lanyard incidents: list [--all], seen ID or close ID [--note TEXT]\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    struct showing showing = {station, &common};
    enum exit_status status = sign_in("incidents", station, PERMIT_INCIDENTS, &who);
    if (status == EXIT_DONE) {
        status = act(&showing, all, note);
    }
    station_close(station);
    return status;
}

const struct command command_incidents = {
    .name = "incidents",
    .usage = "[list [--all]|seen ID|close ID] [--note TEXT]" SIGN_IN_USAGE,
    .summary =
        "Lists what somebody should look at: copies, forgeries, revoked badges, the watch list",
    .options = "  --all           closed ones too\n"
               "  --note TEXT     what was done about it; recorded\n" SIGN_IN_OPTIONS,
    .run = run,
};
