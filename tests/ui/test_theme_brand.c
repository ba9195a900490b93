/* An event's colours: whatever is chosen, every text reads; what had to be moved is told.
 * link: kiosk/ui/theme.c kiosk/ui/theme_brand.c */
#include "kiosk/ui/theme_brand.h"
#include "tests/test.h"

static char told[512];
static int told_count;

static void keep(const char *line, void *userdata)
{
    (void)userdata;
    snprintf(told, sizeof told, "%s", line);
    told_count++;
}

static void assert_readable(const struct theme *theme, uint32_t rgb)
{
    size_t count;
    const struct color_pair *pairs = theme_pairs(&count);
    for (size_t i = 0; i < count; i++) {
        double contrast =
            color_contrast(theme->colors[pairs[i].text], theme->colors[pairs[i].ground]);
        if (contrast < 4.5) {
            fail_msg("#%06X: roles %d on %d: %.2f", (unsigned)rgb, pairs[i].text, pairs[i].ground,
                     contrast);
        }
    }
}

static void any_choice_reads(void **state)
{
    (void)state;
    for (uint32_t rgb = 0; rgb <= 0xFFFFFF; rgb += 0x031F35) {
        for (int which = 0; which < (1 << BRAND_COLORS); which += 3) {
            struct theme theme;
            struct brand brand = {0};
            for (int i = 0; i < BRAND_COLORS; i++) {
                bool chosen = which >> i & 1;
                brand.colors[0][i] =
                    (struct brand_choice){chosen ? 7 : 0, rgb * (uint32_t)(i + 1) & 0xFFFFFF};
            }
            theme_init(&theme, 1080, 1920, false, false);
            if (theme_brand(&theme, &brand, NULL, NULL)) {
                assert_int_equal(theme.colors[COLOR_ADMIT], 0x0B6E3B); /* never the event's */
            }
            assert_readable(&theme, rgb);
        }
    }
}

static void a_single_colour_is_always_taken(void **state)
{
    (void)state;
    for (int dark = 0; dark < 2; dark++) {
        for (uint32_t rgb = 0; rgb <= 0xFFFFFF; rgb += 0x010F1D) {
            for (int which = BRAND_PRIMARY; which < BRAND_COLORS; which++) {
                struct theme theme;
                struct brand brand = {0};
                brand.colors[dark][which] = (struct brand_choice){3, rgb};
                theme_init(&theme, 1080, 1920, dark, false);
                assert_true(theme_brand(&theme, &brand, NULL, NULL));
            }
        }
    }
}

static void what_was_moved_is_told(void **state)
{
    (void)state;
    struct theme theme;
    struct brand brand = {0};
    brand.colors[0][BRAND_PRIMARY] = (struct brand_choice){4, 0x77AADD};
    theme_init(&theme, 1080, 1920, false, false);
    told_count = 0;
    assert_true(theme_brand(&theme, &brand, keep, NULL));
    assert_int_equal(told_count, 1);
    assert_non_null(strstr(told, "theme.ini:4: primary #77AADD does not read"));
    assert_true(theme.colors[COLOR_PRIMARY] != 0x77AADD);
    brand.colors[0][BRAND_PRIMARY].rgb = 0x7A1F3D; /* reads as it is */
    theme_init(&theme, 1080, 1920, false, false);
    assert_true(theme_brand(&theme, &brand, keep, NULL));
    assert_int_equal(told_count, 1);
    assert_int_equal(theme.colors[COLOR_PRIMARY], 0x7A1F3D);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_choice_reads),
        cmocka_unit_test(a_single_colour_is_always_taken),
        cmocka_unit_test(what_was_moved_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
