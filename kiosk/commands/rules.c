#include <stdio.h>
#include <string.h>

#include "kiosk/commands/sign_in.h"
#include "store_access.h"
#include "timebase.h"

static enum exit_status show(struct station *station, const struct common *common)
{
    static struct rules_text rules;
    char time[TIME_TEXT_SIZE];
    enum store_found found = store_rules(station->store, &rules);
    if (found == STORE_FAILED) {
        return EXIT_DEVICE;
    }
    if (found == STORE_NOT_FOUND) {
        fputs("lanyard rules: none are in force\n", stderr);
        return EXIT_NO;
    }
    if (common->json) {
        struct json_row *row = row_start();
        row_text(row, "rules", rules.id);
        row_text(row, "loaded", time_format_iso(rules.at_ms, time));
        row_text(row, "text", rules.text);
        row_print(row);
    } else {
        fwrite(rules.text, 1, rules.length, stdout);
    }
    return EXIT_DONE;
}

static enum exit_status check_or_load(struct station *station, const struct common *common,
                                      bool load)
{
    const char *path = common->word_count > 1 ? common->words[1] : NULL;
    bool good = load ? station_load_rules(station, path) : station_check_rules(station, path);
    if (common->json) {
        struct json_row *row = row_start();
        row_bool(row, "ok", good);
        row_text(row, "rules", good && load ? station->rules_id : NULL);
        row_print(row);
    } else if (good) {
        puts(load ? "the rules are in force" : "the rules can be loaded");
    }
    return good ? EXIT_DONE : EXIT_USAGE;
}

static enum exit_status run(int argc, char **argv)
{
    struct common common;
    struct sign_in who = {0};
    const struct arg table[] = {SIGN_IN_ARGS(who), {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_rules, argc, argv, table, 1, 2, &common)) {
        return EXIT_USAGE;
    }
    bool load = strcmp(common.words[0], "load") == 0;
    bool shows = strcmp(common.words[0], "show") == 0 && common.word_count == 1;
    if (!load && !shows && strcmp(common.words[0], "check") != 0) {
        fputs("lanyard rules: check [FILE], load [FILE] or show\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, load ? STORE_READ_WRITE : STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = load ? sign_in("rules", station, PERMIT_RULES, &who) : EXIT_DONE;
    if (status == EXIT_DONE) {
        status = shows ? show(station, &common) : check_or_load(station, &common, load);
    }
    station_close(station);
    return status;
}

const struct command command_rules = {
    .name = "rules",
    .usage = "check [FILE]|load [FILE]|show" SIGN_IN_USAGE,
    .summary = "Checks, loads or shows who may pass where and when",
    .options = "  check       tells each fault with its line\n"
               "  load        the same, and puts the rules in force\n"
               "  show        those in force\n"
               "  FILE        default: rules.ini in the event's folder\n" SIGN_IN_OPTIONS,
    .run = run,
};
