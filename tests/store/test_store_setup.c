/*
 * What the organiser enters comes back as it went in: places, groups, keys, settings, the roster.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include "kiosk/store/database.h"
#include "tests/store/fixture.h"

static void test_places(void **state)
{
    (void)state;
    static const struct zone zones[] = {{3, "plenary", "Plenary hall"}, {0, "lobby", "Lobby"}};
    static const struct venue venues[] = {{1, "nb", "New Building"}, {0, "kd", "Kohi Dilkusho"}};
    static const struct session sessions[] = {{"s2", "Second", 1, 300, 400},
                                              {"s1", "First", 0, 100, 200}};
    static const struct checkpoint doors[] = {
        {"plenary-door", "Plenary", CHECKPOINT_DOOR, 3, 0, true, true, 900},
        {"registration", "Registration", CHECKPOINT_REGISTRATION, -1, -1, false, false, 0},
        {"annex", "Annex", CHECKPOINT_DOOR, -1, 1, false, false, 0}};
    struct fixture f;
    fixture_init(&f);
    for (int i = 0; i < 2; i++) {
        assert_true(store_put_zone(f.store, &zones[i]));
        assert_true(store_put_venue(f.store, &venues[i]));
        assert_true(store_put_session(f.store, &sessions[i]));
    }
    for (int i = 0; i < 3; i++) {
        assert_true(store_put_checkpoint(f.store, &doors[i]));
    }
    struct zone zone[4] = {0};
    assert_int_equal(store_zones(f.store, zone, 4), 2);
    assert_memory_equal(&zone[0], &zones[1], sizeof *zone);
    assert_memory_equal(&zone[1], &zones[0], sizeof *zone);
    struct venue venue[4] = {0};
    assert_int_equal(store_venues(f.store, venue, 4), 2);
    assert_string_equal(venue[1].name, "New Building");
    struct session session[4] = {0};
    assert_int_equal(store_sessions(f.store, session, 4), 2);
    assert_memory_equal(&session[0], &sessions[1], sizeof *session);
    assert_int_equal(store_sessions(f.store, session, 1), 1);

    struct checkpoint found = {0};
    assert_int_equal(store_checkpoint(f.store, NULL, &found), STORE_FOUND);
    assert_string_equal(found.code, "registration");
    assert_int_equal(store_checkpoint(f.store, "", &found), STORE_FOUND);
    assert_string_equal(found.code, "registration");
    assert_int_equal(store_checkpoint(f.store, "plenary-door", &found), STORE_FOUND);
    assert_int_equal(found.kind, CHECKPOINT_DOOR);
    assert_int_equal(found.zone, 3);
    assert_int_equal(found.refer_data_older_s, 900);
    assert_true(found.takes_invitations && found.anti_passback);
    assert_int_equal(store_checkpoint(f.store, "roof", &found), STORE_NOT_FOUND);
    struct checkpoint all[4];
    assert_int_equal(store_checkpoints(f.store, all, 4), 3);
    assert_string_equal(all[0].code, "registration");

    struct zone wrong = {16, "x", "x"};
    assert_false(store_put_zone(f.store, &wrong));
    assert_logged("not allowed");
    fixture_finish(&f);
}

static void test_groups(void **state)
{
    (void)state;
    static const struct delegation tjk = {"TJK", "TJ", "Tajikistan"};
    static const struct category vip = {4, "V", "Guest of honour", 0xffcc00, 0xffff};
    struct fixture f;
    struct delegation delegation = {0};
    struct category category = {0};
    fixture_init(&f);
    assert_true(store_put_delegation(f.store, &tjk));
    assert_true(store_put_category(f.store, &vip));
    assert_int_equal(store_delegation(f.store, "TJK", &delegation), STORE_FOUND);
    assert_memory_equal(&delegation, &tjk, sizeof tjk);
    assert_int_equal(store_delegation(f.store, "tjk", &delegation), STORE_NOT_FOUND);
    assert_int_equal(store_category(f.store, 4, &category), STORE_FOUND);
    assert_int_equal(category.rgb, 0xffcc00);
    assert_int_equal(category.zones, 0xffff);
    assert_string_equal(category.letter, "V");
    assert_int_equal(store_category(f.store, 5, &category), STORE_NOT_FOUND);
    fixture_finish(&f);
}

static void test_settings(void **state)
{
    (void)state;
    struct fixture f;
    char value[8] = "before";
    fixture_init(&f);
    assert_int_equal(store_setting(f.store, "printer", value, sizeof value), STORE_NOT_FOUND);
    assert_string_equal(value, "before");
    assert_true(store_put_setting(f.store, "printer", "a"));
    assert_true(store_put_setting(f.store, "printer", "принтер"));
    assert_int_equal(store_setting(f.store, "printer", value, sizeof value), STORE_FOUND);
    assert_string_equal(value, "при"); /* cut on a character's boundary */
    fixture_finish(&f);
}

static void test_key_list(void **state)
{
    (void)state;
    static char text[KEY_LIST_TEXT_MAX], newer[KEY_LIST_TEXT_MAX];
    static struct key_list list;
    struct fixture f;
    uint8_t thief_public[KEY_PUBLIC_SIZE], thief_secret[KEY_SECRET_SIZE];
    fixture_init(&f);
    f.keys.version = 0;
    size_t length = key_list_seal(&f.keys, 1779000000, f.root_secret, text, sizeof text);
    f.keys.entries[1].revoked_at = 1779000500;
    size_t newer_length = key_list_seal(&f.keys, 1779000600, f.root_secret, newer, sizeof newer);
    assert_true(store_put_key_list(f.store, newer, newer_length));
    assert_true(store_put_key_list(f.store, newer, newer_length)); /* the same again */
    assert_true(store_key_list(f.store, &list));
    assert_int_equal(list.version, 2);
    assert_int_equal(list.entries[1].revoked_at, 1779000500);

    assert_false(store_put_key_list(f.store, text, length));
    assert_logged("version 1 is older than 2");
    key_generate(thief_public, thief_secret);
    length = key_list_seal(&f.keys, 1779000600, thief_secret, text, sizeof text);
    assert_false(store_put_key_list(f.store, text, length));
    assert_logged("not signed by this event's root key");
    f.keys.event_uuid[0] ^= 1;
    length = key_list_seal(&f.keys, 1779000600, f.root_secret, text, sizeof text);
    assert_false(store_put_key_list(f.store, text, length));
    assert_logged("another event");
    assert_false(store_put_key_list(f.store, "lanyard-keys\n", 13));
    assert_logged("line 1: The key list is damaged");
    assert_true(store_key_list(f.store, &list));
    assert_int_equal(list.version, 2);

    fixture_tamper(&f, "UPDATE key_list SET text = replace(text, ' f ', ' e ')");
    fixture_tamper(&f, "UPDATE key_list SET text = replace(text, ' b ', ' f ')");
    assert_false(store_key_list(f.store, &list));
    assert_logged("key list, line");
    fixture_tamper(&f, "DELETE FROM key_list");
    assert_false(store_key_list(f.store, &list));
    assert_logged("holds no key list");
    fixture_finish(&f);
}

/* ---- roster ---- */

static struct attendee full_attendee(void)
{
    return (struct attendee){
        .holder = 0xfedcba9876543210, /* the sign bit of the column */
        .external_id = "R-17",
        .foreign_code = "h4t7ks3bzq9wvepm2n6j8cyxrdfgaquh",
        .family_name = "Rahimova",
        .given_name = "Zulfiya",
        .native_name = "Зулфия Раҳимова",
        .title = "Dr",
        .position = "Ambassador at large",
        .organisation = "Ministry of Foreign Affairs",
        .delegation = "TJK",
        .category = 200,
        .head_of_delegation = true,
        .protocol_rank = 3,
        .language = "tg",
        .email = "z.rahimova@example.tj",
        .photo = "r17.jpg",
        .zones = 0xffff,
        .venues = 0x81,
        .days = 0x03,
        .escort_required = true,
        .watch = true,
        .approval = APPROVAL_PENDING,
    };
}

static void test_attendee(void **state)
{
    (void)state;
    struct fixture f;
    struct attendee put = full_attendee(), got = {0};
    fixture_init(&f);
    assert_true(store_put_attendee(f.store, &put));
    assert_int_equal(store_attendee(f.store, put.holder, &got), STORE_FOUND);
    assert_memory_equal(&got, &put, sizeof put);
    assert_int_equal(store_attendee(f.store, 5, &got), STORE_NOT_FOUND);
    assert_int_equal(store_attendee_count(f.store), 1);
    fixture_reopen(&f, STORE_READ_ONLY);
    assert_int_equal(store_attendee_by_foreign(f.store, put.foreign_code, &got), STORE_FOUND);
    assert_memory_equal(&got, &put, sizeof put);
    fixture_finish(&f);
}

static void test_identity(void **state)
{
    (void)state;
    struct fixture f;
    struct attendee first = full_attendee(), second, got;
    fixture_init(&f);
    first.holder = 0;
    assert_true(store_put_attendee(f.store, &first));
    assert_true(first.holder != 0);

    /* the same external id is the same person, whatever holder is asked for */
    second = first;
    second.holder = 0;
    strcpy(second.family_name, "Rahimzoda");
    assert_true(store_put_attendee(f.store, &second));
    assert_true(second.holder == first.holder);
    second.holder = 77;
    assert_true(store_put_attendee(f.store, &second));
    assert_true(second.holder == first.holder);
    assert_int_equal(store_attendee(f.store, first.holder, &got), STORE_FOUND);
    assert_string_equal(got.family_name, "Rahimzoda");

    /* the same holder is, too, and may be given another external id */
    strcpy(second.external_id, "R-18");
    assert_true(store_put_attendee(f.store, &second));
    assert_int_equal(store_attendee_count(f.store), 1);

    /* walk-ins have neither */
    struct attendee walk_in[2] = {{.family_name = "A"}, {.family_name = "B"}};
    assert_true(store_put_attendee(f.store, &walk_in[0]));
    assert_true(store_put_attendee(f.store, &walk_in[1]));
    assert_true(walk_in[0].holder != walk_in[1].holder);
    assert_int_equal(store_attendee_count(f.store), 3);

    /* two people cannot have one ticket */
    strcpy(walk_in[1].foreign_code, second.foreign_code);
    assert_false(store_put_attendee(f.store, &walk_in[1]));
    assert_logged("there already");
    assert_int_equal(store_attendee(f.store, walk_in[1].holder, &got), STORE_FOUND);
    assert_string_equal(got.foreign_code, "");
    fixture_finish(&f);
}

/* A ticket is found by any of its forms, however the roster had it. */
static void test_foreign_codes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "1c4e2a3b-5d6f-4789-8abc-def012345678/q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRW/+8=",
        "1C4E2A3B-5D6F-4789-8ABC-DEF012345678",
        "1c4e2a3b-5d6f-4789-8abc-def012345678\r\n",
        "{\"i\":[2,\"a.example\",\"HE4qO11vR4mKvN7wEjRWeA==\"]}",
    };
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct attendee attendee = {.external_id = "x"}, got;
        strcpy(attendee.foreign_code, texts[i]);
        assert_true(store_put_attendee(f.store, &attendee));
        for (size_t n = 0; n < sizeof texts / sizeof texts[0]; n++) {
            assert_int_equal(store_attendee_by_foreign(f.store, texts[n], &got), STORE_FOUND);
            assert_string_equal(got.foreign_code, texts[i]);
        }
    }
    struct attendee got;
    assert_int_equal(store_attendee_by_foreign(f.store, "", &got), STORE_NOT_FOUND);
    assert_int_equal(store_attendee_by_foreign(f.store, "'; DROP TABLE attendee; --", &got),
                     STORE_NOT_FOUND);
    fixture_finish(&f);
}

/* ---- plans ---- */

/* What is asked while somebody waits is looked up by an index, however large the store. */
static void test_no_scans(void **state)
{
    (void)state;
    static const enum statement ids[] = {
        SQL_ATTENDEE_GET,
        SQL_ATTENDEE_EXTERNAL,
        SQL_ATTENDEE_SERIAL,
        SQL_ATTENDEE_LOOKUP,
        SQL_ATTENDEE_EMAIL,
        SQL_HISTORY,
        SQL_HEAD_GET,
        SQL_CLOCK,
        SQL_EVENTS_OF_STATION,
        SQL_SERIAL_NEXT,
        SQL_SERIAL_GET,
        SQL_BADGE_GET,
        SQL_BADGE_OF,
        SQL_BADGE_STANDING,
        SQL_APPLY_ARRIVAL,
        SQL_APPLY_ENTRY,
        SQL_APPLY_BADGE,
        SQL_APPLY_BADGE_STATE,
        SQL_APPLY_REVOKED_SERIAL,
    };
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        sqlite3_stmt *plan;
        char sql[4096];
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", statement_sql[ids[i]]);
        assert_int_equal(sqlite3_prepare_v2(f.store->db, sql, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            if (strncmp(step, "SCAN ", 5) == 0 && strcmp(step, "SCAN CONSTANT ROW") != 0) {
                fail_msg("%s\n%s", statement_sql[ids[i]], step);
            }
        }
        sqlite3_finalize(plan);
    }
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_settings),      cmocka_unit_test(test_key_list),
        cmocka_unit_test(test_attendee),      cmocka_unit_test(test_identity),
        cmocka_unit_test(test_foreign_codes), cmocka_unit_test(test_no_scans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
