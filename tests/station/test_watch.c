/*
 * The watch list: two fields must agree, empty agrees with nothing, names in any script and order.
 *
 * link: kiosk/station/watch.c kiosk/text/ kiosk/domain/ kiosk/log.c
 */
#include "kiosk/station/watch.h"
#include "tests/test.h"

static enum watch_match match(const struct watch_entry *entry, const struct attendee *attendee)
{
    struct watch_name name;
    struct watch_person person;
    char why[256] = "";
    watch_name_fill(entry->name, &name);
    watch_person_fill(attendee, &person);
    enum watch_match found = watch_compare(entry, &name, &person, why, sizeof why);
    assert_int_equal(found != WATCH_NONE, why[0] != '\0'); /* it explains itself */
    return found;
}

static void test_matches(void **state)
{
    (void)state;
    static const struct {
        struct watch_entry entry;
        struct attendee attendee;
        enum watch_match wanted;
    } rows[] = {
#define ENTRY(n, d, o, e) {.id = "1", .name = n, .delegation = d, .organisation = o, .email = e}
#define PERSON(g, f, n, d, o, e)                                                                 \
    {                                                                                            \
        .given_name = g, .family_name = f, .native_name = n, .delegation = d, .organisation = o, \
        .email = e                                                                               \
    }
        {ENTRY("Dilnoza Rahimova", "TJK", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_EXACT},
        {ENTRY("RAHIMOVA, Dilnoza", "tjk", "", ""),
         PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""), WATCH_EXACT},
        {ENTRY("Дилноза Раҳимова", "TJK", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_EXACT},
        {ENTRY("Dilnoza Rahimova", "TJK", "", ""),
         PERSON("D.", "R.", "Дилноза Раҳимова", "TJK", "", ""), WATCH_EXACT},
        {ENTRY("Dilnoza Rakhimova", "TJK", "", ""),
         PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""), WATCH_NEAR},
        {ENTRY("Dilnoza Rahimowa", "TJK", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_NEAR},
        {ENTRY("Hans Müller", "", "Acme GmbH", ""),
         PERSON("Hans", "Mueller", "", "DEU", "ACME GmbH", ""), WATCH_NEAR},
        {ENTRY("Dilnoza Rahimova", "TJK", "", ""),
         PERSON("Dilnoza Anora", "Rahimova", "", "TJK", "", ""), WATCH_EXACT},
        {ENTRY("X Y", "", "", "a@b.org"), PERSON("Q", "R", "", "", "Acme", "A@B.ORG"), WATCH_NONE},
        {ENTRY("", "", "Acme", "a@b.org"), PERSON("Q", "R", "", "", "acme", "A@B.ORG"),
         WATCH_EXACT},
        /* one field is not enough, and empty agrees with nothing */
        {ENTRY("Dilnoza Rahimova", "", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_NONE},
        {ENTRY("Dilnoza Rahimova", "", "", ""), PERSON("Dilnoza", "Rahimova", "", "", "", ""),
         WATCH_NONE},
        {ENTRY("Dilnoza Rahimova", "UZB", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_NONE},
        {ENTRY("", "", "", ""), PERSON("", "", "", "", "", ""), WATCH_NONE},
        {ENTRY("", "TJK", "Acme", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "Acme", ""),
         WATCH_NONE},
        /* a family name alone, a shorter name, a swapped word, short words that are only near */
        {ENTRY("Rahimova", "TJK", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_NONE},
        {ENTRY("Dilnoza Rahimova", "TJK", "", ""), PERSON("", "Rahimova", "", "TJK", "", ""),
         WATCH_NONE},
        {ENTRY("Rahimova Rahimova", "TJK", "", ""),
         PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""), WATCH_NONE},
        {ENTRY("Li Ming", "CHN", "", ""), PERSON("Ma", "Ming", "", "CHN", "", ""), WATCH_NONE},
        {ENTRY("Firuz Rahimov", "TJK", "", ""), PERSON("Dilnoza", "Rahimova", "", "TJK", "", ""),
         WATCH_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum watch_match found = match(&rows[i].entry, &rows[i].attendee);
        if (found != rows[i].wanted) {
            fail_msg("row %zu: %s", i, watch_match_string(found));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matches)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
