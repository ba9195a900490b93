#define LOG_MODULE "roster"
#include "kiosk/roster/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define TIDY_MIN 1000 /* changes that are worth it */

struct missing {
    struct import *import;
    bool failed;
};

/* Somebody of an earlier file whom this one does not have. */
static bool look_missing(const struct attendee *attendee, void *userdata)
{
    struct missing *missing = userdata;
    struct import *import = missing->import;
    const struct roster_listener *listener = import->remarks.listener;
    char *base;
    if (seen_row(&import->seen, attendee->holder) != 0) {
        return true;
    }
    enum store_found found = store_roster_row(import->store, attendee->holder, &base);
    free(base);
    if (found == STORE_FOUND) {
        import->remarks.summary->missing++;
        if (listener && listener->missing) {
            listener->missing(attendee, listener->userdata);
        }
    }
    missing->failed = found == STORE_FAILED;
    return !missing->failed;
}

static bool count_missing(struct import *import)
{
    struct missing missing = {.import = import};
    return store_each_attendee(import->store, look_missing, &missing) && !missing.failed;
}

static bool append_fact(struct import *import)
{
    const struct roster_summary *summary = import->remarks.summary;
    struct roster_fact fact = {
        .file = import->file_name,
        .added = summary->added,
        .changed = summary->changed,
        .unchanged = summary->unchanged,
        .rejected = summary->rejected,
        .missing = summary->missing,
    };
    memcpy(fact.hash, import->hash, sizeof fact.hash);
    return store_append_roster(import->store, &fact);
}

/* A column that was misspelt is not there, and what it should have brought is missing silently. */
static void note_unmet_maps(struct import *import)
{
    const struct roster_options *options = import->options;
    for (size_t i = 0; i < options->map_count && i < 64; i++) {
        if (!(import->maps_met & (UINT64_C(1) << i))) {
            remark(&import->remarks, NULL, ROSTER_NOTE, 0, options->maps[i].column,
                   "--map: the file has no column of this name");
        }
    }
}

/* Within the transaction; whether it stands is the caller's. */
static enum roster_result read_roster(struct import *import, const char *path)
{
    struct roster_summary *summary = import->remarks.summary;
    switch (import_file(import, path)) {
    case IMPORT_UNREADABLE:
        return ROSTER_UNREADABLE;
    case IMPORT_STOPPED:
        return ROSTER_FAILED;
    case IMPORT_READ:
        break;
    }
    note_unmet_maps(import);
    summary->delegations = import->places->delegations_added;
    if (!count_missing(import)) {
        return ROSTER_FAILED;
    }
    return summary->rejected > 0 ? ROSTER_REJECTED : ROSTER_DONE;
}

static bool keeps(const struct import *import, enum roster_result result)
{
    return !import->options->dry_run &&
           (result == ROSTER_DONE || (result == ROSTER_REJECTED && import->options->skip_bad));
}

static enum roster_result run(struct import *import, const char *path)
{
    if (!store_begin(import->store)) {
        return ROSTER_FAILED;
    }
    enum roster_result result = read_roster(import, path);
    bool kept = keeps(import, result);
    const struct roster_summary *summary = import->remarks.summary;
    bool many = summary->added + summary->changed >= TIDY_MIN;
    if (kept && !(append_fact(import) && (!many || store_search_tidy(import->store)) &&
                  store_commit(import->store))) {
        kept = false;
        result = ROSTER_FAILED;
    }
    if (!kept) {
        store_rollback(import->store);
    }
    import->remarks.summary->imported = kept;
    return result;
}

enum roster_result roster_import(struct store *store, const char *path,
                                 const struct roster_options *options,
                                 const struct roster_listener *listener, struct roster_summary *out)
{
    *out = (struct roster_summary){0};
    struct import *import = calloc(1, sizeof *import);
    if (!import) {
        LOG_ERROR("out of memory; close other programs");
        return ROSTER_FAILED;
    }
    import->store = store;
    import->options = options;
    import->file_name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    import->remarks = (struct remarks){listener, out};
    import->sink =
        (struct reader_sink){options, &import->remarks, import_record, import, &import->maps_met};
    import->photos = (struct photos){
        .from = options->photos, .to = options->photo_folder, .dry_run = options->dry_run};
    import->places = places_load(store, options->add_delegations);
    enum roster_result result = import->places ? run(import, path) : ROSTER_FAILED;
    photos_finish(&import->photos, out->imported);
    seen_finish(&import->seen);
    places_destroy(import->places);
    free(import);
    return result;
}
