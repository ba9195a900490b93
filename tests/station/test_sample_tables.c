/* The tables of the sample conference: what is said about a malformed line, and how names are made.
 * link: kiosk/station/sample_table.c kiosk/station/sample_names.c kiosk/station/sample_people.c
 * link: kiosk/station/sample_load.c kiosk/station/sample_setup.c kiosk/log.c kiosk/asset.c ASSETS
 */
#include "kiosk/station/sample.h"
#include "log.h"
#include "tests/test.h"

static char logged[512];

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)userdata;
    snprintf(logged, sizeof logged, "%s", line);
}

#define GOOD "male\tAdam\nfemale\tAnna\n"

static const struct {
    const char *text, *says; /* NULL: it is good */
} files[] = {
    {"script\tlatin\n" GOOD "family\tNowak\n", NULL},
    {"# a comment\n" GOOD "family\tKowalski\tKowalska", NULL},
    {"script\town\norder\tfamilygiven\nmale\t浩\tHao\nfemale\t芳\tFang\nfamily\t王\tWang\n", NULL},
    {GOOD "families\t2\nfamily\tPaz\n", NULL},
    {"script\tlatin\nmale\n", "x.tsv:2: a row without a value"},
    {GOOD "\nfamily\tNowak\n", "x.tsv:3: an empty field"},
    {GOOD "family\t\tNowak\n", "x.tsv:3: an empty field"},
    {GOOD "family\ta\tb\tc\n", "x.tsv:3: not the fields that a name has"},
    {GOOD "family\ta\tb\tc\td\te\n", "x.tsv:3: too many fields"},
    {"script\town\nmale\tAdam\n", "x.tsv:2: not the fields that a name has"},
    {"male\tAdam\tAda\n", "x.tsv:1: not the fields that a name has"},
    {"mael\tAdam\n", "x.tsv:1: neither a name nor a known setting"},
    {"order\tgiven\n", "x.tsv:1: neither a name nor a known setting"},
    {"families\t0\n", "x.tsv:1: families is 1 or 2"},
    {"families\t3\n", "x.tsv:1: a number too large"},
    {"families\ttwo\n", "x.tsv:1: not a number"},
    {"male\tAd\xff"
     "am\n",
     "x.tsv:1: not UTF-8"},
    {"male\tAd\xc0\xa1\n", "x.tsv:1: not UTF-8"},
    {"male\tAd\xed\xa0\x80\n", "x.tsv:1: not UTF-8"},
    {"male\tAd\xe2\x82", "x.tsv:1: not UTF-8"},
    {"male\tAdam\r\n", "x.tsv:1: a control character"},
    {"male\tAdam\nfamily\tNowak\n", "x.tsv:2: the file ends without one female name"},
    {"", "x.tsv:0: the file ends without one male name"},
};

static void malformed_lines_are_named(void **state)
{
    (void)state;
    log_set_sink(keep_line, NULL);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct sample_pool pool = {.families = 7};
        logged[0] = '\0';
        bool read = sample_pool_parse("x.tsv", "xx", files[i].text, strlen(files[i].text), &pool);
        assert_int_equal(read, files[i].says == NULL);
        if (read) {
            assert_string_equal(logged, "");
            sample_pool_finish(&pool);
            continue;
        }
        if (strncmp(logged, files[i].says, strlen(files[i].says)) != 0) {
            fail_msg("row %zu: \"%s\", not \"%s\"", i, logged, files[i].says);
        }
        assert_int_equal(pool.families, 7);
    }
    log_set_sink(NULL, NULL);
}

static void a_name_is_never_cut(void **state)
{
    (void)state;
    char text[1024];
    snprintf(text, sizeof text, "%sfamilies\t2\nfamily\t%0200d\n", GOOD, 7);
    struct sample_pool pool;
    struct attendee person = {0};
    assert_true(sample_pool_parse("x.tsv", "xx", text, strlen(text), &pool));
    log_set_sink(keep_line, NULL);
    assert_false(sample_pool_name(&pool, false, &person));
    log_set_sink(NULL, NULL);
    assert_non_null(strstr(logged, "does not fit"));
    sample_pool_finish(&pool);
}

static void names_agree_and_are_ordered(void **state)
{
    (void)state;
    static const char polish[] = GOOD "family\tKowalski\tKowalska\n";
    static const char chinese[] = "script\town\norder\tfamilygiven\nmale\t浩然\tHaoran\n"
                                  "female\t芳\tFang\nfamily\t欧阳\tOuyang\n";
    static const struct {
        const char *text;
        bool woman;
        const char *family, *native;
    } rows[] = {
        {polish, false, "Kowalski", ""},
        {polish, true, "Kowalska", ""},
        {chinese, false, "Ouyang", "欧阳浩然"},
        {chinese, true, "Ouyang", "欧阳芳"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sample_pool pool;
        struct attendee person = {0};
        assert_true(sample_pool_parse("x.tsv", "xx", rows[i].text, strlen(rows[i].text), &pool));
        assert_true(sample_pool_name(&pool, rows[i].woman, &person));
        assert_string_equal(person.family_name, rows[i].family);
        assert_string_equal(person.native_name, rows[i].native);
        sample_pool_finish(&pool);
    }
}

static void scatter_visits_each_once(void **state)
{
    (void)state;
    static bool seen[700];
    for (size_t count = 1; count < 700; count++) {
        memset(seen, 0, sizeof seen);
        for (size_t step = 0; step < count; step++) {
            size_t at = sample_scatter(step, count);
            assert_true(at < count && !seen[at]);
            seen[at] = true;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_lines_are_named),
        cmocka_unit_test(a_name_is_never_cut),
        cmocka_unit_test(names_agree_and_are_ordered),
        cmocka_unit_test(scatter_visits_each_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
