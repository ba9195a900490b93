/*
 * LY1: golden bytes, round trip, and every way in which a text is rejected.
 *
 * link: kiosk/domain/base45.c kiosk/domain/bytes.c kiosk/domain/credential.c
 * link: kiosk/domain/key_list.c
 */
#include "credential.h"
#include "kiosk/domain/base45.h"
#include "tests/domain/golden.h"

static const uint8_t golden_body[CREDENTIAL_BODY_SIZE] = {
    0x11,                                           /*  0 badge, version 1 */
    0x03,                                           /*  1 escort, photo check */
    0xab, 0x01,                                     /*  2 key id */
    0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, /*  4 holder */
    0x01, 0x00, 0x00, 0x07,                         /* 12 serial */
    0x02,                                           /* 16 issue */
    0x05,                                           /* 17 category */
    0x80, 0x03,                                     /* 18 zones 0, 1 and 15 */
    0x81,                                           /* 20 venues 0 and 7 */
    0x03,                                           /* 21 days 0 and 1 */
    0x6a, 0x0a, 0x56, 0x80,                         /* 22 2026-05-18T00:00:00Z */
    0x0b, 0x40,                                     /* 26 2880 minutes */
    0x9c, 0xf5, 0x59, 0x20, 0x78, 0x12, 0x4f, 0x97, /* 28 digest */
};

static const uint8_t golden_signature[] = {
    0x27, 0x43, 0xa8, 0x2a, 0x33, 0x58, 0x2b, 0x2e, 0x55, 0x1b, 0x91, 0xaf, 0xcf, 0xf1, 0x8d, 0x1a,
    0x86, 0x61, 0xdb, 0xe2, 0x3c, 0x57, 0x2e, 0xfe, 0x39, 0xdd, 0x2e, 0x09, 0x9b, 0x42, 0x64, 0x6b,
    0xac, 0x6d, 0x72, 0xc1, 0x18, 0x54, 0xfe, 0x97, 0x6e, 0xf1, 0x3e, 0xae, 0xac, 0x43, 0x93, 0xb1,
    0x5b, 0x10, 0x26, 0x11, 0x49, 0x69, 0x11, 0x40, 0x1b, 0x42, 0xa7, 0xa8, 0x29, 0x9e, 0x0a, 0x08,
};

static const char golden_text[] =
    "LY1:Z62$RLL60$Y88IHO1QV50700MB0B8G.DGBID4.A0J1-$J1CB38FZ2AG/4UBL4M6TK57YAZII/CQW$HL:G+ZRCS7F."
    "58E7+ 5BSJCVC-ZL$MEI33F8W61EQ-7:YL9UI2NBP 4SC96823K3Z8LYB53C1";

static struct credential golden_credential(void)
{
    return (struct credential){
        .type = CREDENTIAL_BADGE,
        .flags = CREDENTIAL_ESCORT | CREDENTIAL_PHOTO_CHECK,
        .holder = 0x0123456789abcdef,
        .serial = 0x01000007,
        .issue = 2,
        .category = 5,
        .zones = 0x8003,
        .venues = 0x81,
        .days = 0x03,
        .not_before = 1779062400,
        .lifetime_min = 2880,
        .digest = 0x9cf5592078124f97,
    };
}

static int init(void **state)
{
    (void)state;
    return credential_library_init() ? 0 : -1;
}

static void test_golden(void **state)
{
    (void)state;
    struct credential credential = golden_credential();
    struct station_key key = golden_key();
    char text[CREDENTIAL_TEXT_SIZE];
    uint8_t raw[CREDENTIAL_SIZE];
    size_t size;
    assert_int_equal(key_event_tag(golden_uuid), GOLDEN_TAG);
    credential_sign(&credential, golden_uuid, &key, text);
    assert_int_equal(credential.key_id, key.id);
    assert_int_equal(base45_decode(text + 4, strlen(text) - 4, raw, sizeof raw, &size), BASE45_OK);
    assert_memory_equal(raw, golden_body, sizeof golden_body);
    assert_memory_equal(raw + sizeof golden_body, golden_signature, sizeof golden_signature);
    assert_string_equal(text, golden_text);
    assert_int_equal(strlen(text), CREDENTIAL_TEXT_LENGTH);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct credential credential = golden_credential();
    struct credential back;
    struct key_list keys;
    golden_list(&keys);
    credential.key_id = GOLDEN_TAG << 8 | 1;
    assert_int_equal(credential_verify(golden_text, strlen(golden_text), &keys, &back),
                     CREDENTIAL_OK);
    assert_int_equal(back.type, credential.type);
    assert_int_equal(back.flags, credential.flags);
    assert_int_equal(back.key_id, credential.key_id);
    assert_true(back.holder == credential.holder);
    assert_int_equal(back.serial, credential.serial);
    assert_int_equal(back.issue, credential.issue);
    assert_int_equal(back.category, credential.category);
    assert_int_equal(back.zones, credential.zones);
    assert_int_equal(back.venues, credential.venues);
    assert_int_equal(back.days, credential.days);
    assert_int_equal(back.not_before, credential.not_before);
    assert_int_equal(back.lifetime_min, credential.lifetime_min);
    assert_true(back.digest == credential.digest);
}

/* ---- rejections: each row spoils one thing ---- */

static void spoil_prefix(char *text)
{
    text[2] = '2';
}
static void spoil_charset(char *text)
{
    text[50] = 'a';
}
static void spoil_triplet(char *text)
{
    memcpy(text + 64, ":::", 3);
}

static void test_rejected_texts(void **state)
{
    (void)state;
    static const struct {
        void (*spoil)(char *text);
        size_t length;
        enum credential_status status;
    } rows[] = {
        {NULL, 0, CREDENTIAL_FOREIGN},
        {NULL, 3, CREDENTIAL_FOREIGN},
        {spoil_prefix, 154, CREDENTIAL_FOREIGN},
        {NULL, 4, CREDENTIAL_BAD_LENGTH},
        {NULL, 153, CREDENTIAL_BAD_LENGTH},
        {spoil_charset, 152, CREDENTIAL_BAD_LENGTH}, /* length before characters */
        {NULL, 155, CREDENTIAL_BAD_LENGTH},          /* with its NUL */
        {spoil_charset, 154, CREDENTIAL_BAD_CHARSET},
        {spoil_triplet, 154, CREDENTIAL_BAD_TRIPLET},
    };
    struct key_list keys;
    golden_list(&keys);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[sizeof golden_text];
        struct credential out = {.serial = 42};
        memcpy(text, golden_text, sizeof text);
        if (rows[i].spoil) {
            rows[i].spoil(text);
        }
        assert_int_equal(credential_verify(text, rows[i].length, &keys, &out), rows[i].status);
        assert_int_equal(out.serial, 42);
    }
}

static void test_rejected_bodies(void **state)
{
    (void)state;
    static const struct {
        size_t offset;
        uint8_t value;
        enum credential_status status;
    } rows[] = {
        {0, 0x10, CREDENTIAL_BAD_VERSION},  {0, 0x12, CREDENTIAL_BAD_VERSION},
        {0, 0x1f, CREDENTIAL_BAD_VERSION},  {0, 0x01, CREDENTIAL_BAD_TYPE},
        {0, 0x41, CREDENTIAL_BAD_TYPE},     {0, 0xf1, CREDENTIAL_BAD_TYPE},
        {1, 0x10, CREDENTIAL_BAD_RESERVED}, {1, 0x80, CREDENTIAL_BAD_RESERVED},
        {16, 0, CREDENTIAL_BAD_RESERVED},
    };
    uint8_t body[CREDENTIAL_BODY_SIZE];
    struct credential out;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memcpy(body, golden_body, sizeof body);
        body[rows[i].offset] = rows[i].value;
        assert_int_equal(credential_unpack(body, &out), rows[i].status);
    }
    memcpy(body, golden_body, sizeof body);
    memset(body + 4, 0, 8); /* no holder */
    assert_int_equal(credential_unpack(body, &out), CREDENTIAL_BAD_RESERVED);
}

/* ---- rejections that the key list decides ---- */

static void other_event(struct key_list *keys)
{
    keys->event_uuid[0] ^= 0x40; /* another tag; its key stands under the same id */
}
static void other_key(struct key_list *keys)
{
    keys->entries[0].id++;
}
static void no_keys(struct key_list *keys)
{
    keys->count = 0;
}
static void revoke(struct key_list *keys)
{
    keys->entries[0].revoked_at = 1779000001;
}
static void forbid_badges(struct key_list *keys)
{
    keys->entries[0].usage = KEY_SIGNS_INVITATIONS | KEY_SIGNS_STAFF | KEY_SIGNS_EVENTS;
}
static void begin_later(struct key_list *keys)
{
    keys->entries[0].not_before = 1779062401;
}
static void end_earlier(struct key_list *keys)
{
    keys->entries[0].not_after = 1779062399;
}
static void replace_key(struct key_list *keys)
{
    uint8_t secret[KEY_SECRET_SIZE];
    key_generate(keys->entries[0].public_key, secret);
}

static void test_rejected_by_keys(void **state)
{
    (void)state;
    static const struct {
        void (*change)(struct key_list *keys);
        enum credential_status status;
    } rows[] = {
        {other_event, CREDENTIAL_WRONG_EVENT}, {other_key, CREDENTIAL_UNKNOWN_KEY},
        {no_keys, CREDENTIAL_UNKNOWN_KEY},     {revoke, CREDENTIAL_KEY_REVOKED},
        {forbid_badges, CREDENTIAL_KEY_USAGE}, {begin_later, CREDENTIAL_KEY_USAGE},
        {end_earlier, CREDENTIAL_KEY_USAGE},   {replace_key, CREDENTIAL_BAD_SIGNATURE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct key_list keys;
        struct credential out = {0};
        golden_list(&keys);
        rows[i].change(&keys);
        assert_int_equal(credential_verify(golden_text, strlen(golden_text), &keys, &out),
                         rows[i].status);
        assert_int_equal(out.serial, 0x01000007); /* what it says of itself can be shown */
    }
}

/* Whichever bit of the 100 bytes is turned, the credential is refused. */
static void test_every_bit_counts(void **state)
{
    (void)state;
    uint8_t raw[CREDENTIAL_SIZE];
    struct key_list keys;
    golden_list(&keys);
    memcpy(raw, golden_body, sizeof golden_body);
    memcpy(raw + sizeof golden_body, golden_signature, sizeof golden_signature);
    for (size_t bit = 0; bit < 8 * sizeof raw; bit++) {
        char text[CREDENTIAL_TEXT_SIZE] = "LY1:";
        struct credential out;
        raw[bit / 8] ^= (uint8_t)(1 << bit % 8);
        base45_encode(raw, sizeof raw, text + 4);
        assert_int_not_equal(credential_verify(text, CREDENTIAL_TEXT_LENGTH, &keys, &out),
                             CREDENTIAL_OK);
        raw[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

/* A credential of an event whose tag happens to be the same is still not taken. */
static void test_event_is_signed(void **state)
{
    (void)state;
    struct key_list keys;
    struct credential out;
    golden_list(&keys);
    unsigned n = 0;
    do {
        keys.event_uuid[15] = (uint8_t)++n;
        keys.event_uuid[14] = (uint8_t)(n >> 8);
    } while (key_event_tag(keys.event_uuid) != GOLDEN_TAG);
    assert_int_equal(credential_verify(golden_text, strlen(golden_text), &keys, &out),
                     CREDENTIAL_BAD_SIGNATURE);
}

static void test_digest(void **state)
{
    (void)state;
    static const uint8_t photo[] = {1, 2, 3};
    const char *name = "Зулфия Раҳимова";
    assert_true(credential_digest(golden_uuid, name, "Tajikistan", photo, sizeof photo) ==
                0x9cf5592078124f97);
    assert_true(credential_digest(golden_uuid, "ab", "c", NULL, 0) !=
                credential_digest(golden_uuid, "a", "bc", NULL, 0));
}

static void test_time(void **state)
{
    (void)state;
    const struct credential credential = {.not_before = 1000, .lifetime_min = 2};
    const struct credential last = {.not_before = UINT32_MAX, .lifetime_min = UINT16_MAX};
    assert_int_equal(credential_time_at(&credential, -5), CREDENTIAL_NOT_YET);
    assert_int_equal(credential_time_at(&credential, 999), CREDENTIAL_NOT_YET);
    assert_int_equal(credential_time_at(&credential, 1000), CREDENTIAL_IN_TIME);
    assert_int_equal(credential_time_at(&credential, 1119), CREDENTIAL_IN_TIME);
    assert_int_equal(credential_time_at(&credential, 1120), CREDENTIAL_EXPIRED);
    assert_int_equal(credential_time_at(&last, (int64_t)UINT32_MAX + 1), CREDENTIAL_IN_TIME);
}

static void test_sentences(void **state)
{
    (void)state;
    for (int i = 0; i < CREDENTIAL_STATUS_COUNT; i++) {
        assert_true(strlen(credential_status_string((enum credential_status)i)) > 10);
    }
    assert_string_equal(credential_type_string(CREDENTIAL_BADGE), "badge");
    assert_string_equal(credential_type_string(CREDENTIAL_INVITATION), "invitation");
    assert_string_equal(credential_type_string(CREDENTIAL_STAFF), "staff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_rejected_texts),
        cmocka_unit_test(test_rejected_bodies),
        cmocka_unit_test(test_rejected_by_keys),
        cmocka_unit_test(test_every_bit_counts),
        cmocka_unit_test(test_event_is_signed),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_sentences),
    };
    return cmocka_run_group_tests(tests, init, NULL);
}
