/*
 * Replacing a badge, killed at every step that reaches the disk: afterwards one badge of the person
 * is valid, or none and that is seen, but never two.
 *
 * link: kiosk/station/station.c kiosk/station/issue.c kiosk/station/ini.c
 * link: kiosk/station/rules_parse.c kiosk/station/rules_keys.c kiosk/station/rules_at.c
 * link: kiosk/station/rules_load.c kiosk/station/watch.c kiosk/station/watch_list.c
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 * link: tests/store/fault_vfs.c
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "log.h"
#include "station.h"
#include "store_access.h"
#include "tests/store/fault_vfs.h"
#include "tests/test.h"
#include "timebase.h"

#define STEPS_MAX 2000

struct fixture {
    char folder[64], event[80];
    uint64_t holder;
};

static const char *const store_files[] = {"lanyard.db", "lanyard.db-wal", "lanyard.db-shm"};

static struct station *open_station(const struct fixture *f)
{
    struct station *station = station_open(f->event, STORE_READ_WRITE);
    assert_non_null(station);
    return station;
}

/* Sends the badge through all its states, as a printer that works. */
static bool print_badge(struct station *station, const struct intent *intent)
{
    static const enum intent_input inputs[] = {INTENT_IN_SUBMIT, INTENT_IN_ACCEPTED,
                                               INTENT_IN_PRINTING, INTENT_IN_SEEN};
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        if (!store_begin(station->store) ||
            !store_append_intent_input(station->store, intent->uuid, inputs[i], "file:x", 1, "",
                                       NULL) ||
            !store_commit(station->store)) {
            return false;
        }
    }
    return true;
}

static bool replace(struct station *station, uint64_t holder, const char *reason)
{
    struct intent intent;
    return station_issue_badge(station, holder, reason, &intent) && print_badge(station, &intent);
}

static bool replace_lost(struct station *station, uint64_t holder)
{
    return replace(station, holder, "lost");
}

static bool replace_forgotten(struct station *station, uint64_t holder)
{
    return replace(station, holder, REASON_FORGOTTEN);
}

static bool badge_found(struct station *station, uint64_t holder)
{
    struct intent intent;
    return station_badge_found(station, holder, &intent) == STORE_FOUND;
}

static bool nothing(struct station *station, uint64_t holder)
{
    (void)station, (void)holder;
    return true;
}

static void fixture_make(struct fixture *f, bool (*before)(struct station *, uint64_t))
{
    struct event_info event = {.name = "Kill", .timezone = "Asia/Dushanbe", .day_count = 1};
    struct attendee attendee = {.category = 1, .zones = 1, .venues = 1, .days = 1};
    char date[TIME_TEXT_SIZE];
    assert_true(time_use_zone(event.timezone));
    time_format_iso(time_realtime_ms(), date);
    date[10] = '\0';
    memcpy(event.days[0].date, date, 11);
    assert_true(time_day_bounds(date, &event.days[0].starts_ms, &event.days[0].ends_ms));
    bool memory = access("/dev/shm", W_OK) == 0; /* a kill loses nothing that was written */
    snprintf(f->folder, sizeof f->folder, "%s/lanyard-kill-XXXXXX", memory ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->event, sizeof f->event, "%s/event", f->folder);
    assert_true(station_init(f->event, &event));
    struct station *station = open_station(f);
    assert_true(store_put_attendee(station->store, &attendee));
    f->holder = attendee.holder;
    assert_true(replace(station, f->holder, NULL));
    assert_true(before(station, f->holder));
    station_close(station);
}

static void remove_store(const struct fixture *f)
{
    char path[160];
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", f->event, store_files[i]);
        unlink(path);
    }
}

static void fixture_finish(struct fixture *f)
{
    char path[160];
    station_discard(f->event);
    snprintf(path, sizeof path, "%s/kept.db", f->folder);
    unlink(path);
    rmdir(f->folder);
}

static void copy_file(const char *from, const char *to)
{
    char buffer[65536];
    size_t size;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in && out);
    while ((size = fread(buffer, 1, sizeof buffer, in)) > 0) {
        assert_int_equal(fwrite(buffer, 1, size, out), size);
    }
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* What a kill may leave: the numbers of badges of the person that are valid and suspended. */
struct left {
    int valid, suspended;
    bool open; /* a badge whose printing somebody must look after */
};

static bool count_badge(const struct intent *intent, void *userdata)
{
    struct left *left = userdata;
    left->open |= intent_is_open(intent->state);
    return true;
}

static int count(const struct fixture *f, const char *sql)
{
    char path[160];
    sqlite3 *db;
    sqlite3_stmt *statement;
    snprintf(path, sizeof path, "%s/lanyard.db", f->event);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int value = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

#define NOT_REVOKED_SQL "serial NOT IN (SELECT serial FROM revoked_serial)"
#define SUSPENDED_SQL "(SELECT serial FROM suspended_serial WHERE suspended = 1)"

static struct left look(const struct fixture *f)
{
    struct audit_report report;
    struct left left = {0};
    struct station *station = open_station(f);
    assert_true(store_audit(station->store, &report));
    assert_string_equal(report.detail, "");
    assert_true(store_intents(station->store, true, 0, count_badge, &left));
    station_close(station);
    left.valid = count(f, "SELECT count(*) FROM badge JOIN badge_state USING (intent) WHERE state "
                          "<> 'failed' AND " NOT_REVOKED_SQL " AND serial NOT IN " SUSPENDED_SQL);
    left.suspended = count(f, "SELECT count(*) FROM badge WHERE " NOT_REVOKED_SQL
                              " AND serial IN " SUSPENDED_SQL);
    return left;
}

/* In a child: the act, killed at its nth step. Returns whether it came to its end. */
static bool act_killed_at(const struct fixture *f, int nth, bool (*act)(struct station *, uint64_t))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        fault_vfs_install();
        struct station *station = station_open(f->event, STORE_READ_WRITE);
        fault_vfs_arm(FAULT_ANY, nth, FAULT_KILL);
        _exit(station && act(station, f->holder) ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ||
                (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    return WIFEXITED(status);
}

/* Every step of the act. `before` leaves what it starts from; `suspended` is what may be suspended
 * before and after it. */
static void kill_at_every_step(const char *name, bool (*before)(struct station *, uint64_t),
                               bool (*act)(struct station *, uint64_t), int suspended_before,
                               int suspended_after)
{
    struct fixture f;
    char store[160], kept[160];
    int steps = 0, seen_before = 0, seen_after = 0;
    fixture_make(&f, before);
    snprintf(store, sizeof store, "%s/lanyard.db", f.event);
    snprintf(kept, sizeof kept, "%s/kept.db", f.folder);
    copy_file(store, kept);
    for (bool ended = false; !ended && steps < STEPS_MAX; steps++) {
        remove_store(&f);
        copy_file(kept, store);
        ended = act_killed_at(&f, steps + 1, act);
        struct left left = look(&f);
        assert_int_equal(left.valid, 1);
        assert_true(left.suspended == suspended_before || left.suspended == suspended_after);
        seen_before += left.suspended == suspended_before;
        seen_after += left.suspended == suspended_after;
        assert_true(!ended || !left.open);
    }
    print_message("%s: %d steps\n", name, steps);
    assert_true(steps > 5 && steps < STEPS_MAX);
    assert_true(seen_before > 0 && seen_after > 0);
    fixture_finish(&f);
}

static void test_lost(void **state)
{
    (void)state;
    kill_at_every_step("lost", nothing, replace_lost, 0, 0);
}

static void test_forgotten(void **state)
{
    (void)state;
    kill_at_every_step("forgotten", nothing, replace_forgotten, 0, 1);
}

static void test_found(void **state)
{
    (void)state;
    kill_at_every_step("found", replace_forgotten, badge_found, 1, 0);
}

static void test_day_badge_lost(void **state)
{
    (void)state;
    kill_at_every_step("day badge lost", replace_forgotten, replace_lost, 1, 0);
}

/* A lost badge that is found again stays dead; so does a day badge that was given back. */
static void test_found_stays_dead(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent;
    fixture_make(&f, replace_lost);
    struct station *station = open_station(&f);
    assert_int_equal(station_badge_found(station, f.holder, &intent), STORE_NOT_FOUND);
    assert_true(replace_forgotten(station, f.holder));
    assert_int_equal(station_badge_found(station, f.holder, &intent), STORE_FOUND);
    assert_int_equal(intent.issue, 2);
    assert_int_equal(station_badge_found(station, f.holder, &intent), STORE_NOT_FOUND);
    station_close(station);
    fixture_finish(&f);
}

/* A print that fails leaves no badge that anybody could wear, and the next one can be made. */
static void test_print_fails(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent;
    fixture_make(&f, nothing);
    struct station *station = open_station(&f);
    assert_true(station_issue_badge(station, f.holder, "lost", &intent));
    assert_true(store_begin(station->store));
    assert_true(
        store_append_intent_input(station->store, intent.uuid, INTENT_IN_SUBMIT, "x", 0, "", NULL));
    assert_true(store_append_intent_input(station->store, intent.uuid, INTENT_IN_REFUSED, "x", 0,
                                          "no paper", &intent));
    assert_true(store_commit(station->store));
    assert_int_equal(intent.state, INTENT_FAILED);
    station_close(station);
    assert_int_equal(look(&f).valid, 0);
    station = open_station(&f);
    assert_true(replace(station, f.holder, NULL));
    station_close(station);
    assert_int_equal(look(&f).valid, 1);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lost),
        cmocka_unit_test(test_forgotten),
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_day_badge_lost),
        cmocka_unit_test(test_found_stays_dead),
        cmocka_unit_test(test_print_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
