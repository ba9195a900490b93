/* The sample conference in a store: station_fill_sample from end to end.
 * link: kiosk/station/sample.c kiosk/station/sample_setup.c kiosk/station/sample_table.c
 * link: kiosk/station/sample_names.c kiosk/station/sample_load.c kiosk/station/sample_people.c
 * link: kiosk/domain/ kiosk/store/ kiosk/text/ kiosk/log.c kiosk/timebase.c kiosk/asset.c ASSETS */
#include <unistd.h>

#include "kiosk/station/sample.h"
#include "log.h"
#include "station.h"
#include "tests/test.h"
#include "timebase.h"

enum { USUAL = 200, DELEGATIONS = 52 };

/* A station on a store of its own in a temporary folder. */
struct fixture {
    char folder[64], path[96];
    struct station station;
};

static void fixture_make(struct fixture *fixture, size_t days)
{
    static const char *const dates[] = {"2026-05-18", "2026-05-19"};
    struct event_info *event = &fixture->station.event;
    memset(fixture, 0, sizeof *fixture);
    strcpy(fixture->folder, "/tmp/test-sample-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/lanyard.db", fixture->folder);
    uuid_make(event->uuid);
    strcpy(event->name, "Sample");
    strcpy(event->timezone, "Asia/Dushanbe");
    assert_true(time_use_zone(event->timezone));
    for (size_t i = 0; i < days; i++) {
        struct event_day *day = &event->days[event->day_count++];
        strcpy(day->date, dates[i]);
        assert_true(time_day_bounds(day->date, &day->starts_ms, &day->ends_ms));
    }
    assert_true(store_create(fixture->path, event));
    fixture->station.store = store_open(fixture->path, STORE_READ_WRITE);
    assert_non_null(fixture->station.store);
}

static void fixture_remove(struct fixture *fixture)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    store_close(fixture->station.store);
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", fixture->path, endings[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(fixture->folder), 0);
}

struct people {
    struct attendee all[USUAL];
    size_t count, delegation_heads, expected;
};

static bool take_person(const struct attendee_row *row, void *userdata)
{
    struct people *people = userdata;
    assert_true(people->count < USUAL);
    assert_true(row->delegation_name[0] != '\0' && row->category_name[0] != '\0');
    assert_int_equal(row->issue, 0);
    people->delegation_heads += row->attendee.head_of_delegation;
    people->expected += strcmp(row->state, "expected") == 0;
    people->all[people->count++] = row->attendee;
    return true;
}

static struct people *read_people(struct store *store)
{
    struct people *people = calloc(1, sizeof *people);
    assert_non_null(people);
    assert_true(store_search(store, "", 0, take_person, people));
    return people;
}

static void people_are_stored(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_make(&fixture, 2);
    assert_true(station_fill_sample(&fixture.station, USUAL, NULL));
    assert_int_equal(store_attendee_count(fixture.station.store), USUAL);
    struct people *people = read_people(fixture.station.store);
    assert_int_equal(people->count, USUAL);
    assert_int_equal(people->delegation_heads, DELEGATIONS);
    assert_in_range(people->expected, USUAL - 10, USUAL - 3);
    size_t tickets = 0;
    for (size_t i = 0; i < USUAL; i++) {
        struct attendee found;
        if (people->all[i].foreign_code[0]) {
            tickets++;
            assert_int_equal(store_attendee_by_foreign(fixture.station.store,
                                                       people->all[i].foreign_code, &found),
                             STORE_FOUND);
            assert_true(found.holder == people->all[i].holder);
        }
    }
    assert_true(tickets > 0);
    free(people);
    fixture_remove(&fixture);
}

static const char *describe(const struct attendee *a, char *out, size_t size)
{
    int used = snprintf(
        out, size, "%llx|%s|%s|%s|%s|%s|%s|%s|%s|%s|%d|%d|%d|%s|%s|%s|%x|%x|%x|%d|%d|%d",
        (unsigned long long)a->holder, a->external_id, a->foreign_code, a->family_name,
        a->given_name, a->native_name, a->title, a->position, a->organisation, a->delegation,
        a->category, a->head_of_delegation, a->protocol_rank, a->language, a->email, a->photo,
        a->zones, a->venues, a->days, a->escort_required, a->watch, a->approval);
    assert_in_range(used, 1, size - 1);
    return out;
}

static void two_events_have_the_same_people(void **state)
{
    (void)state;
    struct fixture a, b;
    fixture_make(&a, 2);
    fixture_make(&b, 2);
    assert_true(station_fill_sample(&a.station, USUAL, NULL) &&
                station_fill_sample(&b.station, USUAL, NULL));
    struct people *first = read_people(a.station.store), *second = read_people(b.station.store);
    assert_int_equal(first->count, second->count);
    for (size_t i = 0; i < first->count; i++) {
        char one[4096], other[4096];
        assert_string_equal(describe(&first->all[i], one, sizeof one),
                            describe(&second->all[i], other, sizeof other));
    }
    free(first);
    free(second);
    fixture_remove(&a);
    fixture_remove(&b);
}

static void places_are_stored(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_make(&fixture, 2);
    struct store *store = fixture.station.store;
    assert_true(station_fill_sample(&fixture.station, 0, NULL));
    assert_int_equal(store_attendee_count(store), 0);
    struct zone zones[EVENT_ZONES_MAX];
    struct venue venues[EVENT_VENUES_MAX];
    struct checkpoint checkpoints[16], checkpoint;
    assert_int_equal(store_zones(store, zones, EVENT_ZONES_MAX), 6);
    assert_int_equal(store_venues(store, venues, EVENT_VENUES_MAX), 2);
    assert_int_equal(store_checkpoints(store, checkpoints, 16), 8);
    assert_int_equal(store_checkpoint(store, "", &checkpoint), STORE_FOUND);
    assert_string_equal(checkpoint.code, "registration");
    assert_int_equal(checkpoint.kind, CHECKPOINT_REGISTRATION);
    assert_int_equal(store_checkpoint(store, "library-door", &checkpoint), STORE_FOUND);
    assert_string_equal(zones[checkpoint.zone].code, "side-event");
    assert_string_equal(venues[checkpoint.venue].name, "National Library");
    assert_true(checkpoint.anti_passback);
    struct delegation delegation;
    assert_int_equal(store_delegation(store, "TJK", &delegation), STORE_FOUND);
    assert_string_equal(delegation.country, "TJ");
    assert_int_equal(store_delegation(store, "OSCE", &delegation), STORE_FOUND);
    assert_string_equal(delegation.country, "");
    fixture_remove(&fixture);
}

static void sessions_are_in_local_time(void **state)
{
    (void)state;
    static const struct {
        size_t days;
        int sessions;
    } rows[] = {{1, 4}, {2, 7}};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        struct session sessions[16];
        int64_t at;
        fixture_make(&fixture, rows[i].days);
        assert_true(station_fill_sample(&fixture.station, 0, NULL));
        assert_int_equal(store_sessions(fixture.station.store, sessions, 16), rows[i].sessions);
        assert_true(time_parse_iso("2026-05-18T09:30:00+05:00", &at));
        assert_string_equal(sessions[0].code, "opening");
        assert_int_equal(sessions[0].starts_ms, at);
        assert_true(time_parse_iso("2026-05-18T15:00:00+05:00", &at));
        assert_string_equal(sessions[2].code, "side-event");
        assert_int_equal(sessions[2].starts_ms, at);
        assert_int_equal(sessions[2].venue, 1);
        fixture_remove(&fixture);
    }
}

static char logged[512];

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)userdata;
    snprintf(logged, sizeof logged, "%s", line);
}

static void impossible_wishes_change_nothing(void **state)
{
    (void)state;
    static const struct {
        int attendees;
        size_t days;
        const char *says;
    } rows[] = {
        {-1, 2, "0 to 1000000"},
        {SAMPLE_PEOPLE_MAX + 1, 2, "0 to 1000000"},
        {5, 0, "no days"},
    };
    struct fixture fixture;
    fixture_make(&fixture, 2);
    log_set_sink(keep_line, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture.station.event.day_count = rows[i].days;
        assert_false(station_fill_sample(&fixture.station, rows[i].attendees, NULL));
        assert_non_null(strstr(logged, rows[i].says));
    }
    fixture.station.event.day_count = 2;
    strcpy(fixture.station.event.days[1].date, "tomorrow"); /* found after some rows were put */
    assert_false(station_fill_sample(&fixture.station, 5, NULL));
    assert_non_null(strstr(logged, "tomorrow"));
    log_set_sink(NULL, NULL);
    struct zone zones[EVENT_ZONES_MAX];
    assert_int_equal(store_attendee_count(fixture.station.store), 0);
    assert_int_equal(store_zones(fixture.station.store, zones, EVENT_ZONES_MAX), 0);
    fixture_remove(&fixture);
}

static int start_library(void **state)
{
    (void)state;
    return credential_library_init() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_stored),
        cmocka_unit_test(two_events_have_the_same_people),
        cmocka_unit_test(places_are_stored),
        cmocka_unit_test(sessions_are_in_local_time),
        cmocka_unit_test(impossible_wishes_change_nothing),
    };
    return cmocka_run_group_tests(tests, start_library, NULL);
}
