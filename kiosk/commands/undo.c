#include <stdio.h>

#include "kiosk/commands/sign_in.h"

static const char *const answers[] = {
    [UNDO_NO_PASSAGE] = "there is no such arrival, admission or exit; see 'lanyard audit log'",
    [UNDO_TWICE] = "it is undone already",
    [UNDO_LATER] = "the person has passed there since; undo the last passage first",
};

static enum exit_status undo(struct station *station, const struct common *common,
                             const char *reason)
{
    const char *event = common->words[0];
    if (!store_begin(station->store)) {
        return EXIT_DEVICE;
    }
    enum undo_result result = store_append_undo(station->store, event, reason);
    if (result != UNDO_DONE || !store_commit(station->store)) {
        store_rollback(station->store);
        if (result == UNDO_DONE || result == UNDO_FAILED) {
            return EXIT_DEVICE;
        }
        fprintf(stderr, "lanyard undo: %s: %s\n", event, answers[result]);
        return EXIT_NO;
    }
    if (common->json) {
        struct json_row *row = row_start();
        row_text(row, "event", store_last_event(station->store));
        row_text(row, "undone", event);
        row_print(row);
    } else {
        puts("undone; the person stands as before");
    }
    return EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *reason = NULL;
    struct sign_in who = {0};
    struct common common;
    const struct arg table[] = {
        {"reason", ARG_TEXT, &reason},
        SIGN_IN_ARGS(who),
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_undo, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    if (!reason || !reason[0]) {
        fputs("lanyard undo: give a --reason; it is recorded\n", stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status = sign_in("undo", station, PERMIT_UNDO, &who);
    if (status == EXIT_DONE) {
        status = undo(station, &common, reason);
    }
    station_close(station);
    return status;
}

const struct command command_undo = {
    .name = "undo",
    .usage = "EVENT --reason TEXT" SIGN_IN_USAGE,
    .summary = "Takes back a mistaken scan, by a new event; nothing is deleted",
    .options = "  --reason TEXT   why; recorded\n" SIGN_IN_OPTIONS,
    .run = run,
};
