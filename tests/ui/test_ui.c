/*
 * Input and events of the whole window, off-screen: presses of scripts, touches, clicks, keys, and
 * drawing only what changed.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "tests/ui/fixture.h"

static void push_mouse(Uint32 type, Uint32 which, int x, int y)
{
    SDL_Event event = {.button = {.type = type, .which = which, .button = SDL_BUTTON_LEFT}};
    event.button.x = x;
    event.button.y = y;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void push_finger(Uint32 type, SDL_FingerID finger, int x, int y)
{
    SDL_Event event = {.tfinger = {.type = type, .fingerId = finger}};
    event.tfinger.x = ((float)x + 0.5f) / (float)ui->theme.width;
    event.tfinger.y = ((float)y + 0.5f) / (float)ui->theme.height;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void push_key(SDL_Keycode key)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN}};
    event.key.keysym.sym = key;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void assert_action(enum ui_action action)
{
    struct ui_event event = next(0);
    assert_int_equal(event.kind, action == UI_ACTION_NONE ? UI_EVENT_NONE : UI_EVENT_ACTION);
    assert_int_equal(event.action, action);
}

/* ---- input ---- */

static void presses_of_a_script_arrive_in_order(void **state)
{
    (void)state;
    assert_false(ui_press(ui, UI_ACTION_START)); /* nothing is shown yet */
    show(VISIT_CONFIRM);
    assert_false(ui_press(ui, UI_ACTION_COLLECTED));
    assert_false(ui_press(ui, UI_ACTION_NONE));
    assert_true(ui_press(ui, UI_ACTION_NO));
    assert_true(ui_press(ui, UI_ACTION_YES));
    assert_action(UI_ACTION_NO);
    assert_action(UI_ACTION_YES);
    assert_action(UI_ACTION_NONE);
}

static void a_click_counts_where_it_began(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    struct box yes = box_of(UI_ACTION_YES), no = box_of(UI_ACTION_NO);
    push_mouse(SDL_MOUSEBUTTONDOWN, 0, yes.x + 5, yes.y + 5);
    assert_action(UI_ACTION_NONE);
    push_mouse(SDL_MOUSEBUTTONUP, 0, yes.x + 9, yes.y + 9);
    assert_action(UI_ACTION_YES);
    push_mouse(SDL_MOUSEBUTTONDOWN, 0, yes.x + 5, yes.y + 5);
    push_mouse(SDL_MOUSEBUTTONUP, 0, no.x + 5, no.y + 5); /* moved off: taken back */
    assert_action(UI_ACTION_NONE);
    push_mouse(SDL_MOUSEBUTTONDOWN, 0, yes.x - 3, yes.y + 5); /* beside it */
    push_mouse(SDL_MOUSEBUTTONUP, 0, yes.x - 3, yes.y + 5);
    assert_action(UI_ACTION_TOUCH); /* somebody is there, no more */
}

static void a_touch_fires_once(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    struct box yes = box_of(UI_ACTION_YES);
    push_finger(SDL_FINGERDOWN, 1, yes.x + 5, yes.y + 5);
    push_mouse(SDL_MOUSEBUTTONDOWN, SDL_TOUCH_MOUSEID, yes.x + 5, yes.y + 5);
    push_finger(SDL_FINGERDOWN, 2, yes.x + 50, yes.y + 5); /* a second finger */
    push_finger(SDL_FINGERUP, 2, yes.x + 50, yes.y + 5);
    push_finger(SDL_FINGERUP, 1, yes.x + 5, yes.y + 5);
    push_mouse(SDL_MOUSEBUTTONUP, SDL_TOUCH_MOUSEID, yes.x + 5, yes.y + 5);
    assert_action(UI_ACTION_YES);
    assert_action(UI_ACTION_NONE);
}

/* Its finger is never lifted: another one counts after a while. */
static void an_unplugged_touch_screen_does_not_block(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    struct box box = box_of(UI_ACTION_YES);
    int x = box.x + box.width / 2, y = box.y + box.height / 2;
    push_finger(SDL_FINGERDOWN, 7, 3, 300);
    assert_int_equal(next(0).kind, UI_EVENT_NONE);
    push_finger(SDL_FINGERDOWN, 8, x, y);
    push_finger(SDL_FINGERUP, 8, x, y);
    assert_int_equal(next(0).kind, UI_EVENT_NONE);
    ui->finger_us -= 6000000;
    push_finger(SDL_FINGERDOWN, 9, x, y);
    push_finger(SDL_FINGERUP, 9, x, y);
    assert_action(UI_ACTION_YES);
}

static void a_touch_meant_for_the_last_screen_is_dropped(void **state)
{
    (void)state;
    struct ui_model model = model_make(VISIT_CONFIRM);
    ui_show(ui, &model);
    next(0);
    struct box yes = box_of(UI_ACTION_YES);
    push_finger(SDL_FINGERDOWN, 1, yes.x + 5, yes.y + 5);
    push_finger(SDL_FINGERUP, 1, yes.x + 5, yes.y + 5);
    push_key(SDLK_RETURN);
    assert_action(UI_ACTION_NONE);
}

static void a_touch_anywhere_starts(void **state)
{
    (void)state;
    show(VISIT_ATTRACT);
    struct box help = box_of(UI_ACTION_HELP);
    push_finger(SDL_FINGERDOWN, 7, 270, 300);
    push_finger(SDL_FINGERUP, 7, 200, 310);
    assert_action(UI_ACTION_START);
    push_finger(SDL_FINGERDOWN, 7, help.x + 9, help.y + 9);
    push_finger(SDL_FINGERUP, 7, help.x + 9, help.y + 9);
    assert_action(UI_ACTION_HELP);
}

static void the_keyboard_moves_a_focus(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    push_key(SDLK_RETURN);
    assert_action(UI_ACTION_YES); /* the primary one */
    push_key(SDLK_TAB);
    push_key(SDLK_RETURN);
    assert_action(UI_ACTION_BACK); /* the first in reading order */
    push_key(SDLK_UP);
    push_key(SDLK_RETURN);
    assert_action(UI_ACTION_NO); /* round to the last */
}

/* A code reader that types its text and an Enter must not answer "Is this you?". */
static void an_enter_after_typing_is_no_answer(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    push_key(SDLK_l);
    push_key(SDLK_y);
    push_key(SDLK_1);
    push_key(SDLK_RETURN);
    assert_action(UI_ACTION_NONE);
}

static void the_hidden_corner_takes_patience(void **state)
{
    (void)state;
    show(VISIT_ATTRACT);
    push_mouse(SDL_MOUSEBUTTONDOWN, 0, 10, 10);
    assert_int_equal(next(0).kind, UI_EVENT_NONE);
    assert_true(ui->hold_us > 0);
    push_mouse(SDL_MOUSEBUTTONUP, 0, 10, 10);
    assert_action(UI_ACTION_START); /* a tap is a tap */
    assert_true(ui->hold_us == 0);
    push_mouse(SDL_MOUSEBUTTONDOWN, 0, 10, 10);
    assert_int_equal(next(0).kind, UI_EVENT_NONE);
    ui->hold_us -= 3000000;
    assert_action(UI_ACTION_STAFF);
    push_mouse(SDL_MOUSEBUTTONUP, 0, 10, 10);
    assert_int_equal(next(0).kind, UI_EVENT_NONE); /* and starts no visit */
    push_mouse(SDL_MOUSEBUTTONDOWN, 0, 300, 500);
    assert_int_equal(next(0).kind, UI_EVENT_NONE);
    assert_true(ui->hold_us == 0);
}

static void a_closed_window_quits(void **state)
{
    (void)state;
    show(VISIT_ATTRACT);
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_action(UI_ACTION_QUIT);
}

static void action_names_are_the_scripts(void **state)
{
    (void)state;
    assert_string_equal(ui_action_string(UI_ACTION_START), "start");
    assert_string_equal(ui_action_string(UI_ACTION_COLLECTED), "collected");
    assert_string_equal(ui_action_string(UI_ACTION_QUIT), "quit");
    for (int action = UI_ACTION_NONE; action <= UI_ACTION_QUIT; action++) {
        assert_true(strlen(ui_action_string((enum ui_action)action)) > 1);
    }
    assert_string_equal(ui_action_string((enum ui_action)999), "none");
}

/* ---- events and drawing ---- */

static void draws_only_what_changed(void **state)
{
    (void)state;
    show(VISIT_PRINTING);
    int64_t painted = ui->scene.painted_us;
    next(30);
    next(30);
    assert_int_equal(ui->scene.painted_us, painted); /* nothing changed, nothing drawn */
    struct ui_model model = model_make(VISIT_PRINTING);
    model.progress_percent = 70;
    ui_show(ui, &model);
    assert_true(ui->damage.count > 0);
    size_t area = 0;
    for (size_t i = 0; i < ui->damage.count; i++) {
        area += (size_t)ui->damage.boxes[i].width * (size_t)ui->damage.boxes[i].height;
    }
    assert_true(area < (size_t)540 * 960 / 2); /* the bar, the number, the badge: not all */
    next(0);
    assert_true(ui->scene.painted_us > painted);
}

static void a_visit_back_and_forth_does_not_grow(void **state)
{
    (void)state;
    size_t held = 0;
    for (int round = 0; round < 60; round++) {
        for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
            struct ui_model model = model_make((enum visit_state)screen);
            snprintf(model.person.name, sizeof model.person.name, "Guest %d", round);
            ui_show(ui, &model);
            next(0);
        }
        assert_true(round < 5 || text_cache_count(ui->texts) <= held + 4);
        held = round < 5 ? text_cache_count(ui->texts) : held;
    }
}

static void fits_are_reported(void **state)
{
    (void)state;
    struct ui_fit fits[200];
    assert_int_equal(ui_widgets(ui, fits, 200), 0);
    show(VISIT_CONFIRM);
    size_t count = ui_widgets(ui, fits, 200);
    bool yes = false;
    assert_in_range(count, 8, 60);
    for (size_t i = 0; i < count; i++) {
        assert_false(fits[i].clipped);
        assert_false(fits[i].small);
        assert_true(fits[i].what[0] && fits[i].width > 0 && fits[i].height > 0);
        yes |= strcmp(fits[i].what, "confirm.yes") == 0;
    }
    assert_true(yes);
    assert_int_equal(ui_widgets(ui, fits, 2), count); /* counts beyond the limit */
}

static void cases_without_a_window(void **state)
{
    (void)state;
    ui_destroy(NULL);
    setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
    const struct ui_config config = {.windowed = true};
    assert_null(ui_create(&config));
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_UI(presses_of_a_script_arrive_in_order),
        WITH_UI(a_click_counts_where_it_began),
        WITH_UI(a_touch_fires_once),
        WITH_UI(an_unplugged_touch_screen_does_not_block),
        WITH_UI(a_touch_meant_for_the_last_screen_is_dropped),
        WITH_UI(a_touch_anywhere_starts),
        WITH_UI(the_keyboard_moves_a_focus),
        WITH_UI(an_enter_after_typing_is_no_answer),
        WITH_UI(the_hidden_corner_takes_patience),
        WITH_UI(a_closed_window_quits),
        WITH_UI(action_names_are_the_scripts),
        WITH_UI(draws_only_what_changed),
        WITH_UI(a_visit_back_and_forth_does_not_grow),
        WITH_UI(fits_are_reported),
        cmocka_unit_test(cases_without_a_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
