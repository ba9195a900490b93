/*
 * Making and opening stores, and every way in which a file is not one.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include <fcntl.h>
#include <sys/wait.h>

#include "kiosk/store/database.h"
#include "kiosk/store/migrations.h"
#include "tests/store/fixture.h"

static void write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void assert_refused(const struct fixture *f, enum store_mode mode, const char *words)
{
    assert_null(store_open(f->path, mode));
    assert_logged(words);
}

static void test_create(void **state)
{
    (void)state;
    struct fixture f;
    struct event_info event;
    struct stat status;
    fixture_init(&f);
    assert_int_equal(stat(f.path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_true(store_event(f.store, &event));
    assert_memory_equal(&event, &f.event, sizeof event);
    assert_false(store_create(f.path, &f.event));
    assert_logged("File exists");
    assert_true(store_event(f.store, &event)); /* and the one that is there is whole */

    assert_false(store_create("/nonexistent/lanyard.db", &f.event));
    assert_logged("cannot be made");
    fixture_finish(&f);
}

static void test_missing_and_damaged(void **state)
{
    (void)state;
    static const char header[100] = "SQLite format 3";
    static char garbage[8192] = "garbage";
    struct fixture f;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    assert_int_equal(truncate(f.path, 8192), 0);
    assert_refused(&f, STORE_READ_WRITE, "truncated: 8192 of");
    assert_refused(&f, STORE_READ_ONLY, "truncated: 8192 of");
    assert_int_equal(truncate(f.path, 50), 0);
    assert_refused(&f, STORE_READ_WRITE, "truncated to 50 bytes");
    assert_int_equal(truncate(f.path, 0), 0);
    assert_refused(&f, STORE_READ_WRITE, "truncated to 0 bytes");
    write_file(f.path, garbage, sizeof garbage);
    assert_refused(&f, STORE_READ_WRITE, "not a Lanyard store, or damaged");
    write_file(f.path, header, sizeof header);
    assert_refused(&f, STORE_READ_WRITE, "damaged");
    unlink(f.path);
    assert_refused(&f, STORE_READ_WRITE, "no such store; make one with `lanyard init DIR`");
    assert_int_equal(access(f.path, F_OK), -1); /* and none was made by asking */
    fixture_finish(&f);
}

/* A page within the file is overwritten: found at the first use, reported, nothing crashes. */
static void test_damaged_page(void **state)
{
    (void)state;
    static char rubbish[4096];
    struct fixture f;
    struct audit_report report;
    fixture_init(&f);
    assert_true(store_begin(f.store));
    for (int i = 0; i < 50; i++) {
        fixture_arrive(&f, (uint64_t)i + 1);
    }
    assert_true(store_commit(f.store));
    store_close(f.store);
    memset(rubbish, 0x5a, sizeof rubbish);
    struct stat status;
    stat(f.path, &status);
    int fd = open(f.path, O_WRONLY);
    for (off_t at = 4096; at < status.st_size; at += 4096) {
        assert_int_equal(pwrite(fd, rubbish, sizeof rubbish, at), sizeof rubbish);
    }
    close(fd);
    f.store = store_open(f.path, STORE_READ_WRITE);
    if (f.store) {
        assert_false(store_audit(f.store, &report));
    }
    assert_logged("damaged");
    fixture_finish(&f);
}

static void test_other_databases(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    fixture_tamper(&f, "PRAGMA user_version = 99");
    assert_refused(&f, STORE_READ_WRITE, "later version (schema 99, this program knows");
    assert_refused(&f, STORE_READ_ONLY, "update this program");
    fixture_tamper(&f, "PRAGMA user_version = 1; PRAGMA application_id = 5");
    assert_refused(&f, STORE_READ_WRITE, "not a Lanyard store");
    char sql[128];
    snprintf(sql, sizeof sql,
             "PRAGMA application_id = %d; PRAGMA user_version = %d; DELETE FROM event",
             DATABASE_APPLICATION_ID, MIGRATION_COUNT);
    fixture_tamper(&f, sql);
    assert_refused(&f, STORE_READ_WRITE, "holds no event");
    fixture_finish(&f);
}

/* ---- migrations ---- */

/* Makes a store as the program with `version` migrations left it. */
static void make_old(const struct fixture *f, int version, const char *more)
{
    sqlite3 *db;
    char sql[2048];
    unlink(f->path);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    for (int i = 0; i < version; i++) {
        assert_int_equal(sqlite3_exec(db, migrations[i], NULL, NULL, NULL), SQLITE_OK);
    }
    snprintf(sql, sizeof sql,
             "INSERT INTO event VALUES (1, randomblob(16), 'Old', '', 'UTC');"
             "PRAGMA application_id = %d; PRAGMA user_version = %d; %s",
             DATABASE_APPLICATION_ID, version, more);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static int64_t query_number(const struct fixture *f, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(f->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

static void test_migrations(void **state)
{
    (void)state;
    for (int version = 1; version < MIGRATION_COUNT; version++) {
        struct fixture f;
        struct event_info event;
        fixture_init(&f);
        store_close(f.store);
        f.store = NULL;
        make_old(&f, version, "");
        assert_refused(&f, STORE_READ_ONLY, "older schema");
        assert_int_equal(query_number(&f, "PRAGMA user_version"), version);
        f.store = store_open(f.path, STORE_READ_WRITE);
        assert_non_null(f.store);
        assert_int_equal(query_number(&f, "PRAGMA user_version"), MIGRATION_COUNT);
        assert_true(store_event(f.store, &event));
        assert_string_equal(event.name, "Old");
        fixture_finish(&f);
    }
}

#define EVENT(clock, kind, body)                                                            \
    "INSERT INTO event_log VALUES (NULL, 'a', " clock ", randomblob(16), " clock ", '" kind \
    "', '" body "', 0, zeroblob(32), zeroblob(32), zeroblob(64));"

/* Of what an older program knew only the first, the events keep them all. */
static void test_migration_replays(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    make_old(
        &f, MIGRATION_INCIDENTS - 1,
        EVENT("1", "arrival",
              "{\"holder\":\"00000000000000ff\",\"serial\":7,\"checkpoint\":\"main\",\"at\":10}")
            EVENT("2", "arrival",
                  "{\"holder\":\"00000000000000ff\",\"serial\":7,\"checkpoint\":\"main\",\"at\":"
                  "20}") EVENT("3", "revocation",
                               "{\"holder\":\"00000000000000ff\",\"serial\":0,\"reason\":\"one\","
                               "\"at\":30}")
                EVENT("4", "revocation",
                      "{\"holder\":\"00000000000000ff\",\"serial\":0,\"reason\":\"two\",\"at\":40}")
                    EVENT(
                        "5", "revocation",
                        "{\"holder\":\"00000000000000ff\",\"serial\":7,\"reason\":\"lost\",\"at\":"
                        "50}") "INSERT INTO arrival VALUES (255, 10, 7, 'main', 1, 'a');"
                               "INSERT INTO revoked_holder VALUES (255, 'one', 30, 3, 'a');");
    f.store = store_open(f.path, STORE_READ_WRITE);
    assert_non_null(f.store);
    assert_int_equal(query_number(&f, "SELECT count(*) FROM arrival WHERE holder = 255"), 2);
    assert_int_equal(query_number(&f, "SELECT sum(at_ms) FROM arrival WHERE serial = 7"), 30);
    assert_int_equal(query_number(&f, "SELECT count(*) FROM revoked_holder"), 1);
    assert_int_equal(query_number(&f, "SELECT at_ms FROM revoked_holder WHERE reason = 'two'"), 40);
    fixture_finish(&f);
}

/* A migration that fails half-way leaves the store as it was. */
static void test_failing_migration(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    make_old(&f, 1, "CREATE TABLE serial_counter (x)"); /* the last that migration 2 makes */
    assert_refused(&f, STORE_READ_WRITE, "serial_counter already exists");
    assert_int_equal(query_number(&f, "PRAGMA user_version"), 1);
    assert_int_equal(
        query_number(&f, "SELECT count(*) FROM sqlite_schema WHERE name = 'event_log'"), 0);
    fixture_finish(&f);
}

/* The tables are as strict as the connection is careful. */
static void test_settings(void **state)
{
    (void)state;
    static const struct {
        const char *pragma;
        int value;
    } rows[] = {
        {"PRAGMA synchronous", 2},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA trusted_schema", 0},
        {"SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'", 1},
        {"SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type <> 'view' AND NOT "
         "strict "
         "AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_index%'",
         0},
    };
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sqlite3_stmt *statement;
        assert_int_equal(sqlite3_prepare_v2(f.store->db, rows[i].pragma, -1, &statement, NULL),
                         SQLITE_OK);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(statement, 0), rows[i].value);
        sqlite3_finalize(statement);
    }
    assert_int_not_equal(sqlite3_exec(f.store->db,
                                      "PRAGMA writable_schema = ON; DELETE FROM "
                                      "sqlite_schema",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
    fixture_finish(&f);
}

/* ---- locked, read-only ---- */

static void test_locked(void **state)
{
    (void)state;
    struct fixture f;
    sqlite3 *db;
    fixture_init(&f);
    assert_int_equal(sqlite3_open(f.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_false(store_begin(f.store)); /* after its patience */
    assert_logged("another program holds it");
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    assert_true(store_begin(f.store));
    assert_true(store_commit(f.store));
    sqlite3_close(db);
    fixture_finish(&f);
}

/* Runs `work` as somebody who owns nothing here; its failures fail the test. */
static void run_as_nobody(struct fixture *f, void (*work)(struct fixture *f))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool dropped = geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
        if (!dropped) {
            _exit(9);
        }
        work(f);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void expect_at(bool ok, int line)
{
    if (!ok) {
        fprintf(stderr, "line %d: \"%s\"\n", line, fixture_log);
        _exit(1);
    }
}

#define expect(ok) expect_at(ok, __LINE__)

static void look_without_permission(struct fixture *f)
{
    expect(!store_open(f->path, STORE_READ_ONLY) && strstr(fixture_log, "cannot be opened"));
}

static void look_in_read_only_folder(struct fixture *f)
{
    struct attendee attendee;
    struct store *store = store_open(f->path, STORE_READ_ONLY);
    expect(store && store_attendee_by_foreign(store, "ticket", &attendee) == STORE_FOUND);
    expect(!store_begin(store) || !store_put_setting(store, "a", "b"));
    store_close(store);
    expect(!store_open(f->path, STORE_READ_WRITE) && strstr(fixture_log, "cannot be written"));
}

static void look_with_changes_unseen(struct fixture *f)
{
    struct store *store = store_open(f->path, STORE_READ_ONLY);
    expect(store && strstr(fixture_log, "unseen"));
    store_close(store);
}

static void test_read_only(void **state)
{
    (void)state;
    struct fixture f;
    struct attendee attendee = {.foreign_code = "ticket"};
    fixture_init(&f);
    assert_true(store_put_attendee(f.store, &attendee));

    /* an ordinary reader beside the writer */
    struct store *reader = store_open(f.path, STORE_READ_ONLY);
    assert_non_null(reader);
    assert_int_equal(store_attendee_by_foreign(reader, "ticket", &attendee), STORE_FOUND);
    assert_false(store_put_attendee(reader, &attendee));
    assert_logged("cannot be written");
    store_close(reader);

    store_close(f.store);
    f.store = NULL;
    assert_int_equal(chmod(f.folder, 0755), 0);
    assert_int_equal(chmod(f.path, 0600), 0);
    if (geteuid() == 0) {
        run_as_nobody(&f, look_without_permission);
    }
    assert_int_equal(chmod(f.path, 0444), 0);
    assert_int_equal(chmod(f.folder, 0555), 0);
    run_as_nobody(&f, look_in_read_only_folder);
    assert_int_equal(chmod(f.folder, 0755), 0);

    char name[128];
    snprintf(name, sizeof name, "%s-wal", f.path);
    write_file(name, "left behind", 11);
    assert_int_equal(chmod(f.folder, 0555), 0);
    run_as_nobody(&f, look_with_changes_unseen);
    assert_int_equal(chmod(f.folder, 0755), 0);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create),
        cmocka_unit_test(test_missing_and_damaged),
        cmocka_unit_test(test_damaged_page),
        cmocka_unit_test(test_other_databases),
        cmocka_unit_test(test_migrations),
        cmocka_unit_test(test_migration_replays),
        cmocka_unit_test(test_failing_migration),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_locked),
        cmocka_unit_test(test_read_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
