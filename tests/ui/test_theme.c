/* Design tokens: contrast of every pair that carries text, units, colours; motion; damage.
 * link: kiosk/ui/theme.c kiosk/ui/motion.c kiosk/ui/damage.c */
#include "kiosk/ui/damage.h"
#include "kiosk/ui/motion.h"
#include "kiosk/ui/theme.h"
#include "tests/test.h"

static void pairs_that_carry_text_have_contrast(void **state)
{
    (void)state;
    static const char *const names[] = {"light", "dark", "high contrast"};
    for (int looks = 0; looks < 3; looks++) {
        struct theme theme;
        size_t count;
        const struct color_pair *pairs = theme_pairs(&count);
        theme_init(&theme, 1080, 1920, looks == 1, false);
        if (looks == 2) {
            theme_contrast(&theme);
        }
        double least = looks == 2 ? 7 : 4.5;
        assert_true(count > 15);
        for (size_t i = 0; i < count; i++) {
            double contrast =
                color_contrast(theme.colors[pairs[i].text], theme.colors[pairs[i].ground]);
            if (contrast < (pairs[i].large_only ? 3 : least)) {
                fail_msg("roles %d on %d (%s): %.2f", pairs[i].text, pairs[i].ground, names[looks],
                         contrast);
            }
        }
    }
}

static void contrast_is_the_one_of_wcag(void **state)
{
    (void)state;
    static const struct {
        uint32_t one, other;
        double contrast;
    } rows[] = {
        {0x000000, 0xFFFFFF, 21},   {0xFFFFFF, 0x000000, 21},   {0x777777, 0xFFFFFF, 4.48},
        {0x767676, 0xFFFFFF, 4.54}, {0x0000FF, 0xFFFFFF, 8.59}, {0x123456, 0x123456, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_float_equal(color_contrast(rows[i].one, rows[i].other), rows[i].contrast, 0.01);
    }
}

static void every_colour_of_an_event_takes_readable_text(void **state)
{
    (void)state;
    for (uint32_t rgb = 0; rgb <= 0xFFFFFF; rgb += 0x010307) {
        assert_true(color_contrast(rgb, color_readable(rgb, 0xFFFFFF, 0x15202B)) >= 4.0);
    }
}

static void units_follow_the_short_side(void **state)
{
    (void)state;
    static const struct {
        int width, height, px_of_ten;
        bool landscape;
    } rows[] = {{1080, 1920, 120, false}, {1920, 1080, 120, true}, {1280, 800, 89, true},
                {800, 480, 53, true},     {3840, 2160, 240, true}, {600, 600, 67, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct theme theme;
        theme_init(&theme, rows[i].width, rows[i].height, false, false);
        assert_int_equal(theme_px(&theme, 10), rows[i].px_of_ten);
        assert_int_equal(theme.landscape, rows[i].landscape);
        assert_true(theme_px(&theme, HAIRLINE) >= 1);
        assert_int_equal(theme_px(&theme, 0), 0);
    }
}

static void colours_mix_by_channel(void **state)
{
    (void)state;
    assert_int_equal(color_mix(0x000000, 0xFFFFFF, 0), 0x000000);
    assert_int_equal(color_mix(0x000000, 0xFFFFFF, 256), 0xFFFFFF);
    assert_int_equal(color_mix(0x204060, 0x406080, 128), 0x305070);
    assert_int_equal(color_mix(0xFF0010, 0x00FF10, 256), 0x00FF10);
}

static void motion_ends_where_it_should(void **state)
{
    (void)state;
    assert_float_equal(motion_ease(0), 0, 1e-9);
    assert_float_equal(motion_ease(1), 1, 1e-9);
    assert_float_equal(motion_ease(7), 1, 1e-9);
    assert_true(motion_ease(0.3) > 0.3); /* fast first */
    assert_float_equal(motion_part(5, 10, 100), 0, 1e-9);
    assert_float_equal(motion_part(60, 10, 100), 0.5, 1e-9);
    assert_float_equal(motion_part(999, 10, 100), 1, 1e-9);
}

/* Nothing jumps, every text comes, and the next picture is never due in the past. */
static void texts_take_turns_softly(void **state)
{
    (void)state;
    unsigned seen = 0;
    struct motion_turn before = {0, 1};
    for (int64_t at = 0; at < 20000000; at += 16000) {
        struct motion_turn turn;
        int64_t next = motion_take_turns(at, 3, &turn);
        assert_true(next > 0);
        assert_in_range(turn.index, 0, 2);
        assert_true(turn.alpha >= 0 && turn.alpha <= 1);
        if (turn.index != before.index) {
            assert_true(turn.alpha < 0.2 && before.alpha < 0.2);
        }
        before = turn;
        seen |= 1u << turn.index;
    }
    assert_int_equal(seen, 7);
    assert_true(motion_take_turns(9000000, 1, &before) > 0);
    assert_float_equal(before.alpha, 1, 1e-9);
}

static void the_code_glides_in_and_out(void **state)
{
    (void)state;
    double away = 1;
    bool arrived = false, hidden = false;
    for (int64_t at = 0; at < 7000000; at += 16000) {
        struct motion_glide glide;
        assert_true(motion_glide(at, &glide) > 0);
        assert_true(glide.alpha >= -1e-9 && glide.alpha <= 1 + 1e-9);
        if (glide.visible) {
            assert_true(glide.away <= away + 1e-9); /* never back */
            away = glide.away;
            arrived |= glide.away == 0 && glide.found > 0.99;
        }
        hidden |= arrived && !glide.visible;
    }
    assert_true(arrived);
    assert_true(hidden);
}

static void damage_covers_what_was_added(void **state)
{
    (void)state;
    struct damage damage = {0};
    struct box empty = {5, 5, 0, 9};
    damage_add(&damage, &empty);
    assert_int_equal(damage.count, 0);
    struct box a = {0, 0, 10, 10}, b = {5, 5, 10, 10}, c = {100, 100, 5, 5};
    damage_add(&damage, &a);
    damage_add(&damage, &c);
    assert_int_equal(damage.count, 2);
    damage_add(&damage, &b);
    assert_int_equal(damage.count, 2);
    for (int i = 0; i < 40; i++) {
        struct box box = {i * 20, i * 11, 10, 10};
        damage_add(&damage, &box);
        assert_true(damage.count <= DAMAGE_MAX);
        bool covered = false;
        for (size_t k = 0; k < damage.count; k++) {
            const struct box *held = &damage.boxes[k];
            covered |= held->x <= box.x && held->y <= box.y &&
                       held->x + held->width >= box.x + box.width &&
                       held->y + held->height >= box.y + box.height;
            for (size_t j = 0; j < k; j++) {
                assert_false(box_overlaps(held, &damage.boxes[j]));
            }
        }
        assert_true(covered);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_that_carry_text_have_contrast),
        cmocka_unit_test(contrast_is_the_one_of_wcag),
        cmocka_unit_test(every_colour_of_an_event_takes_readable_text),
        cmocka_unit_test(units_follow_the_short_side),
        cmocka_unit_test(colours_mix_by_channel),
        cmocka_unit_test(motion_ends_where_it_should),
        cmocka_unit_test(texts_take_turns_softly),
        cmocka_unit_test(the_code_glides_in_and_out),
        cmocka_unit_test(damage_covers_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
