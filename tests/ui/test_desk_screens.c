/*
 * The desk's screens at every size, in every language and with everything as long as it gets:
 * nothing clipped, nothing over another, targets large enough, every state and deed with a word.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#define LOG_MODULE "test"
#include "message.h"
#include "tests/test.h"
#include "tests/ui/laid_out.h"
#include "tests/ui/models_desk.h"

#define SIZES (sizeof model_sizes / sizeof model_sizes[0])

static void lay_out(const struct ui_model *model, int width, int height)
{
    struct scene scene = {.tree = &tree, .theme = &theme, .texts = texts, .model = model};
    struct layout_measure measure = scene_measure(&scene);
    bool rtl = strcmp(message_text(model->language, "language.direction"), "rtl") == 0;
    theme_init(&theme, width, height, false, rtl);
    if (model->comfort & UI_COMFORT_LARGE) {
        theme_enlarge(&theme);
    }
    screen_build(&tree, &theme, model);
    layout_run(&tree, &measure);
}

static void describe(const struct ui_model *model, const struct widget *widget, char *out,
                     size_t size)
{
    snprintf(out, size, "%s in %s at %dx%d: \"%s\" \"%.40s\" (%d,%d %dx%d, scale %.2f)",
             screen_find(model)->name, model->language, theme.width, theme.height, widget->name,
             widget->text ? widget->text : "", widget->box.x, widget->box.y, widget->box.width,
             widget->box.height, (double)widget->scale);
}

static void assert_apart(const struct ui_model *model, size_t one, size_t other)
{
    const struct widget *a = &tree.items[one], *b = &tree.items[other];
    char what[256];
    if (is_leaf(a) && is_leaf(b) && box_overlaps(&a->box, &b->box)) {
        describe(model, a, what, sizeof what);
        fail_msg("over another: %s and %s", what, b->name);
    }
    bool near = a->near && b->near;
    struct box grown = box_grown(&b->box, near ? 0 : theme_px(&theme, TARGET_GAP * 0.4f) - 1);
    if (a->action != UI_ACTION_NONE && b->action != UI_ACTION_NONE && !is_within(one, other) &&
        !is_within(other, one) && box_overlaps(&grown, &a->box)) {
        describe(model, a, what, sizeof what);
        fail_msg("too near to %s: %s", b->name, what);
    }
}

static void assert_good(const struct ui_model *model)
{
    char what[256];
    for (size_t i = 0; i < tree.count; i++) {
        const struct widget *widget = &tree.items[i];
        int least = theme_px(&theme, widget->primary ? TARGET_PRIMARY : TARGET_ANY);
        describe(model, widget, what, sizeof what);
        if (widget->clipped) {
            fail_msg("clipped: %s", what);
        }
        if (widget->kind == WIDGET_TEXT && widget->scale < 0.5f) {
            fail_msg("too small to read: %s", what);
        }
        if (widget->action != UI_ACTION_NONE &&
            (widget->box.width < least || widget->box.height < least)) {
            fail_msg("small target: %s", what);
        }
        for (size_t k = 0; k < i; k++) {
            assert_apart(model, i, k);
        }
    }
    assert_false(tree.overfull);
    if (logged[0]) {
        fail_msg("%s: %s", screen_find(model)->name, logged);
    }
}

static void sweep(void)
{
    text_cache_next_screen(texts);
    text_cache_next_screen(texts);
    text_cache_sweep(texts);
}

/* Everything as long as it gets. */
static struct ui_model make_long(enum desk_screen screen)
{
    struct ui_model model = model_make_desk(screen), other = model_make_long(VISIT_CONFIRM, 2);
    struct desk_view *desk = &model.desk;
    model.person = other.person;
    model.person.zones_known = 0xffff;
    snprintf(model.event_name, sizeof model.event_name, "%s", other.event_name);
    for (size_t i = 0; screen == DESK_SEARCH && i < desk->row_count; i++) {
        snprintf(desk->rows[i].name, sizeof desk->rows[i].name, "%s", model_names[i].latin);
        snprintf(desk->rows[i].native, sizeof desk->rows[i].native, "%s", model_names[i].native);
        snprintf(desk->rows[i].state, sizeof desk->rows[i].state, "pending-approval");
    }
    snprintf(desk->notice, sizeof desk->notice, "desk.notice.not-printed");
    snprintf(desk->notice_value, sizeof desk->notice_value, "%s", model_names[3].latin);
    desk->notice_bad = true;
    desk->deeds = screen == DESK_PERSON ? 0x3ff : desk->deeds;
    desk->replaces = true;
    snprintf(desk->note, sizeof desk->note, "%s", model_note);
    desk->taken = true;
    return model;
}

static void usual_screens_fit_in_every_language(void **state)
{
    (void)state;
    for (const char *const *language = message_languages(); *language; language++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (int screen = 0; screen < DESK_SCREEN_COUNT; screen++) {
                struct ui_model model = model_make_desk((enum desk_screen)screen);
                snprintf(model.language, sizeof model.language, "%s", *language);
                lay_out(&model, model_sizes[size].width, model_sizes[size].height);
                assert_good(&model);
            }
            sweep();
        }
    }
}

static void long_texts_fit(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "ru", "fa"};
    for (size_t l = 0; l < 3; l++) {
        for (size_t size = 0; size < SIZES; size++) {
            for (int screen = 0; screen < DESK_SCREEN_COUNT; screen++) {
                struct ui_model model = make_long((enum desk_screen)screen);
                snprintf(model.language, sizeof model.language, "%s", languages[l]);
                lay_out(&model, model_sizes[size].width, model_sizes[size].height);
                assert_good(&model);
            }
            sweep();
        }
    }
}

static void large_letters_fit(void **state)
{
    (void)state;
    for (size_t size = 0; size < SIZES; size++) {
        for (int screen = 0; screen < DESK_SCREEN_COUNT; screen++) {
            struct ui_model model = model_make_desk((enum desk_screen)screen);
            model.comfort = UI_COMFORT_LARGE;
            lay_out(&model, model_sizes[size].width, model_sizes[size].height);
            assert_good(&model);
        }
        sweep();
    }
}

/* Every script's keyboard, plain and with capitals and figures, in both directions. */
static void every_keyboard_fits(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "ar"};
    for (size_t size = 0; size < SIZES; size++) {
        for (int variant = 0; variant < DESK_LAYOUT_COUNT * 8; variant++) {
            struct ui_model model = model_make_desk(DESK_SEARCH);
            snprintf(model.language, sizeof model.language, "%s", languages[variant & 1]);
            model.desk.shift = variant & 2;
            model.desk.figures = variant & 4;
            model.desk.layout = (enum desk_layout)(variant / 8);
            lay_out(&model, model_sizes[size].width, model_sizes[size].height);
            assert_good(&model);
        }
        sweep();
    }
}

static bool has_key(int value)
{
    return tree_find_choice(&tree, UI_ACTION_KEY, value) != WIDGET_NONE;
}

static void keyboards_have_the_letters_of_their_languages(void **state)
{
    (void)state;
    static const struct {
        enum desk_layout layout;
        int letters[16];
    } rows[] = {
        {DESK_LATIN, {'q', 'z', 'm', 0xE9, 0xFC, 0x161}},
        {DESK_CYRILLIC, {0x439, 0x44F, 0x493, 0x4E3, 0x49B, 0x4EF, 0x4B3, 0x4B7, 0x451}},
        {DESK_ARABIC, {0x636, 0x64A, 0x643, 0x629, 0x623, 0x621}},
        {DESK_PERSIAN, {0x6CC, 0x6A9, 0x67E, 0x686, 0x698, 0x6AF, 0x622}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ui_model model = model_make_desk(DESK_SEARCH);
        desk_text_set(&model.desk.field, "");
        model.desk.layout = rows[i].layout;
        lay_out(&model, 1080, 1920);
        for (int k = 0; k < 16 && rows[i].letters[k]; k++) {
            if (!has_key(rows[i].letters[k])) {
                fail_msg("layout %d has no U+%04X", rows[i].layout, rows[i].letters[k]);
            }
        }
        assert_true(has_key(DESK_KEY_LAYOUT) && has_key(DESK_KEY_ERASE) && has_key(' '));
    }
}

/* After a letter, the strip has the same letter with marks, each in its place; capitals too. */
static void the_strip_follows_the_letter(void **state)
{
    (void)state;
    struct ui_model model = model_make_desk(DESK_SEARCH);
    desk_text_set(&model.desk.field, "Se");
    lay_out(&model, 1080, 1920);
    assert_true(has_key(DESK_KEY_SWAP - 0xE9)); /* é */
    desk_text_set(&model.desk.field, "S");
    lay_out(&model, 1080, 1920);
    assert_true(has_key(DESK_KEY_SWAP - 0x160)); /* Š */
    assert_false(has_key(DESK_KEY_SWAP - 0x161));
}

/* Keys stay where a real keyboard has them: q is left of p, in right-to-left too. */
static void letters_are_not_mirrored(void **state)
{
    (void)state;
    struct ui_model model = model_make_desk(DESK_SEARCH);
    snprintf(model.language, sizeof model.language, "ar");
    lay_out(&model, 1280, 800);
    uint8_t q = tree_find_choice(&tree, UI_ACTION_KEY, 'q');
    uint8_t p = tree_find_choice(&tree, UI_ACTION_KEY, 'p');
    assert_true(tree.items[q].box.x < tree.items[p].box.x);
}

/* What is put together from keywords has its text in every language. */
static void every_keyword_has_a_word(void **state)
{
    (void)state;
    static const char *const keys[] = {"desk.state.expected",
                                       "desk.state.arrived",
                                       "desk.state.left",
                                       "desk.state.withdrawn",
                                       "desk.state.rejected",
                                       "desk.state.pending-approval",
                                       "desk.state.revoked",
                                       "desk.badge.intent",
                                       "desk.badge.submitting",
                                       "desk.badge.submitted",
                                       "desk.badge.printing",
                                       "desk.badge.confirmed",
                                       "desk.badge.failed",
                                       "desk.badge.unknown",
                                       "desk.badge.suspended",
                                       "desk.badge.revoked",
                                       "desk.role.security",
                                       "desk.role.desk",
                                       "desk.role.supervisor",
                                       "desk.role.administrator",
                                       "desk.reason.lost",
                                       "desk.reason.stolen.more",
                                       "desk.reason.damaged",
                                       "desk.reason.wrong-data",
                                       "desk.reason.forgotten",
                                       "desk.reason.other.more",
                                       "desk.question.withdraw",
                                       "desk.question.approve",
                                       "desk.question.undo.more",
                                       "desk.question.hand-over",
                                       "desk.incident.new",
                                       "desk.incident.seen",
                                       "desk.incident.closed",
                                       "desk.incident.watch-hit",
                                       "desk.incident.clock-jump",
                                       "desk.incident.chain-break",
                                       "desk.incident.forged-code",
                                       "desk.incident.revoked-shown",
                                       "desk.incident.double-admission",
                                       "desk.printer.ready",
                                       "desk.printer.printing",
                                       "desk.printer.attention",
                                       "desk.printer.stopped",
                                       "desk.field.family_name",
                                       "desk.field.category",
                                       "desk.event.arrival",
                                       "desk.event.undo"};
    for (const char *const *language = message_languages(); *language; language++) {
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            if (!message_has(*language, keys[i])) {
                fail_msg("%s has no %s", *language, keys[i]);
            }
        }
    }
}

static void people_are_marked_personal(void **state)
{
    (void)state;
    for (int screen = 0; screen < DESK_SCREEN_COUNT; screen++) {
        struct ui_model model = model_make_desk((enum desk_screen)screen);
        lay_out(&model, 1080, 1920);
        for (size_t i = 0; i < tree.count; i++) {
            const struct widget *widget = &tree.items[i];
            bool names = widget->text &&
                         (strstr(widget->text, "Rahimova") || strstr(widget->text, "Раҳимова"));
            if (names && !widget->personal) {
                fail_msg("%s shows a name that is not wiped: %s", screen_find(&model)->name,
                         widget->name);
            }
        }
    }
}

int main(void)
{
#define IN_ROOM(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_ROOM(usual_screens_fit_in_every_language),
        IN_ROOM(long_texts_fit),
        IN_ROOM(large_letters_fit),
        IN_ROOM(every_keyboard_fits),
        IN_ROOM(keyboards_have_the_letters_of_their_languages),
        IN_ROOM(the_strip_follows_the_letter),
        IN_ROOM(letters_are_not_mirrored),
        IN_ROOM(every_keyword_has_a_word),
        IN_ROOM(people_are_marked_personal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
