#define LOG_MODULE "keys"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

static bool name_is_good(const char *name)
{
    size_t length = strlen(name);
    if (length > 0 && length < KEY_STATION_SIZE && name[0] != '-' && strcmp(name, "root") != 0 &&
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length) {
        return true;
    }
    LOG_ERROR("\"%s\" is not a station's name: 1 to %d of a-z, 0-9 and -, not starting with -, "
              "not root",
              name, KEY_STATION_SIZE - 1);
    return false;
}

bool station_read_root(const struct station *station, struct station_key *root)
{
    char path[PATH_SIZE];
    if (!station_path(station->directory, KEY_ROOT_FILE, path, sizeof path)) {
        return false;
    }
    if (access(path, F_OK) != 0) {
        LOG_ERROR("%s is not here: the root key signs the key list; bring it from where it is kept",
                  path);
        return false;
    }
    if (!key_file_read(path, root)) {
        return false;
    }
    if (memcmp(root->public_key, station->keys.root_public, KEY_PUBLIC_SIZE) != 0) {
        LOG_ERROR("%s is the root key of another event", path);
        return false;
    }
    return true;
}

bool station_commit_list(struct station *station, struct key_list *list,
                         const struct station_key *root, const char *kind, uint16_t id,
                         const char *name)
{
    if (!store_begin(station->store)) {
        return false;
    }
    if (station_save_keys(station->store, list, root) &&
        (station->key.id != 0 || store_put_setting(station->store, "station", name)) &&
        store_append_key_change(station->store, kind, id, name) && store_commit(station->store)) {
        station->keys = *list;
        return true;
    }
    store_rollback(station->store);
    return false;
}

bool station_new_key(struct station *station, const char *name, struct station_key *out)
{
    struct station_key root = {0};
    static struct key_list list;
    char file[64], path[PATH_SIZE];
    snprintf(file, sizeof file, "keys/%s.key", name);
    if (!name_is_good(name) || !station_path(station->directory, file, path, sizeof path) ||
        !station_read_root(station, &root)) {
        return false;
    }
    list = station->keys;
    bool made = station_make_entry(&list, &station->event, name, out);
    made = made && key_file_write(path, out);
    if (made && station->key.id == 0) { /* nobody else can sign for this folder */
        store_set_signer(station->store, out);
    }
    if (made && !station_commit_list(station, &list, &root, "station-key-added", out->id, name)) {
        unlink(path);
        made = false;
    }
    if (made && station->key.id == 0) {
        station->key = *out;
        store_set_signer(station->store, &station->key);
    }
    explicit_bzero(&root, sizeof root);
    return made;
}

static struct key_entry *entry_in_force(struct key_list *list, uint16_t key_id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->entries[i].id == key_id && list->entries[i].revoked_at == 0) {
            return &list->entries[i];
        }
    }
    LOG_ERROR("there is no key %u in force; 'lanyard keys list' shows them", key_id);
    return NULL;
}

/* The station goes on with a new key of its own: its file takes the old one's place only after the
 * list that names it is committed. */
static bool succeed_own_key(struct station *station, struct key_list *list,
                            const struct station_key *root)
{
    struct station_key next;
    char name[KEY_STATION_SIZE], file[64], path[PATH_SIZE], aside[PATH_SIZE];
    memcpy(name, station->key.station, sizeof name);
    snprintf(file, sizeof file, "keys/%s.key", name);
    bool made = station_path(station->directory, file, path, sizeof path);
    snprintf(file, sizeof file, "keys/%s.next", name);
    made = made && station_path(station->directory, file, aside, sizeof aside);
    if (made) {
        unlink(aside); /* left by an attempt that was cut off: its key was never listed */
    }
    made = made && station_make_entry(list, &station->event, name, &next) &&
           key_file_write(aside, &next) &&
           station_commit_list(station, list, root, "station-key-revoked", station->key.id, name);
    if (made && rename(aside, path) != 0) {
        LOG_ERRNO("the new key is in %s; move it to %s by hand", aside, path);
        made = false;
    } else if (made) {
        station->key = next;
    } else {
        unlink(aside);
    }
    explicit_bzero(&next, sizeof next);
    return made;
}

bool station_revoke_key(struct station *station, uint16_t key_id)
{
    struct station_key root = {0};
    static struct key_list list;
    if (!station_read_root(station, &root)) {
        return false;
    }
    list = station->keys;
    struct key_entry *entry = entry_in_force(&list, key_id);
    bool revoked = entry != NULL;
    if (revoked) {
        entry->revoked_at = time_realtime_ms() / 1000;
        revoked = key_id == station->key.id
                      ? succeed_own_key(station, &list, &root)
                      : station_commit_list(station, &list, &root, "station-key-revoked", key_id,
                                            entry->station);
    }
    explicit_bzero(&root, sizeof root);
    return revoked;
}
