/*
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "kiosk/store/database.h"
#include "kiosk/store/migrations.h"
#include "tests/store/fixture.h"

static uint64_t add(struct fixture *f, const char *given, const char *family, const char *native,
                    const char *delegation)
{
    struct attendee attendee = {.category = 2, .zones = 3, .venues = 1, .days = 3};
    snprintf(attendee.given_name, sizeof attendee.given_name, "%s", given);
    snprintf(attendee.family_name, sizeof attendee.family_name, "%s", family);
    snprintf(attendee.native_name, sizeof attendee.native_name, "%s", native);
    snprintf(attendee.delegation, sizeof attendee.delegation, "%s", delegation);
    assert_true(store_put_attendee(f->store, &attendee));
    return attendee.holder;
}

static void fill(struct fixture *f)
{
    static const struct delegation delegations[] = {
        {"TJK", "TJ", "Tajikistan"},
        {"DEU", "DE", "Germany"},
        {"CHN", "CN", "China"},
        {"UN", "", "United Nations"},
    };
    const struct category category = {.code = 2, .letter = "D", .name = "Delegate"};
    fixture_init(f);
    assert_true(store_begin(f->store));
    assert_true(store_put_category(f->store, &category));
    for (size_t i = 0; i < 4; i++) {
        assert_true(store_put_delegation(f->store, &delegations[i]));
    }
    add(f, "Dilnoza", "Rahimova", "Дилноза Раҳимова", "TJK");
    add(f, "Farrukh", "Sharipov", "Фаррух Шарипов", "TJK");
    add(f, "Jürgen", "Müller", "", "DEU");
    add(f, "Hans", "Mueller", "", "DEU");
    add(f, "Ming", "Li", "李明", "CHN");
    add(f, "Liam", "Lindqvist", "", "UN");
    add(f, "Lei", "Wu", "吴磊", "CHN");
    add(f, "Wulfgang", "Ziegler", "", "DEU");
    add(f, "Han", "Gao", "高力汉", "CHN");
    add(f, "Abd al-Rahman", "Noor", "عبد الرحمن نور", "UN");
    assert_true(store_commit(f->store));
}

struct names {
    char text[512];
    int count;
};

static bool collect(const struct attendee_row *row, void *userdata)
{
    struct names *names = userdata;
    size_t used = strlen(names->text);
    snprintf(names->text + used, sizeof names->text - used, "%s%s", used ? "," : "",
             row->attendee.family_name);
    names->count++;
    return true;
}

static struct names search(struct fixture *f, const char *query, int limit)
{
    struct names names = {.text = ""};
    assert_true(store_search(f->store, query, limit, collect, &names));
    return names;
}

static void test_spellings(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f);
    static const struct {
        const char *query, *found;
    } cases[] = {
        {"rakhimova", "Rahimova"},
        {"Раҳимова", "Rahimova"},
        {"рахимова", "Rahimova"},
        {"rahimova", "Rahimova"},
        {"RAHI", "Rahimova"},
        {"rak", "Noor,Rahimova"},
        {"muller", "Müller,Mueller"},
        {"mueller", "Mueller,Müller"},
        {"Müller", "Müller,Mueller"},
        {"jurgen mu", "Müller"},
        {"mu jurgen", "Müller"},
        {"Li", "Li,Gao,Lindqvist,Noor"}, /* the family name first, 联合国 last */
        {"Wu", "Wu,Ziegler"},
        {"李明", "Li"},
        {"ming li", "Li"},
        {"al-rahman", "Noor"},
        {"alrahman", "Noor"},
        {"عبد", "Noor"},
        {"nur rahman", "Noor"},
        {"tajikistan", "Rahimova,Sharipov"},
        {"Таджикистан", "Rahimova,Sharipov"},
        {"tajik dil", "Rahimova"},
        {"united nations noor", "Noor"},
        {"delegate wu lei", "Wu"},
        /* one typing error */
        {"rahmova", "Rahimova"},
        {"rahimoova", "Rahimova"},
        {"arhimova", "Rahimova"},
        {"ragimova", "Rahimova"},
        {"sharpiov", "Sharipov"},
        {"sharipo farukh", "Sharipov"},
        {"lindkvust", "Lindqvist"},
        {"zzzz", ""},
        {"rahimova zzzz", ""},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct names names = search(&f, cases[i].query, 10);
        if (strcmp(names.text, cases[i].found) != 0) {
            print_error("\"%s\" finds %s, not %s\n", cases[i].query, names.text, cases[i].found);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(search(&f, "\"*() OR AND zzq", 10).count, 0);
    assert_int_equal(search(&f, "", 0).count, 10);
    assert_int_equal(search(&f, "", 4).count, 4);
    assert_int_equal(search(&f, "l", 1).count, 1);
    fixture_finish(&f);
}

static bool given(const struct attendee_row *row, void *userdata)
{
    strcat(strcat(userdata, row->attendee.given_name), ",");
    return true;
}

/* Not yet arrived before arrived; the delegation of the last arrival before others. */
static void test_order(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    assert_true(store_begin(f.store));
    uint64_t first = add(&f, "Aziz", "Karimov", "", "UZB");
    add(&f, "Bahrom", "Karimov", "", "TJK");
    add(&f, "Chori", "Karimov", "", "UZB");
    uint64_t other = add(&f, "Davron", "Saidov", "", "UZB");
    assert_true(store_commit(f.store));
    assert_string_equal(search(&f, "karimov", 5).text, "Karimov,Karimov,Karimov");
    assert_true(store_begin(f.store));
    fixture_arrive(&f, first);
    fixture_arrive(&f, other);
    assert_true(store_commit(f.store));
    assert_int_equal(search(&f, "kari", 5).count, 3);
    char order[64] = "";
    assert_true(store_search(f.store, "kari", 5, given, order));
    assert_string_equal(order, "Chori,Bahrom,Aziz,");
    fixture_finish(&f);
}

/* A change is found by its new words only; a rolled-back one by its old; many changes are tidied.
 */
static void test_changes(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f);
    struct attendee attendee = {.category = 2};
    uint64_t holder = add(&f, "Old", "Oldenburg", "", "");
    assert_int_equal(store_attendee(f.store, holder, &attendee), STORE_FOUND);
    snprintf(attendee.family_name, sizeof attendee.family_name, "Newman");
    assert_true(store_begin(f.store));
    assert_true(store_put_attendee(f.store, &attendee));
    assert_string_equal(search(&f, "newm", 5).text, "Newman");
    store_rollback(f.store);
    assert_string_equal(search(&f, "newm", 5).text, "");
    assert_string_equal(search(&f, "oldenb", 5).text, "Oldenburg");
    assert_true(store_put_attendee(f.store, &attendee));
    assert_string_equal(search(&f, "newmn", 5).text, "Newman"); /* a word that was rolled back */
    assert_string_equal(search(&f, "oldenb", 5).text, "");
    assert_true(store_begin(f.store));
    for (int i = 0; i < 1200; i++) {
        snprintf(attendee.given_name, sizeof attendee.given_name, "Version%d", i);
        assert_true(store_put_attendee(f.store, &attendee));
    }
    assert_true(store_search_tidy(f.store));
    assert_true(store_commit(f.store));
    assert_string_equal(search(&f, "version1199", 5).text, "Newman");
    assert_string_equal(search(&f, "rakhim", 5).text, "Rahimova");
    fixture_finish(&f);
}

/* A store of the schema before the search is filled when it is opened. */
static void test_upgrade(void **state)
{
    (void)state;
    struct fixture f;
    sqlite3 *db;
    char sql[512];
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    unlink(f.path);
    assert_int_equal(sqlite3_open(f.path, &db), SQLITE_OK);
    for (int i = 0; i < MIGRATION_SEARCH - 1; i++) {
        assert_int_equal(sqlite3_exec(db, migrations[i], NULL, NULL, NULL), SQLITE_OK);
    }
    snprintf(sql, sizeof sql,
             "INSERT INTO event VALUES (1, randomblob(16), 'Old', '', 'UTC');"
             "INSERT INTO attendee VALUES (7, '', '', 'Rahimova', 'Dilnoza', '', '', '', '', '', "
             "1, 0, 0, '', '', '', 1, 1, 1, 0, 0, 'approved', '', '');"
             "PRAGMA application_id = %d; PRAGMA user_version = %d",
             DATABASE_APPLICATION_ID, MIGRATION_SEARCH - 1);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    f.store = store_open(f.path, STORE_READ_WRITE);
    assert_non_null(f.store);
    assert_string_equal(search(&f, "rakhimova", 5).text, "Rahimova");
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_upgrade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
