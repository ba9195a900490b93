/* Photos and badge templates: what changed in the folder goes up, by what it holds; what is missing
 * comes down a few at a time, what somebody waits for first. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "kiosk/sync/session.h"

#define LOG_MODULE "sync"
#include "log.h"
#include "timebase.h"

#define CALL_MS 60000
#define LOOK_US (60 * INT64_C(1000000)) /* how often the folder is looked through */
#define LOOK_BATCH 64                   /* files of one transaction: check-ins do not wait */
#define FETCH_BATCH 8

/* ---- contents ---- */

static void name_content(const uint8_t *data, size_t size, char out[REPLICA_CONTENT_SIZE])
{
    uint8_t hash[DIGEST_SIZE] = {0};
    struct digest *digest = digest_create();
    if (digest) {
        digest_add(digest, data, size);
        digest_end(digest, hash);
    }
    digest_destroy(digest);
    for (int i = 0; i < DIGEST_SIZE; i++) {
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
    }
    snprintf(out + 2 * DIGEST_SIZE, REPLICA_CONTENT_SIZE - 2 * DIGEST_SIZE, ":%zu", size);
}

/* All of a file, the caller's to free. NULL: not a file of ours, too large, or gone again. */
static uint8_t *read_whole(const char *path, size_t *size, int64_t *modified_ns)
{
    struct stat about;
    uint8_t *data = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return NULL;
    }
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= REPLICA_FILE_MAX) {
        *modified_ns = about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec;
        *size = (size_t)about.st_size;
        data = malloc(*size + 1);
        size_t done = 0;
        for (ssize_t n = 1; data && done < *size && n > 0; done += n > 0 ? (size_t)n : 0) {
            n = read(fd, data + done, *size - done);
        }
        if (data && done < *size) {
            free(data);
            data = NULL;
        }
    }
    close(fd);
    return data;
}

static bool file_path(struct hub_session *session, const char *name, char *out, size_t size)
{
    char folder[4096];
    return replica_folder(session->store, folder, sizeof folder) &&
           (size_t)snprintf(out, size, "%s/%s", folder, name) < size;
}

/* ---- looking through the folder ---- */

struct look {
    struct hub_session *session;
    struct replica_file found[LOOK_BATCH];
    bool changed[LOOK_BATCH];
    int count;
    bool any_changed;
};

static bool note_found(struct look *look)
{
    struct store *store = look->session->store;
    bool ok = look->count == 0 || store_begin(store);
    for (int i = 0; ok && i < look->count; i++) {
        ok = replica_file_is(store, &look->found[i], look->changed[i]);
    }
    if (look->count > 0) {
        ok = store_commit(store) && ok;
    }
    look->count = 0;
    return ok;
}

/* A file that is not as it was noted. */
static bool look_at(struct look *look, const char *name, int64_t modified_ns)
{
    struct replica_file known = {0}, *found = &look->found[look->count];
    char path[4400];
    size_t size;
    enum store_found had = replica_file(look->session->store, name, &known);
    if (had == STORE_FAILED) {
        return false;
    }
    if (known.modified_ns == modified_ns || !file_path(look->session, name, path, sizeof path)) {
        return true;
    }
    *found = (struct replica_file){.here = true};
    uint8_t *data = read_whole(path, &size, &found->modified_ns);
    if (!data) {
        return true;
    }
    name_content(data, size, found->content);
    free(data);
    memcpy(found->path, name, strlen(name) + 1);
    bool same = had == STORE_FOUND && strcmp(known.content, found->content) == 0;
    /* one that may not edit takes the hub's word for what a file holds */
    if (same || look->session->may_edit) {
        look->changed[look->count] = !same;
        look->any_changed |= !same;
        look->count++;
    }
    return look->count < LOOK_BATCH || note_found(look);
}

static bool look_through(struct look *look, const char *folder)
{
    char path[4400], name[REPLICA_PATH_SIZE];
    struct stat about;
    if (!file_path(look->session, folder, path, sizeof path)) {
        return true;
    }
    DIR *directory = opendir(path);
    bool ok = true;
    for (struct dirent *entry; ok && directory && (entry = readdir(directory));) {
        bool fits =
            (size_t)snprintf(name, sizeof name, "%s/%.240s", folder, entry->d_name) < sizeof name;
        if (fits && replica_file_name(name) &&
            fstatat(dirfd(directory), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(about.st_mode)) {
            ok = look_at(look, name,
                         about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec);
        }
    }
    if (directory) {
        closedir(directory);
    }
    return ok;
}

/* ---- up ---- */

/* Sends one content if the folder still has it. */
static bool send_file(struct hub_session *session, const char *name, const char *content)
{
    char path[4400], now[REPLICA_CONTENT_SIZE];
    size_t size = 0;
    int64_t modified_ns;
    if (!replica_file_name(name) || !file_path(session, name, path, sizeof path)) {
        return true;
    }
    uint8_t *data = read_whole(path, &size, &modified_ns);
    if (!data) {
        return true;
    }
    name_content(data, size, now);
    enum call_result result = CALL_DONE;
    if (strcmp(now, content) == 0 && size > 0) {
        const struct parameter parameters[] = {PARAMETER_TEXT(content),
                                               {(const char *)data, (int)size}};
        result = connection_call(session->connection, "SELECT lanyard.put_file($1, $2)", parameters,
                                 2, CALL_MS, NULL);
    }
    free(data);
    return result == CALL_DONE || session_fail(session, result, "sending a file to the hub");
}

static bool send_wanted(struct hub_session *session)
{
    struct rows *rows = NULL;
    enum call_result result = connection_call(
        session->connection, "SELECT * FROM lanyard.files_wanted()", NULL, 0, CALL_MS, &rows);
    if (result != CALL_DONE) {
        return session_fail(session, result, "asking the hub what files it lacks");
    }
    bool ok = true;
    for (int i = 0; ok && i < rows_count(rows); i++) {
        ok = send_file(session, rows_text(rows, i, 0), rows_text(rows, i, 1));
    }
    rows_free(rows);
    session->files_asked = ok;
    return ok;
}

bool session_look_at_files(struct hub_session *session)
{
    int64_t now_us = time_monotonic_us();
    if (session->files_looked_us && now_us - session->files_looked_us < LOOK_US) {
        return true;
    }
    struct look *look = calloc(1, sizeof *look);
    bool ok = look != NULL;
    if (look) {
        look->session = session;
    }
    for (int i = 0; ok && replica_file_folders[i]; i++) {
        ok = look_through(look, replica_file_folders[i]);
    }
    ok = ok && note_found(look);
    session->files_looked_us = now_us;
    session->files_asked &= ok && !look->any_changed;
    free(look);
    return ok;
}

bool session_push_files(struct hub_session *session)
{
    return !session->may_edit || session->files_asked || send_wanted(session);
}

/* ---- down ---- */

/* Beside its place, then into it, so that nobody ever reads a half. */
static bool write_whole(const char *path, const void *data, size_t size, int64_t *modified_ns)
{
    char beside[4420];
    struct stat about;
    snprintf(beside, sizeof beside, "%s.part", path);
    int fd = open(beside, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && write(fd, data, size) == (ssize_t)size && fstat(fd, &about) == 0;
    ok = (fd < 0 || close(fd) == 0) && ok && rename(beside, path) == 0;
    if (ok) {
        *modified_ns = about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec;
    } else {
        LOG_ERRNO("%s: cannot be written; free some space", path);
        unlink(beside);
    }
    return ok;
}

static bool make_folders(struct hub_session *session)
{
    char path[4400];
    for (int i = 0; replica_file_folders[i]; i++) {
        if (file_path(session, replica_file_folders[i], path, sizeof path) &&
            mkdir(path, 0700) != 0 && errno != EEXIST) {
            LOG_ERRNO("%s: cannot be made", path);
            return false;
        }
    }
    return true;
}

/* One content of the hub's into its place. A wrong one is left out, and said. */
static bool take_file(struct hub_session *session, struct replica_file *file, const void *data,
                      size_t size)
{
    char path[4400], content[REPLICA_CONTENT_SIZE];
    name_content(data, size, content);
    if (strcmp(content, file->content) != 0) {
        LOG_WARN("%s: the hub holds another content than it says; put it there again", file->path);
        return true;
    }
    return file_path(session, file->path, path, sizeof path) &&
           write_whole(path, data, size, &file->modified_ns) && store_begin(session->store) &&
           (replica_file_is(session->store, file, false) ? store_commit(session->store)
                                                         : (store_rollback(session->store), false));
}

static bool fetch(struct hub_session *session, struct replica_file *file, bool *came)
{
    const struct parameter parameter = PARAMETER_TEXT(file->content);
    struct rows *rows = NULL;
    enum call_result result = connection_call(session->connection, "SELECT lanyard.get_file($1)",
                                              &parameter, 1, CALL_MS, &rows);
    *came = false;
    if (result != CALL_DONE) {
        return session_fail(session, result, "fetching a file from the hub");
    }
    bool ok = true;
    if (!rows_null(rows, 0, 0)) {
        size_t size;
        const char *data = rows_data(rows, 0, 0, &size);
        ok = take_file(session, file, data, size);
        *came = ok;
        session->report.files += ok;
    }
    rows_free(rows);
    return ok;
}

bool session_pull_files(struct hub_session *session, const char *wanted, bool *more)
{
    struct replica_file files[FETCH_BATCH];
    bool came;
    *more = false;
    if (wanted && replica_file(session->store, wanted, &files[0]) == STORE_FOUND &&
        !files[0].here && !fetch(session, &files[0], &came)) {
        return false;
    }
    int count = replica_files_missing(session->store, session->files_before, files, FETCH_BATCH);
    bool ok = count >= 0 && (count == 0 || make_folders(session));
    for (int i = 0; ok && i < count; i++) {
        ok = fetch(session, &files[i], &came);
    }
    if (!ok || count < FETCH_BATCH) {
        session->files_before[0] = '\0'; /* from the end again, at the next poll */
        return ok;
    }
    *more = true;
    memcpy(session->files_before, files[count - 1].path, sizeof session->files_before);
    return true;
}
