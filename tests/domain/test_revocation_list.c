/*
 * The revocation list for a guard's own device: what is sealed is read back, and nothing else.
 *
 * link: kiosk/domain/
 */
#include "credential.h"
#include "revocation_list.h"
#include "tests/test.h"

static struct key_list keys;
static struct station_key key;

static void make_keys(void)
{
    struct key_entry entry = {.usage = KEY_SIGNS_EVENTS, .not_after = INT64_MAX, .station = "gate"};
    assert_true(credential_library_init());
    memset(&keys, 0, sizeof keys);
    uuid_make(keys.event_uuid);
    key_generate(key.public_key, key.secret_key);
    memcpy(entry.public_key, key.public_key, sizeof entry.public_key);
    assert_true(key_list_add(&keys, &entry, &key.id));
}

static char *seal(void)
{
    struct revocation_list list = {.issued_at = 1779000000, .day_count = 1};
    memcpy(list.event_uuid, keys.event_uuid, 16);
    list.days[0] = (struct event_day){"2026-05-18", 5, 6};
    for (uint32_t i = 1; i <= 100; i++) {
        assert_true(revocation_list_add_serial(&list, i * 7, i > 90));
        assert_true(revocation_list_add_holder(&list, i * UINT64_C(0x0123456789abcd)));
    }
    char *text = revocation_list_seal(&list, &key);
    assert_non_null(text);
    revocation_list_finish(&list);
    return text;
}

static void test_round_trip(void **state)
{
    (void)state;
    struct revocation_list list;
    uint8_t event[16];
    int line;
    make_keys();
    char *text = seal();
    assert_true(revocation_list_open(text, &keys, &line, &list));
    assert_true(revocation_list_peek_event(text, event));
    assert_memory_equal(event, keys.event_uuid, 16);
    assert_int_equal(list.issued_at, 1779000000);
    assert_int_equal(list.day_count, 1);
    assert_string_equal(list.days[0].date, "2026-05-18");
    assert_int_equal(list.serial_count, 90);
    assert_true(revocation_list_has_serial(&list, 7) && !revocation_list_has_serial(&list, 8));
    assert_true(revocation_list_has_suspended(&list, 700));
    assert_false(revocation_list_has_serial(&list, 700));
    assert_true(revocation_list_has_holder(&list, UINT64_C(0x0123456789abcd)));
    assert_false(revocation_list_has_holder(&list, 1));
    revocation_list_finish(&list);
    free(text);
}

/* Any byte changed, any cut, another event, a revoked key: not believed. */
static void test_forgeries(void **state)
{
    (void)state;
    struct revocation_list list;
    int line;
    make_keys();
    char *text = seal();
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i += 3) {
        char kept = text[i];
        text[i] ^= 1;
        assert_false(revocation_list_open(text, &keys, &line, &list));
        text[i] = '\0';
        assert_false(revocation_list_open(text, &keys, &line, &list));
        text[i] = kept;
    }
    assert_true(revocation_list_open(text, &keys, &line, &list));
    revocation_list_finish(&list);
    keys.entries[0].revoked_at = 1;
    assert_false(revocation_list_open(text, &keys, &line, &list));
    assert_int_equal(line, 0);
    keys.entries[0].revoked_at = 0;
    keys.event_uuid[0] ^= 1;
    assert_false(revocation_list_open(text, &keys, &line, &list));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip),
                                       cmocka_unit_test(test_forgeries)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
