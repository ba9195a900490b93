#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/command.h"
#include "sync.h"
#include "timebase.h"

#define CODE_MINUTES 30
#define LOST_MAX 1000

struct hub_options {
    struct common common;
    bool may_edit;
    int minutes;
    const char *out, *snapshot;
};

static enum exit_status init(const struct hub_options *options)
{
    struct station *station = command_station(&options->common, STORE_READ_WRITE);
    struct sync_report report;
    if (!station) {
        return EXIT_USAGE;
    }
    bool made = hub_init(options->common.words[1], station->store, &station->key) &&
                sync_once(station->store, &station->key, &report);
    if (made && options->common.json) {
        struct json_row *row = row_start();
        row_text(row, "station", station->key.station);
        row_int(row, "pushed", report.pushed);
        row_int(row, "pulled", report.pulled);
        row_int(row, "cursor", report.cursor);
        row_print(row);
    } else if (made) {
        printf("the hub is ready; %s has sent %" PRId64 " rows\n", station->key.station,
               report.pushed);
    }
    station_close(station);
    return made ? EXIT_DONE : EXIT_DEVICE;
}

/* ---- status ---- */

static void show_station(const struct hub_station *station, void *userdata)
{
    const struct hub_options *options = userdata;
    if (!options->common.json) {
        char seen[32] = "never seen";
        if (station->seen_s >= 0) {
            snprintf(seen, sizeof seen, "seen %" PRId64 " s ago", station->seen_s);
        }
        printf("%-20s %-8s %s, %" PRId64 " behind, %" PRId64 " waiting, clock %+.1f s%s%s\n",
               station->name, station->state, seen, station->behind, station->waiting,
               (double)station->clock_off_ms / 1000, station->may_edit ? ", edits" : "",
               station->quarantined ? ", has put rows aside" : "");
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "station", station->name);
    row_text(row, "state", station->state);
    row_bool(row, "may_edit", station->may_edit);
    row_int(row, "events", station->events);
    if (station->seen_s < 0) {
        row_null(row, "seen_s");
    } else {
        row_int(row, "seen_s", station->seen_s);
    }
    row_int(row, "behind", station->behind);
    row_int(row, "waiting", station->waiting);
    row_int(row, "quarantined", station->quarantined);
    row_int(row, "clock_off_ms", station->clock_off_ms);
    row_text(row, "version", station->version);
    row_print(row);
}

static enum exit_status status(const struct hub_options *options)
{
    struct hub_state state;
    if (!hub_status(options->common.words[1], &state, show_station, (void *)options)) {
        return EXIT_DEVICE;
    }
    if (!options->common.json) {
        printf("\"%s\": schema %" PRId64 ", generation %" PRId64 ", %" PRId64 " stations, %" PRId64
               " documents, %" PRId64 " events, feed at %" PRId64 ", %" PRId64
               " double admissions\n",
               state.name, state.schema, state.generation, state.stations, state.documents,
               state.events, state.feed, state.incidents);
        return EXIT_DONE;
    }
    struct json_row *row = row_start();
    row_text(row, "event", state.event);
    row_text(row, "name", state.name);
    row_int(row, "schema", state.schema);
    row_int(row, "generation", state.generation);
    row_int(row, "stations", state.stations);
    row_int(row, "documents", state.documents);
    row_int(row, "events", state.events);
    row_int(row, "feed", state.feed);
    row_int(row, "incidents", state.incidents);
    row_print(row);
    return EXIT_DONE;
}

/* ---- corrections that another took the place of ---- */

static void show_lost(const struct hub_lost *lost, void *userdata)
{
    const struct hub_options *options = userdata;
    char at[TIME_TEXT_SIZE], value[1024];
    size_t length = strlen(lost->value);
    time_format_iso(lost->at_ms, at);
    /* a text comes in quotes */
    bool quoted = length >= 2 && lost->value[0] == '"';
    snprintf(value, sizeof value, "%.*s", (int)(quoted ? length - 2 : length),
             lost->value + quoted);
    if (!options->common.json) {
        print_line("%s  %s %s  %s: %s  (%s)", at, lost->kind, lost->key, lost->field, value,
                   lost->station);
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "kind", lost->kind);
    row_text(row, "key", lost->key);
    row_text(row, "field", lost->field);
    row_text(row, "value", value);
    row_text(row, "station", lost->station);
    row_text(row, "at", at);
    row_print(row);
}

static enum exit_status lost(const struct hub_options *options)
{
    return hub_lost(options->common.words[1], LOST_MAX, show_lost, (void *)options) ? EXIT_DONE
                                                                                    : EXIT_DEVICE;
}

/* ---- stations ---- */

static enum exit_status enrol(const struct hub_options *options)
{
    char code[HUB_CODE_SIZE];
    const char *name = options->common.words[2];
    if (!hub_enrol(options->common.words[1], name, options->may_edit, options->minutes, code)) {
        return EXIT_DEVICE;
    }
    if (options->common.json) {
        struct json_row *row = row_start();
        row_text(row, "station", name);
        row_text(row, "code", code);
        row_int(row, "minutes", options->minutes);
        row_print(row);
    } else {
        printf("%s\n", code);
        fprintf(stderr,
                "good once, for %d minutes; there: `lanyard hub join URL CODE`, with %s's folder\n",
                options->minutes, name);
    }
    return EXIT_DONE;
}

/* Finds one station's offer among all. */
struct offer {
    const char *name;
    struct hub_station station;
};

static void find_offer(const struct hub_station *station, void *userdata)
{
    struct offer *offer = userdata;
    if (strcmp(station->name, offer->name) == 0) {
        offer->station = *station;
    }
}

static enum exit_status admit(const struct hub_options *options)
{
    struct offer offer = {.name = options->common.words[2]};
    struct hub_state state;
    struct sync_report report;
    if (!hub_status(options->common.words[1], &state, find_offer, &offer)) {
        return EXIT_DEVICE;
    }
    if (!offer.station.has_key) {
        fprintf(stderr, "lanyard hub: no station \"%s\" waits; `lanyard hub join` comes first\n",
                offer.name);
        return EXIT_NO;
    }
    struct station *station = command_station(&options->common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    bool done = station_admit_key(station, offer.name, offer.station.public_key) &&
                sync_once(station->store, &station->key, &report);
    station_close(station);
    return done ? EXIT_DONE : EXIT_DEVICE;
}

/* ---- snapshot ---- */

/* The root key signs where it is; else the station's own, which counts only from the hub. */
static bool read_signer(const struct station *station, struct station_key *out)
{
    char path[sizeof station->directory + 32];
    snprintf(path, sizeof path, "%s/" KEY_ROOT_FILE, station->directory);
    *out = station->key;
    if (access(path, F_OK) == 0 && !key_file_read(path, out)) {
        return false;
    }
    out->id = access(path, F_OK) == 0 ? 0 : out->id;
    return true;
}

static enum exit_status make_snapshot(const struct hub_options *options)
{
    struct station *station = command_station(&options->common, STORE_READ_WRITE);
    struct station_key signer;
    char path[sizeof station->directory + 32];
    if (!station) {
        return EXIT_USAGE;
    }
    if (options->out) {
        snprintf(path, sizeof path, "%s", options->out);
    } else {
        snprintf(path, sizeof path, "%s/snapshot", station->directory);
    }
    bool done = read_signer(station, &signer);
    if (done && options->out && signer.id != 0) {
        fputs("lanyard hub: a snapshot that travels by hand is signed with keys/root.key: make it "
              "where that is\n",
              stderr);
        done = false;
    }
    done = done && replica_snapshot_make(station->store, &signer, path) &&
           (options->out || hub_put_snapshot(station->store, path));
    if (!options->out) {
        unlink(path);
    }
    explicit_bzero(&signer, sizeof signer);
    station_close(station);
    return done ? EXIT_DONE : EXIT_DEVICE;
}

/* Puts a snapshot, from a file or else from the hub, into the new folder. Where there is none, or
 * it is not good, all comes row by row. */
static void take_snapshot(const struct hub_options *options, const struct hub_offer *offer)
{
    char store[4200], fetched[4200];
    struct key_list *keys = calloc(1, sizeof *keys);
    bool carried = options->snapshot != NULL, there = carried;
    snprintf(store, sizeof store, "%s/lanyard.db", options->common.event);
    snprintf(fetched, sizeof fetched, "%s/snapshot", options->common.event);
    const char *file = carried ? options->snapshot : fetched;
    if (keys && key_list_open(offer->keys, strlen(offer->keys), offer->root_public,
                              offer->event.uuid, keys, NULL) == KEY_LIST_OK) {
        bool taken = (carried || hub_get_snapshot(offer->url, fetched, &there)) && there &&
                     replica_snapshot_take(file, keys, !carried, offer->station, store);
        if (there && !taken) {
            fputs("lanyard hub: everything is taken from the hub, row by row\n", stderr);
        }
    }
    unlink(fetched);
    free(keys);
}

static enum exit_status name_hosts(const struct hub_options *options)
{
    struct station *station = station_open_for_sync(options->common.event);
    if (!station) {
        return EXIT_USAGE;
    }
    bool done = sync_set_hosts(station->store, options->common.words[1]);
    station_close(station);
    return done ? EXIT_DONE : EXIT_USAGE;
}

/* Opens the new folder and takes everything from the hub. */
static enum exit_status first_sync(const struct hub_options *options, const char *url)
{
    struct station *station = station_open_for_sync(options->common.event);
    struct station_key nobody = {0};
    struct sync_report report;
    const char *name;
    if (!station) {
        return EXIT_USAGE;
    }
    bool done = replica_set_hub(station->store, url) && station_take_key(station, &name);
    snprintf(nobody.station, sizeof nobody.station, "%s", done ? name : "");
    done = done && sync_once(station->store, &nobody, &report);
    if (done) {
        fprintf(stderr, "%" PRId64 " rows came from the hub\n", report.pulled);
    }
    station_close(station);
    return done ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status join(const struct hub_options *options)
{
    struct hub_offer offer;
    struct station_key key = {0};
    if (!hub_join(options->common.words[1], options->common.words[2], &offer)) {
        return EXIT_DEVICE;
    }
    memcpy(key.station, offer.station, sizeof key.station);
    memcpy(key.public_key, offer.public_key, sizeof key.public_key);
    memcpy(key.secret_key, offer.secret_key, sizeof key.secret_key);
    enum exit_status status = EXIT_USAGE;
    if (station_make_folder(options->common.event, &offer.event, &key, offer.keys)) {
        take_snapshot(options, &offer);
        status = first_sync(options, offer.url);
        fprintf(stderr,
                "%s: this is %s now; whoever holds the root key lets it sign with `lanyard hub "
                "admit URL %s`\n",
                options->common.event, key.station, key.station);
    }
    explicit_bzero(&key, sizeof key);
    hub_offer_finish(&offer);
    return status;
}

static enum exit_status cut_off(const struct hub_options *options)
{
    if (!hub_revoke(options->common.words[1], options->common.words[2])) {
        return EXIT_NO;
    }
    fprintf(stderr, "%s is cut off; `lanyard keys revoke %s` also refuses what it signed\n",
            options->common.words[2], options->common.words[2]);
    return EXIT_DONE;
}

static const struct {
    const char *name;
    int words;
    enum exit_status (*run)(const struct hub_options *options);
} verbs[] = {
    {"init", 2, init},        {"status", 2, status},
    {"enrol", 3, enrol},      {"join", 3, join},
    {"admit", 3, admit},      {"revoke", 3, cut_off},
    {"lost", 2, lost},        {"snapshot", 1, make_snapshot},
    {"hosts", 2, name_hosts},
};

static enum exit_status run(int argc, char **argv)
{
    struct hub_options options = {.minutes = CODE_MINUTES};
    const struct arg table[] = {{"edit", ARG_FLAG, &options.may_edit},
                                {"minutes", ARG_INT, &options.minutes},
                                {"out", ARG_TEXT, &options.out},
                                {"snapshot", ARG_TEXT, &options.snapshot},
                                {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_hub, argc, argv, table, 1, 3, &options.common)) {
        return EXIT_USAGE;
    }
    if (options.minutes < 1) {
        fputs("lanyard hub: --minutes: 1 or more\n", stderr);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(options.common.words[0], verbs[i].name) == 0 &&
            options.common.word_count == verbs[i].words) {
            return verbs[i].run(&options);
        }
    }
    fprintf(stderr, "usage: lanyard hub %s\n", command_hub.usage);
    return EXIT_USAGE;
}

const struct command command_hub = {
    .name = "hub",
    .usage = "init URL | status URL | enrol URL STATION | join URL CODE | admit URL STATION | "
             "revoke URL STATION | lost URL | snapshot [--out FILE] | hosts HOST[:PORT],…",
    .summary = "Makes and looks after the PostgreSQL hub that joins several stations",
    .options =
        "  init URL            installs or updates the schema, sends this event\n"
        "  status URL          stations, how far each is, double admissions\n"
        "  enrol URL STATION   a one-time code for another station\n"
        "  join URL CODE       makes this machine's folder from the hub\n"
        "  admit URL STATION   enters its key into the key list (needs keys/root.key)\n"
        "  revoke URL STATION  cuts a station off, at once\n"
        "  lost URL            corrections that a newer one took the place of\n"
        "  snapshot            gives the hub a copy of this store for stations that join\n"
        "  hosts LIST          other servers of the same hub: HOST[:PORT],… the writable one\n"
        "                      is found\n"
        "  --out FILE          writes it instead, to be carried (needs keys/root.key)\n"
        "  --snapshot FILE     join: starts from a carried one, then takes the rest\n"
        "  --edit              the enrolled station may change the roster\n"
        "  --minutes N         how long the code is good (30)\n",
    .run = run,
};
