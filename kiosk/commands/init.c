#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/commands/command.h"
#include "text.h"
#include "timebase.h"

#define SAMPLE_NAME "Conference on Water and Good Neighbourhood"
#define SAMPLE_PLACE "Conference Hall, Dushanbe"
#define SAMPLE_TIMEZONE "Asia/Dushanbe"
#define SAMPLE_ATTENDEES 200
#define ATTENDEES_MAX 1000000

struct init_options {
    const char *name, *place, *timezone, *days;
    bool sample;
    int attendees;
};

/* This machine's own zone: $TZ, else what /etc/localtime points to, else UTC. */
static void system_timezone(char *out, size_t size)
{
    static const char marker[] = "/zoneinfo/";
    char target[256];
    const char *from_environment = getenv("TZ");
    ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);
    snprintf(out, size, "UTC");
    if (from_environment && from_environment[0] && from_environment[0] != ':') {
        snprintf(out, size, "%s", from_environment);
    } else if (length > 0) {
        target[length] = '\0';
        const char *zone = strstr(target, marker);
        if (zone) {
            snprintf(out, size, "%s", zone + strlen(marker));
        }
    }
}

static bool add_day(struct event_info *event, const char *date)
{
    if (event->day_count == EVENT_DAYS_MAX) {
        fprintf(stderr, "lanyard init: --days: an event has at most %d days\n", EVENT_DAYS_MAX);
        return false;
    }
    struct event_day *day = &event->days[event->day_count];
    if (strlen(date) >= sizeof day->date ||
        !time_day_bounds(date, &day->starts_ms, &day->ends_ms)) {
        fprintf(stderr, "lanyard init: --days: \"%s\" is not a date like 2026-05-18\n", date);
        return false;
    }
    if (event->day_count > 0 && day->starts_ms <= event->days[event->day_count - 1].starts_ms) {
        fprintf(stderr, "lanyard init: --days: %s does not come after the day before it\n", date);
        return false;
    }
    snprintf(day->date, sizeof day->date, "%s", date);
    event->day_count++;
    return true;
}

static bool read_days(struct event_info *event, const char *list)
{
    char copy[256];
    char *rest = NULL;
    if ((size_t)snprintf(copy, sizeof copy, "%s", list) >= sizeof copy) {
        fputs("lanyard init: --days: the list is too long\n", stderr);
        return false;
    }
    for (char *date = strtok_r(copy, ",", &rest); date; date = strtok_r(NULL, ",", &rest)) {
        if (!add_day(event, date)) {
            return false;
        }
    }
    if (event->day_count == 0) {
        fputs("lanyard init: --days: names no day\n", stderr);
        return false;
    }
    int64_t ends_ms = event->days[event->day_count - 1].ends_ms;
    if (event->days[0].starts_ms <= 0 || ends_ms / 1000 > UINT32_MAX) {
        fputs("lanyard init: --days: a credential can tell days from 1970-01-02 to 2106-02-06\n",
              stderr);
        return false;
    }
    int64_t span_ms = ends_ms - event->days[0].starts_ms;
    if (span_ms / 60000 > UINT16_MAX) {
        fputs("lanyard init: --days: first and last day are more than 45 days apart, the most that "
              "a credential can span\n",
              stderr);
        return false;
    }
    return true;
}

/* Today and tomorrow in the event's zone. */
static bool default_days(struct event_info *event)
{
    time_t now = (time_t)(time_realtime_ms() / 1000);
    for (int i = 0; i < 2; i++) {
        char date[16];
        struct tm day;
        localtime_r(&now, &day);
        day.tm_mday += i;
        day.tm_hour = 12;
        mktime(&day);
        strftime(date, sizeof date, "%Y-%m-%d", &day);
        if (!add_day(event, date)) {
            return false;
        }
    }
    return true;
}

static bool fill_text(char *to, size_t size, const char *option, const char *text)
{
    enum text_fault fault = text_clean(text, strlen(text), to, size);
    if (fault == TEXT_BROKEN) {
        fprintf(stderr, "lanyard init: %s: this is not UTF-8\n", option);
        return false;
    }
    if (text_refused(fault) || !to[0]) {
        fprintf(stderr, "lanyard init: %s: give 1 to %zu bytes\n", option, size - 1);
        return false;
    }
    return true;
}

static bool fill_event(const struct init_options *options, struct event_info *event)
{
    char zone[64];
    system_timezone(zone, sizeof zone);
    const char *timezone = options->timezone ? options->timezone
                           : options->sample ? SAMPLE_TIMEZONE
                                             : zone;
    if (!fill_text(event->timezone, sizeof event->timezone, "--timezone", timezone)) {
        return false;
    }
    if (!time_use_zone(timezone)) {
        fprintf(stderr, "lanyard init: --timezone: \"%s\" is not a time zone of this system\n",
                timezone);
        return false;
    }
    const char *name = options->name ? options->name : options->sample ? SAMPLE_NAME : "Event";
    const char *place = options->place ? options->place : options->sample ? SAMPLE_PLACE : name;
    return fill_text(event->name, sizeof event->name, "--name", name) &&
           fill_text(event->place, sizeof event->place, "--place", place) &&
           (options->days ? read_days(event, options->days) : default_days(event));
}

static void show_progress(int done, int total)
{
    progress_show("people", done, total);
}

static bool fill_sample(const char *directory, int attendees)
{
    struct station *station = station_open(directory, STORE_READ_WRITE);
    bool filled = station && station_fill_sample(station, attendees, show_progress);
    station_close(station);
    return filled;
}

/* The badge templates, to be changed for this event. Where they cannot be written the log says so,
 * and the built-in ones serve. */
static void copy_templates(const char *directory)
{
    char folder[4096];
    if (snprintf(folder, sizeof folder, "%s/templates", directory) < (int)sizeof folder) {
        (void)template_shelf_copy(folder);
    }
}

static enum exit_status run(int argc, char **argv)
{
    struct init_options options = {.attendees = -1};
    struct common common;
    const struct arg table[] = {
        {"name", ARG_TEXT, &options.name},
        {"place", ARG_TEXT, &options.place},
        {"timezone", ARG_TEXT, &options.timezone},
        {"days", ARG_TEXT, &options.days},
        {"sample", ARG_FLAG, &options.sample},
        {"attendees", ARG_INT, &options.attendees},
        {NULL, ARG_FLAG, NULL},
    };
    struct event_info event = {0};
    if (!args_read(&command_init, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    if (options.attendees != -1 &&
        (!options.sample || options.attendees < 0 || options.attendees > ATTENDEES_MAX)) {
        fprintf(stderr, "lanyard init: --attendees: 0 to %d, together with --sample\n",
                ATTENDEES_MAX);
        return EXIT_USAGE;
    }
    int attendees = !options.sample         ? 0
                    : options.attendees < 0 ? SAMPLE_ATTENDEES
                                            : options.attendees;
    const char *directory = common.words[0];
    if (!fill_event(&options, &event) || !station_init(directory, &event)) {
        return EXIT_USAGE;
    }
    if (options.sample && !fill_sample(directory, attendees)) {
        station_discard(directory);
        return EXIT_DEVICE;
    }
    copy_templates(directory);
    if (common.json) {
        struct json_row *row = row_start();
        row_text(row, "event", directory);
        row_int(row, "attendees", attendees);
        row_print(row);
    } else {
        print_line("%s: \"%s\", %zu days in %s, %d attendees", directory, event.name,
                   event.day_count, event.timezone, attendees);
        fprintf(stderr,
                "Keep %s/%s off this machine: copy it to a stick, then remove it here.\n"
                "It is needed again only for 'lanyard keys'.\n",
                directory, KEY_ROOT_FILE);
    }
    return EXIT_DONE;
}

const struct command command_init = {
    .name = "init",
    .usage = "DIR [--name N] [--place P] [--timezone TZ] [--days D,D…] [--sample [--attendees N]]",
    .summary = "Makes a new event in the folder DIR",
    .options = "  --name N        what stands on the badges\n"
               "  --place P       where delegates check in\n"
               "  --timezone TZ   IANA name; default this machine's\n"
               "  --days D,D…     2026-05-18,2026-05-19; default today and tomorrow\n"
               "  --sample        fill it with the sample conference\n"
               "  --attendees N   that many invented people (default 200)\n",
    .run = run,
};
