/*
 * Search as one types, at 1,000, 100,000 and 1,000,000 invented people: as the desk has it, then
 * the bare indexes that could carry it (words by their beginnings, and trigrams) over the same
 * texts, and LIKE on the same store. Every letter typed is one search. Times are of the processor,
 * so that other work on the machine does not count. Numbers as arguments replace the three.
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
#include <time.h>
#include <unistd.h>

#include "kiosk/station/sample.h"
#include "station.h"
#include "store.h"
#include "text.h"

#define PEOPLE 200 /* typed for, of every number */
#define LIKES 12
#define LIMIT 20
#define TIMES_MAX 65536

struct times {
    double ms[TIMES_MAX];
    size_t count;
};

static struct attendee people[PEOPLE];

static double processor_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void note(struct times *times, double ms)
{
    times->ms[times->count] = ms;
    times->count += times->count + 1 < TIMES_MAX;
}

static void report(const char *what, struct times *times)
{
    qsort(times->ms, times->count, sizeof times->ms[0], compare);
    if (times->count == 0) {
        return;
    }
    printf("  %-34s %6zu searches  p50 %8.3f ms  p99 %8.3f ms  max %8.3f ms\n", what, times->count,
           times->ms[times->count / 2], times->ms[times->count * 99 / 100],
           times->ms[times->count - 1]);
    times->count = 0;
}

static struct store *make(const char *path, int count, double *seconds)
{
    struct event_info event = {.name = "Bench", .place = "-", .timezone = "UTC", .day_count = 1};
    struct sample *sample = sample_create();
    double start_ms = processor_ms();
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
    *seconds = (processor_ms() - start_ms) / 1e3;
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
        double start_ms = processor_ms();
        store_search(store, typed, LIMIT, count_row, &wanted);
        note(times, processor_ms() - start_ms);
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

/* ---- the bare indexes, in a file of their own beside the store ---- */

static const struct kind {
    const char *name, *create;
    size_t least;      /* letters that a word needs to be found in the index */
    const char *after; /* a word */
} kinds[] = {
    {"beginnings of words",
     "CREATE VIRTUAL TABLE bare USING fts5 (terms, content = '', detail = none, prefix = '1 2', "
     "tokenize = \"ascii tokenchars '=#'\")",
     1, "\"*"},
    {"trigrams", "CREATE VIRTUAL TABLE bare USING fts5 (terms, content = '', tokenize = trigram)",
     3, "\""},
};

static bool execute(sqlite3 *db, const char *sql)
{
    char *error = NULL;
    bool ok = sqlite3_exec(db, sql, NULL, NULL, &error) == SQLITE_OK;
    if (!ok) {
        fprintf(stderr, "%s: %s\n", sql, error ? error : "");
    }
    sqlite3_free(error);
    return ok;
}

static sqlite3 *make_bare(const char *path, const char *bare_path, const struct kind *kind)
{
    char attach[128];
    sqlite3 *db = NULL;
    struct stat status = {0};
    double start_ms = processor_ms();
    snprintf(attach, sizeof attach, "ATTACH '%s' AS event", path);
    bool ok = sqlite3_open(bare_path, &db) == SQLITE_OK && execute(db, attach) &&
              execute(db, "PRAGMA main.journal_mode = OFF; PRAGMA cache_size = -98304; BEGIN") &&
              execute(db, kind->create) &&
              execute(db, "INSERT INTO bare (bare, rank) VALUES ('hashsize', 16777216);"
                          "INSERT INTO bare (rowid, terms) SELECT id, terms FROM search_text;"
                          "INSERT INTO bare (bare) VALUES ('optimize'); COMMIT");
    stat(bare_path, &status);
    printf("  %-34s made in %.1f s, %.0f MB\n", kind->name, (processor_ms() - start_ms) / 1e3,
           (double)status.st_size / 1e6);
    if (!ok) {
        sqlite3_close(db);
        return NULL;
    }
    return db;
}

/* The expression of a folded text; "" when none of its words is long enough. */
static const char *match_text(const struct kind *kind, const char *folded, char out[1024])
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " -");
        if (length >= kind->least) {
            used += (size_t)snprintf(out + used, 1024 - used, "%s\"%.*s%s", used ? " AND " : "",
                                     (int)length, at, kind->after);
        }
        at += length;
        at += strspn(at, " -");
    }
    return out;
}

static void type_bare(sqlite3_stmt *match, sqlite3_stmt *scan, const struct kind *kind,
                      const char *text, struct times *times)
{
    char folded[512], typed[512], expression[1024];
    text_fold(text, folded, sizeof folded);
    for (size_t i = 1; folded[i - 1]; i++) {
        snprintf(typed, sizeof typed, "%.*s", (int)i, folded);
        bool indexed = match_text(kind, typed, expression)[0];
        sqlite3_stmt *statement = indexed ? match : scan;
        if (!indexed) {
            snprintf(expression, sizeof expression, "%% %s%%", typed);
        }
        double start_ms = processor_ms();
        sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC);
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        sqlite3_reset(statement);
        note(&times[indexed], processor_ms() - start_ms);
    }
}

/* Up to 512 texts a search, as the desk's takes them before it ranks. */
static void measure_bare(const char *path, const char *bare_path, struct times times[2])
{
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        sqlite3 *db = make_bare(path, bare_path, &kinds[k]);
        sqlite3_stmt *match = NULL, *scan = NULL;
        sqlite3_prepare_v2(db,
                           "SELECT t.holder, t.terms FROM bare f CROSS JOIN search_text t "
                           "ON t.id = f.rowid WHERE bare MATCH ? LIMIT 512",
                           -1, &match, NULL);
        sqlite3_prepare_v2(
            db, "SELECT holder, terms FROM search_text WHERE ' ' || terms LIKE ? LIMIT 512", -1,
            &scan, NULL);
        for (int i = 0; db && i < PEOPLE; i++) {
            type_bare(match, scan, &kinds[k], people[i].family_name, times);
        }
        report("  family name, by the index", &times[true]);
        report("  family name, too short for it", &times[false]);
        sqlite3_finalize(match);
        sqlite3_finalize(scan);
        sqlite3_close(db);
        unlink(bare_path);
    }
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
        double start_ms = processor_ms();
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        note(times, processor_ms() - start_ms);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    report("LIKE, 4 letters of the family name", times);
}

static bool run(int count)
{
    static struct times times[2];
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
        measure(store, times);
        snprintf(extra, sizeof extra, "%s/bare.db", folder);
        measure_bare(path, extra, times);
        measure_like(path, times);
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
