#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "sync.h"
#include "timebase.h"

/* A station whose key is not in the list yet only takes; its key comes with the list. */
static bool sync_station(struct station *station, struct sync_report *report)
{
    struct station_key nobody = {0};
    const char *name = NULL;
    if (station->key.id == 0 && !station_take_key(station, &name)) {
        return false;
    }
    snprintf(nobody.station, sizeof nobody.station, "%s", name ? name : "");
    bool done = sync_once(station->store, station->key.id ? &station->key : &nobody, report);
    return done && (station->key.id != 0 || station_take_key(station, &name));
}

static enum exit_status once(const struct common *common)
{
    struct station *station = station_open_for_sync(common->event);
    struct sync_report report = {0};
    if (!station) {
        return EXIT_USAGE;
    }
    bool done = sync_station(station, &report);
    if (common->json) {
        struct json_row *row = row_start();
        row_int(row, "pushed", report.pushed);
        row_int(row, "pulled", report.pulled);
        row_int(row, "cursor", report.cursor);
        if (report.lag_s < 0) {
            row_null(row, "lag_s");
        } else {
            row_int(row, "lag_s", report.lag_s);
        }
        row_int(row, "waiting", report.waiting);
        row_int(row, "quarantined", report.quarantined);
        row_int(row, "incidents", report.incidents);
        row_print(row);
    } else {
        printf("%" PRId64 " up, %" PRId64 " down, ", report.pushed, report.pulled);
        printf(report.lag_s < 0 ? "never up to date\n" : "data %" PRId64 " s old\n", report.lag_s);
    }
    station_close(station);
    return done ? EXIT_DONE : EXIT_DEVICE;
}

/* ---- for as long as it runs ---- */

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

static void show_status(const struct sync_status *status, void *userdata)
{
    const struct common *common = userdata;
    char since[TIME_TEXT_SIZE];
    time_format_iso(status->since_ms, since);
    if (common->json) {
        struct json_row *row = row_start();
        row_bool(row, "connected", status->connected);
        row_text(row, "since", since);
        row_int(row, "waiting", status->waiting);
        row_print(row);
    } else {
        printf("%s since %s, %" PRId64 " waiting\n",
               status->connected ? "connected" : "not connected", since, status->waiting);
    }
    fflush(stdout);
}

static void show_page(const struct replica_report *report, void *userdata)
{
    (void)userdata;
    if (report->incidents) {
        fprintf(stderr, "%d double admissions came to light; `lanyard hub status` counts them\n",
                report->incidents);
    }
}

static enum exit_status keep_running(const struct common *common)
{
    struct station *station = command_station(common, STORE_READ_WRITE);
    const struct sync_listener listener = {
        .changed = show_status, .applied = show_page, .userdata = (void *)common};
    char path[4200];
    if (!station) {
        return EXIT_USAGE;
    }
    snprintf(path, sizeof path, "%s/lanyard.db", station->directory);
    struct sync *sync = sync_create(path, &station->key, &listener);
    station_close(station);
    if (!sync) {
        return EXIT_DEVICE;
    }
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    while (!asked_to_stop) {
        poll(NULL, 0, 200);
    }
    sync_destroy(sync);
    return EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    bool one = false;
    struct common common;
    const struct arg table[] = {{"once", ARG_FLAG, &one}, {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_sync, argc, argv, table, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    return one ? once(&common) : keep_running(&common);
}

const struct command command_sync = {
    .name = "sync",
    .usage = "[--once]",
    .summary = "Exchanges events and the roster with the hub",
    .options = "  --once   until both sides are up to date; else until it is stopped\n",
    .run = run,
};
