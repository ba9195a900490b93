/* Making a snapshot of a store, and a store of a snapshot. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/store/database.h"
#include "kiosk/store/migrations.h"
#include "replica.h"

#define LOG_MODULE "store"
#include "log.h"
#include "timebase.h"

#define PIECE (1024 * 1024)
#define PATH_SIZE 4200

/* What is the station's own. Freed pages are overwritten. */
static const char own[] =
    "PRAGMA secure_delete = ON; PRAGMA journal_mode = OFF; BEGIN;"
    "UPDATE replica SET hub = '', may_edit = 0, recording = 0, pushed = 0;"
    "DELETE FROM document_outbox; DELETE FROM staff_pin; DELETE FROM serial_counter;"
    "DELETE FROM roster_row; UPDATE file SET here = 0, modified_ns = 0;"
    "DELETE FROM setting WHERE name NOT IN ('template', 'ticket-keys'); COMMIT;";

static bool run_on(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
              sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    if (!ok) {
        LOG_ERROR("%s: %s; is the disk full?", path, db ? sqlite3_errmsg(db) : "no memory");
    }
    sqlite3_close(db);
    return ok;
}

/* A copy as of one moment, while others read and write. */
static bool copy_store(struct store *store, const char *path)
{
    sqlite3_stmt *statement = NULL;
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        LOG_ERRNO("%s: cannot be made", path);
        return false;
    }
    close(fd);
    bool ok = sqlite3_prepare_v2(store->db, "VACUUM INTO ?", -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return ok || database_fail(store, "copying");
}

/* Copies the rest of one file into another; hash and size of what went. */
static bool copy_bytes(int from, int to, uint8_t hash[DIGEST_SIZE], uint64_t *size)
{
    struct digest *digest = digest_create();
    char *piece = malloc(PIECE);
    ssize_t n = digest && piece ? 1 : -1;
    *size = 0;
    while (n > 0 && (n = read(from, piece, PIECE)) > 0) {
        digest_add(digest, piece, (size_t)n);
        *size += (uint64_t)n;
        if (to >= 0 && write(to, piece, (size_t)n) != n) {
            n = -1;
        }
    }
    if (n == 0) {
        digest_end(digest, hash);
    }
    digest_destroy(digest);
    free(piece);
    return n == 0;
}

/* The head goes in front when hash and size are known. */
static bool write_snapshot(const char *copy, const char *path, struct snapshot_head *head,
                           const struct station_key *key)
{
    uint8_t text[SNAPSHOT_HEAD_SIZE] = {0};
    int from = open(copy, O_RDONLY | O_CLOEXEC);
    int to = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    bool ok = from >= 0 && to >= 0 && write(to, text, sizeof text) == sizeof text &&
              copy_bytes(from, to, head->hash, &head->size);
    if (ok) {
        snapshot_head_seal(head, key, text);
        ok = pwrite(to, text, sizeof text, 0) == sizeof text && fsync(to) == 0;
    }
    ok = (to < 0 || close(to) == 0) && ok;
    if (from >= 0) {
        close(from);
    }
    if (!ok) {
        LOG_ERRNO("%s: cannot be written; free some space", path);
    }
    return ok;
}

bool replica_snapshot_make(struct store *store, const struct station_key *key, const char *path)
{
    char copy[PATH_SIZE], part[PATH_SIZE];
    struct snapshot_head head = {.made_ms = time_realtime_ms(), .schema = MIGRATION_COUNT};
    if ((size_t)snprintf(copy, sizeof copy, "%s.copy", path) >= sizeof copy ||
        (size_t)snprintf(part, sizeof part, "%s.part", path) >= sizeof part) {
        LOG_ERROR("%s: the name is too long", path);
        return false;
    }
    memcpy(head.event_uuid, store->event_uuid, sizeof head.event_uuid);
    unlink(copy);
    bool ok =
        copy_store(store, copy) && run_on(copy, own) && write_snapshot(copy, part, &head, key);
    unlink(copy);
    if (ok && rename(part, path) != 0) {
        LOG_ERRNO("%s: cannot be put in its place", path);
        ok = false;
    }
    unlink(part);
    return ok;
}

/* ---- taking ---- */

static bool open_snapshot(const char *path, const struct key_list *keys, bool stations, int *fd,
                          struct snapshot_head *head)
{
    uint8_t text[SNAPSHOT_HEAD_SIZE];
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0) {
        LOG_ERRNO("%s: cannot be read", path);
        return false;
    }
    enum snapshot_status status = read(*fd, text, sizeof text) == sizeof text
                                      ? snapshot_head_open(text, keys, stations, head)
                                      : SNAPSHOT_MALFORMED;
    if (status != SNAPSHOT_OK) {
        LOG_ERROR("%s: %s; make a new one with `lanyard hub snapshot`", path,
                  snapshot_status_string(status));
        return false;
    }
    if (head->schema > MIGRATION_COUNT) {
        LOG_ERROR("%s: made by a later version (schema %u, this program knows %d); update this "
                  "program",
                  path, head->schema, MIGRATION_COUNT);
        return false;
    }
    return true;
}

static bool extract(int from, const char *snapshot, const struct snapshot_head *head,
                    const char *path)
{
    uint8_t hash[DIGEST_SIZE];
    uint64_t size = 0;
    int to = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    bool ok = to >= 0 && copy_bytes(from, to, hash, &size) && fsync(to) == 0;
    ok = (to < 0 || close(to) == 0) && ok;
    if (!ok) {
        LOG_ERRNO("%s: cannot be written; free some space", path);
    } else if (size != head->size || memcmp(hash, head->hash, sizeof hash) != 0) {
        LOG_ERROR("%s: damaged: it does not hold what was signed; copy it again", snapshot);
        ok = false;
    }
    return ok;
}

static bool name_station(const char *path, const char *station)
{
    struct store *store = store_open(path, STORE_READ_WRITE);
    bool ok = store && store_begin(store) && store_put_setting(store, "station", station) &&
              store_commit(store);
    store_close(store); /* its log goes into the file */
    return ok;
}

bool replica_snapshot_take(const char *snapshot, const struct key_list *keys, bool stations,
                           const char *station, const char *path)
{
    char part[PATH_SIZE], beside[PATH_SIZE + 8];
    struct snapshot_head head;
    int fd = -1;
    snprintf(part, sizeof part, "%s.part", path);
    bool ok = open_snapshot(snapshot, keys, stations, &fd, &head) &&
              extract(fd, snapshot, &head, part) && name_station(part, station);
    if (fd >= 0) {
        close(fd);
    }
    if (ok && rename(part, path) != 0) {
        LOG_ERRNO("%s: cannot be put in its place", path);
        ok = false;
    }
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(beside, sizeof beside, "%s%s", part, endings[i]);
        unlink(beside);
    }
    return ok;
}
