/* Messages: the file's parser, filling in, that every reason has its texts, and that every language
 * is whole.
 * link: kiosk/ui/message.c kiosk/ui/message_file.c kiosk/ui/wording.c
 * link: kiosk/asset.c kiosk/log.c ASSETS */
#include "access.h"
#include "asset.h"
#include "kiosk/ui/message_file.h"
#include "kiosk/ui/wording.h"
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
#define KEYS(name, keyword) "reason." keyword, "advice." keyword, "guard.reason." keyword,
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

/* ---- every language is whole ---- */

static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", "tg", "fa"};
static const char *const plural_forms[] = {"zero", "one", "two", "few", "many", "other"};
#define LANGUAGES (sizeof languages / sizeof languages[0])

static void open_language(const char *language, struct message_file *out)
{
    char name[64];
    size_t size;
    snprintf(name, sizeof name, "messages/%s.txt", language);
    const char *bytes = asset_find(name, &size);
    assert_non_null(bytes);
    assert_true(message_file_init(out, bytes, size));
    assert_int_equal(out->bad_line, 0);
}

/* "data-age.minutes.one" → the length of "data-age.minutes"; 0: not a plural form. */
static size_t plural_stem(const char *key)
{
    const char *dot = strrchr(key, '.');
    for (size_t i = 0; dot && i < sizeof plural_forms / sizeof plural_forms[0]; i++) {
        bool counts = strncmp(key, "data-age.", 9) == 0 || strncmp(key, "desk.wait.", 10) == 0;
        if (counts && strcmp(dot + 1, plural_forms[i]) == 0) {
            return (size_t)(dot - key);
        }
    }
    return 0;
}

/* Every {place} of one text stands in the other. */
static bool has_places(const char *of, const char *in)
{
    for (const char *at = strchr(of, '{'); at; at = strchr(at + 1, '{')) {
        char place[32];
        snprintf(place, sizeof place, "%.*s", (int)strcspn(at, "}") + 1, at);
        if (!strstr(in, place)) {
            return false;
        }
    }
    return true;
}

static int turns_in(const char *text)
{
    int count = 1;
    for (; *text; text++) {
        count += *text == '|';
    }
    return count;
}

static void every_message_is_in_every_language(void **state)
{
    (void)state;
    struct message_file english, other;
    open_language("en", &english);
    for (size_t l = 1; l < LANGUAGES; l++) {
        open_language(languages[l], &other);
        for (size_t i = 0; i < english.count; i++) {
            const char *key = english.rows[i].key, *wanted = english.rows[i].text;
            const char *text = message_file_find(&other, key);
            if (plural_stem(key)) {
                continue;
            }
            if (!text || !text[0]) {
                fail_msg("%s has no %s", languages[l], key);
            }
            if (!has_places(wanted, text) || !has_places(text, wanted)) {
                fail_msg("%s: %s: other places than in English", languages[l], key);
            }
            bool greets = strcmp(key, "attract.greetings") == 0;
            if (!greets && turns_in(text) != turns_in(wanted)) {
                fail_msg("%s: %s: another number of texts", languages[l], key);
            }
        }
        for (size_t i = 0; i < other.count; i++) {
            const char *key = other.rows[i].key;
            if (!message_file_find(&english, key) && !plural_stem(key) &&
                strcmp(key, "date.months") != 0) {
                fail_msg("%s: %s is not in English", languages[l], key);
            }
        }
        message_file_finish(&other);
    }
    message_file_finish(&english);
}

/* Each language has exactly the plural forms that ICU asks it for up to a thousand. */
static void every_plural_form_is_there(void **state)
{
    (void)state;
    static const char *const stems[] = {"data-age.minutes", "data-age.hours", "desk.wait"};
    struct wording *wording = wording_create("UTC");
    for (size_t l = 0; l < LANGUAGES; l++) {
        for (size_t s = 0; s < sizeof stems / sizeof stems[0]; s++) {
            for (int number = 0; number <= 1000; number++) {
                char key[64], text[128], digits[32];
                snprintf(key, sizeof key, "%s.%s", stems[s],
                         wording_plural(wording, languages[l], number));
                if (!message_has(languages[l], key)) {
                    fail_msg("%s has no %s (%d)", languages[l], key, number);
                }
                wording_count(wording, languages[l], stems[s], number, NULL, 0, text, sizeof text);
                assert_null(strchr(text, '{'));
                wording_number(wording, languages[l], number, digits, sizeof digits);
                if (number > 2 && !strstr(text, digits)) {
                    fail_msg("%s: \"%s\" does not say %s", languages[l], text, digits);
                }
            }
        }
    }
    wording_destroy(wording);
}

/* What is left in English would be a slip: only codes, signs and names may be the same. */
static void texts_are_translated(void **state)
{
    (void)state;
    static const char *const may_be_same[] = {
        "language.",          "printing.percent",    "header.",
        "advice.ok",          "name.plenary",        "name.observer",
        "attract.greet",      "desk.page.inc",       "desk.event.inc",
        "desk.person.badges", "desk.role.supervisor"};
    struct message_file english, other;
    open_language("en", &english);
    for (size_t l = 1; l < LANGUAGES; l++) {
        open_language(languages[l], &other);
        for (size_t i = 0; i < english.count; i++) {
            const char *key = english.rows[i].key;
            const char *text = message_file_find(&other, key);
            bool may = plural_stem(key) > 0;
            for (size_t m = 0; m < sizeof may_be_same / sizeof may_be_same[0]; m++) {
                may |= strncmp(key, may_be_same[m], strlen(may_be_same[m])) == 0;
            }
            if (!may && text && strcmp(text, english.rows[i].text) == 0) {
                fail_msg("%s: %s is still English", languages[l], key);
            }
        }
        message_file_finish(&other);
    }
    message_file_finish(&english);
}

/* A text with a "{" must have its "}" and a name of lower-case letters. */
static void places_are_well_formed(void **state)
{
    (void)state;
    const char *keys[1024];
    size_t count = message_keys(keys, 1024);
    assert_true(count > 50 && count <= 1024);
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
        cmocka_unit_test(every_message_is_in_every_language),
        cmocka_unit_test(every_plural_form_is_there),
        cmocka_unit_test(texts_are_translated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
