/* What a station does while nobody waits. */
#define LOG_MODULE "event"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

#define LOOK_EVERY_US 5000000
#define QUIET_US 2000000 /* nobody has shown a code for so long */
#define SETTING_MINUTES "head-minutes"
#define SETTING_FILE "head-file"
#define HEADS_FILE "heads.txt"

/* ---- heads ---- */

bool station_head_notes(struct station *station, struct head_notes *out)
{
    char minutes[16];
    enum store_found every =
        store_setting(station->store, SETTING_MINUTES, minutes, sizeof minutes);
    enum store_found file =
        store_setting(station->store, SETTING_FILE, out->path, sizeof out->path);
    if (file == STORE_NOT_FOUND) {
        out->path[0] = '\0';
    }
    out->every_minutes = every == STORE_FOUND ? atoi(minutes) : STATION_HEAD_MINUTES;
    return every != STORE_FAILED && file != STORE_FAILED;
}

bool station_set_head_notes(struct station *station, const struct head_notes *notes)
{
    char minutes[16];
    snprintf(minutes, sizeof minutes, "%d", notes->every_minutes);
    if (store_begin(station->store) &&
        store_put_setting(station->store, SETTING_MINUTES, minutes) &&
        store_put_setting(station->store, SETTING_FILE, notes->path) &&
        store_commit(station->store)) {
        return true;
    }
    store_rollback(station->store);
    return false;
}

static bool add_line(const char *path, const char *text)
{
    FILE *file = fopen(path, "ae");
    bool added =
        file && fprintf(file, "%s\n", text) > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (!added) {
        LOG_ERRNO(
            "%s: the signed end of the record cannot be noted there; is the disk in its place? "
            "Else choose another with 'lanyard audit head --append FILE --every MINUTES'",
            path);
    }
    if (file) {
        fclose(file);
    }
    return added;
}

static bool note_head(struct station *station, const struct head_notes *notes)
{
    struct audit_head head;
    char text[AUDIT_HEAD_TEXT_SIZE], path[PATH_SIZE];
    enum store_found found = store_head(station->store, station->key.station, &head);
    if (found != STORE_FOUND) {
        return found == STORE_NOT_FOUND;
    }
    if (head.sequence == station->head_last) {
        return true;
    }
    if (notes->path[0]) {
        snprintf(path, sizeof path, "%s", notes->path);
    } else if (!station_path(station->directory, HEADS_FILE, path, sizeof path)) {
        return false;
    }
    if (!add_line(path, audit_head_format(&head, text))) {
        return false;
    }
    station->head_last = head.sequence;
    return true;
}

bool station_note_head(struct station *station)
{
    struct head_notes notes;
    return station_head_notes(station, &notes) && note_head(station, &notes);
}

static void note_due_head(struct station *station, int64_t now_us)
{
    struct head_notes notes;
    if (!station_head_notes(station, &notes) || notes.every_minutes <= 0 ||
        (station->head_us != 0 &&
         now_us - station->head_us < notes.every_minutes * INT64_C(60000000))) {
        return;
    }
    note_head(station, &notes);
    station->head_us = now_us;
}

/* ---- clock ---- */

static void watch_clock(struct station *station)
{
    int64_t doubt_ms;
    bool first = station->idle_us == 0;
    if (!station_clock_doubt(station, &doubt_ms) || (!first && doubt_ms == 0) ||
        !store_begin(station->store)) {
        return;
    }
    if (!station_raise_clock(station, "") || !store_commit(station->store)) {
        store_rollback(station->store);
    }
}

void station_idle(struct station *station)
{
    int64_t now_us = time_monotonic_us();
    if (station->key.id == 0 || now_us - station->busy_us < QUIET_US ||
        (station->idle_us != 0 && now_us - station->idle_us < LOOK_EVERY_US)) {
        return;
    }
    watch_clock(station);
    station->idle_us = now_us;
    note_due_head(station, now_us);
    store_fold_log(station->store);
}
