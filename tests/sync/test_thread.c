/*
 * The sync thread beside a main thread that checks in and reads the status: with a real PostgreSQL that is killed and
 * comes back. What was committed meanwhile is at the hub afterwards.
 *
 * tsan: yes
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/sync/ kiosk/log.c kiosk/timebase.c
 * link: kiosk/asset.c ASSETS
 */
#include <poll.h>

#include "tests/sync/scene.h"

#define TRIES 1500 /* of 20 ms */

static void on_changed(const struct sync_status *status, void *userdata)
{
    struct scene *scene = userdata;
    (void)status;
    atomic_fetch_add(&scene->changes, 1);
}

static void on_applied(const struct replica_report *report, void *userdata)
{
    struct scene *scene = userdata;
    (void)report;
    atomic_fetch_add(&scene->pages, 1);
}

/* Until it is connected or not, and `waiting` events wait (-1: any number). */
static bool reaches(struct sync *sync, bool connected, int64_t waiting)
{
    struct sync_status status = {0};
    for (int i = 0; i < TRIES; i++) {
        sync_get_status(sync, &status);
        if (status.connected == connected && status.since_ms != 0 &&
            (waiting < 0 || status.waiting == waiting)) {
            return true;
        }
        poll(NULL, 0, 20);
    }
    print_message("connected %d, %d waiting\n", status.connected, (int)status.waiting);
    return false;
}

static void test_thread(void **state)
{
    (void)state;
    struct server server;
    struct scene scene = {0};
    server_start(&server);
    if (strncmp(server.url, "skip", 4) == 0) {
        print_message("%s\n", server.url);
        server_finish(&server);
        skip();
    }
    make_stores(&scene, 1, server.folder);
    assert_true(hub_init(server.url, scene.store, &scene.key));
    const struct sync_listener listener = {
        .changed = on_changed, .applied = on_applied, .userdata = &scene};
    struct sync *sync = sync_create(scene.path, &scene.key, &listener);
    assert_non_null(sync);
    assert_true(reaches(sync, true, 0));
    check_in(&scene, 1);
    sync_wake(sync);
    assert_true(reaches(sync, true, 0));

    server_tell(&server, "stop");
    assert_true(reaches(sync, false, -1));
    for (uint64_t holder = 2; holder < 12; holder++) {
        check_in(&scene, holder);
    }
    assert_true(reaches(sync, false, 10));
    struct sync_status status;
    sync_get_status(sync, &status);
    assert_int_equal(sync_status_standing(&status), SYNC_APART);
    assert_true(status.contact_ms > 0);

    server_tell(&server, "start");
    assert_true(reaches(sync, true, 0));
    assert_true(atomic_load(&scene.changes) >= 4);
    sync_destroy(sync);
    struct replica_state replica;
    assert_true(replica_state(scene.store, &replica));
    assert_int_equal(replica.pushed, 11);
    store_close(scene.store);
    server_finish(&server);
}

/* Stopping is quick whatever the hub does: here nobody answers. */
static void test_stops(void **state)
{
    (void)state;
    struct scene scene = {0};
    char folder[] = "/tmp/lanyard-thread-XXXXXX", command[64];
    assert_non_null(mkdtemp(folder));
    make_stores(&scene, 1, folder);
    assert_true(replica_set_hub(scene.store, "host=192.0.2.1 user=a dbname=hub password=x"));
    struct sync *sync = sync_create(scene.path, &scene.key, NULL);
    assert_non_null(sync);
    check_in(&scene, 1);
    struct sync_status status;
    sync_get_status(sync, &status);
    assert_false(status.connected);
    sync_destroy(sync);
    sync_destroy(NULL);
    store_close(scene.store);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static void test_standing(void **state)
{
    (void)state;
    static const struct {
        struct sync_status status;
        const char *word;
        int64_t age_s, away_s;
    } table[] = {
        {{0}, "own", -1, 0},
        {{.has_hub = true}, "never", 77, 0},
        {{.has_hub = true, .since_ms = 40000}, "never", 77, 60},
        {{.has_hub = true, .connected = true, .since_ms = 1, .contact_ms = 95000},
         "connected",
         5,
         0},
        {{.has_hub = true, .since_ms = 70000, .contact_ms = 60000}, "apart", 40, 30},
        {{.has_hub = true, .since_ms = 170000, .contact_ms = 160000}, "apart", 0, 0}, /* set back */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct sync_status *status = &table[i].status;
        assert_string_equal(sync_standing_string(sync_status_standing(status)), table[i].word);
        assert_int_equal(sync_status_age_s(status, 100000, 77), table[i].age_s);
        assert_int_equal(sync_status_away_s(status, 100000), table[i].away_s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_standing),
        cmocka_unit_test(test_stops),
        cmocka_unit_test(test_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
