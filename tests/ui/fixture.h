/* A window off-screen, opened and closed around each test; one at a time. */
#ifndef LANYARD_TESTS_UI_FIXTURE_H
#define LANYARD_TESTS_UI_FIXTURE_H

#include "kiosk/ui/ui_state.h"
#include "tests/test.h"
#include "tests/ui/models.h"

static struct ui *ui;

static inline int open_ui(bool still)
{
    const struct ui_config config = {.windowed = true, .width = 540, .height = 960, .still = still};
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    ui = ui_create(&config);
    return ui ? 0 : -1;
}

static inline int setup(void **state)
{
    (void)state;
    return open_ui(true);
}

static inline int setup_moving(void **state)
{
    (void)state;
    return open_ui(false);
}

static inline int teardown(void **state)
{
    (void)state;
    ui_destroy(ui);
    ui = NULL;
    return 0;
}

static inline struct ui_event next(int timeout_ms)
{
    struct ui_event event;
    ui_next(ui, timeout_ms, &event);
    return event;
}

static inline void show(enum visit_state screen)
{
    struct ui_model model = model_make(screen);
    ui_show(ui, &model);
    next(0);
    ui->scene.entered_us -= 10000000; /* long ago: touches count */
}

static inline struct box box_of(enum ui_action action)
{
    uint8_t index = tree_find_action(ui_tree(ui), action);
    assert_int_not_equal(index, WIDGET_NONE);
    return ui_tree(ui)->items[index].box;
}

#define WITH_UI(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
#define WITH_MOVING_UI(test) cmocka_unit_test_setup_teardown(test, setup_moving, teardown)

#endif
