/*
 * Events of two stations, delivered in any order and more than once, end in the same tables; and
 * two connections to one store write one chain.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "kiosk/store/event_log.h"
#include "kiosk/store/migrations.h"
#include "kiosk/store/open.h"
#include "tests/store/fixture.h"

#define EVENTS_MAX 400
#define SEEDS 60

/* ---- random, but the same for the same seed ---- */

static uint64_t random_state;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(random_state >> 33) % limit;
}

/* ---- events to deliver ---- */

struct delivery {
    struct audit_event events[EVENTS_MAX];
    char bodies[EVENTS_MAX][512];
    size_t count;
};

static bool keep(const struct audit_event *event, void *userdata)
{
    struct delivery *delivery = userdata;
    assert_true(delivery->count < EVENTS_MAX && event->body_size < sizeof delivery->bodies[0]);
    struct audit_event *kept = &delivery->events[delivery->count];
    *kept = *event;
    memcpy(delivery->bodies[delivery->count], event->body, event->body_size);
    kept->body = delivery->bodies[delivery->count++];
    return true;
}

/* One random fact by either station, few people, so that they meet. */
static void append_random(struct fixture *f)
{
    static const enum intent_input inputs[] = {INTENT_IN_SUBMIT, INTENT_IN_ACCEPTED,
                                               INTENT_IN_PRINTING, INTENT_IN_SEEN,
                                               INTENT_IN_NOT_SEEN};
    uint64_t holder = 1 + random_below(4);
    struct intent intent;
    struct passage passage = {.holder = holder,
                              .scope = (int)random_below(3) - 1,
                              .direction = random_below(2) ? DIRECTION_IN : DIRECTION_OUT,
                              .at_ms = fixture_now_ms};
    store_set_signer(f->store, random_below(2) ? &f->key : &f->other);
    fixture_now_ms += (int64_t)random_below(3) * 1000 - 1000; /* stands, runs, is set back */
    switch (random_below(8)) {
    case 0:
        fixture_badge(f, holder, 1 + (int)random_below(3), "first", &intent);
        break;
    case 1:
    case 2:
        if (store_intent_of(f->store, holder, &intent) == STORE_FOUND) {
            store_append_intent_input(f->store, intent.uuid, inputs[random_below(5)], NULL,
                                      (int)random_below(3), NULL, NULL);
        }
        break;
    case 3:
        if (store_intent_of(f->store, holder, &intent) == STORE_FOUND) {
            assert_true(store_append_revocation(f->store, holder, intent.serial, "lost"));
        }
        break;
    case 4:
        assert_true(store_append_invitation(f->store, holder, store_next_serial(f->store)));
        break;
    default:
        assert_true(store_append_passage(f->store, &passage));
    }
}

static void shuffle(struct delivery *delivery, size_t order[], size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < delivery->count; i++) {
        order[(*count)++] = i;
        if (random_below(4) == 0) {
            order[(*count)++] = i; /* delivered twice */
        }
    }
    for (size_t i = *count; i > 1; i--) {
        size_t other = random_below((unsigned)i);
        size_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* All derived tables as text. */
static char *dump(struct store *store)
{
    char *text = calloc(1, 1 << 20);
    size_t used = 0;
    for (size_t i = 0; i < DERIVED_TABLE_COUNT; i++) {
        char sql[128];
        sqlite3_stmt *statement;
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY %s", derived_tables[i].name,
                 derived_tables[i].key);
        assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL), SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int n = 0; n < sqlite3_column_count(statement); n++) {
                used += (size_t)sprintf(text + used, "%s|", sqlite3_column_text(statement, n));
            }
            text[used++] = '\n';
        }
        sqlite3_finalize(statement);
    }
    return text;
}

static void test_any_order(void **state)
{
    (void)state;
    static struct delivery delivery;
    int64_t start_ms = fixture_now_ms;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct fixture f;
        size_t order[2 * EVENTS_MAX], count;
        random_state = seed;
        fixture_init(&f);
        assert_true(store_begin(f.store));
        for (int i = 0; i < 60; i++) {
            append_random(&f);
        }
        assert_true(store_commit(f.store));
        delivery.count = 0;
        assert_true(store_events(f.store, false, 0, keep, &delivery));
        shuffle(&delivery, order, &count);
        struct store *replay = store_open_replay(f.store);
        assert_non_null(replay);
        bool deferring = seed % 2; /* as the audit does */
        assert_true(!deferring || event_log_defer(replay));
        for (size_t i = 0; i < count; i++) {
            assert_true(event_log_apply(replay, &delivery.events[order[i]]));
        }
        assert_true(!deferring || event_log_make_up(replay));
        char *kept = dump(f.store), *made = dump(replay);
        if (strcmp(kept, made) != 0) {
            fail_msg("seed %u:\n%s\n%s", seed, kept, made);
        }
        assert_true(strlen(kept) > 500);
        free(kept);
        free(made);
        store_close(replay);
        fixture_finish(&f);
        fixture_now_ms = start_ms;
    }
}

/* What no station of this version writes changes nothing; what is malformed fails. */
static void test_odd_events(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *body;
        bool applied;
    } rows[] = {
        {"weather", "{}", true},
        {"admission", "{}", false},
        {"admission", "not JSON", false},
        {"admission", "{\"holder\":\"xyz\",\"scope\":1,\"checkpoint\":\"\",\"at\":1}", false},
        {"admission",
         "{\"holder\":\"0000000000000001\",\"scope\":\"one\",\"checkpoint\":\"\",\"at\":1}", false},
        {"admission", "{\"holder\":\"0000000000000001\",\"scope\":1,\"checkpoint\":\"\",\"at\":1}",
         true},
        {"badge-issued", "{\"holder\":\"0000000000000001\"}", false},
    };
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct audit_event event = {.station = "station-2",
                                    .hlc = 5,
                                    .body = rows[i].body,
                                    .body_size = strlen(rows[i].body)};
        strcpy(event.kind, rows[i].kind);
        assert_true(store_begin(f.store));
        if (event_log_apply(f.store, &event) != rows[i].applied) {
            fail_msg("%s %s", rows[i].kind, rows[i].body);
        }
        store_rollback(f.store);
    }
    fixture_finish(&f);
}

static void test_two_connections(void **state)
{
    (void)state;
    struct fixture f;
    struct audit_report report;
    fixture_init(&f);
    struct store *second = store_open(f.path, STORE_READ_WRITE);
    assert_non_null(second);
    store_set_signer(second, &f.key);
    for (uint64_t i = 1; i <= 10; i++) {
        struct store *store = i % 2 ? f.store : second;
        struct passage passage = {.holder = i, .scope = 1, .direction = DIRECTION_IN};
        assert_true(store_begin(store));
        assert_true(store_append_passage(store, &passage));
        assert_int_equal(store_next_serial(store), 0x01000000 + i);
        assert_true(store_commit(store));
    }
    store_close(second);
    assert_true(store_audit(f.store, &report));
    assert_int_equal(report.fault, AUDIT_OK);
    assert_int_equal(report.events, 10);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_odd_events),
        cmocka_unit_test(test_two_connections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
