/* For C tests of the sync: a real PostgreSQL in a folder of its own, and stations of one event. */
#ifndef LANYARD_TEST_SCENE_H
#define LANYARD_TEST_SCENE_H

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sync.h"
#include "timebase.h"

#include "tests/test.h"

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

static inline void server_tell(struct server *server, const char *word)
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

/* A store in a file of its own for a key of the list. */
static void open_store(struct scene *scene, const char *folder, const char *text)
{
    snprintf(scene->path, sizeof scene->path, "%s/%s.db", folder, scene->key.station);
    assert_true(store_create(scene->path, &scene->event));
    scene->store = store_open(scene->path, STORE_READ_WRITE);
    assert_non_null(scene->store);
    store_set_signer(scene->store, &scene->key);
    assert_true(store_begin(scene->store) && store_put_key_list(scene->store, text, strlen(text)) &&
                store_commit(scene->store));
}

/* `count` stations of one event, "station-1" and on. */
static void make_stores(struct scene *scenes, int count, const char *folder)
{
    static char text[KEY_LIST_TEXT_MAX];
    struct key_list *keys = calloc(1, sizeof *keys);
    uint8_t root[KEY_SECRET_SIZE];
    int64_t now_s = time_realtime_ms() / 1000;
    memset(scenes[0].event.uuid, 0x61, 16);
    memcpy(keys->event_uuid, scenes[0].event.uuid, 16);
    key_generate(keys->root_public, root);
    for (int i = 0; i < count; i++) {
        struct scene *scene = &scenes[i];
        struct key_entry entry = {.not_before = now_s - 86400,
                                  .not_after = now_s + 86400,
                                  .usage = KEY_SIGNS_BADGES | KEY_SIGNS_EVENTS};
        scene->event = scenes[0].event;
        strcpy(scene->event.name, "Test");
        strcpy(scene->event.timezone, "UTC");
        snprintf(entry.station, sizeof entry.station, "station-%d", i + 1);
        strcpy(scene->key.station, entry.station);
        key_generate(scene->key.public_key, scene->key.secret_key);
        memcpy(entry.public_key, scene->key.public_key, sizeof entry.public_key);
        assert_true(key_list_add(keys, &entry, &scene->key.id));
    }
    assert_true(key_list_seal(keys, now_s, root, text, sizeof text) > 0);
    for (int i = 0; i < count; i++) {
        open_store(&scenes[i], folder, text);
    }
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

#endif
