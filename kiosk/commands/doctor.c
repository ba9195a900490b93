#include "kiosk/commands/doctor.h"

#include <stdarg.h>
#include <stdio.h>

#include "log.h"

static void (*const checks[])(struct doctor *doctor) = {
    doctor_event, doctor_database, doctor_keys,   doctor_clock,   doctor_disk,
    doctor_fonts, doctor_screen,   doctor_camera, doctor_printer, doctor_hub,
};

void doctor_say(struct doctor *doctor, const char *check, bool ok, const char *fix,
                const char *format, ...)
{
    char detail[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    doctor->wrong += !ok;
    if (!doctor->common->json) {
        print_line("%-4s %-9s %s", ok ? "ok" : "BAD", check, detail);
        if (fix[0]) {
            print_line("               %s", fix);
        }
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "check", check);
    row_bool(row, "ok", ok);
    row_text(row, "detail", detail);
    row_text(row, "fix", fix);
    row_print(row);
}

/* What goes wrong within a check is its finding, not a message of its own. */
static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    struct doctor *doctor = userdata;
    (void)module;
    if (level <= LOG_LEVEL_WARN) {
        snprintf(doctor->logged, sizeof doctor->logged, "%s", line);
    }
}

static enum exit_status run(int argc, char **argv)
{
    struct common common;
    struct doctor doctor = {.common = &common, .camera = "auto"};
    const struct arg table[] = {{"camera", ARG_TEXT, &doctor.camera},
                                {"printer", ARG_TEXT, &doctor.printer},
                                {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_doctor, argc, argv, table, 0, 0, &common)) {
        return EXIT_USAGE;
    }
    log_set_sink(keep_line, &doctor);
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        doctor.logged[0] = '\0';
        checks[i](&doctor);
    }
    station_close(doctor.station);
    log_set_sink(NULL, NULL);
    return doctor.wrong ? EXIT_NO : EXIT_DONE;
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "[--camera auto|DEVICE|DIR] [--printer NAME]",
    .summary = "Says what is wrong with this machine and its event, and how to mend it",
    .options = "  --camera C       the camera to try (default auto, the first)\n"
               "  --printer NAME   the printer to ask; default the event's\n",
    .run = run,
};
