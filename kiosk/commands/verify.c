#include <stdio.h>
#include <stdlib.h>

#include "kiosk/commands/outcome.h"
#include "kiosk/commands/verify_lite.h"
#include "timebase.h"

struct verify_options {
    const char *image, *checkpoint, *at;
    bool record;
    struct lite_options lite;
};

static void row_person(struct json_row *row, struct station *station, const struct outcome *outcome)
{
    const struct attendee *attendee = &outcome->attendee;
    struct zone zones[EVENT_ZONES_MAX];
    struct delegation delegation;
    struct category category;
    bool found = store_delegation(station->store, attendee->delegation, &delegation) == STORE_FOUND;
    row_text(row, "name_native", attendee->native_name);
    row_text(row, "delegation", found ? delegation.name : attendee->organisation);
    found = store_category(station->store, attendee->category, &category) == STORE_FOUND;
    row_text(row, "category", found ? category.name : NULL);
    row_text(row, "photo", attendee->photo[0] ? attendee->photo : NULL);
    row_append(row, "zones", NULL);
    int count = store_zones(station->store, zones, EVENT_ZONES_MAX);
    for (int i = 0; i < count; i++) {
        if (attendee->zones >> zones[i].bit & 1) {
            struct json_row *zone = row_start();
            row_text(zone, "code", zones[i].code);
            row_text(zone, "name", zones[i].name);
            row_append(row, "zones", zone);
        }
    }
    row_bool(row, "arrived", outcome->history.arrived);
    row_bool(row, "inside", outcome->history.inside);
    row_bool(row, "escort_required", attendee->escort_required);
    row_text(row, "note", attendee->guard_note[0] ? attendee->guard_note : NULL);
}

static void report(struct station *station, const struct common *common,
                   const struct outcome *outcome)
{
    if (!common->json) {
        outcome_say(outcome);
        return;
    }
    struct json_row *row = outcome_row(outcome);
    outcome_standing(row, station, outcome);
    row_text(row, "checkpoint", outcome->checkpoint.code);
    row_text(row, "code", code_kind_string(outcome->presented.code.kind));
    if (outcome->presented.code.kind == CODE_LY1 && outcome->presented.status == CREDENTIAL_OK) {
        row_text(row, "type", credential_type_string(outcome->presented.credential.type));
    }
    if (outcome->known) {
        row_person(row, station, outcome);
    }
    row_print(row);
}

static enum exit_status verify(struct station *station, const struct common *common,
                               const struct verify_options *options)
{
    struct checkpoint checkpoint;
    char *text = NULL;
    size_t length = 0;
    int64_t at_ms;
    if (!time_argument("verify", options->at, &at_ms) ||
        !checkpoint_argument(station, options->checkpoint, &checkpoint)) {
        return EXIT_USAGE;
    }
    enum exit_status status = code_argument(common, options->image, &text, &length);
    if (status != EXIT_DONE) {
        return status;
    }
    struct outcome outcome;
    if (options->record) {
        station_pass(station, text, length, &checkpoint, DIRECTION_IN, at_ms, false, &outcome);
    } else {
        station_look(station, text, length, &checkpoint, DIRECTION_NONE, at_ms, &outcome);
    }
    report(station, common, &outcome);
    free(text);
    return outcome_status(&outcome);
}

static enum exit_status without_store(const struct common *common,
                                      const struct verify_options *options)
{
    char *text = NULL;
    size_t length = 0;
    int64_t at_ms;
    if (!options->lite.revocations || options->record || options->checkpoint ||
        options->lite.zone < -1 || options->lite.zone >= EVENT_ZONES_MAX) {
        fputs("lanyard verify: --lite KEYS goes with --revocations FILE, and --zone 0 to 15\n",
              stderr);
        return EXIT_USAGE;
    }
    if (!time_argument("verify", options->at, &at_ms)) {
        return EXIT_USAGE;
    }
    enum exit_status status = code_argument(common, options->image, &text, &length);
    if (status == EXIT_DONE) {
        status = verify_lite(common, &options->lite, text, length, at_ms);
    }
    free(text);
    return status;
}

static enum exit_status run(int argc, char **argv)
{
    struct verify_options options = {.lite = {.zone = -1}};
    struct common common;
    const struct arg table[] = {
        {"image", ARG_TEXT, &options.image},
        {"checkpoint", ARG_TEXT, &options.checkpoint},
        {"at", ARG_TEXT, &options.at},
        {"record", ARG_FLAG, &options.record},
        {"lite", ARG_TEXT, &options.lite.keys},
        {"revocations", ARG_TEXT, &options.lite.revocations},
        {"root", ARG_TEXT, &options.lite.root},
        {"zone", ARG_INT, &options.lite.zone},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_verify, argc, argv, table, 0, 1, &common)) {
        return EXIT_USAGE;
    }
    if (options.lite.keys) {
        return without_store(&common, &options);
    }
    struct station *station =
        command_station(&common, options.record ? STORE_READ_WRITE : STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = verify(station, &common, &options);
    station_close(station);
    return status;
}

const struct command command_verify = {
    .name = "verify",
    .usage = "TEXT|--image FILE [--checkpoint ID] [--at TIME] [--record] "
             "[--lite KEYS --revocations FILE [--root HEX] [--zone N]]",
    .summary = "Says what a guard would see; records nothing unless asked to",
    .options = "  --image FILE      take the code from a picture\n"
               "  --checkpoint ID   default: the event's registration\n"
               "  --at TIME         decide as of this ISO 8601 time\n"
               "  --record          record it as a passage in\n"
               "  --lite KEYS       without an event, by this key list …\n"
               "  --revocations FILE  … and this revocation list ('lanyard keys pack')\n"
               "  --root HEX        the root key that must have signed the key list\n"
               "  --zone N          the zone's bit, 0 to 15\n",
    .run = run,
};
