/* The keys of a text of rules, one table, and how each kind of value is read. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/station/rules_parse.h"
#include "timebase.h"

#define MINUTES_OF_DAY 1440

struct key {
    const char *name;
    unsigned sections; /* enum section */
    bool (*read)(struct rules_parser *parser, const struct key *key, const char *argument,
                 char *value);
    size_t offset; /* of the int that it sets, in struct rule or struct session_rule */
    int least, most;
};

static int *field(struct rules_parser *parser, const struct key *key)
{
    char *base = parser->rule ? (char *)parser->rule : (char *)parser->session;
    return (int *)(void *)(base + key->offset);
}

static bool read_yes_no(struct rules_parser *parser, const struct key *key, const char *argument,
                        char *value)
{
    (void)argument;
    bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0) {
        return rules_fault(parser, "%s: \"%.60s\" is neither yes nor no", key->name, value);
    }
    *field(parser, key) = yes;
    return true;
}

static bool parse_number(struct rules_parser *parser, const struct key *key, const char *value,
                         int *out)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno || value[0] < '0' || value[0] > '9' || *end || number < key->least ||
        number > key->most) {
        return rules_fault(parser, "%s: \"%.60s\" is not a whole number from %d to %d", key->name,
                           value, key->least, key->most);
    }
    *out = (int)number;
    return true;
}

static bool read_number(struct rules_parser *parser, const struct key *key, const char *argument,
                        char *value)
{
    (void)argument;
    return parse_number(parser, key, value, field(parser, key));
}

static bool read_ways(struct rules_parser *parser, const struct key *key, const char *argument,
                      char *value)
{
    (void)argument;
    enum ways ways;
    if (!ways_parse(value, &ways)) {
        return rules_fault(parser, "direction: \"%.60s\" is not in, out or both", value);
    }
    *field(parser, key) = (int)ways;
    return true;
}

static bool read_offline(struct rules_parser *parser, const struct key *key, const char *argument,
                         char *value)
{
    (void)argument;
    enum offline offline;
    if (!offline_parse(value, &offline)) {
        return rules_fault(parser, "offline: \"%.60s\" is not deny, home-gate or flag", value);
    }
    *field(parser, key) = (int)offline;
    return true;
}

/* Names of stations; whether there are such is known only to the key list. */
static bool read_home_gate(struct rules_parser *parser, const struct key *key, const char *argument,
                           char *value)
{
    (void)argument;
    char *out = parser->rule->home_gate;
    size_t size = sizeof parser->rule->home_gate;
    size_t used = (size_t)snprintf(out, size, " ");
    for (char *item; (item = ini_item(&value));) {
        if (!item[0] || strspn(item, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(item) ||
            used + strlen(item) + 2 > size) {
            return rules_fault(parser, "%s: \"%.60s\" is no name of a station, or one too many",
                               key->name, item);
        }
        used += (size_t)snprintf(out + used, size - used, "%s ", item);
    }
    return true;
}

/* ---- hours ---- */

/* The event day of a date; -1 after a fault. */
static int find_day(struct rules_parser *parser, const char *date)
{
    const struct event_info *event = parser->names->event;
    char list[256];
    for (size_t i = 0; i < event->day_count; i++) {
        if (strcmp(event->days[i].date, date) == 0) {
            return (int)i;
        }
    }
    rules_fault(parser, "\"%.60s\" is no day of the event; %s", date,
                rules_list_names(event->days, (int)event->day_count, sizeof event->days[0],
                                 offsetof(struct event_day, date), list, sizeof list));
    return -1;
}

/* "HH:MM", up to 24:00; -1 when it is not one. */
static int parse_clock(const char *text)
{
    int hour = 0, minute = 0, used = 0;
    bool digits = strlen(text) == 5 && strspn(text, "0123456789:") == 5 && text[2] == ':';
    if (!digits || sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2 || used != 5 ||
        minute > 59 || hour * 60 + minute > MINUTES_OF_DAY) {
        return -1;
    }
    return hour * 60 + minute;
}

/* "HH:MM-HH:MM"; an end before the start is on the next day. */
static bool parse_stretch(struct rules_parser *parser, const char *text, int *from, int *to)
{
    char first[6] = "";
    const char *dash = strchr(text, '-');
    if (dash && dash - text == 5) {
        memcpy(first, text, 5);
    }
    *from = parse_clock(first);
    *to = dash ? parse_clock(dash + 1) : -1;
    if (*from < 0 || *to < 0 || *from == *to || *from == MINUTES_OF_DAY) {
        return rules_fault(parser, "open: \"%.60s\" is not a time like 08:30-19:00", text);
    }
    *to += *to < *from ? MINUTES_OF_DAY : 0;
    return true;
}

static bool read_open(struct rules_parser *parser, const struct key *key, const char *argument,
                      char *value)
{
    (void)key;
    struct hours *hours = &parser->hours;
    if (argument[0]) {
        int day = find_day(parser, argument);
        if (day < 0) {
            return false;
        }
        hours = &parser->day_hours[day];
    }
    if (hours->given) {
        return rules_fault(parser, "open%s%.60s stands twice in this section",
                           argument[0] ? " " : "", argument);
    }
    hours->given = true;
    if (strcmp(value, "closed") == 0) {
        return true;
    }
    for (char *item; (item = ini_item(&value));) {
        if (hours->count == HOURS_MAX) {
            return rules_fault(parser, "open: more than %d stretches a day", HOURS_MAX);
        }
        if (!parse_stretch(parser, item, &hours->from[hours->count], &hours->to[hours->count])) {
            return false;
        }
        hours->count++;
    }
    return true;
}

static bool read_days(struct rules_parser *parser, const struct key *key, const char *argument,
                      char *value)
{
    (void)key;
    (void)argument;
    parser->days_given = true;
    for (char *item; (item = ini_item(&value));) {
        int day = find_day(parser, item);
        if (day < 0) {
            return false;
        }
        parser->days |= 1u << day;
    }
    return true;
}

/* Where clocks show a time twice it opens at the first and closes at the second. */
static void add_openings(struct rules_parser *parser, int day, const struct hours *hours)
{
    const char *date = parser->names->event->days[day].date;
    struct rule *rule = parser->rule;
    for (int i = 0; i < hours->count && rule->opening_count < RULES_OPENINGS_MAX; i++) {
        struct opening *opening = &rule->openings[rule->opening_count++];
        opening->day = day;
        time_local(date, hours->from[i], false, &opening->from_ms);
        time_local(date, hours->to[i], true, &opening->to_ms);
    }
}

bool rules_finish_hours(struct rules_parser *parser)
{
    static const struct hours all_day = {.given = true, .count = 1, .to = {MINUTES_OF_DAY}};
    bool any = parser->hours.given || parser->days_given;
    int day_count = (int)parser->names->event->day_count;
    for (int day = 0; day < day_count; day++) {
        any = any || parser->day_hours[day].given;
    }
    parser->rule->timed = any;
    for (int day = 0; any && day < day_count; day++) {
        const struct hours *own = &parser->day_hours[day];
        if (parser->days_given && !(parser->days >> day & 1)) {
            if (own->given) {
                return rules_fault(parser, "open %s, but that day is not in days",
                                   parser->names->event->days[day].date);
            }
            continue;
        }
        add_openings(parser, day,
                     own->given            ? own
                     : parser->hours.given ? &parser->hours
                                           : &all_day);
    }
    return true;
}

/* ---- who ---- */

void category_set_add(uint8_t set[CATEGORY_SET_SIZE], uint8_t category)
{
    set[category / 8] |= (uint8_t)(1u << category % 8);
}

static bool read_categories(struct rules_parser *parser, const struct key *key,
                            const char *argument, char *value)
{
    (void)argument;
    const struct rules_names *names = parser->names;
    uint8_t *set = parser->session ? parser->session->categories : parser->out->escort_categories;
    for (char *item; (item = ini_item(&value));) {
        char list[512];
        int at = 0;
        while (at < names->category_count && strcmp(names->categories[at].letter, item) != 0) {
            at++;
        }
        if (at == names->category_count) {
            return rules_fault(
                parser, "%s: there is no category \"%.60s\"; %s", key->name, item,
                rules_list_names(names->categories, names->category_count, sizeof(struct category),
                                 offsetof(struct category, letter), list, sizeof list));
        }
        category_set_add(set, names->categories[at].code);
    }
    if (parser->session) {
        parser->session->invited_only = true;
    }
    return true;
}

static bool read_delegations(struct rules_parser *parser, const struct key *key,
                             const char *argument, char *value)
{
    (void)argument;
    char *out = parser->session->delegations;
    size_t size = sizeof parser->session->delegations;
    size_t used = (size_t)snprintf(out, size, " ");
    for (char *item; (item = ini_item(&value));) {
        if (!item[0] || strlen(item) > 15 || strchr(item, ' ')) {
            return rules_fault(parser, "%s: \"%.60s\" is no code of a delegation", key->name, item);
        }
        if (used + strlen(item) + 2 > size) {
            return rules_fault(parser, "%s: too many; use invited-file", key->name);
        }
        used += (size_t)snprintf(out + used, size - used, "%s ", item);
    }
    parser->session->invited_only = true;
    return true;
}

static bool read_file(struct rules_parser *parser, const struct key *key, const char *argument,
                      char *value)
{
    (void)argument;
    if (strchr(value, '/') || value[0] == '.' ||
        strlen(value) >= sizeof parser->session->invited_file) {
        return rules_fault(parser, "%s: \"%.60s\" is not the name of a file in the event's folder",
                           key->name, value);
    }
    strcpy(parser->session->invited_file, value);
    parser->session->invited_only = true;
    return true;
}

static bool read_zone(struct rules_parser *parser, const struct key *key, const char *argument,
                      char *value)
{
    (void)key;
    (void)argument;
    const struct rules_names *names = parser->names;
    char list[512];
    for (int i = 0; i < names->zone_count; i++) {
        if (strcmp(names->zones[i].code, value) == 0) {
            parser->session->zone = names->zones[i].bit;
            return true;
        }
    }
    return rules_fault(parser, "zone: there is no zone \"%.60s\"; %s", value,
                       rules_list_names(names->zones, names->zone_count, sizeof(struct zone),
                                        offsetof(struct zone, code), list, sizeof list));
}

static bool read_admit_before(struct rules_parser *parser, const struct key *key,
                              const char *argument, char *value)
{
    (void)argument;
    int minutes;
    if (!parse_number(parser, key, value, &minutes)) {
        return false;
    }
    parser->session->from_ms = parser->session_info->starts_ms - minutes * INT64_C(60000);
    return true;
}

#define PLACE (SECTION_ZONE | SECTION_CHECKPOINT)
#define RULE(member) offsetof(struct rule, member)

static const struct key keys[] = {
    {"direction", SECTION_CHECKPOINT, read_ways, RULE(ways), 0, 0},
    {"open", PLACE, read_open, 0, 0, 0},
    {"days", PLACE, read_days, 0, 0, 0},
    {"re-entry", PLACE, read_yes_no, RULE(reentry), 0, 0},
    {"anti-passback", PLACE, read_yes_no, RULE(anti_passback), 0, 0},
    {"takes-invitations", SECTION_CHECKPOINT, read_yes_no, RULE(takes_invitations), 0, 0},
    {"minutes-between", PLACE, read_number, RULE(minutes_between), 0, 1440},
    {"capacity", PLACE, read_number, RULE(capacity), 1, 1000000},
    {"escort-minutes", PLACE, read_number, RULE(escort_minutes), 1, 1440},
    {"accompanying", PLACE, read_number, RULE(accompanying), 0, 100},
    {"data-age-minutes", PLACE, read_number, RULE(data_age_minutes), 1, 100000},
    {"offline", PLACE, read_offline, RULE(offline), 0, 0},
    {"home-gate", PLACE, read_home_gate, 0, 0, 0},
    {"escort-categories", SECTION_EVENT, read_categories, 0, 0, 0},
    {"zone", SECTION_SESSION, read_zone, 0, 0, 0},
    {"capacity", SECTION_SESSION, read_number, offsetof(struct session_rule, capacity), 1, 1000000},
    {"admit-before-minutes", SECTION_SESSION, read_admit_before, 0, 0, 1440},
    {"invited-categories", SECTION_SESSION, read_categories, 0, 0, 0},
    {"invited-delegations", SECTION_SESSION, read_delegations, 0, 0, 0},
    {"invited-file", SECTION_SESSION, read_file, 0, 0, 0},
};
#define KEY_COUNT (sizeof keys / sizeof keys[0])

static bool unknown_key(struct rules_parser *parser, const char *name)
{
    char list[512] = "";
    size_t used = 0;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (keys[i].sections & parser->section) {
            used += (size_t)snprintf(list + used, sizeof list - used, " %s", keys[i].name);
        }
    }
    return rules_fault(parser, "\"%.60s\" is no key of this section; there are:%s", name, list);
}

bool rules_read_key(struct rules_parser *parser, const char *name, const char *argument,
                    char *value)
{
    size_t at = 0;
    while (at < KEY_COUNT &&
           !((keys[at].sections & parser->section) && strcmp(keys[at].name, name) == 0)) {
        at++;
    }
    if (at == KEY_COUNT) {
        return unknown_key(parser, name);
    }
    bool repeats = keys[at].read == read_open;
    if (argument[0] && !repeats) {
        return rules_fault(parser, "write \"%s = %.60s\", without \"%.60s\"", name, value,
                           argument);
    }
    if (!repeats && (parser->given >> at & 1)) {
        return rules_fault(parser, "%s stands twice in this section", name);
    }
    parser->given |= 1u << at;
    return keys[at].read(parser, &keys[at], argument, value);
}
