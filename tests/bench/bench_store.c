/*
 * Speed of the store: a durable check-in beside a bare fsync on the same file system, looking up
 * and searching in a small and a large roster, verifying a credential, deciding, auditing, and
 * growth. LANYARD_BENCH_DIR chooses the file system (default: the current folder).
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store.h"
#include "timebase.h"

#define CHECK_INS 2000
#define LOOKUPS 20000
#define SEARCHES 40

struct bench {
    char folder[512];
    char path[600];
    struct event_info event;
    struct key_list keys;
    struct station_key key;
    struct store *store;
    uint64_t *holders;
    int attendees;
};

static int64_t samples[LOOKUPS];

/* ---- figures ---- */

static int by_size(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void print_row(const char *what, int count)
{
    qsort(samples, (size_t)count, sizeof samples[0], by_size);
    printf("%-44s %8.3f %8.3f %8.3f ms\n", what, samples[count / 2] / 1e6,
           samples[count * 99 / 100] / 1e6, samples[count - 1] / 1e6);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void stop(const char *what)
{
    fprintf(stderr, "bench_store: %s failed\n", what);
    exit(1);
}

/* ---- setup ---- */

static void remove_files(const struct bench *bench)
{
    static const char *const names[] = {"lanyard.db", "lanyard.db-wal", "lanyard.db-shm", "fsync"};
    char path[700];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", bench->folder, names[i]);
        unlink(path);
    }
    rmdir(bench->folder);
}

static void make_keys(struct bench *bench, char *text, size_t *length)
{
    uint8_t root_public[KEY_PUBLIC_SIZE], root_secret[KEY_SECRET_SIZE];
    struct key_entry entry = {.not_after = 253402300799,
                              .usage = KEY_SIGNS_BADGES | KEY_SIGNS_EVENTS,
                              .station = "station-1"};
    memcpy(bench->keys.event_uuid, bench->event.uuid, 16);
    key_generate(root_public, root_secret);
    key_generate(bench->key.public_key, bench->key.secret_key);
    memcpy(entry.public_key, bench->key.public_key, KEY_PUBLIC_SIZE);
    strcpy(bench->key.station, entry.station);
    if (!key_list_add(&bench->keys, &entry, &bench->key.id)) {
        stop("making keys");
    }
    *length = key_list_seal(&bench->keys, 1779000000, root_secret, text, KEY_LIST_TEXT_MAX);
}

static void fill_roster(struct bench *bench)
{
    static const char *const given[] = {"Zulfiya", "André", "Ming", "Олег", "Amina", "José"};
    static const char *const family[] = {"Rahimova", "Müller", "Wang", "Иванов", "Khan", "Silva"};
    static const struct delegation delegation = {"TJK", "TJ", "Tajikistan"};
    if (!store_begin(bench->store) || !store_put_delegation(bench->store, &delegation)) {
        stop("filling");
    }
    for (int i = 0; i < bench->attendees; i++) {
        struct attendee attendee = {.category = 1, .zones = 4, .venues = 1, .days = 3};
        snprintf(attendee.external_id, sizeof attendee.external_id, "R-%d", i);
        snprintf(attendee.foreign_code, sizeof attendee.foreign_code, "ticket-%08d", i);
        strcpy(attendee.given_name, given[i % 6]);
        snprintf(attendee.family_name, sizeof attendee.family_name, "%s%d", family[i / 6 % 6], i);
        snprintf(attendee.email, sizeof attendee.email, "person%d@example.org", i);
        strcpy(attendee.delegation, "TJK");
        if (!store_put_attendee(bench->store, &attendee)) {
            stop("filling");
        }
        bench->holders[i] = attendee.holder;
    }
    if (!store_commit(bench->store)) {
        stop("filling");
    }
}

static void bench_init(struct bench *bench, int attendees)
{
    static char text[KEY_LIST_TEXT_MAX];
    const char *folder = getenv("LANYARD_BENCH_DIR");
    size_t length;
    *bench = (struct bench){.attendees = attendees};
    snprintf(bench->folder, sizeof bench->folder, "%s/bench-XXXXXX", folder ? folder : ".");
    if (!mkdtemp(bench->folder) || !credential_library_init()) {
        stop("making a folder");
    }
    snprintf(bench->path, sizeof bench->path, "%s/lanyard.db", bench->folder);
    uuid_make(bench->event.uuid);
    strcpy(bench->event.name, "Bench");
    strcpy(bench->event.timezone, "UTC");
    make_keys(bench, text, &length);
    bench->holders = calloc((size_t)attendees, sizeof bench->holders[0]);
    if (!bench->holders || !store_create(bench->path, &bench->event) ||
        !(bench->store = store_open(bench->path, STORE_READ_WRITE)) ||
        !store_put_key_list(bench->store, text, length)) {
        stop("making a store");
    }
    store_set_signer(bench->store, &bench->key);
    fill_roster(bench);
}

static void bench_finish(struct bench *bench)
{
    store_close(bench->store);
    free(bench->holders);
    remove_files(bench);
}

/* ---- what is measured ---- */

/* As much as a check-in adds to the write-ahead log, and one fsync. */
static void measure_fsync(const struct bench *bench)
{
    static char pages[12 * 4096];
    char path[700];
    snprintf(path, sizeof path, "%s/fsync", bench->folder);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    for (int i = 0; i < CHECK_INS; i++) {
        off_t at = (off_t)(i % 340) * (off_t)sizeof pages;
        int64_t start = now_ns();
        if (pwrite(fd, pages, sizeof pages, at) != sizeof pages || fsync(fd) != 0) {
            stop("fsync");
        }
        samples[i] = now_ns() - start;
    }
    close(fd);
    print_row("bare write of 48 KB and fsync", CHECK_INS);
}

static void check_in(struct bench *bench, uint64_t holder)
{
    struct intent intent = {.holder = holder, .issue = 1};
    struct passage passage = {.holder = holder,
                              .checkpoint = "registration",
                              .scope = SCOPE_EVENT,
                              .direction = DIRECTION_IN,
                              .at_ms = time_realtime_ms()};
    struct credential credential = {
        .type = CREDENTIAL_BADGE, .holder = holder, .issue = 1, .lifetime_min = 2880};
    if (!store_begin(bench->store) || !store_append_passage(bench->store, &passage)) {
        stop("check-in");
    }
    credential.serial = intent.serial = store_next_serial(bench->store);
    credential_sign(&credential, bench->event.uuid, &bench->key, intent.credential);
    if (!store_append_intent(bench->store, &intent, "first") || !store_commit(bench->store)) {
        stop("check-in");
    }
}

static void measure_check_ins(struct bench *bench)
{
    int count = bench->attendees < CHECK_INS ? bench->attendees : CHECK_INS;
    char what[64];
    for (int i = 0; i < count; i++) {
        int64_t start = now_ns();
        check_in(bench, bench->holders[i]);
        samples[i] = now_ns() - start;
    }
    snprintf(what, sizeof what, "check-in, badge signed (%d attendees)", bench->attendees);
    print_row(what, count);
}

static void measure_lookups(struct bench *bench)
{
    char what[64], ticket[32];
    struct attendee attendee;
    for (int i = 0; i < LOOKUPS; i++) {
        snprintf(ticket, sizeof ticket, "ticket-%08d", (int)(i * 7919LL % bench->attendees));
        int64_t start = now_ns();
        if (store_attendee_by_foreign(bench->store, ticket, &attendee) != STORE_FOUND) {
            stop("lookup");
        }
        samples[i] = now_ns() - start;
    }
    snprintf(what, sizeof what, "lookup by foreign code (%d)", bench->attendees);
    print_row(what, LOOKUPS);
}

static bool ignore_row(const struct attendee_row *row, void *userdata)
{
    (void)row, (void)userdata;
    return true;
}

static void measure_search(struct bench *bench)
{
    char what[64];
    for (int i = 0; i < SEARCHES; i++) {
        int64_t start = now_ns();
        if (!store_search(bench->store, i % 2 ? "rahimova zulf" : "muller", 50, ignore_row, NULL)) {
            stop("search");
        }
        samples[i] = now_ns() - start;
    }
    snprintf(what, sizeof what, "search for words, 50 rows (%d)", bench->attendees);
    print_row(what, SEARCHES);
}

/* From the text of a badge to a verdict: signature, roster, history, decision; nothing written. */
static void measure_verify(struct bench *bench)
{
    static const struct checkpoint door = {.kind = CHECKPOINT_DOOR, .zone = 2, .venue = 0};
    struct access_policy policy = {0};
    struct credential credential = {.type = CREDENTIAL_BADGE,
                                    .holder = bench->holders[0],
                                    .serial = 1,
                                    .issue = 1,
                                    .zones = 4,
                                    .venues = 1,
                                    .days = 1,
                                    .not_before = 1779000000,
                                    .lifetime_min = 60000};
    char text[CREDENTIAL_TEXT_SIZE];
    credential_sign(&credential, bench->event.uuid, &bench->key, text);
    for (int i = 0; i < LOOKUPS; i++) {
        struct presented presented;
        struct attendee attendee;
        struct access_history history;
        int64_t start = now_ns();
        code_classify(text, strlen(text), &presented.code);
        presented.status = credential_verify(presented.code.text, presented.code.length,
                                             &bench->keys, &presented.credential);
        bool ok =
            store_attendee(bench->store, presented.credential.holder, &attendee) == STORE_FOUND &&
            store_history(bench->store, attendee.holder, 1, &door, &history);
        struct decision decision =
            access_decide(&bench->event, &presented, &attendee, &door, DIRECTION_IN, &history,
                          &policy, INT64_C(1779000001000));
        samples[i] = now_ns() - start;
        if (!ok || decision.verdict != VERDICT_ADMIT) {
            stop("verify");
        }
    }
    print_row("badge text to verdict, nothing written", LOOKUPS);
}

static void measure_audit(struct bench *bench)
{
    struct audit_report report;
    int64_t start = now_ns();
    if (!store_audit(bench->store, &report) || report.fault != AUDIT_OK) {
        stop("audit");
    }
    double seconds = (double)(now_ns() - start) / 1e9;
    printf("%-44s %8.0f events/s (%llu events)\n", "audit: hashes, signatures, replay",
           (double)report.events / seconds, (unsigned long long)report.events);
}

static void measure_growth(struct bench *bench)
{
    struct stat before, after;
    struct passage passage = {.scope = 2, .direction = DIRECTION_IN, .checkpoint = "plenary-door"};
    int count = 20000;
    store_close(bench->store); /* the log is written back */
    stat(bench->path, &before);
    bench->store = store_open(bench->path, STORE_READ_WRITE);
    store_set_signer(bench->store, &bench->key);
    if (!bench->store || !store_begin(bench->store)) {
        stop("growth");
    }
    for (int i = 0; i < count; i++) {
        passage.holder = bench->holders[i % bench->attendees];
        passage.direction = i / bench->attendees % 2 ? DIRECTION_OUT : DIRECTION_IN;
        if (!store_append_passage(bench->store, &passage)) {
            stop("growth");
        }
    }
    if (!store_commit(bench->store)) {
        stop("growth");
    }
    store_close(bench->store);
    stat(bench->path, &after);
    bench->store = store_open(bench->path, STORE_READ_WRITE);
    printf("%-44s %8.0f bytes\n", "growth per admission",
           (double)(after.st_size - before.st_size) / count);
}

int main(void)
{
    struct bench bench;
    static const int sizes[] = {200, 100000};
    printf("%-44s %8s %8s %8s\n", "store", "p50", "p99", "max");
    for (int i = 0; i < 2; i++) {
        bench_init(&bench, sizes[i]);
        if (i == 0) {
            measure_fsync(&bench);
        }
        measure_check_ins(&bench);
        measure_lookups(&bench);
        measure_search(&bench);
        if (i == 1) {
            measure_verify(&bench);
            measure_growth(&bench);
            measure_audit(&bench);
        }
        bench_finish(&bench);
    }
    return 0;
}
