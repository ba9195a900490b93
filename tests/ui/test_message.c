/* Messages: the file's parser, filling in, and that every reason has its texts.
 * link: kiosk/ui/message.c kiosk/ui/message_file.c kiosk/asset.c kiosk/log.c ASSETS */
#include "access.h"
#include "kiosk/ui/message_file.h"
#include "message.h"
#include "tests/test.h"

static void parses_files(void **state)
{
    (void)state;
    static const struct {
        const char *file, *key, *text;
        size_t count;
        int bad_line;
    } rows[] = {
        {"a = one", "a", "one", 1, 0},
        {"a=one\n", "a", "one", 1, 0},
        {"  a.b-c_9 \t=  two words \r\n", "a.b-c_9", "two words", 1, 0},
        {"# a = note\n\n a = one\n", "a", "one", 1, 0},
        {"a = one\na = two\n", "a", "two", 1, 0},
        {"a = two\nb = x\na = one\nb = y", "b", "y", 2, 0},
        {"a = one = two", "a", "one = two", 1, 0},
        {"a = first\\nsecond\\\\n", "a", "first\nsecond\\n", 1, 0},
        {"a =", "a", "", 1, 0},
        {"a = Раҳимова", "a", "Раҳимова", 1, 0},
        {"a = one\nno equals sign\n", "a", "one", 1, 2},
        {"A = upper\na = one", "a", "one", 1, 1},
        {"= nothing\na = one", "a", "one", 1, 1},
        {"two words = x\n", "two words", NULL, 0, 1},
        {"", "a", NULL, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct message_file file;
        assert_true(message_file_init(&file, rows[i].file, strlen(rows[i].file)));
        assert_int_equal(file.count, rows[i].count);
        assert_int_equal(file.bad_line, rows[i].bad_line);
        const char *text = message_file_find(&file, rows[i].key);
        if (rows[i].text) {
            assert_non_null(text);
            assert_string_equal(text, rows[i].text);
        } else {
            assert_null(text);
        }
        message_file_finish(&file);
    }
}

static void a_nul_inside_ends_only_its_line(void **state)
{
    (void)state;
    struct message_file file;
    static const char bytes[] = "a = one\0two\nb = three";
    assert_true(message_file_init(&file, bytes, sizeof bytes - 1));
    assert_int_equal(file.count, 2);
    assert_string_equal(message_file_find(&file, "a"), "one");
    assert_string_equal(message_file_find(&file, "b"), "three");
    message_file_finish(&file);
}

static void fills_places_in(void **state)
{
    (void)state;
    static const struct message_value values[] = {{"name", "Дилноза"}, {"time", "09:30"}};
    static const struct {
        const char *key;
        size_t size;
        const char *out;
    } rows[] = {
        {"done.title", 64, "Welcome, Дилноза"},
        {"printing.percent", 64, "{percent} %"}, /* unknown places stay */
        {"action.back", 64, "Back"},
        {"done.title", 10, "Welcome, "},
        {"done.title", 11, "Welcome, "}, /* half a character does not fit */
        {"done.title", 12, "Welcome, Д"},
        {"done.title", 1, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[64] = "untouched";
        assert_ptr_equal(message_format("en", rows[i].key, values, 2, out, rows[i].size), out);
        assert_string_equal(out, rows[i].out);
    }
}

static void other_languages_fall_back_to_english(void **state)
{
    (void)state;
    assert_string_equal(message_text("en-GB", "action.back"), "Back");
    assert_string_equal(message_text("xx", "action.back"), "Back");
    assert_true(message_has("en", "action.back"));
    assert_false(message_has("xx", "action.back"));
    assert_string_equal(message_text("en", "no.such-key"), "no.such-key");
}

static void every_reason_has_title_and_advice(void **state)
{
    (void)state;
    static const char *const keys[] = {
#define KEYS(name, keyword) "reason." keyword, "advice." keyword,
        REASON_TABLE(KEYS)
#undef KEYS
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (!message_has("en", keys[i])) {
            fail_msg("assets/messages/en.txt has no %s", keys[i]);
        }
        assert_true(strlen(message_text("en", keys[i])) > 3);
    }
}

static void languages_are_listed(void **state)
{
    (void)state;
    const char *const *languages = message_languages();
    bool english = false;
    for (size_t i = 0; languages[i]; i++) {
        english |= strcmp(languages[i], "en") == 0;
        const char *direction = message_text(languages[i], "language.direction");
        assert_true(strcmp(direction, "ltr") == 0 || strcmp(direction, "rtl") == 0);
        assert_true(message_has(languages[i], "language.code"));
    }
    assert_true(english);
}

/* A text with a "{" must have its "}" and a name of lower-case letters. */
static void places_are_well_formed(void **state)
{
    (void)state;
    const char *keys[512];
    size_t count = message_keys(keys, 512);
    assert_true(count > 50 && count <= 512);
    for (size_t i = 0; i < count; i++) {
        for (const char *at = strchr(message_text("en", keys[i]), '{'); at;
             at = strchr(at + 1, '{')) {
            size_t length = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz");
            assert_true(length > 0 && at[1 + length] == '}');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_files),
        cmocka_unit_test(a_nul_inside_ends_only_its_line),
        cmocka_unit_test(fills_places_in),
        cmocka_unit_test(other_languages_fall_back_to_english),
        cmocka_unit_test(every_reason_has_title_and_advice),
        cmocka_unit_test(languages_are_listed),
        cmocka_unit_test(places_are_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
