/* Making, opening and closing a store, and the ways in which that fails. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/store/file_check.h"
#include "kiosk/store/migrations.h"
#include "kiosk/store/open.h"
#include "kiosk/store/search_index.h"

#define LOG_MODULE "store"
#include "log.h"

/* Who waits for another's transaction looks again soon: a check-in beside the sync must not take
 * the tenths of a second that SQLite's own handler grows to. */
#define BUSY_TIMEOUT_MS 5000
#define BUSY_SOON_US 200
#define BUSY_SOON_TRIES 250 /* 50 ms */
#define BUSY_LATER_US 2000

/* A commit that runs into the checkpoint waits for several more syncs: rarely, then. */
#define CHECKPOINT_PAGES 8192

/* Fewer are not worth the syncs while nobody waits. */
#define FOLD_PAGES 200

/* With less, importing a large roster writes pages out and reads them back. Used as needed. */
#define CACHE_KIB "98304"

/* ---- connection ---- */

/* holder_number('0123456789abcdef') → the integer that the tables hold. */
static void holder_number(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *value = sqlite3_value_blob(values[0]); /* as text it would be copied */
    char text[HOLDER_TEXT_SIZE] = "";
    uint64_t holder;
    if (value && sqlite3_value_bytes(values[0]) == sizeof text - 1) {
        memcpy(text, value, sizeof text - 1);
    }
    if (holder_parse(text, &holder)) {
        sqlite3_result_int64(context, (sqlite3_int64)holder);
    } else {
        sqlite3_result_null(context);
    }
}

static bool execute(struct store *store, const char *sql, const char *doing)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           database_fail(store, doing);
}

/* SQLite counts every allocation under a lock unless told not to; before its first use. */
static pthread_once_t prepared = PTHREAD_ONCE_INIT;
static void prepare_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int wait_for_lock(void *userdata, int tries)
{
    (void)userdata;
    int later = tries - BUSY_SOON_TRIES;
    usleep(later < 0 ? BUSY_SOON_US : BUSY_LATER_US);
    return later < BUSY_TIMEOUT_MS * 1000 / BUSY_LATER_US;
}

/* Opens the file, without touching it yet. */
static bool connect(struct store *store, const char *name, int flags)
{
    pthread_once(&prepared, prepare_library);
    members_finish(&store->members);
    sqlite3_close(store->db);
    store->db = NULL;
    flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(name, &store->db, flags, NULL) != SQLITE_OK) {
        return database_fail(store, "opening");
    }
    sqlite3 *db = store->db;
    sqlite3_busy_handler(db, wait_for_lock, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    int kind = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    bool known = sqlite3_create_function(db, "holder_number", 1, kind, NULL, holder_number, NULL,
                                         NULL) == SQLITE_OK &&
                 members_register(db, &store->members);
    return known || database_fail(store, "opening");
}

/* In place of SQLite's own hook, which does the same but tells nobody the number. */
static int on_commit(void *userdata, sqlite3 *db, const char *name, int pages)
{
    struct store *store = userdata;
    store->log_pages = pages;
    if (pages >= CHECKPOINT_PAGES) {
        sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
    return SQLITE_OK;
}

void store_fold_log(struct store *store)
{
    if (store->log_pages >= FOLD_PAGES && sqlite3_get_autocommit(store->db)) {
        sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        store->log_pages = 0; /* where a reader kept some, the next commit tells */
    }
}

static bool configure(struct store *store)
{
    sqlite3_wal_hook(store->db, on_commit, store);
    return execute(store,
                   "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
                   "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                   "PRAGMA cache_size = -" CACHE_KIB,
                   "opening");
}

void store_limit_cache(struct store *store, int kib)
{
    char sql[48];
    snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d", kib);
    (void)execute(store, sql, "limiting the cache");
}

/* Percent-encodes what a URI's path may not hold as it is. */
static char *immutable_uri(const char *path)
{
    static const char digits[] = "0123456789abcdef";
    char *uri = malloc(3 * strlen(path) + 32);
    if (!uri) {
        return NULL;
    }
    char *at = uri + sprintf(uri, "file:");
    for (; *path; path++) {
        if (strchr("%?#", *path)) {
            *at++ = '%';
            *at++ = digits[(unsigned char)*path >> 4];
            *at++ = digits[(unsigned char)*path & 15];
        } else {
            *at++ = *path;
        }
    }
    strcpy(at, "?immutable=1");
    return uri;
}

/* One number that a PRAGMA tells; -1 on failure, without a log line. */
static int64_t pragma(struct store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        value = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return value;
}

/*
 * A reader of a write-ahead log must be able to write its index beside it. Where the folder is
 * read-only, the file is read as it stands: what is only in the log is not seen.
 */
static bool connect_read_only(struct store *store)
{
    if (!connect(store, store->path, SQLITE_OPEN_READONLY)) {
        return false;
    }
    if (pragma(store, "SELECT count(*) FROM sqlite_schema") >= 0) {
        return configure(store);
    }
    int code = sqlite3_errcode(store->db) & 0xff;
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) {
        return database_fail(store, "opening");
    }
    if (file_has_log(store->path)) {
        LOG_WARN("%s: its folder is read-only and the last changes are still in %s-wal, unseen; "
                 "open it once where it can be written",
                 store->path, store->path);
    }
    char *uri = immutable_uri(store->path);
    bool ok =
        uri && connect(store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) && configure(store);
    free(uri);
    return ok;
}

static bool connect_read_write(struct store *store, int flags)
{
    if (!connect(store, store->path, SQLITE_OPEN_READWRITE | flags)) {
        return false;
    }
    if (sqlite3_db_readonly(store->db, "main") == 1) {
        LOG_ERROR("%s: cannot be written; check the owner and mode of it and its folder",
                  store->path);
        return false;
    }
    return configure(store) && execute(store, "PRAGMA journal_mode = WAL", "opening");
}

/* ---- schema ---- */

/* What a step of the schema takes from what the store has. */
static bool fill_tables(struct store *store, int64_t version)
{
    if (version == MIGRATION_INCIDENTS) {
        return execute(store, migration_incidents_fill, "upgrading");
    }
    /* people are read with all columns, so only once the last step has been taken */
    return version != MIGRATION_COUNT || pragma(store, "SELECT count(*) FROM search_text") != 0 ||
           search_index_fill(store);
}

static bool migrate(struct store *store, int64_t from)
{
    for (int64_t n = from; n < MIGRATION_COUNT; n++) {
        char done[128];
        snprintf(done, sizeof done, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                 DATABASE_APPLICATION_ID, (int)n + 1);
        if (!execute(store, "BEGIN IMMEDIATE", "upgrading") ||
            !execute(store, migrations[n], "upgrading") || !fill_tables(store, n + 1) ||
            !execute(store, done, "upgrading")) {
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
            return false;
        }
    }
    return true;
}

static bool check_schema(struct store *store, enum store_mode mode)
{
    int64_t application = pragma(store, "PRAGMA application_id");
    int64_t version = pragma(store, "PRAGMA user_version");
    if (application < 0 || version < 0) {
        return database_fail(store, "opening");
    }
    if (application != DATABASE_APPLICATION_ID || version == 0) {
        LOG_ERROR("%s: a database, but not a Lanyard store; give another folder", store->path);
        return false;
    }
    if (version > MIGRATION_COUNT) {
        LOG_ERROR("%s: written by a later version (schema %lld, this program knows %d); update "
                  "this program",
                  store->path, (long long)version, MIGRATION_COUNT);
        return false;
    }
    if (version < MIGRATION_COUNT && mode == STORE_READ_ONLY) {
        LOG_ERROR("%s: has an older schema (%lld of %d); run a command that writes, such as "
                  "`lanyard kiosk`",
                  store->path, (long long)version, MIGRATION_COUNT);
        return false;
    }
    return migrate(store, version);
}

static bool load_event(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_EVENT_GET);
    if (!statement) {
        return false;
    }
    enum store_found found = database_row(store, statement);
    if (found == STORE_NOT_FOUND) {
        LOG_ERROR("%s: holds no event: it was left half-made; remove it and run `lanyard init`",
                  store->path);
    }
    if (found != STORE_FOUND) {
        return false;
    }
    database_blob(statement, 0, store->event_uuid, sizeof store->event_uuid);
    sqlite3_reset(statement);
    return true;
}

/* ---- the public part ---- */

static struct store *store_new(const char *path)
{
    struct store *store = calloc(1, sizeof *store);
    if (store) {
        store->path = strdup(path);
    }
    if (!store || !store->path) {
        LOG_ERROR("%s: out of memory; close other programs", path);
        free(store);
        return NULL;
    }
    return store;
}

struct store *store_open(const char *path, enum store_mode mode)
{
    if (!file_check(path)) {
        return NULL;
    }
    struct store *store = store_new(path);
    if (!store) {
        return NULL;
    }
    bool connected =
        mode == STORE_READ_ONLY ? connect_read_only(store) : connect_read_write(store, 0);
    if (!connected || !check_schema(store, mode) || !load_event(store)) {
        store_close(store);
        return NULL;
    }
    store->failed = false;
    return store;
}

struct store *store_open_replay(const struct store *like)
{
    struct store *store = store_new(":memory:");
    if (!store) {
        return NULL;
    }
    memcpy(store->event_uuid, like->event_uuid, sizeof store->event_uuid);
    if (!connect(store, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) ||
        !configure(store) || !migrate(store, 0)) {
        store_close(store);
        return NULL;
    }
    return store;
}

void store_close(struct store *store)
{
    if (!store) {
        return;
    }
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(store->statements[i]);
    }
    members_finish(&store->members);
    if (sqlite3_close(store->db) != SQLITE_OK) {
        LOG_ERROR("%s: closed while a statement was running", store->path);
    }
    free(store->path);
    free(store);
}

/* Takes away what a failed store_create left. */
static void remove_files(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char name[4096 + 16];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static bool fill(struct store *store, const struct event_info *event)
{
    if (!store_begin(store)) {
        return false;
    }
    bool ok = database_do(store, SQL_EVENT_PUT, "bsss", event->uuid, sizeof event->uuid,
                          event->name, event->place, event->timezone);
    for (size_t i = 0; ok && i < event->day_count; i++) {
        const struct event_day *day = &event->days[i];
        ok = database_do(store, SQL_EVENT_DAY_PUT, "dsii", (int)i, day->date, day->starts_ms,
                         day->ends_ms);
    }
    return store_commit(store) && ok;
}

bool store_create(const char *path, const struct event_info *event)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        LOG_ERRNO("%s: cannot be made; choose a new folder that you may write to", path);
        return false;
    }
    close(fd);
    struct store *store = store_new(path);
    bool ok = store && connect_read_write(store, 0) && migrate(store, 0) && fill(store, event);
    store_close(store);
    if (!ok) {
        remove_files(path);
    }
    return ok;
}
