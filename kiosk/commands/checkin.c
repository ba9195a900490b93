#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate.h"
#include "kiosk/commands/outcome.h"
#include "kiosk/commands/sign_in.h"
#include "kiosk/print_means.h"
#include "timebase.h"

#define GATE_PULSE_MS 500

struct checkin_options {
    const char *image, *checkpoint, *direction, *printer, *at;
    int accompanying;
    const char *force, *gate;
    int gate_wait_ms;
    struct sign_in who;
    bool print;
};

/* Sends the badge if it has not been sent yet. Returns EXIT_DEVICE when it could not be printed. */
static enum exit_status print_badge(struct station *station, const char *wanted,
                                    struct outcome *outcome)
{
    if (!outcome->has_badge || outcome->badge.state != INTENT_PENDING) {
        return EXIT_DONE;
    }
    return print_with_means(station, wanted, NULL, &outcome->badge) ? EXIT_DONE : EXIT_DEVICE;
}

static void report(struct station *station, const struct common *common,
                   const struct checkin_options *options, const struct outcome *outcome,
                   const char *gate)
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
        bool noted = outcome->known && outcome->attendee.guard_note[0];
        row_text(row, "note", noted ? outcome->attendee.guard_note : NULL);
        if (gate) {
            row_text(row, "gate", gate);
        }
        row_text(row, "event", outcome->event[0] ? outcome->event : NULL);
        outcome_standing(row, station, outcome);
        row_print(row);
        return;
    }
    outcome_say(outcome);
    if (gate) {
        printf("gate: %s\n", gate);
    }
    if (print) {
        printf("badge %u, issue %d: %s\n", outcome->badge.serial, outcome->badge.issue, print);
    }
}

/* Opens the turnstile for an admission; who does not pass has not come in. NULL: no gate. */
static const char *open_gate(struct station *station, const struct checkin_options *options,
                             struct outcome *outcome)
{
    struct gate *gate = options->gate ? gate_open(options->gate) : NULL;
    if (!options->gate) {
        return NULL;
    }
    if (!gate || !outcome->event[0]) {
        bool shown = gate && gate_deny(gate);
        gate_close(gate);
        return shown ? "denied" : gate_answer_string(GATE_BROKEN);
    }
    enum gate_answer answer = gate_admit(gate, GATE_PULSE_MS, options->gate_wait_ms);
    gate_close(gate);
    if (answer == GATE_NO_SHOW && !station_no_show(station, outcome)) {
        fputs("lanyard checkin: nobody passed, but the admission stands in the record\n", stderr);
    }
    return gate_answer_string(answer);
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
    const struct pass_request request = {.text = text,
                                         .length = length,
                                         .checkpoint = &checkpoint,
                                         .direction = direction,
                                         .at_ms = at_ms,
                                         .want_badge = options->print,
                                         .companions = options->accompanying,
                                         .force_reason = options->force};
    station_pass_request(station, &request, &outcome);
    status = outcome_status(&outcome);
    const char *gate = open_gate(station, options, &outcome);
    if (gate && strcmp(gate, gate_answer_string(GATE_BROKEN)) == 0) {
        status = EXIT_DEVICE;
    }
    if (options->print && outcome.decision.reason != REASON_STATION_FAULT) {
        enum exit_status printed = print_badge(station, options->printer, &outcome);
        status = printed == EXIT_DONE ? status : printed;
    }
    report(station, common, options, &outcome, gate);
    free(text);
    return status;
}

static enum exit_status run(int argc, char **argv)
{
    struct checkin_options options = {.gate_wait_ms = 5000};
    struct common common;
    const struct arg table[] = {
        {"image", ARG_TEXT, &options.image},
        {"checkpoint", ARG_TEXT, &options.checkpoint},
        {"direction", ARG_TEXT, &options.direction},
        {"at", ARG_TEXT, &options.at},
        {"accompanying", ARG_INT, &options.accompanying},
        {"force", ARG_TEXT, &options.force},
        {"gate", ARG_TEXT, &options.gate},
        {"gate-wait", ARG_INT, &options.gate_wait_ms},
        SIGN_IN_ARGS(options.who),
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
    if (options.accompanying < 0 || options.accompanying > 1000) {
        fputs("lanyard checkin: --accompanying: a number of persons\n", stderr);
        return EXIT_USAGE;
    }
    if (options.force && !options.force[0]) {
        fputs("lanyard checkin: --force: say why; it is recorded\n", stderr);
        return EXIT_USAGE;
    }
    if (options.gate && !gate_spec_check(options.gate)) {
        return EXIT_USAGE; /* before anybody is let in */
    }
    options.print = options.print || options.printer;
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    int64_t at_ms;
    enum exit_status status = EXIT_USAGE;
    enum exit_status allowed =
        options.force ? sign_in("checkin", station, PERMIT_FORCE, &options.who) : EXIT_DONE;
    if (allowed != EXIT_DONE) {
        status = allowed;
    } else if (time_argument("checkin", options.at, &at_ms)) {
        status = check_in(station, &common, &options, direction, at_ms);
    }
    station_close(station);
    return status;
}

const struct command command_checkin = {
    .name = "checkin",
    .usage = "TEXT|--image FILE [--checkpoint ID] [--direction in|out] [--at TIME] [--print] "
             "[--printer NAME] [--accompanying N] [--force REASON] [--gate SPEC [--gate-wait "
             "MS]]" SIGN_IN_USAGE,
    .summary = "Checks a person in by the code held up: the kiosk's main job without a screen",
    .options =
        "  --image FILE      take the code from a picture\n"
        "  --checkpoint ID   default: the event's registration\n"
        "  --direction D     in (default) or out\n"
        "  --at TIME         decide as of this ISO 8601 time\n"
        "  --gate SPEC       a turnstile: serial:DEVICE, relay:DEVICE, file:PATH, "
        "gpio:CHIP:LINE:PASSED, simulated:ANSWER\n"
        "  --gate-wait MS    how long it may take to pass; default 5000\n"
        "  --force REASON    admit a known person all the same; recorded\n" SIGN_IN_OPTIONS
        "  --accompanying N  persons without a badge who come along\n"
        "  --print           print the badge, once per person\n"
        "  --printer NAMES   of printers.ini, by commas; else a CUPS queue, or file:FOLDER\n",
    .run = run,
};
