#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/print_file.h"
#include "kiosk/print_flow.h"

static bool reason_is_known(const char *command, const char *reason)
{
    static const char *const reasons[] = {"lost", "stolen", "damaged", "wrong-data", "other"};
    for (size_t i = 0; reason && i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strcmp(reason, reasons[i]) == 0) {
            return true;
        }
    }
    fprintf(stderr, "lanyard %s: --reason: one of lost, stolen, damaged, wrong-data, other\n",
            command);
    return false;
}

/* Exactly one person, or a message. */
static enum exit_status find_one(struct station *station, const char *query, uint64_t *holder)
{
    uint64_t *holders;
    size_t count;
    if (!holders_find(station, query, 3, &holders, &count)) {
        return EXIT_DEVICE;
    }
    *holder = count == 1 ? holders[0] : 0;
    free(holders);
    if (count == 0) {
        fprintf(stderr, "lanyard replace: nobody matches \"%s\"\n", query);
        return EXIT_NO;
    }
    if (count > 1) {
        fprintf(stderr,
                "lanyard replace: more than one person matches \"%s\"; name one by the holder that "
                "'lanyard attendees' shows\n",
                query);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static enum exit_status replace(struct station *station, const struct common *common,
                                const char *reason, const char *out, const char *printer)
{
    uint64_t holder;
    struct intent old, intent;
    bool eligible;
    enum exit_status status = find_one(station, common->words[0], &holder);
    if (status != EXIT_DONE) {
        return status;
    }
    if (!holder_is_eligible(station, holder, false, "no badge", &eligible)) {
        return EXIT_DEVICE;
    }
    if (!eligible) {
        return EXIT_NO;
    }
    if (store_intent_of(station->store, holder, &old) != STORE_FOUND) {
        fputs("lanyard replace: there is no badge to replace; 'lanyard print' makes the first\n",
              stderr);
        return EXIT_NO;
    }
    if (!station_issue_badge(station, holder, reason, &intent)) {
        return EXIT_DEVICE;
    }
    if (out) {
        return print_file_intents(station, common, out, &intent, 1);
    }
    char spec[256];
    printer_spec(station, printer, spec, sizeof spec);
    bool printed = print_flow_run(station, spec, badge_stock_find(BADGE_STOCK), &intent);
    badge_row_print(common, &intent, intent_state_string(intent.state));
    return printed ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *reason = NULL, *out = NULL, *printer = NULL;
    struct common common;
    const struct arg table[] = {
        {"reason", ARG_TEXT, &reason},
        {"out", ARG_TEXT, &out},
        {"printer", ARG_TEXT, &printer},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_replace, argc, argv, table, 1, 1, &common) ||
        !reason_is_known("replace", reason)) {
        return EXIT_USAGE;
    }
    if (!query_is_given(&common, false)) {
        fputs("lanyard replace: the QUERY is empty\n", stderr);
        return EXIT_USAGE;
    }
    if (out && printer) {
        fputs("lanyard replace: give --out or --printer, not both\n", stderr);
        return EXIT_USAGE;
    }
    if (out && !print_file_path_is_good(out)) {
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = replace(station, &common, reason, out, printer);
    station_close(station);
    return status;
}

const struct command command_replace = {
    .name = "replace",
    .usage = "QUERY --reason lost|stolen|damaged|wrong-data|other [--printer NAME|--out FILE]",
    .summary = "Makes a new badge and revokes the old one, in one step",
    .options = "  --reason R      why; recorded\n"
               "  --printer NAME  a CUPS queue, or file:FOLDER; default the event's print/\n"
               "  --out FILE      one PDF instead\n",
    .run = run,
};
