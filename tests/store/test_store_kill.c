/*
 * A station is killed in the middle of its work, again and again. After each time the store opens,
 * is whole, holds every check-in that was acknowledged, and gave no serial twice. The seed is
 * printed; LANYARD_SEED=n repeats a run.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/store/fixture.h"

#define KILLS 25

/* Checks people in for ever; each one that is durable is acknowledged on `fd`. */
static void work(struct fixture *f, int fd)
{
    struct store *store = store_open(f->path, STORE_READ_WRITE);
    if (!store) {
        _exit(1);
    }
    store_set_signer(store, &f->key);
    f->store = store;
    for (;;) {
        struct intent intent = {.holder = holder_make(), .issue = 1};
        struct passage passage = {.holder = intent.holder,
                                  .scope = SCOPE_EVENT,
                                  .direction = DIRECTION_IN,
                                  .at_ms = fixture_now_ms};
        bool ok = store_begin(store) && store_append_passage(store, &passage) &&
                  (intent.serial = store_next_serial(store)) != 0 &&
                  store_append_intent(store, &intent, "first") && store_commit(store);
        if (!ok || write(fd, &intent, sizeof intent) != sizeof intent) {
            _exit(1);
        }
    }
}

static void check(struct fixture *f, const struct intent *acknowledged, int count)
{
    static const struct checkpoint registration = {.kind = CHECKPOINT_REGISTRATION};
    struct audit_report report;
    sqlite3 *db;
    sqlite3_stmt *statement;
    f->store = store_open(f->path, STORE_READ_WRITE);
    assert_non_null(f->store);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    sqlite3_close(db);
    assert_true(store_audit(f->store, &report));
    assert_string_equal(report.detail, "");
    assert_true(report.events % 2 == 0); /* arrival and badge: both or neither */
    assert_true(report.events >= 2 * (uint64_t)count);
    for (int i = 0; i < count; i++) {
        struct intent found;
        struct access_history history;
        assert_int_equal(store_intent(f->store, acknowledged[i].uuid, &found), STORE_FOUND);
        assert_int_equal(found.serial, acknowledged[i].serial);
        assert_true(store_history(f->store, found.holder, 0, &registration, &history));
        assert_true(history.inside);
    }
    store_close(f->store);
    f->store = NULL;
}

static void assert_serials_differ(const struct intent *intents, int count)
{
    for (int i = 1; i < count; i++) {
        assert_true(intents[i].serial > intents[i - 1].serial);
    }
}

static void test_kill(void **state)
{
    (void)state;
    static struct intent acknowledged[100000];
    int count = 0;
    struct fixture f;
    const char *given = getenv("LANYARD_SEED");
    unsigned seed = given ? (unsigned)atoi(given) : (unsigned)time(NULL);
    print_message("seed %u\n", seed);
    srandom(seed);
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    for (int round = 0; round < KILLS; round++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            close(ends[0]);
            work(&f, ends[1]);
        }
        close(ends[1]);
        struct pollfd first = {.fd = ends[0], .events = POLLIN};
        if (round % 2 == 1) { /* every other one has done something before, however slow it is */
            assert_int_equal(poll(&first, 1, -1), 1);
        }
        usleep(1000 + (useconds_t)(random() % 60000));
        assert_int_equal(kill(child, SIGKILL), 0);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status)); /* it worked until then */
        while (read(ends[0], &acknowledged[count], sizeof *acknowledged) == sizeof *acknowledged) {
            count++;
        }
        close(ends[0]);
        check(&f, acknowledged, count);
    }
    assert_true(count >= KILLS / 2);
    assert_serials_differ(acknowledged, count);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
