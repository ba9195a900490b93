/*
 * What is known of a text before it is shaped, and which colours are legible.
 * link: printer/script.c printer/colour.c
 */
#include "tests/test.h"

#include "printer/colour.h"
#include "printer/script.h"

static void text_is_cleaned_for_one_paragraph(void **state)
{
    (void)state;
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"", ""},
        {"  Dilnoza \t\r\n Rahimova  ", "Dilnoza Rahimova"},
        {"a\001\002b", "a b"},
        {"a\u2028b\u2029c", "a b c"},
        {"4\u00A0294", "4\u00A0294"}, /* a no-break space stays one */
        {"x\xffy", "x\uFFFDy"},
        {"\xe2\x82", "\uFFFD\uFFFD"},                     /* cut off */
        {"\xc0\xaf", "\uFFFD\uFFFD"},                     /* overlong */
        {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},           /* a surrogate */
        {"شیرین حسین\u200cزاده", "شیرین حسین\u200cزاده"}, /* joiners are letters' business */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char clean[SCRIPT_TEXT_SIZE];
        script_clean(cases[i].text, clean);
        assert_string_equal(clean, cases[i].clean);
    }
}

static void a_long_text_is_cut_at_a_character(void **state)
{
    (void)state;
    char text[4096], clean[SCRIPT_TEXT_SIZE];
    memset(text, 0xff, sizeof text); /* each byte becomes three */
    text[sizeof text - 1] = '\0';
    script_clean(text, clean);
    size_t length = strlen(clean);
    assert_true(length < SCRIPT_TEXT_SIZE && length % 3 == 0 && length > SCRIPT_TEXT_SIZE - 16);
}

static void han_takes_the_form_of_its_country(void **state)
{
    (void)state;
    static const struct {
        const char *text, *country;
        enum script_form form;
    } cases[] = {
        {"Rahimova", "CN", FORM_PLAIN},     {"欧阳美玲", "CN", FORM_SIMPLIFIED},
        {"欧阳美玲", "", FORM_SIMPLIFIED},  {"歐陽美玲", "TW", FORM_TRADITIONAL},
        {"歐陽美玲", "HK", FORM_HONG_KONG}, {"歐陽美玲", "MO", FORM_HONG_KONG},
        {"大久保", "JP", FORM_JAPANESE},    {"大久保 さくら", "", FORM_JAPANESE},
        {"サクラ", "FR", FORM_JAPANESE},    {"남서연", "", FORM_KOREAN},
        {"خدیجہ بیگم", "", FORM_URDU},      {"شیرین حسین‌زاده", "IR", FORM_PLAIN},
        {"محمد يوسف", "PK", FORM_PLAIN},    {"زرغونه وردګ", "AF", FORM_PLAIN},
        {"南瑞妍", "KR", FORM_KOREAN},      {"南 서연", "CN", FORM_KOREAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(script_form_of(cases[i].text, cases[i].country), cases[i].form);
    }
}

/* Where lines may end, "|" for a place where one must not though Unicode has it so. */
static void lines_end_at_good_places(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "Fernández de| Córdoba y| Villavicencio",
        "Minister of| Energy and| Water Resources",
        "Organization for| Security and| Co-|operation in| Europe",
        "Dr.| Al-|Khatib",
        "Anne-Fleur",
        "Заместитель Министра по| делам",
        "a| b| c| d| e| f| g| h| i| j| k l| m",
        "Rahimova",
        "de",
        "",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct script_tie ties[SCRIPT_TIES_MAX];
        char text[128], marked[160];
        size_t length = 0, used = 0;
        for (const char *at = cases[i]; *at; at++) {
            if (*at != '|') {
                text[length++] = *at;
            }
        }
        text[length] = '\0';
        size_t count = script_ties(text, ties);
        for (size_t at = 0; at < length; at++) {
            /* a hyphen's mark stands after it */
            for (size_t j = 0; j < count; j++) {
                if (ties[j].from + (text[ties[j].from] == '-') == at) {
                    marked[used++] = '|';
                }
            }
            marked[used++] = text[at];
        }
        marked[used] = '\0';
        assert_string_equal(marked, cases[i]);
    }
}

static void tall_scripts_have_wider_lines(void **state)
{
    (void)state;
    static const char *const tall[] = {"محمد", "कृष्ण", "ณัฐวุฒิ", "a कृ"};
    static const char *const plain[] = {"Li", "Раҳимова", "美玲", "남서연"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(script_leading(tall[i], FORM_PLAIN) > 1.5);
        assert_true(script_leading(plain[i], FORM_PLAIN) < 1.3);
    }
}

static void text_on_any_colour_is_legible(void **state)
{
    (void)state;
    for (uint32_t step = 0; step < 16 * 16 * 16; step++) {
        uint32_t rgb = (step >> 8) * 0x110000 + (step >> 4 & 15) * 0x1100 + (step & 15) * 0x11;
        struct colour ground = colour_of(rgb);
        assert_true(colour_contrast(ground, colour_on(ground)) >= 4.5);
    }
    const struct colour black = colour_of(0), white = colour_of(0xFFFFFF);
    assert_true(colour_contrast(black, white) > 20.9 && colour_contrast(white, black) < 21.1);
    assert_true(colour_on(white).red == 0 && colour_on(black).red == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cleaned_for_one_paragraph),
        cmocka_unit_test(a_long_text_is_cut_at_a_character),
        cmocka_unit_test(han_takes_the_form_of_its_country),
        cmocka_unit_test(lines_end_at_good_places),
        cmocka_unit_test(tall_scripts_have_wider_lines),
        cmocka_unit_test(text_on_any_colour_is_legible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
