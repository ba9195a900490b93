/*
 * Writing at the desk: editing a text by characters, telling a person from a code reader that types,
 * and both through SDL's events into what the caller is given.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "kiosk/ui/burst.h"
#include "tests/ui/fixture.h"
#include "tests/ui/models_desk.h"

/* ---- the text ---- */

static void type(struct desk_text *field, const int *keys)
{
    for (; *keys; keys++) {
        desk_text_key(field, *keys);
    }
}

static void texts_are_edited_by_characters(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        int keys[8];
        const char *text;
        size_t caret;
    } rows[] = {
        {"", {'a', 'b'}, "ab", 2},
        {"", {' ', 'a'}, "a", 1}, /* no space in front */
        {"Раҳимова", {DESK_KEY_ERASE}, "Раҳимов", 14},
        {"Раҳимова", {DESK_KEY_HOME, DESK_KEY_DELETE}, "аҳимова", 0},
        {"ab", {DESK_KEY_LEFT, 0xE9}, "aéb", 3},
        {"李娜", {DESK_KEY_LEFT, DESK_KEY_ERASE}, "娜", 0},
        {"ab", {DESK_KEY_HOME, DESK_KEY_RIGHT, DESK_KEY_RIGHT, DESK_KEY_RIGHT}, "ab", 2},
        {"abc", {DESK_KEY_CLEAR, 'x'}, "x", 1},
        {"Zoe", {DESK_KEY_SWAP - 0xEB}, "Zoë", 4},
        {"", {DESK_KEY_ERASE, DESK_KEY_LEFT, DESK_KEY_DELETE}, "", 0},
        {"a", {0x1F468}, "a👨", 5},
        {"a", {7, 127, 0xD800, 0x110000}, "a", 1}, /* no characters */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct desk_text field;
        desk_text_set(&field, rows[i].start);
        type(&field, rows[i].keys);
        assert_string_equal(field.text, rows[i].text);
        assert_int_equal(field.caret, rows[i].caret);
    }
}

static void a_text_ends_between_characters(void **state)
{
    (void)state;
    char much[2 * DESK_TEXT_SIZE];
    struct desk_text field;
    for (size_t i = 0; i + 1 < sizeof much; i += 2) {
        memcpy(much + i, "\u0401", 2);
    }
    much[sizeof much - 1] = much[sizeof much - 2] = '\0';
    desk_text_set(&field, much);
    assert_int_equal(strlen(field.text), DESK_TEXT_SIZE - 2);
    assert_false(desk_text_key(&field, 0x401));
    assert_int_equal(desk_text_before(&field), 0x401);
    assert_true(desk_text_key(&field, DESK_KEY_ERASE));
    assert_true(desk_text_key(&field, 0x401));
}

/* ---- a person or a reader ---- */

static void a_reader_is_faster_than_any_hand(void **state)
{
    (void)state;
    static const struct {
        int strokes;
        int64_t gap_us;
        const char *text;
        bool code;
    } rows[] = {
        {1, 0, "a", false},        {5, 1000, "abcde", false},
        {6, 1000, "abcdef", true}, {40, 2000, "LY1:ABCDE", true},
        {30, 1000, "a", false}, /* a key held down */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static struct burst burst;
        int64_t now = 1000000;
        burst_clear(&burst);
        assert_int_equal(burst_due(&burst, now), -1);
        for (int k = 0; k < rows[i].strokes; k++, now += rows[i].gap_us) {
            char one[2] = {rows[i].text[(size_t)k % strlen(rows[i].text)], '\0'};
            burst_add(&burst, one, now);
        }
        assert_int_equal(burst_is_code(&burst), rows[i].code);
        assert_true(burst_due(&burst, burst.last_us) > 0);
        assert_int_equal(burst_due(&burst, burst.last_us + BURST_GAP_US), 0);
    }
}

static void an_endless_code_is_dropped(void **state)
{
    (void)state;
    static struct burst burst;
    burst_clear(&burst);
    for (int i = 0; i < 3 * BURST_MAX; i++) {
        burst_add(&burst, i & 1 ? "a" : "b", i);
    }
    assert_true(burst.overlong && burst_is_code(&burst));
    assert_true(burst.size < BURST_MAX);
}

/* ---- through SDL ---- */

static void show_search(void)
{
    struct ui_model model = model_make_desk(DESK_SEARCH);
    ui_show(ui, &model);
    next(0);
    ui->scene.entered_us -= 10000000;
}

static void push_text(const char *text)
{
    SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};
    snprintf(event.text.text, sizeof event.text.text, "%s", text);
    SDL_PushEvent(&event);
}

static void push_key(SDL_Keycode sym)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = sym}}};
    SDL_PushEvent(&event);
}

static void typed_letters_become_keys(void **state)
{
    (void)state;
    show_search();
    push_text("ҷ");
    struct ui_event event = next(500);
    assert_int_equal(event.kind, UI_EVENT_ACTION);
    assert_int_equal(event.action, UI_ACTION_KEY);
    assert_int_equal(event.value, 0x4B7);
    push_key(SDLK_BACKSPACE);
    event = next(500);
    assert_int_equal(event.value, DESK_KEY_ERASE);
    push_key(SDLK_RETURN);
    event = next(500);
    assert_int_equal(event.value, DESK_KEY_ENTER);
}

/* What a reader types arrives as one code, and not a letter of it as a key. */
static void scanned_text_never_reaches_the_field(void **state)
{
    (void)state;
    static const char code[] = "LY1:W62*Q8ICVL%U5RGFX1V50200W502106H0";
    for (int ends = 0; ends < 2; ends++) {
        show_search();
        for (size_t i = 0; code[i]; i++) {
            push_text((char[]){code[i], '\0'});
        }
        if (ends) {
            push_key(SDLK_RETURN);
        }
        struct ui_event event = next(1000);
        assert_int_equal(event.kind, UI_EVENT_CODE);
        assert_string_equal(event.text, code);
        assert_int_equal(next(60).kind, UI_EVENT_NONE);
    }
}

static void escape_goes_back_and_tab_walks(void **state)
{
    (void)state;
    show_search();
    push_key(SDLK_ESCAPE);
    assert_int_equal(next(200).action, UI_ACTION_BACK);
    push_key(SDLK_TAB);
    next(20);
    assert_int_not_equal(ui->scene.focused, WIDGET_NONE);
    enum ui_action focused = ui_tree(ui)->items[ui->scene.focused].action;
    push_key(SDLK_RETURN);
    assert_int_equal(next(200).action, focused);
}

static void a_touch_on_a_row_names_it(void **state)
{
    (void)state;
    show_search();
    assert_true(ui_choose(ui, UI_ACTION_OPEN, 2));
    struct ui_event event = next(0);
    assert_int_equal(event.action, UI_ACTION_OPEN);
    assert_int_equal(event.value, 2);
    assert_false(ui_choose(ui, UI_ACTION_OPEN, 99));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_edited_by_characters),
        cmocka_unit_test(a_text_ends_between_characters),
        cmocka_unit_test(a_reader_is_faster_than_any_hand),
        cmocka_unit_test(an_endless_code_is_dropped),
        WITH_UI(typed_letters_become_keys),
        WITH_UI(scanned_text_never_reaches_the_field),
        WITH_UI(escape_goes_back_and_tab_walks),
        WITH_UI(a_touch_on_a_row_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
