#include <inttypes.h>
#include <stdio.h>

#include "kiosk/commands/sign_in.h"

static enum exit_status found(struct station *station, const struct common *common)
{
    uint64_t holder;
    struct intent badge;
    enum exit_status status = one_holder("found", station, common->words[0], &holder);
    if (status != EXIT_DONE) {
        return status;
    }
    switch (station_badge_found(station, holder, &badge)) {
    case STORE_FAILED:
        return EXIT_DEVICE;
    case STORE_NOT_FOUND:
        fputs("lanyard found: no badge of this person is suspended; one that was replaced as lost "
              "or stolen stays dead\n",
              stderr);
        return EXIT_NO;
    case STORE_FOUND:
        break;
    }
    if (common->json) {
        struct json_row *row = row_start();
        row_holder(row, "holder", holder);
        row_int(row, "serial", badge.serial);
        row_int(row, "issue", badge.issue);
        row_print(row);
    } else {
        printf("badge %" PRIu32 " is good again; the day badge is revoked\n", badge.serial);
    }
    return EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    struct common common;
    struct sign_in who = {0};
    const struct arg table[] = {SIGN_IN_ARGS(who), {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_found, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    if (!query_is_given(&common, false)) {
        fputs("lanyard found: the QUERY is empty\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = sign_in("found", station, PERMIT_REPLACE, &who);
    if (status == EXIT_DONE) {
        status = found(station, &common);
    }
    station_close(station);
    return status;
}

const struct command command_found = {
    .name = "found",
    .usage = "QUERY" SIGN_IN_USAGE,
    .summary = "Makes a forgotten badge good again and revokes its day badge, in one step",
    .options = SIGN_IN_OPTIONS,
    .run = run,
};
