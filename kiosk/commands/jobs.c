#include <inttypes.h>
#include <stdio.h>

#include "kiosk/commands/command.h"
#include "kiosk/print_flow.h"
#include "timebase.h"

struct listing {
    const struct common *common;
    int count;
};

static bool show(const struct intent *intent, void *userdata)
{
    struct listing *listing = userdata;
    char created[TIME_TEXT_SIZE], updated[TIME_TEXT_SIZE], holder[HOLDER_TEXT_SIZE];
    time_format_iso(intent->created_ms, created);
    time_format_iso(intent->updated_ms, updated);
    listing->count++;
    if (!listing->common->json) {
        print_line("%s  %-10s badge %" PRIu32 " issue %d of %s  %s  %s %s", intent->uuid,
                   intent_state_string(intent->state), intent->serial, intent->issue,
                   holder_format(intent->holder, holder), updated, intent->printer, intent->detail);
        return true;
    }
    struct json_row *row = row_start();
    row_text(row, "uuid", intent->uuid);
    row_holder(row, "holder", intent->holder);
    row_int(row, "serial", intent->serial);
    row_int(row, "issue", intent->issue);
    row_text(row, "state", intent_state_string(intent->state));
    row_text(row, "printer", intent->printer);
    row_int(row, "job", intent->job_id);
    row_text(row, "created", created);
    row_text(row, "updated", updated);
    row_text(row, "detail", intent->detail);
    row_print(row);
    return true;
}

static enum exit_status list(const struct common *common, bool open_only)
{
    struct station *station = command_station(common, STORE_READ_ONLY);
    struct listing listing = {.common = common};
    if (!station) {
        return EXIT_USAGE;
    }
    bool listed = store_intents(station->store, open_only, 0, show, &listing);
    station_close(station);
    return listed ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status answer(const struct common *common, const char *uuid,
                               enum intent_input input)
{
    struct intent intent;
    struct station *station = command_station(common, STORE_READ_WRITE);
    struct listing listing = {.common = common};
    enum exit_status status = EXIT_USAGE;
    if (!station) {
        return EXIT_USAGE;
    }
    if (store_intent(station->store, uuid, &intent) != STORE_FOUND) {
        fprintf(stderr, "lanyard jobs: there is no print intent %s\n", uuid);
        status = EXIT_NO;
    } else if (print_flow_move(station, uuid, input, intent.printer, intent.job_id,
                               "answered by staff", &intent)) {
        show(&intent, &listing);
        status = EXIT_DONE;
    }
    station_close(station);
    return status;
}

static enum exit_status recover(const struct common *common)
{
    struct station *station = command_station(common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    int unknown = print_flow_recover(station);
    station_close(station);
    if (unknown > 0) {
        fprintf(stderr,
                "lanyard jobs: of %d badges nobody knows whether they came out; look, then use "
                "--seen or --not-seen\n",
                unknown);
    }
    return unknown < 0 ? EXIT_DEVICE : list(common, true);
}

static enum exit_status run(int argc, char **argv)
{
    const char *seen = NULL, *not_seen = NULL;
    bool open_only = false, look_up = false;
    struct common common;
    const struct arg table[] = {
        {"open", ARG_FLAG, &open_only}, {"recover", ARG_FLAG, &look_up},
        {"seen", ARG_TEXT, &seen},      {"not-seen", ARG_TEXT, &not_seen},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_jobs, argc, argv, table, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    if (seen && not_seen) {
        fputs("lanyard jobs: give --seen or --not-seen, not both\n", stderr);
        return EXIT_USAGE;
    }
    if (seen || not_seen) {
        return answer(&common, seen ? seen : not_seen, seen ? INTENT_IN_SEEN : INTENT_IN_NOT_SEEN);
    }
    return look_up ? recover(&common) : list(&common, open_only);
}

const struct command command_jobs = {
    .name = "jobs",
    .usage = "[--open] [--recover] [--seen UUID | --not-seen UUID]",
    .summary = "Lists print intents, newest first, and answers what became of one",
    .options = "  --open           only those under way\n"
               "  --recover        ask the printers what became of them\n"
               "  --seen UUID      this badge is in somebody's hand\n"
               "  --not-seen UUID  this badge never came out\n",
    .run = run,
};
