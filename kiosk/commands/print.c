#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/print_file.h"
#include "kiosk/print_flow.h"

struct print_options {
    const char *template, *out, *printer;
    bool all, issue;
};

void badge_row_print(const struct common *common, const struct intent *intent, const char *state)
{
    char holder[HOLDER_TEXT_SIZE];
    if (common->json) {
        struct json_row *row = row_start();
        row_holder(row, "holder", intent->holder);
        row_int(row, "serial", intent->serial);
        row_int(row, "issue", intent->issue);
        row_text(row, "state", state);
        row_print(row);
    } else {
        printf("%s  badge %" PRIu32 "  issue %d  %s\n", holder_format(intent->holder, holder),
               intent->serial, intent->issue, state);
    }
}

/* The intent to print: a new one, or one that was never sent. `fresh` is false when a badge may
 * exist already. */
static bool intent_to_print(struct station *station, uint64_t holder, struct intent *out,
                            bool *fresh)
{
    enum store_found found = store_intent_of(station->store, holder, out);
    *fresh =
        found == STORE_NOT_FOUND ||
        (found == STORE_FOUND && (out->state == INTENT_PENDING || !intent_may_exist(out->state)));
    if (found == STORE_FAILED) {
        return false;
    }
    return !*fresh || (found == STORE_FOUND && out->state == INTENT_PENDING) ||
           station_issue_badge(station, holder, NULL, out);
}

static enum exit_status print_on_device(struct station *station, const struct common *common,
                                        const char *printer, const uint64_t *holders, size_t count)
{
    const struct badge_stock *stock = badge_stock_find(BADGE_STOCK);
    enum exit_status status = EXIT_NO;
    for (size_t i = 0; i < count; i++) {
        struct intent intent;
        bool fresh, eligible;
        if (!holder_is_eligible(station, holders[i], false, "no badge", &eligible)) {
            return EXIT_DEVICE;
        }
        if (!eligible) {
            continue;
        }
        if (!intent_to_print(station, holders[i], &intent, &fresh)) {
            return EXIT_DEVICE;
        }
        if (!fresh) {
            fprintf(stderr,
                    "lanyard print: badge %" PRIu32 " exists already; 'lanyard replace' makes "
                    "another\n",
                    intent.serial);
        } else if (!print_flow_run(station, printer, stock, &intent)) {
            badge_row_print(common, &intent, intent_state_string(intent.state));
            return EXIT_DEVICE;
        }
        status = EXIT_DONE;
        badge_row_print(common, &intent, intent_state_string(intent.state));
        progress_show("badges", (int64_t)i + 1, (int64_t)count);
    }
    return status;
}

static enum exit_status print_into_file(struct station *station, const struct common *common,
                                        const struct print_options *options, uint64_t *holders,
                                        size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool eligible;
        if (!holder_is_eligible(station, holders[i], false, "no badge", &eligible)) {
            return EXIT_DEVICE;
        }
        holders[kept] = holders[i];
        kept += eligible;
    }
    return kept ? print_file(station, common, options->out, holders, kept, options->issue)
                : EXIT_NO;
}

static enum exit_status print_found(struct station *station, const struct common *common,
                                    const struct print_options *options)
{
    uint64_t *holders;
    size_t count;
    const char *query = options->all ? "" : common->words[0];
    if (!holders_find(station, query, 0, &holders, &count)) {
        return EXIT_DEVICE;
    }
    enum exit_status status = EXIT_NO;
    if (count == 0) {
        fprintf(stderr, "lanyard print: nobody matches \"%s\"\n", query);
    } else if (options->out) {
        status = print_into_file(station, common, options, holders, count);
    } else {
        status = print_on_device(station, common, options->printer, holders, count);
    }
    free(holders);
    return status;
}

static bool options_are_good(const struct common *common, const struct print_options *options)
{
    if (!query_is_given(common, options->all) ||
        (options->out == NULL) == (options->printer == NULL)) {
        fputs("lanyard print: give either a QUERY or --all, and either --out FILE or --printer "
              "NAME\n",
              stderr);
        return false;
    }
    if (options->out && !print_file_path_is_good(options->out)) {
        return false;
    }
    if (options->issue && !options->out) {
        fputs("lanyard print: --issue goes with --out; a printer always issues\n", stderr);
        return false;
    }
    if (options->template && strcmp(options->template, BADGE_STOCK) != 0) {
        fprintf(stderr, "lanyard print: --template: only \"%s\" is built yet\n", BADGE_STOCK);
        return false;
    }
    return true;
}

static enum exit_status run(int argc, char **argv)
{
    struct print_options options = {0};
    struct common common;
    const struct arg table[] = {
        {"template", ARG_TEXT, &options.template}, {"out", ARG_TEXT, &options.out},
        {"printer", ARG_TEXT, &options.printer},   {"all", ARG_FLAG, &options.all},
        {"issue", ARG_FLAG, &options.issue},       {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_print, argc, argv, table, 0, 1, &common) ||
        !options_are_good(&common, &options)) {
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = print_found(station, &common, &options);
    station_close(station);
    return status;
}

const struct command command_print = {
    .name = "print",
    .usage = "QUERY|--all [--template T] (--out FILE.pdf [--issue] | --printer NAME)",
    .summary = "Prints badges, one per person",
    .options = "  --all           everybody who is approved\n"
               "  --template T    a6 (the only one yet)\n"
               "  --out FILE      one PDF; badges marked TEST that admit nobody\n"
               "  --issue         with --out: real badges, recorded as issued\n"
               "  --printer NAME  a CUPS queue, or file:FOLDER\n",
    .run = run,
};
