/* A small event's names, for the tests and the fuzzer of rules. Its two days are 28 and 29 March
 * 2026 in Vienna, where the second has 23 hours. */
#ifndef LANYARD_TEST_RULES_NAMES_H
#define LANYARD_TEST_RULES_NAMES_H

#include "kiosk/station/rules.h"

#define RULES_TEST_DAY_MS INT64_C(1774652400000) /* 2026-03-28T00:00+01:00 */
#define RULES_TEST_HOUR_MS INT64_C(3600000)

static inline void rules_names_fill(struct rules_names *names)
{
    static const struct event_info event = {
        .day_count = 2,
        .days = {{"2026-03-28", RULES_TEST_DAY_MS, RULES_TEST_DAY_MS + 24 * RULES_TEST_HOUR_MS},
                 {"2026-03-29", RULES_TEST_DAY_MS + 24 * RULES_TEST_HOUR_MS,
                  RULES_TEST_DAY_MS + 47 * RULES_TEST_HOUR_MS}},
    };
    static const struct zone zones[] = {{0, "hall", "Hall"}, {1, "lounge", "Lounge"}};
    static const struct checkpoint checkpoints[] = {
        {.code = "gate", .kind = CHECKPOINT_DOOR, .zone = -1, .venue = -1},
        {.code = "hall-door", .kind = CHECKPOINT_DOOR, .zone = 0, .venue = -1},
        {.code = "hall-side",
         .kind = CHECKPOINT_DOOR,
         .zone = 0,
         .venue = -1,
         .anti_passback = true},
    };
    static const struct session sessions[] = {
        {"opening", "Opening", 0, RULES_TEST_DAY_MS + 19 * RULES_TEST_HOUR_MS / 2,
         RULES_TEST_DAY_MS + 21 * RULES_TEST_HOUR_MS / 2},
        {"gala", "Gala", 0, RULES_TEST_DAY_MS + 19 * RULES_TEST_HOUR_MS,
         RULES_TEST_DAY_MS + 23 * RULES_TEST_HOUR_MS},
    };
    static const struct category categories[] = {
        {1, "H", "Head", 0, 0}, {2, "D", "Delegate", 0, 0}, {3, "S", "Staff", 0, 0}};
    *names = (struct rules_names){&event, zones, 2, checkpoints, 3, sessions, 2, categories, 3};
}

#endif
