/* The words of access.h, both ways. */
#include <string.h>

#include "access.h"

static const char *const verdicts[] = {
    [VERDICT_ADMIT] = "admit",
    [VERDICT_ADMIT_WITH_NOTE] = "admit-with-note",
    [VERDICT_REFUSE] = "refuse",
    [VERDICT_REFER] = "refer",
};

#define REASON_KEYWORD(name, keyword) [name] = keyword,
static const char *const reasons[REASON_COUNT] = {REASON_TABLE(REASON_KEYWORD)};
#undef REASON_KEYWORD

const char *verdict_string(enum verdict verdict)
{
    return verdicts[verdict];
}

const char *reason_string(enum reason reason)
{
    return reasons[reason];
}

bool reason_parse(const char *keyword, enum reason *out)
{
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (strcmp(keyword, reasons[i]) == 0) {
            *out = (enum reason)i;
            return true;
        }
    }
    return false;
}

bool direction_parse(const char *text, enum direction *out)
{
    bool in = strcmp(text, "in") == 0;
    if (!in && strcmp(text, "out") != 0) {
        return false;
    }
    *out = in ? DIRECTION_IN : DIRECTION_OUT;
    return true;
}

static const char *const ways_names[] = {
    [WAYS_BOTH] = "both",
    [WAYS_IN] = "in",
    [WAYS_OUT] = "out",
};

const char *ways_string(enum ways ways)
{
    return ways_names[ways];
}

bool ways_parse(const char *text, enum ways *out)
{
    for (size_t i = 0; i < sizeof ways_names / sizeof ways_names[0]; i++) {
        if (strcmp(text, ways_names[i]) == 0) {
            *out = (enum ways)i;
            return true;
        }
    }
    return false;
}

static const char *const offline_names[] = {
    [OFFLINE_DENY] = "deny",
    [OFFLINE_HOME_GATE] = "home-gate",
    [OFFLINE_FLAG] = "flag",
};

const char *offline_string(enum offline offline)
{
    return offline_names[offline];
}

bool offline_parse(const char *text, enum offline *out)
{
    for (size_t i = 0; i < sizeof offline_names / sizeof offline_names[0]; i++) {
        if (strcmp(text, offline_names[i]) == 0) {
            *out = (enum offline)i;
            return true;
        }
    }
    return false;
}
