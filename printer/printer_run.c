/* One badge without a thread, for commands. */
#include <time.h>

#include "printer/follow.h"

static enum follow_order pause_here(void *userdata, int ms)
{
    (void)userdata;
    struct timespec wait = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&wait, NULL);
    return FOLLOW_ON;
}

struct caller {
    const struct printer_config *config;
    struct print_report *last;
};

static void report_here(void *userdata, const struct print_report *report, bool last)
{
    struct caller *caller = userdata;
    (void)last;
    *caller->last = *report;
    if (caller->config->on_report) {
        caller->config->on_report(report, caller->config->userdata);
    }
}

bool printer_run(const struct printer_config *config, const char intent[37],
                 const struct badge *badge, const struct badge_template *template, int dpi,
                 struct print_report *last)
{
    struct caller caller = {config, last};
    struct follow follow;
    *last = (struct print_report){.kind = PRINT_REPORT_FAILED};
    if (!follow_init(&follow, config)) {
        return false;
    }
    if (!follow_open(&follow)) {
        follow_finish(&follow);
        return false;
    }
    follow.pause = pause_here;
    follow.report = report_here;
    follow.userdata = &caller;
    follow_job(&follow, intent, badge, template, dpi);
    follow_finish(&follow);
    return true;
}
