#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/sign_in.h"
#include "roster.h"

#define SHOWN_MAX 20 /* notes on a terminal */

struct import {
    const struct common *common;
    const char *file;
    struct sign_in who;
    FILE *report; /* owned; NULL: none */
    int64_t notes;
    struct json_row *rejected; /* of the row being read: one object however many causes */
    int64_t rejected_row;
};

static const char *level_name(enum roster_level level)
{
    return level == ROSTER_ERROR ? "error" : "note";
}

static void report_remark(struct import *import, const struct roster_remark *remark)
{
    if (import->report) {
        struct json_row *row = row_start();
        row_int(row, "row", remark->row);
        row_text(row, "field", remark->field);
        row_text(row, level_name(remark->level), remark->text);
        row_write(row, import->report);
    }
}

static void end_rejected(struct import *import)
{
    if (import->rejected) {
        row_print(import->rejected);
        import->rejected = NULL;
    }
}

/* "row 12: ", nothing for the file as a whole. */
static const char *row_name(int64_t row, char out[32])
{
    out[0] = '\0';
    if (row > 0) {
        snprintf(out, 32, "row %lld: ", (long long)row);
    }
    return out;
}

static void show_error(struct import *import, const struct roster_remark *remark)
{
    if (!import->common->json) {
        char plain[1024];
        char row[32];
        printf("%s: %s%s%s%s\n", import->file, row_name(remark->row, row), remark->field,
               remark->field[0] ? ": " : "", plain_text(remark->text, plain, sizeof plain));
        return;
    }
    if (import->rejected && import->rejected_row == remark->row) {
        struct json_row *more = row_start();
        row_text(more, "field", remark->field);
        row_text(more, "error", remark->text);
        row_append(import->rejected, "more", more);
        return;
    }
    end_rejected(import);
    import->rejected = row_start();
    import->rejected_row = remark->row;
    row_int(import->rejected, "row", remark->row);
    row_text(import->rejected, "field", remark->field);
    row_text(import->rejected, "error", remark->text);
}

static void on_remark(const struct roster_remark *remark, void *userdata)
{
    struct import *import = userdata;
    report_remark(import, remark);
    if (remark->level == ROSTER_ERROR) {
        show_error(import, remark);
    } else if (import->notes++ < SHOWN_MAX) {
        char plain[1024];
        char row[32];
        fprintf(stderr, "note: %s%s%s%s\n", row_name(remark->row, row), remark->field,
                remark->field[0] ? ": " : "", plain_text(remark->text, plain, sizeof plain));
    }
}

static void on_change(const struct roster_change *change, void *userdata)
{
    struct import *import = userdata;
    if (import->report) {
        struct json_row *row = row_start();
        row_int(row, "row", change->row);
        row_holder(row, "holder", change->attendee->holder);
        row_text(row, "field", change->field);
        row_text(row, "before", change->before);
        row_text(row, "after", change->after);
        row_bool(row, "replace_badge", change->replaces_badge);
        row_write(row, import->report);
    }
    if (!import->common->json) {
        char name[2 * ATTENDEE_TEXT_SIZE], plain[3][2 * ATTENDEE_TEXT_SIZE];
        attendee_latin_name(change->attendee, name, sizeof name);
        printf("row %lld: %s: %s: \"%s\" is now \"%s\"%s\n", (long long)change->row,
               plain_text(name, plain[0], sizeof plain[0]), change->field,
               plain_text(change->before, plain[1], sizeof plain[1]),
               plain_text(change->after, plain[2], sizeof plain[2]),
               change->replaces_badge ? " (the badge must be replaced)" : "");
    }
}

static void on_missing(const struct attendee *attendee, void *userdata)
{
    struct import *import = userdata;
    if (import->report) {
        struct json_row *row = row_start();
        row_holder(row, "missing", attendee->holder);
        row_text(row, "external_id", attendee->external_id);
        row_write(row, import->report);
    }
    if (!import->common->json) {
        char name[2 * ATTENDEE_TEXT_SIZE], plain[2 * ATTENDEE_TEXT_SIZE];
        attendee_latin_name(attendee, name, sizeof name);
        printf("not in this file, kept: %s (%s)\n", plain_text(name, plain, sizeof plain),
               attendee->external_id);
    }
}

static void on_progress(int64_t done, int64_t total, void *userdata)
{
    (void)userdata;
    progress_show("bytes read", done, total);
}

static void show_summary(const struct import *import, const struct roster_options *options,
                         const struct roster_summary *summary)
{
    if (import->common->json) {
        struct json_row *row = row_start();
        row_int(row, "added", summary->added);
        row_int(row, "changed", summary->changed);
        row_int(row, "unchanged", summary->unchanged);
        row_int(row, "rejected", summary->rejected);
        row_int(row, "missing", summary->missing);
        row_int(row, "notes", summary->notes);
        row_int(row, "delegations", summary->delegations);
        row_text(row, "format", summary->format);
        row_text(row, "encoding", summary->encoding);
        row_bool(row, "imported", summary->imported);
        row_print(row);
        return;
    }
    printf("%s%lld added, %lld changed, %lld unchanged, %lld rejected, %lld not in the file\n",
           summary->imported ? "" : "would be: ", (long long)summary->added,
           (long long)summary->changed, (long long)summary->unchanged, (long long)summary->rejected,
           (long long)summary->missing);
    if (!summary->format[0]) {
        return;
    }
    fprintf(stderr, "read as %s, %s%s%s%s\n", summary->format, summary->encoding,
            summary->delimiter ? ", cells apart by " : "",
            summary->delimiter == '\t' ? "tabulators" : "",
            summary->delimiter && summary->delimiter != '\t'
                ? (char[]){'"', summary->delimiter, '"', '\0'}
                : "");
    if (!summary->imported && !options->dry_run) {
        fputs("Nothing was imported. Mend the rows above, or import the others with --skip-bad.\n",
              stderr);
    }
}

static bool parse_maps(const struct arg_list *list, char (*columns)[256], struct roster_map *maps)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *equals = strrchr(list->values[i], '=');
        bool known = equals && !equals[1];
        for (const char *const *field = roster_fields(); equals && *field; field++) {
            known |= strcmp(*field, equals + 1) == 0;
        }
        known |=
            equals && (strcmp(equals + 1, "name") == 0 || strcmp(equals + 1, "middle_name") == 0);
        if (!known || (size_t)(equals - list->values[i]) >= sizeof columns[0]) {
            fprintf(stderr, "lanyard import: --map: \"%s\" is not COLUMN=FIELD; the fields are:",
                    list->values[i]);
            for (const char *const *field = roster_fields(); *field; field++) {
                fprintf(stderr, " %s", *field);
            }
            fputs(" name middle_name\n", stderr);
            return false;
        }
        snprintf(columns[i], sizeof columns[i], "%.*s", (int)(equals - list->values[i]),
                 list->values[i]);
        maps[i] = (struct roster_map){columns[i], equals + 1};
    }
    return true;
}

static enum exit_status import_into(struct import *import, const char *path,
                                    struct roster_options *options)
{
    static const enum exit_status statuses[] = {
        [ROSTER_DONE] = EXIT_DONE,
        [ROSTER_REJECTED] = EXIT_USAGE,
        [ROSTER_UNREADABLE] = EXIT_USAGE,
        [ROSTER_FAILED] = EXIT_DEVICE,
    };
    const struct roster_listener listener = {on_remark, on_change, on_missing, on_progress, import};
    struct roster_summary summary;
    char photos[4200];
    struct station *station = command_station(import->common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status allowed = options->dry_run
                                   ? EXIT_DONE
                                   : sign_in("import", station, PERMIT_EDIT_APPROVED, &import->who);
    if (allowed != EXIT_DONE) {
        station_close(station);
        return allowed;
    }
    snprintf(photos, sizeof photos, "%s/photos", station->directory);
    options->photo_folder = photos;
    enum roster_result result = roster_import(station->store, path, options, &listener, &summary);
    station_close(station);
    end_rejected(import);
    if (import->notes > SHOWN_MAX) {
        fprintf(stderr, "note: and %lld more; --report FILE has all of them\n",
                (long long)(import->notes - SHOWN_MAX));
    }
    if (result != ROSTER_FAILED) {
        show_summary(import, options, &summary);
    }
    return statuses[result];
}

static bool is_folder(const char *path)
{
    DIR *folder = opendir(path);
    return folder && closedir(folder) == 0;
}

static enum exit_status run(int argc, char **argv)
{
    const char *format = "auto", *report = NULL;
    struct arg_list maps = {.count = 0};
    struct roster_map pairs[ARG_LIST_MAX];
    char columns[ARG_LIST_MAX][256];
    struct roster_options options = {.maps = pairs};
    struct common common;
    struct import import = {.common = &common};
    const struct arg table[] = {
        {"format", ARG_TEXT, &format},
        {"encoding", ARG_TEXT, &options.encoding},
        {"map", ARG_LIST, &maps},
        {"photos", ARG_TEXT, &options.photos},
        {"dry-run", ARG_FLAG, &options.dry_run},
        {"skip-bad", ARG_FLAG, &options.skip_bad},
        {"add-delegations", ARG_FLAG, &options.add_delegations},
        {"report", ARG_TEXT, &report},
        SIGN_IN_ARGS(import.who),
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_import, argc, argv, table, 1, 1, &common) ||
        !parse_maps(&maps, columns, pairs)) {
        return EXIT_USAGE;
    }
    options.map_count = maps.count;
    if (options.photos && !is_folder(options.photos)) {
        fprintf(stderr, "lanyard import: --photos: %s: %s\n", options.photos, strerror(errno));
        return EXIT_USAGE;
    }
    if (!roster_format_parse(format, &options.format)) {
        fprintf(stderr, "lanyard import: --format: \"%s\" is none of auto, csv, pretix, indico\n",
                format);
        return EXIT_USAGE;
    }
    if (report && !(import.report = fopen(report, "we"))) {
        fprintf(stderr, "lanyard import: --report: %s: %s\n", report, strerror(errno));
        return EXIT_USAGE;
    }
    import.file = common.words[0];
    enum exit_status status = import_into(&import, common.words[0], &options);
    if (import.report && fclose(import.report) != 0) {
        fprintf(stderr, "lanyard import: --report: %s: %s\n", report, strerror(errno));
        status = status == EXIT_DONE ? EXIT_DEVICE : status;
    }
    return status;
}

const struct command command_import = {
    .name = "import",
    .usage = "FILE [--format F] [--encoding E] [--map COLUMN=FIELD]… [--photos DIR] [--dry-run] "
             "[--skip-bad] [--add-delegations] [--report FILE]" SIGN_IN_USAGE,
    .summary = "Reads a roster",
    .options = "  --format F          auto (default), csv, pretix, indico\n"
               "  --encoding E        of the file; default: found out\n"
               "  --map COLUMN=FIELD  what a column is, where its heading does not say it;\n"
               "                      COLUMN= leaves it out\n"
               "  --photos DIR        pictures, named in the column photo or after the id\n"
               "  --dry-run           only say what would happen\n"
               "  --skip-bad          import the good rows although others are rejected;\n"
               "                      else one rejected row means that nothing is imported\n"
               "  --add-delegations   names that are no country become new delegations\n"
               "  --report FILE       every remark, difference and missing person, as JSON "
               "lines\n" SIGN_IN_OPTIONS "Once the event has staff, they sign in, and a second "
               "person approves; a dry run is free.\n",
    .run = run,
};
