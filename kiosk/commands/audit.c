#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "timebase.h"

static void hex(const uint8_t *bytes, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++) {
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    }
}

static enum exit_status verify(struct station *station, const struct common *common)
{
    struct audit_report report;
    char head[2 * AUDIT_HASH_SIZE + 1];
    if (!store_audit(station->store, &report)) {
        return EXIT_DEVICE;
    }
    bool ok = report.fault == AUDIT_OK;
    hex(report.head, sizeof report.head, head);
    if (common->json) {
        struct json_row *row = row_start();
        row_bool(row, "ok", ok);
        row_int(row, "events", (int64_t)report.events);
        row_text(row, "head", head);
        if (!ok) {
            row_text(row, "fault", audit_fault_string(report.fault));
            row_text(row, "station", report.station);
            row_int(row, "sequence", (int64_t)report.sequence);
            row_text(row, "uuid", report.uuid);
            row_text(row, "detail", report.detail);
        }
        row_print(row);
    } else if (ok) {
        printf("%" PRIu64 " events, every one in place and signed; head %s\n", report.events, head);
    } else {
        print_line("event %" PRIu64 " of %s (%s): %s. %s", report.sequence, report.station,
                   report.uuid, audit_fault_string(report.fault), report.detail);
    }
    return ok ? EXIT_DONE : EXIT_NO;
}

static bool show_event(const struct audit_event *event, void *userdata)
{
    const struct common *common = userdata;
    char time[TIME_TEXT_SIZE], uuid[UUID_TEXT_SIZE], body[AUDIT_BODY_MAX + 1];
    size_t size = event->body_size < sizeof body - 1 ? event->body_size : sizeof body - 1;
    memcpy(body, event->body, size);
    body[size] = '\0';
    time_format_iso(hlc_ms(event->hlc), time);
    if (!common->json) {
        print_line("%s  %s %" PRIu64 "  %-18s %s", time, event->station, event->sequence,
                   event->kind, body);
        return true;
    }
    struct json_row *row = row_start();
    row_text(row, "time", time);
    row_text(row, "station", event->station);
    row_int(row, "sequence", (int64_t)event->sequence);
    row_text(row, "uuid", uuid_format(event->uuid, uuid));
    row_text(row, "kind", event->kind);
    row_json(row, "body", body);
    row_print(row);
    return true;
}

static enum exit_status run(int argc, char **argv)
{
    int limit = 0;
    struct common common;
    const struct arg table[] = {{"limit", ARG_INT, &limit}, {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_audit, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    bool log = strcmp(common.words[0], "log") == 0;
    if ((!log && strcmp(common.words[0], "verify") != 0) || limit < 0) {
        fputs("lanyard audit: verify, or log [--limit N]\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = !log ? verify(station, &common)
                              : store_events(station->store, limit > 0, limit, show_event, &common)
                                  ? EXIT_DONE
                                  : EXIT_DEVICE;
    station_close(station);
    return status;
}

const struct command command_audit = {
    .name = "audit",
    .usage = "verify|log [--limit N]",
    .summary = "Checks the chain of signed events, or shows it",
    .options = "  verify      finds a changed, removed, inserted or reordered event\n"
               "  log         every event, oldest first; with --limit the newest N\n",
    .run = run,
};
