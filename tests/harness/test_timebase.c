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
        cmocka_unit_test(refuses_unknown_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
