#include <stdio.h>
#include <stdlib.h>

#include "kiosk/commands/outcome.h"
#include "kiosk/print_means.h"
#include "timebase.h"

struct checkin_options {
    const char *image, *checkpoint, *direction, *printer, *at;
    bool print;
};

/* Sends the badge if it has not been sent yet. Returns EXIT_DEVICE when it could not be printed. */
static enum exit_status print_badge(struct station *station, const char *wanted,
                                    struct outcome *outcome)
{
    char printer[256];
    if (!outcome->has_badge || outcome->badge.state != INTENT_PENDING) {
        return EXIT_DONE;
    }
    printer_spec(station, wanted, printer, sizeof printer);
    return print_with_means(station, printer, NULL, &outcome->badge) ? EXIT_DONE : EXIT_DEVICE;
}

static void report(const struct common *common, const struct checkin_options *options,
                   const struct outcome *outcome)
{
    const char *print =
        options->print && outcome->has_badge ? intent_state_string(outcome->badge.state) : NULL;
    if (common->json) {
        struct json_row *row = outcome_row(outcome);
        if (outcome->has_badge) { /* what the person now wears, rather than what was shown */
            row_int(row, "serial", outcome->badge.serial);
            row_int(row, "issue", outcome->badge.issue);
        }
        row_text(row, "print", print);
        row_print(row);
        return;
    }
    outcome_say(outcome);
    if (print) {
        printf("badge %u, issue %d: %s\n", outcome->badge.serial, outcome->badge.issue, print);
    }
}

static enum exit_status check_in(struct station *station, const struct common *common,
                                 const struct checkin_options *options, enum direction direction,
                                 int64_t at_ms)
{
    struct checkpoint checkpoint;
    char *text = NULL;
    size_t length = 0;
    if (!checkpoint_argument(station, options->checkpoint, &checkpoint)) {
        return EXIT_USAGE;
    }
    enum exit_status status = code_argument(common, options->image, &text, &length);
    if (status != EXIT_DONE) {
        return status;
    }
    struct outcome outcome;
    station_pass(station, text, length, &checkpoint, direction, at_ms, options->print, &outcome);
    status = outcome_status(&outcome);
    if (options->print && outcome.decision.reason != REASON_STATION_FAULT) {
        enum exit_status printed = print_badge(station, options->printer, &outcome);
        status = printed == EXIT_DONE ? status : printed;
    }
    report(common, options, &outcome);
    free(text);
    return status;
}

static enum exit_status run(int argc, char **argv)
{
    struct checkin_options options = {0};
    struct common common;
    const struct arg table[] = {
        {"image", ARG_TEXT, &options.image},
        {"checkpoint", ARG_TEXT, &options.checkpoint},
        {"direction", ARG_TEXT, &options.direction},
        {"at", ARG_TEXT, &options.at},
        {"print", ARG_FLAG, &options.print},
        {"printer", ARG_TEXT, &options.printer},
        {NULL, ARG_FLAG, NULL},
    };
    enum direction direction = DIRECTION_IN;
    if (!args_read(&command_checkin, argc, argv, table, 0, 1, &common)) {
        return EXIT_USAGE;
    }
    if (options.direction && !direction_parse(options.direction, &direction)) {
        fprintf(stderr, "lanyard checkin: --direction: \"%s\" is neither in nor out\n",
                options.direction);
        return EXIT_USAGE;
    }
    options.print = options.print || options.printer;
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    int64_t at_ms;
    enum exit_status status = EXIT_USAGE;
    if (time_argument("checkin", options.at, &at_ms)) {
        status = check_in(station, &common, &options, direction, at_ms);
    }
    station_close(station);
    return status;
}

const struct command command_checkin = {
    .name = "checkin",
    .usage = "TEXT|--image FILE [--checkpoint ID] [--direction in|out] [--at TIME] [--print] "
             "[--printer NAME]",
    .summary = "Checks a person in by the code held up: the kiosk's main job without a screen",
    .options = "  --image FILE      take the code from a picture\n"
               "  --checkpoint ID   default: the event's registration\n"
               "  --direction D     in (default) or out\n"
               "  --at TIME         decide as of this ISO 8601 time\n"
               "  --print           print the badge, once per person\n"
               "  --printer NAME    CUPS queue, or file:FOLDER; default the event's print/\n",
    .run = run,
};
