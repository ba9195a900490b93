/*
 * What a scanned text is. Forms: docs/formats.md, "Foreign codes".
 *
 * link: kiosk/domain/bytes.c kiosk/domain/code.c kiosk/domain/indico.c kiosk/domain/sig1.c
 * link: kiosk/domain/uuid.c
 */
#include "code.h"
#include "kiosk/domain/sig1.h"
#include "tests/test.h"

/* Signed tickets, made with another implementation. */
#define SIG1_FULL                                                                                 \
    "=MQR4EK3wwWh7aIDdBCMiIrowBGQnfrhesp26aASvgEaBcguw3foRY18Ck9HnmzB/6DnaSb0FKmuThY8Nd2uLirBQP7" \
    "8ACjBQnarAiiAZDCDQsmM6JWN2FXelNTY3QjZw1GEKAEAjAQA"
#define SIG1_SMALL                                                                                \
    "=IQUzJQhSpMIvnMWs6bbZZf03GmKQd4ZMNifa4fDpno84SqnrhCVAb/Q3MeA+sCT9gAmuKz6u82zwwMMvakUsCODQsm" \
    "M6JWN2FXelNTY3QjZw1GEKAEAUAQA"
#define PRETIX "h4t7ks3bzq9wvepm2n6j8cyxrdfgaquh"
#define ALFIO_UUID "1c4e2a3b-5d6f-4789-8abc-def012345678"
#define MAC "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRW/+8="
#define BOARDING "M1RAHIMOVA/ZULFIYA    EABC123 DYUISTTK 0255 138Y012A0001 100"

struct row {
    const char *text;
    enum code_kind kind;
    const char *lookup, *server;
};

static const struct row rows[] = {
    {"", CODE_EMPTY, "", ""},
    {"LY1:", CODE_LY1, "", ""},
    {"LY1:ABC", CODE_LY1, "", ""},
    {"ly1:ABC", CODE_OTHER, "ly1:ABC", ""},
    {PRETIX, CODE_PRETIX, PRETIX, ""},
    {PRETIX "2", CODE_OTHER, PRETIX "2", ""},
    {"H4t7ks3bzq9wvepm2n6j8cyxrdfgaquh", CODE_OTHER, "H4t7ks3bzq9wvepm2n6j8cyxrdfgaquh", ""},
    {"14t7ks3bzq9wvepm2n6j8cyxrdfgaquh", CODE_OTHER, "14t7ks3bzq9wvepm2n6j8cyxrdfgaquh", ""},
    {SIG1_FULL, CODE_PRETIX_SIG1, SIG1_FULL, ""},
    {SIG1_SMALL, CODE_PRETIX_SIG1, SIG1_SMALL, ""},
    {"{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\"]}", CODE_INDICO,
     "9982be4e-32cf-4656-a781-62ad45609d12", "indico.cern.ch"},
    {"{\"x\":{}, \"i\": [2, \"http://localhost:8000\", \"mYK+TjLPRlangWKtRWCdEg==\"]}", CODE_INDICO,
     "9982be4e-32cf-4656-a781-62ad45609d12", "http://localhost:8000"},
    {"{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\",\"AAECAwQFBgcICQoLDA0ODw==\"]}",
     CODE_INDICO, "9982be4e-32cf-4656-a781-62ad45609d12/00010203-0405-0607-0809-0a0b0c0d0e0f",
     "indico.cern.ch"},
    {"{\"checkin_secret\":\"9982be4e-32cf-4656-a781-62ad45609d12\","
     "\"server_url\":\"https://indico.example\"}",
     CODE_INDICO_LEGACY, "9982be4e-32cf-4656-a781-62ad45609d12", "https://indico.example"},
    {ALFIO_UUID "/" MAC, CODE_ALFIO, ALFIO_UUID, ""},
    {"1C4E2A3B-5D6F-4789-8ABC-DEF012345678/" MAC, CODE_ALFIO, ALFIO_UUID, ""},
    {ALFIO_UUID, CODE_OTHER, ALFIO_UUID, ""},
    {"1C4E2A3B-5D6F-4789-8ABC-DEF012345678", CODE_OTHER, ALFIO_UUID, ""},
    {"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zulfiya\r\nEND:VCARD\r\n", CODE_CONTACT_CARD, "", ""},
    {"begin:vcard\nfn:x", CODE_CONTACT_CARD, "", ""},
    {"MECARD:N:Rahimova,Zulfiya;TEL:1;;", CODE_CONTACT_CARD, "", ""},
    {"WIFI:T:WPA;S:Guest;P:x;;", CODE_WIFI, "", ""},
    {"https://example.org/?q=1", CODE_URL, "", ""},
    {"HTTP://EXAMPLE.ORG", CODE_URL, "", ""},
    {"www.example.org", CODE_URL, "", ""},
    {BOARDING, CODE_BOARDING_PASS, "", ""},
    {"M1RAHIMOVA/ZULFIYA", CODE_OTHER, "M1RAHIMOVA/ZULFIYA", ""},
    {"4006381333931", CODE_OTHER, "4006381333931", ""},
    {"Зулфия", CODE_OTHER, "Зулфия", ""},
    {"two\nlines", CODE_OTHER, "", ""}, /* no roster holds such a code */
};

static void assert_row(const struct row *row, const char *text, size_t length)
{
    struct code code;
    code_classify(text, length, &code);
    if (code.kind != row->kind || strcmp(code.lookup, row->lookup) != 0 ||
        strcmp(code.server, row->server) != 0) {
        fail_msg("\"%s\": %s, \"%s\" on \"%s\"", row->text, code_kind_string(code.kind),
                 code.lookup, code.server);
    }
}

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_row(&rows[i], rows[i].text, strlen(rows[i].text));
    }
}

/* Marks that scanners put at the ends change nothing. */
static void test_marks(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
        size_t after_length;
    } marks[] = {
        {"", "\r", 1},           {"", "\r\n", 2},
        {"\n", "", 0},           {"\\000003", "", 0},
        {"\\000026", "\n", 1},   {"", "\\000026\r\n", 9},
        {"\r\n\\000003", "", 0}, {"\\000003\\000026", "", 0},
        {"\x1d", "\x1d", 1},     {" \t", " \t", 2},
        {"", "\0\0", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t n = 0; n < sizeof marks / sizeof marks[0]; n++) {
            char text[512];
            size_t before = strlen(marks[n].before);
            size_t length = strlen(rows[i].text);
            memcpy(text, marks[n].before, before);
            memcpy(text + before, rows[i].text, length);
            memcpy(text + before + length, marks[n].after, marks[n].after_length);
            assert_row(&rows[i], text, before + length + marks[n].after_length);
        }
    }
}

static void test_stripped_text(void **state)
{
    (void)state;
    struct code code;
    static const char text[] = "\\000003\r\nABC\\000026\0\n";
    code_classify(text, sizeof text - 1, &code);
    assert_int_equal(code.length, 3);
    assert_memory_equal(code.text, "ABC", 3);
    code_classify(NULL, 0, &code);
    assert_int_equal(code.kind, CODE_EMPTY);
    code_classify("\\00000", 6, &code); /* not a whole mark */
    assert_int_equal(code.length, 6);
}

/* Almost tickets: what is not of the form is no ticket. */
static void test_near_misses(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"i\":[3,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\"]}",
        "{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCd\"]}",
        "{\"i\":[2,\"indico.cern.ch\"]}",
        "{\"i\":[2,\"\",\"mYK+TjLPRlangWKtRWCdEg==\"]}",
        "{\"i\":[2,\"a\\u0000b\",\"mYK+TjLPRlangWKtRWCdEg==\"]}",
        "{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\",7]}",
        "{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\",\"AAECAwQFBgcICQoLDA0ODw==\",1]"
        "}",
        "{\"i\":\"x\"}",
        "{\"checkin_secret\":\"x\"}",
        "{\"checkin_secret\":5,\"server_url\":\"x\"}",
        "{}",
        "{",
        "[2]",
        ALFIO_UUID "/",
        ALFIO_UUID "/q83vEjRW",
        ALFIO_UUID "/" MAC "A",
        "x" ALFIO_UUID "/" MAC,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct code code;
        code_classify(texts[i], strlen(texts[i]), &code);
        assert_int_equal(code.kind, CODE_OTHER);
        assert_string_equal(code.lookup, texts[i]);
        assert_string_equal(code.server, "");
    }
}

static void test_long_texts(void **state)
{
    (void)state;
    static char text[5000];
    struct code code;
    memset(text, 'A', sizeof text);
    code_classify(text, CODE_LOOKUP_SIZE - 1, &code);
    assert_int_equal(strlen(code.lookup), CODE_LOOKUP_SIZE - 1);
    code_classify(text, CODE_LOOKUP_SIZE, &code);
    assert_int_equal(code.kind, CODE_OTHER);
    assert_string_equal(code.lookup, "");
    memset(text, '{', sizeof text); /* deep JSON */
    code_classify(text, sizeof text, &code);
    assert_int_equal(code.kind, CODE_OTHER);
}

static void test_sig1_fields(void **state)
{
    (void)state;
    struct sig1 ticket;
    assert_true(sig1_parse(SIG1_FULL, strlen(SIG1_FULL), &ticket));
    assert_string_equal(ticket.seed, "mpf47a3eyqv5bz2k");
    assert_int_equal(ticket.item, 12);
    assert_int_equal(ticket.variation, 0);
    assert_int_equal(ticket.subevent, 345);
    assert_int_equal(ticket.valid_from, 1779062400);
    assert_int_equal(ticket.valid_until, 1779235200);
    assert_int_equal(ticket.payload_size, 35);
    assert_true(sig1_parse(SIG1_SMALL, strlen(SIG1_SMALL), &ticket));
    assert_int_equal(ticket.item, 12);
    assert_int_equal(ticket.subevent, 0);
    for (size_t i = 0; i < strlen(SIG1_FULL); i++) {
        assert_false(sig1_parse(SIG1_FULL, i, &ticket));
    }
}

static void test_names(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_KIND_COUNT; i++) {
        for (int n = 0; n < i; n++) {
            assert_string_not_equal(code_kind_string((enum code_kind)i),
                                    code_kind_string((enum code_kind)n));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),         cmocka_unit_test(test_marks),
        cmocka_unit_test(test_stripped_text), cmocka_unit_test(test_near_misses),
        cmocka_unit_test(test_long_texts),    cmocka_unit_test(test_sig1_fields),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
