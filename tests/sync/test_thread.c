/*
 * The sync thread beside a main thread that checks in and reads the status: with a real PostgreSQL that is killed and
 * comes back. What was committed meanwhile is at the hub afterwards.
 *
 * tsan: yes
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/sync/ kiosk/log.c kiosk/timebase.c
 * link: kiosk/asset.c ASSETS
 */
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sync.h"
#include "timebase.h"

#include "tests/test.h"

#define TRIES 1500 /* of 20 ms */

struct server {
    FILE *to, *from;
    char folder[64], url[256];
};

/* The shell that runs the server, with both of its ends. */
static void server_start(struct server *server)
{
    int in[2], out[2];
    strcpy(server->folder, "/tmp/lanyard-thread-XXXXXX");
    assert_non_null(mkdtemp(server->folder));
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    char command[256];
    snprintf(command, sizeof command,
             "chmod 711 %s; exec tests/sync/hub_server.sh %s/postgres <&%d >&%d %d>&- %d<&- &",
             server->folder, server->folder, in[0], out[1], in[1], out[0]);
    assert_int_equal(system(command), 0);
    close(in[0]);
    close(out[1]);
    server->to = fdopen(in[1], "w");
    server->from = fdopen(out[0], "r");
    assert_non_null(fgets(server->url, sizeof server->url, server->from));
    server->url[strcspn(server->url, "\n")] = '\0';
}

static void server_tell(struct server *server, const char *word)
{
    char answer[64];
    fprintf(server->to, "%s\n", word);
    fflush(server->to);
    assert_non_null(fgets(answer, sizeof answer, server->from));
}

static void server_finish(struct server *server)
{
    char command[128];
    fclose(server->to);
    while (fgetc(server->from) != EOF) {
    }
    fclose(server->from);
    snprintf(command, sizeof command, "rm -rf %s", server->folder);
    assert_int_equal(system(command), 0);
}

struct scene {
    struct event_info event;
    struct station_key key;
    char path[128];
    struct store *store;
    atomic_int changes, pages;
};

static void make_store(struct scene *scene, const char *folder)
{
    static char text[KEY_LIST_TEXT_MAX];
    struct key_list *keys = calloc(1, sizeof *keys);
    uint8_t root[KEY_SECRET_SIZE];
    int64_t now_s = time_realtime_ms() / 1000;
    struct key_entry entry = {.not_before = now_s - 86400,
                              .not_after = now_s + 86400,
                              .usage = KEY_SIGNS_BADGES | KEY_SIGNS_EVENTS,
                              .station = "station-1"};
    strcpy(scene->event.name, "Test");
    strcpy(scene->event.timezone, "UTC");
    memset(scene->event.uuid, 0x61, 16);
    memcpy(keys->event_uuid, scene->event.uuid, 16);
    key_generate(keys->root_public, root);
    strcpy(scene->key.station, entry.station);
    key_generate(scene->key.public_key, scene->key.secret_key);
    memcpy(entry.public_key, scene->key.public_key, sizeof entry.public_key);
    assert_true(key_list_add(keys, &entry, &scene->key.id));
    assert_true(key_list_seal(keys, now_s, root, text, sizeof text) > 0);
    snprintf(scene->path, sizeof scene->path, "%s/lanyard.db", folder);
    assert_true(store_create(scene->path, &scene->event));
    scene->store = store_open(scene->path, STORE_READ_WRITE);
    assert_non_null(scene->store);
    store_set_signer(scene->store, &scene->key);
    assert_true(store_begin(scene->store) &&
                store_put_key_list(scene->store, text, strlen(text)) &&
                store_commit(scene->store));
    free(keys);
}

static void check_in(struct scene *scene, uint64_t holder)
{
    const struct passage passage = {.holder = holder,
                                    .scope = SCOPE_EVENT,
                                    .checkpoint = "registration",
                                    .direction = DIRECTION_IN,
                                    .at_ms = time_realtime_ms()};
    assert_true(store_begin(scene->store) && store_append_passage(scene->store, &passage) &&
                store_commit(scene->store));
}

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
    make_store(&scene, server.folder);
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
    make_store(&scene, folder);
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
        {{.has_hub = true, .connected = true, .since_ms = 1, .contact_ms = 95000}, "connected", 5, 0},
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
