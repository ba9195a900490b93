/*
 * The note about a person: whole where it is short, cut at a word and never within a letter where it
 * is long, and on the screens of staff only.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"
#include "tests/test.h"
#include "tests/ui/models_desk.h"

static void test_shortened(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
        int columns;
        size_t size;
    } rows[] = {
        {"", "", 10, 64},
        {"ten lettrs", "ten lettrs", 10, 64},
        {"may bring a drum", "may bring…", 11, 64}, /* a word's end is near */
        {"may bring a drum", "may bring a…", 12, 64},
        {"a Donaudampfschifffahrt", "a Donaudampfsc…", 15, 64}, /* none is */
        {"может внести", "может…", 7, 64},
        {"可以带鼓进入会场", "可以带鼓进入会场", 16, 64},
        {"可以带鼓进入会场", "可以带鼓进入会…", 15, 64},
        {"可以带鼓", "可以…", 6, 64},
        {"🥁🥁🥁", "🥁🥁…", 5, 64},
        {"éééééé", "ééé…", 6, 10}, /* the place for it is small: no half a letter */
        {"éééééé", "éé…", 6, 9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[64];
        bool cut = part_shortened(rows[i].text, rows[i].columns, out, rows[i].size);
        assert_string_equal(out, rows[i].wanted);
        assert_int_equal(cut, strcmp(rows[i].text, rows[i].wanted) != 0);
        assert_true(strlen(out) < rows[i].size);
    }
}

static bool is_shown(const struct ui_model *model)
{
    static struct widget_tree tree;
    static struct theme theme;
    struct wording *wording = wording_create("Asia/Dushanbe");
    bool found = false;
    tree.wording = wording;
    theme_init(&theme, 1080, 1920, false, false);
    screen_build(&tree, &theme, model);
    for (size_t i = 0; i < tree.count; i++) {
        const struct widget *widget = &tree.items[i];
        if (widget->text && strstr(widget->text, "ceremonial sword")) {
            assert_true(widget->personal);
            found = true;
        }
    }
    wording_destroy(wording);
    return found;
}

static void set(struct ui_model *model, const char *note)
{
    snprintf(model->guard_note, sizeof model->guard_note, "%s", note);
    snprintf(model->desk.note, sizeof model->desk.note, "%s", note);
}

/* Even if it came that far, no screen of a delegate would show it. */
static void test_for_staff_only(void **state)
{
    (void)state;
    for (int guard = GUARD_READY; guard < GUARD_STATE_COUNT; guard++) {
        struct ui_model model = model_make_guard((enum guard_state)guard, REASON_WRONG_ZONE);
        assert_false(is_shown(&model));
        set(&model, model_note);
        assert_int_equal(is_shown(&model), guard != GUARD_READY);
    }
    for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
        struct ui_model model = model_make((enum visit_state)screen);
        set(&model, model_note);
        assert_false(is_shown(&model));
    }
    struct ui_model desk = model_make_desk(DESK_PERSON);
    set(&desk, model_note);
    assert_true(is_shown(&desk));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shortened),
        cmocka_unit_test(test_for_staff_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
