/*
 * Speed of access: the decision alone; a door's whole passage (verify the credential, look up,
 * decide, commit) beside a bare fsync; the audit; growth; and the watch list's false positives.
 * LANYARD_BENCH_DIR chooses the file system; LANYARD_BENCH_PEOPLE and LANYARD_BENCH_EVENTS the size
 * (100,000 and 200,000; the bar is for 1,000,000 and 5,000,000); with LANYARD_BENCH_KEEP the event is
 * left there.
 *
 * link: kiosk/station/station.c kiosk/station/station_keys.c kiosk/station/issue.c
 * link: kiosk/station/pass.c kiosk/station/tickets.c kiosk/station/raise.c kiosk/station/clock.c
 * link: kiosk/station/ini.c kiosk/station/rules_parse.c kiosk/station/rules_keys.c
 * link: kiosk/station/rules_at.c kiosk/station/rules_load.c kiosk/station/watch.c
 * link: kiosk/station/watch_list.c kiosk/station/sample.c kiosk/station/sample_setup.c
 * link: kiosk/station/sample_table.c kiosk/station/sample_names.c
 * link: kiosk/station/sample_load.c kiosk/station/sample_people.c kiosk/asset.c ASSETS
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/station/watch.h"
#include "log.h"
#include "station.h"
#include "timebase.h"

#define PASSAGES 1000
#define DECISIONS 1000000
#define WATCHED 200

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void show_times(const char *what, int64_t *times, int count)
{
    qsort(times, (size_t)count, sizeof *times, compare);
    printf("%-44s median %7.3f ms   p99 %7.3f ms\n", what, (double)times[count / 2] / 1000,
           (double)times[count * 99 / 100] / 1000);
}

static long setting(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

static void bench_decision(void)
{
    struct event_info event = {.day_count = 1, .days = {{"2026-05-18", 0, INT64_MAX}}};
    struct attendee attendee = {.holder = 7, .zones = 1, .venues = 1, .days = 1};
    struct presented presented = {.code = {.kind = CODE_LY1},
                                  .credential = {.type = CREDENTIAL_BADGE,
                                                 .holder = 7,
                                                 .issue = 1,
                                                 .zones = 1,
                                                 .venues = 1,
                                                 .days = 1,
                                                 .lifetime_min = UINT16_MAX}};
    struct checkpoint door = {.kind = CHECKPOINT_DOOR, .zone = 0, .venue = 0};
    struct access_history history = {.newest_issue = 1};
    struct opening openings[8] = {{0, 1, 0}};
    openings[7] = (struct opening){0, INT64_MAX, 0};
    struct access_policy policy = {
        .timed = true, .openings = openings, .opening_count = 8, .capacity = 100000};
    long admitted = 0;
    int64_t start_us = time_monotonic_us();
    for (int i = 0; i < DECISIONS; i++) {
        policy.people = i & 1023;
        admitted += decision_admits(access_decide(&event, &presented, &attendee, &door,
                                                  DIRECTION_IN, &history, &policy, 60000));
    }
    printf("%-44s %7.3f us each (%ld admitted)\n", "decision alone",
           (double)(time_monotonic_us() - start_us) / DECISIONS, admitted);
}

static void bench_fsync(const char *folder)
{
    static int64_t times[PASSAGES];
    char path[256], page[4096] = "";
    snprintf(path, sizeof path, "%s/fsync", folder);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    for (int i = 0; i < PASSAGES; i++) {
        int64_t start_us = time_monotonic_us();
        if (pwrite(fd, page, sizeof page, (off_t)i * 4096) < 0 || fdatasync(fd) != 0) {
            perror(path);
        }
        times[i] = time_monotonic_us() - start_us;
    }
    close(fd);
    unlink(path);
    show_times("bare write and fsync", times, PASSAGES);
}

struct people {
    uint64_t *holders; /* owned */
    size_t count;
};

static bool take(const struct attendee_row *row, void *userdata)
{
    struct people *people = userdata;
    people->holders[people->count++] = row->attendee.holder;
    return true;
}

static bool fill_events(struct station *station, const struct people *people, long events)
{
    bool good = store_begin(station->store);
    for (long i = 0; good && i < events; i++) {
        struct passage passage = {.holder = people->holders[(size_t)i % people->count],
                                  .serial = 1,
                                  .checkpoint = "plenary-door",
                                  .scope = 0,
                                  .direction =
                                      i / (long)people->count % 2 ? DIRECTION_OUT : DIRECTION_IN,
                                  .at_ms = time_realtime_ms()};
        good = store_append_passage(station->store, &passage);
        if (good && i % 10000 == 9999) {
            good = store_commit(station->store) && store_begin(station->store);
        }
    }
    return good && store_commit(station->store);
}

static int64_t file_size(const char *folder)
{
    struct stat info;
    char path[256];
    int64_t size = 0;
    snprintf(path, sizeof path, "%s/event/lanyard.db", folder);
    size += stat(path, &info) == 0 ? info.st_size : 0;
    return size;
}

/* Badges for some, then a passage of each, out and in by turns. */
static bool bench_passages(struct station *station, const struct people *people)
{
    static int64_t times[PASSAGES];
    struct checkpoint door;
    int done = 0, admitted = 0;
    bool found = store_checkpoint(station->store, "main-entrance", &door) == STORE_FOUND;
    for (size_t i = 0; found && i < people->count && done < PASSAGES; i++) {
        struct intent badge;
        struct outcome outcome;
        const char *bar;
        if (!station_badge_bar(station, people->holders[i], &bar)) {
            return false;
        }
        if (bar) {
            continue; /* of the sample, some are not approved yet */
        }
        if (!station_issue_badge(station, people->holders[i], NULL, &badge)) {
            return false;
        }
        int64_t start_us = time_monotonic_us();
        station_pass(station, badge.credential, strlen(badge.credential), &door, DIRECTION_IN,
                     station->event.days[0].starts_ms + 36000000, false, &outcome);
        times[done++] = time_monotonic_us() - start_us;
        admitted += decision_admits(outcome.decision);
    }
    show_times("a door's passage, durable", times, done);
    printf("  %d of %d admitted\n", admitted, done);
    return found;
}

static int64_t processor_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static void bench_audit(struct station *station, const char *what,
                        bool (*audit)(struct store *store, struct audit_report *out))
{
    struct audit_report report;
    int64_t start_us = time_monotonic_us(), start_cpu_us = processor_us();
    if (audit(station->store, &report)) {
        double seconds = (double)(time_monotonic_us() - start_us) / 1e6;
        double busy = (double)(processor_us() - start_cpu_us);
        printf("%-44s %7.0f events/s (%llu in %.1f s, %s); %.1f us of processor time each\n", what,
               (double)report.events / seconds, (unsigned long long)report.events, seconds,
               report.fault == AUDIT_OK ? "whole" : report.detail, busy / (double)report.events);
    }
}

/* Entries are people of the roster, so that each has one true match; every other match is false. */
static void bench_watch(struct station *station, const struct people *people)
{
    static struct watch_entry entries[WATCHED];
    static struct watch_name names[WATCHED];
    static uint64_t owners[WATCHED];
    long exact = 0, near = 0, missed = WATCHED;
    char why[256];
    for (size_t i = 0; i < WATCHED; i++) {
        struct attendee attendee;
        owners[i] = people->holders[i * (people->count / WATCHED)];
        if (store_attendee(station->store, owners[i], &attendee) != STORE_FOUND) {
            return;
        }
        attendee_latin_name(&attendee, entries[i].name, sizeof entries[i].name);
        memcpy(entries[i].delegation, attendee.delegation, sizeof entries[i].delegation);
        watch_name_fill(entries[i].name, &names[i]);
    }
    int64_t start_us = time_monotonic_us();
    for (size_t p = 0; p < people->count; p++) {
        struct attendee attendee;
        struct watch_person person;
        if (store_attendee(station->store, people->holders[p], &attendee) != STORE_FOUND) {
            return;
        }
        watch_person_fill(&attendee, &person);
        for (size_t i = 0; i < WATCHED; i++) {
            enum watch_match match =
                watch_compare(&entries[i], &names[i], &person, why, sizeof why);
            bool own = owners[i] == attendee.holder;
            missed -= own && match != WATCH_NONE;
            exact += !own && match == WATCH_EXACT;
            near += !own && match == WATCH_NEAR;
        }
    }
    double pairs = (double)people->count * WATCHED;
    printf(
        "%-44s %ld namesakes equal, %ld near, in %.0f pairs (%.4f %% of people an entry); %ld of "
        "%d missed; %.0f us a person\n",
        "watch list, false positives", exact, near, pairs, 100.0 * (double)(exact + near) / pairs,
        missed, WATCHED, (double)(time_monotonic_us() - start_us) / (double)people->count);
}

static int run(const char *folder, long attendees, long events)
{
    struct event_info event = {.name = "Bench", .timezone = "UTC", .day_count = 2};
    struct people people = {.holders = calloc((size_t)attendees, sizeof(uint64_t))};
    char path[256];
    int64_t day_ms = time_realtime_ms() / 86400000 * 86400000;
    for (int i = 0; i < 2; i++) {
        event.days[i] = (struct event_day){"", day_ms + i * 86400000, day_ms + (i + 1) * 86400000};
        snprintf(event.days[i].date, sizeof event.days[i].date, "2026-05-1%d", 8 + i);
    }
    snprintf(path, sizeof path, "%s/event", folder);
    struct station *station =
        station_init(path, &event) ? station_open(path, STORE_READ_WRITE) : NULL;
    if (!station || !people.holders || !station_fill_sample(station, (int)attendees, NULL) ||
        !store_search(station->store, "", 0, take, &people)) {
        return 1;
    }
    printf("%zu people, %ld events\n", people.count, events);
    int64_t before = file_size(folder);
    bool good = fill_events(station, &people, events);
    station_close(station); /* folds the log into the file */
    printf("%-44s %7.0f bytes an admission, all tables\n", "growth",
           (double)(file_size(folder) - before) / (double)events);
    station = good ? station_open(path, STORE_READ_WRITE) : NULL;
    good = station && bench_passages(station, &people);
    if (good) {
        bench_audit(station, "audit verify, tables replayed too", store_audit);
        bench_audit(station, "audit verify --quick", store_audit_quick);
        bench_watch(station, &people);
    }
    station_close(station);
    free(people.holders);
    if (!getenv("LANYARD_BENCH_KEEP")) {
        station_discard(path);
    }
    return good ? 0 : 1;
}

int main(void)
{
    char folder[200];
    const char *base = getenv("LANYARD_BENCH_DIR");
    snprintf(folder, sizeof folder, "%s/bench-access-XXXXXX", base ? base : ".");
    if (!credential_library_init() || !mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    bench_decision();
    bench_fsync(folder);
    int status = run(folder, setting("LANYARD_BENCH_PEOPLE", 100000),
                     setting("LANYARD_BENCH_EVENTS", 200000));
    rmdir(folder);
    return status;
}
