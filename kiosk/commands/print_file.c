#include "kiosk/commands/print_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/commands/print_manifest.h"
#include "kiosk/commands/print_photo.h"
#include "kiosk/print_means.h"

/* So many intents are moved in one transaction. */
#define CHUNK 500
/* A document of more badges holds photos as large as they are printed. */
#define PHOTO_SLIM_FROM 50

bool print_file_path_is_good(const char *path)
{
    char folder[4096];
    struct stat there;
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    const char *fault = !path[0]                                             ? "give a file's name"
                        : stat(path, &there) == 0 && !S_ISREG(there.st_mode) ? "is not a file"
                        : access(folder, W_OK) != 0 ? "its folder is not there, or not writable"
                                                    : NULL;
    if (fault) {
        fprintf(stderr, "lanyard: --out %s: %s\n", path, fault);
    }
    return !fault;
}

/* A document under way. */
struct writing {
    struct station *station;
    const struct common *common;
    const struct print_batch *batch;
    struct print_means means;
    struct badge_renderer *renderer; /* owned */
    struct badge_document *document; /* owned until it is closed */
    struct frame code;
    bool many; /* photos are kept small */
};

static void finish_writing(struct writing *writing)
{
    badge_document_drop(writing->document);
    badge_renderer_destroy(writing->renderer);
    print_means_finish(&writing->means);
    frame_finish(&writing->code);
}

static bool start_writing(struct writing *writing, size_t count)
{
    char title[320];
    writing->many = count > PHOTO_SLIM_FROM;
    snprintf(title, sizeof title, "%zu badges \u2013 %s", count, writing->station->event.name);
    if (!print_means_init(&writing->means, writing->station, writing->batch->template)) {
        return false;
    }
    writing->renderer = badge_renderer_create();
    writing->document = writing->renderer
                            ? badge_document_open(writing->renderer, writing->means.template,
                                                  BADGE_DPI, title, writing->batch->path)
                            : NULL;
    return writing->document != NULL;
}

/* Reads the code back as it will be printed, then writes the badge, which is taken over. */
static bool write_badge(struct writing *writing, struct badge *badge)
{
    bool read = badge_render_code(writing->renderer, badge, writing->means.template, BADGE_DPI,
                                  &writing->code) &&
                print_code_check(&writing->code, badge->qr_text, writing->means.decoder);
    if (!read) {
        fprintf(stderr, "lanyard: the code of badge %" PRIu32 " cannot be read back on %s\n",
                badge->serial, badge_template_name(writing->means.template));
    }
    if (writing->many) {
        print_photo_slim(&badge->photo);
    }
    bool written = read && badge_document_add(writing->document, badge);
    badge_finish(badge);
    return written;
}

static bool close_document(struct writing *writing)
{
    struct badge_faults faults = {0};
    bool closed = badge_document_close(writing->document, &faults);
    writing->document = NULL;
    if (faults.missing_glyphs) {
        fprintf(stderr,
                "lanyard: no installed font has the character U+%04" PRIX32
                "; install fonts-noto-core, fonts-noto-cjk or fonts-noto-extra\n",
                faults.missing);
    }
    if (faults.ellipsized) {
        fputs("lanyard: a text did not fit and ends in \"…\"\n", stderr);
    }
    return closed;
}

/* ---- test badges ---- */

static enum exit_status write_tests(struct writing *writing, const uint64_t *holders, size_t count)
{
    if (!start_writing(writing, count)) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        struct badge badge;
        if (!station_test_badge(writing->station, holders[i], &badge) ||
            !write_badge(writing, &badge)) {
            return EXIT_DEVICE;
        }
        progress_show("badges", (int64_t)i + 1, (int64_t)count);
    }
    if (!close_document(writing)) {
        return EXIT_DEVICE;
    }
    for (size_t i = 0; i < count; i++) {
        const struct intent shown = {.holder = holders[i], .issue = 1};
        badge_row_print(writing->common, &shown, "test");
    }
    return EXIT_DONE;
}

/* ---- issued badges ---- */

/* What stands for the printer of a badge that was written into a document. */
static void write_spec(const char *path, char out[128])
{
    snprintf(out, 128, PRINT_BATCH_PREFIX "%.120s", path);
}

/* Moves all by `input`, many in a transaction. */
static bool move_all(struct station *station, const char *path, struct intent *intents,
                     size_t count, enum intent_input input)
{
    char spec[128];
    write_spec(path, spec);
    for (size_t i = 0; i < count; i += CHUNK) {
        size_t end = i + CHUNK < count ? i + CHUNK : count;
        bool moved = store_begin(station->store);
        for (size_t j = i; moved && j < end; j++) {
            moved = store_append_intent_input(station->store, intents[j].uuid, input, spec, 0, "",
                                              &intents[j]);
        }
        if (!moved || !store_commit(station->store)) {
            store_rollback(station->store);
            return false;
        }
    }
    return true;
}

/* The file has its name: every badge in it may exist. One that is to be collected stays "printing"
 * until it is handed over. */
static bool settle(struct writing *writing, struct intent *intents, size_t count)
{
    const char *path = writing->batch->path;
    struct station *station = writing->station;
    return move_all(station, path, intents, count, INTENT_IN_ACCEPTED) &&
           move_all(station, path, intents, count, INTENT_IN_PRINTING) &&
           move_all(station, path, intents, count,
                    writing->batch->collect ? INTENT_IN_COMPLETED : INTENT_IN_COMPLETED_COUNTED);
}

/*
 * Nothing is sent while the document is called .part: the intents wait. They become "submitting" in
 * the moment before it gets its name, so that a break at any point can be told apart at the next
 * run by whether the file is there.
 */
static enum exit_status write_issued(struct writing *writing, struct intent *intents, size_t count)
{
    struct station *station = writing->station;
    const char *path = writing->batch->path;
    if (!start_writing(writing, count)) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        struct badge badge;
        if (!station_badge(station, &intents[i], &badge) || !write_badge(writing, &badge)) {
            return EXIT_DEVICE;
        }
        progress_show("badges", (int64_t)i + 1, (int64_t)count);
    }
    if (!move_all(station, path, intents, count, INTENT_IN_SUBMIT)) {
        return EXIT_DEVICE;
    }
    if (!close_document(writing)) {
        (void)move_all(station, path, intents, count, INTENT_IN_REFUSED);
        return EXIT_DEVICE;
    }
    return settle(writing, intents, count) ? EXIT_DONE : EXIT_DEVICE;
}

static enum exit_status write_intents(struct writing *writing, struct intent *intents, size_t count)
{
    enum exit_status status = write_issued(writing, intents, count);
    const char *manifest = writing->batch->manifest;
    if (status == EXIT_DONE && manifest &&
        !print_manifest(writing->station, writing->renderer, manifest, intents, count)) {
        status = EXIT_DEVICE;
    }
    for (size_t i = 0; i < count; i++) {
        badge_row_print(writing->common, &intents[i], intent_state_string(intents[i].state));
    }
    return status;
}

enum exit_status print_file_intent(struct station *station, const struct common *common,
                                   const char *path, struct intent *intent)
{
    const struct print_batch batch = {.path = path, .issue = true};
    struct writing writing = {.station = station, .common = common, .batch = &batch};
    enum exit_status status = write_intents(&writing, intent, 1);
    finish_writing(&writing);
    return status;
}

/* What an earlier run of the same document left half done. False: store fault. */
static bool mend(struct station *station, const char *path, struct intent *intent)
{
    char spec[128];
    write_spec(path, spec);
    if (intent->state != INTENT_SUBMITTING || strcmp(intent->printer, spec) != 0) {
        return true;
    }
    if (access(path, F_OK) == 0) {
        return move_all(station, path, intent, 1, INTENT_IN_ACCEPTED);
    }
    return move_all(station, path, intent, 1, INTENT_IN_REFUSED);
}

/* The intent for the holder: one that waits, or a new one. *out_of_it: has a badge already. */
static bool find_intent(struct station *station, const char *path, uint64_t holder,
                        struct intent *out, bool *out_of_it)
{
    enum store_found found = store_intent_of(station->store, holder, out);
    *out_of_it = false;
    if (found == STORE_FAILED || (found == STORE_FOUND && !mend(station, path, out))) {
        return false;
    }
    if (found == STORE_FOUND && out->state == INTENT_PENDING) {
        return true;
    }
    if (found == STORE_FOUND && intent_may_exist(out->state)) {
        fprintf(stderr, "lanyard: badge %" PRIu32 " exists already; it is left out\n", out->serial);
        *out_of_it = true;
        return true;
    }
    return station_issue_badge(station, holder, NULL, out);
}

static enum exit_status issue_all(struct writing *writing, const uint64_t *holders, size_t count)
{
    struct intent *intents = calloc(count, sizeof *intents);
    enum exit_status status = intents ? EXIT_NO : EXIT_DEVICE;
    size_t made = 0;
    for (size_t i = 0; intents && i < count; i++) {
        bool out_of_it;
        if (!find_intent(writing->station, writing->batch->path, holders[i], &intents[made],
                         &out_of_it)) {
            status = EXIT_DEVICE;
            goto out;
        }
        made += !out_of_it;
        progress_show("credentials", (int64_t)i + 1, (int64_t)count);
    }
    if (made > 0) {
        status = write_intents(writing, intents, made);
    }
out:
    free(intents);
    return status;
}

enum exit_status print_file(struct station *station, const struct common *common,
                            const struct print_batch *batch, const uint64_t *holders, size_t count)
{
    struct writing writing = {.station = station, .common = common, .batch = batch};
    enum exit_status status =
        batch->issue ? issue_all(&writing, holders, count) : write_tests(&writing, holders, count);
    finish_writing(&writing);
    return status;
}
