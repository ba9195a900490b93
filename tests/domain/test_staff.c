/*
 * Staff: who may do what, PINs, delays, sessions.
 *
 * link: kiosk/domain/staff.c kiosk/domain/credential.c kiosk/domain/base45.c kiosk/domain/bytes.c
 * link: kiosk/domain/key_list.c
 */
#include "credential.h"
#include "staff.h"
#include "tests/test.h"

/* One letter for each role: s d u a; a capital may approve. */
static void test_permissions(void **state)
{
    (void)state;
    static const struct {
        enum permission permission;
        const char *may, *approve;
    } rows[] = {
        {PERMIT_VERIFY, "sdua", ""},    {PERMIT_INCIDENTS, "sua", ""},
        {PERMIT_UNDO, "sdua", ""},      {PERMIT_REPLACE, "dua", ""},
        {PERMIT_REVOKE, "dua", ""},     {PERMIT_WATCH, "ua", ""},
        {PERMIT_RULES, "a", ""},        {PERMIT_STAFF, "a", ""},
        {PERMIT_FORCE, "sdu", "ua"},    {PERMIT_REPLACE_STOLEN, "dua", "ua"},
        {PERMIT_UNREVOKE, "dua", "ua"}, {PERMIT_EDIT_APPROVED, "dua", "ua"},
        {PERMIT_EXPORT, "ua", "ua"},    {PERMIT_EDIT, "dua", ""},
    };
    assert_int_equal(sizeof rows / sizeof rows[0], PERMISSION_COUNT);
    for (size_t i = 0; i < PERMISSION_COUNT; i++) {
        for (int role = 0; role < STAFF_ROLES; role++) {
            char letter = "sdua"[role];
            enum permission permission = rows[i].permission;
            bool may = staff_may((enum staff_role)role, permission);
            bool approve = staff_may_approve((enum staff_role)role, permission);
            if (may != !!strchr(rows[i].may, letter) ||
                approve != !!strchr(rows[i].approve, letter)) {
                fail_msg("%s %s", permission_string(permission),
                         staff_role_string((enum staff_role)role));
            }
        }
        assert_int_equal(staff_needs_approval(rows[i].permission), rows[i].approve[0] != '\0');
    }
}

static void test_pins(void **state)
{
    (void)state;
    static const struct {
        const char *pin;
        bool good;
    } rows[] = {
        {"", false},       {"12345", false},         {"123456", false}, {"654321", false},
        {"000000", false}, {"1234567890123", false}, {"12a456", false}, {"13579 ", false},
        {"135790", true},  {"110000", true},         {"246810", true},  {"902134785601", true},
    };
    char hash[STAFF_HASH_SIZE], other[STAFF_HASH_SIZE];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(staff_pin_fault(rows[i].pin) == NULL, rows[i].good);
    }
    assert_true(credential_library_init());
    assert_true(staff_pin_hash("135790", hash) && staff_pin_hash("135790", other));
    assert_true(strncmp(hash, "$argon2id$", 10) == 0);
    assert_string_not_equal(hash, other);
    assert_true(staff_pin_matches("135790", hash));
    assert_false(staff_pin_matches("135791", hash));
    assert_false(staff_pin_matches("135790", ""));
}

static void test_delays(void **state)
{
    (void)state;
    static const struct {
        int failed;
        int64_t last, now, wait;
    } rows[] = {
        {0, 0, 1000, 0},         {2, 1000, 1000, 0},    {3, 1000, 1000, 5000}, {3, 1000, 5999, 1},
        {3, 1000, 6000, 0},      {4, 0, 0, 10000},      {8, 0, 0, 160000},     {11, 0, 0, 900000},
        {1000000, 0, 0, 900000}, {3, 1000000, 0, 5000}, /* the clock was set back */
        {3, 0, 1000000, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(staff_wait_ms(rows[i].failed, rows[i].last, rows[i].now), rows[i].wait);
    }
}

static void test_sessions(void **state)
{
    (void)state;
    struct staff_session session = {0};
    assert_false(staff_session_touch(&session, 0));
    staff_session_start(&session, "lola", STAFF_DESK, 1000);
    assert_true(staff_session_touch(&session, 1000 + STAFF_SESSION_MS - 1));
    assert_true(staff_session_touch(&session, 1000 + 2 * STAFF_SESSION_MS - 2));
    assert_false(staff_session_touch(&session, 1000 + 3 * STAFF_SESSION_MS));
    assert_string_equal(session.name, "");
}

static void test_names(void **state)
{
    (void)state;
    enum staff_role role;
    assert_true(staff_name_is_good("lola-K_2"));
    assert_false(staff_name_is_good("") || staff_name_is_good("a b") || staff_name_is_good("é"));
    assert_false(staff_name_is_good("0123456789012345678901234567890123"));
    assert_true(staff_role_parse("supervisor", &role) && role == STAFF_SUPERVISOR);
    assert_false(staff_role_parse("boss", &role));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_permissions), cmocka_unit_test(test_pins),
        cmocka_unit_test(test_delays),      cmocka_unit_test(test_sessions),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
