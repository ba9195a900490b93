#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/print_file.h"
#include "kiosk/print_flow.h"
#include "timebase.h"

/* The badge whose code was shown, if it is a good one of this event. */
static bool find_badge(struct station *station, const char *text, size_t length, struct intent *out)
{
    struct checkpoint registration;
    struct outcome outcome;
    if (!checkpoint_argument(station, NULL, &registration) ||
        !station_look(station, text, length, &registration, DIRECTION_IN, time_realtime_ms(),
                      &outcome)) {
        return false;
    }
    bool ours = outcome.known && outcome.has_badge && strcmp(outcome.badge.credential, text) == 0;
    if (!ours) {
        fprintf(stderr, "lanyard handover: this is not a valid badge of this event: %s\n",
                reason_string(outcome.decision.reason));
        return false;
    }
    *out = outcome.badge;
    return true;
}

static enum exit_status hand_over(struct station *station, const struct common *common,
                                  const char *text, size_t length)
{
    struct intent intent;
    if (!find_badge(station, text, length, &intent)) {
        return EXIT_NO;
    }
    if (intent.state == INTENT_CONFIRMED) {
        fprintf(stderr, "lanyard handover: badge %" PRIu32 " has been handed over before\n",
                intent.serial);
        badge_row_print(common, &intent, intent_state_string(intent.state));
        return EXIT_NO;
    }
    if (!print_flow_move(station, intent.uuid, INTENT_IN_SEEN, intent.printer, intent.job_id,
                         "handed over", &intent)) {
        return EXIT_DEVICE;
    }
    badge_row_print(common, &intent, intent_state_string(intent.state));
    return EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *image = NULL;
    struct common common;
    const struct arg table[] = {{"image", ARG_TEXT, &image}, {NULL, ARG_FLAG, NULL}};
    char *text = NULL;
    size_t length = 0;
    if (!args_read(&command_handover, argc, argv, table, 0, 1, &common)) {
        return EXIT_USAGE;
    }
    enum exit_status status = code_argument(&common, image, &text, &length);
    if (status != EXIT_DONE) {
        return status;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    status = station ? hand_over(station, &common, text, length) : EXIT_USAGE;
    station_close(station);
    free(text);
    return status;
}

const struct command command_handover = {
    .name = "handover",
    .usage = "TEXT|--image FILE",
    .summary = "Records that a badge printed ahead has been handed over",
    .options = "  --image FILE    the badge's code in a picture\n",
    .run = run,
};
