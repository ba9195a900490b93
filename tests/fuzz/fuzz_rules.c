/* Rules are written by hand: any bytes are read without harm, and what is accepted can be asked.
 * link: kiosk/station/ini.c kiosk/station/rules_parse.c kiosk/station/rules_keys.c
 * link: kiosk/station/rules_at.c kiosk/domain/access_names.c kiosk/timebase.c */
#include <stdlib.h>

#include "kiosk/station/rules.h"
#include "tests/station/rules_names.h"
#include "timebase.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore_fault(int line, const char *text, void *userdata)
{
    (void)userdata;
    if (line < 1 || !text[0]) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rules rules;
    struct rules_names names;
    struct rules_here here;
    const struct attendee attendee = {.category = 1, .delegation = "TJK"};
    time_use_zone("Europe/Vienna");
    rules_names_fill(&names);
    if (!rules_parse((const char *)data, size, &names, ignore_fault, NULL, &rules)) {
        return 0;
    }
    for (int i = 0; i < names.checkpoint_count; i++) {
        rules_at(&rules, &names.checkpoints[i], RULES_TEST_DAY_MS + 10 * RULES_TEST_HOUR_MS, &here);
        if (here.session) {
            rules_invites(here.session, &attendee);
        }
    }
    for (size_t i = 0; i < names.event->day_count; i++) {
        if (rules_day_end(&rules, names.event, i) < names.event->days[i].ends_ms) {
            abort();
        }
    }
    return 0;
}
