/* When a code in view is a new scan.
 * link: scanner/debounce.c */
#include "scanner/debounce.h"
#include "tests/test.h"

static struct debounce debounce; /* large */

static bool see(const char *code, int64_t ms)
{
    return debounce_is_new(&debounce, (const uint8_t *)code, strlen(code), true, ms * 1000);
}

static void follows_the_table(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *code;
        bool is_new;
    } rows[] = {
        {0, "A", true},     {33, "A", false},   {66, "B", true},    {100, "A", false},
        {100, "B", false},  {1500, "A", false}, /* within the window of its last sight */
        {3000, "A", false}, {4501, "A", true},  {4501, "B", true},  {4502, "AB", true},
        {4503, "", true},   {4504, "", false},  {6001, "A", false}, {7501, "A", false},
        {9002, "A", true},
    };
    debounce_init(&debounce, 1500);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (see(rows[i].code, rows[i].ms) != rows[i].is_new) {
            fail_msg("row %zu", i);
        }
    }
}

static void a_code_held_for_an_hour_is_one_scan(void **state)
{
    (void)state;
    debounce_init(&debounce, 1500);
    int scans = 0;
    for (int64_t ms = 0; ms < 3600 * 1000; ms += 33) {
        scans += see("held", ms);
    }
    assert_int_equal(scans, 1);
}

static void clearing_makes_all_new(void **state)
{
    (void)state;
    debounce_init(&debounce, 1500);
    assert_true(see("A", 0) && see("B", 0));
    debounce_clear(&debounce);
    assert_true(see("A", 1) && see("B", 1));
}

static void forgets_the_oldest_when_full(void **state)
{
    (void)state;
    debounce_init(&debounce, 1500);
    char name[16];
    for (int i = 0; i < DEBOUNCE_CODES; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_true(see(name, i));
    }
    assert_false(see("0", 50)); /* now 1 is the oldest */
    assert_true(see("one more", 51));
    assert_false(see("0", 52));
    assert_true(see("1", 53));
    assert_false(see("3", 54));
}

static void long_codes_are_told_apart_by_their_last_byte(void **state)
{
    (void)state;
    static uint8_t code[SCAN_DATA_MAX];
    debounce_init(&debounce, 1500);
    assert_true(debounce_is_new(&debounce, code, sizeof code, true, 0));
    code[sizeof code - 1] = 1;
    assert_true(debounce_is_new(&debounce, code, sizeof code, true, 1));
    assert_false(debounce_is_new(&debounce, code, sizeof code, true, 2));
    assert_true(debounce_is_new(&debounce, code, sizeof code - 1, true, 2));
}

static void a_foreign_code_needs_two_frames_that_agree(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *code;
        bool proven, is_new;
    } rows[] = {
        /* two frames in a row, and then it is one scan while it stays */
        {0, "F", false, false},
        {33, "F", false, true},
        {66, "F", false, false},
        {1500, "F", false, false},
        /* away for long: both frames anew */
        {3100, "F", false, false},
        {3133, "F", false, true},
        /* twice in one frame is one reading */
        {10000, "G", false, false},
        {10000, "G", false, false},
        {10033, "G", false, true},
        /* two readings that differ agree on nothing */
        {20000, "H", false, false},
        {20033, "I", false, false},
        {20066, "J", false, false},
        /* a frame between that did not read it is no matter; a long time is */
        {30000, "K", false, false},
        {31200, "K", false, true},
        {40000, "L", false, false},
        {41201, "L", false, false},
        {42401, "L", false, true},
        /* a signed code is taken at once, also between the frames of another */
        {50000, "M", false, false},
        {50033, "S", true, true},
        {50066, "M", false, true},
        {50066, "S", true, false},
    };
    debounce_init(&debounce, 1500);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (debounce_is_new(&debounce, (const uint8_t *)rows[i].code, strlen(rows[i].code),
                            rows[i].proven, rows[i].ms * 1000) != rows[i].is_new) {
            fail_msg("row %zu", i);
        }
    }
    debounce_clear(&debounce); /* the first half of a pair is forgotten, too */
    assert_false(debounce_is_new(&debounce, (const uint8_t *)"N", 1, false, 60000000));
    debounce_clear(&debounce);
    assert_false(debounce_is_new(&debounce, (const uint8_t *)"N", 1, false, 60033000));
    assert_true(debounce_is_new(&debounce, (const uint8_t *)"N", 1, false, 60066000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_table),
        cmocka_unit_test(a_code_held_for_an_hour_is_one_scan),
        cmocka_unit_test(clearing_makes_all_new),
        cmocka_unit_test(forgets_the_oldest_when_full),
        cmocka_unit_test(a_foreign_code_needs_two_frames_that_agree),
        cmocka_unit_test(long_codes_are_told_apart_by_their_last_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
