/* A station that joins through a hub: its folder, made from what the hub told; its key, once it is
 * in the key list; and entering such a key, for who holds the root key. */
#define LOG_MODULE "keys"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

/* Where the key waits until the list names it. */
static bool pending_path(const char *directory, const char *name, const char *ending, char *out,
                         size_t size)
{
    char file[64];
    snprintf(file, sizeof file, "keys/%s.%s", name, ending);
    return station_path(directory, file, out, size);
}

static bool fill_days(struct event_info *event)
{
    for (size_t i = 0; i < event->day_count; i++) {
        struct event_day *day = &event->days[i];
        if (!time_day_bounds(day->date, &day->starts_ms, &day->ends_ms)) {
            LOG_ERROR("\"%s\" is not a day", day->date);
            return false;
        }
    }
    return true;
}

static bool fill_store(const char *path, const struct event_info *event, const char *name,
                       const char *keys)
{
    struct store *store = store_create(path, event) ? store_open(path, STORE_READ_WRITE) : NULL;
    bool filled = store && store_begin(store) && store_put_key_list(store, keys, strlen(keys)) &&
                  store_put_setting(store, "station", name) && store_commit(store);
    if (store && !filled) {
        store_rollback(store);
    }
    store_close(store);
    return filled;
}

bool station_make_folder(const char *directory, struct event_info *event,
                         const struct station_key *key, const char *keys)
{
    char path[PATH_SIZE], waiting[PATH_SIZE];
    struct station_key kept = *key;
    kept.id = 1; /* of no meaning until the list gives one */
    bool made = station_path(directory, STORE_FILE, path, sizeof path) &&
                pending_path(directory, key->station, "new", waiting, sizeof waiting);
    if (made && access(path, F_OK) == 0) {
        LOG_ERROR("%s: there is an event here already; choose another folder", directory);
        return false;
    }
    if (made && !time_use_zone(event->timezone)) {
        LOG_ERROR("this system does not know the time zone %s; install the package tzdata",
                  event->timezone);
        made = false;
    }
    made = made && fill_days(event) && station_make_folders(directory) &&
           key_file_write(waiting, &kept) && fill_store(path, event, key->station, keys);
    explicit_bzero(&kept, sizeof kept);
    return made;
}

/* The entry in force with this public key. */
static const struct key_entry *find_public(const struct key_list *list, const uint8_t *public_key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!list->entries[i].revoked_at &&
            memcmp(list->entries[i].public_key, public_key, KEY_PUBLIC_SIZE) == 0) {
            return &list->entries[i];
        }
    }
    return NULL;
}

bool station_take_key(struct station *station, const char **name)
{
    static char own[KEY_STATION_SIZE];
    char waiting[PATH_SIZE], path[PATH_SIZE];
    struct station_key key;
    *name = own;
    if (store_setting(station->store, "station", own, sizeof own) != STORE_FOUND ||
        !pending_path(station->directory, own, "new", waiting, sizeof waiting) ||
        !pending_path(station->directory, own, "key", path, sizeof path)) {
        return false;
    }
    if (access(waiting, F_OK) != 0) {
        return true; /* it has its key, or never waited */
    }
    if (!station_refresh_keys(station) || !key_file_read(waiting, &key)) {
        return false;
    }
    const struct key_entry *entry = find_public(&station->keys, key.public_key);
    bool taken = !entry;
    if (entry) {
        key.id = entry->id;
        taken = key_file_write(path, &key) && unlink(waiting) == 0;
    }
    if (entry && taken) {
        station->key = key;
        store_set_signer(station->store, &station->key);
    }
    explicit_bzero(&key, sizeof key);
    return taken;
}

bool station_admit_key(struct station *station, const char *name,
                       const uint8_t public_key[KEY_PUBLIC_SIZE])
{
    struct station_key root = {0}, made = {0};
    struct key_list *list = malloc(sizeof *list);
    bool ok = list && station_read_root(station, &root);
    if (ok) {
        *list = station->keys;
        if (find_public(list, public_key)) {
            LOG_INFO("%s is in the key list already", name);
        } else if (!station_make_entry(list, &station->event, name, &made)) {
            LOG_ERROR("%s has a key in force already; revoke it first", name);
            ok = false;
        } else {
            memcpy(list->entries[list->count - 1].public_key, public_key, KEY_PUBLIC_SIZE);
            ok = station_commit_list(station, list, &root, "station-key-added", made.id, name);
        }
    }
    explicit_bzero(&root, sizeof root);
    explicit_bzero(&made, sizeof made);
    free(list);
    return ok;
}

struct station *station_open_for_sync(const char *directory)
{
    char name[KEY_STATION_SIZE], waiting[PATH_SIZE];
    struct station *station = station_open_waiting(directory);
    bool waits =
        station && store_setting(station->store, "station", name, sizeof name) == STORE_FOUND &&
        pending_path(directory, name, "new", waiting, sizeof waiting) && access(waiting, F_OK) == 0;
    if (!station || waits) {
        return station;
    }
    station_close(station);
    return station_open(directory, STORE_READ_WRITE);
}
