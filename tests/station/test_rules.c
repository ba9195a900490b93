/*
 * Rules as people write them: what a text means, every fault with its line, and what holds where
 * and when, across DST changes and midnight.
 *
 * link: kiosk/station/ini.c kiosk/station/rules_parse.c kiosk/station/rules_keys.c
 * link: kiosk/station/rules_at.c kiosk/domain/access_names.c kiosk/timebase.c
 */
#include "kiosk/station/rules.h"
#include "tests/station/rules_names.h"
#include "tests/test.h"
#include "timebase.h"

struct faults {
    int count, line;
    char text[512];
};

static void take_fault(int line, const char *text, void *userdata)
{
    struct faults *faults = userdata;
    if (faults->count++ == 0) {
        faults->line = line;
        snprintf(faults->text, sizeof faults->text, "%s", text);
    }
}

static int64_t at(const char *iso)
{
    int64_t ms;
    assert_true(time_parse_iso(iso, &ms));
    return ms;
}

static struct rules *parse(const char *text)
{
    static struct rules rules;
    struct faults faults = {0};
    struct rules_names names;
    rules_names_fill(&names);
    if (!rules_parse(text, strlen(text), &names, take_fault, &faults, &rules)) {
        fail_msg("line %d: %s", faults.line, faults.text);
    }
    return &rules;
}

static struct rules_here here(const struct rules *rules, const char *checkpoint, const char *iso)
{
    struct rules_names names;
    struct rules_here out;
    rules_names_fill(&names);
    for (int i = 0; i < names.checkpoint_count; i++) {
        if (strcmp(names.checkpoints[i].code, checkpoint) == 0) {
            rules_at(rules, &names.checkpoints[i], at(iso), &out);
            return out;
        }
    }
    fail_msg("no checkpoint %s", checkpoint);
    return out;
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        int line; /* 0: no fault */
        const char *text, *says;
    } rows[] = {
        {0, "", ""},
        {0, "# nothing\n\n ; at all\n", ""},
        {0, "\xef\xbb\xbf[zone hall]\r\ncapacity = 5 ; seats\r\n", ""},
        {0, "[zone hall]\ncapacity=5", ""},
        {1, "capacity = 5\n", "before the first"},
        {2, "[zone hall]\nwords\n", "KEY = VALUE"},
        {2, "[zone hall]\n= 5\n", "no key"},
        {2, "[zone hall]\ncapacity =\n", "no value"},
        {2, "[zone hall]\ncapacity = many\n", "whole number from 1"},
        {2, "[zone hall]\ncapacity = 0\n", "whole number from 1"},
        {2, "[zone hall]\ncapacity = -5\n", "whole number from 1"},
        {2, "[zone hall]\ncapacity = 99999999999999999999\n", "whole number"},
        {3, "[zone hall]\ncapacity = 5\ncapacity = 6\n", "twice"},
        {2, "[zone hall]\ncapasity = 5\n", "no key of this section; there are: open days"},
        {2, "[zone hall]\ndirection = in\n", "no key of this section"},
        {2, "[zone hall]\ncapacity people = 5\n", "without \"people\""},
        {2, "[zone hall]\nre-entry = maybe\n", "neither yes nor no"},
        {2, "[zone hall]\nre-entry = YES\n", "neither yes nor no"},
        {1, "[zone hal]\n", "no zone \"hal\"; there are: hall lounge"},
        {1, "[zone]\n", "needs a name"},
        {1, "[event x]\n", "takes no name"},
        {1, "[zone hall\n", "ends with ]"},
        {1, "[]\n", "a section is"},
        {1, "[door x]\n", "no section [door]"},
        {3, "[zone hall]\n[zone lounge]\n[zone hall]\n", "twice"},
        {2, "[checkpoint hall-door]\n[checkpoint hall-door]\n", "twice"},
        {1, "[checkpoint gait]\n", "no checkpoint \"gait\""},
        {1, "[session dinner]\n", "no session"},
        {1, "[session opening]\n", "zone = CODE"},
        {3, "[session opening]\nzone = hall\nzone = hall\n", "twice"},
        {2, "[session opening]\nzone = cellar\n", "no zone \"cellar\""},
        {3, "[session opening]\nzone = hall\ninvited-categories = H, X\n", "no category \"X\""},
        {3, "[session opening]\nzone = hall\ninvited-file = ../x\n", "event's folder"},
        {3, "[session opening]\nzone = hall\ninvited-delegations = TJK,,UN\n", "no code"},
        {2, "[checkpoint hall-door]\ndirection = up\n", "not in, out or both"},
        {2, "[zone hall]\nopen = 8:30-19:00\n", "not a time like"},
        {2, "[zone hall]\nopen = 08:30\n", "not a time like"},
        {2, "[zone hall]\nopen = 08:30-08:30\n", "not a time like"},
        {2, "[zone hall]\nopen = 08:60-09:00\n", "not a time like"},
        {2, "[zone hall]\nopen = 24:00-09:00\n", "not a time like"},
        {2, "[zone hall]\nopen = 08:00-24:01\n", "not a time like"},
        {2, "[zone hall]\nopen = 01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00\n",
         "more than 4"},
        {2, "[zone hall]\nopen 2026-03-27 = 08:00-09:00\n", "no day of the event; there are:"},
        {3, "[zone hall]\nopen = closed\nopen = 08:00-09:00\n", "twice"},
        {1, "[zone hall]\ndays = 2026-03-28\nopen 2026-03-29 = 08:00-09:00\n", "not in days"},
        {2, "[zone hall]\ndays = 2026-03-28, tomorrow\n", "no day of the event"},
        {2, "[escorts]\nG-1 and G-2 = S-1\n", "GUEST = ESCORT"},
        {2, "[event]\nescort-categories = Q\n", "no category \"Q\"; there are: H D S"},
        {2, "[zone hall]\ncapacity = 5\x01\n", "control character"},
    };
    assert_true(time_use_zone("Europe/Vienna"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static struct rules rules;
        struct rules_names names;
        struct faults faults = {0};
        rules_names_fill(&names);
        bool good =
            rules_parse(rows[i].text, strlen(rows[i].text), &names, take_fault, &faults, &rules);
        if (good != (rows[i].line == 0) || faults.line != rows[i].line ||
            !strstr(faults.text, rows[i].says)) {
            fail_msg("row %zu: line %d: %s", i, faults.line, faults.text);
        }
    }
}

/* All faults are told, not only the first. */
static void test_every_fault(void **state)
{
    (void)state;
    static const char text[] = "[zone hall]\ncapacity = x\nre-entry = x\n[zone cellar]\n"
                               "capacity = 5\n[zone lounge]\nwords\n";
    static struct rules rules;
    struct rules_names names;
    struct faults faults = {0};
    rules_names_fill(&names);
    assert_false(rules_parse(text, strlen(text), &names, take_fault, &faults, &rules));
    assert_int_equal(faults.count, 4);
}

static void test_checkpoint_before_zone(void **state)
{
    (void)state;
    assert_true(time_use_zone("Europe/Vienna"));
    struct rules *rules = parse("[zone hall]\nre-entry = no\nanti-passback = yes\n"
                                "minutes-between = 3\ncapacity = 100\nescort-minutes = 2\n"
                                "accompanying = 1\ndata-age-minutes = 30\n"
                                "[checkpoint hall-door]\ncapacity = 90\nre-entry = yes\n"
                                "direction = in\ntakes-invitations = yes\n");
    struct rules_here door = here(rules, "hall-door", "2026-03-28T12:00");
    assert_int_equal(door.policy.capacity, 90);
    assert_false(door.policy.no_reentry);
    assert_int_equal(door.policy.ways, WAYS_IN);
    assert_int_equal(door.policy.min_gap_s, 180);
    assert_int_equal(door.policy.companions_max, 1);
    assert_int_equal(door.escort_s, 120);
    assert_true(door.checkpoint.anti_passback && door.checkpoint.takes_invitations);
    assert_int_equal(door.checkpoint.refer_data_older_s, 1800);
    struct rules_here other = here(rules, "hall-side", "2026-03-28T12:00");
    assert_int_equal(other.policy.capacity, 100);
    assert_true(other.policy.no_reentry);
    assert_int_equal(other.policy.ways, WAYS_BOTH);
}

static void test_offline(void **state)
{
    (void)state;
    assert_true(time_use_zone("Europe/Vienna"));
    struct rules *rules = parse("[zone hall]\noffline = home-gate\nhome-gate = gate-1, gate-20\n"
                                "[checkpoint hall-side]\noffline = flag\ndata-age-minutes = 5\n");
    struct rules_here door = here(rules, "hall-door", "2026-03-28T12:00");
    assert_int_equal(door.policy.offline, OFFLINE_HOME_GATE);
    assert_int_equal(door.checkpoint.refer_data_older_s, 60);
    assert_true(rules_is_home_gate(&door, "gate-1") && rules_is_home_gate(&door, "gate-20"));
    assert_false(rules_is_home_gate(&door, "gate-2") || rules_is_home_gate(&door, ""));
    struct rules_here side = here(rules, "hall-side", "2026-03-28T12:00");
    assert_int_equal(side.policy.offline, OFFLINE_FLAG);
    assert_int_equal(side.checkpoint.refer_data_older_s, 300);
    struct rules_here none = here(parse(""), "hall-side", "2026-03-28T12:00");
    assert_int_equal(none.policy.offline, OFFLINE_DENY);
    assert_int_equal(none.checkpoint.refer_data_older_s, 0);
    assert_false(rules_is_home_gate(&none, "gate-1"));
}

static void test_no_rules(void **state)
{
    (void)state;
    assert_true(time_use_zone("Europe/Vienna"));
    struct rules *sets[] = {NULL, parse("")};
    for (size_t i = 0; i < 2; i++) {
        struct rules_here door = here(sets[i], "hall-side", "2026-03-28T12:00");
        assert_false(door.policy.timed || door.policy.no_reentry || door.policy.invited_only);
        assert_int_equal(door.policy.ways, WAYS_BOTH);
        assert_int_equal(door.policy.capacity, 0);
        assert_int_equal(door.policy.min_gap_s, 0);
        assert_int_equal(door.policy.companions_max, 0);
        assert_true(door.checkpoint.anti_passback); /* its own stands */
        assert_null(door.session);
    }
}

static bool is_open(const struct rules *rules, const char *checkpoint, const char *iso, int *day)
{
    struct rules_here place = here(rules, checkpoint, iso);
    int64_t now = at(iso);
    for (size_t i = 0; i < place.policy.opening_count; i++) {
        if (now >= place.policy.openings[i].from_ms && now < place.policy.openings[i].to_ms) {
            *day = place.policy.openings[i].day;
            return true;
        }
    }
    return !place.policy.timed;
}

/* The event's second day, 29 March 2026, has 23 hours in Vienna: 02:00 to 03:00 is skipped. */
static void test_hours(void **state)
{
    (void)state;
    static const struct {
        const char *rules, *iso;
        int day; /* -1: closed */
    } rows[] = {
        {"open = 08:30-19:00", "2026-03-28T08:29", -1},
        {"open = 08:30-19:00", "2026-03-28T08:30", 0},
        {"open = 08:30-19:00", "2026-03-29T08:30", 1},
        {"open = 08:30-19:00", "2026-03-28T19:00", -1},
        {"open = 08:30-19:00", "2026-03-30T12:00", -1},
        {"open = 08:00-12:00, 14:00-18:00", "2026-03-28T13:00", -1},
        {"open = 08:00-12:00, 14:00-18:00", "2026-03-28T14:00", 0},
        {"open = 20:00-03:30", "2026-03-29T01:59+01:00", 0},
        {"open = 20:00-03:30", "2026-03-29T03:29+02:00", 0},
        {"open = 20:00-03:30", "2026-03-29T03:30+02:00", -1},
        {"open = 02:30-04:00", "2026-03-29T01:59+01:00", -1},
        {"open = 02:30-04:00", "2026-03-29T03:00+02:00", 1},
        {"open = 00:00-24:00", "2026-03-28T00:00", 0},
        {"open = 00:00-24:00", "2026-03-28T23:59:59", 0},
        {"open = 00:00-24:00", "2026-03-29T00:00", 1},
        {"open = 20:00-24:00", "2026-03-29T00:00", -1},
        {"open = 20:00-00:00", "2026-03-28T23:59", 0},
        {"open = closed", "2026-03-28T12:00", -1},
        {"open = 08:00-19:00\nopen 2026-03-29 = 10:00-11:00", "2026-03-29T09:00", -1},
        {"open = 08:00-19:00\nopen 2026-03-29 = 10:00-11:00", "2026-03-28T09:00", 0},
        {"open = 08:00-19:00\nopen 2026-03-29 = closed", "2026-03-29T09:00", -1},
        {"open 2026-03-29 = 10:00-11:00", "2026-03-28T03:00", 0},
        {"days = 2026-03-29", "2026-03-28T12:00", -1},
        {"days = 2026-03-29", "2026-03-29T12:00", 1},
        {"days = 2026-03-29\nopen = 08:00-19:00", "2026-03-29T07:00", -1},
    };
    assert_true(time_use_zone("Europe/Vienna"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[256];
        int day = -1;
        snprintf(text, sizeof text, "[zone hall]\n%s\n", rows[i].rules);
        bool open = is_open(parse(text), "hall-side", rows[i].iso, &day);
        if (open != (rows[i].day >= 0) || day != rows[i].day) {
            fail_msg("row %zu: %s at %s: %s, day %d", i, rows[i].rules, rows[i].iso,
                     open ? "open" : "closed", day);
        }
    }
}

/* In the night of 25 October 2026 clocks in Vienna show 02:00 to 03:00 twice. */
static void test_hours_shown_twice(void **state)
{
    (void)state;
    static struct rules rules;
    static const char text[] = "[zone hall]\nopen = 02:15-02:45\n";
    struct event_info event = {.day_count = 1, .days = {{"2026-10-25", 0, 0}}};
    struct rules_names names;
    struct faults faults = {0};
    assert_true(time_use_zone("Europe/Vienna"));
    rules_names_fill(&names);
    names.event = &event;
    assert_true(rules_parse(text, strlen(text), &names, take_fault, &faults, &rules));
    assert_int_equal(rules.zones[0].opening_count, 1);
    assert_int_equal(rules.zones[0].openings[0].from_ms, at("2026-10-25T02:15+02:00"));
    assert_int_equal(rules.zones[0].openings[0].to_ms, at("2026-10-25T02:45+01:00"));
}

static void test_day_end(void **state)
{
    (void)state;
    struct rules_names names;
    rules_names_fill(&names);
    assert_true(time_use_zone("Europe/Vienna"));
    struct rules *rules = parse("[checkpoint hall-door]\nopen 2026-03-28 = 20:00-01:00\n");
    assert_int_equal(rules_day_end(rules, names.event, 0), at("2026-03-29T01:00"));
    assert_int_equal(rules_day_end(rules, names.event, 1), names.event->days[1].ends_ms);
}

static void test_sessions(void **state)
{
    (void)state;
    assert_true(time_use_zone("Europe/Vienna"));
    struct rules *rules = parse("[zone hall]\ncapacity = 100\n"
                                "[session opening]\nzone = hall\ncapacity = 80\n"
                                "admit-before-minutes = 30\ninvited-categories = H\n"
                                "invited-delegations = UN, TJK\n"
                                "[session gala]\nzone = hall\ncapacity = 500\n");
    static const struct {
        const char *iso, *code;
        int capacity;
        bool invited_only;
    } rows[] = {
        {"2026-03-28T08:59:59", NULL, 100, false},    {"2026-03-28T09:00", "opening", 80, true},
        {"2026-03-28T10:29:59", "opening", 80, true}, {"2026-03-28T10:30", NULL, 100, false},
        {"2026-03-28T18:59", NULL, 100, false},       {"2026-03-28T19:00", "gala", 100, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rules_here place = here(rules, "hall-side", rows[i].iso);
        assert_int_equal(place.policy.capacity, rows[i].capacity);
        assert_int_equal(place.policy.invited_only, rows[i].invited_only);
        assert_true(!place.session == !rows[i].code);
        assert_true(!place.session || strcmp(place.session->code, rows[i].code) == 0);
        assert_null(here(rules, "gate", rows[i].iso).session);
    }
    const struct session_rule *opening = here(rules, "hall-side", "2026-03-28T10:00").session;
    assert_true(rules_invites(opening, &(struct attendee){.category = 1, .delegation = "FRA"}));
    assert_true(rules_invites(opening, &(struct attendee){.category = 2, .delegation = "UN"}));
    assert_false(rules_invites(opening, &(struct attendee){.category = 2, .delegation = "U"}));
    assert_false(rules_invites(opening, &(struct attendee){.category = 2}));
}

static void test_escorts(void **state)
{
    (void)state;
    struct rules *rules =
        parse("[event]\nescort-categories = S\n[escorts]\nG-1 = S-1\nG-1 = S-2\n");
    assert_true(category_set_has(rules->escort_categories, 3));
    assert_false(category_set_has(rules->escort_categories, 1));
    assert_int_equal(rules->escort_count, 2);
    assert_string_equal(rules->escorts[1].guest, "G-1");
    assert_string_equal(rules->escorts[1].escort, "S-2");
    assert_int_equal(rules->escorts[1].line, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_every_fault),
        cmocka_unit_test(test_checkpoint_before_zone),
        cmocka_unit_test(test_offline),
        cmocka_unit_test(test_no_rules),
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_hours_shown_twice),
        cmocka_unit_test(test_day_end),
        cmocka_unit_test(test_sessions),
        cmocka_unit_test(test_escorts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
