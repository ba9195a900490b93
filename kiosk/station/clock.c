/*
 * Whether this machine's clock can be believed. How far it is from the time that the machine has run
 * is kept for each start of the machine: while that number stays, nobody has set the clock. It is
 * also behind the record when the newest event is later than now.
 */
#define LOG_MODULE "event"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

#define DOUBT_MS 60000
#define SETTING "clock" /* this station's own: BOOT OFFSET REPORTED */

struct clock_note {
    char boot[40]; /* the start of the machine */
    int64_t offset_ms;
    int reported; /* 1: an incident says that it has jumped */
};

/* "" where the system does not tell. */
static void read_boot(char out[40])
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    out[0] = '\0';
    if (file) {
        if (fscanf(file, "%39s", out) != 1) {
            out[0] = '\0';
        }
        fclose(file);
    }
}

/* *known is false when nothing was noted since the machine started. False: store fault. */
static bool read_note(struct station *station, struct clock_note *out, bool *known)
{
    char text[128], boot[40];
    enum store_found found = store_setting(station->store, SETTING, text, sizeof text);
    read_boot(boot);
    *known = found == STORE_FOUND &&
             sscanf(text, "%39s %" SCNd64 " %d", out->boot, &out->offset_ms, &out->reported) == 3 &&
             strcmp(boot, out->boot) == 0;
    if (!*known) {
        *out = (struct clock_note){0};
        memcpy(out->boot, boot, sizeof out->boot);
    }
    return found != STORE_FAILED;
}

static bool write_note(struct station *station, const struct clock_note *note)
{
    char text[128];
    snprintf(text, sizeof text, "%s %" PRId64 " %d", note->boot[0] ? note->boot : "-",
             note->offset_ms, note->reported);
    return store_put_setting(station->store, SETTING, text);
}

static bool find_jump(const struct incident *incident, void *userdata)
{
    bool *open = userdata;
    *open = strcmp(incident->kind, incident_kind_string(INCIDENT_CLOCK_JUMP)) == 0;
    return !*open;
}

/* How far the clock has jumped since the note; 0 when it has not, or when somebody has closed the
 * incident about it. */
static bool read_jump(struct station *station, int64_t wall_ms, int64_t boot_ms,
                      struct clock_note *note, bool *known, int64_t *jump_ms)
{
    bool open = true;
    *jump_ms = 0;
    if (!read_note(station, note, known)) {
        return false;
    }
    int64_t jump = *known ? wall_ms - boot_ms - note->offset_ms : 0;
    if (jump > -DOUBT_MS && jump < DOUBT_MS) {
        return true;
    }
    if (note->reported) {
        open = false;
        if (!store_incidents(station->store, false, 0, find_jump, &open)) {
            return false;
        }
    }
    *jump_ms = open ? jump : 0;
    return true;
}

bool station_clock_doubt_at(struct station *station, int64_t wall_ms, int64_t boot_ms,
                            int64_t *doubt_ms)
{
    struct clock_note note;
    bool known;
    int64_t jump_ms, behind_ms;
    *doubt_ms = 0;
    if (!read_jump(station, wall_ms, boot_ms, &note, &known, &jump_ms) ||
        !store_clock_behind(station->store, &behind_ms)) {
        return false;
    }
    jump_ms = jump_ms < 0 ? -jump_ms : jump_ms;
    int64_t doubt = jump_ms > behind_ms ? jump_ms : behind_ms;
    *doubt_ms = doubt < DOUBT_MS ? 0 : doubt;
    return true;
}

bool station_clock_doubt(struct station *station, int64_t *doubt_ms)
{
    return station_clock_doubt_at(station, time_realtime_ms(), time_boottime_ms(), doubt_ms);
}

static bool raise_one(struct station *station, const char *checkpoint, const char *detail)
{
    LOG_WARN("%s; set it right before doors open", detail);
    return store_append_incident(station->store, INCIDENT_CLOCK_JUMP, 0, 0, checkpoint, detail, 0);
}

static bool raise_jump(struct station *station, const char *checkpoint, int64_t jump_ms)
{
    char detail[160];
    snprintf(detail, sizeof detail, "the clock jumped %s by %" PRId64 " s while the machine ran",
             jump_ms > 0 ? "forward" : "back", (jump_ms > 0 ? jump_ms : -jump_ms) / 1000);
    return raise_one(station, checkpoint, detail);
}

/* A jump is told once; when somebody has closed the incident, or the clock is back where it was, the
 * clock as it is now counts. */
static bool note_jump(struct station *station, const char *checkpoint, int64_t wall_ms,
                      int64_t boot_ms, bool *told)
{
    struct clock_note note;
    bool known;
    int64_t jump_ms;
    if (!read_jump(station, wall_ms, boot_ms, &note, &known, &jump_ms)) {
        return false;
    }
    *told = jump_ms != 0;
    if (jump_ms != 0 && note.reported) {
        return true;
    }
    int reported = jump_ms != 0;
    if (known && note.reported == reported) {
        return true;
    }
    note.reported = reported;
    if (!reported) {
        note.offset_ms = wall_ms - boot_ms;
    }
    return write_note(station, &note) && (!reported || raise_jump(station, checkpoint, jump_ms));
}

bool station_raise_clock_at(struct station *station, const char *checkpoint, int64_t wall_ms,
                            int64_t boot_ms)
{
    bool told;
    int64_t behind_ms;
    char detail[128];
    if (!note_jump(station, checkpoint, wall_ms, boot_ms, &told) ||
        !store_clock_behind(station->store, &behind_ms)) {
        return false;
    }
    if (told || behind_ms < DOUBT_MS) {
        return true;
    }
    snprintf(detail, sizeof detail, "the clock is %" PRId64 " s behind the record: it was set back",
             behind_ms / 1000);
    return raise_one(station, checkpoint, detail);
}

bool station_raise_clock(struct station *station, const char *checkpoint)
{
    return station_raise_clock_at(station, checkpoint, time_realtime_ms(), time_boottime_ms());
}
