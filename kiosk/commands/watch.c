#include <stdio.h>
#include <string.h>

#include "kiosk/commands/sign_in.h"

struct watch_options {
    const char *name, *delegation, *organisation, *email, *note;
    struct sign_in who;
};

static void show(const struct common *common, const struct watch_entry *entry)
{
    if (!common->json) {
        char plain[ATTENDEE_TEXT_SIZE];
        printf("%-6s %s, %s%s%s\n", entry->id, plain_text(entry->name, plain, sizeof plain),
               entry->delegation, entry->organisation[0] ? " " : "", entry->organisation);
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "entry", entry->id);
    row_text(row, "name", entry->name);
    row_text(row, "delegation", entry->delegation);
    row_text(row, "organisation", entry->organisation);
    row_text(row, "email", entry->email);
    row_text(row, "note", entry->note);
    row_print(row);
}

static enum exit_status list(struct station *station, const struct common *common)
{
    static struct watch_entry entries[WATCH_ENTRIES_MAX];
    int count = store_watch_list(station->store, entries, WATCH_ENTRIES_MAX);
    for (int i = 0; i < count; i++) {
        show(common, &entries[i]);
    }
    return count < 0 ? EXIT_DEVICE : EXIT_DONE;
}

static bool take(const char *option, const char *value, char *out, size_t size)
{
    if (value && strlen(value) >= size) {
        fprintf(stderr, "lanyard watch: --%s is longer than %zu bytes\n", option, size - 1);
        return false;
    }
    snprintf(out, size, "%s", value ? value : "");
    return true;
}

static enum exit_status add(struct station *station, const struct common *common,
                            const struct watch_options *options)
{
    struct watch_entry entry = {{0}, {0}, {0}, {0}, {0}, {0}};
    if (!take("name", options->name, entry.name, sizeof entry.name) ||
        !take("delegation", options->delegation, entry.delegation, sizeof entry.delegation) ||
        !take("organisation", options->organisation, entry.organisation,
              sizeof entry.organisation) ||
        !take("email", options->email, entry.email, sizeof entry.email) ||
        !take("note", options->note, entry.note, sizeof entry.note)) {
        return EXIT_USAGE;
    }
    bool affiliation = entry.delegation[0] || entry.organisation[0];
    if ((entry.name[0] != 0) + affiliation + (entry.email[0] != 0) < 2) {
        fputs("lanyard watch: give two of --name, --delegation or --organisation, and --email: one "
              "alone would match too many\n",
              stderr);
        return EXIT_USAGE;
    }
    if (!store_begin(station->store) || !store_put_watch(station->store, &entry) ||
        !store_commit(station->store)) {
        store_rollback(station->store);
        return EXIT_DEVICE;
    }
    show(common, &entry);
    return EXIT_DONE;
}

static enum exit_status drop(struct station *station, const char *id)
{
    enum store_found found =
        store_begin(station->store) ? store_remove_watch(station->store, id) : STORE_FAILED;
    if (found == STORE_FOUND && store_commit(station->store)) {
        return EXIT_DONE;
    }
    store_rollback(station->store);
    if (found == STORE_NOT_FOUND) {
        fprintf(stderr, "lanyard watch: there is no entry %s\n", id);
        return EXIT_NO;
    }
    return EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    struct watch_options options = {0};
    struct common common;
    const struct arg table[] = {
        {"name", ARG_TEXT, &options.name},
        {"delegation", ARG_TEXT, &options.delegation},
        {"organisation", ARG_TEXT, &options.organisation},
        {"email", ARG_TEXT, &options.email},
        {"note", ARG_TEXT, &options.note},
        SIGN_IN_ARGS(options.who),
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_watch, argc, argv, table, 1, 2, &common)) {
        return EXIT_USAGE;
    }
    bool adds = strcmp(common.words[0], "add") == 0 && common.word_count == 1;
    bool lists = strcmp(common.words[0], "list") == 0 && common.word_count == 1;
    bool drops = strcmp(common.words[0], "remove") == 0 && common.word_count == 2;
    if (!adds && !lists && !drops) {
        fputs("lanyard watch: list, add or remove ID\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = sign_in("watch", station, PERMIT_WATCH, &options.who);
    if (status == EXIT_DONE) {
        status = adds    ? add(station, &common, &options)
                 : lists ? list(station, &common)
                         : drop(station, common.words[1]);
    }
    station_close(station);
    return status;
}

const struct command command_watch = {
    .name = "watch",
    .usage = "list|remove ID|add [--name NAME] [--delegation CODE] [--organisation TEXT] "
             "[--email ADDRESS] [--note TEXT]" SIGN_IN_USAGE,
    .summary = "Keeps the list of people to be referred silently",
    .options = "  --name NAME     in any script and order\n"
               "  --delegation C  the code of a delegation\n"
               "  --organisation T  or an organisation\n"
               "  --email A       an e-mail address; two of the three must agree\n"
               "  --note TEXT     for security only\n" SIGN_IN_OPTIONS,
    .run = run,
};
