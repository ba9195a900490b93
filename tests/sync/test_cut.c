/*
 * The way to the hub is cut at every step of the exchange, in the middle of what passes, and it is slow, out of order
 * and silent. Whatever happens, the next try goes on, and in the end both stations hold the same, nothing twice.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/sync/ kiosk/log.c kiosk/timebase.c
 * link: kiosk/asset.c ASSETS tests/sync/proxy.c
 */
#include <poll.h>
#include <time.h>

#include "log.h"
#include "tests/sync/proxy.h"
#include "tests/sync/scene.h"

#define STATIONS 2

struct stage {
    struct server server;
    struct proxy *proxy;
    struct scene scenes[STATIONS];
    uint64_t holders; /* used so far */
};

/* A station's address with the proxy's port in it. */
static void lead_through_proxy(struct stage *stage, int number)
{
    struct replica_state state;
    char hub[sizeof state.hub], *port, *end;
    struct store *store = stage->scenes[number].store;
    assert_true(replica_state(store, &state));
    assert_non_null(port = strstr(state.hub, "port='"));
    assert_non_null(end = strchr(port + 6, '\''));
    snprintf(hub, sizeof hub, "%.*sport='%d%s", (int)(port - state.hub), state.hub,
             proxy_port(stage->proxy), end);
    assert_true(replica_set_hub(store, hub));
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    char code[HUB_CODE_SIZE];
    struct hub_offer offer;
    *state = stage;
    server_start(&stage->server);
    if (strncmp(stage->server.url, "skip", 4) == 0) {
        return 0;
    }
    log_set_level(LOG_LEVEL_ERROR);
    stage->proxy = proxy_start(atoi(strrchr(stage->server.url, ':') + 1));
    assert_non_null(stage->proxy);
    make_stores(stage->scenes, STATIONS, stage->server.folder);
    assert_true(hub_init(stage->server.url, stage->scenes[0].store, &stage->scenes[0].key));
    assert_true(hub_enrol(stage->server.url, "station-2", true, 5, code) &&
                hub_join(stage->server.url, code, &offer));
    assert_true(replica_set_hub(stage->scenes[1].store, offer.url));
    hub_offer_finish(&offer);
    for (int i = 0; i < STATIONS; i++) {
        lead_through_proxy(stage, i);
    }
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    if (stage->proxy) {
        proxy_stop(stage->proxy);
        for (int i = 0; i < STATIONS; i++) {
            store_close(stage->scenes[i].store);
        }
    }
    server_finish(&stage->server);
    free(stage);
    return 0;
}

static struct stage *stage_of(void **state)
{
    struct stage *stage = *state;
    if (!stage->proxy) {
        print_message("%s\n", stage->server.url);
        skip();
    }
    return stage;
}

/* Something of each kind at each station: events, a correction. */
static void act(struct stage *stage)
{
    for (int i = 0; i < STATIONS; i++) {
        struct attendee attendee = {.holder = ++stage->holders, .category = 1};
        snprintf(attendee.family_name, sizeof attendee.family_name, "Person %d",
                 (int)stage->holders);
        struct store *store = stage->scenes[i].store;
        assert_true(store_begin(store) && store_put_attendee(store, &attendee) &&
                    store_commit(store));
        check_in(&stage->scenes[i], attendee.holder);
    }
}

static bool sync_one(struct stage *stage, int number)
{
    struct sync_report report;
    return sync_once(stage->scenes[number].store, &stage->scenes[number].key, &report);
}

static void ignore(const struct hub_station *station, void *userdata)
{
    (void)station;
    (void)userdata;
}

/* Lets all through, and compares. */
static void assert_equal_in_the_end(struct stage *stage)
{
    struct proxy_settings *settings = proxy_settings(stage->proxy);
    uint64_t digests[STATIONS];
    struct hub_state hub;
    atomic_store(&settings->cut_after, 0);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < STATIONS; i++) {
            assert_true(sync_one(stage, i));
        }
    }
    for (int i = 0; i < STATIONS; i++) {
        struct replica_state state;
        struct audit_report audit;
        assert_true(replica_digest(stage->scenes[i].store, &digests[i]) &&
                    replica_state(stage->scenes[i].store, &state) &&
                    store_audit(stage->scenes[i].store, &audit));
        assert_int_equal(state.outbox, 0);
        assert_int_equal(state.quarantined, 0);
        assert_int_equal(audit.fault, AUDIT_OK);
        assert_int_equal(audit.events, stage->holders);
    }
    assert_true(digests[0] == digests[1]);
    assert_true(hub_status(stage->server.url, &hub, ignore, NULL));
    assert_int_equal(hub.events, stage->holders);
}

/* One step further each time, until a whole exchange passes before the cut. */
static void cut_everywhere(struct stage *stage, int bytes)
{
    struct proxy_settings *settings = proxy_settings(stage->proxy);
    int steps = 0;
    bool whole = false;
    for (int step = 1; !whole && step < 200; step++, steps++) {
        act(stage);
        atomic_store(&settings->cut_after, step);
        atomic_store(&settings->cut_bytes, bytes);
        atomic_store(&settings->cuts, 0);
        for (int i = 0; i < STATIONS; i++) {
            sync_one(stage, i);
        }
        whole = atomic_load(&settings->cuts) == 0;
    }
    print_message("%d steps, %d bytes of each last piece\n", steps, bytes);
    assert_true(whole && steps > 15);
    assert_equal_in_the_end(stage);
}

static void test_cut_before(void **state)
{
    cut_everywhere(stage_of(state), 0);
}

static void test_cut_within(void **state)
{
    cut_everywhere(stage_of(state), 3);
}

static void test_cut_behind(void **state)
{
    cut_everywhere(stage_of(state), 1 << 20);
}

/* Both threads run while connections are late, out of order, refused, silent and cut. */
static void test_disorder(void **state)
{
    struct stage *stage = stage_of(state);
    struct proxy_settings *settings = proxy_settings(stage->proxy);
    struct sync *syncs[STATIONS];
    atomic_store(&settings->cut_after, 0);
    for (int i = 0; i < STATIONS; i++) {
        syncs[i] = sync_create(stage->scenes[i].path, &stage->scenes[i].key, NULL);
        assert_non_null(syncs[i]);
    }
    for (int round = 0; round < 24; round++) {
        atomic_store(&settings->delay_ms, round % 4 == 1 ? 15 : 0);
        atomic_store(&settings->jitter_ms, round % 4 == 1 ? 20 : 0);
        atomic_store(&settings->hold_ms, round % 3 == 2 ? 150 : 0);
        atomic_store(&settings->refuse, round % 8 == 3);
        atomic_store(&settings->silent, round % 8 == 5);
        atomic_store(&settings->cut_after, round % 6 == 4 ? 9 : 0);
        act(stage);
        poll(NULL, 0, 120);
    }
    atomic_store(&settings->refuse, false);
    atomic_store(&settings->silent, false);
    atomic_store(&settings->delay_ms, 0);
    atomic_store(&settings->jitter_ms, 0);
    atomic_store(&settings->hold_ms, 0);
    for (int i = 0; i < STATIONS; i++) {
        sync_destroy(syncs[i]);
    }
    assert_equal_in_the_end(stage);
}

static char last_line[512];

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level;
    (void)module;
    (void)userdata;
    snprintf(last_line, sizeof last_line, "%s", line);
}

static int64_t shifted_ms;

static int64_t shifted_clock(void *userdata)
{
    (void)userdata;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000 + shifted_ms;
}

/* A clock that is hours off would date facts wrongly for everybody: told to be set, and nothing goes. */
static void test_clock(void **state)
{
    static const struct {
        int64_t ms;
        bool works;
        const char *words;
    } table[] = {
        {3 * 3600000, false, "10800 s ahead of the hub's; set it"},
        {-5 * 3600000, false, "18000 s behind the hub's; set it"},
        {120000, true, "120 s ahead of the hub's; set it"},
    };
    struct stage *stage = stage_of(state);
    time_set_source(shifted_clock, NULL);
    log_set_sink(keep_line, NULL);
    log_set_level(LOG_LEVEL_WARN);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct sync_report report;
        shifted_ms = table[i].ms;
        last_line[0] = '\0';
        bool works = sync_once(stage->scenes[0].store, &stage->scenes[0].key, &report);
        assert_int_equal(works, table[i].works);
        assert_non_null(strstr(last_line, "clock"));
        assert_true(llabs(report.clock_off_ms - table[i].ms) < 60000);
        assert_non_null(strstr(last_line, strchr(table[i].words, ' ')));
    }
    time_set_source(NULL, NULL);
    log_set_sink(NULL, NULL);
    log_set_level(LOG_LEVEL_ERROR);
    shifted_ms = 0;
    assert_equal_in_the_end(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_before), cmocka_unit_test(test_cut_within),
        cmocka_unit_test(test_cut_behind), cmocka_unit_test(test_disorder),
        cmocka_unit_test(test_clock),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
