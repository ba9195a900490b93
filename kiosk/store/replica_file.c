/* Which files of the event's folder the hub names, and which of them are here. */
#include <string.h>

#include "kiosk/store/database.h"
#include "replica.h"

const char *const replica_file_folders[] = {"photos", "templates", NULL};

bool replica_file_name(const char *path)
{
    const char *slash = strchr(path, '/');
    if (!slash || strlen(path) >= REPLICA_PATH_SIZE || !slash[1] || slash[1] == '.' ||
        strpbrk(slash + 1, "/\\")) {
        return false;
    }
    for (const char *at = slash + 1; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            return false;
        }
    }
    for (int i = 0; replica_file_folders[i]; i++) {
        size_t length = strlen(replica_file_folders[i]);
        if ((size_t)(slash - path) == length &&
            memcmp(path, replica_file_folders[i], length) == 0) {
            return true;
        }
    }
    return false;
}

bool replica_folder(struct store *store, char *out, size_t size)
{
    const char *slash = strrchr(store->path, '/');
    size_t length = slash ? (size_t)(slash - store->path) : 1;
    if (length >= size) {
        return false;
    }
    memcpy(out, slash ? store->path : ".", length);
    out[length] = '\0';
    return true;
}

static void read_file(sqlite3_stmt *statement, struct replica_file *out)
{
    database_text(statement, 0, out->path, sizeof out->path);
    database_text(statement, 1, out->content, sizeof out->content);
    out->here = sqlite3_column_int(statement, 2);
    out->modified_ns = sqlite3_column_int64(statement, 3);
}

enum store_found replica_file(struct store *store, const char *path, struct replica_file *out)
{
    sqlite3_stmt *statement = database_statement(store, SQL_FILE_GET);
    if (!statement) {
        return STORE_FAILED;
    }
    database_bind(statement, "s", path);
    enum store_found found = database_row(store, statement);
    if (found == STORE_FOUND) {
        read_file(statement, out);
        sqlite3_reset(statement);
    }
    return found;
}

bool replica_file_is(struct store *store, const struct replica_file *file, bool changed)
{
    return changed ? database_do(store, SQL_FILE_PUT, "ssi", file->path, file->content,
                                 file->modified_ns)
                   : database_do(store, SQL_FILE_SEEN, "ssi", file->path, file->content,
                                 file->modified_ns);
}

int replica_files_missing(struct store *store, const char *before, struct replica_file *out,
                          int limit)
{
    sqlite3_stmt *statement = database_statement(store, SQL_FILES_MISSING);
    enum store_found found = statement ? STORE_FOUND : STORE_FAILED;
    int count = 0;
    if (statement) {
        database_bind(statement, "sd", before, limit);
    }
    while (found == STORE_FOUND && count < limit &&
           (found = database_row(store, statement)) == STORE_FOUND) {
        read_file(statement, &out[count++]);
    }
    if (statement) {
        sqlite3_reset(statement);
    }
    return found == STORE_FAILED ? -1 : count;
}

int64_t replica_files_missing_count(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_FILES_MISSING_COUNT);
    if (!statement || database_row(store, statement) != STORE_FOUND) {
        return -1;
    }
    int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return count;
}
