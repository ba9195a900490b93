/* The clock seam: ISO 8601 in and out, time zones, day bounds across a DST change.
 * link: kiosk/timebase.c */
#include "tests/test.h"
#include "timebase.h"

static void parses_iso(void **state)
{
    (void)state;
    assert_true(time_use_zone("Asia/Dushanbe"));
    static const struct {
        const char *text;
        bool ok;
        int64_t ms;
    } rows[] = {
        {"2026-05-18T09:30:00+05:00", true, 1779078600000},
        {"2026-05-18T09:30", true, 1779078600000},
        {"2026-05-18 09:30:00", true, 1779078600000},
        {"2026-05-18T04:30:00Z", true, 1779078600000},
        {"2026-05-18T04:30:00.250Z", true, 1779078600250},
        {"2026-05-18", true, 1779044400000},
        {"2026-02-29", false, 0},
        {"2026-13-01", false, 0},
        {"2026-05-18T24:00", false, 0},
        {"2026-05-18T09:30:00+05:00x", false, 0},
        {"18.05.2026", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms = -1;
        assert_int_equal(time_parse_iso(rows[i].text, &ms), rows[i].ok);
        assert_int_equal(ms, rows[i].ok ? rows[i].ms : -1);
    }
}

static void formats_what_it_parses(void **state)
{
    (void)state;
    char text[TIME_TEXT_SIZE];
    assert_true(time_use_zone("Asia/Dushanbe"));
    assert_string_equal(time_format_iso(1779078600000, text), "2026-05-18T09:30:00+05:00");
    assert_true(time_use_zone("America/St_Johns"));
    assert_string_equal(time_format_iso(1779078600000, text), "2026-05-18T02:00:00-02:30");
}

static void a_day_with_a_dst_change_has_23_hours(void **state)
{
    (void)state;
    int64_t from, to;
    assert_true(time_use_zone("Europe/Vienna"));
    assert_true(time_day_bounds("2026-03-29", &from, &to));
    assert_int_equal(to - from, INT64_C(23) * 3600 * 1000);
    assert_true(time_day_bounds("2026-10-25", &from, &to));
    assert_int_equal(to - from, INT64_C(25) * 3600 * 1000);
    assert_false(time_day_bounds("2026-10-32", &from, &to));
}

/* Local times around the changes of DST, against UTC. */
static void local_times_across_dst_changes(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *date;
        int minutes;
        bool last;
        const char *utc;
    } rows[] = {
        {"Asia/Dushanbe", "2026-05-18", 510, false, "2026-05-18T03:30Z"},
        {"Asia/Dushanbe", "2026-05-18", 1560, false, "2026-05-18T21:00Z"},
        {"Europe/Vienna", "2026-03-29", 119, false, "2026-03-29T00:59Z"},
        {"Europe/Vienna", "2026-03-29", 120, false, "2026-03-29T01:00Z"}, /* skipped */
        {"Europe/Vienna", "2026-03-29", 150, true, "2026-03-29T01:00Z"},
        {"Europe/Vienna", "2026-03-29", 180, false, "2026-03-29T01:00Z"},
        {"Europe/Vienna", "2026-03-28", 1590, false, "2026-03-29T01:00Z"},
        {"Europe/Vienna", "2026-10-25", 150, false, "2026-10-25T00:30Z"}, /* twice */
        {"Europe/Vienna", "2026-10-25", 150, true, "2026-10-25T01:30Z"},
        {"Europe/Vienna", "2026-10-25", 119, true, "2026-10-24T23:59Z"},
        {"Europe/Vienna", "2026-10-25", 180, false, "2026-10-25T02:00Z"},
        {"America/St_Johns", "2026-11-01", 90, true, "2026-11-01T05:00Z"},
        {"Australia/Lord_Howe", "2026-04-05", 105, false, "2026-04-04T14:45Z"}, /* half an hour */
        {"Australia/Lord_Howe", "2026-04-05", 105, true, "2026-04-04T15:15Z"},
        {"Africa/Cairo", "2026-04-24", 0, false, "2026-04-23T22:00Z"}, /* midnight is skipped */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t wanted, ms = 0;
        assert_true(time_use_zone(rows[i].zone));
        assert_true(time_parse_iso(rows[i].utc, &wanted));
        assert_true(time_local(rows[i].date, rows[i].minutes, rows[i].last, &ms));
        if (ms != wanted) {
            fail_msg("row %zu: %s %d: %lld, wanted %lld", i, rows[i].date, rows[i].minutes,
                     (long long)ms / 1000, (long long)wanted / 1000);
        }
    }
    int64_t ms = 5;
    assert_false(time_local("2026-02-30", 0, false, &ms));
    assert_int_equal(ms, 5);
}

static void refuses_unknown_zones(void **state)
{
    (void)state;
    assert_false(time_use_zone("Mars/Olympus"));
    assert_false(time_use_zone("../../etc/passwd"));
    assert_false(time_use_zone("Asia"));
    assert_false(time_use_zone("tzdata.zi"));
    assert_false(time_use_zone(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_iso),
        cmocka_unit_test(formats_what_it_parses),
        cmocka_unit_test(a_day_with_a_dst_change_has_23_hours),
        cmocka_unit_test(local_times_across_dst_changes),
        cmocka_unit_test(refuses_unknown_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
