/* A station joins the hub, by a snapshot where there is one; and makes snapshots for others. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/hub.h"
#include "sync.h"

/* ---- snapshot ---- */

/* The root key signs where it is; else the station's own, which counts only from the hub. */
static bool read_signer(const struct station *station, struct station_key *out)
{
    char path[sizeof station->directory + 32];
    snprintf(path, sizeof path, "%s/" KEY_ROOT_FILE, station->directory);
    *out = station->key;
    if (access(path, F_OK) == 0 && !key_file_read(path, out)) {
        return false;
    }
    out->id = access(path, F_OK) == 0 ? 0 : out->id;
    return true;
}

enum exit_status hub_make_snapshot(const struct hub_options *options)
{
    struct station *station = command_station(&options->common, STORE_READ_WRITE);
    struct station_key signer;
    char path[sizeof station->directory + 32];
    if (!station) {
        return EXIT_USAGE;
    }
    if (options->out) {
        snprintf(path, sizeof path, "%s", options->out);
    } else {
        snprintf(path, sizeof path, "%s/snapshot", station->directory);
    }
    bool done = read_signer(station, &signer);
    if (done && options->out && signer.id != 0) {
        fputs("lanyard hub: a snapshot that travels by hand is signed with keys/root.key: make it "
              "where that is\n",
              stderr);
        done = false;
    }
    done = done && replica_snapshot_make(station->store, &signer, path) &&
           (options->out || hub_put_snapshot(station->store, path));
    if (!options->out) {
        unlink(path);
    }
    explicit_bzero(&signer, sizeof signer);
    station_close(station);
    return done ? EXIT_DONE : EXIT_DEVICE;
}

/* Puts a snapshot, from a file or else from the hub, into the new folder. Where there is none, or
 * it is not good, all comes row by row. */
static void take_snapshot(const struct hub_options *options, const struct hub_offer *offer)
{
    char store[4200], fetched[4200];
    struct key_list *keys = calloc(1, sizeof *keys);
    bool carried = options->snapshot != NULL, there = carried;
    snprintf(store, sizeof store, "%s/lanyard.db", options->common.event);
    snprintf(fetched, sizeof fetched, "%s/snapshot", options->common.event);
    const char *file = carried ? options->snapshot : fetched;
    if (keys && key_list_open(offer->keys, strlen(offer->keys), offer->root_public,
                              offer->event.uuid, keys, NULL) == KEY_LIST_OK) {
        bool taken = (carried || hub_get_snapshot(offer->url, fetched, &there)) && there &&
                     replica_snapshot_take(file, keys, !carried, offer->station, store);
        if (there && !taken) {
            fputs("lanyard hub: everything is taken from the hub, row by row\n", stderr);
        }
    }
    unlink(fetched);
    free(keys);
}

enum exit_status hub_name_hosts(const struct hub_options *options)
{
    struct station *station = station_open_for_sync(options->common.event);
    if (!station) {
        return EXIT_USAGE;
    }
    bool done = sync_set_hosts(station->store, options->common.words[1]);
    station_close(station);
    return done ? EXIT_DONE : EXIT_USAGE;
}

/* Opens the new folder and takes everything from the hub. */
static enum exit_status first_sync(const struct hub_options *options, const char *url)
{
    struct station *station = station_open_for_sync(options->common.event);
    struct station_key nobody = {0};
    struct sync_report report;
    const char *name;
    if (!station) {
        return EXIT_USAGE;
    }
    bool done = replica_set_hub(station->store, url) && station_take_key(station, &name);
    snprintf(nobody.station, sizeof nobody.station, "%s", done ? name : "");
    done = done && sync_once(station->store, &nobody, &report);
    if (done) {
        fprintf(stderr, "%" PRId64 " rows came from the hub\n", report.pulled);
    }
    station_close(station);
    return done ? EXIT_DONE : EXIT_DEVICE;
}

enum exit_status hub_join_here(const struct hub_options *options)
{
    struct hub_offer offer;
    struct station_key key = {0};
    if (!hub_join(options->common.words[1], options->common.words[2], &offer)) {
        return EXIT_DEVICE;
    }
    memcpy(key.station, offer.station, sizeof key.station);
    memcpy(key.public_key, offer.public_key, sizeof key.public_key);
    memcpy(key.secret_key, offer.secret_key, sizeof key.secret_key);
    enum exit_status status = EXIT_USAGE;
    if (station_make_folder(options->common.event, &offer.event, &key, offer.keys)) {
        take_snapshot(options, &offer);
        status = first_sync(options, offer.url);
        fprintf(stderr,
                "%s: this is %s now; whoever holds the root key lets it sign with `lanyard hub "
                "admit URL %s`\n",
                options->common.event, key.station, key.station);
    }
    explicit_bzero(&key, sizeof key);
    hub_offer_finish(&offer);
    return status;
}
