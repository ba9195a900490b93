#include "kiosk/commands/audit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timebase.h"

struct audit_options {
    int limit, every; /* every: minutes, -1 when not given */
    const char *head, *heads, *out, *append, *since, *until;
    struct log_filter filter;
    bool record, quick;
};

static void hex(const uint8_t *bytes, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++) {
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    }
}

static void show_report(const struct common *common, const struct audit_report *report)
{
    char head[2 * AUDIT_HASH_SIZE + 1];
    bool ok = report->fault == AUDIT_OK;
    hex(report->head, sizeof report->head, head);
    if (common->json) {
        struct json_row *row = row_start();
        row_bool(row, "ok", ok);
        row_int(row, "events", (int64_t)report->events);
        row_text(row, "head", head);
        if (!ok) {
            row_text(row, "fault", audit_fault_string(report->fault));
            row_text(row, "station", report->station);
            row_int(row, "sequence", (int64_t)report->sequence);
            row_text(row, "uuid", report->uuid);
            row_text(row, "detail", report->detail);
        }
        row_print(row);
    } else if (ok) {
        printf("%" PRIu64 " events, every one in place and signed; head %s\n", report->events,
               head);
    } else if (report->sequence == 0) {
        print_line("%s: %s", audit_fault_string(report->fault), report->detail);
    } else {
        print_line("event %" PRIu64 " of %s (%s): %s. %s", report->sequence, report->station,
                   report->uuid, audit_fault_string(report->fault), report->detail);
    }
}

/* Writes a fault into the record of a station that can. */
static void record_fault(const struct common *common, const struct audit_report *report)
{
    struct station *station = command_station(common, STORE_READ_WRITE);
    if (!station) {
        return;
    }
    if (!store_begin(station->store) ||
        !store_append_incident(station->store, INCIDENT_CHAIN_BREAK, 0, 0, "", report->detail, 0) ||
        !store_commit(station->store)) {
        store_rollback(station->store);
    }
    station_close(station);
}

static enum exit_status verify(struct station *station, const struct common *common,
                               const struct audit_options *options)
{
    struct audit_report report = {0};
    if (!(options->quick ? store_audit_quick : store_audit)(station->store, &report)) {
        return EXIT_DEVICE;
    }
    enum exit_status status = EXIT_DONE;
    if (report.fault == AUDIT_OK && (options->head || options->heads)) {
        status = heads_check(station, options->head, options->heads, &report);
    }
    if (status != EXIT_DONE && status != EXIT_NO) {
        return status;
    }
    show_report(common, &report);
    if (report.fault != AUDIT_OK && options->record) {
        record_fault(common, &report);
    }
    return report.fault == AUDIT_OK ? EXIT_DONE : EXIT_NO;
}

static enum exit_status log_events(struct station *station, const struct common *common,
                                   struct audit_options *options)
{
    struct log_filter *filter = &options->filter;
    uint64_t holder;
    filter->common = common;
    filter->limit = options->limit;
    filter->until_ms = INT64_MAX;
    if ((options->since && !time_argument("audit", options->since, &filter->since_ms)) ||
        (options->until && !time_argument("audit", options->until, &filter->until_ms))) {
        return EXIT_USAGE;
    }
    if (filter->person) {
        enum exit_status status = one_holder("audit", station, filter->person, &holder);
        if (status != EXIT_DONE) {
            return status;
        }
        holder_format(holder, filter->holder);
    }
    return store_events(station->store, options->limit > 0, 0, log_show, filter) ? EXIT_DONE
                                                                                 : EXIT_DEVICE;
}

/* From now on a running kiosk notes the head by itself. */
static enum exit_status keep_noting(struct station *station, const struct audit_options *options)
{
    struct head_notes notes = {.every_minutes = options->every};
    const char *file = options->append ? options->append : "";
    if (strlen(file) >= sizeof notes.path || (file[0] && file[0] != '/')) {
        fputs("lanyard audit: name the file from the root, such as /media/usb/heads.txt\n", stderr);
        return EXIT_USAGE;
    }
    strcpy(notes.path, file);
    if (!station_set_head_notes(station, &notes) ||
        (notes.every_minutes > 0 && !station_note_head(station))) {
        return EXIT_DEVICE;
    }
    return EXIT_DONE;
}

static enum exit_status act(struct station *station, const struct common *common,
                            struct audit_options *options)
{
    if (strcmp(common->words[0], "verify") == 0) {
        return verify(station, common, options);
    }
    if (strcmp(common->words[0], "head") == 0) {
        if (options->every >= 0) {
            return keep_noting(station, options);
        }
        return heads_show(station, common, options->out, options->append);
    }
    return log_events(station, common, options);
}

static enum exit_status run(int argc, char **argv)
{
    struct audit_options options = {.every = -1};
    struct common common;
    const struct arg table[] = {
        {"every", ARG_INT, &options.every},
        {"limit", ARG_INT, &options.limit},
        {"person", ARG_TEXT, &options.filter.person},
        {"station", ARG_TEXT, &options.filter.station},
        {"by", ARG_TEXT, &options.filter.staff},
        {"kind", ARG_TEXT, &options.filter.kind},
        {"since", ARG_TEXT, &options.since},
        {"until", ARG_TEXT, &options.until},
        {"head", ARG_TEXT, &options.head},
        {"heads", ARG_TEXT, &options.heads},
        {"record", ARG_FLAG, &options.record},
        {"quick", ARG_FLAG, &options.quick},
        {"out", ARG_TEXT, &options.out},
        {"append", ARG_TEXT, &options.append},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_audit, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    const char *word = common.words[0];
    if ((strcmp(word, "log") != 0 && strcmp(word, "verify") != 0 && strcmp(word, "head") != 0) ||
        options.limit < 0) {
        fputs("lanyard audit: verify, log or head\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station =
        command_station(&common, options.every >= 0 ? STORE_READ_WRITE : STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = act(station, &common, &options);
    station_close(station);
    return status;
}

const struct command command_audit = {
    .name = "audit",
    .usage =
        "verify [--head TEXT] [--heads FILE] [--record] [--quick]|log [--limit N] [--person QUERY] "
        "[--station NAME] [--by NAME] [--kind KIND] [--since TIME] [--until TIME]|head "
        "[--out FILE.png] [--append FILE [--every MINUTES]]",
    .summary = "Checks the chain of signed events, shows it, or its end for a paper log",
    .options =
        "  verify        finds a changed, removed, inserted or reordered event\n"
        "  --head TEXT   and a history that was rewritten since this head was noted\n"
        "  --heads FILE  the same for every head in the file\n"
        "  --quick       hashes and signed ends only: no single signatures, no tables\n"
        "  --record      raises an incident for a fault\n"
        "  log           every event, oldest first; with --limit the newest N\n"
        "  --person Q    only of this person\n"
        "  --station S   only by this station\n"
        "  --by NAME     only done or approved by this person of the staff\n"
        "  --kind K      only of this kind\n"
        "  --since TIME  only from then on\n"
        "  --until TIME  only before then\n"
        "  head          the signed end of each chain\n"
        "  --out FILE    as a QR code, PNG\n"
        "  --append FILE adds it to a file, best on another disk\n"
        "  --every MIN   from now on a running kiosk adds it every so many minutes; 0: not\n",
    .run = run,
};
