/*
 * Values from other threads: each arrives once, in order, without a data race.
 * tsan: yes
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <pthread.h>

#include "tests/test.h"
#include "tests/ui/models.h"

#define POSTS 200
#define THREADS 2

static struct ui *ui;
static int values[THREADS][POSTS];

static void *post_all(void *userdata)
{
    int *mine = userdata;
    for (int i = 0; i < POSTS; i++) {
        mine[i] = i;
        while (!ui_post(ui, &mine[i])) {
        }
    }
    return NULL;
}

static void posts_of_threads_arrive_in_order(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    int expected[THREADS] = {0};
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, post_all, values[i]), 0);
    }
    for (int i = 0; i < THREADS * POSTS; i++) {
        struct ui_event event;
        ui_next(ui, 20000, &event);
        assert_int_equal(event.kind, UI_EVENT_POSTED);
        int *value = event.posted;
        int from = value >= values[1];
        assert_int_equal(*value, expected[from]++);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    struct ui_event event;
    ui_next(ui, 0, &event);
    assert_int_equal(event.kind, UI_EVENT_NONE);
}

static int setup(void **state)
{
    (void)state;
    const struct ui_config config = {.windowed = true, .width = 540, .height = 960, .still = true};
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    ui = ui_create(&config);
    return ui ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    ui_destroy(ui);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(posts_of_threads_arrive_in_order, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
