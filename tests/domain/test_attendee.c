/* link: kiosk/domain/attendee.c kiosk/domain/bytes.c kiosk/domain/uuid.c */
#include "attendee.h"
#include "tests/test.h"

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *given, *family, *native;
        const char *latin, *display;
    } rows[] = {
        {"Zulfiya", "Rahimova", "Зулфия Раҳимова", "Zulfiya Rahimova", "Зулфия Раҳимова"},
        {"Ana", "Horvat", "", "Ana Horvat", "Ana Horvat"},
        {"", "Suharto", "", "Suharto", "Suharto"},
        {"Pelé", "", "", "Pelé", "Pelé"},
        {"", "", "", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct attendee attendee = {0};
        char out[64];
        strcpy(attendee.given_name, rows[i].given);
        strcpy(attendee.family_name, rows[i].family);
        strcpy(attendee.native_name, rows[i].native);
        assert_string_equal(attendee_latin_name(&attendee, out, sizeof out), rows[i].latin);
        assert_string_equal(attendee_display_name(&attendee, out, sizeof out), rows[i].display);
    }
}

static void test_holder(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "0123456789abcde",
                                      "0123456789abcdef0",
                                      "0123456789ABCDEF",
                                      "0x23456789abcdef",
                                      " 123456789abcdef"};
    char text[HOLDER_TEXT_SIZE];
    uint64_t holder = 5;
    assert_string_equal(holder_format(0xfedcba9876543210, text), "fedcba9876543210");
    assert_true(holder_parse(text, &holder) && holder == 0xfedcba9876543210);
    assert_string_equal(holder_format(1, text), "0000000000000001");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(holder_parse(bad[i], &holder));
        assert_true(holder == 0xfedcba9876543210);
    }
    assert_true(holder_make() != holder_make());
}

static void test_uuid(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "3f1c8a2e-5b6d-4f70-8192-a3b4c5d6e7f",
        "3f1c8a2e-5b6d-4f70-8192-a3b4c5d6e7f80",
        "3F1C8A2E-5b6d-4f70-8192-a3b4c5d6e7f8",
        "3f1c8a2e5b6d4f708192a3b4c5d6e7f8",
        "3f1c8a2e5-b6d-4f70-8192-a3b4c5d6e7f8",
        "3f1c8a2e-5b6d-4f70-8192-a3b4c5d6e7f8-",
        "3g1c8a2e-5b6d-4f70-8192-a3b4c5d6e7f8",
    };
    const char *good = "3f1c8a2e-5b6d-4f70-8192-a3b4c5d6e7f8";
    uint8_t uuid[16], other[16];
    char text[UUID_TEXT_SIZE];
    assert_true(uuid_parse(good, uuid));
    assert_int_equal(uuid[0], 0x3f);
    assert_int_equal(uuid[15], 0xf8);
    assert_string_equal(uuid_format(uuid, text), good);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(uuid_parse(bad[i], other));
    }
    uuid_make(uuid);
    uuid_make(other);
    assert_memory_not_equal(uuid, other, sizeof uuid);
    assert_int_equal(uuid[6] >> 4, 4);
    assert_int_equal(uuid[8] >> 6, 2);
}

static void test_days(void **state)
{
    (void)state;
    const struct event_info event = {.day_count = 2, .days = {{"", 100, 200}, {"", 300, 400}}};
    static const struct {
        int64_t now_ms;
        int day;
    } rows[] = {{99, -1}, {100, 0}, {199, 0}, {200, -1}, {300, 1}, {399, 1}, {400, -1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(event_day_at(&event, rows[i].now_ms), rows[i].day);
    }
}

/* No two places that are counted apart share a number. */
static void test_scopes(void **state)
{
    (void)state;
    static const struct {
        enum checkpoint_kind kind;
        int zone, venue, scope;
    } rows[] = {
        {CHECKPOINT_REGISTRATION, -1, -1, SCOPE_EVENT},
        {CHECKPOINT_REGISTRATION, 3, 1, SCOPE_EVENT},
        {CHECKPOINT_DOOR, 0, -1, 0},
        {CHECKPOINT_DOOR, 15, 2, 15},
        {CHECKPOINT_DOOR, -1, -1, -2},
        {CHECKPOINT_DOOR, -1, 0, -3},
        {CHECKPOINT_DOOR, -1, 7, -10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct checkpoint checkpoint = {
            .kind = rows[i].kind, .zone = rows[i].zone, .venue = rows[i].venue};
        assert_int_equal(checkpoint_scope(&checkpoint), rows[i].scope);
    }
}

static void test_words(void **state)
{
    (void)state;
    static const char *const words[] = {"approved", "pending", "rejected", "withdrawn"};
    enum approval approval;
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(approval_string((enum approval)i), words[i]);
        assert_true(approval_parse(words[i], &approval));
        assert_int_equal(approval, i);
    }
    assert_false(approval_parse("", &approval));
    assert_string_equal(checkpoint_kind_string(CHECKPOINT_DOOR), "door");
    assert_string_equal(checkpoint_kind_string(CHECKPOINT_REGISTRATION), "registration");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_holder), cmocka_unit_test(test_uuid),
        cmocka_unit_test(test_days),  cmocka_unit_test(test_scopes), cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
