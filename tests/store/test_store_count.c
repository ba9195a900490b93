/*
 * Counts: who is expected, who came when, what passed where; undone passages do not count.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "store_access.h"
#include "store_count.h"
#include "tests/store/fixture.h"

static void put(struct fixture *f, uint64_t holder, const char *delegation, uint8_t category,
                enum approval approval)
{
    struct attendee attendee = {.holder = holder, .category = category, .approval = approval};
    strcpy(attendee.delegation, delegation);
    snprintf(attendee.family_name, sizeof attendee.family_name, "Person %d", (int)holder);
    assert_true(store_put_attendee(f->store, &attendee));
}

static void pass(struct fixture *f, uint64_t holder, const char *checkpoint, int scope,
                 enum direction direction, int minute)
{
    fixture_now_ms = FIXTURE_START_MS + minute * INT64_C(60000);
    struct passage passage = {.holder = holder,
                              .serial = 9,
                              .scope = scope,
                              .direction = direction,
                              .at_ms = fixture_now_ms};
    strcpy(passage.checkpoint, checkpoint);
    assert_true(store_begin(f->store));
    assert_true(store_append_passage(f->store, &passage));
    assert_true(store_commit(f->store));
}

struct lines { /* what was counted, a line for each row */
    char text[1024];
};

static void add_line(struct lines *lines, const char *name, int kind, const char *where, int64_t ms,
                     int64_t count)
{
    size_t used = strlen(lines->text);
    snprintf(lines->text + used, sizeof lines->text - used, "%s/%d/%s/%d:%d\n", name, kind, where,
             ms ? (int)((ms - FIXTURE_START_MS) / 60000) : 0, (int)count);
}

static bool add_expected(const struct count_expected *row, void *userdata)
{
    add_line(userdata, row->delegation, row->category, "", 0, row->people);
    return true;
}

static bool add_arrival(const struct count_arrival *row, void *userdata)
{
    add_line(userdata, row->delegation, row->category, row->checkpoint, row->quarter_ms,
             row->people);
    return true;
}

static bool add_passage(const struct count_passage *row, void *userdata)
{
    add_line(userdata, "", (int)row->kind, row->checkpoint, row->quarter_ms, row->events);
    return true;
}

static void fill(struct fixture *f)
{
    assert_true(store_begin(f->store));
    put(f, 1, "TJK", 1, APPROVAL_APPROVED);
    put(f, 2, "TJK", 1, APPROVAL_PENDING);
    put(f, 3, "FRA", 2, APPROVAL_APPROVED);
    put(f, 4, "FRA", 2, APPROVAL_WITHDRAWN);
    assert_true(store_commit(f->store));
    pass(f, 1, "registration", SCOPE_EVENT, DIRECTION_IN, 61);
    pass(f, 3, "registration", SCOPE_EVENT, DIRECTION_IN, 74);
    pass(f, 2, "north", SCOPE_EVENT, DIRECTION_IN, 75);
    pass(f, 1, "north", SCOPE_EVENT, DIRECTION_IN, 90); /* again: not an arrival of a new person */
    pass(f, 1, "plenary-door", 2, DIRECTION_IN, 91);
    pass(f, 1, "plenary-door", 2, DIRECTION_OUT, 92);
    const struct refusal refusal = {.checkpoint = "plenary-door",
                                    .decision = {VERDICT_REFUSE, REASON_MALFORMED},
                                    .text = "x",
                                    .length = 1,
                                    .at_ms = fixture_now_ms};
    assert_true(store_begin(f->store));
    assert_true(store_append_refusal(f->store, &refusal));
    assert_true(store_commit(f->store));
}

static void test_counts(void **state)
{
    (void)state;
    struct fixture f;
    struct lines expected = {""}, arrivals = {""}, passages = {""};
    fixture_init(&f);
    fill(&f);
    assert_true(store_count_expected(f.store, add_expected, &expected));
    assert_string_equal(expected.text, "FRA/2//0:1\nTJK/1//0:2\n");
    assert_true(store_count_arrivals(f.store, add_arrival, &arrivals));
    assert_string_equal(arrivals.text, "FRA/2/registration/60:1\nTJK/1/registration/60:1\n"
                                       "TJK/1/north/75:1\n");
    assert_true(store_count_passages(f.store, add_passage, &passages));
    assert_string_equal(passages.text,
                        "/0/registration/60:2\n/0/north/75:1\n/1/plenary-door/90:1\n"
                        "/0/north/90:1\n/2/plenary-door/90:1\n/3/plenary-door/90:1\n");
    fixture_finish(&f);
}

static void test_undone(void **state)
{
    (void)state;
    struct fixture f;
    char first[UUID_TEXT_SIZE];
    struct lines arrivals = {""}, passages = {""};
    fixture_init(&f);
    assert_true(store_begin(f.store));
    put(&f, 1, "TJK", 1, APPROVAL_APPROVED);
    assert_true(store_commit(f.store));
    pass(&f, 1, "registration", SCOPE_EVENT, DIRECTION_IN, 61);
    strcpy(first, store_last_event(f.store));
    assert_true(store_begin(f.store));
    assert_int_equal(store_append_undo(f.store, first, "wrong person"), UNDO_DONE);
    assert_true(store_commit(f.store));
    assert_true(store_count_arrivals(f.store, add_arrival, &arrivals));
    assert_string_equal(arrivals.text, "");
    pass(&f, 1, "north", SCOPE_EVENT, DIRECTION_IN, 120);
    assert_true(store_count_arrivals(f.store, add_arrival, &arrivals));
    assert_string_equal(arrivals.text, "TJK/1/north/120:1\n");
    assert_true(store_count_passages(f.store, add_passage, &passages));
    assert_string_equal(passages.text, "/0/north/120:1\n");
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
