/* Guard: verdicts follow each other without touches, counters and the last scans.
 * link: kiosk/domain/ */
#include "guard.h"
#include "tests/test.h"

static struct guard guard;

static int setup(void **state)
{
    (void)state;
    guard_init(&guard, 0);
    return 0;
}

static bool scan_at(enum verdict verdict, const char *name, int64_t now_ms)
{
    struct guard_scan scan = {
        .at_ms = now_ms, .direction = guard.direction, .decision = {verdict, REASON_OK}};
    snprintf(scan.name, sizeof scan.name, "%s", name);
    const struct guard_input input = {
        .kind = GUARD_IN_DECIDED, .scan = &scan, .now_ms = now_ms, .unix_ms = now_ms};
    return guard_step(&guard, &input);
}

static bool give(enum guard_input_kind kind, int64_t now_ms)
{
    const struct guard_input input = {.kind = kind, .now_ms = now_ms, .unix_ms = now_ms};
    return guard_step(&guard, &input);
}

static void each_verdict_has_its_screen_and_its_time(void **state)
{
    (void)state;
    static const struct {
        enum verdict verdict;
        enum guard_state state;
        const char *name;
        int64_t held_ms, over_ms;
    } rows[] = {
        {VERDICT_ADMIT, GUARD_ADMIT, "admit", 400, 4000},
        {VERDICT_ADMIT_WITH_NOTE, GUARD_NOTE, "note", 1000, 8000},
        {VERDICT_REFUSE, GUARD_REFUSE, "refuse", 1500, 12000},
        {VERDICT_REFER, GUARD_REFER, "refer", 1500, 12000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t at = 100000 * (int64_t)(i + 1);
        assert_true(guard_accepts_code(&guard, at));
        assert_true(scan_at(rows[i].verdict, "A", at));
        assert_int_equal(guard.state, rows[i].state);
        assert_string_equal(guard_state_string(guard.state), rows[i].name);
        assert_int_equal(guard.number, i + 1);
        assert_false(guard_accepts_code(&guard, at + rows[i].held_ms - 1));
        assert_true(guard_accepts_code(&guard, at + rows[i].held_ms));
        assert_false(give(GUARD_IN_TICK, at + rows[i].over_ms - 1));
        assert_int_equal(guard.state, rows[i].state);
        assert_true(give(GUARD_IN_TICK, at + rows[i].over_ms));
        assert_int_equal(guard.state, GUARD_READY);
        assert_false(give(GUARD_IN_TICK, at + 99999));
    }
}

static void the_next_badge_replaces_a_verdict(void **state)
{
    (void)state;
    scan_at(VERDICT_REFUSE, "A", 1000);
    scan_at(VERDICT_ADMIT, "B", 3000);
    assert_int_equal(guard.state, GUARD_ADMIT);
    assert_int_equal(guard.number, 2);
    assert_false(give(GUARD_IN_TICK, 6999));
    assert_true(give(GUARD_IN_TICK, 7000));
}

static void counts_in_out_and_stopped(void **state)
{
    (void)state;
    scan_at(VERDICT_ADMIT, "A", 1);
    scan_at(VERDICT_ADMIT_WITH_NOTE, "B", 2);
    scan_at(VERDICT_REFUSE, "C", 3);
    assert_true(give(GUARD_IN_TURN, 4));
    assert_int_equal(guard.direction, DIRECTION_OUT);
    scan_at(VERDICT_ADMIT, "A", 5);
    scan_at(VERDICT_REFER, "D", 6);
    assert_true(give(GUARD_IN_TURN, 7));
    assert_int_equal(guard.direction, DIRECTION_IN);
    assert_int_equal(guard.passed_in, 2);
    assert_int_equal(guard.passed_out, 1);
    assert_int_equal(guard.stopped, 2);
    guard_no_show(&guard, DIRECTION_IN);
    guard_no_show(&guard, DIRECTION_OUT);
    guard_no_show(&guard, DIRECTION_OUT); /* of before the counting began */
    assert_int_equal(guard.passed_in, 1);
    assert_int_equal(guard.passed_out, 0);
    assert_int_equal(guard.stopped, 2);
}

static void keeps_the_last_five_newest_first(void **state)
{
    (void)state;
    static const char *const names[] = {"A", "B", "C", "D", "E", "F", "G"};
    for (int i = 0; i < 7; i++) {
        scan_at(VERDICT_ADMIT, names[i], i);
        assert_int_equal(guard.scan_count, i < 5 ? i + 1 : 5);
    }
    for (int i = 0; i < 5; i++) {
        assert_string_equal(guard.scans[i].name, names[6 - i]);
    }
}

static void names_leave_after_an_hour(void **state)
{
    (void)state;
    scan_at(VERDICT_ADMIT, "A", 0);
    scan_at(VERDICT_ADMIT, "B", 1000);
    give(GUARD_IN_DISMISS, 2000);
    assert_false(give(GUARD_IN_TICK, 3600000));
    assert_true(give(GUARD_IN_TICK, 3600001));
    assert_int_equal(guard.scan_count, 1);
    assert_string_equal(guard.scans[1].name, "");
    assert_true(give(GUARD_IN_TICK, 3601001));
    assert_int_equal(guard.scan_count, 0);
    assert_string_equal(guard.scans[0].name, "");
    assert_int_equal(guard.passed_in, 2);
}

static void a_touch_dismisses_a_verdict_only(void **state)
{
    (void)state;
    assert_false(give(GUARD_IN_DISMISS, 1));
    scan_at(VERDICT_REFER, "A", 2);
    assert_true(give(GUARD_IN_DISMISS, 3));
    assert_int_equal(guard.state, GUARD_READY);
    assert_true(guard_accepts_code(&guard, 3));
}

static void a_restart_recalls_the_day(void **state)
{
    (void)state;
    int64_t now_ms = 10 * 3600000;
    for (int i = 0; i < 9; i++) { /* newest first, 15 minutes apart */
        struct guard_scan scan = {.at_ms = now_ms - i * 900000,
                                  .direction = i == 1 ? DIRECTION_OUT : DIRECTION_IN,
                                  .decision = {i == 2 ? VERDICT_REFUSE : VERDICT_ADMIT, REASON_OK},
                                  .name = "A"};
        scan.name[0] = (char)('A' + i);
        assert_int_equal(guard_wants_name(&guard, &scan, now_ms), i < 5);
        guard_recall(&guard, &scan, now_ms);
    }
    assert_int_equal(guard.passed_in, 7);
    assert_int_equal(guard.passed_out, 1);
    assert_int_equal(guard.stopped, 1);
    assert_int_equal(guard.scan_count, GUARD_SCANS);
    assert_string_equal(guard.scans[0].name, "A");
    assert_string_equal(guard.scans[4].name, "E");
    scan_at(VERDICT_ADMIT, "new", now_ms);
    assert_string_equal(guard.scans[0].name, "new");
    assert_int_equal(guard.passed_in, 8);
    assert_int_equal(guard.state, GUARD_ADMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_verdict_has_its_screen_and_its_time, setup),
        cmocka_unit_test_setup(the_next_badge_replaces_a_verdict, setup),
        cmocka_unit_test_setup(counts_in_out_and_stopped, setup),
        cmocka_unit_test_setup(keeps_the_last_five_newest_first, setup),
        cmocka_unit_test_setup(names_leave_after_an_hour, setup),
        cmocka_unit_test_setup(a_restart_recalls_the_day, setup),
        cmocka_unit_test_setup(a_touch_dismisses_a_verdict_only, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
