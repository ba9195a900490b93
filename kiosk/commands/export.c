#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "roster.h"

#define CELL_SIZE (2 * ATTENDEE_TEXT_SIZE + 8)

struct exporting {
    struct store *store;
    FILE *out;
    bool json;
    struct attendee_row row; /* of the person being written */
};

static const char *const results[] = {"state", "issue", "serial"};

static bool keep_row(const struct attendee_row *row, void *userdata)
{
    *(struct attendee_row *)userdata = *row;
    return false;
}

static bool find_state(struct exporting *exporting, uint64_t holder)
{
    char text[HOLDER_TEXT_SIZE];
    exporting->row = (struct attendee_row){0};
    return store_search(exporting->store, holder_format(holder, text), 1, keep_row,
                        &exporting->row);
}

static void write_cell(const struct exporting *exporting, const char *text, bool first)
{
    char cell[CELL_SIZE];
    roster_csv_cell(text, cell, sizeof cell);
    fprintf(exporting->out, "%s%s", first ? "" : ",", cell);
}

static void write_csv(const struct exporting *exporting, const char *const *texts)
{
    char number[2][16];
    for (size_t i = 0; texts[i]; i++) {
        write_cell(exporting, texts[i], i == 0);
    }
    snprintf(number[0], sizeof number[0], "%d", exporting->row.issue);
    snprintf(number[1], sizeof number[1], "%u", (unsigned)exporting->row.serial);
    write_cell(exporting, exporting->row.state, false);
    write_cell(exporting, exporting->row.issue ? number[0] : "", false);
    write_cell(exporting, exporting->row.issue ? number[1] : "", false);
    fputs("\r\n", exporting->out);
}

static void write_json(const struct exporting *exporting, const char *const *texts)
{
    const char *const *fields = roster_fields();
    struct json_row *row = row_start();
    for (size_t i = 0; texts[i]; i++) {
        row_text(row, fields[i], texts[i]);
    }
    row_text(row, "state", exporting->row.state);
    row_int(row, "issue", exporting->row.issue);
    row_int(row, "serial", exporting->row.serial);
    row_write(row, exporting->out);
}

static bool write_one(const struct attendee *attendee, const char *const *texts, void *userdata)
{
    struct exporting *exporting = userdata;
    if (!find_state(exporting, attendee->holder)) {
        return false;
    }
    (exporting->json ? write_json : write_csv)(exporting, texts);
    return !ferror(exporting->out);
}

static void write_header(const struct exporting *exporting, bool bom)
{
    fputs(bom ? "\xef\xbb\xbf" : "", exporting->out);
    for (const char *const *field = roster_fields(); *field; field++) {
        write_cell(exporting, *field, field == roster_fields());
    }
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        write_cell(exporting, results[i], false);
    }
    fputs("\r\n", exporting->out);
}

static enum exit_status export_to(struct exporting *exporting, const struct common *common,
                                  bool bom)
{
    struct station *station = command_station(common, STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    exporting->store = station->store;
    if (!exporting->json) {
        write_header(exporting, bom);
    }
    bool ok = roster_export(station->store, write_one, exporting);
    station_close(station);
    return ok ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *format = NULL, *path = NULL;
    bool bom = false;
    struct common common;
    struct exporting exporting = {.out = stdout};
    const struct arg table[] = {
        {"format", ARG_TEXT, &format},
        {"out", ARG_TEXT, &path},
        {"bom", ARG_FLAG, &bom},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_export, argc, argv, table, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    format = format ? format : common.json ? "json" : "csv";
    exporting.json = strcmp(format, "json") == 0;
    if (!exporting.json && strcmp(format, "csv") != 0) {
        fprintf(stderr, "lanyard export: --format: \"%s\" is neither csv nor json\n", format);
        return EXIT_USAGE;
    }
    if (path && !(exporting.out = fopen(path, "we"))) {
        fprintf(stderr, "lanyard export: %s: %s\n", path, strerror(errno));
        return EXIT_USAGE;
    }
    enum exit_status status = export_to(&exporting, &common, bom);
    if (path && fclose(exporting.out) != 0) {
        fprintf(stderr, "lanyard export: %s: %s\n", path, strerror(errno));
        status = EXIT_DEVICE;
    }
    return status;
}

const struct command command_export = {
    .name = "export",
    .usage = "[--format csv|json] [--bom] [--out FILE]",
    .summary = "Writes the roster with its states",
    .options = "  --format F   csv (default) or json\n"
               "  --bom        begin with a byte order mark, as older spreadsheets want it\n"
               "  --out FILE   default: the standard output\n"
               "A cell that a spreadsheet would run as a formula gets a ' in front; importing the\n"
               "file takes it away again and changes nothing.\n",
    .run = run,
};
