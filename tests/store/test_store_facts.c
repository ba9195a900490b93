/*
 * What each fact writes, all in one transaction, and that a failure leaves nothing.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "kiosk/store/body.h"
#include "kiosk/store/database.h"
#include "store_access.h"
#include "tests/store/fixture.h"

static const struct checkpoint registration = {
    .code = "registration", .kind = CHECKPOINT_REGISTRATION, .zone = -1, .venue = -1};
static const struct checkpoint plenary = {
    .code = "plenary-door", .kind = CHECKPOINT_DOOR, .zone = 2, .venue = 0, .anti_passback = true};

/* ---- looking at the newest event ---- */

struct seen {
    int count;
    char kind[AUDIT_KIND_SIZE];
    char body[AUDIT_BODY_MAX];
};

static bool see(const struct audit_event *event, void *userdata)
{
    struct seen *seen = userdata;
    if (seen->count++ == 0) {
        strcpy(seen->kind, event->kind);
        snprintf(seen->body, sizeof seen->body, "%.*s", (int)event->body_size, event->body);
    }
    return true;
}

static struct seen newest(struct fixture *f)
{
    struct seen seen = {0};
    assert_true(store_events(f->store, true, 0, see, &seen));
    return seen;
}

static void pass(struct fixture *f, uint64_t holder, const struct checkpoint *checkpoint,
                 enum direction direction)
{
    struct passage passage = {.holder = holder,
                              .serial = 9,
                              .scope = checkpoint_scope(checkpoint),
                              .direction = direction,
                              .at_ms = fixture_now_ms};
    strcpy(passage.checkpoint, checkpoint->code);
    assert_true(store_begin(f->store));
    assert_true(store_append_passage(f->store, &passage));
    assert_true(store_commit(f->store));
}

static void test_check_in(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent, found;
    struct access_history history;
    struct attendee attendee;
    fixture_init(&f);
    uint64_t holder = fixture_attendee(&f, "Zulfiya", "Rahimova");
    assert_true(store_begin(f.store));
    fixture_arrive(&f, holder);
    assert_true(fixture_badge(&f, holder, 1, "first", &intent));
    assert_true(store_commit(f.store));

    assert_true(store_history(f.store, holder, intent.serial, &registration, &history));
    assert_true(history.arrived && history.inside);
    assert_int_equal(history.arrived_ms, fixture_now_ms);
    assert_int_equal(history.since_ms, fixture_now_ms);
    assert_int_equal(history.newest_issue, 1);
    assert_false(history.serial_revoked || history.holder_revoked || history.escort_present);
    assert_true(store_history(f.store, holder, intent.serial, &plenary, &history));
    assert_true(history.arrived && !history.inside);

    assert_int_equal(store_attendee_by_serial(f.store, intent.serial, &attendee), STORE_FOUND);
    assert_true(attendee.holder == holder);
    assert_int_equal(store_intent_of(f.store, holder, &found), STORE_FOUND);
    assert_memory_equal(&found, &intent, sizeof found);
    assert_int_equal(found.state, INTENT_PENDING);
    assert_int_equal(found.created_ms, fixture_now_ms);
    assert_int_equal(newest(&f).count, 2);
    fixture_finish(&f);
}

static void test_passages(void **state)
{
    (void)state;
    struct fixture f;
    struct access_history history;
    fixture_init(&f);
    uint64_t holder = 0x00000000000000ff;
    pass(&f, holder, &registration, DIRECTION_IN);
    struct seen seen = newest(&f);
    assert_string_equal(seen.kind, "arrival");
    assert_string_equal(seen.body, "{\"holder\":\"00000000000000ff\",\"serial\":9,"
                                   "\"checkpoint\":\"registration\",\"scope\":-1,"
                                   "\"verdict\":\"admit\",\"reason\":\"ok\",\"at\":1779094800000}");
    int64_t arrived_ms = fixture_now_ms;
    fixture_now_ms += 1000;
    pass(&f, holder, &plenary, DIRECTION_IN);
    assert_string_equal(newest(&f).kind, "admission");
    assert_true(store_history(f.store, holder, 0, &plenary, &history));
    assert_true(history.inside);
    pass(&f, holder, &plenary, DIRECTION_OUT);
    assert_string_equal(newest(&f).kind, "exit");
    assert_true(store_history(f.store, holder, 0, &plenary, &history));
    assert_false(history.inside);
    assert_int_equal(history.since_ms, fixture_now_ms);
    pass(&f, holder, &registration, DIRECTION_OUT);
    assert_true(store_history(f.store, holder, 0, &registration, &history));
    assert_true(history.arrived && !history.inside);
    pass(&f, holder, &registration, DIRECTION_IN);
    assert_true(store_history(f.store, holder, 0, &registration, &history));
    assert_true(history.inside);
    assert_int_equal(history.arrived_ms, arrived_ms); /* there is one arrival, the first */
    fixture_now_ms = arrived_ms;
    fixture_finish(&f);
}

/* A clock that is set back does not undo what happened later. */
static void test_clock_set_back(void **state)
{
    (void)state;
    struct fixture f;
    struct access_history history;
    fixture_init(&f);
    pass(&f, 5, &plenary, DIRECTION_IN);
    int64_t now_ms = fixture_now_ms;
    fixture_now_ms -= 3600000;
    pass(&f, 5, &plenary, DIRECTION_OUT);
    fixture_now_ms = now_ms;
    assert_true(store_history(f.store, 5, 0, &plenary, &history));
    assert_false(history.inside);
    fixture_finish(&f);
}

static void test_refusal(void **state)
{
    (void)state;
    static char raw[2000];
    struct fixture f;
    struct refusal refusal = {.checkpoint = "registration",
                              .decision = {VERDICT_REFUSE, REASON_NOT_A_CREDENTIAL},
                              .text = "\x01\xff\"",
                              .length = 3,
                              .at_ms = 5};
    fixture_init(&f);
    assert_true(store_begin(f.store));
    assert_true(store_append_refusal(f.store, &refusal));
    assert_string_equal(
        newest(&f).body,
        "{\"holder\":null,\"checkpoint\":\"registration\",\"verdict\":\"refuse\","
        "\"reason\":\"not-a-credential\",\"length\":3,\"raw\":\"01ff22\",\"at\":5}");
    refusal.text = raw;
    refusal.length = sizeof raw;
    refusal.holder = 1;
    assert_true(store_append_refusal(f.store, &refusal));
    struct seen seen = newest(&f);
    assert_non_null(strstr(seen.body, "\"length\":2000,\"raw\":\"0000"));
    assert_true(strlen(seen.body) < 2 * 512 + 200);
    refusal.text = NULL;
    refusal.length = 0;
    assert_true(store_append_refusal(f.store, &refusal));
    assert_true(store_commit(f.store));
    fixture_finish(&f);
}

/* ---- serials ---- */

static void test_serials(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    uint32_t high = f.key.id & 0xffu;
    assert_int_equal(store_next_serial(f.store), high << 24 | 1);
    assert_int_equal(store_next_serial(f.store), high << 24 | 2);
    store_set_signer(f.store, &f.other);
    assert_int_equal(store_next_serial(f.store), (f.other.id & 0xffu) << 24 | 1);
    fixture_reopen(&f, STORE_READ_WRITE);
    assert_int_equal(store_next_serial(f.store), high << 24 | 3);

    /* a store that lost its counter goes on behind what was issued */
    assert_true(store_begin(f.store));
    assert_true(store_append_invitation(f.store, 7, high << 24 | 40));
    assert_false(store_append_invitation(f.store, 8, high << 24 | 40));
    assert_logged("is taken");
    assert_false(store_append_invitation(f.store, 8, 0));
    assert_logged("is taken");
    struct intent intent = {.holder = 8, .issue = 1, .serial = high << 24 | 40};
    assert_false(store_append_intent(f.store, &intent, "first"));
    assert_logged("is taken");
    assert_true(store_commit(f.store));
    fixture_tamper(&f, "DELETE FROM serial_counter");
    assert_int_equal(store_next_serial(f.store), high << 24 | 41);

    fixture_tamper(&f, "UPDATE serial_counter SET last = 16777214");
    assert_int_equal(store_next_serial(f.store), high << 24 | 0xffffff);
    assert_int_equal(store_next_serial(f.store), 0);
    store_set_signer(f.store, NULL);
    assert_int_equal(store_next_serial(f.store), 0);
    assert_logged("has no key");
    fixture_finish(&f);
}

/* ---- revocation ---- */

static void test_revocation(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent;
    struct access_history history;
    fixture_init(&f);
    assert_true(store_begin(f.store));
    uint32_t invitation = store_next_serial(f.store);
    assert_true(store_append_invitation(f.store, 7, invitation));
    assert_true(fixture_badge(&f, 7, 1, "first", &intent));
    assert_true(store_append_revocation(f.store, 7, intent.serial, "lost"));
    assert_true(store_commit(f.store));
    assert_true(store_history(f.store, 7, intent.serial, &registration, &history));
    assert_true(history.serial_revoked && !history.holder_revoked);
    assert_true(store_history(f.store, 7, invitation, &registration, &history));
    assert_false(history.serial_revoked);
    assert_int_equal(store_intent_of(f.store, 7, &intent), STORE_NOT_FOUND);

    assert_true(store_begin(f.store));
    assert_true(store_append_revocation(f.store, 7, 0, "withdrawn by the delegation"));
    assert_true(store_append_revocation(f.store, 7, 0, "again"));
    assert_true(store_commit(f.store));
    assert_true(store_history(f.store, 7, invitation, &registration, &history));
    assert_true(!history.serial_revoked && history.holder_revoked);
    assert_true(store_history(f.store, 8, 0, &registration, &history));
    assert_false(history.holder_revoked);

    /* a serial that this replica has not heard of, and nothing at all */
    assert_true(store_begin(f.store));
    assert_true(store_append_revocation(f.store, 0, 0x09000001, "found in the street"));
    assert_false(store_append_revocation(f.store, 0, 0, "test"));
    assert_logged("neither serial nor holder");
    assert_true(store_commit(f.store));
    assert_true(store_history(f.store, 8, 0x09000001, &registration, &history));
    assert_true(history.serial_revoked);
    fixture_finish(&f);
}

/* ---- print intents ---- */

static void test_one_badge(void **state)
{
    (void)state;
    struct fixture f;
    struct intent first, second, found;
    fixture_init(&f);
    assert_true(store_begin(f.store));
    assert_true(fixture_badge(&f, 7, 1, "first", &first));
    assert_false(fixture_badge(&f, 7, 2, "first", &second));
    assert_logged("has badge");
    assert_true(store_commit(f.store)); /* a refusal is no failure: the first one stands */

    /* one that certainly never came out makes room */
    assert_true(store_begin(f.store));
    assert_true(store_append_intent_input(f.store, first.uuid, INTENT_IN_ENDED, NULL, 0,
                                          "cancelled", NULL));
    assert_true(fixture_badge(&f, 7, 2, "first", &second));
    assert_true(store_commit(f.store));

    /* a replacement revokes the old one in the same transaction */
    assert_true(store_begin(f.store));
    assert_true(store_append_revocation(f.store, 7, second.serial, "stolen"));
    assert_true(fixture_badge(&f, 7, 3, "stolen", &second));
    assert_true(store_commit(f.store));
    assert_int_equal(store_intent_of(f.store, 7, &found), STORE_FOUND);
    assert_int_equal(found.issue, 3);
    fixture_finish(&f);
}

static void test_intent_course(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent, now;
    fixture_init(&f);
    assert_true(store_begin(f.store));
    assert_true(fixture_badge(&f, 7, 1, "first", &intent));
    const char *id = intent.uuid;
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_SUBMIT, "ipp://x", 0, NULL, &now));
    assert_int_equal(now.state, INTENT_SUBMITTING);
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_ACCEPTED, NULL, 42, NULL, &now));
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_PRINTING, NULL, 0, "", &now));
    int events = newest(&f).count;
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_PRINTING, NULL, 0, "", &now));
    assert_int_equal(newest(&f).count, events); /* nothing new, nothing written */
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_PRINTING, NULL, 0,
                                          "media-low \xff", &now));
    assert_string_equal(now.detail, "media-low \xef\xbf\xbd");
    assert_string_equal(now.printer, "ipp://x");
    assert_int_equal(now.job_id, 42);
    assert_int_equal(now.state, INTENT_PRINTING);
    assert_false(store_append_intent_input(f.store, id, INTENT_IN_SUBMIT, NULL, 0, NULL, &now));
    assert_logged("makes no sense");
    assert_int_equal(now.state, INTENT_PRINTING);
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_SEEN, NULL, 0, NULL, &now));
    assert_true(store_append_intent_input(f.store, id, INTENT_IN_SEEN, NULL, 0, NULL, &now));
    assert_int_equal(now.state, INTENT_CONFIRMED);
    assert_false(
        store_append_intent_input(f.store, "no-such", INTENT_IN_SEEN, NULL, 0, NULL, &now));
    assert_logged("no print intent no-such");
    assert_true(store_commit(f.store));
    assert_int_equal(store_intent(f.store, id, &intent), STORE_FOUND);
    assert_memory_equal(&intent, &now, sizeof now);
    assert_int_equal(store_intent(f.store, "no-such", &intent), STORE_NOT_FOUND);
    fixture_finish(&f);
}

static bool count_intent(const struct intent *intent, void *userdata)
{
    int64_t *last = userdata;
    assert_true(last[1] == 0 || intent->issue < last[1]); /* newest first */
    last[0]++;
    last[1] = intent->issue;
    return last[0] < 3;
}

static void test_intent_lists(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent;
    int64_t all[2] = {0}, open[2] = {0};
    fixture_init(&f);
    assert_true(store_begin(f.store));
    for (int i = 1; i <= 5; i++) {
        assert_true(fixture_badge(&f, (uint64_t)i, i, "first", &intent));
        if (i != 2) {
            assert_true(store_append_intent_input(f.store, intent.uuid, INTENT_IN_ENDED, NULL, 0,
                                                  NULL, NULL));
        }
    }
    assert_true(store_commit(f.store));
    assert_true(store_intents(f.store, true, 0, count_intent, open));
    assert_int_equal(open[0], 1);
    assert_int_equal(open[1], 2);
    assert_true(store_intents(f.store, false, 0, count_intent, all));
    assert_int_equal(all[0], 3); /* stopped by the callback */
    all[0] = all[1] = 0;
    assert_true(store_intents(f.store, false, 2, count_intent, all));
    assert_int_equal(all[0], 2);
    fixture_finish(&f);
}

/* ---- failures change nothing ---- */

static void test_rollback(void **state)
{
    (void)state;
    struct fixture f;
    struct intent intent;
    struct access_history history;
    fixture_init(&f);
    assert_true(store_begin(f.store));
    fixture_arrive(&f, 7);
    assert_true(fixture_badge(&f, 7, 1, "first", &intent));
    store_rollback(f.store);
    assert_true(store_history(f.store, 7, intent.serial, &registration, &history));
    assert_false(history.arrived || history.inside || history.newest_issue);
    assert_int_equal(store_intent(f.store, intent.uuid, &intent), STORE_NOT_FOUND);
    assert_int_equal(newest(&f).count, 0);
    store_rollback(f.store); /* twice does no harm */
    fixture_finish(&f);
}

/* An append that fails half-way dooms its transaction: nothing of it can be committed. */
static void test_failed_append(void **state)
{
    (void)state;
    struct fixture f;
    struct passage passage = {.holder = 7, .scope = 2, .direction = DIRECTION_IN};
    fixture_init(&f);
    fixture_tamper(&f, "ALTER TABLE presence RENAME TO elsewhere");
    assert_true(store_begin(f.store));
    assert_true(store_append_revocation(f.store, 7, 9, "lost"));
    assert_false(store_append_passage(f.store, &passage));
    assert_logged("no such table: presence");
    assert_false(store_append_revocation(f.store, 7, 10, "lost"));
    assert_false(store_commit(f.store));
    fixture_tamper(&f, "ALTER TABLE elsewhere RENAME TO presence");
    assert_int_equal(newest(&f).count, 0);
    assert_true(store_begin(f.store)); /* and the next one is whole again */
    assert_true(store_append_passage(f.store, &passage));
    assert_true(store_commit(f.store));
    assert_int_equal(newest(&f).count, 1);
    fixture_finish(&f);
}

/* The disk fills up while a check-in is written: it is refused whole, what was acknowledged stays,
 * and the station goes on when there is room again. */
static void test_full_disk(void **state)
{
    (void)state;
    struct fixture f;
    struct audit_report report;
    uint64_t done = 0, tried = 0;
    fixture_init(&f);
    assert_int_equal(sqlite3_exec(f.store->db, "PRAGMA max_page_count = 80", NULL, NULL, NULL),
                     SQLITE_OK);
    for (bool ok = true; ok; tried++) {
        struct passage passage = {.holder = tried + 1, .scope = 1, .direction = DIRECTION_IN};
        ok = store_begin(f.store) && store_append_passage(f.store, &passage);
        ok = store_commit(f.store) && ok;
        done += ok;
    }
    assert_logged("free some space");
    assert_true(done > 5 && tried == done + 1);
    assert_true(store_audit(f.store, &report));
    assert_string_equal(report.detail, "");
    assert_int_equal(report.events, done);
    sqlite3_exec(f.store->db, "PRAGMA max_page_count = 8000", NULL, NULL, NULL);
    assert_true(store_begin(f.store));
    fixture_arrive(&f, 7);
    assert_true(store_commit(f.store));
    assert_true(store_audit(f.store, &report));
    assert_int_equal(report.events, done + 1);
    fixture_finish(&f);
}

static void test_refused_appends(void **state)
{
    (void)state;
    struct fixture f;
    struct passage passage = {.holder = 7, .scope = 2, .direction = DIRECTION_IN};
    fixture_init(&f);
    assert_false(store_append_passage(f.store, &passage));
    assert_logged("outside a transaction");
    store_set_signer(f.store, NULL);
    assert_true(store_begin(f.store));
    assert_false(store_append_passage(f.store, &passage));
    assert_logged("has no key");
    assert_true(store_commit(f.store));
    store_set_signer(f.store, &f.key);
    assert_true(store_begin(f.store));
    assert_true(store_append_key_change(f.store, "station-key-revoked", f.other.id, "station-2"));
    assert_true(store_commit(f.store));
    char expected[64];
    snprintf(expected, sizeof expected,
             "{\"key\":%u,\"station\":\"station-2\",\"at\":1779094800000}", (unsigned)f.other.id);
    assert_string_equal(newest(&f).body, expected);
    fixture_finish(&f);
}

/* ---- bodies ---- */

static void test_body(void **state)
{
    (void)state;
    static const struct {
        const char *value, *json;
    } rows[] = {
        {"", "{\"a\":\"\"}"},
        {"Раҳимова", "{\"a\":\"Раҳимова\"}"},
        {"\"\\/", "{\"a\":\"\\\"\\\\/\"}"},
        {"\n\x01\x7f", "{\"a\":\"\\u000a\\u0001\\u007f\"}"},
        {"\xf0\x9f\x91\x8b", "{\"a\":\"\xf0\x9f\x91\x8b\"}"},
        {"x\xc3", "{\"a\":\"x\xef\xbf\xbd\"}"},
        {"\xc0\x80y", "{\"a\":\"\xef\xbf\xbd\xef\xbf\xbdy\"}"},
        {"\xed\xa0\x80", "{\"a\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}"},
    };
    static struct body body;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        body_start(&body);
        body_text(&body, "a", rows[i].value);
        assert_true(body_end(&body));
        assert_string_equal(body.text, rows[i].json);
    }
    body_start(&body);
    body_holder(&body, "h", 0);
    body_holder(&body, "i", 255);
    body_number(&body, "n", INT64_MIN);
    body_hex(&body, "x", "\x00\xff", 2);
    assert_true(body_end(&body));
    assert_string_equal(body.text, "{\"h\":null,\"i\":\"00000000000000ff\","
                                   "\"n\":-9223372036854775808,\"x\":\"00ff\"}");
    body_start(&body);
    for (int i = 0; i < 100; i++) {
        body_hex(&body, "x", rows, sizeof rows);
    }
    assert_false(body_end(&body));
}

struct door_count {
    int in, out, refused;
    enum reason reasons[8]; /* newest first */
};

static bool count_door(const struct door_passage *passage, void *userdata)
{
    struct door_count *count = userdata;
    int at = count->in + count->out + count->refused;
    count->reasons[at] = passage->decision.reason;
    *(passage->refused                      ? &count->refused
      : passage->direction == DIRECTION_OUT ? &count->out
                                            : &count->in) += 1;
    return at < 6;
}

static void pass_plenary(struct fixture *f, enum direction direction, enum reason reason)
{
    struct passage passage = {.holder = 7,
                              .checkpoint = "plenary-door",
                              .scope = 2,
                              .direction = direction,
                              .decision = {VERDICT_ADMIT_WITH_NOTE, reason},
                              .at_ms = fixture_now_ms};
    assert_true(store_begin(f->store));
    assert_true(store_append_passage(f->store, &passage));
    assert_true(store_commit(f->store));
    fixture_now_ms += 1000;
}

static void test_door(void **state)
{
    (void)state;
    struct fixture f;
    struct door_count count = {0};
    char forced[UUID_TEXT_SIZE];
    struct refusal refusal = {.checkpoint = "plenary-door",
                              .decision = {VERDICT_REFUSE, REASON_EXPIRED},
                              .text = "x",
                              .length = 1};
    fixture_init(&f);
    pass_plenary(&f, DIRECTION_IN, REASON_OK);
    int64_t since_ms = fixture_now_ms;
    pass_plenary(&f, DIRECTION_OUT, REASON_NOT_INSIDE);
    pass_plenary(&f, DIRECTION_IN, REASON_FORCED);
    strcpy(forced, store_last_event(f.store));
    assert_true(store_begin(f.store));
    fixture_arrive(&f, 7); /* at another checkpoint */
    refusal.at_ms = fixture_now_ms;
    assert_true(store_append_refusal(f.store, &refusal));
    assert_true(store_commit(f.store));
    assert_true(store_door_passages(f.store, "plenary-door", since_ms, count_door, &count));
    assert_int_equal(count.in, 1);
    assert_int_equal(count.out, 1);
    assert_int_equal(count.refused, 1);
    assert_int_equal(count.reasons[0], REASON_EXPIRED);
    assert_int_equal(count.reasons[2], REASON_NOT_INSIDE);
    assert_true(store_begin(f.store));
    assert_int_equal(store_append_undo(f.store, forced, "wrong person"), UNDO_DONE);
    assert_true(store_commit(f.store));
    count = (struct door_count){0};
    assert_true(store_door_passages(f.store, "plenary-door", since_ms, count_door, &count));
    assert_int_equal(count.in, 0);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check_in),
        cmocka_unit_test(test_passages),
        cmocka_unit_test(test_clock_set_back),
        cmocka_unit_test(test_refusal),
        cmocka_unit_test(test_serials),
        cmocka_unit_test(test_revocation),
        cmocka_unit_test(test_one_badge),
        cmocka_unit_test(test_intent_course),
        cmocka_unit_test(test_intent_lists),
        cmocka_unit_test(test_rollback),
        cmocka_unit_test(test_failed_append),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_refused_appends),
        cmocka_unit_test(test_body),
        cmocka_unit_test(test_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
