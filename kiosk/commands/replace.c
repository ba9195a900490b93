#include <stdio.h>
#include <string.h>

#include "kiosk/commands/print_file.h"
#include "kiosk/commands/sign_in.h"
#include "kiosk/print_means.h"
#include "store_access.h"

static bool reason_is_known(const char *command, const char *reason)
{
    static const char *const reasons[] = {"lost",       "stolen",    "damaged",
                                          "wrong-data", "forgotten", "other"};
    for (size_t i = 0; reason && i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strcmp(reason, reasons[i]) == 0) {
            return true;
        }
    }
    fprintf(stderr,
            "lanyard %s: --reason: one of lost, stolen, damaged, wrong-data, forgotten, other\n",
            command);
    return false;
}

static enum exit_status replace(struct station *station, const struct common *common,
                                const char *reason, const char *out, const char *printer)
{
    uint64_t holder;
    struct intent old, intent;
    bool eligible;
    enum exit_status status = one_holder("replace", station, common->words[0], &holder);
    if (status != EXIT_DONE) {
        return status;
    }
    if (!holder_is_eligible(station, holder, false, "no badge", &eligible)) {
        return EXIT_DEVICE;
    }
    if (!eligible) {
        return EXIT_NO;
    }
    if (store_intent_of(station->store, holder, &old) != STORE_FOUND &&
        store_suspended_of(station->store, holder, &old) != STORE_FOUND) {
        fputs("lanyard replace: there is no badge to replace; 'lanyard print' makes the first\n",
              stderr);
        return EXIT_NO;
    }
    if (!station_issue_badge(station, holder, reason, &intent)) {
        return EXIT_DEVICE;
    }
    if (out) {
        return print_file_intent(station, common, out, &intent);
    }
    bool printed = print_with_means(station, printer, NULL, &intent);
    badge_row_print(common, &intent, intent_state_string(intent.state));
    return printed ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *reason = NULL, *out = NULL, *printer = NULL;
    struct sign_in who = {0};
    struct common common;
    const struct arg table[] = {
        {"reason", ARG_TEXT, &reason},   {"out", ARG_TEXT, &out},
        {"printer", ARG_TEXT, &printer}, SIGN_IN_ARGS(who),
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
    bool stolen = strcmp(reason, "stolen") == 0;
    enum exit_status status =
        sign_in("replace", station, stolen ? PERMIT_REPLACE_STOLEN : PERMIT_REPLACE, &who);
    if (status == EXIT_DONE) {
        status = replace(station, &common, reason, out, printer);
    }
    station_close(station);
    return status;
}

const struct command command_replace = {
    .name = "replace",
    .usage = "QUERY --reason lost|stolen|damaged|wrong-data|forgotten|other "
             "[--printer NAME|--out FILE]" SIGN_IN_USAGE,
    .summary = "Makes a new badge and revokes the old one, in one step",
    .options = "  --reason R      why; recorded. forgotten: a day badge, until 'lanyard found'\n"
               "  --printer NAMES of printers.ini, by commas; else a CUPS queue, or file:FOLDER\n"
               "  --out FILE      one PDF instead\n" SIGN_IN_OPTIONS,
    .run = run,
};
