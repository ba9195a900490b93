/*
 * What somebody with the disk can do to the record, and that the audit says which event it was.
 *
 * tsan: yes
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "tests/store/fixture.h"

#define EVENTS 9 /* of station-1; station-2 has 2 */

/* Two stations' events: arrivals, a badge with its states, an invitation, a revocation. */
static void fill(struct fixture *f)
{
    struct intent intent;
    assert_true(store_begin(f->store));
    for (uint64_t holder = 1; holder <= 4; holder++) { /* 1 to 4 */
        fixture_arrive(f, holder);
    }
    assert_true(fixture_badge(f, 1, 1, "first", &intent)); /* 5 */
    assert_true(store_append_intent_input(f->store, intent.uuid, INTENT_IN_SUBMIT, "file:x", 0,
                                          NULL, NULL));
    assert_true(
        store_append_intent_input(f->store, intent.uuid, INTENT_IN_SEEN, NULL, 0, NULL, NULL));
    assert_true(store_append_invitation(f->store, 2, 0x01000100)); /* 8 */
    assert_true(store_append_revocation(f->store, 3, 0, "test"));  /* 9 */
    store_set_signer(f->store, &f->other);
    fixture_arrive(f, 5);
    fixture_arrive(f, 6);
    store_set_signer(f->store, &f->key);
    assert_true(store_commit(f->store));
}

static void test_whole(void **state)
{
    (void)state;
    static const uint8_t zeros[AUDIT_HASH_SIZE];
    struct fixture f;
    struct audit_report report, again;
    fixture_init(&f);
    assert_true(store_audit(f.store, &report));
    assert_int_equal(report.fault, AUDIT_OK);
    assert_int_equal(report.events, 0);
    assert_memory_equal(report.head, zeros, sizeof zeros);
    fill(&f);
    assert_true(store_audit(f.store, &report));
    assert_string_equal(report.detail, "");
    assert_int_equal(report.fault, AUDIT_OK);
    assert_int_equal(report.events, EVENTS + 2);
    assert_memory_not_equal(report.head, zeros, sizeof zeros);

    /* the same by a reader, and within a transaction; another event makes another head */
    fixture_reopen(&f, STORE_READ_ONLY);
    assert_true(store_audit(f.store, &again));
    assert_memory_equal(&again, &report, sizeof report);
    fixture_reopen(&f, STORE_READ_WRITE);
    assert_true(store_begin(f.store));
    fixture_arrive(&f, 9);
    assert_true(store_audit(f.store, &again));
    assert_int_equal(again.fault, AUDIT_OK);
    assert_memory_not_equal(again.head, report.head, sizeof report.head);
    assert_true(store_commit(f.store));
    fixture_finish(&f);
}

/* Gives the events behind a gap or an insertion the numbers that hide it. */
#define SHIFT_DOWN(from)                                                                         \
    "UPDATE event_log SET sequence = -sequence WHERE station = 'station-1' AND sequence > " from \
    ";UPDATE event_log SET sequence = -sequence - 1 WHERE sequence < 0;"
#define SHIFT_UP(from)                                                                            \
    "UPDATE event_log SET sequence = -sequence WHERE station = 'station-1' AND sequence >= " from \
    ";UPDATE event_log SET sequence = -sequence + 1 WHERE sequence < 0;"
#define CHECK_OFF "PRAGMA ignore_check_constraints = ON;"
#define ONE "station = 'station-1' AND sequence = "
#define COPY_AS(sequence, of)                                                                     \
    "INSERT INTO event_log SELECT NULL, station, " sequence ", randomblob(16), hlc, kind, body, " \
    "key_id, previous, hash, signature FROM event_log WHERE " ONE of ";"

static const struct {
    const char *sql;
    enum audit_fault fault;
    uint64_t sequence;
    const char *station;
} rows[] = {
    /* changed */
    {"UPDATE event_log SET body = replace(body, 'admit', 'refer') WHERE " ONE "3", AUDIT_CHANGED, 3,
     "station-1"},
    {"UPDATE event_log SET hlc = hlc + 1 WHERE " ONE "9", AUDIT_CHANGED, 9, "station-1"},
    {"UPDATE event_log SET kind = 'exit' WHERE " ONE "1", AUDIT_CHANGED, 1, "station-1"},
    {"UPDATE event_log SET uuid = randomblob(16) WHERE " ONE "2", AUDIT_CHANGED, 2, "station-1"},
    {"UPDATE event_log SET hash = randomblob(32) WHERE " ONE "4", AUDIT_CHANGED, 4, "station-1"},
    {"UPDATE event_log SET body = '{}' WHERE station = 'station-2' AND sequence = 1", AUDIT_CHANGED,
     1, "station-2"},
    /* forged */
    {"UPDATE event_log SET signature = randomblob(64) WHERE " ONE "4", AUDIT_FORGED, 4,
     "station-1"},
    {"UPDATE event_log SET key_id = key_id + 1 WHERE " ONE "4", AUDIT_INSERTED, 4, "station-1"},
    {"UPDATE chain_head SET signature = randomblob(64) WHERE station = 'station-1'", AUDIT_FORGED,
     EVENTS, "station-1"},
    {"UPDATE chain_head SET hash = randomblob(32)", AUDIT_FORGED, EVENTS, "station-1"},
    /* removed */
    {"DELETE FROM event_log WHERE " ONE "1", AUDIT_REMOVED, 1, "station-1"},
    {"DELETE FROM event_log WHERE " ONE "5", AUDIT_REMOVED, 5, "station-1"},
    {"DELETE FROM event_log WHERE " ONE "9", AUDIT_REMOVED, 9, "station-1"},
    {"DELETE FROM event_log WHERE station = 'station-2'", AUDIT_REMOVED, 1, "station-2"},
    {CHECK_OFF "DELETE FROM event_log WHERE " ONE "5;" SHIFT_DOWN("5"), AUDIT_REMOVED, 5,
     "station-1"},
    {"DELETE FROM chain_head WHERE station = 'station-1'", AUDIT_REMOVED, EVENTS, "station-1"},
    {"DELETE FROM event_log WHERE " ONE "9; UPDATE chain_head SET sequence = 8, hash = (SELECT "
     "hash FROM event_log WHERE " ONE "8) WHERE station = 'station-1'",
     AUDIT_FORGED, 8, "station-1"},
    /* inserted */
    {COPY_AS("10", "4"), AUDIT_INSERTED, 10, "station-1"},
    {CHECK_OFF SHIFT_UP("5") COPY_AS("5", "4"), AUDIT_INSERTED, 5, "station-1"},
    {"INSERT INTO event_log SELECT NULL, 'station-3', 1, randomblob(16), hlc, kind, body, key_id, "
     "previous, hash, signature FROM event_log WHERE " ONE "1",
     AUDIT_INSERTED, 1, "station-3"},
    /* reordered */
    {CHECK_OFF "UPDATE event_log SET sequence = -sequence WHERE " ONE "3;"
               "UPDATE event_log SET sequence = 3 WHERE " ONE "4;"
               "UPDATE event_log SET sequence = 4 WHERE " ONE "-3",
     AUDIT_REORDERED, 3, "station-1"},
    {CHECK_OFF "UPDATE event_log SET sequence = -sequence WHERE " ONE "2;"
               "UPDATE event_log SET sequence = 2 WHERE " ONE "8;"
               "UPDATE event_log SET sequence = 8 WHERE " ONE "-2",
     AUDIT_REORDERED, 2, "station-1"},
};

static void test_tampering(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        struct audit_report report;
        fixture_init(&f);
        fill(&f);
        fixture_tamper(&f, rows[i].sql);
        assert_true(store_audit(f.store, &report));
        if (report.fault != rows[i].fault || report.sequence != rows[i].sequence ||
            strcmp(report.station, rows[i].station) != 0) {
            fail_msg("%s: %s: %s", rows[i].sql, audit_fault_string(report.fault), report.detail);
        }
        char expected[64];
        snprintf(expected, sizeof expected, "event %d of %s:", (int)rows[i].sequence,
                 rows[i].station);
        assert_int_equal(strncmp(report.detail, expected, strlen(expected)), 0);
        fixture_finish(&f);
    }
}

/* Derived tables that say something else than the events. */
static void test_derived_tables(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *detail;
    } changes[] = {
        {"DELETE FROM arrival WHERE holder = 2", "table arrival, holder 0000000000000002: missing"},
        {"INSERT INTO arrival VALUES (77, 1, '', 1, 1, '')",
         "table arrival, holder 000000000000004d: no event says so"},
        {"UPDATE arrival SET at_ms = 5 WHERE holder = 2",
         "table arrival, holder 0000000000000002: not as the events say"},
        {"UPDATE presence SET inside = 0 WHERE holder = 4",
         "table presence, holder 0000000000000004"},
        {"UPDATE serial SET holder = 9 WHERE type = 'invitation'", "table serial, serial 16777472"},
        {"UPDATE badge SET credential = ''", "table badge, holder 0000000000000001"},
        {"UPDATE badge_state SET state = 'failed'", "table badge_state, intent "},
        {"INSERT INTO revoked_serial VALUES (16777217, 1, '', 1, 1, '')",
         "table revoked_serial, serial 16777217"},
        {"DELETE FROM revoked_holder", "table revoked_holder, holder 0000000000000003"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct fixture f;
        struct audit_report report;
        fixture_init(&f);
        fill(&f);
        fixture_tamper(&f, changes[i].sql);
        assert_true(store_audit(f.store, &report));
        assert_int_equal(report.fault, AUDIT_CHANGED);
        if (strncmp(report.detail, changes[i].detail, strlen(changes[i].detail)) != 0) {
            fail_msg("%s: %s", changes[i].sql, report.detail);
        }
        fixture_finish(&f);
    }
}

static void test_unreadable(void **state)
{
    (void)state;
    struct fixture f;
    struct audit_report report;
    fixture_init(&f);
    fill(&f);
    fixture_tamper(&f, "DROP TABLE chain_head");
    assert_false(store_audit(f.store, &report));
    assert_logged("no such table");
    fixture_tamper(&f, "DELETE FROM key_list");
    assert_false(store_audit(f.store, &report));
    assert_logged("no key list");
    assert_true(store_begin(f.store)); /* the audit left no transaction open */
    store_rollback(f.store);
    fixture_finish(&f);
}

/* The store itself refuses to change a fact. */
static void test_append_only(void **state)
{
    (void)state;
    static const char *const attempts[] = {"DELETE FROM event_log",
                                           "UPDATE event_log SET body = '{}'"};
    struct fixture f;
    sqlite3 *db;
    fixture_init(&f);
    fill(&f);
    assert_int_equal(sqlite3_open(f.path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        assert_int_equal(sqlite3_exec(db, attempts[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    }
    sqlite3_close(db);
    fixture_finish(&f);
}

static bool count_in_order(const struct audit_event *event, void *userdata)
{
    uint64_t *last = userdata;
    if (last[2] == 0) { /* by station and sequence */
        assert_true(event->sequence == last[1] + 1 || event->sequence == 1);
        last[1] = event->sequence;
    } else { /* newest first */
        assert_true(last[1] == 0 || event->hlc < last[1]);
        last[1] = event->hlc;
    }
    return ++last[0] < 10;
}

static void test_order_of_log(void **state)
{
    (void)state;
    uint64_t by_station[3] = {0}, newest[3] = {0, 0, 1}, limited[3] = {0};
    struct fixture f;
    fixture_init(&f);
    fill(&f);
    assert_true(store_events(f.store, false, 0, count_in_order, by_station));
    assert_int_equal(by_station[0], 10);
    assert_true(store_events(f.store, true, 0, count_in_order, newest));
    assert_int_equal(newest[0], 10);
    assert_true(store_events(f.store, false, 4, count_in_order, limited));
    assert_int_equal(limited[0], 4);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),          cmocka_unit_test(test_tampering),
        cmocka_unit_test(test_derived_tables), cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_append_only),    cmocka_unit_test(test_order_of_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
