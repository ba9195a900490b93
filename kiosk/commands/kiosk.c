#include <stdio.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "kiosk/kiosk.h"
#include "message.h"

#define GATE_WAIT_MAX_MS 60000

static enum exit_status status_of(enum kiosk_end end)
{
    static const enum exit_status statuses[] = {
        [KIOSK_CLOSED] = EXIT_DONE,
        [KIOSK_SCRIPT_FAILED] = EXIT_NO,
        [KIOSK_NO_SCREEN] = EXIT_DEVICE,
        [KIOSK_BAD_SCRIPT] = EXIT_USAGE,
    };
    return statuses[end];
}

static bool language_is_built(const char *language)
{
    if (message_has(language, "language.name")) {
        return true;
    }
    fprintf(stderr, "lanyard kiosk: --language: there are no texts in \"%s\"\n", language);
    return false;
}

/* "1280x800" */
static bool read_size(const char *text, struct kiosk_options *options)
{
    char end;
    if (!text) {
        return true;
    }
    if (sscanf(text, "%dx%d%c", &options->width, &options->height, &end) == 2 &&
        options->width >= 320 && options->height >= 320 && options->width <= 7680 &&
        options->height <= 7680) {
        options->windowed = true;
        return true;
    }
    fprintf(stderr, "lanyard kiosk: --size: \"%s\" is not like 1080x1920\n", text);
    return false;
}

static bool read_mode(const char *mode, enum kiosk_mode *out)
{
    static const char *const modes[] = {
        [KIOSK_SELF] = "self", [KIOSK_VERIFY] = "verify", [KIOSK_DESK] = "desk"};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(mode, modes[i]) == 0) {
            *out = (enum kiosk_mode)i;
            return true;
        }
    }
    fprintf(stderr, "lanyard kiosk: --mode: \"%s\" is none of self, verify, desk\n", mode);
    return false;
}

static bool gate_is_for_this(const struct kiosk_options *options)
{
    if (options->gate && options->mode != KIOSK_VERIFY) {
        fputs("lanyard kiosk: --gate: only with --mode verify\n", stderr);
        return false;
    }
    if (options->gate_wait_ms < 0 || options->gate_wait_ms > GATE_WAIT_MAX_MS) {
        fprintf(stderr, "lanyard kiosk: --gate-wait: 0 to %d milliseconds\n", GATE_WAIT_MAX_MS);
        return false;
    }
    return true;
}

static enum exit_status run(int argc, char **argv)
{
    struct kiosk_options options = {.camera = "auto",
                                    .reader = "auto",
                                    .language = "en",
                                    .speech = "auto",
                                    .gate_wait_ms = 5000};
    const char *mode = "self", *size = NULL;
    struct common common;
    const struct arg table[] = {
        {"mode", ARG_TEXT, &mode},
        {"checkpoint", ARG_TEXT, &options.checkpoint},
        {"language", ARG_TEXT, &options.language},
        {"camera", ARG_TEXT, &options.camera},
        {"reader", ARG_TEXT, &options.reader},
        {"printer", ARG_TEXT, &options.printer},
        {"gate", ARG_TEXT, &options.gate},
        {"gate-wait", ARG_INT, &options.gate_wait_ms},
        {"windowed", ARG_FLAG, &options.windowed},
        {"size", ARG_TEXT, &size},
        {"dark", ARG_FLAG, &options.dark},
        {"still", ARG_FLAG, &options.still},
        {"silent", ARG_FLAG, &options.silent},
        {"speech", ARG_TEXT, &options.speech},
        {"script", ARG_TEXT, &options.script},
        {"shots", ARG_TEXT, &options.shots},
        {"camera-overlay", ARG_FLAG, &options.camera_overlay},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_kiosk, argc, argv, table, 0, 0, &common) ||
        !read_mode(mode, &options.mode) || !read_size(size, &options) ||
        !gate_is_for_this(&options) || !language_is_built(options.language)) {
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    if (strcmp(options.reader, "none") == 0) {
        options.reader = NULL;
    }
    enum kiosk_end end = kiosk_run(station, &options);
    station_close(station);
    return status_of(end);
}

const struct command command_kiosk = {
    .name = "kiosk",
    .usage =
        "[--mode self|verify|desk] [--checkpoint ID] [--language L] [--camera "
        "auto|DEVICE|DIR] [--reader auto|DEVICE|none] "
        "[--printer NAME] [--gate SPEC [--gate-wait MS]] [--windowed] "
        "[--size WxH] [--dark] [--still] [--silent] [--speech S] [--script FILE] [--shots DIR] "
        "[--camera-overlay]",
    .summary = "Runs the touch application",
    .options = "  --mode M        self, verify for a guard at a door, desk for organisers\n"
               "  --checkpoint C  the door, by its code; default registration, or the first door\n"
               "  --language L    of the first screen: en (default), fr, es, ru, ar, zh, tg, fa\n"
               "  --camera C      auto (default), /dev/videoN, or a folder of pictures to replay\n"
               "  --reader R      hand scanners: auto (default), /dev/input/…, /dev/tty…, none\n"
               "  --printer NAMES of printers.ini, by commas; else a CUPS queue, or file:FOLDER\n"
               "  --gate SPEC     of verify: a turnstile or lamp, as of \"checkin\"\n"
               "  --gate-wait MS  how long it may take to pass; default 5000\n"
               "  --windowed      a window instead of the whole screen\n"
               "  --size WxH      of the window\n"
               "  --dark          dark colours; --still: no motion; --silent: no sounds\n"
               "  --speech S      auto (default), espeak-ng, spd-say, file:PATH, none\n"
               "  --script FILE   plays touches and scans, then ends\n"
               "  --shots DIR     where the script's screenshots go\n"
               "  --camera-overlay  show what the scanner sees; F8 turns that off and on\n",
    .run = run,
};
