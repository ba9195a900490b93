#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/sign_in.h"

#define STAFF_SHOWN_MAX 256

struct staff_options {
    const char *role, *new_pin_file;
    struct sign_in who;
};

static void show(const struct common *common, const struct staff *staff)
{
    if (!common->json) {
        printf("%-20s %-14s %s%s\n", staff->name, staff_role_string(staff->role),
               staff->enabled ? "enabled" : "disabled", staff->has_pin ? "" : ", no PIN here");
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "staff", staff->name);
    row_text(row, "role", staff_role_string(staff->role));
    row_bool(row, "enabled", staff->enabled);
    row_bool(row, "pin", staff->has_pin);
    row_int(row, "failed", staff->failed);
    if (staff->card) {
        row_int(row, "card", staff->card);
    } else {
        row_null(row, "card");
    }
    row_print(row);
}

static enum exit_status list(struct station *station, const struct common *common)
{
    struct staff *all = calloc(STAFF_SHOWN_MAX, sizeof *all);
    int count = all ? store_staff_list(station->store, all, STAFF_SHOWN_MAX) : -1;
    for (int i = 0; i < count; i++) {
        show(common, &all[i]);
    }
    free(all);
    return count < 0 ? EXIT_DEVICE : EXIT_DONE;
}

static enum exit_status show_one(struct station *station, const struct common *common,
                                 const char *name)
{
    struct staff staff;
    if (store_staff(station->store, name, 0, &staff) != STORE_FOUND) {
        return EXIT_DEVICE;
    }
    show(common, &staff);
    return EXIT_DONE;
}

static enum exit_status add(struct station *station, const struct common *common,
                            const struct staff_options *options)
{
    enum staff_role role;
    char pin[STAFF_PIN_MAX + 2];
    const char *name = common->words[1];
    if (!options->role || !staff_role_parse(options->role, &role)) {
        fputs("lanyard staff: --role: one of security, desk, supervisor, administrator\n", stderr);
        return EXIT_USAGE;
    }
    if (!pin_read("staff", options->new_pin_file, "the new PIN", pin)) {
        return EXIT_USAGE;
    }
    bool added = station_put_staff(station, name, role, true, pin);
    explicit_bzero(pin, sizeof pin);
    return added ? show_one(station, common, name) : EXIT_USAGE;
}

static enum exit_status disable(struct station *station, const struct common *common,
                                const struct staff_options *options)
{
    struct staff staff;
    (void)options;
    enum store_found found = store_staff(station->store, common->words[1], 0, &staff);
    if (found == STORE_NOT_FOUND) {
        fprintf(stderr, "lanyard staff: there is no %s; see 'lanyard staff list'\n",
                common->words[1]);
    }
    if (found != STORE_FOUND) {
        return found == STORE_FAILED ? EXIT_DEVICE : EXIT_NO;
    }
    return station_put_staff(station, staff.name, staff.role, false, NULL)
               ? show_one(station, common, staff.name)
               : EXIT_NO;
}

static enum exit_status card(struct station *station, const struct common *common,
                             const struct staff_options *options)
{
    char text[CREDENTIAL_TEXT_SIZE];
    (void)options;
    if (!station_staff_card(station, common->words[1], text)) {
        return EXIT_NO;
    }
    if (common->json) {
        struct json_row *row = row_start();
        row_text(row, "staff", common->words[1]);
        row_text(row, "text", text);
        row_print(row);
    } else {
        puts(text);
    }
    return EXIT_DONE;
}

static const struct {
    const char *name;
    enum exit_status (*run)(struct station *station, const struct common *common,
                            const struct staff_options *options);
} deeds[] = {{"add", add}, {"disable", disable}, {"card", card}};

static enum exit_status change(struct station *station, const struct common *common,
                               const struct staff_options *options)
{
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        if (strcmp(deeds[i].name, common->words[0]) == 0) {
            enum exit_status status = sign_in("staff", station, PERMIT_STAFF, &options->who);
            return status == EXIT_DONE ? deeds[i].run(station, common, options) : status;
        }
    }
    return EXIT_USAGE;
}

static enum exit_status run(int argc, char **argv)
{
    struct staff_options options = {0};
    struct common common;
    const struct arg table[] = {
        {"role", ARG_TEXT, &options.role},
        {"new-pin-file", ARG_TEXT, &options.new_pin_file},
        SIGN_IN_ARGS(options.who),
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_staff, argc, argv, table, 1, 2, &common)) {
        return EXIT_USAGE;
    }
    bool lists = strcmp(common.words[0], "list") == 0 && common.word_count == 1;
    bool known = lists;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        known |= strcmp(deeds[i].name, common.words[0]) == 0 && common.word_count == 2;
    }
    if (!known) {
        fputs("lanyard staff: list, add NAME --role ROLE, disable NAME or card NAME\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, lists ? STORE_READ_ONLY : STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = lists ? list(station, &common) : change(station, &common, &options);
    station_close(station);
    return status;
}

const struct command command_staff = {
    .name = "staff",
    .usage = "list|add NAME --role ROLE [--new-pin-file FILE]|disable NAME|card NAME" SIGN_IN_USAGE,
    .summary = "Keeps the staff: roles, PINs and cards",
    .options = "  --role ROLE     security, desk, supervisor or administrator\n"
               "  --new-pin-file F  the new PIN's file (- is standard input)\n" SIGN_IN_OPTIONS,
    .run = run,
};
