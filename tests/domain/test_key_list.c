/*
 * The key list and its text form.
 *
 * link: kiosk/domain/bytes.c kiosk/domain/credential.c kiosk/domain/key_list.c
 * link: kiosk/domain/key_list_text.c kiosk/domain/key_text.c kiosk/domain/uuid.c
 * link: kiosk/domain/base45.c
 */
#include "credential.h"
#include "tests/domain/golden.h"

static const char golden_text[] =
    "lanyard-keys 1 3f1c8a2e-5b6d-4f70-8192-a3b4c5d6e7f8 1 1779000000\n"
    "root 03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8\n"
    "key ab01 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f 1779000000 "
    "1789000000 b 0 station-1\n"
    "signature c8ce974c314d95bca410a185ed9c8d1320530789c5e50ef3085c354086a0d53bf2fd40940b9d07c4bb97"
    "700273fdee4157b5d632be057caa154226e5e6040909\n";

static struct key_list list, opened;
static char text[KEY_LIST_TEXT_MAX];

static int init(void **state)
{
    (void)state;
    return credential_library_init() ? 0 : -1;
}

/* The list that the golden text holds, not yet sealed. */
static void make_golden(void)
{
    golden_list(&list);
    for (size_t i = 0; i < KEY_PUBLIC_SIZE; i++) {
        list.entries[0].public_key[i] = (uint8_t)(32 + i);
    }
}

static enum key_list_status open_text(const char *from, size_t length, int *line)
{
    return key_list_open(from, length, GOLDEN_PUBLIC, golden_uuid, &opened, line);
}

static void test_golden(void **state)
{
    (void)state;
    make_golden();
    size_t length = key_list_seal(&list, 1779000000, golden_secret, text, sizeof text);
    assert_string_equal(text, golden_text);
    assert_int_equal(length, strlen(golden_text));
    assert_int_equal(list.version, 1);
    assert_int_equal(open_text(golden_text, length, NULL), KEY_LIST_OK);
    assert_memory_equal(&opened, &list, sizeof list);
}

static void test_full_list(void **state)
{
    (void)state;
    struct key_entry entry = {.not_after = 253402300799, .usage = 15};
    uint16_t id;
    golden_list(&list);
    list.count = 0;
    for (int i = 0; i < KEY_LIST_MAX; i++) {
        snprintf(entry.station, sizeof entry.station, "a-station-with-a-long-name-%04x",
                 (unsigned)i & 0xffffu);
        assert_true(key_list_add(&list, &entry, &id));
        assert_int_equal(id, GOLDEN_TAG << 8 | (i + 1));
    }
    assert_false(key_list_add(&list, &entry, &id));
    size_t length = key_list_seal(&list, 1779000000, golden_secret, text, sizeof text);
    assert_true(length > 0);
    assert_int_equal(open_text(text, length, NULL), KEY_LIST_OK);
    assert_int_equal(opened.count, KEY_LIST_MAX);
    uint32_t version = list.version;
    assert_int_equal(key_list_seal(&list, 1779000000, golden_secret, text, length), 0);
    assert_int_equal(list.version, version); /* unchanged on failure */
}

/* Whatever byte is changed or cut, the text is not believed. */
static void test_every_byte_counts(void **state)
{
    (void)state;
    size_t length = strlen(golden_text);
    for (size_t i = 0; i < length; i++) {
        memcpy(text, golden_text, length);
        text[i] ^= 1;
        opened.version = 77;
        assert_int_not_equal(open_text(text, length, NULL), KEY_LIST_OK);
        assert_int_not_equal(open_text(golden_text, i, NULL), KEY_LIST_OK);
        assert_int_equal(opened.version, 77);
    }
}

/* `from` becomes `to` in the golden text, which is then signed again where that makes sense. */
static void test_rejections(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        enum key_list_status status;
        int line;
    } rows[] = {
        {"lanyard-keys 1", "lanyard-kees 1", KEY_LIST_MALFORMED, 1},
        {"lanyard-keys 1", "lanyard-keys 2", KEY_LIST_NEWER_FORMAT, 1},
        {"lanyard-keys 1", "lanyard-keys 0", KEY_LIST_MALFORMED, 1},
        {"lanyard-keys 1", "lanyard-keys  1", KEY_LIST_MALFORMED, 1},
        {"3f1c8a2e", "3F1C8A2E", KEY_LIST_MALFORMED, 1},
        {"3f1c8a2e", "3f1c8a2f", KEY_LIST_WRONG_EVENT, 1},
        {" 1 1779000000\n", " 01 1779000000\n", KEY_LIST_MALFORMED, 1},
        {" 1 1779000000\n", " 1 1779000000 \n", KEY_LIST_MALFORMED, 1},
        {" 1 1779000000\n", " 1 17790000000000\n", KEY_LIST_MALFORMED, 1},
        {" 1 1779000000\n", " 1 -1779000000\n", KEY_LIST_MALFORMED, 1},
        {"root 03", "root 3", KEY_LIST_MALFORMED, 2},
        {"root 03a1", "root 03a2", KEY_LIST_BAD_SIGNATURE, 4},
        {"key ab01", "key ac01", KEY_LIST_MALFORMED, 3}, /* another event's tag */
        {"key ab01", "key ab00", KEY_LIST_MALFORMED, 3},
        {"key ab01", "kez ab01", KEY_LIST_MALFORMED, 3},
        {" b 0 ", " 1b 0 ", KEY_LIST_MALFORMED, 3},
        {" b 0 ", " f 0 ", KEY_LIST_BAD_SIGNATURE, 4},
        {"station-1\n", "Station-1\n", KEY_LIST_MALFORMED, 3},
        {"station-1\n", "station-1\r\n", KEY_LIST_MALFORMED, 3},
        {"station-1\n", "a-name-of-thirty-two-characters-\n", KEY_LIST_MALFORMED, 3},
        {"station-1\n", "station-1\n\n", KEY_LIST_MALFORMED, 4},
        {"signature c8", "signature c9", KEY_LIST_BAD_SIGNATURE, 4},
        {"0909\n", "0909\n#", KEY_LIST_MALFORMED, 4},
        {"0909\n", "0909", KEY_LIST_MALFORMED, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *at = strstr(golden_text, rows[i].from);
        int line = 0;
        assert_non_null(at);
        int length = snprintf(text, sizeof text, "%.*s%s%s", (int)(at - golden_text), golden_text,
                              rows[i].to, at + strlen(rows[i].from));
        enum key_list_status status = open_text(text, (size_t)length, &line);
        if (status != rows[i].status || line != rows[i].line) {
            fail_msg("\"%s\" → \"%s\": status %d, line %d", rows[i].from, rows[i].to, status, line);
        }
    }
}

static void test_other_root(void **state)
{
    (void)state;
    uint8_t root[KEY_PUBLIC_SIZE], secret[KEY_SECRET_SIZE];
    key_generate(root, secret);
    assert_int_equal(
        key_list_open(golden_text, strlen(golden_text), root, golden_uuid, &opened, NULL),
        KEY_LIST_BAD_SIGNATURE);
    make_golden();
    size_t length = key_list_seal(&list, 1779000000, secret, text, sizeof text);
    assert_int_equal(open_text(text, length, NULL), KEY_LIST_BAD_SIGNATURE);
    uint8_t claimed[KEY_PUBLIC_SIZE];
    assert_true(key_list_peek_root(text, length, claimed));
    assert_memory_equal(claimed, root, sizeof root);
    assert_false(key_list_peek_root("lanyard-keys 1", 14, claimed));
}

static void test_stations(void **state)
{
    (void)state;
    struct key_entry entry = {.station = "gate", .not_after = 1};
    uint16_t first, second;
    golden_list(&list);
    assert_null(key_list_find_station(&list, "gate"));
    assert_true(key_list_add(&list, &entry, &first));
    assert_false(key_list_add(&list, &entry, &second)); /* it has a key in force */
    list.entries[1].revoked_at = 5;
    assert_int_equal(key_list_find_station(&list, "gate")->id, first);
    assert_true(key_list_add(&list, &entry, &second));
    assert_int_equal(second, first + 1);
    assert_int_equal(key_list_find_station(&list, "gate")->id, second);
    assert_int_equal(key_list_find(&list, first)->revoked_at, 5);
    assert_null(key_list_find(&list, (uint16_t)(second + 1)));
}

static void test_key_text(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"lanyard-key 1", "lanyard-key 2"}, {"station station-1", "station Station"},
        {"public 03", "public 04"},         {"secret 00", "secret 01"},
        {"5531b8\n", "5531b8\nmore\n"},     {"125531b8\n", "125531\n"},
    };
    struct station_key key = golden_key(), back;
    char spoilt[KEY_TEXT_SIZE + 16];
    char whole[KEY_TEXT_SIZE];
    size_t length = key_format(&key, whole);
    assert_int_equal(length, strlen(whole));
    assert_true(key_parse(whole, &back));
    assert_memory_equal(&back, &key, sizeof key);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *at = strstr(whole, rows[i].from);
        assert_non_null(at);
        snprintf(spoilt, sizeof spoilt, "%.*s%s%s", (int)(at - whole), whole, rows[i].to,
                 at + strlen(rows[i].from));
        assert_false(key_parse(spoilt, &back));
    }
    assert_false(key_parse("", &back));
    assert_false(key_parse("# only a comment", &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_full_list),
        cmocka_unit_test(test_every_byte_counts),
        cmocka_unit_test(test_rejections),
        cmocka_unit_test(test_other_root),
        cmocka_unit_test(test_stations),
        cmocka_unit_test(test_key_text),
    };
    return cmocka_run_group_tests(tests, init, NULL);
}
