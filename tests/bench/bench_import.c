/*
 * Importing a roster of 1,000, 100,000 and 1,000,000 invented people: time and memory, each in a
 * process of its own; then the same file again. Numbers as arguments replace the three.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/roster/ kiosk/log.c kiosk/timebase.c
 * link: ASSETS kiosk/asset.c
 * link: kiosk/station/sample_load.c kiosk/station/sample_names.c kiosk/station/sample_people.c
 * link: kiosk/station/sample_setup.c kiosk/station/sample_table.c
 * link: scanner/exif.c scanner/fault.c scanner/frame.c scanner/image.c scanner/image_file.c
 * link: scanner/image_jpeg.c scanner/image_pgm.c scanner/image_png.c scanner/luma.c
 * link: scanner/picture.c scanner/picture_save.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kiosk/station/sample.h"
#include "roster.h"
#include "timebase.h"

static char folder[] = "/tmp/lanyard-bench-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[2][128];
    static int which;
    which ^= 1;
    snprintf(path[which], sizeof path[0], "%s/%s", folder, name);
    return path[which];
}

static bool write_csv(int count)
{
    struct sample *sample = sample_create();
    FILE *out = fopen(in_folder("roster.csv"), "we");
    bool ok = sample && out;
    if (ok) {
        fputs("id,family name,given name,native name,delegation,position,organisation,email,"
              "language,secret\n",
              out);
    }
    for (int i = 0; ok && i < count; i++) {
        struct attendee a;
        ok = sample_next(sample, 1, &a);
        const char *const texts[] = {a.external_id, a.family_name, a.given_name,   a.native_name,
                                     a.delegation,  a.position,    a.organisation, a.email,
                                     a.language,    a.foreign_code};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
            char cell[1024];
            roster_csv_cell(texts[k], cell, sizeof cell);
            fprintf(out, "%s%s", k > 0 ? "," : "", cell);
        }
        fputc('\n', out);
    }
    sample_destroy(sample);
    return out && fclose(out) == 0 && ok;
}

/* A store with the sample's delegations and a signer. */
static struct store *make_store(struct station_key *key)
{
    struct event_info event = {.name = "Bench", .place = "-", .timezone = "UTC", .day_count = 1};
    const struct category category = {.code = 1, .letter = "D", .name = "Delegate"};
    const struct sample_delegation *delegations;
    struct sample *sample = sample_create();
    *key = (struct station_key){.id = 1, .station = "bench"};
    if (!credential_library_init() || !sample || !store_create(in_folder("lanyard.db"), &event)) {
        return NULL;
    }
    struct store *store = store_open(in_folder("lanyard.db"), STORE_READ_WRITE);
    key_generate(key->public_key, key->secret_key);
    store_set_signer(store, key);
    bool ok = store && store_put_category(store, &category);
    size_t count = sample_delegations(sample, &delegations);
    for (size_t i = 0; ok && i < count; i++) {
        ok = store_put_delegation(store, &delegations[i].value);
    }
    sample_destroy(sample);
    return ok ? store : NULL;
}

static double processor_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static bool import_once(struct store *store, const char *what)
{
    const struct roster_options options = {.format = ROSTER_AUTO};
    struct roster_summary summary;
    struct rusage usage;
    double processor = processor_s();
    int64_t start_us = time_monotonic_us();
    enum roster_result result =
        roster_import(store, in_folder("roster.csv"), &options, NULL, &summary);
    double seconds = (double)(time_monotonic_us() - start_us) / 1e6;
    processor = processor_s() - processor;
    getrusage(RUSAGE_SELF, &usage);
    printf("  %-10s %8lld added %8lld unchanged %4lld rejected  %7.2f s (%6.2f s of processor)  "
           "%4ld MB\n",
           what, (long long)summary.added, (long long)summary.unchanged,
           (long long)summary.rejected, seconds, processor, usage.ru_maxrss / 1024);
    return result == ROSTER_DONE;
}

/* In a process of its own, so that its memory is its own. */
static int import_twice(void)
{
    struct station_key key;
    struct store *store = make_store(&key);
    bool ok = store && import_once(store, "first") && import_once(store, "again");
    store_close(store);
    fflush(stdout);
    return ok ? 0 : 1;
}

static bool run(int count)
{
    static const char *const files[] = {"roster.csv", "lanyard.db", "lanyard.db-wal",
                                        "lanyard.db-shm"};
    int status = 1;
    bool ok = mkdtemp(folder) && write_csv(count);
    printf("%d people\n", count);
    fflush(stdout);
    pid_t child = ok ? fork() : -1;
    if (child == 0) {
        _exit(import_twice());
    }
    ok = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        unlink(in_folder(files[i]));
    }
    rmdir(folder);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return ok;
}

int main(int argc, char **argv)
{
    static const int counts[] = {1000, 100000, 1000000};
    bool ok = true;
    puts("== importing a roster");
    for (int i = 1; i < argc; i++) {
        ok = ok && run(atoi(argv[i]));
    }
    for (size_t i = 0; argc == 1 && i < sizeof counts / sizeof counts[0]; i++) {
        ok = ok && run(counts[i]);
    }
    return ok ? 0 : 1;
}
