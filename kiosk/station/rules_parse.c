/* The sections of a text of rules. */
#include "kiosk/station/rules_parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool rules_fault(struct rules_parser *parser, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    parser->failed = true;
    parser->fault(parser->line, text, parser->userdata);
    return false;
}

char *rules_list_names(const void *things, int count, size_t size, size_t offset, char *out,
                       size_t out_size)
{
    size_t used = (size_t)snprintf(out, out_size, "%s", count > 0 ? "there are:" : "there is none");
    for (int i = 0; i < count && used + 64 < out_size; i++) {
        const char *name = (const char *)things + size * (size_t)i + offset;
        used += (size_t)snprintf(out + used, out_size - used, " %.40s", name);
    }
    return out;
}

/* The index of a thing by its name; -1 after a fault. */
static int find(struct rules_parser *parser, const char *what, const char *name, const void *things,
                int count, size_t size, size_t offset)
{
    char list[512];
    for (int i = 0; i < count; i++) {
        if (strcmp((const char *)things + size * (size_t)i + offset, name) == 0) {
            return i;
        }
    }
    rules_fault(parser, "there is no %s \"%.60s\"; %s", what, name,
                rules_list_names(things, count, size, offset, list, sizeof list));
    return -1;
}

static bool start_event(struct rules_parser *parser, const char *name)
{
    (void)name;
    if (parser->event_seen) {
        return rules_fault(parser, "[event] stands twice");
    }
    return parser->event_seen = true;
}

static bool start_escorts(struct rules_parser *parser, const char *name)
{
    (void)name;
    if (parser->escorts_seen) {
        return rules_fault(parser, "[escorts] stands twice");
    }
    return parser->escorts_seen = true;
}

static bool start_zone(struct rules_parser *parser, const char *name)
{
    const struct rules_names *names = parser->names;
    int at = find(parser, "zone", name, names->zones, names->zone_count, sizeof(struct zone),
                  offsetof(struct zone, code));
    if (at < 0) {
        return false;
    }
    int bit = names->zones[at].bit;
    if (parser->zones_seen >> bit & 1) {
        return rules_fault(parser, "[zone %s] stands twice", name);
    }
    parser->zones_seen |= 1u << bit;
    parser->rule = &parser->out->zones[bit];
    return true;
}

/* Whether one of the codes is there already. */
static bool is_listed(char (*codes)[32], int count, const char *code)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(codes[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static bool start_checkpoint(struct rules_parser *parser, const char *name)
{
    const struct rules_names *names = parser->names;
    struct rules *out = parser->out;
    int at = find(parser, "checkpoint", name, names->checkpoints, names->checkpoint_count,
                  sizeof(struct checkpoint), offsetof(struct checkpoint, code));
    if (at < 0) {
        return false;
    }
    if (is_listed(out->checkpoint_codes, out->checkpoint_count, name)) {
        return rules_fault(parser, "[checkpoint %s] stands twice", name);
    }
    if (out->checkpoint_count == RULES_PLACES_MAX) {
        return rules_fault(parser, "more than %d checkpoints", RULES_PLACES_MAX);
    }
    strcpy(out->checkpoint_codes[out->checkpoint_count], names->checkpoints[at].code);
    parser->rule = &out->checkpoints[out->checkpoint_count++];
    return true;
}

static bool start_session(struct rules_parser *parser, const char *name)
{
    const struct rules_names *names = parser->names;
    struct rules *out = parser->out;
    int at = find(parser, "session", name, names->sessions, names->session_count,
                  sizeof(struct session), offsetof(struct session, code));
    if (at < 0) {
        return false;
    }
    if (is_listed(out->session_codes, out->session_count, name)) {
        return rules_fault(parser, "[session %s] stands twice", name);
    }
    if (out->session_count == RULES_PLACES_MAX) {
        return rules_fault(parser, "more than %d sessions", RULES_PLACES_MAX);
    }
    strcpy(out->session_codes[out->session_count], names->sessions[at].code);
    parser->session_info = &names->sessions[at];
    parser->session = &out->sessions[out->session_count];
    *parser->session = (struct session_rule){
        .code = out->session_codes[out->session_count],
        .from_ms = parser->session_info->starts_ms,
        .to_ms = parser->session_info->ends_ms,
        .zone = -1,
    };
    out->session_count++;
    return true;
}

static const struct {
    const char *kind;
    enum section section;
    bool named;
    bool (*start)(struct rules_parser *parser, const char *name);
} sections[] = {
    {"event", SECTION_EVENT, false, start_event},
    {"zone", SECTION_ZONE, true, start_zone},
    {"checkpoint", SECTION_CHECKPOINT, true, start_checkpoint},
    {"session", SECTION_SESSION, true, start_session},
    {"escorts", SECTION_ESCORTS, false, start_escorts},
};

static bool finish_section(struct rules_parser *parser)
{
    parser->line = parser->section_line;
    if (parser->section == SECTION_SESSION && parser->session->zone < 0) {
        return rules_fault(parser, "[session %s]: say which zone it is in, as zone = CODE",
                           parser->session->code);
    }
    return !parser->rule || rules_finish_hours(parser);
}

static void forget_section(struct rules_parser *parser, int line)
{
    parser->section = 0;
    parser->section_line = line;
    parser->given = 0;
    parser->rule = NULL;
    parser->session = NULL;
    parser->hours = (struct hours){0};
    memset(parser->day_hours, 0, sizeof parser->day_hours);
    parser->days = 0;
    parser->days_given = false;
}

static bool start_section(struct rules_parser *parser, const struct ini_line *line)
{
    forget_section(parser, line->number);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (strcmp(sections[i].kind, line->key) != 0) {
            continue;
        }
        if (sections[i].named != (line->argument[0] != '\0')) {
            return rules_fault(parser,
                               sections[i].named ? "[%s] needs a name, as [%s CODE]"
                                                 : "[%s] takes no name; write [%s]",
                               line->key, line->key);
        }
        if (!sections[i].start(parser, line->argument)) {
            return false;
        }
        parser->section = sections[i].section;
        return true;
    }
    return rules_fault(parser,
                       "there is no section [%.60s]; there are [event], [zone CODE], [checkpoint "
                       "CODE], [session CODE] and [escorts]",
                       line->key);
}

static bool read_escort(struct rules_parser *parser, const struct ini_line *line)
{
    struct rules *out = parser->out;
    struct escort_rule *escort = &out->escorts[out->escort_count];
    if (line->argument[0]) {
        return rules_fault(parser, "write GUEST = ESCORT, each an external id without blanks");
    }
    if (out->escort_count == RULES_ESCORTS_MAX) {
        return rules_fault(parser, "more than %d escorts", RULES_ESCORTS_MAX);
    }
    if (strlen(line->key) >= sizeof escort->guest || strlen(line->value) >= sizeof escort->escort) {
        return rules_fault(parser, "an external id is at most 63 bytes long");
    }
    strcpy(escort->guest, line->key);
    strcpy(escort->escort, line->value);
    escort->line = line->number;
    out->escort_count++;
    return true;
}

static void read_line(struct rules_parser *parser, enum ini_kind kind, struct ini_line *line)
{
    if (kind == INI_SECTION) {
        finish_section(parser);
        parser->line = line->number;
        start_section(parser, line);
        return;
    }
    parser->line = line->number;
    if (kind == INI_FAULT) {
        rules_fault(parser, "%s", line->value);
    } else if (parser->section == SECTION_ESCORTS) {
        read_escort(parser, line);
    } else if (parser->section) {
        rules_read_key(parser, line->key, line->argument, (char *)line->value);
    } else if (parser->section_line == 0) {
        rules_fault(parser, "\"%.60s\" stands before the first [section]", line->key);
    }
}

const struct rule rule_nothing = {
    .ways = RULE_UNSET,
    .reentry = RULE_UNSET,
    .anti_passback = RULE_UNSET,
    .takes_invitations = RULE_UNSET,
    .minutes_between = RULE_UNSET,
    .capacity = RULE_UNSET,
    .escort_minutes = RULE_UNSET,
    .accompanying = RULE_UNSET,
    .data_age_minutes = RULE_UNSET,
    .offline = RULE_UNSET,
};

static void unset(struct rules *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < EVENT_ZONES_MAX; i++) {
        out->zones[i] = rule_nothing;
    }
    for (size_t i = 0; i < RULES_PLACES_MAX; i++) {
        out->checkpoints[i] = rule_nothing;
    }
}

bool rules_parse(const char *text, size_t length, const struct rules_names *names,
                 rules_fault_fn *fault, void *userdata, struct rules *out)
{
    struct rules_parser parser = {.names = names, .fault = fault, .userdata = userdata, .out = out};
    struct ini_reader reader;
    struct ini_line line;
    enum ini_kind kind;
    unset(out);
    parser.line = 1;
    if (length > RULES_TEXT_MAX) {
        return rules_fault(&parser, "longer than %d bytes", RULES_TEXT_MAX);
    }
    ini_start(&reader, text, length);
    while ((kind = ini_next(&reader, &line)) != INI_END) {
        read_line(&parser, kind, &line);
    }
    finish_section(&parser);
    return !parser.failed;
}
