/* link: kiosk/domain/base45.c */
#include "kiosk/domain/base45.h"
#include "tests/test.h"

/* RFC 9285, sections 4.3 and 4.4, and the ends of the ranges. */
static const struct {
    const char *bytes;
    size_t size;
    const char *text;
} vectors[] = {
    {"AB", 2, "BB8"},
    {"Hello!!", 7, "%69 VD92EX0"},
    {"base-45", 7, "UJCLQE7W581"},
    {"ietf!", 5, "QED8WEX0"},
    {"", 0, ""},
    {"\0", 1, "00"},
    {"\0\0", 2, "000"},
    {"\xff", 1, "U5"},
    {"\xff\xff", 2, "FGW"},
};

static void test_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        char text[32] = "";
        uint8_t bytes[32];
        size_t size;
        size_t length = base45_encode((const uint8_t *)vectors[i].bytes, vectors[i].size, text);
        assert_int_equal(length, strlen(vectors[i].text));
        assert_int_equal(length, BASE45_LENGTH(vectors[i].size));
        assert_string_equal(text, vectors[i].text);
        assert_int_equal(base45_decode(text, length, bytes, sizeof bytes, &size), BASE45_OK);
        assert_int_equal(size, vectors[i].size);
        assert_memory_equal(bytes, vectors[i].bytes, size);
    }
}

static void test_rejections(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        enum base45_status status;
    } rows[] = {
        {"0", 1, BASE45_BAD_LENGTH},
        {"0000", 4, BASE45_BAD_LENGTH},
        {"000000000", 9, BASE45_BAD_LENGTH}, /* 6 bytes, one more than asked for */
        {"bb8", 3, BASE45_BAD_CHARSET},
        {"BB_", 3, BASE45_BAD_CHARSET},
        {"B\0"
         "8",
         3, BASE45_BAD_CHARSET},
        {"B\xc3\x84", 3, BASE45_BAD_CHARSET},
        {"GGW", 3, BASE45_BAD_TRIPLET}, /* 65536, RFC 9285 section 6 */
        {":::", 3, BASE45_BAD_TRIPLET},
        {"V5", 2, BASE45_BAD_TRIPLET}, /* 256 */
        {"BB8::", 5, BASE45_BAD_TRIPLET},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[5];
        size_t size = 99;
        assert_int_equal(base45_decode(rows[i].text, rows[i].length, bytes, sizeof bytes, &size),
                         rows[i].status);
        assert_int_equal(size, 99);
    }
}

/* Each of the 65536 pairs has its own text and comes back. */
static void test_every_pair(void **state)
{
    (void)state;
    for (unsigned value = 0; value <= 0xffff; value++) {
        uint8_t pair[2] = {(uint8_t)(value >> 8), (uint8_t)value};
        uint8_t back[2];
        char text[3];
        size_t size;
        assert_int_equal(base45_encode(pair, 2, text), 3);
        assert_int_equal(base45_decode(text, 3, back, 2, &size), BASE45_OK);
        assert_memory_equal(pair, back, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_rejections),
        cmocka_unit_test(test_every_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
