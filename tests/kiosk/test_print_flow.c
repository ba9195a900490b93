/* Print flow against a real store and a device that misbehaves on demand: what every report, and a
 * restart at every step, leaves behind.
 * link: kiosk/print_flow.c kiosk/station/station.c kiosk/station/issue.c kiosk/station/face.c
 * link: kiosk/station/print_lock.c
 * link: kiosk/station/ini.c kiosk/station/rules_parse.c kiosk/station/rules_keys.c
 * link: kiosk/station/rules_at.c kiosk/station/rules_load.c
 * link: kiosk/station/watch.c kiosk/station/watch_list.c
 * link: kiosk/station/printer_book.c printer/route.c
 * link: kiosk/log.c kiosk/timebase.c
 * link: kiosk/store/ kiosk/text/ kiosk/domain/ */
#include <inttypes.h>
#include <unistd.h>

#include "kiosk/print_flow.h"
#include "log.h"
#include "tests/test.h"
#include "timebase.h"

/* ---- the device, at link time ---- */

static struct {
    bool opens;
    enum job_found found;
    struct job_status job; /* what a look-up finds */
    struct print_report reports[6];
    int report_count;
} fake;

static enum job_found fake_find(struct print_device *device, const char *name,
                                struct job_status *out)
{
    (void)device;
    assert_true(strncmp(name, "lanyard-", 8) == 0);
    *out = fake.job;
    return fake.found;
}

static const struct print_device_ops fake_ops = {.kind = "fake", .find = fake_find};
static struct print_device fake_device = {&fake_ops, 0};

struct print_device *print_device_open(const char *spec)
{
    assert_string_equal(spec, "queue");
    return fake.opens ? &fake_device : NULL;
}

void print_device_destroy(struct print_device *device)
{
    (void)device;
}

const char *job_state_string(enum job_state state)
{
    return state == JOB_COMPLETED ? "completed" : "other";
}

void badge_finish(struct badge *badge)
{
    memset(badge, 0, sizeof *badge);
}

bool picture_load(const char *path, int max_side, struct picture *out)
{
    (void)path;
    (void)max_side;
    (void)out;
    return false;
}

bool printer_run(const struct printer_config *config, const char intent[37],
                 const struct badge *badge, const struct badge_template *template, int dpi,
                 struct print_report *last)
{
    (void)template;
    (void)dpi;
    assert_true(badge->qr_text[0] != '\0');
    for (int i = 0; i < fake.report_count; i++) {
        *last = fake.reports[i];
        memcpy(last->intent, intent, sizeof last->intent);
        config->on_report(last, config->userdata);
    }
    return fake.report_count > 0;
}

/* ---- an event with one person ---- */

struct fixture {
    char directory[64];
    struct station *station;
    struct attendee attendee;
};

static void drop_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level;
    (void)module;
    (void)line;
    (void)userdata;
}

static void fixture_init(struct fixture *fixture)
{
    struct event_info event = {.name = "Test", .place = "Hall", .timezone = "Asia/Dushanbe"};
    memset(&fake, 0, sizeof fake);
    fake.opens = true;
    log_set_sink(drop_line, NULL);
    strcpy(fixture->directory, "/tmp/lanyard-flow-XXXXXX");
    assert_non_null(mkdtemp(fixture->directory));
    assert_true(time_use_zone(event.timezone));
    strcpy(event.days[0].date, "2026-05-18");
    time_day_bounds(event.days[0].date, &event.days[0].starts_ms, &event.days[0].ends_ms);
    event.day_count = 1;
    assert_true(station_init(fixture->directory, &event));
    fixture->station = station_open(fixture->directory, STORE_READ_WRITE);
    assert_non_null(fixture->station);
    fixture->attendee = (struct attendee){.category = 1, .days = 1, .zones = 1};
    strcpy(fixture->attendee.family_name, "Rahimova");
    strcpy(fixture->attendee.external_id, "1");
    assert_true(store_begin(fixture->station->store));
    assert_true(store_put_attendee(fixture->station->store, &fixture->attendee));
    assert_true(store_commit(fixture->station->store));
}

static void fixture_finish(struct fixture *fixture)
{
    station_close(fixture->station);
    station_discard(fixture->directory);
    log_set_sink(NULL, NULL);
}

static struct print_report report(enum print_report_kind kind, enum job_state state, bool counted)
{
    struct print_report report = {.kind = kind, .job_id = 7, .counted = counted};
    report.job.state = state;
    return report;
}

static void what_a_run_leaves(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool opens;
        struct {
            enum print_report_kind kind;
            enum job_state state;
            bool counted;
        } reports[4];
        int count;
        enum intent_state ends;
        bool printed;
    } rows[] = {
        {"no device", false, {{0}}, 0, INTENT_PENDING, false},
        {"counted",
         true,
         {{PRINT_REPORT_SUBMITTED, JOB_PENDING, false},
          {PRINT_REPORT_PROGRESS, JOB_PROCESSING, false},
          {PRINT_REPORT_COMPLETED, JOB_COMPLETED, true}},
         3,
         INTENT_CONFIRMED,
         true},
        {"counted, too quick to be seen processing",
         true,
         {{PRINT_REPORT_SUBMITTED, JOB_PENDING, false},
          {PRINT_REPORT_COMPLETED, JOB_COMPLETED, true}},
         2,
         INTENT_CONFIRMED,
         true},
        {"handed over, nobody counted",
         true,
         {{PRINT_REPORT_SUBMITTED, JOB_PENDING, false},
          {PRINT_REPORT_COMPLETED, JOB_COMPLETED, false}},
         2,
         INTENT_PRINTING,
         true},
        {"refused", true, {{PRINT_REPORT_FAILED, 0, false}}, 1, INTENT_FAILED, false},
        {"broke while sending", true, {{PRINT_REPORT_UNKNOWN, 0, false}}, 1, INTENT_UNKNOWN, false},
        {"aborted",
         true,
         {{PRINT_REPORT_SUBMITTED, JOB_PENDING, false}, {PRINT_REPORT_FAILED, JOB_ABORTED, false}},
         2,
         INTENT_FAILED,
         false},
        {"vanished",
         true,
         {{PRINT_REPORT_SUBMITTED, JOB_PENDING, false},
          {PRINT_REPORT_PROGRESS, JOB_PROCESSING, false},
          {PRINT_REPORT_UNKNOWN, 0, false}},
         3,
         INTENT_UNKNOWN,
         false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture fixture;
        struct intent intent, stored;
        fixture_init(&fixture);
        fake.opens = rows[i].opens;
        fake.report_count = rows[i].count;
        for (int r = 0; r < rows[i].count; r++) {
            fake.reports[r] = report(rows[i].reports[r].kind, rows[i].reports[r].state,
                                     rows[i].reports[r].counted);
        }
        assert_true(station_issue_badge(fixture.station, fixture.attendee.holder, NULL, &intent));
        const struct print_target target = {.printer = "queue"};
        bool printed = print_flow_run(fixture.station, &target, &intent);
        assert_int_equal(store_intent(fixture.station->store, intent.uuid, &stored), STORE_FOUND);
        if (stored.state != rows[i].ends || printed != rows[i].printed) {
            print_message("%s: %s\n", rows[i].name, intent_state_string(stored.state));
        }
        assert_int_equal(stored.state, rows[i].ends);
        assert_int_equal(intent.state, rows[i].ends);
        assert_int_equal(printed, rows[i].printed);
        fixture_finish(&fixture);
    }
}

static void what_a_restart_finds(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int inputs; /* of submit, accepted, printing */
        bool opens;
        enum job_found found;
        enum job_state job;
        int impressions;
        enum intent_state ends;
        int unknown;
    } rows[] = {
        {"never sent", 0, true, JOB_NOT_FOUND, 0, 0, INTENT_PENDING, 0},
        {"cut while sending, nothing there", 1, true, JOB_NOT_FOUND, 0, 0, INTENT_UNKNOWN, 1},
        {"cut while sending, it waits", 1, true, JOB_FOUND, JOB_PENDING, 0, INTENT_SUBMITTED, 0},
        {"it prints", 2, true, JOB_FOUND, JOB_PROCESSING, 0, INTENT_PRINTING, 0},
        {"it was printed and counted", 2, true, JOB_FOUND, JOB_COMPLETED, 1, INTENT_CONFIRMED, 0},
        {"it was handed over", 3, true, JOB_FOUND, JOB_COMPLETED, 0, INTENT_PRINTING, 0},
        {"it was cancelled, who knows when", 3, true, JOB_FOUND, JOB_CANCELED, 0, INTENT_UNKNOWN,
         1},
        {"the job is gone", 3, true, JOB_NOT_FOUND, 0, 0, INTENT_UNKNOWN, 1},
        {"the printer cannot be asked", 3, false, JOB_LOOKUP_FAILED, 0, 0, INTENT_PRINTING, 0},
    };
    static const enum intent_input inputs[] = {INTENT_IN_SUBMIT, INTENT_IN_ACCEPTED,
                                               INTENT_IN_PRINTING};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture fixture;
        struct intent intent;
        fixture_init(&fixture);
        assert_true(station_issue_badge(fixture.station, fixture.attendee.holder, NULL, &intent));
        for (int n = 0; n < rows[i].inputs; n++) {
            assert_true(
                print_flow_move(fixture.station, intent.uuid, inputs[n], "queue", 7, "", &intent));
        }
        fake.opens = rows[i].opens;
        fake.found = rows[i].found;
        fake.job =
            (struct job_status){.id = 7, .state = rows[i].job, .impressions = rows[i].impressions};
        int unknown = print_flow_recover(fixture.station);
        assert_int_equal(store_intent(fixture.station->store, intent.uuid, &intent), STORE_FOUND);
        if (intent.state != rows[i].ends) {
            print_message("%s: %s\n", rows[i].name, intent_state_string(intent.state));
        }
        assert_int_equal(intent.state, rows[i].ends);
        assert_int_equal(unknown, rows[i].unknown);
        fixture_finish(&fixture);
    }
}

static void one_valid_badge_whatever_happens(void **state)
{
    (void)state;
    struct fixture fixture;
    struct intent first, second, third;
    fixture_init(&fixture);
    uint64_t holder = fixture.attendee.holder;
    assert_true(station_issue_badge(fixture.station, holder, NULL, &first));
    assert_false(station_issue_badge(fixture.station, holder, NULL, &second));
    assert_true(station_issue_badge(fixture.station, holder, "lost", &second));
    assert_int_equal(second.issue, 2);
    assert_int_not_equal(first.serial, second.serial);
    assert_int_equal(store_intent_of(fixture.station->store, holder, &third), STORE_FOUND);
    assert_int_equal(third.serial, second.serial);
    assert_true(
        print_flow_move(fixture.station, second.uuid, INTENT_IN_SUBMIT, "queue", 0, "", &second));
    assert_true(
        print_flow_move(fixture.station, second.uuid, INTENT_IN_REFUSED, "queue", 0, "", &second));
    assert_true(station_issue_badge(fixture.station, holder, NULL, &third));
    assert_int_equal(third.issue, 2); /* the second certainly never came out */
    assert_int_not_equal(third.serial, second.serial);
    struct checkpoint registration;
    struct access_history history;
    assert_int_equal(store_checkpoint(fixture.station->store, "", &registration), STORE_FOUND);
    assert_true(
        store_history(fixture.station->store, holder, second.serial, &registration, &history));
    assert_true(history.serial_revoked);
    fixture_finish(&fixture);
}

static void add_people(struct fixture *fixture, size_t count, uint64_t *holders)
{
    assert_true(store_begin(fixture->station->store));
    for (size_t i = 0; i < count; i++) {
        struct attendee attendee = fixture->attendee;
        attendee.holder = 0;
        attendee.external_id[0] = attendee.foreign_code[0] = attendee.email[0] = '\0';
        assert_true(store_put_attendee(fixture->station->store, &attendee));
        holders[i] = attendee.holder;
    }
    assert_true(store_commit(fixture->station->store));
}

/* The first badge that comes out is no replacement of one that never did. */
static void a_failed_badge_is_none(void **state)
{
    (void)state;
    struct fixture fixture;
    struct intent intent;
    struct credential credential;
    fixture_init(&fixture);
    uint64_t holder = fixture.attendee.holder;
    for (int i = 0; i < 3; i++) {
        assert_true(station_issue_badge(fixture.station, holder, NULL, &intent));
        assert_int_equal(intent.issue, 1);
        assert_int_equal(credential_verify(intent.credential, strlen(intent.credential),
                                           &fixture.station->keys, &credential),
                         CREDENTIAL_OK);
        assert_int_equal(credential.issue, 1);
        assert_false(credential.flags & CREDENTIAL_REPLACEMENT);
        if (i < 2) {
            assert_true(print_flow_move(fixture.station, intent.uuid, INTENT_IN_ENDED, "queue", 0,
                                        "", &intent));
        }
    }
    assert_true(station_issue_badge(fixture.station, holder, "lost", &intent));
    assert_int_equal(intent.issue, 2);
    assert_int_equal(credential_verify(intent.credential, strlen(intent.credential),
                                       &fixture.station->keys, &credential),
                     CREDENTIAL_OK);
    assert_true(credential.flags & CREDENTIAL_REPLACEMENT);
    fixture_finish(&fixture);
}

/* A restart looks up all there are, but for those that a living program has in hand. */
static void many_and_those_of_others(void **state)
{
    (void)state;
    enum { MANY = 70 };
    struct fixture fixture;
    struct intent intents[MANY];
    uint64_t holders[MANY];
    fixture_init(&fixture);
    add_people(&fixture, MANY, holders);
    for (int i = 0; i < MANY; i++) {
        assert_true(station_issue_badge(fixture.station, holders[i], NULL, &intents[i]));
        assert_true(print_flow_move(fixture.station, intents[i].uuid, INTENT_IN_SUBMIT, "queue", 0,
                                    "", &intents[i]));
    }
    struct station *other = station_open(fixture.station->directory, STORE_READ_WRITE);
    assert_non_null(other);
    fake.opens = true;
    fake.found = JOB_NOT_FOUND;
    assert_int_equal(print_flow_recover(other), 0); /* this program prints them all */
    assert_false(
        print_flow_move(other, intents[0].uuid, INTENT_IN_SUBMIT, "queue", 0, "", &intents[0]));
    station_close(fixture.station); /* as if it had died */
    fixture.station = other;
    assert_int_equal(print_flow_recover(other), MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(store_intent(other->store, intents[i].uuid, &intents[i]), STORE_FOUND);
        assert_int_equal(intents[i].state, INTENT_UNKNOWN);
    }
    fixture_finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_run_leaves),
        cmocka_unit_test(what_a_restart_finds),
        cmocka_unit_test(one_valid_badge_whatever_happens),
        cmocka_unit_test(a_failed_badge_is_none),
        cmocka_unit_test(many_and_those_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
