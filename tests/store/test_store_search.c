/*
 * The desk's search: by everything that names one person, and by words.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "tests/store/fixture.h"

struct found {
    int count;
    int limit; /* the callback stops here; 0: never */
    char names[512];
    struct attendee_row first;
};

static bool collect(const struct attendee_row *row, void *userdata)
{
    struct found *found = userdata;
    size_t used = strlen(found->names);
    if (found->count++ == 0) {
        found->first = *row;
    }
    snprintf(found->names + used, sizeof found->names - used, "%s%s", used ? " " : "",
             row->attendee.given_name);
    return found->count != found->limit;
}

static struct found search(struct fixture *f, const char *query)
{
    struct found found = {0};
    assert_true(store_search(f->store, query, 0, collect, &found));
    return found;
}

/* Some people whose given names say who they are. */
static void fill(struct fixture *f)
{
    static const struct attendee people[] = {
        {.holder = 0xa1,
         .external_id = "R-1",
         .given_name = "Zulfiya",
         .family_name = "Rahimova",
         .native_name = "Зулфия Раҳимова",
         .delegation = "TJK",
         .category = 1,
         .email = "z.rahimova@example.tj",
         .foreign_code = "h4t7ks3bzq9wvepm2n6j8cyxrdfgaquh"},
        {.holder = 0xa2,
         .external_id = "R-2",
         .given_name = "André",
         .family_name = "Müller-Łukasz",
         .delegation = "DEU",
         .category = 1,
         .email = "shared@example.org"},
        {.holder = 0xa3,
         .external_id = "4711",
         .given_name = "Ming",
         .family_name = "Wang",
         .native_name = "王明",
         .delegation = "CHN",
         .category = 2,
         .email = "shared@example.org"},
        {.holder = 0xa4, .given_name = "Walkin", .family_name = "Rahim"},
    };
    static const struct delegation delegations[] = {
        {"TJK", "TJ", "Tajikistan"}, {"DEU", "DE", "Germany"}, {"CHN", "CN", "China"}};
    static const struct category categories[] = {{.code = 1, .name = "Delegate"},
                                                 {.code = 2, .name = "Head of State"}};
    for (int i = 0; i < 3; i++) {
        assert_true(store_put_delegation(f->store, &delegations[i]));
    }
    for (int i = 0; i < 2; i++) {
        assert_true(store_put_category(f->store, &categories[i]));
    }
    for (int i = 0; i < 4; i++) {
        struct attendee attendee = people[i];
        assert_true(store_put_attendee(f->store, &attendee));
    }
}

static void test_queries(void **state)
{
    (void)state;
    static const struct {
        const char *query, *names;
    } rows[] = {
        {"", "Walkin Ming André Zulfiya"}, /* by delegation; those without one first */
        {"00000000000000a3", "Ming"},
        {"00000000000000ff", ""},
        {"R-1", "Zulfiya"},
        {"r-1", "Zulfiya"}, /* as words: "r" and "1" */
        {"4711", "Ming"},
        {"h4t7ks3bzq9wvepm2n6j8cyxrdfgaquh", "Zulfiya"},
        {"z.rahimova@example.tj", "Zulfiya"},
        {"Z.Rahimova@Example.TJ", "Zulfiya"},
        {"shared@example.org", "André Ming"},
        {"zulf", "Zulfiya"},
        {"RAHIMOVA zulfiya", "Zulfiya"},
        {"rahim", "Walkin Zulfiya"},
        {"раҳимова", "Zulfiya"},
        {"ЗУЛФИЯ", "Zulfiya"},
        {"andre", "André"},
        {"muller lukasz", "André"},
        {"Müller", "André"},
        {"王", "Ming"},
        {"germany", "André"},
        {"deu", "André"},
        {"head of state", "Ming"},
        {"delegate taj", "Zulfiya"},
        {"delegate china", ""},
        {"%", ""}, /* punctuation is no word, and finds nobody */
        {"a_b", ""},
        {"' OR 1 = 1; DROP TABLE attendee --", ""},
        {"nobody", ""},
        {"zulf rahim tajik delegate example tj r 1", "Zulfiya"}, /* the last three as one phrase */
        {"zulf rahim tajik delegate example tj r 2", ""},
    };
    struct fixture f;
    int wrong = 0;
    fixture_init(&f);
    fill(&f);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct found found = search(&f, rows[i].query);
        if (strcmp(found.names, rows[i].names) != 0) {
            print_error("\"%s\": %s\n", rows[i].query, found.names);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    fixture_finish(&f);
}

static void test_limits(void **state)
{
    (void)state;
    struct fixture f;
    struct found found = {.limit = 3};
    fixture_init(&f);
    fill(&f);
    assert_true(store_search(f.store, "", 2, collect, &found));
    assert_int_equal(found.count, 2);
    found = (struct found){.limit = 3};
    assert_true(store_search(f.store, "", 0, collect, &found));
    assert_int_equal(found.count, 3);
    fixture_finish(&f);
}

static void assert_state(struct fixture *f, const char *query, const char *expected)
{
    struct found found = search(f, query);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.first.state, expected);
}

static void pass_registration(struct fixture *f, uint64_t holder, enum direction direction)
{
    struct passage passage = {
        .holder = holder, .scope = SCOPE_EVENT, .direction = direction, .at_ms = fixture_now_ms};
    assert_true(store_begin(f->store));
    assert_true(store_append_passage(f->store, &passage));
    assert_true(store_commit(f->store));
}

static void set_approval(struct fixture *f, uint64_t holder, enum approval approval)
{
    struct attendee attendee;
    assert_int_equal(store_attendee(f->store, holder, &attendee), STORE_FOUND);
    attendee.approval = approval;
    assert_true(store_put_attendee(f->store, &attendee));
}

static void revoke_serial(struct fixture *f, uint64_t holder, uint32_t serial)
{
    assert_true(store_begin(f->store));
    assert_true(store_append_revocation(f->store, holder, serial, "test"));
    assert_true(store_commit(f->store));
}

static void test_states(void **state)
{
    (void)state;
    struct fixture f;
    struct intent badge;
    char digits[16];
    fixture_init(&f);
    fill(&f);
    assert_state(&f, "R-1", "expected");
    pass_registration(&f, 0xa1, DIRECTION_IN);
    assert_state(&f, "R-1", "arrived");
    pass_registration(&f, 0xa1, DIRECTION_OUT);
    assert_state(&f, "R-1", "left");
    set_approval(&f, 0xa1, APPROVAL_PENDING);
    assert_state(&f, "R-1", "pending-approval");
    set_approval(&f, 0xa1, APPROVAL_REJECTED);
    assert_state(&f, "R-1", "withdrawn");
    set_approval(&f, 0xa1, APPROVAL_WITHDRAWN);
    assert_state(&f, "R-1", "withdrawn");
    revoke_serial(&f, 0xa1, 0);
    assert_state(&f, "R-1", "revoked");

    assert_true(store_begin(f.store));
    assert_true(fixture_badge(&f, 0xa2, 1, "first", &badge));
    assert_true(store_commit(f.store));
    snprintf(digits, sizeof digits, "%u", badge.serial);
    struct found found = search(&f, digits);
    assert_string_equal(found.names, "André");
    assert_int_equal(found.first.issue, 1);
    assert_int_equal(found.first.serial, badge.serial);
    assert_string_equal(found.first.delegation_name, "Germany");
    assert_string_equal(found.first.category_name, "Delegate");
    revoke_serial(&f, 0xa2, badge.serial);
    assert_state(&f, digits, "revoked");
    assert_true(store_begin(f.store));
    assert_true(fixture_badge(&f, 0xa2, 2, "lost", &badge));
    assert_true(store_commit(f.store));
    assert_state(&f, digits, "expected"); /* the old serial still finds its holder */
    assert_int_equal(search(&f, "R-2").first.issue, 2);
    fixture_finish(&f);
}

static bool search_again(const struct attendee_row *row, void *userdata)
{
    struct fixture *f = userdata;
    struct found found = search(f, row->attendee.external_id);
    assert_int_equal(found.first.attendee.holder, row->attendee.holder);
    return true;
}

/* Whoever is called may ask again. */
static void test_reentrant(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    fill(&f);
    assert_true(store_search(f.store, "example", 0, search_again, &f));
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_reentrant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
