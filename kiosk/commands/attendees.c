#include <limits.h>
#include <stdio.h>

#include "kiosk/commands/command.h"

#define ALL INT_MIN /* no --limit was given */

struct listing {
    const struct common *common;
    int count;
};

static bool show(const struct attendee_row *found, void *userdata)
{
    struct listing *listing = userdata;
    const struct attendee *attendee = &found->attendee;
    char name[2 * ATTENDEE_TEXT_SIZE], latin[2 * ATTENDEE_TEXT_SIZE], holder[HOLDER_TEXT_SIZE];
    attendee_display_name(attendee, name, sizeof name);
    attendee_latin_name(attendee, latin, sizeof latin);
    listing->count++;
    if (!listing->common->json) {
        bool both = attendee->native_name[0] != '\0';
        print_line("%s  %-12s %s%s%s%s  %s", holder_format(attendee->holder, holder), found->state,
                   latin, both ? " (" : "", attendee->native_name, both ? ")" : "",
                   found->delegation_name);
        return true;
    }
    struct json_row *row = row_start();
    row_holder(row, "holder", attendee->holder);
    row_text(row, "name", name);
    row_text(row, "name_latin", latin);
    row_text(row, "delegation", found->delegation_name);
    row_text(row, "category", found->category_name);
    row_text(row, "state", found->state);
    row_int(row, "issue", found->issue);
    row_int(row, "serial", found->serial);
    row_text(row, "external_id", attendee->external_id);
    row_print(row);
    return true;
}

static enum exit_status run(int argc, char **argv)
{
    int limit = ALL;
    struct common common;
    const struct arg table[] = {{"limit", ARG_INT, &limit}, {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_attendees, argc, argv, table, 0, 1, &common)) {
        return EXIT_USAGE;
    }
    if (limit < 1 && limit != ALL) {
        fputs("lanyard attendees: --limit: 1 or more\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    struct listing listing = {.common = &common};
    bool searched = store_search(station->store, common.word_count ? common.words[0] : "",
                                 limit == ALL ? 0 : limit, show, &listing);
    station_close(station);
    return !searched ? EXIT_DEVICE : listing.count > 0 ? EXIT_DONE : EXIT_NO;
}

const struct command command_attendees = {
    .name = "attendees",
    .usage = "[QUERY] [--limit N]",
    .summary = "Finds people as the desk does",
    .options = "  --limit N   at most N people\n"
               "QUERY is a holder, an external id, a badge serial, an e-mail address, or words of\n"
               "a name or delegation in any script.\n",
    .run = run,
};
