/*
 * The clock: jumps forward and back while the machine runs, a clock behind the record, what a
 * decision makes of them, and when they are over. Heads that are noted meanwhile.
 *
 * link: kiosk/station/station.c kiosk/station/issue.c kiosk/station/pass.c kiosk/station/ini.c
 * link: kiosk/station/rules_parse.c kiosk/station/rules_keys.c kiosk/station/rules_at.c
 * link: kiosk/station/rules_load.c kiosk/station/raise.c kiosk/station/clock.c
 * link: kiosk/station/tickets.c kiosk/station/watch.c kiosk/station/watch_list.c
 * link: kiosk/station/idle.c
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include <unistd.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "tests/test.h"
#include "timebase.h"

#define HOUR_MS INT64_C(3600000)

struct fixture {
    char folder[64];
    struct station *station;
    int64_t wall_ms, boot_ms;
};

static void drop_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)line, (void)userdata;
}

static void fixture_init(struct fixture *f)
{
    struct event_info event = {.name = "Clock", .timezone = "Asia/Dushanbe", .day_count = 1};
    log_set_sink(drop_line, NULL);
    strcpy(f->folder, "/tmp/lanyard-clock-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    assert_true(time_use_zone(event.timezone));
    strcpy(event.days[0].date, "2026-05-18");
    assert_true(time_day_bounds("2026-05-18", &event.days[0].starts_ms, &event.days[0].ends_ms));
    assert_true(station_init(f->folder, &event));
    f->station = station_open(f->folder, STORE_READ_WRITE);
    assert_non_null(f->station);
    f->wall_ms = time_realtime_ms();
    f->boot_ms = 5000000;
}

static void fixture_finish(struct fixture *f)
{
    char path[96];
    station_close(f->station);
    snprintf(path, sizeof path, "%s/heads.txt", f->folder);
    unlink(path);
    station_discard(f->folder);
    log_set_sink(NULL, NULL);
}

/* Time passes, and the clock is set by `set_ms` besides. */
static void pass_time(struct fixture *f, int64_t ms, int64_t set_ms)
{
    f->wall_ms += ms + set_ms;
    f->boot_ms += ms;
}

static void look(struct fixture *f)
{
    assert_true(store_begin(f->station->store));
    assert_true(station_raise_clock_at(f->station, "door", f->wall_ms, f->boot_ms));
    assert_true(store_commit(f->station->store));
}

static int64_t doubt(struct fixture *f)
{
    int64_t doubt_ms;
    assert_true(station_clock_doubt_at(f->station, f->wall_ms, f->boot_ms, &doubt_ms));
    return doubt_ms;
}

struct seen {
    int count;
    char id[UUID_TEXT_SIZE], detail[256];
};

static bool see(const struct incident *incident, void *userdata)
{
    struct seen *seen = userdata;
    if (seen->count++ == 0) {
        strcpy(seen->id, incident->id);
        strcpy(seen->detail, incident->detail);
    }
    assert_string_equal(incident->kind, "clock-jump");
    return true;
}

static struct seen incidents(struct fixture *f)
{
    struct seen seen = {0};
    assert_true(store_incidents(f->station->store, false, 0, see, &seen));
    return seen;
}

static void test_jumps(void **state)
{
    (void)state;
    static const struct {
        int64_t set_ms;
        const char *words; /* NULL: no incident */
    } rows[] = {
        {0, NULL},
        {59000, NULL}, /* what a time server corrects */
        {-59000, NULL},
        {61000, "jumped forward by 61 s"},
        {-61000, "jumped back by 61 s"},
        {24 * HOUR_MS, "jumped forward by 86400 s"},
        {-3 * HOUR_MS, "jumped back by 10800 s"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        fixture_init(&f);
        assert_int_equal(doubt(&f), 0); /* nothing is known yet */
        look(&f);
        pass_time(&f, 5 * HOUR_MS, rows[i].set_ms);
        int64_t wanted = rows[i].set_ms < 0 ? -rows[i].set_ms : rows[i].set_ms;
        assert_int_equal(doubt(&f), rows[i].words ? wanted : 0);
        look(&f);
        look(&f); /* told once */
        struct seen seen = incidents(&f);
        assert_int_equal(seen.count, rows[i].words ? 1 : 0);
        assert_true(!rows[i].words || strstr(seen.detail, rows[i].words));
        assert_int_equal(doubt(&f), rows[i].words ? wanted : 0);
        fixture_finish(&f);
    }
}

/* It is over when somebody has closed the incident, when the clock is set right, or when the machine
 * starts anew (nothing can be told about that then). */
static void test_ends(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    look(&f);
    pass_time(&f, HOUR_MS, 2 * HOUR_MS);
    look(&f);
    struct seen seen = incidents(&f);
    assert_int_equal(seen.count, 1);
    assert_true(store_begin(f.station->store));
    assert_true(store_append_incident_state(f.station->store, seen.id, "closed", "set right"));
    assert_true(store_commit(f.station->store));
    assert_int_equal(doubt(&f), 0);
    look(&f);
    assert_int_equal(incidents(&f).count, 0);
    pass_time(&f, HOUR_MS, HOUR_MS); /* another one counts from there */
    assert_int_equal(doubt(&f), HOUR_MS);
    look(&f);
    assert_non_null(strstr(incidents(&f).detail, "forward by 3600 s"));
    pass_time(&f, HOUR_MS, -HOUR_MS);
    assert_int_equal(doubt(&f), 0);
    look(&f);

    pass_time(&f, HOUR_MS, 5 * HOUR_MS);
    assert_int_equal(doubt(&f), 5 * HOUR_MS);
    assert_true(store_begin(f.station->store));
    assert_true(store_put_setting(f.station->store, "clock", "another-start-of-the-machine 77 0"));
    assert_true(store_commit(f.station->store));
    assert_int_equal(doubt(&f), 0);
    fixture_finish(&f);
}

/* Doubt makes the data as old: a door whose rule sends people to the desk for that does so. */
static void test_decision(void **state)
{
    (void)state;
    struct fixture f;
    struct outcome outcome;
    struct attendee person = {.category = 1, .zones = 1, .venues = 1, .days = 1};
    struct intent badge;
    struct checkpoint door;
    fixture_init(&f);
    strcpy(person.family_name, "Rahimova");
    assert_true(store_begin(f.station->store) && store_put_attendee(f.station->store, &person) &&
                store_commit(f.station->store));
    assert_true(station_issue_badge(f.station, person.holder, NULL, &badge));
    assert_int_equal(store_checkpoint(f.station->store, "main-entrance", &door), STORE_FOUND);
    door.refer_data_older_s = 600;
    int64_t at_ms = f.station->event.days[0].starts_ms + 9 * HOUR_MS;
    for (int i = 0; i < 2; i++) {
        f.wall_ms = time_realtime_ms();
        f.boot_ms = time_boottime_ms();
        if (i == 1) {
            look(&f); /* as it is … */
            assert_true(store_begin(f.station->store));
            pass_time(&f, 0, HOUR_MS); /* … and noted as if it had been set back since */
            assert_true(store_put_setting(f.station->store, "clock", ""));
            assert_true(station_raise_clock_at(f.station, "", f.wall_ms, f.boot_ms));
            assert_true(store_commit(f.station->store));
        }
        assert_true(station_look(f.station, badge.credential, strlen(badge.credential), &door,
                                 DIRECTION_IN, at_ms, &outcome));
        assert_int_equal(outcome.decision.reason, i ? REASON_STALE_DATA : REASON_OK);
        assert_int_equal(outcome.data_age_s >= 3590, i);
        assert_int_equal(outcome.clock_doubt_s >= 3590, i);
    }
    fixture_finish(&f);
}

static int lines_of(const char *folder)
{
    char path[96];
    int lines = 0, c;
    snprintf(path, sizeof path, "%s/heads.txt", folder);
    FILE *file = fopen(path, "r");
    while (file && (c = getc(file)) != EOF) {
        lines += c == '\n';
    }
    if (file) {
        fclose(file);
    }
    return lines;
}

static void test_heads(void **state)
{
    (void)state;
    struct fixture f;
    struct head_notes notes;
    fixture_init(&f);
    assert_true(station_head_notes(f.station, &notes));
    assert_int_equal(notes.every_minutes, STATION_HEAD_MINUTES);
    assert_string_equal(notes.path, "");
    station_idle(f.station); /* the first time at once */
    assert_int_equal(lines_of(f.folder), 1);
    station_idle(f.station);
    assert_int_equal(lines_of(f.folder), 1);
    f.station->idle_us = f.station->busy_us = 0;
    f.station->head_us -= 16 * INT64_C(60000000); /* a quarter of an hour later nothing is new … */
    station_idle(f.station);
    assert_int_equal(lines_of(f.folder), 1);
    assert_true(store_begin(f.station->store));
    assert_true(store_append_revocation(f.station->store, 7, 0, "test"));
    assert_true(store_commit(f.station->store));
    f.station->idle_us = 0;
    f.station->head_us -= 16 * INT64_C(60000000); /* … then something is */
    station_idle(f.station);
    assert_int_equal(lines_of(f.folder), 2);
    notes.every_minutes = 0;
    assert_true(station_set_head_notes(f.station, &notes));
    assert_true(store_begin(f.station->store));
    assert_true(store_append_revocation(f.station->store, 8, 0, "test"));
    assert_true(store_commit(f.station->store));
    f.station->idle_us = 0;
    f.station->head_us -= 16 * INT64_C(60000000);
    station_idle(f.station);
    assert_int_equal(lines_of(f.folder), 2);
    strcpy(notes.path, "/nonexistent/heads.txt");
    assert_true(station_set_head_notes(f.station, &notes));
    assert_false(station_note_head(f.station));
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jumps),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_decision),
        cmocka_unit_test(test_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
