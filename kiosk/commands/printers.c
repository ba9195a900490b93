#include <stdio.h>

#include "kiosk/commands/command.h"
#include "print_device.h"

static const char *state_word(enum printer_state state)
{
    return state == PRINTER_PROCESSING ? "processing"
           : state == PRINTER_STOPPED  ? "stopped"
                                       : "idle";
}

static void show(const struct printer_status *status, void *userdata)
{
    const struct common *common = userdata;
    if (!common->json) {
        print_line("%-20s %-10s %s%s%s%s", status->name, state_word(status->state),
                   status->description, status->keywords[0] ? "  " : "", status->keywords,
                   status->accepting ? "" : "  not accepting jobs");
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "printer", status->name);
    row_text(row, "description", status->description);
    row_text(row, "state", state_word(status->state));
    row_text(row, "reasons", status->keywords);
    row_bool(row, "accepting", status->accepting);
    row_bool(row, "blocked", (status->reasons & PRINTER_BLOCKING) != 0);
    row_bool(row, "default", status->is_default);
    row_print(row);
}

/* The event's own folder printer, which is always there. */
static enum exit_status show_folder(const struct common *common)
{
    struct printer_status status;
    char spec[256];
    struct station *station = command_station(common, STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    printer_spec(station, NULL, spec, sizeof spec);
    station_close(station);
    struct print_device *device = print_device_open(spec);
    bool answered = device && device->ops->status(device, &status);
    if (answered) {
        show(&status, (void *)common);
    }
    print_device_destroy(device);
    return answered ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status run(int argc, char **argv)
{
    struct common common;
    if (!args_read(&command_printers, argc, argv, NULL, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    enum exit_status status = show_folder(&common);
    if (status == EXIT_USAGE) {
        return status;
    }
    return print_device_list(show, &common) && status == EXIT_DONE ? EXIT_DONE : EXIT_DEVICE;
}

const struct command command_printers = {
    .name = "printers",
    .usage = "",
    .summary = "Lists printers with their state",
    .run = run,
};
