/*
 * What a check-in writes, in one transaction, and what it leaves when it fails.
 *
 * link: kiosk/store/badges.c kiosk/store/body.c kiosk/store/database.c kiosk/store/event_log.c
 * link: kiosk/store/facts.c kiosk/store/file_check.c kiosk/store/search_index.c kiosk/text/fold.c kiosk/text/terms.c kiosk/text/romanise.c kiosk/text/country.c kiosk/store/migrations.c
 * link: kiosk/store/open.c kiosk/store/roster.c kiosk/store/setup.c kiosk/store/statements.c
 * link: kiosk/store/verify.c kiosk/domain/access_names.c kiosk/domain/attendee.c
 * link: kiosk/domain/audit.c kiosk/domain/base45.c kiosk/domain/bytes.c kiosk/domain/code.c
 * link: kiosk/domain/credential.c kiosk/domain/hlc.c kiosk/domain/indico.c kiosk/domain/key_list.c
 * link: kiosk/domain/key_list_text.c kiosk/domain/print_intent.c kiosk/domain/sig1.c
 * link: kiosk/domain/uuid.c kiosk/log.c kiosk/timebase.c
 */
#include "tests/store/fixture.h"

static const struct checkpoint registration = {
    .code = "registration", .kind = CHECKPOINT_REGISTRATION, .zone = -1, .venue = -1};
static const struct checkpoint plenary = {
    .code = "plenary-door", .kind = CHECKPOINT_DOOR, .zone = 2, .venue = 0, .anti_passback = true};

static void test_check_in(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent, found;
    struct access_history history;
    struct attendee attendee;
    fixture_init(&f);
    uint64_t holder = fixture_attendee(&f, "Zulfiya", "Rahimova");
    assert_true(store_begin(f.store));
    fixture_arrive(&f, holder);
    assert_true(fixture_badge(&f, holder, 1, "first", &intent));
    assert_true(store_commit(f.store));

    assert_true(store_history(f.store, holder, intent.serial, &registration, &history));
    assert_true(history.arrived && history.inside);
    assert_int_equal(history.arrived_ms, fixture_now_ms);
    assert_int_equal(history.newest_issue, 1);
    assert_false(history.serial_revoked || history.holder_revoked);
    assert_true(store_history(f.store, holder, intent.serial, &plenary, &history));
    assert_true(history.arrived && !history.inside);

    assert_int_equal(store_attendee_by_serial(f.store, intent.serial, &attendee), STORE_FOUND);
    assert_true(attendee.holder == holder);
    assert_int_equal(store_intent_of(f.store, holder, &found), STORE_FOUND);
    assert_string_equal(found.uuid, intent.uuid);
    assert_int_equal(found.state, INTENT_PENDING);

    struct audit_report report;
    assert_true(store_audit(f.store, &report));
    assert_string_equal(report.detail, "");
    assert_int_equal(report.fault, AUDIT_OK);
    assert_int_equal(report.events, 2);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
