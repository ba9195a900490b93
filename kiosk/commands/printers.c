#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "kiosk/commands/printers.h"
#include "message.h"
#include "print_device.h"
#include "printer_book.h"
#include "store_stock.h"
#include "timebase.h"

struct printers_options {
    const char *template;
    int seconds;
};

static const char *state_word(enum printer_state state)
{
    return state == PRINTER_PROCESSING ? "processing"
           : state == PRINTER_STOPPED  ? "stopped"
                                       : "idle";
}

/* ---- one printer ---- */

/* What to do, in English; "" for nothing. */
static void write_advice(const struct printer_overview *printer, char *out, size_t size)
{
    char count[16], minutes[16];
    snprintf(count, sizeof count, "%d", printer->stock.remaining);
    snprintf(minutes, sizeof minutes, "%d", printer->stock.minutes_left);
    const struct message_value values[] = {
        {"printer", printer->name}, {"count", count}, {"minutes", minutes}};
    out[0] = '\0';
    if (printer->advice[0]) {
        message_format("en", printer->advice, values, 3, out, size);
    }
}

static void row_count(struct json_row *row, const char *key, int value)
{
    if (value < 0) {
        row_text(row, key, NULL);
    } else {
        row_int(row, key, value);
    }
}

static void show_row(const struct printer_status *status, const struct printer_overview *overview,
                     const char *advice)
{
    struct json_row *row = row_start();
    row_text(row, "printer", status->name);
    row_text(row, "name", overview->name);
    row_text(row, "description", status->description);
    row_text(row, "state", state_word(status->state));
    row_text(row, "health", printer_health_string(overview->health));
    row_text(row, "reasons", status->keywords);
    row_bool(row, "accepting", status->accepting);
    row_bool(row, "blocked", (status->reasons & PRINTER_BLOCKING) != 0);
    row_bool(row, "default", status->is_default);
    row_text(row, "advice", advice);
    row_text(row, "confirm", print_confirm_string(overview->confirm));
    row_count(row, "remaining", overview->stock.remaining);
    row_int(row, "per_hour", overview->stock.per_hour);
    row_count(row, "minutes_left", overview->stock.minutes_left);
    row_bool(row, "low", overview->stock.low);
    row_print(row);
}

static void show_line(const struct printer_status *status, const struct printer_overview *overview,
                      const char *advice)
{
    char stock[64] = "";
    if (overview->stock.remaining >= 0) {
        snprintf(stock, sizeof stock, "  %d left, %d an hour", overview->stock.remaining,
                 overview->stock.per_hour);
    }
    print_line("%-20s %-10s %s%s%s%s%s", overview->name, state_word(status->state),
               status->description, stock, status->keywords[0] ? "  " : "", status->keywords,
               status->accepting ? "" : "  not accepting jobs");
    if (advice[0]) {
        print_line("%-20s %s", "", advice);
    }
}

/* ---- the list ---- */

struct listing {
    const struct common *common;
    struct station *station;
    const struct printer_book *book;
    bool shown[PRINTERS_MAX]; /* of the book */
    bool failed;
};

static void show(struct listing *listing, const struct printer_status *status,
                 const struct printer_profile *profile)
{
    struct printer_overview overview = {.reasons = status->reasons, .confirm = profile->confirm};
    struct stock_count count;
    char advice[512];
    int64_t now_ms = time_realtime_ms();
    snprintf(overview.name, sizeof overview.name, "%s", profile->name);
    listing->failed |=
        !store_stock(listing->station->store, profile->device, profile->shared, now_ms, &count);
    overview.stock = stock_estimate(&count, profile->low, now_ms);
    printer_overview_judge(&overview, status->accepting);
    write_advice(&overview, advice, sizeof advice);
    if (listing->common->json) {
        show_row(status, &overview, advice);
    } else {
        show_line(status, &overview, advice);
    }
}

/* A printer of the book is asked itself; one that does not answer is listed as away. */
static void show_profile(struct listing *listing, const struct printer_profile *profile,
                         const struct printer_status *listed)
{
    struct printer_status status = {.state = PRINTER_STOPPED, .reasons = PRINTER_OFFLINE};
    struct print_device *device = print_device_open(profile->device);
    snprintf(status.name, sizeof status.name, "%s", profile->device);
    snprintf(status.keywords, sizeof status.keywords, "offline");
    if (device && device->ops->status(device, &status)) {
        status.is_default = listed && listed->is_default;
    } else {
        listing->failed = true;
    }
    print_device_destroy(device);
    show(listing, &status, profile);
}

static void show_queue(const struct printer_status *status, void *userdata)
{
    struct listing *listing = userdata;
    struct printer_profile plain = {.low = 0};
    bool known = false;
    for (int i = 0; i < listing->book->count; i++) {
        const struct printer_profile *profile = &listing->book->printers[i];
        if (strcmp(profile->device, status->name) == 0) {
            show_profile(listing, profile, status);
            listing->shown[i] = known = true;
        }
    }
    if (!known) {
        snprintf(plain.name, sizeof plain.name, "%.63s", status->name);
        snprintf(plain.device, sizeof plain.device, "%s", status->name);
        show(listing, status, &plain);
    }
}

static enum exit_status list(struct station *station, const struct common *common,
                             const struct printer_book *book)
{
    struct listing listing = {.common = common, .station = station, .book = book};
    bool listed = print_device_list(show_queue, &listing);
    for (int i = 0; i < book->count; i++) {
        if (!listing.shown[i]) {
            show_profile(&listing, &book->printers[i], NULL);
        }
    }
    return listed && !listing.failed ? EXIT_DONE : EXIT_DEVICE;
}

/* ---- what it does besides ---- */

/* "stock NAME COUNT" */
static enum exit_status set_stock(struct station *station, const struct common *common,
                                  const struct printer_profile *profile)
{
    char *end;
    long loaded = strtol(common->words[2], &end, 10);
    if (end == common->words[2] || *end || loaded < 0 || loaded > 1000000) {
        fprintf(stderr, "lanyard printers: stock: \"%s\" is not a number of badges\n",
                common->words[2]);
        return EXIT_USAGE;
    }
    if (!store_begin(station->store)) {
        return EXIT_DEVICE;
    }
    if (!store_append_stock(station->store, profile->device, (int)loaded) ||
        !store_commit(station->store)) {
        store_rollback(station->store);
        return EXIT_DEVICE;
    }
    print_line("%s: %ld badges", profile->name, loaded);
    return EXIT_DONE;
}

struct heard {
    const struct common *common;
    int count;
};

static void show_found(const struct printer_found *found, void *userdata)
{
    struct heard *heard = userdata;
    heard->count++;
    if (!heard->common->json) {
        print_line("%-28s %s\n%-28s lpadmin -p %s -E -v '%s' -m everywhere", found->name,
                   found->description, "", found->name, found->uri);
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "printer", found->name);
    row_text(row, "description", found->description);
    row_text(row, "uri", found->uri);
    row_print(row);
}

static enum exit_status discover(const struct common *common, int seconds)
{
    struct heard heard = {common, 0};
    if (!print_device_discover(seconds * 1000, show_found, &heard)) {
        return EXIT_DEVICE;
    }
    if (heard.count == 0) {
        fprintf(stderr, "lanyard printers: none was heard within %d s\n", seconds);
    }
    return heard.count > 0 ? EXIT_DONE : EXIT_NO;
}

static enum exit_status run_on_event(const struct common *common,
                                     const struct printers_options *options)
{
    const char *word = common->word_count > 0 ? common->words[0] : "list";
    bool stock = strcmp(word, "stock") == 0;
    struct printer_book book;
    enum exit_status status = EXIT_USAGE;
    struct station *station = command_station(common, stock ? STORE_READ_WRITE : STORE_READ_ONLY);
    const char *wanted = common->word_count > 1 ? common->words[1] : NULL;
    if (station && station_printers(station, wanted, &book)) {
        status = stock ? set_stock(station, common, &book.printers[0])
                 : strcmp(word, "test") == 0
                     ? printers_test(station, common, &book.printers[0], options->template)
                     : list(station, common, &book);
    }
    station_close(station);
    return status;
}

static bool words_are_good(const struct common *common)
{
    static const struct {
        const char *word;
        int count;
    } forms[] = {{"list", 1}, {"stock", 3}, {"test", 2}, {"discover", 1}};
    bool good = common->word_count == 0;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0] && common->word_count > 0; i++) {
        good |=
            strcmp(common->words[0], forms[i].word) == 0 && common->word_count == forms[i].count;
    }
    if (!good) {
        fputs("lanyard printers: list, stock NAME COUNT, test NAME or discover\n", stderr);
    }
    return good;
}

static enum exit_status run(int argc, char **argv)
{
    struct printers_options options = {.seconds = 5};
    struct common common;
    const struct arg table[] = {
        {"template", ARG_TEXT, &options.template},
        {"seconds", ARG_INT, &options.seconds},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_printers, argc, argv, table, 0, 3, &common) ||
        !words_are_good(&common)) {
        return EXIT_USAGE;
    }
    if (common.word_count > 0 && strcmp(common.words[0], "discover") == 0) {
        return discover(&common, options.seconds);
    }
    return run_on_event(&common, &options);
}

const struct command command_printers = {
    .name = "printers",
    .usage = "[list | stock NAME COUNT | test NAME [--template T] | discover [--seconds N]]",
    .summary = "Lists printers with their state and stock, and tries one",
    .options =
        "  stock NAME COUNT  so many badges are in it now; the count goes down from there\n"
        "  test NAME         prints a badge that admits nobody; --template T: as which\n"
        "  discover          printers that announce themselves; --seconds N: listen so long\n",
    .run = run,
};
