#include <string.h>

#include "print_device.h"

/* The keyword is matched without -error, -warning or -report. Several keywords may mean one bit;
 * the first is the one written back. Sources: RFC 8011 §5.4.12, PWG 5100.9, cupsd's own. */
static const struct {
    const char *keyword;
    enum printer_reason reason;
} reasons[] = {
    {"media-empty", PRINTER_MEDIA_EMPTY},
    {"media-needed", PRINTER_MEDIA_NEEDED},
    {"input-tray-missing", PRINTER_MEDIA_NEEDED},
    {"media-low", PRINTER_MEDIA_LOW},
    {"media-jam", PRINTER_MEDIA_JAM},
    {"cover-open", PRINTER_COVER_OPEN},
    {"door-open", PRINTER_COVER_OPEN},
    {"interlock-open", PRINTER_COVER_OPEN},
    {"marker-supply-empty", PRINTER_MARKER_EMPTY},
    {"toner-empty", PRINTER_MARKER_EMPTY},
    {"marker-supply-low", PRINTER_MARKER_LOW},
    {"toner-low", PRINTER_MARKER_LOW},
    {"offline", PRINTER_OFFLINE},
    {"shutdown", PRINTER_OFFLINE},
    {"timed-out", PRINTER_OFFLINE},
    {"connecting-to-device", 0},
    {"cups-waiting-for-job-completed", 0},
    {"cups-remote-pending", 0},
    {"cups-remote-processing", 0},
    {"paused", PRINTER_PAUSED},
    {"moving-to-paused", PRINTER_PAUSED},
    {"none", 0},
    {"other", PRINTER_OTHER},
};
#define REASON_COUNT (sizeof reasons / sizeof reasons[0])

static size_t length_without_suffix(const char *keyword)
{
    static const char *const suffixes[] = {"-error", "-warning", "-report"};
    size_t length = strlen(keyword);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t suffix = strlen(suffixes[i]);
        if (length > suffix && strcmp(keyword + length - suffix, suffixes[i]) == 0) {
            return length - suffix;
        }
    }
    return length;
}

uint32_t printer_reason_parse(const char *keyword)
{
    size_t length = length_without_suffix(keyword);
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (strlen(reasons[i].keyword) == length &&
            strncmp(reasons[i].keyword, keyword, length) == 0) {
            return reasons[i].reason;
        }
    }
    return length > 0 ? PRINTER_OTHER : 0;
}

const char *printer_reason_string(enum printer_reason reason)
{
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (reason != 0 && reasons[i].reason == reason) {
            return reasons[i].keyword;
        }
    }
    return "";
}

const char *job_state_string(enum job_state state)
{
    static const char *const names[] = {
        [JOB_PENDING] = "pending",       [JOB_HELD] = "pending-held",
        [JOB_PROCESSING] = "processing", [JOB_STOPPED] = "processing-stopped",
        [JOB_CANCELED] = "canceled",     [JOB_ABORTED] = "aborted",
        [JOB_COMPLETED] = "completed",
    };
    return state >= JOB_PENDING && state <= JOB_COMPLETED ? names[state] : "unknown";
}

/* The first that applies: what somebody has to do with their hands before what only takes note. */
static const struct {
    enum printer_reason reason;
    const char *key;
} advice[] = {
    {PRINTER_COVER_OPEN, "printer.mend-cover-open"},
    {PRINTER_MEDIA_JAM, "printer.mend-media-jam"},
    {PRINTER_MEDIA_EMPTY, "printer.mend-media-empty"},
    {PRINTER_MEDIA_NEEDED, "printer.mend-media-needed"},
    {PRINTER_MARKER_EMPTY, "printer.mend-marker-empty"},
    {PRINTER_OFFLINE, "printer.mend-offline"},
    {PRINTER_PAUSED, "printer.mend-paused"},
    {PRINTER_MEDIA_LOW, "printer.mend-media-low"},
    {PRINTER_MARKER_LOW, "printer.mend-marker-low"},
    {PRINTER_OTHER, "printer.mend-other"},
};

const char *printer_reason_advice(uint32_t bits)
{
    for (size_t i = 0; i < sizeof advice / sizeof advice[0]; i++) {
        if (bits & advice[i].reason) {
            return advice[i].key;
        }
    }
    return NULL;
}
