/* What the files that read rules share. */
#ifndef LANYARD_RULES_PARSE_H
#define LANYARD_RULES_PARSE_H

#include "kiosk/station/ini.h"
#include "kiosk/station/rules.h"

enum section { /* bits */
               SECTION_EVENT = 1 << 0,
               SECTION_ZONE = 1 << 1,
               SECTION_CHECKPOINT = 1 << 2,
               SECTION_SESSION = 1 << 3,
               SECTION_ESCORTS = 1 << 4,
};

#define HOURS_MAX 4 /* stretches in a day */

struct hours {
    bool given;
    int count;                          /* 0: closed */
    int from[HOURS_MAX], to[HOURS_MAX]; /* minutes; `to` may be past 1440 */
};

struct rules_parser {
    const struct rules_names *names;
    rules_fault_fn *fault;
    void *userdata;
    bool failed;
    struct rules *out;
    int line;
    /* the section being read */
    enum section section; /* 0: none yet, or one that is wrong */
    int section_line;
    unsigned given;    /* bits of the keys seen, by number */
    struct rule *rule; /* zone, checkpoint */
    struct session_rule *session;
    const struct session *session_info;
    struct hours hours, day_hours[EVENT_DAYS_MAX];
    unsigned days; /* bits */
    bool days_given;
    /* sections seen, each once */
    unsigned zones_seen;
    bool event_seen, escorts_seen;
};

/* Reports a fault on the line being read. False, always. */
bool rules_fault(struct rules_parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "key ARGUMENT = value" of any section but [escorts]. `value` is written into. */
bool rules_read_key(struct rules_parser *parser, const char *key, const char *argument,
                    char *value);

/* Makes the openings of a section whose hours and days have been read. */
bool rules_finish_hours(struct rules_parser *parser);

/* "there are: a b c", for the message about a name that is not there. `name` is at `offset` in each
 * of `count` things of `size` bytes. */
char *rules_list_names(const void *things, int count, size_t size, size_t offset, char *out,
                       size_t out_size);

void category_set_add(uint8_t set[CATEGORY_SET_SIZE], uint8_t category);

#endif
