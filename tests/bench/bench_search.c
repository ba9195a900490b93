/*
 * Search as one types, at 1,000, 100,000 and 1,000,000 invented people, beside LIKE on the same
 * store. Every letter typed is one search for 20 people. Numbers as arguments replace the three.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 * link: ASSETS kiosk/asset.c
 * link: kiosk/station/sample_load.c kiosk/station/sample_names.c kiosk/station/sample_people.c
 * link: kiosk/station/sample_setup.c kiosk/station/sample_table.c
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/station/sample.h"
#include "station.h"
#include "store.h"
#include "text.h"
#include "timebase.h"

#define PEOPLE 200 /* typed for, of every number */
#define LIKES 12
#define LIMIT 20
#define TIMES_MAX 65536

struct times {
    double ms[TIMES_MAX];
    size_t count;
};

static struct attendee people[PEOPLE];

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(const char *what, struct times *times)
{
    qsort(times->ms, times->count, sizeof times->ms[0], compare);
    printf("  %-34s %6zu searches  p50 %8.3f ms  p99 %8.3f ms  max %8.3f ms\n", what, times->count,
           times->ms[times->count / 2], times->ms[times->count * 99 / 100],
           times->ms[times->count - 1]);
    times->count = 0;
}

static struct store *make(const char *path, int count, double *seconds)
{
    struct event_info event = {.name = "Bench", .place = "-", .timezone = "UTC", .day_count = 1};
    struct sample *sample = sample_create();
    int64_t start_us = time_monotonic_us();
    if (!sample || !store_create(path, &event)) {
        return NULL;
    }
    struct store *store = store_open(path, STORE_READ_WRITE);
    bool ok = store && store_begin(store);
    const struct sample_delegation *delegations;
    size_t delegation_count = sample_delegations(sample, &delegations);
    for (size_t i = 0; ok && i < delegation_count; i++) {
        ok = store_put_delegation(store, &delegations[i].value);
    }
    for (int i = 0; ok && i < count; i++) {
        struct attendee attendee;
        ok = sample_next(sample, 1, &attendee) && store_put_attendee(store, &attendee);
        if (i % (count / PEOPLE) == 0 && i / (count / PEOPLE) < PEOPLE) {
            people[i / (count / PEOPLE)] = attendee;
        }
    }
    ok = ok && store_search_tidy(store) && store_commit(store);
    sample_destroy(sample);
    *seconds = (double)(time_monotonic_us() - start_us) / 1e6;
    return ok ? store : NULL;
}

static bool count_row(const struct attendee_row *row, void *userdata)
{
    uint64_t *wanted = userdata;
    *wanted = row->attendee.holder == *wanted ? 0 : *wanted;
    return true;
}

/* Types a text letter by letter. True: the person was among those shown before the last letter. */
static bool type(struct store *store, const char *text, uint64_t holder, struct times *times)
{
    char typed[512];
    size_t length = strlen(text);
    bool shown = false;
    for (size_t i = 1; i <= length && i < sizeof typed; i++) {
        if (((unsigned char)text[i] & 0xc0) == 0x80) {
            continue; /* within a character */
        }
        snprintf(typed, sizeof typed, "%.*s", (int)i, text);
        uint64_t wanted = holder;
        int64_t start_us = time_monotonic_us();
        store_search(store, typed, LIMIT, count_row, &wanted);
        times->ms[times->count % TIMES_MAX] = (double)(time_monotonic_us() - start_us) / 1000;
        times->count += times->count + 1 < TIMES_MAX;
        shown |= wanted == 0;
    }
    return shown;
}

/* Leaves the middle letter out. */
static void misspell(const char *text, char *out, size_t size)
{
    char folded[512];
    text_fold(text, folded, sizeof folded);
    size_t middle = strlen(folded) / 2;
    snprintf(out, size, "%.*s%s", (int)middle, folded, folded + middle + (folded[middle] != '\0'));
}

static void measure(struct store *store, struct times *times)
{
    char text[2 * ATTENDEE_TEXT_SIZE + 2];
    int shown = 0;
    for (int i = 0; i < PEOPLE; i++) {
        type(store, people[i].family_name, people[i].holder, times);
    }
    report("family name", times);
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(text, sizeof text, "%s %s", people[i].given_name, people[i].family_name);
        shown += type(store, text, people[i].holder, times);
    }
    report("given and family name", times);
    printf("  %-34s %d of %d\n", "  the person was among the 20", shown, PEOPLE);
    for (int i = 0; i < PEOPLE; i++) {
        type(store, people[i].native_name, people[i].holder, times);
    }
    report("name in its own script", times);
    for (int i = 0; i < PEOPLE; i++) {
        misspell(people[i].family_name, text, sizeof text);
        type(store, text, people[i].holder, times);
    }
    report("family name, a letter left out", times);
}

/* What a plain search would do. */
static void measure_like(const char *path, struct times *times)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
    sqlite3_prepare_v2(db,
                       "SELECT * FROM attendee WHERE family_name LIKE ?1 OR given_name LIKE ?1 OR "
                       "native_name LIKE ?1 OR organisation LIKE ?1 OR email LIKE ?1 OR "
                       "external_id LIKE ?1 ORDER BY family_name LIMIT 20",
                       -1, &statement, NULL);
    for (int i = 0; i < LIKES; i++) {
        char pattern[ATTENDEE_TEXT_SIZE + 2];
        snprintf(pattern, sizeof pattern, "%%%.4s%%", people[i * (PEOPLE / LIKES)].family_name);
        sqlite3_bind_text(statement, 1, pattern, -1, SQLITE_STATIC);
        int64_t start_us = time_monotonic_us();
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        times->ms[times->count++] = (double)(time_monotonic_us() - start_us) / 1000;
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    report("LIKE, 4 letters of the family name", times);
}

static bool run(int count)
{
    static struct times times;
    char folder[] = "/tmp/lanyard-bench-XXXXXX", path[64], extra[80];
    double seconds;
    struct stat status = {0};
    if (!mkdtemp(folder)) {
        return false;
    }
    snprintf(path, sizeof path, "%s/lanyard.db", folder);
    struct store *store = make(path, count, &seconds);
    if (store) {
        store_close(store);
        store = store_open(path, STORE_READ_ONLY);
        stat(path, &status);
        printf("%d people (written in %.1f s, store of %.0f MB)\n", count, seconds,
               (double)status.st_size / 1e6);
        measure(store, &times);
        measure_like(path, &times);
    }
    store_close(store);
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(extra, sizeof extra, "%s%s", path, endings[i]);
        unlink(extra);
    }
    rmdir(folder);
    return store != NULL;
}

int main(int argc, char **argv)
{
    static const int counts[] = {1000, 100000, 1000000};
    bool ok = true;
    puts("== search as one types");
    for (int i = 1; i < argc; i++) {
        ok = ok && run(atoi(argv[i]) < PEOPLE ? PEOPLE : atoi(argv[i]));
    }
    for (size_t i = 0; argc == 1 && i < sizeof counts / sizeof counts[0]; i++) {
        ok = ok && run(counts[i]);
    }
    return ok ? 0 : 1;
}
