#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/print_file.h"
#include "kiosk/commands/print_order.h"
#include "kiosk/print_means.h"
#include "kiosk/print_share.h"

struct print_options {
    const char *template, *out, *printer, *sort, *manifest, *delegation;
    bool all, issue, collect;
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

/* One after the other, each to its end. */
static enum exit_status print_each(struct station *station, const struct common *common,
                                   const struct print_target *target, const uint64_t *holders,
                                   size_t count)
{
    enum exit_status status = EXIT_NO;
    for (size_t i = 0; i < count; i++) {
        struct intent intent;
        bool fresh;
        if (!intent_to_print(station, holders[i], &intent, &fresh)) {
            return EXIT_DEVICE;
        }
        if (!fresh) {
            fprintf(stderr,
                    "lanyard print: badge %" PRIu32 " exists already; 'lanyard replace' makes "
                    "another\n",
                    intent.serial);
        } else if (!print_flow_run(station, target, &intent)) {
            badge_row_print(common, &intent, intent_state_string(intent.state));
            return EXIT_DEVICE;
        }
        status = EXIT_DONE;
        badge_row_print(common, &intent, intent_state_string(intent.state));
        progress_show("badges", (int64_t)i + 1, (int64_t)count);
    }
    return status;
}

/* The people that are left, for print_share_run. */
struct crowd {
    struct station *station;
    const struct common *common;
    const uint64_t *holders;
    size_t count, at, done;
    enum exit_status status;
};

static bool next_of_crowd(void *userdata, struct intent *out)
{
    struct crowd *crowd = userdata;
    bool fresh = false;
    while (!fresh && crowd->at < crowd->count) {
        if (!intent_to_print(crowd->station, crowd->holders[crowd->at++], out, &fresh)) {
            crowd->status = EXIT_DEVICE;
            return false;
        }
        if (!fresh) {
            fprintf(stderr,
                    "lanyard print: badge %" PRIu32 " exists already; 'lanyard replace' makes "
                    "another\n",
                    out->serial);
            crowd->done++;
        }
    }
    return fresh;
}

static bool badge_ended(void *userdata, const struct intent *intent, bool printed, const char *why)
{
    struct crowd *crowd = userdata;
    badge_row_print(crowd->common, intent, intent_state_string(intent->state));
    progress_show("badges", (int64_t)++crowd->done, (int64_t)crowd->count);
    if (!printed) {
        fprintf(stderr, "lanyard print: badge %" PRIu32 ": %s\n", intent->serial, why);
        crowd->status = EXIT_DEVICE;
    }
    return printed;
}

/* Over several printers at once. */
static enum exit_status print_shared(struct station *station, const struct common *common,
                                     const struct printer_book *book,
                                     struct badge_template *template, const uint64_t *holders,
                                     size_t count)
{
    struct crowd crowd = {.station = station,
                          .common = common,
                          .holders = holders,
                          .count = count,
                          .status = EXIT_DONE};
    const struct print_share share = {.station = station,
                                      .book = book,
                                      .template = template,
                                      .next = next_of_crowd,
                                      .ended = badge_ended,
                                      .userdata = &crowd};
    return print_share_run(&share) ? crowd.status : EXIT_DEVICE;
}

static enum exit_status print_on_device(struct station *station, const struct common *common,
                                        const struct print_options *options,
                                        const uint64_t *holders, size_t count)
{
    struct print_means means;
    struct printer_book book;
    if (!station_printers(station, options->printer, &book) ||
        !print_means_init(&means, station, options->template)) {
        return EXIT_USAGE;
    }
    const struct print_target target = {.printer = options->printer,
                                        .template = means.template,
                                        .check = print_code_check,
                                        .check_data = means.decoder};
    enum exit_status status =
        book.count > 1 ? print_shared(station, common, &book, means.template, holders, count)
                       : print_each(station, common, &target, holders, count);
    print_means_finish(&means);
    return status;
}

static enum exit_status print_to_file(struct station *station, const struct common *common,
                                      const struct print_options *options, const uint64_t *holders,
                                      size_t count)
{
    const struct print_batch batch = {.template = options->template,
                                      .path = options->out,
                                      .manifest = options->manifest,
                                      .issue = options->issue || options->collect,
                                      .collect = options->collect};
    return print_file(station, common, &batch, holders, count);
}

static enum exit_status print_found(struct station *station, const struct common *common,
                                    const struct print_options *options)
{
    uint64_t *holders;
    size_t count, kept = 0;
    const char *query = options->all || options->delegation ? "" : common->words[0];
    if (!holders_find(station, query, 0, &holders, &count)) {
        return EXIT_DEVICE;
    }
    enum exit_status status = EXIT_NO;
    if (!print_order(station, options->delegation, options->sort, holders, &count)) {
        free(holders);
        return EXIT_DEVICE;
    }
    if (count == 0) {
        fprintf(stderr, "lanyard print: nobody matches \"%s\"\n",
                options->delegation ? options->delegation : query);
    }
    for (size_t i = 0; i < count; i++) {
        bool eligible;
        if (!holder_is_eligible(station, holders[i], false, "no badge", &eligible)) {
            free(holders);
            return EXIT_DEVICE;
        }
        holders[kept] = holders[i];
        kept += eligible;
    }
    if (kept > 0) {
        status = options->out ? print_to_file(station, common, options, holders, kept)
                              : print_on_device(station, common, options, holders, kept);
    }
    free(holders);
    return status;
}

static bool options_are_good(const struct common *common, const struct print_options *options)
{
    if (!query_is_given(common, options->all || options->delegation) ||
        (options->out == NULL) == (options->printer == NULL)) {
        fputs("lanyard print: give either a QUERY, --delegation CODE or --all, and either --out "
              "FILE or --printer NAME\n",
              stderr);
        return false;
    }
    if ((options->issue || options->collect || options->manifest) && !options->out) {
        fputs("lanyard print: --issue, --collect and --manifest go with --out; a printer always "
              "issues\n",
              stderr);
        return false;
    }
    if (options->manifest && !options->issue && !options->collect) {
        fputs("lanyard print: --manifest goes with --issue or --collect: test badges are not "
              "handed over\n",
              stderr);
        return false;
    }
    return (!options->out || print_file_path_is_good(options->out)) &&
           print_order_is_known(options->sort);
}

static enum exit_status run(int argc, char **argv)
{
    struct print_options options = {0};
    struct common common;
    const struct arg table[] = {
        {"template", ARG_TEXT, &options.template},
        {"out", ARG_TEXT, &options.out},
        {"printer", ARG_TEXT, &options.printer},
        {"all", ARG_FLAG, &options.all},
        {"issue", ARG_FLAG, &options.issue},
        {"collect", ARG_FLAG, &options.collect},
        {"sort", ARG_TEXT, &options.sort},
        {"manifest", ARG_TEXT, &options.manifest},
        {"delegation", ARG_TEXT, &options.delegation},
        {NULL, ARG_FLAG, NULL},
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
    .usage = "QUERY|--delegation CODE|--all [--template T] [--sort KEYS] "
             "(--out FILE.pdf [--issue|--collect] [--manifest FILE] | --printer NAME)",
    .summary = "Prints badges, one per person",
    .options =
        "  --all             everybody who is approved\n"
        "  --delegation CODE everybody of one delegation\n"
        "  --template T      'lanyard template list' names them; default the event's, a6\n"
        "  --sort KEYS       delegation, category, name, rank, apart by commas\n"
        "  --out FILE        one PDF; badges marked TEST that admit nobody\n"
        "  --issue           with --out: real badges, recorded as issued\n"
        "  --collect         with --out: real badges, issued when 'handover' has seen them\n"
        "  --manifest FILE   with --out: who is in it: a .pdf for each delegation's focal point\n"
        "                    to sign, or a .csv\n"
        "  --printer NAMES   of printers.ini, by commas; else a CUPS queue, or file:FOLDER\n",
    .run = run,
};
