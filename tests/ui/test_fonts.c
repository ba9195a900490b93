/*
 * Letters that were drawn are forgotten when asked for, and texts look the same afterwards.
 * link: kiosk/ui/fonts.c kiosk/ui/text.c kiosk/log.c
 */
#include "tests/test.h"

#include "kiosk/ui/fonts.h"
#include "kiosk/ui/text.h"

static void count_end(void *ends)
{
    ++*(int *)ends;
}

/* A font that drew a letter, and that nobody uses any more. */
static void use_font(double size, int *ends)
{
    static const cairo_user_data_key_t key;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 64, 64);
    cairo_t *cr = cairo_create(surface);
    cairo_select_font_face(cr, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, size);
    cairo_move_to(cr, 0, 48);
    cairo_show_text(cr, "A");
    assert_int_equal(
        cairo_scaled_font_set_user_data(cairo_get_scaled_font(cr), &key, ends, count_end),
        CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static void test_letters_are_forgotten(void **state)
{
    (void)state;
    int ends = 0;
    for (int i = 0; i < 20; i++) {
        use_font(20.5 + i, &ends);
    }
    assert_in_range(ends, 0, 19); /* cairo holds some: what this is about */
    fonts_forget_letters();
    assert_int_equal(ends, 20);
    fonts_forget_letters();
    use_font(20.5, &ends);
    fonts_forget_letters(); /* the fonts that pushed the first ones out are in nobody's way */
    assert_int_equal(ends, 21);
}

static cairo_surface_t *draw(struct text_cache *cache, const char *text)
{
    const struct text_style style = {.pixels = 40, .line_height = 1.2F};
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 400, 64);
    cairo_t *cr = cairo_create(surface);
    text_draw(cache, cr, text, &style, 4, 4, 390, 0xFFFFFF, 1);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    return surface;
}

static void test_texts_stay_the_same(void **state)
{
    static const char *const texts[] = {"Zoë Ångström", "محمد", "王小明", "สมชาย"};
    (void)state;
    struct text_cache *cache = text_cache_create();
    assert_non_null(cache);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        cairo_surface_t *before = draw(cache, texts[i]);
        text_cache_forget_letters(cache);
        assert_true(text_cache_holds(cache, texts[i]));
        text_cache_next_screen(cache); /* so that the text itself is drawn anew */
        text_cache_next_screen(cache);
        text_cache_next_screen(cache);
        text_cache_next_screen(cache);
        text_cache_sweep(cache);
        assert_false(text_cache_holds(cache, texts[i]));
        cairo_surface_t *after = draw(cache, texts[i]);
        size_t size = (size_t)cairo_image_surface_get_stride(before) * 64;
        assert_memory_equal(cairo_image_surface_get_data(before),
                            cairo_image_surface_get_data(after), size);
        cairo_surface_destroy(before);
        cairo_surface_destroy(after);
    }
    text_cache_destroy(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_are_forgotten),
        cmocka_unit_test(test_texts_stay_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
