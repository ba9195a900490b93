/*
 * Every screen at every size, laid out with real fonts: nothing clipped, nothing over another,
 * targets large enough and apart, every text from the message table, and the actions that each
 * promises.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#define LOG_MODULE "test"
#include "message.h"
#include "tests/test.h"
#include "tests/ui/laid_out.h"
#include "tests/ui/models.h"

#define SIZES (sizeof model_sizes / sizeof model_sizes[0])

static bool is_rtl(const struct ui_model *model)
{
    return strcmp(message_text(model->language, "language.direction"), "rtl") == 0;
}

static void lay_out(const struct ui_model *model, size_t size, bool rtl)
{
    struct scene scene = {.tree = &tree, .theme = &theme, .texts = texts, .model = model};
    struct layout_measure measure = scene_measure(&scene);
    theme_init(&theme, model_sizes[size].width, model_sizes[size].height, false, rtl);
    if (model->comfort & UI_COMFORT_LARGE) {
        theme_enlarge(&theme);
    }
    if (model->comfort & UI_COMFORT_LOW) {
        theme_lower(&theme);
    }
    screen_build(&tree, &theme, model);
    layout_run(&tree, &measure);
}

/* ---- what must be true of every screen ---- */

static void describe(const struct ui_model *model, const struct widget *widget, char *out,
                     size_t size)
{
    snprintf(out, size, "%s in %s at %dx%d, comfort %u: \"%s\" (%d,%d %dx%d, scale %.2f)",
             screen_find(model)->name, model->language, theme.width, theme.height, model->comfort,
             widget->name, widget->box.x, widget->box.y, widget->box.width, widget->box.height,
             (double)widget->scale);
}

static void assert_nothing_clipped(const struct ui_model *model)
{
    char what[256];
    for (size_t i = 0; i < tree.count; i++) {
        describe(model, &tree.items[i], what, sizeof what);
        if (tree.items[i].clipped) {
            fail_msg("clipped: %s", what);
        }
        if (tree.items[i].kind == WIDGET_TEXT && tree.items[i].scale < 0.5f) {
            fail_msg("too small to read: %s", what);
        }
    }
    assert_false(tree.overfull);
}

static void assert_nothing_overlaps(const struct ui_model *model)
{
    char one[256], other[256];
    for (size_t i = 0; i < tree.count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct widget *a = &tree.items[i], *b = &tree.items[k];
            bool both = is_leaf(a) && is_leaf(b);
            if (both && box_overlaps(&a->box, &b->box)) {
                describe(model, a, one, sizeof one);
                describe(model, b, other, sizeof other);
                fail_msg("overlap: %s over %s", one, other);
            }
        }
    }
}

/* Sizes of targets, and 2 units between them. */
static void assert_targets(const struct ui_model *model)
{
    char what[256];
    int apart = theme_px(&theme, 2) - 1;
    for (size_t i = 0; i < tree.count; i++) {
        const struct widget *target = &tree.items[i];
        if (target->action == UI_ACTION_NONE) {
            continue;
        }
        int least = theme_px(&theme, target->primary ? TARGET_PRIMARY : TARGET_ANY);
        describe(model, target, what, sizeof what);
        if (target->box.width < least || target->box.height < least) {
            fail_msg("small target: %s", what);
        }
        for (size_t k = 0; k < i; k++) {
            struct box grown = box_grown(&tree.items[k].box, apart);
            if (tree.items[k].action != UI_ACTION_NONE && !is_within((uint8_t)i, (uint8_t)k) &&
                box_overlaps(&grown, &target->box)) {
                fail_msg("too near to another target: %s", what);
            }
        }
    }
}

static void assert_good(const struct ui_model *model)
{
    assert_nothing_clipped(model);
    assert_nothing_overlaps(model);
    assert_targets(model);
    if (logged[0]) {
        fail_msg("%s: %s", screen_find(model)->name, logged);
    }
}

/* ---- tests ---- */

static void usual_screens_fit_everywhere(void **state)
{
    (void)state;
    for (size_t size = 0; size < SIZES; size++) {
        for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
            for (int rtl = 0; rtl < 2; rtl++) {
                struct ui_model model = model_make((enum visit_state)screen);
                lay_out(&model, size, rtl);
                assert_good(&model);
            }
        }
    }
}

static void long_names_fit_in_every_script(void **state)
{
    (void)state;
    for (size_t size = 0; size < SIZES; size++) {
        for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
            for (size_t name = 0; name < MODEL_NAMES; name++) {
                struct ui_model model = model_make_long((enum visit_state)screen, name);
                lay_out(&model, size, false);
                assert_good(&model);
            }
        }
        text_cache_next_screen(texts);
        text_cache_next_screen(texts);
        text_cache_sweep(texts);
    }
}

static void every_reason_fits(void **state)
{
    (void)state;
    for (size_t size = 0; size < SIZES; size++) {
        for (int reason = 0; reason < REASON_COUNT; reason++) {
            struct ui_model model = model_make_long(VISIT_REFUSED, 0);
            model.decision = (struct decision){VERDICT_REFUSE, (enum reason)reason};
            lay_out(&model, size, false);
            assert_good(&model);
            model.arrived_ms = 0;
            lay_out(&model, size, false);
            assert_good(&model);
        }
    }
}

static void a_missing_camera_is_said_kindly(void **state)
{
    (void)state;
    static const enum ui_camera cameras[] = {UI_CAMERA_NONE, UI_CAMERA_LOST};
    static const enum visit_state screens[] = {VISIT_ATTRACT, VISIT_SCAN};
    for (size_t size = 0; size < SIZES; size++) {
        for (int i = 0; i < 4; i++) {
            struct ui_model model = model_make(screens[i / 2]);
            model.camera = cameras[i % 2];
            lay_out(&model, size, false);
            assert_good(&model);
            assert_int_equal(tree_find_kind(&tree, WIDGET_CAMERA), WIDGET_NONE);
            assert_int_not_equal(tree_find_action(&tree, screens[i / 2] == VISIT_SCAN
                                                             ? UI_ACTION_DESK
                                                             : UI_ACTION_HELP),
                                 WIDGET_NONE);
        }
    }
}

static void an_empty_model_still_makes_a_screen(void **state)
{
    (void)state;
    for (int screen = -1; screen <= VISIT_STATE_COUNT; screen++) {
        struct ui_model model = {.screen = (enum visit_state)screen, .language = "xx"};
        model.decision.reason = (enum reason)999;
        lay_out(&model, 0, false);
        assert_true(tree.count > 3);
    }
}

static void screens_offer_what_they_promise(void **state)
{
    (void)state;
    static const struct {
        enum visit_state screen;
        enum ui_action actions[4];
    } rows[] = {
        {VISIT_ATTRACT, {UI_ACTION_START, UI_ACTION_HELP, UI_ACTION_LANGUAGE, UI_ACTION_COMFORT}},
        {VISIT_SCAN, {UI_ACTION_BACK, UI_ACTION_HELP}},
        {VISIT_CONFIRM, {UI_ACTION_YES, UI_ACTION_NO, UI_ACTION_BACK}},
        {VISIT_PRINTING, {UI_ACTION_NONE}},
        {VISIT_COLLECT, {UI_ACTION_COLLECTED, UI_ACTION_DESK}},
        {VISIT_DONE, {UI_ACTION_DONE}},
        {VISIT_REFUSED, {UI_ACTION_BACK, UI_ACTION_DESK}},
        {VISIT_DESK, {UI_ACTION_DONE}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ui_model model = model_make(rows[i].screen);
        lay_out(&model, 0, false);
        for (size_t k = 0; k < 4 && rows[i].actions[k] != UI_ACTION_NONE; k++) {
            assert_int_not_equal(tree_find_action(&tree, rows[i].actions[k]), WIDGET_NONE);
        }
        enum ui_action primary = screen_find(&model)->primary;
        if (primary != UI_ACTION_NONE) {
            assert_int_not_equal(tree_find_action(&tree, primary), WIDGET_NONE);
        }
    }
}

/* ---- in every language ---- */

static void sweep(void)
{
    text_cache_next_screen(texts);
    text_cache_next_screen(texts);
    text_cache_sweep(texts);
}

static void assert_good_in(struct ui_model model, const char *language, size_t size)
{
    snprintf(model.language, sizeof model.language, "%s", language);
    lay_out(&model, size, is_rtl(&model));
    assert_good(&model);
}

static void every_language_fits_everywhere(void **state)
{
    (void)state;
    for (const char *const *language = message_languages(); *language; language++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
                assert_good_in(model_make((enum visit_state)screen), *language, size);
                assert_good_in(model_make_long((enum visit_state)screen, 0), *language, size);
            }
            for (int sheet = 1; sheet < VISIT_SHEET_COUNT; sheet++) {
                assert_good_in(model_make_sheet((enum visit_sheet)sheet), *language, size);
            }
            for (int guide = 0; guide < UI_GUIDE_COUNT; guide++) {
                struct ui_model model = model_make(VISIT_SCAN);
                model.guidance = (enum ui_guidance)guide;
                assert_good_in(model, *language, size);
            }
            sweep();
        }
    }
}

static void every_reason_fits_in_every_language(void **state)
{
    (void)state;
    for (const char *const *language = message_languages(); *language; language++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (int reason = 0; reason < REASON_COUNT; reason++) {
                struct ui_model model = model_make_long(VISIT_REFUSED, 0);
                model.decision = (struct decision){VERDICT_REFUSE, (enum reason)reason};
                assert_good_in(model, *language, size);
                assert_good_in(model_make_guard(GUARD_REFUSE, (enum reason)reason), *language,
                               size);
            }
            sweep();
        }
    }
}

static void the_guard_sees_everything_in_every_language(void **state)
{
    (void)state;
    for (const char *const *language = message_languages(); *language; language++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (int guard = 0; guard < GUARD_STATE_COUNT; guard++) {
                struct ui_model model = model_make_guard((enum guard_state)guard, REASON_OK);
                assert_good_in(model, *language, size);
                assert_int_not_equal(tree_find_action(&tree, UI_ACTION_TURN), WIDGET_NONE);
                model.guard.direction = DIRECTION_OUT;
                model.data_age_s = 7200;
                model.gate_fault = true;
                snprintf(model.guard_note, sizeof model.guard_note, "%s", model_note);
                model.sync = (struct sync_status){
                    .has_hub = true, .since_ms = MODEL_NINE_MS, .contact_ms = 1, .waiting = 12345};
                snprintf(model.watch_why, sizeof model.watch_why,
                         "family name, given name and date of birth agree with entry 17");
                snprintf(model.person.name, sizeof model.person.name, "%s", model_names[2].latin);
                snprintf(model.person.delegation, sizeof model.person.delegation, "%s",
                         model_make_long(VISIT_CONFIRM, 0).person.delegation);
                model.person.zones_known = 0xffff;
                assert_good_in(model, *language, size);
                memset(&model.person, 0, sizeof model.person);
                model.guard.scan_count = 0;
                assert_good_in(model, *language, size);
            }
            sweep();
        }
    }
}

static void the_staff_sheet_fits_in_every_language(void **state)
{
    (void)state;
    static const char *const faults[] = {"",     "wrong", "wait",   "not-allowed",
                                         "card", "store", "nobody", "not-approved"};
    for (const char *const *language = message_languages(); *language; language++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (int step = UI_STAFF_REASON; step < UI_STAFF_STEPS; step++) {
                struct ui_model model = model_make_staff((enum ui_staff_step)step, UI_STAFF_SELF);
                assert_good_in(model, *language, size);
                model.staff.part = step == UI_STAFF_REASON ? UI_STAFF_SELF : UI_STAFF_APPROVER;
                model.staff.typed = 12;
                model.staff.more = true;
                for (int i = 0; i < UI_STAFF_NAMES; i++) {
                    snprintf(model.staff.names[i], sizeof model.staff.names[0],
                             "%d-abcdefghijklmnopqrstuvwxyz", i % 10);
                }
                model.staff.name_count = UI_STAFF_NAMES;
                memcpy(model.staff.who, model.staff.names[0], sizeof model.staff.who);
                size_t tried = step == UI_STAFF_PIN ? sizeof faults / sizeof faults[0] : 1;
                for (size_t i = 0; i < tried; i++) {
                    snprintf(model.staff.fault, sizeof model.staff.fault, "%s", faults[i]);
                    model.staff.wait_s = 3600;
                    assert_good_in(model, *language, size);
                }
            }
            sweep();
        }
    }
}

static void comfort_fits_everywhere(void **state)
{
    (void)state;
    static const unsigned comforts[] = {UI_COMFORT_LARGE, UI_COMFORT_LOW,
                                        UI_COMFORT_LARGE | UI_COMFORT_LOW};
    static const char *const languages[] = {"en", "ru", "fr", "fa"};
    for (size_t l = 0; l < 4; l++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (size_t c = 0; c < 3; c++) {
                for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
                    struct ui_model model = model_make((enum visit_state)screen);
                    model.comfort = comforts[c];
                    assert_good_in(model, languages[l], size);
                    assert_true(tree.items[0].box.y == theme.top);
                }
                for (int sheet = 1; sheet < VISIT_SHEET_COUNT; sheet++) {
                    struct ui_model model = model_make_sheet((enum visit_sheet)sheet);
                    model.comfort = comforts[c];
                    assert_good_in(model, languages[l], size);
                }
            }
            sweep();
        }
    }
}

/* The delegate must not learn why: the desk's screen is the same for every decision. */
static void the_desk_tells_no_reason(void **state)
{
    (void)state;
    struct ui_model model = model_make(VISIT_DESK);
    lay_out(&model, 0, false);
    static struct widget_tree first;
    first = tree;
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        model.decision = (struct decision){VERDICT_REFER, (enum reason)reason};
        lay_out(&model, 0, false);
        assert_int_equal(tree.count, first.count);
        for (size_t i = 0; i < tree.count; i++) {
            assert_true(!tree.items[i].text == !first.items[i].text);
            if (tree.items[i].text) {
                assert_string_equal(tree.items[i].text,
                                    tree.text + (first.items[i].text - tree.text));
            }
            assert_int_equal(tree.items[i].fill, first.items[i].fill);
        }
    }
}

static void names_and_delegations_are_marked_personal(void **state)
{
    (void)state;
    for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
        struct ui_model model = model_make((enum visit_state)screen);
        lay_out(&model, 0, false);
        for (size_t i = 0; i < tree.count; i++) {
            const struct widget *widget = &tree.items[i];
            bool names = widget->text &&
                         (strstr(widget->text, "Rahimova") || strstr(widget->text, "Раҳимова") ||
                          strstr(widget->text, "Deputy"));
            assert_true(!names || widget->personal);
        }
    }
}

static void right_to_left_is_the_mirror_image(void **state)
{
    (void)state;
    static struct widget_tree ltr;
    for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
        struct ui_model model = model_make((enum visit_state)screen);
        lay_out(&model, 1, false);
        ltr = tree;
        lay_out(&model, 1, true);
        assert_int_equal(tree.count, ltr.count);
        for (size_t i = 0; i < tree.count; i++) {
            const struct box *box = &tree.items[i].box, *was = &ltr.items[i].box;
            assert_int_equal(box->x, theme.width - was->x - was->width);
            assert_int_equal(box->y, was->y);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(usual_screens_fit_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(long_names_fit_in_every_script, setup, teardown),
        cmocka_unit_test_setup_teardown(every_reason_fits, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_camera_is_said_kindly, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_model_still_makes_a_screen, setup, teardown),
        cmocka_unit_test_setup_teardown(screens_offer_what_they_promise, setup, teardown),
        cmocka_unit_test_setup_teardown(every_language_fits_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(every_reason_fits_in_every_language, setup, teardown),
        cmocka_unit_test_setup_teardown(the_guard_sees_everything_in_every_language, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_staff_sheet_fits_in_every_language, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort_fits_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(the_desk_tells_no_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(names_and_delegations_are_marked_personal, setup, teardown),
        cmocka_unit_test_setup_teardown(right_to_left_is_the_mirror_image, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
