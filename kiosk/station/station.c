#define LOG_MODULE "event"
#include "station.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

#define FIRST_STATION "station-1"
#define DAY_S INT64_C(86400)
#define KEY_YEARS_S (2 * 366 * DAY_S)

bool station_path(const char *directory, const char *name, char *out, size_t size)
{
    if ((size_t)snprintf(out, size, "%s/%s", directory, name) < size) {
        return true;
    }
    LOG_ERROR("%s/%s: the path is too long", directory, name);
    return false;
}

/* Reads the key that the store names as this station's own; without one the station only looks. */
static bool load_key(struct station *station)
{
    char name[KEY_STATION_SIZE], file[64], path[PATH_SIZE];
    if (store_setting(station->store, "station", name, sizeof name) != STORE_FOUND) {
        LOG_ERROR("%s: the store names no station; make one with 'lanyard keys new-station'",
                  station->directory);
        return false;
    }
    snprintf(file, sizeof file, "keys/%s.key", name);
    if (!station_path(station->directory, file, path, sizeof path) ||
        !key_file_read(path, &station->key)) {
        return false;
    }
    const struct key_entry *entry = key_list_find(&station->keys, station->key.id);
    if (!entry || memcmp(entry->public_key, station->key.public_key, KEY_PUBLIC_SIZE) != 0) {
        LOG_ERROR("%s: key %u is not in this event's key list; it belongs to another event", path,
                  station->key.id);
        return false;
    }
    if (entry->revoked_at) {
        LOG_ERROR("%s: key %u of %s is revoked; make a new one with 'lanyard keys new-station'",
                  path, station->key.id, name);
        return false;
    }
    store_set_signer(station->store, &station->key);
    return true;
}

/* Whose key the folder must have. */
enum key_wish { KEY_NONE, KEY_OWN, KEY_IF_THERE };

static struct station *open_with(const char *directory, enum store_mode mode, enum key_wish wish)
{
    char path[PATH_SIZE];
    struct station *station = calloc(1, sizeof *station);
    if (!station) {
        LOG_ERROR("no memory");
        return NULL;
    }
    snprintf(station->directory, sizeof station->directory, "%s", directory);
    if (!credential_library_init() || !station_path(directory, STORE_FILE, path, sizeof path)) {
        goto fail;
    }
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        LOG_ERROR("%s: no event is here; make one with 'lanyard init %s', or name its folder with "
                  "--event",
                  directory, directory);
        goto fail;
    }
    station->store = store_open(path, mode);
    if (!station->store || !store_event(station->store, &station->event) ||
        !store_key_list(station->store, &station->keys)) {
        goto fail;
    }
    if (!time_use_zone(station->event.timezone)) {
        LOG_ERROR("%s: this system does not know the time zone %s; install the package tzdata",
                  directory, station->event.timezone);
        goto fail;
    }
    if (wish != KEY_NONE && !load_key(station)) {
        explicit_bzero(&station->key, sizeof station->key);
        if (wish == KEY_OWN) {
            goto fail;
        }
    }
    station_refresh_rules(station); /* bad ones are logged, and send everybody to the desk */
    station_compare_rules(station);
    return station;

fail:
    station_close(station);
    return NULL;
}

struct station *station_open(const char *directory, enum store_mode mode)
{
    return open_with(directory, mode, mode == STORE_READ_WRITE ? KEY_OWN : KEY_NONE);
}

struct station *station_open_for_keys(const char *directory)
{
    return open_with(directory, STORE_READ_WRITE, KEY_IF_THERE);
}

struct station *station_open_waiting(const char *directory)
{
    return open_with(directory, STORE_READ_WRITE, KEY_NONE);
}

/* A key revoked by another process signs nothing more: its successor takes over, or, where there is
 * none (yet), appends fail and everybody is sent to the desk. */
static void renew_key(struct station *station)
{
    const struct key_entry *entry = key_list_find(&station->keys, station->key.id);
    if ((entry && !entry->revoked_at) || load_key(station)) {
        return;
    }
    store_set_signer(station->store, NULL);
    station->key = (struct station_key){0};
}

bool station_refresh_keys(struct station *station)
{
    struct key_list *list = malloc(sizeof *list);
    bool read = list && store_key_list(station->store, list);
    if (read && list->version != station->keys.version) {
        station->keys = *list;
        LOG_INFO("the key list has changed: version %u", station->keys.version);
    }
    free(list);
    renew_key(station);
    return read;
}

void station_close(struct station *station)
{
    if (!station) {
        return;
    }
    store_close(station->store);
    if (station->has_locks) {
        close(station->locks);
    }
    free(station->rules);
    station_forget_watch(station);
    explicit_bzero(station, sizeof *station);
    free(station);
}

/* ---- a new event ---- */

static const char *const folder_names[] = {"", "keys", "photos", "print"};
enum { FOLDER_KEYS = 1, FOLDER_COUNT = 4 };

/* Removes the folders that make_folders made, as far as they are empty. */
static void remove_folders(const char *directory, const bool made[FOLDER_COUNT])
{
    for (size_t i = FOLDER_COUNT; i-- > 0;) {
        char path[PATH_SIZE];
        if (made[i] && station_path(directory, folder_names[i], path, sizeof path)) {
            rmdir(path);
        }
    }
}

static bool make_folders(const char *directory, bool made[FOLDER_COUNT])
{
    for (size_t i = 0; i < FOLDER_COUNT; i++) {
        char path[PATH_SIZE];
        struct stat there;
        if (!station_path(directory, folder_names[i], path, sizeof path)) {
            return false;
        }
        made[i] = mkdir(i == 0 ? directory : path, i == FOLDER_KEYS ? 0700 : 0755) == 0;
        if (!made[i] && errno == EEXIST && stat(path, &there) != 0) {
            errno = ENOTDIR;
        }
        if (!made[i] && errno != EEXIST) {
            LOG_ERRNO("%s: cannot make the folder", i == 0 ? directory : path);
            return false;
        }
    }
    return true;
}

bool station_make_folders(const char *directory)
{
    bool made[FOLDER_COUNT] = {false};
    if (make_folders(directory, made)) {
        return true;
    }
    remove_folders(directory, made);
    return false;
}

static bool write_key(const char *directory, const char *file, const struct station_key *key)
{
    char path[PATH_SIZE];
    return station_path(directory, file, path, sizeof path) && key_file_write(path, key);
}

static void list_first_station(const struct event_info *event, const struct station_key *root,
                               struct key_list *list, struct station_key *station)
{
    memset(list, 0, sizeof *list);
    memcpy(list->event_uuid, event->uuid, sizeof list->event_uuid);
    memcpy(list->root_public, root->public_key, sizeof list->root_public);
    station_make_entry(list, event, FIRST_STATION, station);
}

bool station_make_entry(struct key_list *list, const struct event_info *event, const char *name,
                        struct station_key *out)
{
    int64_t from = time_realtime_ms() / 1000, to = from;
    if (event->day_count > 0) {
        int64_t first = event->days[0].starts_ms / 1000;
        int64_t last = event->days[event->day_count - 1].ends_ms / 1000;
        from = first < from ? first : from;
        to = last > to ? last : to;
    }
    struct key_entry entry = {
        .not_before = from > DAY_S ? from - DAY_S : 0,
        .not_after = to + KEY_YEARS_S,
        .usage = KEY_SIGNS_BADGES | KEY_SIGNS_INVITATIONS | KEY_SIGNS_STAFF | KEY_SIGNS_EVENTS,
    };
    memset(out, 0, sizeof *out);
    key_generate(out->public_key, out->secret_key);
    memcpy(entry.public_key, out->public_key, sizeof entry.public_key);
    snprintf(entry.station, sizeof entry.station, "%s", name);
    snprintf(out->station, sizeof out->station, "%s", name);
    const struct key_entry *standing = key_list_find_station(list, name);
    if (standing && standing->revoked_at == 0) {
        LOG_ERROR("%s has a key in force already; revoke it first, or choose another name", name);
        return false;
    }
    if (!key_list_add(list, &entry, &out->id)) {
        LOG_ERROR("the key list is full: one event has at most %d keys in its life", KEY_LIST_MAX);
        return false;
    }
    return true;
}

bool station_save_keys(struct store *store, struct key_list *list, const struct station_key *root)
{
    char *text = malloc(KEY_LIST_TEXT_MAX);
    size_t length = text ? key_list_seal(list, time_realtime_ms() / 1000, root->secret_key, text,
                                         KEY_LIST_TEXT_MAX)
                         : 0;
    bool saved = length > 0 && store_put_key_list(store, text, length);
    free(text);
    return saved;
}

static bool put_defaults(struct store *store)
{
    static const struct checkpoint checkpoints[] = {
        {.code = "registration",
         .name = "Registration",
         .kind = CHECKPOINT_REGISTRATION,
         .zone = -1,
         .venue = -1},
        {.code = "main-entrance",
         .name = "Main entrance",
         .kind = CHECKPOINT_DOOR,
         .zone = -1,
         .venue = -1},
    };
    const struct category category = {
        .code = 1, .letter = "D", .name = "Delegate", .rgb = 0x0F4C5C, .zones = 0xFFFF};
    bool put = store_put_category(store, &category);
    for (size_t i = 0; put && i < sizeof checkpoints / sizeof checkpoints[0]; i++) {
        put = store_put_checkpoint(store, &checkpoints[i]);
    }
    return put && store_put_setting(store, "station", FIRST_STATION);
}

static bool fill_store(const char *path, const struct event_info *event, struct key_list *list,
                       const struct station_key *root, const struct station_key *station)
{
    struct store *store = store_create(path, event) ? store_open(path, STORE_READ_WRITE) : NULL;
    if (!store) {
        return false;
    }
    store_set_signer(store, station);
    bool filled =
        store_begin(store) && put_defaults(store) && station_save_keys(store, list, root) &&
        store_append_key_change(store, "station-key-added", station->id, station->station) &&
        store_commit(store);
    if (!filled) {
        store_rollback(store);
    }
    store_close(store);
    return filled;
}

static bool key_is_here(const char *directory)
{
    char path[PATH_SIZE];
    return station_path(directory, KEY_ROOT_FILE, path, sizeof path) && access(path, F_OK) == 0;
}

static bool station_is_here(const char *directory)
{
    static const char *const names[] = {STORE_FILE, STORE_FILE "-wal", KEY_ROOT_FILE,
                                        "keys/" FIRST_STATION ".key"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_SIZE];
        struct stat there;
        if (station_path(directory, names[i], path, sizeof path) && lstat(path, &there) == 0) {
            LOG_ERROR("%s: there is an event here already (%s); choose another folder", directory,
                      names[i]);
            return true;
        }
    }
    return false;
}

void station_discard(const char *directory)
{
    static const char *const files[] = {STORE_FILE,
                                        STORE_FILE "-wal",
                                        STORE_FILE "-shm",
                                        KEY_ROOT_FILE,
                                        "keys/" FIRST_STATION ".key",
                                        "print/lock"};
    static const bool all[FOLDER_COUNT] = {true, true, true, true};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[PATH_SIZE];
        if (station_path(directory, files[i], path, sizeof path)) {
            unlink(path);
        }
    }
    remove_folders(directory, all);
}

bool station_init(const char *directory, struct event_info *event)
{
    struct station_key root = {0}, station = {0};
    struct key_list *list = calloc(1, sizeof *list);
    char path[PATH_SIZE];
    bool done = false;
    if (!list || !credential_library_init() ||
        !station_path(directory, STORE_FILE, path, sizeof path) || station_is_here(directory)) {
        free(list);
        return false;
    }
    uuid_make(event->uuid);
    snprintf(root.station, sizeof root.station, "root");
    key_generate(root.public_key, root.secret_key);
    list_first_station(event, &root, list, &station);
    /* Whoever names the root key has the folder: another init at the same time must not undo it. */
    bool made[FOLDER_COUNT] = {false};
    bool ours = make_folders(directory, made) && write_key(directory, KEY_ROOT_FILE, &root);
    done = ours && write_key(directory, "keys/" FIRST_STATION ".key", &station) &&
           fill_store(path, event, list, &root, &station);
    if (!ours && !key_is_here(directory)) {
        remove_folders(directory, made);
    } else if (ours && !done) {
        station_discard(directory);
    }
    explicit_bzero(&root, sizeof root);
    explicit_bzero(&station, sizeof station);
    free(list);
    return done;
}
